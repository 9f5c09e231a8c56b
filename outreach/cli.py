"""The command line. Each command imports what it needs, so that `--help` answers at once and loads no Prefect."""

import json
import os
import sys
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.errors import OutreachError

if TYPE_CHECKING:
    from outreach.catalog import Catalog
    from outreach.intake.desk import Desk

WORKBOOK = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


class Commands(click.Group):
    """Turns what the operator must know into one sentence and exit status 1, never a traceback."""

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 # click's own signature
        """Runs the command that was asked for."""
        try:
            return super().invoke(context)
        except OutreachError as error:
            click.echo(f"{error}", err=True)
            context.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    r"""Outreach to the countries where a regional organisation has nobody.

    \b
    Examples:
      outreach check members.xlsx              what is wrong in the sheets, cell by cell
      outreach coverage members.xlsx --on 2016-07-01
      outreach demo                            the whole story on a sample workbook
      outreach run send-invitations            one flow, with the settings of the environment

    Exit status: 0 done, 1 it could not be done (one sentence says why), 2 the command was mistyped.
    """


@cli.command()
@click.argument("file", type=WORKBOOK)
@click.option("--json", "as_json", is_flag=True, help="An array of problems: tab, cell, code, message, suggestion.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml.")
def check(file: Path, *, as_json: bool, region: str) -> None:
    """Tells every fault in the workbook FILE with its cell and what would be right. Changes nothing."""
    from outreach.rendering.problem_sentence import tell

    catalog, desk = _read(file, region)
    told = [(problem, *tell(problem, catalog.phrases)) for problem in desk.problems]
    if as_json:
        _print_json(
            [
                {"tab": one.tab, "cell": one.cell, "code": one.code.value, "message": wrong, "suggestion": right}
                for one, wrong, right in told
            ]
        )
        return
    for one, wrong, right in told:
        click.echo(f"{click.style(f'{one.tab}!{one.cell}', bold=True)}  {wrong}  {right}")
    rows = sum(desk.rows.values())
    click.echo(f"{len(told)} problems in {rows} rows.")


@cli.command()
@click.argument("file", type=WORKBOOK)
@click.option("--on", type=DAY, help="The day to look at, YYYY-MM-DD; today unless told.")
@click.option("--json", "as_json", is_flag=True, help="The state of each country, and n of how many.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml.")
@click.option("--language", default="en", show_default=True, help="Of the countries' names and states.")
def coverage(file: Path, *, on: datetime | None, as_json: bool, region: str, language: str) -> None:
    """Tells in which countries of the region there is an accredited structure, by the workbook FILE."""
    from outreach.domain.coverage import coverage_on

    catalog, desk = _read(file, region)
    found = coverage_on(on.date() if on else _today(), catalog.region, desk.evidence)
    countries = [
        {
            "country": one.country.code,
            "name": one.country.name(language),
            "state": one.state.value,
            "structures": one.structures,
            "candidates": one.candidates,
            "rows": [str(row) for row in one.rows],
        }
        for one in found.countries
    ]
    total = len(countries)
    if as_json:
        day = found.day.isoformat()
        _print_json({"on": day, "region": region, "covered": found.covered, "of": total, "countries": countries})
        return
    for one in found.countries:
        state = catalog.phrases.say(f"coverage.state.{one.state}", language)
        click.echo(f"{one.country.code}  {one.country.name(language):<34} {state}")
    click.echo(f"{found.covered} of {total} countries covered on {found.day.isoformat()}.")


@cli.command()
@click.option("--workbook", type=WORKBOOK, help="Any workbook of yours, of which only a copy is touched.")
@click.option("--on", type=DAY, help="The day on which the story plays, YYYY-MM-DD.")
@click.option("--out", type=WORKBOOK, help="The folder for everything that comes out; demo/out/NAME unless told.")
def demo(*, workbook: Path | None, on: datetime | None, out: Path | None) -> None:
    """Plays the whole story on a copy of a workbook. Nothing is sent: mails are written to a folder."""
    from outreach.settings import ROOT

    name = workbook.stem if workbook else "lacralo-sample"
    folder = (out or ROOT / "demo" / "out" / name).resolve()
    _flows("demo", folder).play(workbook, on=on.date() if on else None, out=folder)


@cli.command()
@click.argument("flow", type=click.Choice(["refresh-coverage", "send-invitations", "send-digest"]))
def run(flow: str) -> None:
    """Runs one flow now, with the settings of the environment (.env.example). Sends only what is approved."""
    from outreach.settings import from_environment

    click.echo(_flows("run", from_environment(os.environ).state).run(flow))


@cli.command()
@click.argument("address", required=False)
def suppress(address: str | None) -> None:
    """From now on nothing is sent to ADDRESS; it is asked for when it is not named. Nothing undoes this by itself."""
    from outreach.bootstrap import app
    from outreach.domain.contact import contact_id
    from outreach.errors import SettingsError
    from outreach.intake.addresses import normalised

    known_as = normalised((address or click.prompt("Address")).strip())
    if not known_as:
        raise SettingsError("That is no e-mail address: write one, such as name@example.org.")
    world = app()
    contact = contact_id(known_as, world.settings.secret)
    world.ledger.suppress(contact, reason="said no", now=world.clock.now())
    click.echo("Nothing will be sent to this address any more.")


def main() -> None:
    """The program `outreach`."""
    cli(prog_name="outreach")


def _read(file: Path, region: str) -> "tuple[Catalog, Desk]":
    from outreach.bootstrap import read_workbook

    return read_workbook(file, region=region)


def _today() -> date:
    from outreach.bootstrap import today

    return today()


def _flows(name: str, state: Path) -> Any:  # noqa: ANN401 # a module above this package, which only Prefect's side knows
    """A module of `flows`, by name: this package must not import what stands above it.

    Prefect keeps its runs beside the installation's own state, tells only errors, and calls nobody.
    """
    home = state.resolve() / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_LOGGING_LEVEL": "ERROR"}
    for setting, value in {**quiet, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(setting, value)
    return import_module(f"flows.{name}")


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
