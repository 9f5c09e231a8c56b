"""The Selection tab: people's columns stay beside the row they were written in, whatever is computed anew."""

from dataclasses import replace

from outreach.domain.snapshot import Block, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.selection_tab import selection_tab
from tests.factories import a_method
from tests.paper import phrases
from tests.selecting import a_memo

EMPTY = Snapshot({})


def standing(block: Block, *more: tuple[str | None, ...]) -> Snapshot:
    return Snapshot({SystemTab.SELECTION: Grid(SystemTab.SELECTION, (*block.rows, *more))})


def told(block: Block) -> dict[object, tuple[object, object]]:
    """By code, points and state, in English."""
    return {row[0]: (str(row[3]).split(" / ")[0], str(row[4]).split(" / ")[0]) for row in block.rows[1:]}


def test_before_adoption_there_are_gates_to_answer_and_no_points() -> None:
    block = selection_tab(a_memo(adopted=False), EMPTY, phrases())

    assert len(block.rows[0]) == 11
    assert block.rows[0][-1] == "Names of who decided / Nombres de quienes decidieron"
    assert told(block) == {
        a_method().hash: ("", "Waits for a leader's name in column K"),
        **dict.fromkeys(("GT", "GD", "BZ", "DM"), ("", "Compared once the criteria are adopted")),
    }


def test_after_adoption_each_row_says_where_it_stands() -> None:
    block = selection_tab(a_memo(), EMPTY, phrases())

    assert told(block) == {
        a_method().hash: ("", "Adopted on 2016-06-20"),
        "GT": ("12.0 to 52.0", "Chosen"),
        "GD": ("37.3 to 64.0", "1 of 2"),
        "BZ": ("12.0 to 52.0", "Chosen"),
        "DM": ("", "Not compared; it does not pass: Travel possible"),
    }


def test_rows_stay_where_they_are_and_new_ones_come_below() -> None:
    first = selection_tab(a_memo(adopted=False), EMPTY, phrases())
    seen = standing(replace(first, rows=(first.rows[0], *reversed(first.rows[1:3]))), (None,), ("Aruba?",))

    again = selection_tab(a_memo(), seen, phrases())

    assert [row[0] for row in again.rows[1:]] == ["GT", a_method().hash, None, "Aruba?", "GD", "BZ", "DM"]
    assert {len(row) for row in again.rows} == {5}
    assert again.rows[4][1:] == ("", "", "", "")


def test_changed_criteria_ask_for_another_adoption() -> None:
    before = selection_tab(a_memo(), EMPTY, phrases())
    changed = replace(a_memo(adopted=False), method=a_method(hash="f" * 64))

    rows = told(selection_tab(changed, standing(before), phrases()))

    assert rows[a_method().hash][1] == "No longer valid: the criteria changed"
    assert rows["f" * 64][1] == "Waits for a leader's name in column K"
