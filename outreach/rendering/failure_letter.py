"""The mail to the operator about failed runs: which flow, since when, how often, and the sentence that says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from outreach.domain.message import Draft, message_key
from outreach.domain.run import Failure
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import write
from outreach.rendering.template import Template

OPERATOR = "operator"  # in place of a contact: they are named in the environment, not in a sheet


@dataclass(frozen=True, slots=True)
class OperatorPaper:
    """What the mail is written on. languages: in which it is written, one below the other."""

    template: Template
    region: str
    languages: tuple[str, ...]
    sender: Mailbox
    operator: Mailbox


def failure_draft(found: Sequence[Failure], paper: OperatorPaper, *, now: datetime) -> Draft:
    """The mail, which tells no names and no addresses. Raises MissingTranslationError."""
    occasion = f"run_failed:{now.isoformat(timespec='seconds')}"
    key = message_key(OPERATOR, occasion, 0)
    facts = {"run": _facts(found, paper.region)}
    letter = write(paper.template, lambda _: facts, paper.languages)
    addressing = Addressing(sender=paper.sender, recipient=paper.operator, key=key, domain=paper.sender.domain)
    return Draft(
        key=key,
        contact=OPERATOR,
        occasion=occasion,
        revision=0,
        recipient=paper.operator.address,
        sender=paper.sender.address,
        subject=letter.subject,
        languages=letter.languages,
        origin="",
        content=compose(letter, addressing),
    )


def _facts(found: Sequence[Failure], region: str) -> SimpleNamespace:
    lines = tuple(
        SimpleNamespace(flow=one.flow, told=one.told, times=one.count, first=_moment(one.first), last=_moment(one.last))
        for one in found
    )
    return SimpleNamespace(region=region, count=sum(one.count for one in found), lines=lines)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
