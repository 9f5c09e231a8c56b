"""Coverage as tables: every state has its column, and the counts add up to the region."""

from outreach.analysis.coverage_table import by_country, by_sub_region
from outreach.domain.coverage import CoverageState, Evidence, coverage_on
from tests.factories import TODAY, a_candidate, a_region, a_structure

COVERAGE = coverage_on(
    TODAY, a_region(), Evidence(structures=(a_structure("GT"),), candidates=(a_candidate(country="GD"),))
)


def test_there_is_a_row_a_country_in_the_regions_order() -> None:
    rows = by_country(COVERAGE).reset_index().values.tolist()

    assert rows == [
        ["GT", "Latin America", "covered", 1, 0],
        ["GD", "Caribbean", "candidates", 0, 1],
        ["BZ", "Caribbean", "nobody_asked", 0, 0],
    ]


def test_sub_regions_have_a_column_for_every_state_also_for_one_that_no_country_is_in() -> None:
    table = by_sub_region(COVERAGE)

    assert [*CoverageState, "countries"] == list(table.columns)
    assert table.loc["Caribbean"].tolist() == [0, 0, 1, 0, 0, 1, 2]
    assert table.loc["Latin America"].tolist() == [1, 0, 0, 0, 0, 0, 1]
    assert int(table["countries"].sum()) == 3
