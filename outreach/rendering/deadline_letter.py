"""A letter to whoever sees to last days: which are near, how near, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from urllib.parse import quote

from outreach.domain.deadline import Deadline, DeadlineReminder, deadline_occasion
from outreach.domain.message import Draft, message_key
from outreach.rendering.day import short_day
from outreach.rendering.deadline_words import how_far, what
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox, address_spec
from outreach.rendering.letter import Facts, write
from outreach.rendering.moments import weekday_and_day
from outreach.rendering.template import Template
from outreach.rendering.to_fix_letter import Place

FALLBACK = "en"
OLD = timedelta(days=3)  # then another day is nearer


@dataclass(frozen=True, slots=True)
class OfficerPaper:
    """What the letters are written on. list_place: where all last days stand; domain: of the installation.

    scope: of its ledger, as in `App`.
    """

    template: Template
    region: str
    sender: Mailbox
    domain: str
    place: Place
    list_place: str
    scope: str = ""


def deadline_drafts(reminders: Iterable[DeadlineReminder], paper: OfficerPaper, *, day: date) -> tuple[Draft, ...]:
    """A draft an owner, in the first of their languages that there is. Raises MissingTranslationError."""
    return tuple(_draft(reminder, paper, day) for reminder in reminders)


def _draft(reminder: DeadlineReminder, paper: OfficerPaper, day: date) -> Draft:
    owner = reminder.owner
    if owner.contact is None:
        raise ValueError("A reminder is for somebody with an address.")
    occasion = deadline_occasion(day)
    key = message_key(owner.contact.id, occasion, 0, paper.scope)
    language = next((one for one in owner.languages if one in paper.template.texts), FALLBACK)
    letter = write(paper.template, _facts(reminder, paper, day), (language,))
    addressing = Addressing(
        sender=paper.sender,
        recipient=Mailbox(owner.contact.name or owner.name, owner.contact.address),
        key=key,
        domain=paper.domain,
        unsubscribe=(_stop_link(language, paper),),
    )
    return Draft(
        key=key,
        contact=owner.contact.id,
        occasion=occasion,
        revision=0,
        recipient=owner.contact.address,
        sender=paper.sender.address,
        subject=letter.subject,
        languages=letter.languages,
        origin=str(owner.origin),
        content=compose(letter, addressing),
        expires=datetime.combine(day, time(), tzinfo=UTC) + OLD,
    )


def _facts(reminder: DeadlineReminder, paper: OfficerPaper, day: date) -> Facts:
    def facts(language: str) -> dict[str, object]:
        say = paper.template.paper.phrases.say
        told = SimpleNamespace(
            region=paper.region,
            name=reminder.owner.name,
            count=len(reminder.due),
            lines=tuple(_line(one, language, paper, day) for one in reminder.told),
            more=len(reminder.due) - len(reminder.told),
            place=paper.list_place,
            is_linked=_is_linked(paper.list_place),
        )
        stop = SimpleNamespace(stop=say("mail.reply.stop", language), stop_link=_stop_link(language, paper))
        return {"last_days": told, "reply": stop}

    return facts


def _line(deadline: Deadline, language: str, paper: OfficerPaper, today: date) -> SimpleNamespace:
    """Only last days that are known are reminded of, so each has its day."""
    phrases, last = paper.template.paper.phrases, deadline.day or date.max
    place = paper.place(deadline.origin.tab, f"A{deadline.origin.row}") if deadline.origin else deadline.link
    return SimpleNamespace(
        day=weekday_and_day(last, language),
        short=short_day(last, language),
        far=how_far(deadline, language, phrases, today=today),
        what=what(deadline, language, phrases),
        place=place,
        is_linked=_is_linked(place),
    )


def _is_linked(place: str) -> bool:
    return place.startswith("https://")


def _stop_link(language: str, paper: OfficerPaper) -> str:
    word = paper.template.paper.phrases.say("mail.reply.stop", language)
    return f"mailto:{address_spec(paper.sender.address)}?subject={quote(word)}"
