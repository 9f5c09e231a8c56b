"""Requests, bytes, time and memory of a pull and a push, beside other tools: `python -m benchmarks.sheets`.

Seven tabs of members with so many rows in all, eight columns each, and three tabs of the system. The stand-in for
Google runs in a process of its own, every answer takes 150 ms on its way, and each tool in another process. Every
tool runs twice: the first time the stand-in computes its answers, the second time, which is measured, it only gives
them out again, so that its own work is in nobody's figures. Other tools are looked for in the interpreter given by
`--peers`; dlt's reader is the folder `google_sheets` of its verified sources, to be put on its PYTHONPATH.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.request import urlopen

from benchmarks.figure import Figure

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
MEMBERS = tuple(f"Members {number}" for number in range(1, 8))
SYSTEM = ("To fix", "Coverage", "Status")
HEAD = ("Timestamp", "Name", "Country", "E-mail", "Language", "Score", "Website", "Comments")
PHASES = ("first", "later", "unchanged")
MEGA = 1e6
Rows = list[list[Any]]


class Tool(Protocol):
    """One way to read the members' tabs and to write the system's."""

    def pull(self) -> object:
        """Every row of the seven tabs."""

    def push(self, blocks: Mapping[str, Rows]) -> None:
        """The three tabs, if the tool can write."""


def members(rows: int) -> dict[str, Rows]:
    """The seven tabs with `rows` rows in all."""
    each = -(-rows // len(MEMBERS))
    return {title: [[*HEAD], *(_row(title, number) for number in range(each))] for title in MEMBERS}


def _row(title: str, number: int) -> list[Any]:
    name = f"{title} red de usuarios {number}"
    site = f"https://organisation{number}.example/inicio"
    day, address = 42_500 + number % 900 + 0.25, f"contact{number}@organisation{number}.example"
    return [day, name, "Guatemala", address, "Español", number % 10, site, "Conocidos del foro de 2016, sí"]


def system_tabs(rows: int, version: int) -> dict[str, Rows]:
    """A status for each row of one tab, a fault for each hundredth row, and the region's countries."""
    said = [[f"Members 1!A{row}", f"red {row}", "GT", "Sent", "2016-07-01", version] for row in range(2, rows // 7 + 2)]
    return {
        "To fix": [
            ["Where", "Wrong", "Right"],
            *([f"D{row}", "address", version] for row in range(2, rows // 100 + 2)),
        ],
        "Coverage": [["Country", "State"], *([f"Country {number}", version] for number in range(33))],
        "Status": [["Where", "Name", "Country", "State", "Since", "Version"], *said],
    }


class Ours:
    """This project's adapter."""

    def __init__(self, url: str, spreadsheet: str) -> None:
        from outreach.adapters.sheets_google import open_google_sheets  # noqa: PLC0415 # each tool imports its own
        from outreach.domain.snapshot import Snapshot  # noqa: PLC0415 # as above

        self.sheets, self.nothing = open_google_sheets(spreadsheet, "", endpoint=url), Snapshot({})
        self.seen = self.nothing

    def pull(self) -> object:
        """One request."""
        self.seen = self.nothing  # a run begins without the one before
        self.seen = self.sheets.read()
        return self.seen

    def push(self, blocks: Mapping[str, Rows]) -> None:
        """What is different, in one request."""
        from outreach.domain.snapshot import Block, changed  # noqa: PLC0415 # as above

        made = [Block(title, tuple(map(tuple, rows))) for title, rows in blocks.items()]
        self.sheets.write(changed(made, self.seen))


class Gspread:
    """gspread as its documentation shows it, each tab looked up once."""

    def __init__(self, url: str, spreadsheet: str) -> None:
        import gspread  # noqa: PLC0415 # as above

        self.client, self.id = gspread.Client(auth=None, session=_session(url)), spreadsheet
        self.tabs: dict[str, Any] = {}

    def pull(self) -> object:
        """get_all_records of every tab."""
        if not self.tabs:
            self.tabs = {one.title: one for one in self.client.open_by_key(self.id).worksheets()}
        return [self.tabs[title].get_all_records() for title in MEMBERS]

    def push(self, blocks: Mapping[str, Rows]) -> None:
        """update of every tab."""
        for title, rows in blocks.items():
            self.tabs[title].update(rows)


class GspreadPandas:
    """gspread-pandas, one Spread for all tabs."""

    def __init__(self, url: str, spreadsheet: str) -> None:
        from google.auth.credentials import AnonymousCredentials  # noqa: PLC0415 # as above
        from gspread_pandas import Client  # noqa: PLC0415 # as above

        session, anybody = _session(url), AnonymousCredentials()  # type: ignore[no-untyped-call] # google-auth has no types here
        self.client = lambda: Client(session=session, creds=anybody)
        self.id, self.spread = spreadsheet, None

    def pull(self) -> object:
        """sheet_to_df of every tab."""
        from gspread_pandas import Spread  # noqa: PLC0415 # as above

        self.spread = self.spread or Spread(self.id, client=self.client())
        return [self.spread.sheet_to_df(sheet=title, index=None) for title in MEMBERS]

    def push(self, blocks: Mapping[str, Rows]) -> None:
        """df_to_sheet of every tab."""
        from pandas import DataFrame  # noqa: PLC0415 # as above

        for title, (head, *rows) in blocks.items():
            self.spread.df_to_sheet(DataFrame(rows, columns=head), index=False, sheet=title)  # type: ignore[attr-defined] # opened by pull


class Dlt:
    """dlt's google_sheets source, its resources read without a destination. It cannot write."""

    def __init__(self, url: str, spreadsheet: str) -> None:
        import google_sheets  # noqa: PLC0415 # as above
        from googleapiclient.discovery import build  # noqa: PLC0415 # as above

        options = {"api_endpoint": url}
        google_sheets.api_auth = lambda *_, **__: build("sheets", "v4", http=_plain(), client_options=options)
        self.source, self.id = google_sheets.google_spreadsheet, spreadsheet

    def pull(self) -> object:
        """The rows of every tab."""
        nobody = json.dumps({"project_id": "none", "client_email": "nobody@stand-in.example", "private_key": "none"})
        return list(self.source(self.id, range_names=list(MEMBERS), credentials=nobody))

    def push(self, blocks: Mapping[str, Rows]) -> None:
        """It has none."""


def _session(url: str) -> Any:  # noqa: ANN401 # of whatever requests the interpreter has
    import requests  # noqa: PLC0415 # as above

    from outreach.adapters.google_http import Elsewhere  # noqa: PLC0415 # as above

    session = requests.Session()
    session.mount("https://", Elsewhere(url))
    return session


def _plain() -> Any:  # noqa: ANN401 # as above
    import httplib2  # noqa: PLC0415 # as above

    return httplib2.Http()


TOOLS: Mapping[str, Callable[[str, str], Tool]] = {
    "outreach": Ours,
    "gspread": Gspread,
    "gspread-pandas": GspreadPandas,
    "dlt google_sheets": Dlt,
}
NEEDS = {
    "outreach": "outreach",
    "gspread": "gspread",
    "gspread-pandas": "gspread_pandas",
    "dlt google_sheets": "google_sheets",
}


@dataclass
class Memory:
    """The stand-in's answers by all that was written before, so that nothing is computed twice."""

    service: Any
    begin: Callable[[], None]
    told: dict[tuple[str, ...], Any]
    written: tuple[str, ...] = ()
    requests: int = 0
    carried: int = 0

    def serve(self, verb: str, uri: str, raw: bytes, bearer: str = "") -> Any:  # noqa: ANN401 # a Served
        """An answer as before, or a new one; `/counts` and `/begin` are for this program."""
        if uri in {"/counts", "/begin"}:
            return self._aside(uri)
        key = (verb, uri, hashlib.sha256(raw).hexdigest(), *self.written)
        if key not in self.told:
            self.told[key] = type(self.service).serve(self.service, verb, uri, raw, bearer)
        if verb != "GET":
            self.written = key
        self.requests += 1
        self.carried += len(raw) + len(self.told[key].answer.content)
        return self.told[key]

    def _aside(self, uri: str) -> Any:  # noqa: ANN401 # a Served
        from tests.google.routes import Answer  # noqa: PLC0415 # only the stand-in's process needs it
        from tests.google.server import Served  # noqa: PLC0415 # as above

        counts = json.dumps({"requests": self.requests, "bytes": self.carried})
        self.requests = self.carried = 0
        if uri == "/begin":
            self.written = ()
            self.begin()
        return Served(Answer(200, counts.encode()))


def serve(rows: int, latency: float) -> None:
    """The stand-in, until standard input ends."""
    from tests.google.server import google_service  # noqa: PLC0415 # as above

    tabs = members(rows) | {title: [one[0]] for title, one in system_tabs(rows, 0).items()}
    with google_service() as service:
        service.drive.ids.given["spreadsheet"] = ["1" + "a" * 43]  # gspread-pandas knows one by its length
        spreadsheet = service.create_spreadsheet("Members", tabs)
        service.latency = latency
        for title in SYSTEM:
            service.tab(spreadsheet, title).rows = rows // len(MEMBERS) + 100
        begin = service.books[spreadsheet].snapshot()
        service.serve = Memory(service, lambda: _again(service, spreadsheet, begin), {}).serve  # type: ignore[method-assign] # in its place
        sys.stdout.write(f"{service.url} {spreadsheet}\n")
        sys.stdout.flush()
        sys.stdin.read()


def _again(service: Any, spreadsheet: str, begin: Callable[[], None]) -> None:  # noqa: ANN401 # the stand-in
    begin()
    book = service.books[spreadsheet]
    book.tabs = [tab.copy() for tab in book.tabs]


def measure(name: str, url: str, spreadsheet: str, rows: int) -> None:
    """Runs one tool and prints its figures as JSON."""
    tool = TOOLS[name](url, spreadsheet)
    before = _peak()
    found: dict[str, Any] = {}
    _asked(url, "/begin")
    for version, phase in zip((1, 2, 2), PHASES, strict=True):
        blocks = system_tabs(rows, version)
        begun = time.perf_counter()
        tool.pull()
        if phase != "unchanged" or isinstance(tool, Ours):
            tool.push(blocks)
        found[phase] = _asked(url, "/counts") | {"seconds": time.perf_counter() - begun}
    sys.stdout.write(json.dumps(found | {"peak": _peak(), "before": before}))


def _asked(url: str, place: str) -> dict[str, Any]:
    with urlopen(url + place, timeout=60) as answer:  # noqa: S310 # our own stand-in on this machine
        return dict(json.loads(answer.read()))


def _peak() -> float:
    """Megabytes that this process took at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGA


@contextmanager
def stand_in(rows: int, latency: float) -> Iterator[tuple[str, str]]:
    """Its address, and the spreadsheet's id."""
    told = [sys.executable, "-m", "benchmarks.sheets", "serve", str(rows), str(latency)]
    with subprocess.Popen(told, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 # this very program
        if child.stdin is None or child.stdout is None:
            raise RuntimeError
        url, spreadsheet = child.stdout.readline().split()
        yield url, spreadsheet
        child.stdin.close()


def figures(rows: int = 10_000, latency: float = 0.15) -> list[Figure]:
    """One pull and push of ours beside gspread's as people use it, and a pull and push with nothing new."""
    with stand_in(rows, latency) as place:
        found = {name: measured(name, sys.executable, place, rows) for name in TOOLS}
    mine = found["outreach"] or {}
    return [
        _beside(f"sheets, {rows:,} rows, {phase} run", mine[phase], name, other[phase])
        for phase in ("later", "unchanged")
        for name, other in found.items()
        if other and name != "outreach"
    ]


def _beside(what: str, ours: Mapping[str, float], name: str, theirs: Mapping[str, float]) -> Figure:
    told = [
        f"{one['requests']:.0f} requests, {one['bytes'] / MEGA:.2f} MB, {one['seconds']:.1f} s"
        for one in (ours, theirs)
    ]
    return Figure(what, told[0], f"{name} {told[1]}", f"{ours['seconds'] / theirs['seconds']:.2f}")


def measured(name: str, python: str, place: tuple[str, str], rows: int) -> dict[str, Any] | None:
    """Of one tool, the second of two runs; None where it is not installed."""
    told = [python, "-m", "benchmarks.sheets", "measure", name, *place, str(rows)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    asking = f"import sys, importlib.util; sys.exit(importlib.util.find_spec({NEEDS[name]!r}) is None)"
    around = {"cwd": ROOT, "env": os.environ | {"PYTHONPATH": paths}}
    if subprocess.run([python, "-c", asking], check=False, **around).returncode:  # type: ignore[call-overload] # noqa: S603 # the interpreter that was given
        return None
    for _ in range(2):
        done = subprocess.run(told, check=True, capture_output=True, text=True, **around)  # type: ignore[call-overload] # noqa: S603 # as above
    return dict(json.loads(done.stdout))


def main(arguments: list[str]) -> None:
    """Prints a table a size."""
    import argparse  # noqa: PLC0415 # the measured processes do without

    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES, help="in all seven tabs together")
    parser.add_argument("--latency", type=float, default=0.15, help="seconds (default: 0.15)")
    parser.add_argument("--peers", default=sys.executable, help="the interpreter that has the other tools")
    told = parser.parse_args(arguments)
    for rows in told.rows:
        with stand_in(rows, told.latency) as place:
            sys.stdout.write(
                f"\n{rows:,} rows".ljust(21) + "".join(f"{phase:^27}" for phase in PHASES) + "  memory, MB\n"
            )
            sys.stdout.write(" " * 20 + "requests      MB  seconds  " * len(PHASES) + "   peak  of it data\n")
            for name in TOOLS:
                found = measured(name, sys.executable if name == "outreach" else told.peers, place, rows)
                sys.stdout.write(_line(name, found))
                sys.stdout.flush()


def _line(name: str, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return f"{name:<20}not installed\n"
    told = "".join(
        f"{one['requests']:>8}{one['bytes'] / MEGA:>8.2f}{one['seconds']:>9.2f}  "
        for one in map(found.get, PHASES)
        if one
    )
    return f"{name:<20}{told}{found['peak']:>7.0f}{found['peak'] - found['before']:>12.0f}\n"


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or [""]
    if what == "serve":
        serve(int(rest[0]), float(rest[1]))
    elif what == "measure":
        measure(rest[0], rest[1], rest[2], int(rest[3]))
    else:
        main(sys.argv[1:])
