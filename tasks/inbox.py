"""Tasks at the mailbox: read what arrived, and keep of it who answered what."""

from datetime import datetime

from outreach.bootstrap import app
from outreach.errors import SettingsError
from outreach.intake.inbox import classify
from outreach.intake.mail_match import sent
from outreach.reception import Reception, receive
from outreach.rendering.headers import Mailbox
from tasks.policy import acts


@acts
def read_mailbox(*, now: datetime) -> Reception:
    """Notes each answer that arrived since the last time, once. Raises SettingsError when there is no mailbox."""
    world = app()
    if world.mailbox is None:
        raise SettingsError("No mailbox is set, so no answers are read: put it into OUTREACH_MAILBOX (.env.example).")
    own = Mailbox("", world.settings.sender)
    known = sent(world.ledger.history(), domain=own.domain, secret=world.settings.secret)
    return receive(world.ledger, world.mailbox, known, classify=classify, now=now)
