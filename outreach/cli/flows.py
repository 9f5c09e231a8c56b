"""Commands that run flows: demo, run. Flows stand above this package, so they are found by name."""

import os
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.printing import say
from outreach.cli.progress import working
from outreach.settings import ROOT

FLOWS = sorted(path.stem.replace("_", "-") for path in (ROOT / "flows").glob("[a-z]*_*.py"))  # each is a verb's file


@click.command()
@click.option("--workbook", type=WORKBOOK, help="Any workbook of yours, of which only a copy is touched.")
@click.option("--on", type=DAY, help="The day on which the story plays, YYYY-MM-DD.")
@click.option(
    "--out",
    type=WORKBOOK,
    help="The folder for everything that comes out; demo/out/NAME unless told.",
)
def demo(*, workbook: Path | None, on: datetime | None, out: Path | None) -> None:
    r"""Plays the whole story on a copy of a workbook. Nothing is sent: mails are written to a folder.

    \b
    Examples:
      outreach demo                            on the sample workbook
      outreach demo --workbook members.xlsx --on 2016-07-01
    """
    name = workbook.stem if workbook else "lacralo-sample"
    folder = (out or ROOT / "demo" / "out" / name).resolve()
    flow_module("demo", folder).play(workbook, on=on.date() if on else None, out=folder)


@click.command()
@click.argument("flow", type=click.Choice(FLOWS))
def run(flow: str) -> None:
    r"""Runs one flow now, with the settings of the environment (.env.example). Sends only what is approved.

    \b
    Examples:
      outreach run refresh-coverage            reads the sheets, tells editors what to fix
      outreach run send-invitations            plans and stops; delivers what was approved since
    """
    from outreach.settings import from_environment

    with working("The flow works"):
        told = flow_module("run", from_environment(os.environ).state).run(flow)
    say(told)


def flow_module(name: str, state: Path) -> Any:  # noqa: ANN401 # a module above this package, which only Prefect's side knows
    """A module of `flows`, by name: this package must not import what stands above it.

    Prefect keeps its runs beside the installation's own state, tells only errors, and calls nobody. While
    `outreach up` runs, its scheduler is told of the run too.
    """
    from outreach.running import folder, require_room, word

    require_room(state)
    home = folder(state)
    running = word(state)
    if running and running.api:
        os.environ.setdefault("PREFECT_API_URL", running.api)
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_LOGGING_LEVEL": "ERROR"}
    for setting, value in {**quiet, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(setting, value)
    return import_module(f"flows.{name}")
