"""How the command line explains itself: help with examples, exit status, completion, colours."""

import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from time import sleep

import click
import pytest
from click.testing import CliRunner, Result

from outreach.cli import cli, progress
from outreach.settings import ROOT

SAMPLE = str(ROOT / "demo" / "lacralo-sample.xlsx")


def call(*words: str, **settings: str) -> Result:
    return CliRunner().invoke(cli, words, env=settings, prog_name="outreach")


def every(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group, by the words that call it."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every(command, (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in every()], ids=" ".join)
def test_every_command_shows_how_it_is_called_each_example_on_its_own_line(path: tuple[str, ...]) -> None:
    lines = call(*path, "--help").stdout.splitlines()

    assert any(line.startswith("    ") and f"outreach {' '.join(path)}" in line for line in lines)
    assert not any("\\b" in line for line in lines)


def test_every_option_says_what_it_is_for() -> None:
    options = ((path, one) for path, command in every() for one in command.params if isinstance(one, click.Option))

    assert [(*path, one.name) for path, one in options if not one.help] == []


def test_the_exit_status_is_told_and_kept() -> None:
    told = call("--help").stdout.partition("Exit status:")[2]

    assert [line.split()[0] for line in told.splitlines()[1:4]] == ["0", "1", "2"]
    assert [call(*words).exit_code for words in (("check", SAMPLE), ("check", "no.xlsx"), ("chek",))] == [0, 1, 2]


def test_a_mistyped_command_says_how_it_is_called() -> None:
    refused = call("coverage", "--on", "yesterday")

    assert refused.stderr.splitlines() == [
        "Usage: outreach coverage [OPTIONS] [FILE]",
        "Try 'outreach coverage --help' for help.",
        "Error: Invalid value for '--on': 'yesterday' does not match the format '%Y-%m-%d'.",
    ]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_alone_and_says_beside_it_where_it_goes(shell: str) -> None:
    printed = call("completion", shell)

    assert f"{shell}_complete" in printed.stdout
    assert printed.stderr.startswith(f"Put it where {shell} looks for it")


def test_bash_takes_the_script_and_completes_a_command() -> None:
    script = call("completion", "bash").stdout
    checked = subprocess.run(["/bin/bash", "-n"], input=script, capture_output=True, text=True, check=False)
    asked = {"_OUTREACH_COMPLETE": "bash_complete", "COMP_WORDS": "outreach cov", "COMP_CWORD": "1"}

    assert (checked.returncode, checked.stderr) == (0, "")
    assert call(**asked).stdout == "plain,coverage\n"


def test_colours_are_for_terminals_and_nobody_who_wants_none() -> None:
    shown = [CliRunner().invoke(cli, ["check", SAMPLE], color=True, env={"NO_COLOR": no}).stdout for no in ("", "1")]

    assert ["\x1b[" in text for text in shown] == [True, False]
    assert "\x1b[" not in call("check", SAMPLE).stdout


def test_kinds_of_message_are_told_to_programs() -> None:
    assert json.loads(call("preview", "--json").stdout)["invitation"] == ["en", "es", "fr", "pt"]


def test_long_work_counts_its_seconds_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = StringIO()
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(sys, "stderr", seen)
    with progress.working("The flow works"):
        sleep(0.05)
    assert seen.getvalue() == ""

    monkeypatch.setattr(seen, "isatty", lambda: True)
    with progress.working("The flow works"):
        sleep(0.05)
    assert "The flow works ... 0 s" in seen.getvalue()
    assert seen.getvalue().endswith("\r\x1b[K")
