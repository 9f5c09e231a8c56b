"""Rows keep their identity through what people do to a sheet."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.row_identity import Cells, recognise

Row = tuple[int, Cells]
"""A row and who it truly is."""

COUNTRIES = ("GT", "GD", "BZ", "SR")


COMMON = {"country", "kind"}


def a_row(number: int) -> Cells:
    return {
        "name": f"Red {number}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "email": f"info@red{number}.example",
        "kind": "organisation",
    }


def rows(*numbers: int) -> list[Cells]:
    return [a_row(number) for number in numbers]


def test_untouched_rows_are_where_they_were() -> None:
    assert recognise(rows(1, 2, 3), rows(1, 2, 3)) == (0, 1, 2)


def test_rows_are_found_wherever_a_sort_an_insert_or_a_delete_has_put_them() -> None:
    assert recognise(rows(9, 3, 1), rows(1, 2, 3)) == (None, 2, 0)


def test_a_row_is_known_by_what_is_left_of_it() -> None:
    edited = a_row(2) | {"name": "Red Dos", "country": "GD"}

    assert recognise([*rows(3), edited, *rows(1)], rows(1, 2, 3), common=COMMON) == (2, 1, 0)


def test_a_column_that_cannot_be_read_any_more_loses_no_row() -> None:
    without = [{name: text for name, text in row.items() if name != "email"} for row in rows(3, 1, 2)]

    assert recognise(without, rows(1, 2, 3)) == (2, 0, 1)


def test_of_a_row_and_its_copy_the_one_beside_its_old_neighbours_is_the_row() -> None:
    assert recognise(rows(2, 1, 2, 3), rows(1, 2, 3)) == (None, 0, 1, 2)


def named_only(name: str) -> Cells:
    return {"name": name, "country": "GT"}


def test_a_row_edited_in_the_one_cell_that_names_it_is_known_by_its_neighbours() -> None:
    before = [named_only("Uno"), named_only("Dos"), named_only("Tres")]

    assert recognise([named_only("Uno"), named_only("Dos Redes"), named_only("Tres")], before) == (0, 1, 2)
    assert recognise([named_only("Dos Redes"), named_only("Uno"), named_only("Tres")], before) == (None, 0, 2)


def test_a_row_that_shares_only_common_words_is_new_even_in_the_same_place() -> None:
    other = a_row(6) | {"kind": "organisation"}

    assert recognise([*rows(1), other, *rows(3)], rows(1, 2, 3), common=COMMON) == (0, None, 2)


def test_blank_rows_are_nobody() -> None:
    assert recognise([{}, *rows(1), {}], [{}, *rows(1)]) == (None, 1, None)


def insert(sheet: list[Row], random: Random, fresh: int) -> None:
    sheet.insert(random.randrange(len(sheet) + 1), (fresh, a_row(fresh)))


def delete(sheet: list[Row], random: Random, fresh: int) -> None:
    del fresh
    sheet.pop(random.randrange(len(sheet)))


def sort(sheet: list[Row], random: Random, fresh: int) -> None:
    del fresh
    column = random.choice(["name", "country", "email"])
    sheet.sort(key=lambda row: row[1][column], reverse=random.random() < 0.5)


def move(sheet: list[Row], random: Random, fresh: int) -> None:
    del fresh
    sheet.insert(random.randrange(len(sheet)), sheet.pop(random.randrange(len(sheet))))


def edit(sheet: list[Row], random: Random, fresh: int) -> None:
    """Any one cell of a row."""
    place = random.randrange(len(sheet))
    number, cells = sheet[place]
    column = random.choice(sorted(cells))
    sheet[place] = (number, cells | {column: f"edited {fresh}" if column in {"name", "email"} else "SV"})


ACTS: tuple[Callable[[list[Row], Random, int], None], ...] = (insert, delete, sort, move, edit)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_members_do_between_two_readings_each_row_stays_itself(seed: int) -> None:
    random = Random(seed)  # noqa: S311 # a game, not a secret
    sheet = [(number, a_row(number)) for number in range(30)]
    for fresh in range(100, 150):
        before = list(sheet)
        known = dict(before)
        for act in random.sample(ACTS, 3):
            act(sheet, random, fresh)

        found = recognise([cells for _, cells in sheet], [cells for _, cells in before], common=COMMON)

        truly = [number if number in known else None for number, _ in sheet]
        assert [None if place is None else before[place][0] for place in found] == truly


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))), st.randoms(use_true_random=False))
def test_no_row_is_found_twice_and_a_shuffled_sheet_is_found_whole(sheet: list[Cells], random: Random) -> None:
    shuffled = list(sheet)
    random.shuffle(shuffled)

    found = recognise(shuffled, sheet)

    places = [place for place in found if place is not None]
    assert len(set(places)) == len(places) == sum(map(bool, sheet))
    assert [sheet[place] for place in places] == [row for row in shuffled if row]
