"""Whatever members do to their tabs while the system pulls and pushes: no cell of theirs changes, no status slips.

`OUTREACH_INTERLEAVINGS=10000` runs so many in place of the quick few. Coverage is left out: it names countries.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest

from outreach.adapters.google_http import Patience
from outreach.adapters.sheets_google import GoogleSheets
from outreach.catalog import load_catalog
from outreach.domain.candidate import Candidate
from outreach.domain.contact import contact_id
from outreach.domain.fault import faults
from outreach.domain.history import History
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Snapshot, changed
from outreach.domain.system_tab import SystemTab
from outreach.domain.twin import to_ask
from outreach.errors import SheetsError
from outreach.intake.desk import read_desk
from outreach.intake.twins import twins
from outreach.reading import accept_losses, read_sheets
from outreach.rendering import system_tabs
from outreach.settings import ROOT
from tests.factories import NOW, a_record
from tests.google.books import Spreadsheet
from tests.google.fixture import open_google
from tests.google.in_process import open_in_process
from tests.google.member import Member
from tests.google.routes import Answer
from tests.google.server import GoogleService, google_service
from tests.google.sheet import Sheet

pytestmark = pytest.mark.google
QUICK = 100
OVER_HTTP = 8
STEPS = 7
CATALOG = load_catalog(ROOT, region="LACRALO")
SCHEMAS = {key: CATALOG.schemas[key] for key in ("survey", "twins")}
SECRET = b"of one test"
SURVEY, OTHERS = "Encuesta", "Notas de todos"
COUNTRIES = {"Guatemala": "GT", "Belize": "BZ", "Haití": "HT", "Grenada": "GD"}
NAMES = [
    f"{kind} {word}" for kind in ("Red", "Foro", "Círculo") for word in ("Ámbar", "Tz'utujil", "Coral", "del Este")
]
ADDRESSES = [f"contact{number}@organisation.example" for number in range(14)]
HEADERS = {
    "timestamp": ["Marca temporal", "Timestamp", "Marca temporal / Timestamp"],
    "name": ["Nombre", "Candidate", "Nombre de la organización"],
    "email": ["Correo electrónico", "E-mail"],
    "country": ["País", "Country / País"],
    "consent": ["¿Podemos escribirles?", "Consent"],
    "notes": ["Comentarios", "Notes"],
}
VALUES: Mapping[str, list[Any]] = {
    "timestamp": [42_500, 42_501.5, 42_540],
    "name": NAMES,
    "email": [*ADDRESSES, "la de siempre"],
    "country": [*COUNTRIES, *COUNTRIES, "Guatemla"],
    "consent": ["Sí", "No"],
    "notes": ["=1+1", "llamar", "007"],
}
SINCE = {address: NOW - timedelta(days=number, minutes=number) for number, address in enumerate(ADDRESSES, start=1)}
HISTORY = History(tuple(a_record(contact_id(address, SECRET), since=since) for address, since in SINCE.items()))
Listed = tuple[str, str, str, str, str]
"""A row of Status, or what it should be: the row's address, name, country, since, and name and address as typed."""


@dataclass
class Shelf:
    """An archive that remembers the last pull."""

    kept: list[Pull] = field(default_factory=list)

    def latest(self) -> Pull | None:
        """The last one."""
        return self.kept[-1] if self.kept else None

    def as_known(self, moment: datetime) -> Pull | None:
        """The last one, if it is as old as that."""
        return next((pull for pull in self.kept if pull.read <= moment), None)

    def keep(self, pull: Pull) -> None:
        """Forgets the one before."""
        self.kept[:] = [pull]

    def moments(self) -> tuple[datetime, ...]:
        """When that was."""
        return tuple(pull.read for pull in self.kept)


