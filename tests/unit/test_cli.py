"""The command line as people and programs meet it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.bootstrap import open_app, using
from outreach.cli import cli
from outreach.domain.contact import contact_id
from outreach.settings import ROOT, from_environment

SAMPLE = str(ROOT / "demo" / "lacralo-sample.xlsx")


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_check_gives_programs_an_array_of_problems() -> None:
    result = call("check", SAMPLE, "--json")
    problems = json.loads(result.stdout)

    assert result.exit_code == 0
    assert len(problems) == 78
    assert {frozenset(problem) for problem in problems} == {frozenset({"tab", "cell", "code", "message", "suggestion"})}
    assert all(problem["message"] and problem["suggestion"] for problem in problems)


def test_check_tells_people_the_cell_what_is_wrong_and_what_would_be_right() -> None:
    lines = call("check", SAMPLE).stdout.splitlines()

    assert [line for line in lines if line.startswith("Calendario!A50") and "30/09/2016" in line]
    assert lines[-1] == "78 problems in 283 rows."


def test_coverage_gives_each_countrys_state_and_n_of_33() -> None:
    told = json.loads(call("coverage", SAMPLE, "--on", "2016-07-01", "--json").stdout)

    assert (told["on"], told["covered"], told["of"], len(told["countries"])) == ("2016-07-01", 21, 33, 33)
    assert [one["state"] for one in told["countries"] if one["country"] == "GD"] == ["applied"]


def test_coverage_is_of_the_day_that_is_asked_for() -> None:
    earlier = json.loads(call("coverage", SAMPLE, "--on", "2012-01-01", "--json").stdout)

    assert earlier["covered"] == 18


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check", "nowhere.xlsx"), "There is no workbook nowhere.xlsx"),
        (("coverage", str(ROOT)), "is a folder"),
        (("check", str(ROOT / "README.md")), "README.md"),
        (("check", SAMPLE, "--region", "NOWHERE"), "There is no region NOWHERE"),
    ],
)
def test_what_the_operator_must_know_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = call(*words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_flow_without_settings_says_which_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTREACH_SHEETS", raising=False)
    monkeypatch.delenv("OUTREACH_SECRET", raising=False)

    result = call("run", "send-digest")

    assert result.exit_code == 1
    assert "Set OUTREACH_SHEETS and OUTREACH_SECRET in the environment" in result.stderr


def test_help_loads_neither_prefect_nor_pandas() -> None:
    ask = "import sys; sys.argv = ['outreach', '--help']\nfrom outreach.cli import main\n"
    ask += "try: main()\nexcept SystemExit: pass\n"
    tell = "print(sorted({name.partition('.')[0] for name in sys.modules} & {'prefect', 'pandas', 'sqlalchemy'}))"
    run = subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-c", ask + tell], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert run.stdout.splitlines()[-1] == "[]"
    assert "Examples:" in run.stdout


def test_the_run_script_is_short_and_says_how_it_is_used() -> None:
    script = ROOT / "run"
    asked = subprocess.run(["/bin/sh", str(script)], capture_output=True, text=True, check=False)  # noqa: S603 # our own script

    assert len(script.read_text(encoding="utf-8").splitlines()) <= 40
    assert (asked.returncode, asked.stderr) == (1, "usage: ./run demo | ./run test | ./run outreach ARGS\n")


def test_lock_files_carry_hashes_and_no_index_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_demo_refuses_a_workbook_that_is_not_there(tmp_path: Path) -> None:
    result = call("demo", "--workbook", str(tmp_path / "none.xlsx"), "--out", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert "name an .xlsx file with --workbook" in result.stderr


def test_who_says_no_is_suppressed_whatever_the_spelling_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "OUTREACH_SHEETS": SAMPLE,
        "OUTREACH_SECRET": "of this test",
        "OUTREACH_STATE": str(tmp_path),
        "OUTREACH_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}",
        "OUTREACH_MAIL": f"folder:{tmp_path / 'mail'}",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with using(open_app(from_environment(settings))) as world:
        result = call("suppress", "info@RedChapina.Example")
        refused = call("suppress", "nobody")
        suppressed = world.ledger.history().suppressed

    assert (result.exit_code, refused.exit_code) == (0, 1)
    assert suppressed == {contact_id("info@redchapina.example", b"of this test")}
    assert "RedChapina" not in result.output


def test_trips_tell_each_event_its_verdict_and_its_reasons() -> None:
    found = {one["event"]: one for one in json.loads(call("trips", SAMPLE, "--on", "2016-07-04", "--json").stdout)}

    assert found["Congreso de Radios del Altiplano"] == {
        "row": "Calendario!60",
        "event": "Congreso de Radios del Altiplano",
        "start": "2016-10-21",
        "verdict": "could",
        "bars": [],
        "asks": ["plan", "traveller"],
        "last_day": "2016-09-08",
        "travellers": 0,
    }
    assert found["Library Internet Week"]["asks"] == ["plan", "traveller", "too_long"]
    assert found["LAC DNS Forum 2016"]["bars"] == ["nobody_uncovered"]


def test_a_proposal_is_a_document_and_what_is_missing_is_told(tmp_path: Path) -> None:
    out = tmp_path / "radios.docx"
    result = call("proposal", "60", SAMPLE, "--on", "2016-07-04", "--out", str(out))

    assert (result.exit_code, out.read_bytes()[:2]) == (0, b"PK")
    assert "  missing  10 Proposed goals and outcomes: the goals, in the calendar" in result.stdout.splitlines()
    assert result.stdout.splitlines()[-1].startswith("Nothing was sent.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("zzz", SAMPLE), "The calendar has no event zzz: name its row, as in Calendar!17, or its name as it stands."),
        (
            ("60", SAMPLE, "--report"),
            "Nobody travels to Calendario!60: write a row into Trips for each traveller first.",
        ),
    ],
)
def test_a_proposal_that_cannot_be_made_says_why(words: tuple[str, ...], sentence: str) -> None:
    result = call("proposal", *words)

    assert (result.exit_code, result.stderr.strip()) == (1, sentence)
