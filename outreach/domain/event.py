"""An event of the outreach calendar, and what was known of it when: its identity outlives place, dates and format."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from unicodedata import combining, normalize

from outreach.domain.origin import Origin
from outreach.domain.publics import Audience
from outreach.errors import LedgerError

EVENT = "event:"


class EventKind(StrEnum):
    """The three kinds of row in the plan (S3)."""

    IN_TERRITORY = "in_territory"
    ISSUE = "issue"
    REGIONAL = "regional"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the calendar; `start` and `end` are days at the place, both included.

    country: ISO code of one of the region's, else None; place: the country as it was written; form: in person, online
    or hybrid, "" when not said; likely_from: of which countries people may come; added_by: who typed the row;
    number: of a numbered meeting ("ICANN57"), "" of others.
    share: whether its editor wants structures to spread it; audiences: for whom it is, empty for everybody;
    languages: in which it is held, () when not said.
    organiser: who sponsors it, as typed; venue: its street address; goals: what a trip there is for.
    """

    name: str
    start: date
    end: date
    country: str | None
    city: str
    kind: str
    link: str
    origin: Origin
    place: str = ""
    form: str = ""
    likely_from: frozenset[str] = frozenset()
    added_by: str = ""
    number: str = ""
    cancelled: bool = False
    organiser: str = ""
    venue: str = ""
    goals: str = ""
    notes: str = ""
    share: bool = False
    audiences: frozenset[Audience] = frozenset()
    languages: tuple[str, ...] = ()

    def draws_from(self, uncovered: frozenset[str]) -> frozenset[str]:
        """Countries without a structure that it serves: where it is held, or of which people may come."""
        own = frozenset({self.country}) if self.country else frozenset()
        return (own | self.likely_from) & uncovered


@dataclass(frozen=True, slots=True)
class Version:
    """What was known of an event at a moment. country: an ISO code, or as it was written where that is not known.

    sequence: counts moves and cancellations from 0; a corrected spelling is another version of the same sequence.
    """

    name: str
    start: date
    end: date
    country: str
    city: str
    form: str
    link: str
    cancelled: bool = False
    sequence: int = 0

    @property
    def place(self) -> str:
        """City and country as they are told: "Hyderabad, IN"."""
        return ", ".join(filter(None, (self.city, self.country)))

    def differs(self, other: "Version") -> bool:
        """Whether who was told `other` must be told this: other days or place, another form, on or off.

        What is only known better than before (a city, a form) moves nobody.
        """
        return (
            (self.start, self.end, self.cancelled) != (other.start, other.end, other.cancelled)
            or _contradict(self.country, other.country)
            or _contradict(self.form, other.form)
            or _other_city(self.city, other.city)
        )

    def to_json(self) -> str:
        """For the ledger: nothing of persons, as its facts cannot be erased."""
        plain = {
            "name": self.name,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "country": self.country,
            "city": self.city,
            "form": self.form,
            "link": self.link,
            "cancelled": self.cancelled,
            "sequence": self.sequence,
        }
        return json.dumps(plain, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Version":
        """The version that `to_json` wrote. Raises LedgerError for any other text."""
        try:
            kept = json.loads(text)
            start, end = date.fromisoformat(kept.pop("start")), date.fromisoformat(kept.pop("end"))
            return cls(start=start, end=end, **kept)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise LedgerError("The ledger's note of an event cannot be read; restore it from a copy.") from fault


def _contradict(one: str, other: str) -> bool:
    return bool(one and other) and one.casefold() != other.casefold()


def _other_city(one: str, other: str) -> bool:
    """Panama and Panama City, Belmopan and Belmopán are one place told twice."""
    words, others = _words(one), _words(other)
    return bool(words and others) and not (words <= others or others <= words)


def _words(text: str) -> set[str]:
    decomposed = normalize("NFKD", text.casefold().replace(",", " "))
    return set("".join(sign for sign in decomposed if not combining(sign)).split())


@dataclass(frozen=True, slots=True)
class Known:
    """A version and the moment from which it was known."""

    since: datetime
    version: Version


def event_occasion(name: str) -> str:
    """The occasion of notices about the event of this identity."""
    return f"{EVENT}{name}"


def known_in(notes: Iterable[tuple[datetime, str]]) -> tuple[Known, ...]:
    """The history of an event in what the ledger noted of it, oldest first. Raises LedgerError."""
    return tuple(Known(since, Version.from_json(text)) for since, text in notes)


def known_at(history: Iterable[Known], moment: datetime) -> Version | None:
    """What was known at a moment; None before anything was."""
    found = [known.version for known in history if known.since <= moment]
    return found[-1] if found else None


def next_version(found: Version, before: Version | None) -> Version:
    """What was found now as the version that follows: one sequence up only where somebody must be told."""
    sequence = 0 if before is None else before.sequence + found.differs(before)
    return replace(found, sequence=sequence)
