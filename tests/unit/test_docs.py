"""What the pages name exists, and what exists is named."""

import re
from pathlib import Path

import pytest

from outreach.cli import cli
from outreach.domain.coverage import CoverageState
from outreach.domain.system_tab import SystemTab
from outreach.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "demo" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_named_in_the_readme_and_has_help(command: str) -> None:
    assert f"outreach {command}" in README or f"./run {command}" in README
    assert cli.commands[command].help


@pytest.mark.parametrize("tab", SystemTab)
def test_every_system_tab_is_named_in_the_readme(tab: SystemTab) -> None:
    assert f"*{tab}*" in README


def test_every_setting_is_explained_in_the_example() -> None:
    read = set(re.findall(r"OUTREACH_[A-Z_]+", (ROOT / "outreach" / "settings.py").read_text(encoding="utf-8")))
    explained = set(re.findall(r"OUTREACH_[A-Z_]+", (ROOT / ".env.example").read_text(encoding="utf-8")))

    assert read == explained


def test_every_state_of_a_country_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    assert [state.name for state in CoverageState if f"CoverageState.{state.name}" not in glossary] == []


def test_every_flow_is_in_the_readme() -> None:
    verbs = [path.stem for path in (ROOT / "flows").glob("[!_]*.py") if "_" in path.stem]

    assert [verb for verb in verbs if verb.replace("_", "-") not in README] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


RUNBOOKS = sorted((ROOT / "docs" / "operations").glob("*.md"))
CALLED = re.compile(r"(?:(?:\./run|-m|sudo -u outreach) )outreach ([a-z][a-z-]*)((?: [a-z-]+)?)((?: --[a-z-]+)*)")


@pytest.mark.parametrize("page", RUNBOOKS, ids=lambda page: page.name)
def test_every_command_that_a_runbook_calls_exists_with_its_options(page: Path) -> None:
    calls = CALLED.findall(page.read_text(encoding="utf-8"))
    options = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in cli.commands.items()
    }

    assert calls
    assert [name for name, *_ in calls if name not in options] == []
    assert [(name, asked) for name, _, words in calls for asked in words.split() if asked not in options[name]] == []


def test_the_sentences_of_the_runbook_are_those_of_the_program() -> None:
    table = (ROOT / "docs" / "operations" / "running.md").read_text(encoding="utf-8").partition("What each sentence")[2]
    told = [
        part for cell in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for part in re.findall(r"`([^`]+)`", cell)
    ]
    code = "".join(
        path.read_text(encoding="utf-8")
        for top in ("outreach", "flows", "tasks")
        for path in (ROOT / top).rglob("*.py")
    )
    pieces = [piece.strip() for one in told for piece in re.split(r"\.\.\.|\bN\b", one) if piece.strip()]

    assert len(told) > 15
    assert [piece for piece in pieces if piece not in code] == []


def test_every_decision_has_a_number_of_its_own_which_its_heading_bears() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    headings = [path.read_text(encoding="utf-8").partition(".")[0] for path in decisions]

    assert len(set(numbers)) == len(numbers)
    assert headings == [f"# {number}" for number in numbers]
