"""Two countries are chosen: criteria are adopted before any score, people decide, and a change must be adopted anew."""

import json
import shutil
from dataclasses import replace

import pytest

from flows.select_countries import select_countries
from outreach.bootstrap import App, open_app, using
from outreach.domain.selection import Method, Outcome
from outreach.domain.selection_choice import ChoiceState
from outreach.domain.selection_memo import Memo, PoolResult
from outreach.domain.snapshot import Block, Cell
from outreach.domain.system_tab import SystemTab
from outreach.rendering.selection_tab import OURS, THEIRS
from outreach.settings import ROOT, Settings
from tasks.selection import CHOSEN
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
CHAIR = "Maribel Castañóniz"


def write(world: App, code: str, **cells: str) -> None:
    """What a leader does: types into the columns that are theirs, in the row of a code."""
    rows = world.sheets.read().grids[SystemTab.SELECTION].rows
    theirs: list[tuple[Cell, ...]] = [(*row[len(OURS) :], *(None,) * len(THEIRS))[: len(THEIRS)] for row in rows]
    at = next(number for number, row in enumerate(rows) if row[0] == code)
    old = dict(zip(THEIRS, theirs[at], strict=True))
    theirs[at] = tuple((old | cells)[column] for column in THEIRS)
    world.sheets.write((Block(SystemTab.SELECTION, tuple(theirs), column=len(OURS) + 1),))


def states(world: App) -> dict[str, str]:
    """By code, what the system says of it, in English."""
    rows = world.sheets.read().grids[SystemTab.SELECTION].rows[1:]
    return {str(row[0]): str(row[4]).split(" / ")[0] for row in rows}


def selected() -> Memo:
    """What a run gives."""
    memo = select_countries()
    assert memo is not None
    return memo


def results() -> tuple[PoolResult, ...]:
    """What a run computes."""
    computation = selected().computation
    assert computation is not None
    return computation.results


def method_of(world: App) -> Method:
    assert world.catalog.selection is not None
    return world.catalog.selection


def test_from_adoption_to_a_choice_that_differs_from_the_computed_one(world: App) -> None:
    method = method_of(world)
    page = world.settings.state / "selection" / "memo.html"

    assert selected().computation is None
    assert states(world)[method.hash] == "Waits for a leader's name in column K"
    assert "Guatemala" not in page.read_text(encoding="utf-8")

    write(world, method.hash, names="Luz Ferrer")  # a liaison leads nothing
    assert selected().adoption is None

    write(world, method.hash, names=CHAIR)
    adopted = selected()
    assert adopted.adoption is not None
    assert (adopted.adoption.names, adopted.adoption.roles) == (CHAIR, ("chair",))
    assert adopted.computation is not None
    latin, caribbean = adopted.computation.results
    assert [one.country.code for one in latin.pool.first] == ["GT"]
    assert caribbean.pool.outcome is Outcome.LEADING
    assert states(world)["GT"] == "1 of 2"

    write(world, "HN", gse="Sí", chosen="X", names=f"{CHAIR}; Rita Moss (GSE)", reason="La sala es gratis.")
    assert [one.choice.state for one in results()] == [ChoiceState.OTHERWISE, ChoiceState.NOT_YET]
    assert states(world)["HN"] == "Chosen"
    assert "La sala es gratis." in page.read_text(encoding="utf-8")

    select_countries()
    [(_, kept)] = world.ledger.noted(CHOSEN, "Latin America")
    assert {**json.loads(kept), "reason": ""} == {
        "country": "HN",
        "computed": ["GT"],
        "state": "otherwise",
        "method": method.hash,
        "reason": "",
    }
    assert world.ledger.verify() == ()


def test_another_weight_must_be_adopted_again_and_a_name_that_stood_there_before_adopts_nothing(
    world: App, settings: Settings
) -> None:
    first = method_of(world)
    select_countries()
    write(world, first.hash, names=CHAIR)
    assert selected().computation is not None

    home = settings.state / "home"
    for folder in ("config", "templates"):
        shutil.copytree(ROOT / folder, home / folder)
    file = home / "config" / "selection.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("weight = 30", "weight = 31"), encoding="utf-8")
    with using(open_app(replace(settings, home=home), at=NOON)) as changed:
        second = method_of(changed)
        codes = [row[0] for row in world.sheets.read().grids[SystemTab.SELECTION].rows]
        cells = tuple((second.hash if code == first.hash else code,) for code in codes)
        changed.sheets.write((Block(SystemTab.SELECTION, cells),))

        assert selected().computation is None  # the chair's name beside it was meant for other weights
        assert states(changed)[second.hash] == "Waits for a leader's name in column K"

        write(changed, second.hash, names="")
        select_countries()
        write(changed, second.hash, names=CHAIR)
        assert selected().computation is not None
