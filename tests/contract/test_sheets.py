"""What every adapter of the port Sheets promises, run on each of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.snapshot import Block, Cell, Grid, changed
from tests.contract.sheet_benches import Bench, FileBench, Rows
from tests.google.fixture import google_bench

HEAD = ("Code / Código", "State / Estado", "Since / Desde")
TITLES = ["Survey", "Form responses 1", "Año 2016, ¿quién (no)", "It's 'ours' too", "Календарь", "a,b;c!d&<e>"]
MEMBERS: Mapping[str, Rows] = {
    "Survey": (("Name", "Country", None, "Score"), ("Ana", "Belize", None, 4.5), (), ("José", "Haïti", True)),
    "It's año 1": (("=kept as text", "007", 612345678),),
}
DAY_ZERO = date(1899, 12, 30)


@pytest.fixture(params=["files", pytest.param("google", marks=pytest.mark.google)])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    if request.param == "google":
        with google_bench() as google:
            google.fill(MEMBERS)
            yield google
        return
    files = FileBench(tmp_path / "members.xlsx")
    files.fill(MEMBERS)
    yield files


def padded(rows: Sequence[Sequence[Cell]], width: int) -> Rows:
    return tuple((*row, *(None,) * (width - len(row))) for row in rows)


def trimmed(row: Sequence[Cell]) -> tuple[Cell, ...]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return tuple(row[:end])


def day_of(cell: Cell) -> date:
    """The day a cell means, whether the source tells dates from numbers or not."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    assert isinstance(cell, int | float)
    return DAY_ZERO + timedelta(days=int(cell))


def moment_of(cell: Cell) -> datetime:
    """The moment a cell means, to the second."""
    if isinstance(cell, datetime):
        return cell
    assert isinstance(cell, int | float)
    return datetime.combine(DAY_ZERO, time()) + timedelta(seconds=round(cell * 86_400))


def test_members_tabs_are_read_in_their_order(bench: Bench) -> None:
    seen = bench.sheets.read()

    assert {title: grid.rows for title, grid in seen.grids.items()} == MEMBERS
    assert [list(seen.grids), [grid.title for grid in seen.grids.values()]] == [list(MEMBERS)] * 2


def test_what_is_written_is_read_back(bench: Bench) -> None:
    rows = (HEAD, ("AR", "cubierto ñ 🌵 שלום", 12), ("HT", None, -3.25), (None, True, False), ("x", "two\nlines", 0))

    bench.sheets.write([Block("Coverage", rows)])

    assert bench.sheets.read().grids["Coverage"] == Grid("Coverage", rows)


def test_a_day_stays_that_day_and_a_moment_that_moment(bench: Bench) -> None:
    day, moment = date(2016, 7, 4), datetime(2016, 7, 4, 23, 30, 15)  # noqa: DTZ001 # cells hold no zone

    bench.sheets.write([Block("Status", (HEAD, ("c1", day, moment)))])

    (_, found_day, found_moment) = bench.sheets.read().grids["Status"].rows[1]
    assert (day_of(found_day), moment_of(found_moment)) == (day, moment)


@pytest.mark.parametrize("text", ["=1+1", "+54 11", "-5", "@ana", "007", "1e5", "2016-07-04", "TRUE", "31/09", " a "])
def test_text_stays_text(bench: Bench, text: str) -> None:
    bench.sheets.write([Block("To fix", (HEAD, (text, None, text)))])

    assert bench.sheets.read().grids["To fix"].rows == (HEAD, (text, None, text))


def test_a_block_replaces_what_stood_in_its_columns_and_below(bench: Bench) -> None:
    bench.sheets.write([Block("To fix", (HEAD, *[("old", "old", 1)] * 5))])

    bench.sheets.write([Block("To fix", (HEAD, ("new", None, None)))])

    assert bench.sheets.read().grids["To fix"].rows == (HEAD, ("new",))


def test_other_columns_are_left_as_they_are(bench: Bench) -> None:
    bench.sheets.write([Block("Approvals", (("approved by",), ("a leader",), ("another",)), column=5)])
    bench.sheets.write([Block("Approvals", (("left",), (1,)), column=1)])

    bench.sheets.write([Block("Approvals", (HEAD, ("c1", "waits", 2)), column=2)])

    assert bench.sheets.read().grids["Approvals"].rows == (
        ("left", *HEAD, "approved by"),
        (1, "c1", "waits", 2, "a leader"),
        (*[None] * 4, "another"),
    )


