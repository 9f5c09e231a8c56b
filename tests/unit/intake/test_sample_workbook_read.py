"""The sample workbook, read whole: every seeded fault at its cell, and nothing else."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from outreach.adapters.sheets_files import FileSheets
from outreach.catalog import Catalog, load_catalog
from outreach.domain.coverage import CoverageState, coverage_on
from outreach.intake.desk import Desk, read_desk
from outreach.rendering.problem_sentence import tell

ROOT = Path(__file__).resolve().parents[3]
FAULTS = tomllib.loads((ROOT / "tests/data/sample_faults.toml").read_text(encoding="utf-8"))["fault"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(ROOT, region="LACRALO")


@pytest.fixture(scope="module")
def desk(catalog: Catalog) -> Desk:
    snapshot = FileSheets(ROOT / "demo/lacralo-sample.xlsx").read()
    return read_desk(snapshot, catalog.schemas, catalog.hand, secret=b"")


def test_every_seeded_fault_is_reported_at_its_cell_and_nothing_else(desk: Desk) -> None:
    reported = [(problem.tab, problem.cell, problem.code.value) for problem in desk.problems]

    assert sorted(reported) == sorted((fault["tab"], fault["cell"], fault["code"]) for fault in FAULTS)


def test_every_problem_is_told_in_two_sentences_in_english_or_spanish(desk: Desk, catalog: Catalog) -> None:
    told = [tell(problem, catalog.phrases) for problem in desk.problems]

    assert {problem.language for problem in desk.problems} == {"en", "es"}
    assert all(wrong.endswith((".", "?")) and right.endswith((".", "?")) for wrong, right in told)
    assert not [sentence for sentences in told for sentence in sentences if "{" in sentence]


def test_the_faults_do_not_stop_the_sending(desk: Desk) -> None:
    assert desk.unsound == ()


def test_twelve_countries_have_no_structure_and_all_six_states_occur(desk: Desk, catalog: Catalog) -> None:
    coverage = coverage_on(date(2016, 7, 1), catalog.region, desk.evidence)

    assert (coverage.covered, len(coverage.countries)) == (21, 33)
    assert {one.state for one in coverage.countries} == set(CoverageState)