@dataclass
class Witness:
    """Stands at the door of the stand-in: edits come in between two requests, and every request is looked at.

    due: before how many more requests the next edit comes, None for none. as_read: what Status has to say of what
    was given out last. writes: how many requests asked to write; harm: those that changed what is the members'.
    meddled: somebody changed Status since it was read, so that it is put right by the next run only.
    """

    service: GoogleService
    id: str
    member: Member
    leader: Random
    due: int | None = None
    as_read: list[Listed] = field(default_factory=list)
    writes: int = 0
    harm: list[str] = field(default_factory=list)
    meddled: bool = False

    @property
    def book(self) -> Spreadsheet:
        """The spreadsheet."""
        return self.service.books[self.id]

    def answer(self, verb: str, uri: str, raw: bytes, bearer: str = "") -> Answer:
        """The stand-in's answer; no request of the system may change what is the members'."""
        self._let_edit()
        before = theirs(self.book)
        answer = GoogleService.answer(self.service, verb, uri, raw, bearer)
        self.harm += [uri] if theirs(self.book) != before else []
        if "values:batchGet" in uri and answer.status == 200:
            self.as_read, self.meddled = listed(self.book), False
        self.writes += verb != "GET"
        return answer

    def edit(self) -> None:
        """A member edits, or answers a question in a tab of the system's, or meddles with the system's tabs."""
        if self.leader.random() < 0.8:
            self.member.edit()
        else:
            self.leader.choice([self._answer, self._rename, self._scribble, self._delete, self._shorten])()

    def _let_edit(self) -> None:
        if self.due == 0:
            self.edit()
        self.due = None if not self.due else self.due - 1

    def _answer(self) -> None:
        tab = self.book.by_title(SystemTab.TWINS)
        if tab:
            tab.put(self.leader.randint(1, 3), 8, self.leader.choice(["same / la misma", "no"]))

    def _scribble(self) -> None:
        tab = self.book.by_title(SystemTab.STATUS)
        if tab:
            self.meddled = True
            tab.put(self.leader.randint(0, 40), self.leader.randint(0, 5), "scribbled")

    def _rename(self) -> None:
        tab = self.member.tab
        tab.title = self.member.title = "Encuesta" if tab.title != "Encuesta" else "Form Responses 1"

    def _delete(self) -> None:
        self.meddled = True
        self.book.tabs = [tab for tab in self.book.tabs if tab.title != SystemTab.STATUS]

    def _shorten(self) -> None:
        tab = self.book.by_title(SystemTab.STATUS)
        if tab:
            self.meddled = True
            tab.resize("ROWS", 3)


def theirs(book: Spreadsheet) -> dict[str, Any]:
    """All that the system must leave alone: whole tabs of the members, and their columns in the system's."""
    mine = set(SystemTab)
    whole: dict[str, Any] = {
        tab.title: (tab.id, tab.rows, tab.columns, dict(tab.cells), list(tab.merges), list(tab.comments))
        for tab in book.tabs
        if tab.title not in mine
    }
    beside = book.by_title(SystemTab.TWINS)
    verdicts = {place: cell for place, cell in beside.cells.items() if place[0] and place[1] >= 8} if beside else {}
    return whole | ({SystemTab.TWINS: verdicts} if beside and verdicts else {})


def survey_of(book: Spreadsheet) -> Sheet:
    """The members' tab, under either of its titles."""
    return next(tab for tab in book.tabs if tab.title not in {*SystemTab, OTHERS})


def listed(book: Spreadsheet) -> list[Listed]:
    """What Status has to say, told by a person who looks at the survey and at who was written to."""
    tab = survey_of(book)
    columns = {name: column for column in range(tab.columns) for name in _named(tab.cell(0, column).entered)}
    if not {"timestamp", "name", "country"} <= columns.keys():
        return []
    found = []
    for row in range(1, tab.used()[0]):
        cell = {name: tab.cell(row, column).entered for name, column in columns.items()}
        address = str(cell.get("email") or "")
        if cell["name"] and cell["timestamp"] and cell["country"] in COUNTRIES and not _copied(tab, row, columns):
            since = f"{SINCE[address]:%Y-%m-%d %H:%M}" if address in SINCE else ""
            place, key = link(tab.id, row), f"{cell['name']}|{address}"
            found.append((place, cell["name"], COUNTRIES[cell["country"]], since, key))
    return found


def _copied(tab: Sheet, row: int, columns: Mapping[str, int]) -> bool:
    """A row that says the same as one above it, the moment aside, is asked about, and waits."""
    told = [column for name, column in columns.items() if name != "timestamp"]
    whole, *above = ([tab.cell(one, column).entered for column in told] for one in range(row, 0, -1))
    return whole in above


def _named(header: object) -> Iterator[str]:
    return (name for name, known in HEADERS.items() if header in known)


def link(tab: int, row: int) -> str:
    return f"#gid={tab}&range=A{row + 1}"


def shown(book: Spreadsheet) -> list[Listed]:
    """What Status says."""
    tab = book.by_title(SystemTab.STATUS)
    if tab is None:
        return []
    rows = [[tab.cell(row, column).entered or "" for column in range(10)] for row in range(1, tab.used()[0])]
    return [(f"#{unquote(str(row[0])).partition('#')[2]}", row[1], row[2], row[6], row[9]) for row in rows]  # type: ignore[misc] # cells of ours are texts


