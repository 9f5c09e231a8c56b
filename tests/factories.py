"""One factory a noun: each makes a plausible, invented one; name only what the test is about."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.contact import Contact, LanguageSource, contact_id
from outreach.domain.country import Country, Region
from outreach.domain.event import Event, Version
from outreach.domain.history import Record
from outreach.domain.message import Draft, MessageState, message_key
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.selection import Criterion, Gate, Measure, Method
from outreach.domain.stakeholder import Stakeholder
from outreach.domain.structure import Structure
from outreach.domain.trip import Purse, Trip, TripState

SECRET = b"a secret of the tests"
NOW = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def a_country(code: str = "GT", **changes: Any) -> Country:
    names = {"GT": ("Guatemala", "Guatemala"), "GD": ("Grenada", "Granada"), "BZ": ("Belize", "Belice")}
    english, spanish = names.get(code, (code, code))
    zones = {"GT": "America/Guatemala", "GD": "America/Grenada", "BZ": "America/Belize"}
    plain: dict[str, Any] = {
        "code": code,
        "names": {"en": english, "es": spanish},
        "aliases": (),
        "zone": zones.get(code, "America/Guatemala"),
        "language": "es" if code == "GT" else "en",
        "splits": {
            "celac": "Latin America" if code in {"GT", "HN"} else "Caribbean",
            "m49": "Latin America" if code in {"GT", "HN", "BZ"} else "Caribbean",
        },
    }
    return Country(**(plain | changes))


def a_region(*codes: str) -> Region:
    return Region(
        code="LACRALO", name="LACRALO", countries=tuple(map(a_country, codes or ("GT", "GD", "BZ"))), split="celac"
    )


def a_contact(address: str = "ana@chapines.example", **changes: Any) -> Contact:
    plain: dict[str, Any] = {
        "id": contact_id(address, SECRET),
        "name": "Ana Xol",
        "address": address,
        "country": "GT",
        "language": "es",
        "language_source": LanguageSource.STATED,
    }
    return Contact(**(plain | changes))


def a_candidate(row: int = 5, **changes: Any) -> Candidate:
    plain: dict[str, Any] = {
        "name": "Red Chapina de Internautas",
        "kind": CandidateKind.ORGANISATION,
        "country": "GT",
        "proposed_by": "Luz Ferrer",
        "surveyed": date(2016, 5, 3),
        "contact": a_contact(f"row{row}@chapines.example"),
        "attended": frozenset(),
        "origin": Origin("Survey", row),
    }
    return Candidate(**(plain | changes))


def a_structure(country: str = "GT", **changes: Any) -> Structure:
    plain: dict[str, Any] = {
        "name": "Usuarios de Internet del Valle",
        "country": country,
        "applied": date(2014, 1, 7),
        "accredited": date(2014, 6, 2),
        "decertified": None,
        "origin": Origin("Structures", 4),
    }
    return Structure(**(plain | changes))


def a_stakeholder(country: str = "GT", **changes: Any) -> Stakeholder:
    plain: dict[str, Any] = {
        "name": "",
        "group": "gac",
        "country": country,
        "asked": None,
        "answered": None,
        "answer": None,
        "contact": None,
        "origin": Origin("Stakeholders", 3),
    }
    return Stakeholder(**(plain | changes))


def a_call(topic: str = "dns", *, days: int = 10, **changes: Any) -> Call:
    plain: dict[str, Any] = {
        "uid": f"basics-{topic}",
        "series": "Basics",
        "topic": topic,
        "title": "DNS basics",
        "starts": NOW + timedelta(days=days),
        "lasts": timedelta(minutes=90),
        "languages": ("en", "es"),
        "bridge": "Room 7",
        "link": "https://calls.example/room7",
        "origin": Origin("Calls", 2),
    }
    return Call(**(plain | changes))


def an_event(row: int = 3, **changes: Any) -> Event:
    plain: dict[str, Any] = {
        "name": "Foro de Internet",
        "start": date(2016, 9, 5),
        "end": date(2016, 9, 6),
        "country": "GT",
        "city": "Antigua",
        "kind": "in_territory",
        "link": "",
        "origin": Origin("Calendar", row),
    }
    return Event(**(plain | changes))


def a_version(**changes: Any) -> Version:
    plain: dict[str, Any] = {
        "name": "ICANN57",
        "start": date(2016, 10, 29),
        "end": date(2016, 11, 4),
        "country": "PR",
        "city": "San Juan",
        "form": "in_person",
        "link": "",
    }
    return Version(**(plain | changes))


def a_person(name: str = "Luz Ferrer", **changes: Any) -> Person:
    plain: dict[str, Any] = {
        "name": name,
        "roles": frozenset({"chair"}),
        "languages": ("es",),
        "country": "UY",
        "liaison_for": frozenset(),
        "capacity": 3,
        "contact": a_contact("luz@lacralo.example", name=name, country="UY"),
        "origin": Origin("People", 2),
    }
    return Person(**(plain | changes))


def a_draft(contact: str = "c1", *, occasion: str = "invitation:dns", **changes: Any) -> Draft:
    revision = changes.get("revision", 0)
    plain: dict[str, Any] = {
        "key": message_key(contact, occasion, revision),
        "contact": contact,
        "occasion": occasion,
        "revision": revision,
        "recipient": f"{contact}@chapines.example",
        "sender": "outreach@lacralo.example",
        "subject": "A call about the DNS",
        "languages": ("es",),
        "origin": "Survey!5",
        "content": b"Subject: A call about the DNS\r\n\r\nHello\r\n",
    }
    return Draft(**(plain | changes))


def a_record(contact: str = "c1", *, occasion: str = "invitation:basics-dns", **changes: Any) -> Record:
    revision = changes.get("revision", 0)
    plain: dict[str, Any] = {
        "key": message_key(contact, occasion, revision),
        "contact": contact,
        "occasion": occasion,
        "revision": revision,
        "state": MessageState.ACCEPTED,
        "since": NOW - timedelta(days=30),
        "fingerprint": "f",
        "origin": "Survey!5",
    }
    return Record(**(plain | changes))


def an_answer(contact: str = "c1", **changes: Any) -> Answer:
    plain: dict[str, Any] = {"message": "", "kind": AnswerKind.REPLIED, "moment": NOW, "mail": "f" * 64}
    return Answer(contact, **(plain | changes))


def a_criterion(
    measure: str = "reachable_candidates", weight: float = 60, *, worst: int = 0, best: int = 5
) -> Criterion:
    return Criterion(Measure(measure), Fraction(weight), Fraction(worst), Fraction(best))


def a_method(*criteria: Criterion, **changes: Any) -> Method:
    plain: dict[str, Any] = {
        "criteria": criteria or (a_criterion(), a_criterion("stakeholder_findings", 40, best=3)),
        "gates": tuple(Gate),
        "pools": ("Latin America", "Caribbean"),
        "splits": ("celac", "m49"),
        "hash": "5e1ec7" * 10 + "abcd",
    }
    return Method(**(plain | changes))


def a_trip(row: int = 3, **changes: Any) -> Trip:
    plain: dict[str, Any] = {
        "event": Origin("Calendar", 3),
        "traveller": "Luz Ferrer",
        "state": TripState.DRAFT,
        "purse": Purse.TRAVEL_PROGRAMME,
        "departs": None,
        "returns": None,
        "from_city": "San José",
        "from_country": "CR",
        "done": {},
        "reported": None,
        "form": "",
        "circumstances": "",
        "origin": Origin("Trips", row),
    }
    return Trip(**(plain | changes))
