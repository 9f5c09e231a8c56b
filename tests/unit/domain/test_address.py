"""Addresses of cells, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.address import a1, column_letters, parse_a1


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]
)
def test_columns_are_lettered_as_sheets_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_an_address_names_the_column_then_the_row() -> None:
    assert a1(17, 5) == "E17"


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_what_is_written_is_read_back(row: int, column: int) -> None:
    assert parse_a1(a1(row, column)) == (row, column)


@pytest.mark.parametrize("written", ["$E$17", "e17", "E$17"])
def test_fixed_and_small_letters_are_read(written: str) -> None:
    assert parse_a1(written) == (17, 5)


@pytest.mark.parametrize("written", ["", "E", "17", "E0", "E17:F18", "Survey!E17", "ABCD1", " E17"])
def test_what_is_no_cell_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no address of a cell"):
        parse_a1(written)
