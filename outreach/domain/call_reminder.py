"""Who is reminded of a call: whoever said yes to it, once, shortly before."""

from collections.abc import Iterable
from datetime import datetime

from outreach.domain.answer import AnswerKind
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.history import History
from outreach.domain.invitation import Invitation, InvitationRules, reminder_occasion
from outreach.domain.notice import who_said_no
from outreach.domain.turnout import rsvps


def plan_call_reminders(
    candidates: Iterable[Candidate], calls: Iterable[Call], history: History, rules: InvitationRules, *, now: datetime
) -> tuple[Invitation, ...]:
    """A reminder for each contact whose last word on a call near enough is yes, and who got none of it yet."""
    by_contact = {one.contact.id: one for one in candidates if one.contact and one.contact.may_write}
    silent, told = history.suppressed | who_said_no(history), history.told()
    found: list[Invitation] = []
    for call in calls:
        if call.cancelled or not rules.remind_until <= call.starts - now <= rules.remind_from:
            continue
        said = rsvps(call, history)
        for contact in sorted(who for who, kind in said.items() if kind is AnswerKind.YES and who in by_contact):
            candidate = by_contact[contact]
            if candidate.contact and contact not in silent and (contact, reminder_occasion(call)) not in told:
                found.append(Invitation(candidate, candidate.contact, call))
    return tuple(found)
