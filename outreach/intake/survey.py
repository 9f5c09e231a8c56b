"""The Survey tab: an answer names a candidate, or says that nobody is known."""

from collections.abc import Iterator

from outreach.domain.candidate import Background, Candidate, CandidateKind, NoneKnown
from outreach.domain.contact import Contact, LanguageSource, contact_id
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.reading import Fault
from outreach.intake.table import Record

YES, NO = "yes", "no"


def answer(record: Record, *, secret: bytes) -> tuple[Candidate | NoneKnown | None, tuple[Problem, ...]]:
    """A candidate, or the knowledge that there is none; a "yes" without a name is told."""
    if record["knows"] == NO and not record["name"]:
        return NoneKnown(record["country"], record["answered_by"] or "", record["timestamp"], record.origin), ()
    if not record["name"]:
        fault = Fault(ProblemCode.MISSING_VALUE, facts={"column": "name"})
        return None, (record.problem("name", fault, held_back=True),) if "name" in record.cells else ()
    made = Candidate(
        name=record["name"],
        kind=CandidateKind(record["kind"] or CandidateKind.ORGANISATION),
        country=record["country"],
        proposed_by=record["answered_by"] or "",
        surveyed=record["timestamp"],
        contact=contact(record, secret=secret, name=record["contact_name"] or "", may_write=record["consent"] == YES),
        attended=record["attended"] or frozenset(),
        origin=record.origin,
        key=f"{record.shown.get('name', '')}|{record.shown.get('email', '')}",
        website=record["website"] or "",
        sector=record["sector"] or "",
        background=_background(record),
    )
    return made, tuple(missing_consent(record))


def _background(record: Record) -> Background:
    """What the programmes ask for, as far as the columns for it are there and filled in."""
    said = {YES: True, NO: False}
    languages = record["language"] or ()
    return Background(
        born=record["born"],
        student=said.get(record["student"]),
        studies_in=record["studies_in"],
        english=True if "en" in languages else None,
        nextgen_before=said.get(record["nextgen_before"]),
        fellowships=record["fellowships"],
    )


def missing_consent(record: Record) -> Iterator[Problem]:
    """An address of which nothing says whether we may write to it (facts 8: a basis for each address)."""
    if record["email"] and "consent" in record.cells and not record.shown.get("consent", "").strip():
        yield record.problem("consent", Fault(ProblemCode.CONSENT_MISSING), held_back=False)


def contact(record: Record, *, secret: bytes, name: str, may_write: bool = True) -> Contact | None:
    """Whom to write to, None without an address that can be read. The language is known only if it was stated."""
    address = record["email"]
    if not address:
        return None
    stated = record["language"] or record["languages"] or ()
    return Contact(
        id=contact_id(address, secret),
        name=name,
        address=address,
        country=record["country"] or "",
        language=stated[0] if stated else None,
        language_source=LanguageSource.STATED if stated else LanguageSource.UNKNOWN,
        may_write=may_write,
    )
