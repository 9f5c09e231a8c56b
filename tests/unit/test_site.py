"""The documentation's pages: the reference names all there is, and the site is built without a dead link."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.site.reference import pages
from flows.deployments import SCHEDULES
from outreach.catalog import load_catalog
from outreach.cli import cli
from outreach.domain.system_tab import SystemTab
from outreach.settings import ROOT

CATALOG = load_catalog(ROOT, region="LACRALO")


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    return pages(CATALOG)


def test_every_command_flow_setting_tab_and_message_is_in_the_reference(reference: dict[str, str]) -> None:
    named = {
        "commands": cli.commands,
        "flows": [flow.name for flow in SCHEDULES],
        "messages": CATALOG.templates,
        "tabs": [schema.title for schema in CATALOG.schemas.values() if not schema.ours],
    }
    settings = re.findall(r"OUTREACH_[A-Z_]+", (ROOT / "outreach" / "settings.py").read_text(encoding="utf-8"))

    assert {
        page: [name for name in names if f"\n## {name}\n" not in reference[page]] for page, names in named.items()
    } == {page: [] for page in named}
    assert [tab for tab in SystemTab if f"* *{tab}*" not in reference["tabs"]] == []
    assert [name for name in settings if name not in reference["settings"]] == []


def test_every_language_of_every_message_is_shown(reference: dict[str, str]) -> None:
    shown = reference["messages"].count('=== "')

    assert shown == sum(len(template.texts) for template in CATALOG.templates.values())


def test_every_page_for_people_is_there_in_english_and_spanish() -> None:
    folders = ("members", "leaders", "tutorial")
    pages = [path.name for folder in folders for path in (ROOT / "docs" / folder).glob("*.md")]

    assert sorted(name.replace(".en.", ".es.") for name in pages if ".en." in name) == sorted(
        name for name in pages if ".es." in name
    )


@pytest.mark.site
def test_the_site_is_built_without_a_warning_and_asks_no_other_server(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path)
    subprocess.run(command, cwd=ROOT, check=True, timeout=300)  # noqa: S603 # our own pages
    start = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert re.findall(r'(?:src|href)="(https?://[^"]+)"', start.partition("<body")[0]) == []
    assert "Su primera hora" in start
