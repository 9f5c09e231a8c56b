"""The spring of 2016 on invented sheets: two ICANN meetings are moved, and much has nothing to do with it."""

from datetime import UTC, date, datetime, time

from outreach.domain.event import Known, next_version
from outreach.domain.history import History, Record
from outreach.domain.message import MessageState
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.intake.calendar import listed_events
from outreach.intake.desk import Desk, read_desk
from outreach.intake.rows import identified
from tests.factories import SECRET, a_record
from tests.unit.intake.sheets import CATALOG

READ = datetime(2016, 5, 2, 12, 0, tzinfo=UTC)
ANNOUNCED = datetime(2016, 5, 17, 12, 0, tzinfo=UTC)
Rows = list[tuple[Cell, ...]]

CALENDAR: Rows = [
    ("Event", "Start", "End", "Country", "City", "Kind", "Added by", "Likely to draw people from"),
    ("ICANN56", date(2016, 6, 27), date(2016, 6, 30), "Panama", "Panama City", "Regional", "Luz Ferrer", "Belize"),
    ("ICANN57", date(2016, 10, 29), date(2016, 11, 4), None, "San Juan", "Regional", "Luz Ferrer", "Grenada"),
    ("CaribNOG 12", date(2016, 10, 24), date(2016, 10, 26), None, "Philipsburg", "Regional", "Luz Ferrer", "Grenada"),
    ("Foro de Internet de Belice", date(2016, 8, 16), None, "Belize", "Belmopan", "Local", "Luz Ferrer", None),
]
PEOPLE: Rows = [
    ("Name", "Role", "Languages", "Country", "E-mail"),
    ("Luz Ferrer", "Chair", "Español", "Uruguay", "luz@lacralo.example"),
    ("Ada Pym", "Member", "English", "Barbados", "ada@lacralo.example"),
    ("Rui Sá", "Member", "Português", "Brazil", "rui@lacralo.example"),
    ("Ines Paz", "Member", "Español", "Peru", "ines@lacralo.example"),
]
STAKEHOLDERS: Rows = [
    ("Group", "Country", "Name", "E-mail", "Language", "Meeting"),
    ("Fellow", "Belize", "Fellow of 56", "f56@belize.example", "English", "ICANN 56"),
    ("Fellow", "Guatemala", "Fellow of 57", "f57@guate.example", "Español", "57ª reunión de ICANN"),
    ("Fellow", "Guatemala", "Fellow of 58", "f58@guate.example", "Español", "ICANN58"),
    ("Fellow", "Grenada", "Fellow at CaribNOG", "fc@grenada.example", "English", "CaribNOG 12"),
    ("GAC", "Grenada", "Who goes nowhere", "gac@grenada.example", "English", None),
]
TRIPS: Rows = [
    ("Event", "Traveller", "State", "Paid by", "Departs", "Returns"),
    ("ICANN57", "Ada Pym", "Approved", "Other", date(2016, 10, 28), date(2016, 11, 5)),
    ("ICANN57", "Rui Sá", "Draft", "CROPP", date(2016, 10, 28), date(2016, 11, 1)),
    ("ICANN57", "Ines Paz", "Withdrawn", "CROPP", date(2016, 10, 28), date(2016, 11, 1)),
    ("ICANN56", "Ines Paz", "Pending", "CROPP", date(2016, 6, 26), date(2016, 7, 1)),
    ("CaribNOG 12", "Ada Pym", "Approved", "CROPP", date(2016, 10, 23), date(2016, 10, 26)),
]
CALLS: Rows = [
    ("Series", "Topic", "Title", "Date", "Time", "Time zone", "Languages", "For the event", "State"),
    ("Before 56", "ICANN", "What ICANN56 is", date(2016, 5, 9), time(23), "UTC", "English", "ICANN56", None),
    ("After 56", "At-Large", "Read-out of ICANN56", date(2016, 7, 11), time(23), "UTC", "English", None, None),
    ("Before 57", "ICANN", "On the way to San Juan", date(2016, 10, 10), time(23), "UTC", "English", "ICANN57", None),
    ("After 57", "DNS", "Called off", date(2016, 11, 21), time(23), "UTC", "English", "ICANN57", "Cancelled"),
    ("Basics", "DNS", "DNS basics", date(2016, 5, 30), time(23), "UTC", "English", None, None),
]
OPPORTUNITIES: Rows = [
    ("Programme", "Name", "Opens", "Closes"),
    ("Fellowship", "ICANN57", date(2016, 5, 1), date(2016, 6, 10)),
    ("NextGen", "ICANN56", date(2016, 4, 1), date(2016, 5, 31)),
    ("Fellowship", "ICANN56", date(2015, 12, 1), date(2016, 2, 12)),
    ("Fellowship", "ICANN58", date(2016, 5, 1), date(2016, 8, 1)),
    ("CROPP", "FY17", date(2016, 7, 1), None),
]
SURVEY: Rows = [
    ("Timestamp", "Your name", "Country", "Name", "Organisation or individual?", "E-mail", "Language", "Consent"),
    *(
        (datetime(2016, 4, 4), "Luz Ferrer", country, name, kind, f"{box}@candidates.example", "English", "Yes")  # noqa: DTZ001 # a cell has no zone
        for country, name, kind, box in (
            ("Belize", "Told of 56", "Organisation", "told56"),
            ("Grenada", "May know of 57", "Organisation", "may57"),
            ("Grenada", "Said no to 57", "Organisation", "no57"),
            ("Grenada", "Not yet invited to 57", "Organisation", "not57"),
            ("Belize", "Told of DNS alone", "Organisation", "dns"),
            ("Guatemala", "A student", "Individual", "student"),
        )
    ),
]
STRUCTURES: Rows = [
    ("ALS", "Country", "Accredited", "E-mail", "Language", "Consent"),
    ("Usuarios de Panamá", "Panama", date(2014, 6, 2), "a@panama.example", "Español", "Yes"),
    ("Told of 57", "Barbados", date(2014, 6, 2), "als57@barbados.example", "English", "Yes"),
    ("Told of CaribNOG", "Barbados", date(2014, 6, 2), "alsc@barbados.example", "English", "Yes"),
    ("Not yet told of 57", "Jamaica", date(2014, 6, 2), "alsnot@jamaica.example", "English", "Yes"),
]
TABS = {
    "Structures": STRUCTURES,
    "Calendar": CALENDAR,
    "People": PEOPLE,
    "Stakeholders": STAKEHOLDERS,
    "Trips": TRIPS,
    "Calls": CALLS,
    "Opportunities": OPPORTUNITIES,
    "Survey": SURVEY,
}
MOVED = {
    "ICANN56": ("ICANN56", date(2016, 6, 27), date(2016, 6, 30), "Finland", "Helsinki"),
    "ICANN57": ("ICANN57", date(2016, 11, 3), date(2016, 11, 9), "India", "Hyderabad"),
}
NEWCOMERS: dict[str, tuple[Cell, ...]] = {
    "Stakeholders": ("Fellow", "Grenada", "Fellow since the move", "new@grenada.example", "English", "ICANN57"),
    "Survey": (
        *(datetime(2016, 5, 17), "Luz Ferrer", "Guatemala", "A student since"),  # noqa: DTZ001 # a cell has no zone
        *("Individual", "since@candidates.example", "English", "Yes"),
    ),
}


