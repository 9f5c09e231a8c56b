"""Who came to a call: people are found by address, else by their whole name, and never guessed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from outreach.domain.candidate import Candidate
from outreach.domain.organisation import organisation_key
from outreach.domain.origin import Origin
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.errors import LedgerError

NOTED = ("attended", "calls")  # kind and subject under which the ledger keeps attendances


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person at one call. contact: opaque id; topic: of the call."""

    contact: str
    topic: str
    day: date

    def to_json(self) -> str:
        """For the ledger: ids only, as its facts cannot be erased."""
        return json.dumps({"contact": self.contact, "topic": self.topic, "day": self.day.isoformat()}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Attendance":
        """The attendance that `to_json` wrote. Raises LedgerError for any other text."""
        try:
            kept = json.loads(text)
            return cls(str(kept["contact"]), str(kept["topic"]), date.fromisoformat(kept["day"]))
        except (ValueError, KeyError, TypeError):
            raise LedgerError("The ledger holds an attendance of another version: install the newest one.") from None


def attendances_in(notes: Iterable[tuple[datetime, str]]) -> tuple[Attendance, ...]:
    """The attendances in what the ledger noted, each once."""
    return tuple(dict.fromkeys(Attendance.from_json(text) for _, text in notes))


@dataclass(frozen=True, slots=True)
class Guestbook:
    """Whom an attendance can be of. by_contact: by id; by_name: without accents and letter case."""

    by_contact: Mapping[str, tuple[Candidate, ...]]
    by_name: Mapping[str, tuple[Candidate, ...]]

    def find(self, contact: str, name: str) -> tuple[Candidate, ...]:
        """The rows of the one person meant; none when nobody, or more than one, can be.

        contact: id of the address, "" where there is none; the name counts where the address is of nobody we know.
        """
        if contact in self.by_contact:
            return self.by_contact[contact]
        bearing = self.by_name.get(organisation_key(name, ""), ())
        return bearing if len({one.contact.id if one.contact else str(one.origin) for one in bearing}) == 1 else ()


def guestbook(candidates: Iterable[Candidate]) -> Guestbook:
    """The candidates by their contacts, and by the names of contacts and of individuals themselves."""
    by_contact: dict[str, list[Candidate]] = defaultdict(list)
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        for name in {one.name, one.contact.name if one.contact else ""} - {""}:
            by_name[organisation_key(name, "")].append(one)
        if one.contact:
            by_contact[one.contact.id].append(one)
    return Guestbook(
        {contact: tuple(rows) for contact, rows in by_contact.items()},
        {name: tuple(rows) for name, rows in by_name.items() if name},
    )


def attended_by(
    candidates: Iterable[Candidate], attendances: Iterable[Attendance]
) -> tuple[tuple[Candidate, ...], dict[Origin, tuple[Fact, ...]]]:
    """The candidates with the topics that they heard, and by row the facts of these attendances."""
    heard: dict[str, list[Attendance]] = defaultdict(list)
    for one in sorted(set(attendances), key=lambda one: (one.day, one.topic)):
        heard[one.contact].append(one)
    listed = tuple(candidates)
    came = {one.origin: heard[one.contact.id] for one in listed if one.contact and one.contact.id in heard}
    facts = {
        row: tuple(Fact(FactKind.ATTENDED, one.day, Evidence(Proof.ATTENDANCE, one.topic)) for one in attended)
        for row, attended in came.items()
    }
    topics = {row: {one.topic for one in attended} for row, attended in came.items()}
    return tuple(replace(one, attended=one.attended | topics.get(one.origin, set())) for one in listed), facts
