"""Commands about the members' sheets: check, coverage, accept-losses."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import DAY, WORKBOOK, yes_option
from outreach.cli.language import chosen_language
from outreach.cli.printing import confirm, print_json, say

if TYPE_CHECKING:
    from outreach.catalog import Catalog
    from outreach.intake.desk import Desk


@click.command()
@click.argument("file", type=WORKBOOK)
@click.option("--json", "as_json", is_flag=True, help="An array of problems: tab, cell, code, message, suggestion.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml.")
def check(file: Path, *, as_json: bool, region: str) -> None:
    r"""Tells every fault in the workbook FILE with its cell and what would be right. Changes nothing.

    \b
    Examples:
      outreach check members.xlsx
      outreach check members.xlsx --json
    """
    from outreach.rendering.problem_sentence import tell

    catalog, desk = _read(file, region)
    told = [(problem, *tell(problem, catalog.phrases)) for problem in desk.problems]
    if as_json:
        print_json(
            [
                {"tab": one.tab, "cell": one.cell, "code": one.code.value, "message": wrong, "suggestion": right}
                for one, wrong, right in told
            ]
        )
        return
    for one, wrong, right in told:
        click.echo(f"{click.style(f'{one.tab}!{one.cell}', bold=True)}  {wrong}  {right}")
    rows = sum(desk.rows.values())
    say(f"{len(told)} problems in {rows} rows.")


@click.command()
@click.argument("file", type=WORKBOOK, required=False)
@click.option("--on", type=DAY, help="The day to look at, YYYY-MM-DD; today unless told.")
@click.option("--as-known-on", "known", type=DAY, help="By what was read up to the end of this day; without FILE.")
@click.option("--json", "as_json", is_flag=True, help="The state of each country, and n of how many.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml; with FILE.")
@click.option(
    "--language", default=chosen_language, show_default="the locale's", help="Of the countries' names and states."
)
def coverage(  # each is an option of its own
    file: Path | None, *, on: datetime | None, known: datetime | None, as_json: bool, region: str, language: str
) -> None:
    r"""Tells in which countries of the region there is an accredited structure.

    \b
    By the workbook FILE; without one, by what was read from the installation's own spreadsheet:
      outreach coverage members.xlsx --on 2016-07-01
      outreach coverage --on 2016-07-01 --as-known-on 2016-10-02
    """
    from outreach.domain.coverage import coverage_on

    catalog, desk = _read(file, region) if file else _known(known)
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
        print_json(
            {"on": day, "region": catalog.region.code, "covered": found.covered, "of": total, "countries": countries}
        )
        return
    for one in found.countries:
        state = catalog.phrases.say(f"coverage.state.{one.state}", language)
        click.echo(f"{one.country.code}  {one.country.name(language):<34} {state}")
    say(f"{found.covered} of {total} countries covered on {found.day.isoformat()}.")


@click.command("accept-losses")
@yes_option
def accept_losses(*, yes: bool) -> None:
    r"""After a run has stopped because many rows are gone: says that this was meant, so that the next run goes on.

    \b
    Example:
      outreach accept-losses
    """
    from outreach.bootstrap import app
    from outreach.reading import accept_losses as accept

    confirm("Take the spreadsheet as it is now, with the rows that are gone from it?", yes=yes)
    world = app()
    lost = accept(world.sheets, world.archive, world.catalog.schemas, now=world.clock.now())
    for loss in lost:
        say(f"{loss.tab}: {loss.gone} of {loss.rows} rows are gone, as was meant.")
    if not lost:
        say("Nothing is missing.")


def _read(file: Path, region: str) -> "tuple[Catalog, Desk]":
    from outreach.bootstrap import read_workbook

    return read_workbook(file, region=region)


def _known(day: datetime | None) -> "tuple[Catalog, Desk]":
    """What the installation's archive knows, now or at the end of a day."""
    from outreach.bootstrap import app
    from outreach.errors import SheetsError

    world = app()
    moment = day.replace(tzinfo=UTC) + timedelta(days=1) if day else world.clock.now()
    pull = world.archive.as_known(moment)
    if pull is None:
        raise SheetsError("Nothing had been read from the spreadsheet by then: name a later day, or a FILE.")
    return world.catalog, world.desk(pull.snapshot)


def _today() -> date:
    from outreach.bootstrap import today

    return today()