def sheets(tabs: dict[str, Rows]) -> Snapshot:
    return Snapshot({title: Grid(title, tuple(rows)) for title, rows in tabs.items()})


def as_announced() -> dict[str, Rows]:
    """The members' edits of 17 May: two meetings moved, and rows of people who come to know of them only now."""
    moved = [(*MOVED.get(str(row[0]), row[:5]), *row[5:]) for row in CALENDAR]
    return {**TABS, "Calendar": moved, **{tab: [*TABS[tab], row] for tab, row in NEWCOMERS.items()}}


def readings() -> tuple[Snapshot, Snapshot]:
    """Before and after, each row with its identity."""
    schemas = CATALOG.schemas
    before = identified(sheets(TABS), None, schemas, now=READ)
    return before, identified(sheets(as_announced()), Pull(READ, before), schemas, now=ANNOUNCED)


def desk_of(seen: Snapshot) -> Desk:
    return read_desk(seen, CATALOG.schemas, CATALOG.hand, secret=SECRET)


def histories(before: Snapshot, after: Snapshot) -> dict[str, tuple[Known, ...]]:
    """What the ledger keeps of each event after both readings."""
    kept: dict[str, tuple[Known, ...]] = {}
    for moment, seen in ((READ, before), (ANNOUNCED, after)):
        for name, one in listed_events(desk_of(seen).events, seen, CATALOG.gazetteer).items():
            history = kept.get(name, ())
            version = next_version(one.version, history[-1].version if history else None)
            if not history or history[-1].version != version:
                kept[name] = (*history, Known(moment, version))
    return kept


def contact_of(name: str, desk: Desk) -> str:
    listed = (*desk.evidence.candidates, *desk.evidence.structures)
    return next(one.contact.id for one in listed if one.name == name and one.contact)


def mailed(desk: Desk) -> History:
    """Who was invited to what, and asked to pass what on, by then."""

    def sent(name: str, occasion: str, state: MessageState = MessageState.ACCEPTED) -> Record:
        since = datetime(2016, 5, 4, tzinfo=UTC)
        return a_record(contact_of(name, desk), occasion=occasion, state=state, since=since)

    return History(
        (
            sent("Told of 56", "invitation:before-56-icann"),
            sent("May know of 57", "invitation:before-57-icann", MessageState.UNKNOWN),
            sent("Said no to 57", "invitation:before-57-icann"),
            sent("Not yet invited to 57", "invitation:before-57-icann", MessageState.PLANNED),
            sent("Told of DNS alone", "invitation:basics-dns"),
            sent("Told of 57", "sharing:ICANN57"),
            sent("Told of CaribNOG", "sharing:CaribNOG12"),
            sent("Not yet told of 57", "sharing:ICANN57", MessageState.PLANNED),
        )
    )
