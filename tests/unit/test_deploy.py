"""The systemd unit and the container file: what they name is there, and what they promise stands in them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from outreach.cli import cli
from outreach.settings import ROOT

UNIT = ROOT / "deploy" / "outreach.service"
CONTAINER = ROOT / "deploy" / "Containerfile"


def steps() -> list[tuple[str, str]]:
    """Each step of the container file: its verb and the rest, lines joined."""
    text = re.sub(r"\\\n\s*", "", CONTAINER.read_text(encoding="utf-8"))
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(verb, rest) for verb, _, rest in (line.partition(" ") for line in lines)]


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/outreach/run", "/bin/true"), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", here]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 # systemd's own

    assert [line for line in told.stderr.splitlines() if UNIT.name in line] == []


@pytest.mark.parametrize("line", re.findall(r"^Exec\w+=(.+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE))
def test_the_unit_calls_commands_that_are_there(line: str) -> None:
    program, name, command = line.split()

    assert (program, name) == ("/opt/outreach/run", "outreach")
    assert command in cli.commands


def test_the_container_is_built_from_the_lock_with_hashes_and_runs_as_nobody_special() -> None:
    verbs = [verb for verb, _ in steps()]
    installed = next(rest for verb, rest in steps() if verb == "RUN" and "pip install" in rest)

    assert {"--require-hashes", "--no-deps", "requirements.lock"} <= set(installed.split())
    assert ("USER", "10001") in steps()
    assert verbs.index("USER") < verbs.index("ENTRYPOINT")
    assert ("CMD", '["up"]') in steps()


def test_everything_that_the_container_copies_is_there() -> None:
    copied = [source for verb, rest in steps() if verb == "COPY" for source in rest.split()[:-1]]

    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert {"outreach", "flows", "tasks", "templates", "config", "requirements.lock"} <= set(copied)
