"""The word that a running `up` leaves: only one runs, others find it, and a killed one leaves nothing in the way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.bootstrap import open_app, using
from outreach.cli import cli
from outreach.errors import ScheduleError
from outreach.running import Word, alone, last_word, say, word
from outreach.settings import ROOT, from_environment
from tests.factories import NOW

HOLDS = """
import os, sys, time
from pathlib import Path
from outreach.running import Word, alone, say
with alone(Path(sys.argv[1])):
    say(Path(sys.argv[1]), Word(os.getpid(), "http://127.0.0.1:4200/api"))
    print("holds", flush=True)
    time.sleep(60)
"""


def outreach(command: str, state: Path) -> Result:
    """A command on this state folder."""
    settings = {
        "OUTREACH_SHEETS": str(ROOT / "demo" / "lacralo-sample.xlsx"),
        "OUTREACH_SECRET": "of these tests",
        "OUTREACH_STATE": str(state),
    }
    with using(open_app(from_environment(settings), at=NOW)):
        return CliRunner().invoke(cli, [command], env=settings)


def test_there_is_one_and_others_find_it_until_it_is_killed(tmp_path: Path) -> None:
    assert word(tmp_path) is None
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603 # ours
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holds\n"
        found = word(tmp_path)
        with pytest.raises(ScheduleError, match=rf"It runs already \(process {holder.pid}\)"), alone(tmp_path):
            pass
        again = outreach("up", tmp_path)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

    assert (again.exit_code, again.stderr) == (
        1,
        f"It runs already (process {holder.pid}): see `outreach status`, or stop it with `outreach down`.\n",
    )
    assert (outreach("down", tmp_path).stdout, outreach("status", tmp_path).exit_code) == ("Nothing runs.\n", 1)
    assert found == Word(holder.pid, "http://127.0.0.1:4200/api")
    assert found.page == "http://127.0.0.1:4200"
    assert (word(tmp_path), last_word(tmp_path)) == (None, found)
    with alone(tmp_path):
        pass


def test_a_state_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(ScheduleError, match="choose another folder in OUTREACH_STATE"):
        say(tmp_path / "file", Word(1))


def test_a_damaged_word_is_none(tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "up.json").write_text("{")

    assert last_word(tmp_path) is None
