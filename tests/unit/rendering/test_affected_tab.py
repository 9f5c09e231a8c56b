"""The tab of what depends on a changed event: reason and what to do, kept where people wrote beside it."""

from datetime import date

from outreach.domain.affected import Change, MovedDay, Tie, Tied
from outreach.domain.deadline import DeadlineKind
from outreach.domain.event import Known, next_version
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.affected_tab import AffectedRows
from tests.factories import NOW, a_contact, a_record, a_version, an_event
from tests.paper import phrases

SAN_JUAN = a_version()
MOVED = next_version(a_version(country="IN", city="Hyderabad"), SAN_JUAN)
EVENT = an_event(2, name="ICANN57")
CHANGE = Change("ICANN57", EVENT, (Known(NOW, SAN_JUAN), Known(NOW, MOVED)), frozenset({EVENT.origin}))
FELLOW = Tied(Tie.FELLOW, Origin("Stakeholders", 2), "Ana Xol", a_contact())
WINDOW = Tied(Tie.WINDOW, Origin("Opportunities", 4), "ICANN57")
PROPOSAL = "Proposal for ICANN57 with ICANN; after it the trip is lost"
NOTHING = "Nothing is due any more: take the day out of your own calendars"
COUNTRIES = {"IN": {"en": "India", "es": "India"}, "PR": {"en": "Puerto Rico", "es": "Puerto Rico"}}


def rows(*standing: tuple[Cell, ...], tied: tuple[Tied, ...] = (FELLOW, WINDOW)) -> tuple[tuple[Cell, ...], ...]:
    told = History((a_record(a_contact().id, occasion="event:ICANN57", revision=1, state=MessageState.PLANNED),))
    grids = {SystemTab.AFFECTED: Grid(SystemTab.AFFECTED, (("Code",), *standing))} if standing else {}
    return AffectedRows(((CHANGE, tied),), COUNTRIES, phrases()).tab(told, Snapshot(grids)).rows


def both(english: str, spanish: str) -> str:
    return f"{english} / {spanish}"


def test_each_row_says_why_it_is_affected_and_what_to_do() -> None:
    head, fellow, window = rows()

    assert head[-1] == "Dealt with by / Atendida por"
    assert fellow[1:9] == (
        "ICANN57",
        "29 Oct – 4 Nov 2016, San Juan, Puerto Rico / 29 de octubre – 4 de noviembre de 2016, San Juan, Puerto Rico",  # noqa: RUF001 # as languages write it
        "29 Oct – 4 Nov 2016, Hyderabad, India / 29 de octubre – 4 de noviembre de 2016, Hyderabad, India",  # noqa: RUF001 # as languages write it
        "Stakeholders!A2",
        "Ana Xol",
        "Is a Fellow of this meeting / Es becario o becaria de esta reunión",
        "Ask whether their place moves with the meeting / Pregunte si su plaza se traslada con la reunión",
        "Waits for approval / Espera aprobación",
    )
    assert (window[4], window[8]) == ("Opportunities!A4", "")


def test_a_last_day_stands_with_its_old_and_its_new_day() -> None:
    def row(before: date | None, now: date | None) -> tuple[Cell, ...]:
        day = MovedDay(DeadlineKind.SUBMISSION, "ICANN57", before, now)
        return rows(tied=(Tied(Tie.DEADLINE, Origin("Trips", 3), "", day=day),))[1]

    moved, gone = row(date(2016, 9, 16), date(2016, 9, 21)), row(date(2016, 9, 16), None)

    assert moved[2:6] == (
        "2016-09-16",
        "2016-09-21",
        "Trips!A3",
        both(
            "Proposal for ICANN57 with ICANN; after it the trip is lost",
            "Propuesta para ICANN57 en ICANN; después el viaje se pierde",
        ),
    )
    assert (gone[3], gone[7]) == (
        "none / ninguno",
        both(
            "Nothing is due any more: take the day out of your own calendars",
            "Ya no hay nada que entregar: quite el plazo de sus propios calendarios",
        ),
    )


def test_last_days_of_one_row_are_rows_of_their_own() -> None:
    kinds = (DeadlineKind.SUBMISSION, DeadlineKind.DRAFT)
    days = [MovedDay(kind, "ICANN57", date(2016, 9, 2), date(2016, 9, 7)) for kind in kinds]

    assert len({row[0] for row in rows(tied=tuple(Tied(Tie.DEADLINE, EVENT.origin, "", day=one) for one in days))}) == 3


def test_rows_stay_where_they_are_though_others_come_or_go() -> None:
    _, fellow, window = rows()
    old = ("of another event", *("x",) * 8, "Luz")

    block = rows(old, (*window, "Luz"))

    assert [row[0] for row in block[1:]] == ["of another event", window[0], fellow[0]]
    assert {len(row) for row in block} == {9}
    assert rows((*fellow, "Luz"), tied=())[1:] == (fellow[:9],)