@dataclass
class System:
    """What a run does between its two requests, as `flows/refresh_coverage.py` has it, without its engine."""

    sheets: GoogleSheets
    shelf: Shelf = field(default_factory=Shelf)
    now: datetime = NOW

    def run(self) -> bool:
        """Reads, and writes what is different; False when it stopped at a question."""
        try:
            seen = read_sheets(self.sheets, self.shelf, SCHEMAS, now=self.now)
        except SheetsError as told:
            if "accept-losses" not in str(told):
                raise
            accept_losses(self.sheets, self.shelf, SCHEMAS, now=self.now)
            return False
        different = changed(self.blocks(seen), seen)
        if different:
            self.sheets.write(different)
        return True

    def blocks(self, seen: Snapshot) -> tuple[Any, ...]:
        """The system's tabs."""
        desk = read_desk(seen, SCHEMAS, CATALOG.hand, secret=SECRET)
        found = faults(desk.problems, seen, {}, now=NOW)
        said = {code: verdict for code, verdict in desk.verdicts.items() if verdict}
        pairs = to_ask(twins(desk.evidence.candidates, ()), said, frozenset(desk.verdicts))
        candidates = [one for one in desk.evidence.candidates if isinstance(one, Candidate)]
        return (
            system_tabs.to_fix(found, CATALOG.phrases, seen),
            system_tabs.twins(seen, pairs, phrases=CATALOG.phrases),
            system_tabs.status(candidates, HISTORY, CATALOG.phrases, seen),
        )


def begun(service: GoogleService, chance: Random) -> tuple[str, Member]:
    """A spreadsheet with six to nine answers, and a person who edits it."""
    rows = [[*map(chance.choice, (VALUES[name] for name in HEADERS))] for _ in range(chance.randint(6, 9))]
    head = [chance.choice(names) for names in HEADERS.values()]
    tabs = {OTHERS: [["=kept", "as"], ["it", "is"]], SURVEY: [head, *rows]}
    spreadsheet = service.create_spreadsheet("Members", tabs)
    book = service.books[spreadsheet]
    survey_of(book).resize("ROWS", 40)
    return spreadsheet, Member(book, service.drive, SURVEY, HEADERS, VALUES, chance)


def interleave(service: GoogleService, seed: int, *, over_http: bool) -> int:
    """One interleaving: edits and runs in any order, edits also within a run. How many requests."""
    chance = Random(seed)  # noqa: S311 # the same interleaving again for the same seed
    spreadsheet, member = begun(service, chance)
    witness = Witness(service, spreadsheet, member, chance)
    service.answer = witness.answer  # type: ignore[method-assign] # every request passes by the witness
    patience = Patience(sleep=lambda _: None)
    sheets = open_google(service, spreadsheet) if over_http else open_in_process(service, spreadsheet, patience)
    system = System(sheets)
    for _ in range(STEPS):
        if chance.random() < 0.5:
            witness.edit()
        else:
            run(system, witness, due=chance.choice([None, 0, 1, 1, 2]))
    settled(system, witness)
    service.drive.files.clear()
    return sheets.http.requests_made


def run(system: System, witness: Witness, *, due: int | None) -> None:
    """One run; every status it wrote is right as of its read."""
    witness.due = due
    system.now += timedelta(minutes=1)
    done = system.run()
    witness.due = None
    if done and not witness.meddled:
        assert shown(witness.book) == witness.as_read


def settled(system: System, witness: Witness) -> None:
    """Once nobody edits, one run puts everything right, and the next writes nothing and reads once."""
    while not system.run():
        pass
    assert shown(witness.book) == listed(witness.book)
    made, writes = system.sheets.http.requests_made, witness.writes
    assert system.run()
    assert (system.sheets.http.requests_made - made, witness.writes - writes) == (1, 0)
    assert witness.harm == []


def test_no_edit_at_any_moment_costs_a_cell_or_puts_a_status_beside_another() -> None:
    how_many = int(os.environ.get("OUTREACH_INTERLEAVINGS", QUICK))
    service = GoogleService()

    for seed in range(how_many):
        try:
            interleave(service, seed, over_http=False)
        except Exception as fault:
            fault.add_note(f"interleaving {seed}")
            raise


def test_the_same_over_http() -> None:
    with google_service() as service:
        for seed in range(OVER_HTTP):
            interleave(service, seed, over_http=True)
