"""The Attendance tab and the lists that Zoom makes of a call's participants."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from outreach.domain.attendance import Attendance, guestbook
from outreach.domain.candidate import Candidate
from outreach.domain.contact import contact_id
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.errors import AttendanceError
from outreach.intake.addresses import normalised
from outreach.intake.folding import folded
from outreach.intake.reading import Fault
from outreach.intake.table import Record

LEAST_MINUTES = 10
"""Who left before has not heard the call."""

_NAMES = frozenset({"name", "nombre", "nome", "nom", "participant", "participante"})
_EMAILS = frozenset({"email", "e mail", "user email", "correo electronico", "courriel", "e mail do usuario"})
_MINUTES = re.compile(r"duration|duracion|duracao|duree|minutes|minutos")
_ORIGINAL = re.compile(r"\s*[\[(].*?[\])]")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in a list. minutes: how long they stayed in all, None where the list does not say."""

    name: str
    address: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Matched:
    """What a list says. attended: who was found; short: who left too soon; unknown: who cannot be told."""

    attended: tuple[tuple[Candidate, Attendance], ...]
    short: tuple[Participant, ...]
    unknown: tuple[Participant, ...]


def attendance(
    records: Iterable[Record], candidates: tuple[Candidate, ...], *, secret: bytes
) -> tuple[tuple[Candidate, ...], dict[Origin, tuple[Fact, ...]], tuple[Problem, ...]]:
    """The candidates with what they heard, by row the facts of it, and the rows that name nobody we know."""
    known = guestbook(candidates)
    heard: dict[Origin, list[Fact]] = {}
    problems: list[Problem] = []
    for record in records:
        contact = contact_id(record["email"], secret) if record["email"] else ""
        rows = known.find(contact, record["name"] or "")
        fact = Fact(FactKind.ATTENDED, record["day"], Evidence(Proof.ATTENDANCE, record["topic"]))
        for row in rows:
            heard.setdefault(row.origin, []).append(fact)
        if not rows:
            problems.append(_nobody(record))
    topics = {row: {one.evidence.reference for one in facts if one.evidence} for row, facts in heard.items()}
    listed = tuple(replace(one, attended=one.attended | topics.get(one.origin, set())) for one in candidates)
    return listed, {row: tuple(facts) for row, facts in heard.items()}, tuple(problems)


def _nobody(record: Record) -> Problem:
    named = next((field for field in ("email", "name") if record.shown.get(field)), "topic")
    return record.problem(named, Fault(ProblemCode.ATTENDEE_UNKNOWN), held_back=True)


def participants(text: str) -> tuple[Participant, ...]:
    """The people in a CSV of Zoom's, each once with all their minutes. Raises AttendanceError when there is no header.

    Older lists begin with the meeting's own header and row; times of joining and leaving are not looked at.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    for number, row in enumerate(rows):
        places = _places(row)
        if {"name", "email"} <= places.keys():
            return _added_up(_participant(one, places) for one in rows[number + 1 :] if any(one))
    raise AttendanceError("This is no list of participants: its header needs a column with names and one with e-mail.")


def match(
    listed: Iterable[Participant], candidates: Iterable[Candidate], *, topic: str, day: date, secret: bytes
) -> Matched:
    """Whom of the candidates the list names, each once; of rows without an address nothing can be kept."""
    known = guestbook(candidates)
    attended: dict[str, tuple[Candidate, Attendance]] = {}
    short: list[Participant] = []
    unknown: list[Participant] = []
    for one in listed:
        rows = known.find(contact_id(one.address, secret) if one.address else "", one.name)
        contact = rows[0].contact if rows else None
        if one.minutes is not None and one.minutes < LEAST_MINUTES:
            short.append(one)
        elif contact is None:
            unknown.append(one)
        else:
            attended.setdefault(contact.id, (rows[0], Attendance(contact.id, topic, day)))
    return Matched(tuple(attended.values()), tuple(short), tuple(unknown))


def _places(row: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        plain = folded(_ORIGINAL.sub("", cell))
        if plain in _NAMES:
            places.setdefault("name", place)
        elif plain in _EMAILS or plain.startswith("correo electronico"):
            places.setdefault("email", place)
        elif _MINUTES.search(folded(cell)):
            places.setdefault("minutes", place)
    return places


def _participant(row: list[str], places: Mapping[str, int]) -> Participant:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    minutes = re.fullmatch(r"\d{1,5}", cells.get("minutes", ""))
    name = _ORIGINAL.sub("", cells["name"]).strip()
    return Participant(name, normalised(cells["email"]) or "", int(minutes[0]) if minutes else None)


def _added_up(listed: Iterable[Participant]) -> tuple[Participant, ...]:
    """Who left and came again stands there twice."""
    people: dict[str, Participant] = {}
    for one in listed:
        who = one.address or folded(one.name)
        before = people.get(who)
        stayed = [minutes for minutes in (one.minutes, before.minutes if before else None) if minutes is not None]
        people[who] = Participant(one.name, one.address, sum(stayed) if stayed else None)
    return tuple(people.values())
