"""The stand-in for Google as a program: `python -m tests.google`, or `python -m tests.google replay FOLDER`."""

import argparse
import contextlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.google.faults import BY_NAME, Fault
from tests.google.quota import Quota
from tests.google.replay import replay
from tests.google.server import google_service
from tests.google.workbook import upload

BAR = 0.98
HOW = """Google's stand-in answers at {url} until you press Ctrl-C.

Point the command line at it, for example:

  export OUTREACH_GOOGLE_ENDPOINT={url}
  export OUTREACH_SHEETS=google:{spreadsheet}
  export OUTREACH_SECRET=for-trials-only
  ./run outreach run refresh-coverage

No credentials are needed. What it asks is shown below, one line a request.
"""


def main(arguments: list[str]) -> int:
    """Runs the stand-in, or replays recordings; the exit status."""
    told = _parser().parse_args(arguments)
    return _replay(told.folder) if told.what == "replay" else _serve(told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.google", description=__doc__)
    parser.set_defaults(what="serve")
    parser.add_argument("--port", type=int, default=8080, help="0 picks a free one (default: 8080)")
    parser.add_argument("--workbook", type=Path, help="an XLSX file to begin with; without one a blank spreadsheet")
    parser.add_argument("--faults", default="", help=f"what goes wrong in turn, by commas: {', '.join(BY_NAME)}")
    parser.add_argument("--every", type=int, default=4, help="with --faults: one request of so many (default: 4)")
    parser.add_argument("--quota", action="store_true", help="keeps Google's quotas by the minute: 429 beyond 60 reads")
    parser.add_argument("--latency", type=float, default=0, help="seconds that every answer takes (default: 0)")
    replaying = parser.add_subparsers().add_parser("replay", help="plays recordings again and counts same answers")
    replaying.add_argument("folder", type=Path)
    replaying.set_defaults(what="replay")
    return parser


def _serve(told: argparse.Namespace) -> int:
    if told.workbook and not told.workbook.is_file():
        sys.stderr.write(f"There is no file {told.workbook}.\n")
        return 1
    try:
        _run(told)
    except OSError:
        sys.stderr.write(f"Port {told.port} is taken: choose another one with --port, or 0 for any.\n")
        return 1
    return 0


def _run(told: argparse.Namespace) -> None:
    with google_service(told.port) as service:
        service.latency, service.quota = told.latency, Quota() if told.quota else None
        service.trouble = _trouble([name for name in told.faults.split(",") if name], told.every)
        drive = service.drive
        spreadsheet = upload(told.workbook, drive) if told.workbook else drive.create("Members").id
        _say(HOW.format(url=service.url, spreadsheet=spreadsheet))
        service.watch = _say
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


def _trouble(names: list[str], every: int) -> Callable[[int], Fault | None]:
    if not names:
        return lambda _: None
    return lambda number: BY_NAME[names[(number // every - 1) % len(names)]]() if number % every == 0 else None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _replay(folder: Path) -> int:
    """Prints the share of same answers and every miss."""
    compared = list(replay(folder))
    missed = [one for one in compared if not one.same]
    for one in missed:
        asked = one.exchange
        _say(f"{asked.recording} #{asked.number} {asked.verb} {asked.uri}")
        _say(f"  Google:   {asked.status} {' '.join(asked.told.split())[:300]}")
        _say(f"  stand-in: {one.status} {' '.join(one.told.split())[:300]}")
    share = 1 - len(missed) / len(compared) if compared else 0.0
    _say(f"{len(compared) - len(missed)} of {len(compared)} answers are the same: {share:.1%}")
    return 0 if share >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
