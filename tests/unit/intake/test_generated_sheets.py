"""No false alarm on a clean sheet; one fault put into it is told at its cell, and nothing else is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.problem import ProblemCode
from outreach.rendering.problem_sentence import tell
from tests.unit.intake.sheets import ANYWHERE, CATALOG, FAULTS, sheets

# the optional tabs speak of rows of the survey, so that none of them is clean alone
KEYS = [key for key, schema in CATALOG.schemas.items() if not schema.ours and not schema.optional]
QUICK = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_a_clean_sheet_gives_no_problem(key: str, data: st.DataObject) -> None:
    sheet = data.draw(sheets(key))

    assert sheet.read().problems == ()


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_one_fault_is_told_at_its_cell_and_nothing_else(key: str, data: st.DataObject) -> None:
    sheet = data.draw(sheets(key))
    column = data.draw(st.sampled_from([one for one in sheet.columns if one.type in FAULTS]))
    value, code = data.draw(st.sampled_from(FAULTS[column.type] + ANYWHERE))
    row = data.draw(st.integers(1, len(sheet.rows) - 1))

    problems = sheet.with_cell(row, column, value).read().problems
    wrong, right = tell(problems[0], CATALOG.phrases)

    assert [(problem.cell, problem.code) for problem in problems] == [(sheet.address(row, column), code)]
    assert wrong
    assert right


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_an_empty_required_cell_holds_back_its_row_only(key: str, data: st.DataObject) -> None:
    sheet = data.draw(sheets(key))
    required = [column for column in sheet.columns if column.required]
    column = data.draw(st.sampled_from(required))
    row = data.draw(st.integers(1, len(sheet.rows) - 1))

    problems = sheet.with_cell(row, column, None).read().problems

    expected = [(sheet.address(row, column), ProblemCode.MISSING_VALUE, True)]
    assert [(problem.cell, problem.code, problem.held_back) for problem in problems] == expected


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_a_misspelt_header_is_told_once_with_the_name_it_should_have(key: str, data: st.DataObject) -> None:
    sheet = data.draw(sheets(key))
    column = data.draw(st.sampled_from([one for one in sheet.columns if len(one.names["es"][0]) >= 8]))
    name = column.names["es"][0]
    slipped = name[:3] + name[4] + name[3] + name[5:]

    problems = sheet.with_cell(0, column, slipped).read().problems

    if slipped == name:
        return
    assert [(problem.cell, problem.code) for problem in problems] == [
        (sheet.address(0, column), ProblemCode.COLUMN_RENAMED)
    ]
