"""A letter to an editor about the rows that wait for them: each cell, what is wrong, what would be right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from urllib.parse import quote

from outreach.domain.fault import Fault
from outreach.domain.feedback import Reminder, feedback_occasion
from outreach.domain.message import Draft, message_key
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox, address_spec
from outreach.rendering.letter import Facts, write
from outreach.rendering.problem_sentence import tell
from outreach.rendering.template import Template

FALLBACK = "en"
OLD = timedelta(days=6)  # the next letter is due then

Place = Callable[[str, str], str]
"""Where to look at a cell of a tab: its address on the web, else its name."""


@dataclass(frozen=True, slots=True)
class EditorPaper:
    """What the letters are written on. list_place: where the whole list stands; domain: of the installation.

    scope: of its ledger, as in `App`.
    """

    template: Template
    region: str
    sender: Mailbox
    domain: str
    place: Place
    list_place: str
    scope: str = ""


def to_fix_drafts(reminders: Iterable[Reminder], paper: EditorPaper, *, day: date) -> tuple[Draft, ...]:
    """A draft an editor, in the first of their languages that there is. Raises MissingTranslationError."""
    return tuple(_draft(reminder, paper, day) for reminder in reminders)


def _draft(reminder: Reminder, paper: EditorPaper, day: date) -> Draft:
    editor = reminder.editor
    if editor.contact is None:
        raise ValueError("A reminder is for somebody with an address.")
    occasion = feedback_occasion(day)
    key = message_key(editor.contact.id, occasion, 0, paper.scope)
    language = next((one for one in editor.languages if one in paper.template.texts), FALLBACK)
    letter = write(paper.template, _facts(reminder, paper), (language,))
    addressing = Addressing(
        sender=paper.sender,
        recipient=Mailbox(editor.contact.name or editor.name, editor.contact.address),
        key=key,
        domain=paper.domain,
        unsubscribe=(_stop_link(language, paper),),
    )
    return Draft(
        key=key,
        contact=editor.contact.id,
        occasion=occasion,
        revision=0,
        recipient=editor.contact.address,
        sender=paper.sender.address,
        subject=letter.subject,
        languages=letter.languages,
        origin=str(editor.origin),
        content=compose(letter, addressing),
        expires=datetime.combine(day, time(), tzinfo=UTC) + OLD,
    )


def _facts(reminder: Reminder, paper: EditorPaper) -> Facts:
    def facts(language: str) -> dict[str, object]:
        say = paper.template.paper.phrases.say
        told = SimpleNamespace(
            region=paper.region,
            name=reminder.editor.name,
            count=len(reminder.fresh),
            lines=tuple(_line(fault, language, paper) for fault in reminder.told),
            more=len(reminder.fresh) - len(reminder.told),
            waiting=reminder.waiting,
            place=paper.list_place,
            is_linked=_is_linked(paper.list_place),
        )
        stop = SimpleNamespace(stop=say("mail.reply.stop", language), stop_link=_stop_link(language, paper))
        return {"sheet": told, "reply": stop}

    return facts


def _line(fault: Fault, language: str, paper: EditorPaper) -> SimpleNamespace:
    problem = replace(fault.problem, language=language)
    wrong, right = tell(problem, paper.template.paper.phrases)
    place = paper.place(problem.tab, problem.cell)
    return SimpleNamespace(
        cell=f"{problem.tab}!{problem.cell}", place=place, is_linked=_is_linked(place), wrong=wrong, right=right
    )


def _is_linked(place: str) -> bool:
    return place.startswith("https://")


def _stop_link(language: str, paper: EditorPaper) -> str:
    word = paper.template.paper.phrases.say("mail.reply.stop", language)
    return f"mailto:{address_spec(paper.sender.address)}?subject={quote(word)}"
