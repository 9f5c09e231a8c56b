"""The Selection tab as people fill it in: what cannot be read is told with its cell, and stays open."""

from outreach.domain.origin import Origin
from outreach.domain.selection_choice import SelectionMark
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.intake.desk import Desk, read_desk
from outreach.rendering.selection_tab import OURS, selection_tab
from tests.paper import phrases
from tests.selecting import a_memo
from tests.unit.intake.sheets import CATALOG

HEAD = selection_tab(a_memo(adopted=False), Snapshot({}), phrases()).rows[0]
SCHEMAS = {"selection": CATALOG.schemas["selection"]}


def read(*rows: tuple[Cell, ...]) -> Desk:
    """Each row a code and what people wrote beside it."""
    blank = (None,) * (len(OURS) - 1)
    grid = Grid(SystemTab.SELECTION, (HEAD, *((code, *blank, *theirs) for code, *theirs in rows)))
    return read_desk(Snapshot({SystemTab.SELECTION: grid}), SCHEMAS, CATALOG.hand, secret=b"")


def test_what_people_wrote_is_read_in_their_words() -> None:
    desk = read(
        ("5e1ec7" * 10, None, None, None, None, None, "Luz Ferrer"),
        ("GT", "Sí / Yes", "De acuerdo", 65, "X", "Hay sala.", "Luz Ferrer; Rita Moss"),
        ("GD", "No"),
    )

    assert desk.problems == ()
    assert desk.selection == (
        SelectionMark("5e1ec7" * 10, Origin("Selection", 2), names="Luz Ferrer"),
        SelectionMark(
            "GT",
            Origin("Selection", 3),
            travel=True,
            gse=True,
            chosen=True,
            reason="Hay sala.",
            names="Luz Ferrer; Rita Moss",
            penetration=65,
        ),
        SelectionMark("GD", Origin("Selection", 4), travel=False),
    )


def test_what_cannot_be_read_is_told_and_stays_open() -> None:
    desk = read(("GT", "quizás", "Yes"))

    assert [(one.cell, one.code, one.held_back) for one in desk.problems] == [("F2", "choice_unknown", False)]
    assert desk.selection == (SelectionMark("GT", Origin("Selection", 2), gse=True),)
