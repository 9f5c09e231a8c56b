"""The tab of what depends on a changed event: reason and what to do, kept where people wrote beside it."""

from outreach.domain.affected import Change, Tie, Tied
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
COUNTRIES = {"IN": {"en": "India", "es": "India"}, "PR": {"en": "Puerto Rico", "es": "Puerto Rico"}}


def rows(*standing: tuple[Cell, ...], tied: tuple[Tied, ...] = (FELLOW, WINDOW)) -> tuple[tuple[Cell, ...], ...]:
    told = History((a_record(a_contact().id, occasion="event:ICANN57", revision=1, state=MessageState.PLANNED),))
    grids = {SystemTab.AFFECTED: Grid(SystemTab.AFFECTED, (("Code",), *standing))} if standing else {}
    return AffectedRows(((CHANGE, tied),), COUNTRIES, phrases()).tab(told, Snapshot(grids)).rows


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


def test_rows_stay_where_they_are_though_others_come_or_go() -> None:
    _, fellow, window = rows()
    old = ("of another event", *("x",) * 8, "Luz")

    block = rows(old, (*window, "Luz"))

    assert [row[0] for row in block[1:]] == ["of another event", window[0], fellow[0]]
    assert {len(row) for row in block} == {9}
    assert rows((*fellow, "Luz"), tied=())[1:] == (fellow[:9],)