def test_several_blocks_are_written_at_once_also_into_one_tab(bench: Bench) -> None:
    blocks = [Block("Coverage", (HEAD,)), Block("Status", (("a",), ("b",))), Block("Status", (("c",),), column=3)]

    bench.sheets.write(blocks)

    seen = bench.sheets.read()
    assert list(seen.grids) == [*MEMBERS, "Coverage", "Status"]
    assert changed(blocks, seen) == ()
    assert seen.grids["Status"].rows == (("a", None, "c"), ("b",))


def test_writing_twice_is_the_same_as_once(bench: Bench) -> None:
    blocks = [Block("Coverage", (HEAD, ("AR", date(2016, 7, 4), 1.5)))]
    bench.sheets.write(blocks)
    once = bench.sheets.read()

    bench.sheets.write(blocks)

    assert bench.sheets.read() == once


def test_writing_nothing_changes_nothing(bench: Bench) -> None:
    before = bench.sheets.read()

    bench.sheets.write([])

    assert bench.sheets.read() == before


def test_ragged_rows_are_filled_with_blanks(bench: Bench) -> None:
    bench.sheets.write([Block("Status", (HEAD, *[("old", "old", "old")] * 3))])

    bench.sheets.write([Block("Status", (HEAD, ("a",), (), ("b", "c")))])

    assert bench.sheets.read().grids["Status"].rows == (HEAD, ("a",), (), ("b", "c"))


def test_blanks_at_the_end_of_rows_and_tabs_are_cut(bench: Bench) -> None:
    bench.sheets.write([Block("Status", (HEAD, (None, "x", ""), ("", None, None), (None, None, None)))])

    assert bench.sheets.read().grids["Status"].rows == (HEAD, (None, "x"))


def test_an_emptied_tab_stays_and_is_read_as_empty(bench: Bench) -> None:
    bench.sheets.write([Block("Status", (HEAD,))])

    bench.sheets.write([Block("Status", ((None, None, None),))])

    assert bench.sheets.read().grids["Status"] == Grid("Status", ())


def test_a_tab_deleted_between_read_and_write_is_made_again(bench: Bench) -> None:
    bench.sheets.write([Block("Status", (HEAD,)), Block("Coverage", (HEAD,))])
    bench.sheets.read()
    bench.delete("Status")

    bench.sheets.write([Block("Status", (HEAD, ("c1", "waits", None)))])

    seen = bench.sheets.read()
    assert seen.grids["Status"].rows == (HEAD, ("c1", "waits"))
    assert (list(seen.grids), seen.grids["Survey"].rows) == ([*MEMBERS, "Coverage", "Status"], MEMBERS["Survey"])


@pytest.mark.parametrize("title", TITLES)
def test_titles_may_hold_spaces_quotes_and_any_letters(bench: Bench, title: str) -> None:
    bench.fill({"Elsewhere": (("x",),), title: (("member",),)})

    bench.sheets.write([Block(f"Our {title}", (HEAD,))])

    seen = bench.sheets.read()
    assert {tab: grid.rows for tab, grid in seen.grids.items()} == {
        "Elsewhere": (("x",),),
        title: (("member",),),
        f"Our {title}": (HEAD,),
    }


def test_a_link_leads_to_the_cell_of_its_tab(bench: Bench) -> None:
    seen = bench.sheets.read()

    links = [seen.link(tab, cell) for tab in MEMBERS for cell in ("E17", "AA3")]

    assert [link[-3:] for link in links] == ["E17", "AA3"] * 2
    assert len(set(links)) == len(links)
    assert seen.link("No such tab", "E17") == ""


def test_a_link_is_read_back_as_it_was_written(bench: Bench) -> None:
    link = bench.sheets.read().link("It's año 1", "A1")

    bench.sheets.write([Block("To fix", (HEAD, (link, "https://organisation.example/page?a=1&b=2", None)))])

    assert bench.sheets.read().grids["To fix"].rows[1] == (link, "https://organisation.example/page?a=1&b=2")


A_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12),
)
A_TAB = st.lists(st.lists(A_CELL, max_size=4), max_size=4)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tabs=st.lists(A_TAB, min_size=1, max_size=2), ours=A_TAB)
def test_no_cell_of_a_member_changes_whatever_is_written(
    bench: Bench, tabs: list[list[list[Cell]]], ours: list[list[Cell]]
) -> None:
    bench.fill({f"Member {number}": tuple(map(tuple, rows)) for number, rows in enumerate(tabs)})
    before = bench.sheets.read()
    blocks = [Block("Status", padded(ours, 4)), Block("To fix", padded(ours, 4), column=2)]

    bench.sheets.write(blocks)

    after = bench.sheets.read()
    assert {title: after.grids[title] for title in before.grids} == before.grids
    assert changed(blocks, after) == ()
    assert [trimmed(row) for row in after.grids["Status"].rows] == [*after.grids["Status"].rows]
