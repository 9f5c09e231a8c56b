"""What Google makes of typing, how it shows values, and what its formulas give."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.google.cell import EPOCH, Fault, Formula, kept
from tests.google.entry import entry, typed
from tests.google.formula import evaluate, moved
from tests.google.number_format import shown

TYPED = [
    ("0042", 42, "42"),
    ("+336", 336, "336"),
    ("-3.5", -3.5, "-3.5"),
    ("2,000,000.01", 2000000.01, "2,000,000.01"),
    ("12%", 0.12, "12%"),
    ("$5", 5, "$5"),
    ("(5)", -5, "-5"),
    ("1e5", 100000, "1.00E+05"),
    ("true", True, "TRUE"),
    ("2020-01-01", 43831, "2020-01-01"),
    ("1/2/2020", 43832, "1/2/2020"),
    ("Jan 5, 2020", 43835, "Jan 5, 2020"),
    ("9:30 pm", 21.5 / 24, "9:30 PM"),
    ("2016-07-04 23:30:15", 42555.97934027778, "2016-07-04 23:30:15"),
    ("'007", "007", "007"),
    ("31/09/2016", "31/09/2016", "31/09/2016"),
    ("3_1_0", "3_1_0", "3_1_0"),
    ("1,00", "1,00", "1,00"),
    ("25:00", "25:00", "25:00"),
]


@pytest.mark.parametrize(("text", "value", "look"), TYPED)
def test_typing_is_read_as_a_person_means_it(text: str, value: object, look: str) -> None:
    found, form = typed(text)

    assert (found, shown(found, form)) == (value, look)


def test_a_typed_formula_is_a_formula() -> None:
    assert typed("=1+1") == (Formula("=1+1"), {})


@given(st.text(min_size=1))
def test_raw_text_is_kept_to_the_letter(text: str) -> None:
    assert entry(text, {}, user_entered=False) == (text, {})


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_iso_day_is_its_serial_number_and_shown_as_it_was_typed(day: date) -> None:
    found, form = typed(day.isoformat())

    assert (found, shown(found, form)) == ((day - EPOCH.date()).days, day.isoformat())


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 # a sheet's moments know no zone
def test_a_moment_survives_as_a_serial_number_to_the_millisecond(moment: datetime) -> None:
    assert abs(EPOCH + timedelta(days=kept(moment)) - moment) < timedelta(milliseconds=1)


def test_a_cell_of_plain_text_format_keeps_what_is_typed() -> None:
    assert entry("2020-01-01", {"type": "TEXT", "pattern": "@"}, user_entered=True) == ("2020-01-01", {})


@pytest.mark.parametrize(
    ("value", "pattern", "look"),
    [
        (1 / 3, "", "0.3333333333"),
        (100 / 3, "", "33.33333333"),
        (1e21, "", "1E+21"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5, "0.00;(0.00)", "(5.00)"),
        (7, "000", "007"),
        (0.5, "0.##", "0.5"),
        (42, '0 "rows"', "42 rows"),
    ],
)
def test_numbers_are_shown_by_their_pattern(value: float, pattern: str, look: str) -> None:
    assert shown(value, {"type": "NUMBER", "pattern": pattern} if pattern else {}) == look


@pytest.mark.parametrize(
    ("pattern", "look"),
    [
        ("yyyy-mm-dd", "2016-07-04"),
        ("d mmmm yyyy", "4 July 2016"),
        ("ddd h:mm am/pm", "Mon 11:05 PM"),
        ("hh:mm:ss.000", "23:05:09.500"),
        ("[h]:mm", "1021343:05"),
    ],
)
def test_moments_are_shown_by_their_pattern(pattern: str, look: str) -> None:
    moment = kept(datetime(2016, 7, 4, 23, 5, 9, 500_000))  # noqa: DTZ001 # as above

    assert shown(moment, {"type": "DATE_TIME", "pattern": pattern}) == look


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("= 1 / 1024", 0.0009765625),
        ("=(1+2)*3", 9),
        ("=2^3-1", 7),
        ('="a"&1', "a1"),
        ("=SUM(A1:A3)", 6),
        ("=A1", 1),
        ('=IF(1>2;"a";"b")', "b"),
        ("=50%", 0.5),
        ('=HYPERLINK("https://organisation.example","Site")', "Site"),
        ("=1/0", Fault("#DIV/0!")),
        ("=NOSUCH()", Fault("#NAME?")),
        ("=1+", Fault("#ERROR!")),
        ('="a"*1', Fault("#VALUE!")),
    ],
)
def test_formulas_are_computed(formula: str, value: object) -> None:
    assert evaluate(formula, lambda _: [[1], [2], [3]]) == value


def test_a_copied_formula_takes_its_relative_references_along() -> None:
    assert moved("=A1+$B$2+SUM(C3:D4)", 1, 1) == "=B2+$B$2+SUM(D4:E5)"
    assert moved("=A1", -1, 0) == "=#REF!"
