"""The word that a running `up` leaves: only one runs, others find it, and a killed one leaves nothing in the way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.errors import ScheduleError
from outreach.running import Word, alone, last_word, say, word
from outreach.settings import ROOT

HOLDS = """
import os, sys, time
from pathlib import Path
from outreach.running import Word, alone, say
with alone(Path(sys.argv[1])):
    say(Path(sys.argv[1]), Word(os.getpid(), "http://127.0.0.1:4200/api"))
    print("holds", flush=True)
    time.sleep(60)
"""


def test_there_is_one_and_others_find_it_until_it_is_killed(tmp_path: Path) -> None:
    assert word(tmp_path) is None
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603 # ours
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holds\n"
        found = word(tmp_path)
        with pytest.raises(ScheduleError, match=rf"It runs already \(process {holder.pid}\)"), alone(tmp_path):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

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
