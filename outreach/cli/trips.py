"""Commands about trips: which events could carry one, the proposal's form, the report's skeleton. They send nothing."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.language import chosen_language
from outreach.cli.printing import print_json, say

if TYPE_CHECKING:
    from outreach.catalog import Catalog
    from outreach.domain.proposal import TripForm
    from outreach.domain.trip_fit import TripFit
    from outreach.domain.watch import Watch
    from outreach.intake.desk import Desk


@click.command()
@click.argument("file", type=WORKBOOK, required=False)
@click.option("--on", type=DAY, help="The day to look at, YYYY-MM-DD; today unless told.")
@click.option("--json", "as_json", is_flag=True, help="An array of events: row, verdict, bars, asks, last day.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml; with FILE.")
@click.option("--language", default=chosen_language, show_default="the locale's", help="Of the reasons.")
def trips(file: Path | None, *, on: datetime | None, as_json: bool, region: str, language: str) -> None:
    r"""Tells which events of the calendar could carry a trip, why not, and how many trips are left. Changes nothing.

    \b
    Examples:
      outreach trips                           by the installation's own spreadsheet
      outreach trips members.xlsx --on 2016-08-01
    """
    from outreach.domain.trip_fit import Bar
    from outreach.rendering.deadline_tabs import account_line, reasons

    catalog, _, found = _look(file, region, on)
    fits = [fit for fit in found.fits if Bar.OVER not in fit.bars]
    if as_json:
        print_json([_plain(fit) for fit in fits])
        return
    for fit in fits:
        verdict = catalog.phrases.say(f"trip.verdict.{fit.verdict}", language)
        head = click.style(f"{fit.event.origin}  {fit.event.start.isoformat()}  {fit.event.name}", bold=True)
        why = reasons(fit, language, catalog.phrases)
        click.echo(f"{head}\n    {verdict}{f': {why}' if why else ''}")
    years = {fit.rules.year for fit in fits if fit.rules}
    for year, account in sorted(found.accounts.items()):
        if year in years:
            click.echo(account_line(account, catalog.phrases, (language,)))


@click.command()
@click.argument("event")
@click.argument("file", type=WORKBOOK, required=False)
@click.option("--out", type=WORKBOOK, help="The document to write; trip-proposal.docx or trip-report.docx unless told.")
@click.option("--report", is_flag=True, help="The skeleton of the trip report instead.")
@click.option("--on", type=DAY, help="The day on which it is written, YYYY-MM-DD; today unless told.")
@click.option("--region", default="LACRALO", show_default=True, help="A block of config/regions.toml; with FILE.")
def proposal(  # each is an option of its own
    event: str, file: Path | None, *, out: Path | None, report: bool, on: datetime | None, region: str
) -> None:
    r"""Fills the travel programme's form for a trip to EVENT from the sheets, in English, and tells what is missing.

    \b
    EVENT is a row of the calendar, its name, or a meeting's number:
      outreach proposal "Foro de Internet" --out foro.docx
      outreach proposal 17 members.xlsx

    Nothing is sent: people finish the document and hand it in themselves.
    """
    from outreach.rendering.proposal import form_document

    catalog, desk, found = _look(file, region, on)
    fit = _fit_of(event, found)
    day = on.date() if on else _today()
    forms = _report(fit, catalog, desk) if report else _proposals(fit, catalog, desk, day)
    target = out or Path("trip-report.docx" if report else "trip-proposal.docx")
    for number, form in enumerate(forms, start=1):
        path = target.with_stem(f"{target.stem}-{number}") if len(forms) > 1 else target
        path.write_bytes(form_document(form, day=day, author=catalog.region.name))
        click.echo(f"{click.style(str(path), bold=True)}  {form.title}, {form.subtitle}")
        for point in form.open:
            say(f"  missing  {point}")
    say("Nothing was sent. Complete the document and hand it in yourselves.")


def _plain(fit: "TripFit") -> dict[str, object]:
    return {
        "row": str(fit.event.origin),
        "event": fit.event.name,
        "start": fit.event.start.isoformat(),
        "verdict": fit.verdict.value,
        "bars": [bar.value for bar in fit.bars],
        "asks": [ask.value for ask in fit.asks],
        "last_day": fit.last_day.isoformat() if fit.last_day else None,
        "travellers": len(fit.trips),
    }


def _proposals(fit: "TripFit", catalog: "Catalog", desk: "Desk", day: date) -> "tuple[TripForm, ...]":
    """The forms, and on each also what stands in the way of the trip itself."""
    from outreach.domain.proposal import FormKeeper, proposal_forms
    from outreach.errors import SettingsError

    settle = [catalog.phrases.say(f"trip.bar.{bar}", "en") for bar in fit.bars]
    settle += [catalog.phrases.say(f"trip.ask.{ask}", "en") for ask in fit.asks]
    keeper = FormKeeper(catalog.region.name, desk.people, catalog.english_countries)
    forms = proposal_forms(fit, keeper, today=day)
    if not forms:
        raise SettingsError(f"config/programmes/cropp.toml has no rules for the year of {fit.event.origin}; add them.")
    return tuple(replace(form, open=(*form.open, *(f"The trip: {one}" for one in settle))) for form in forms)


def _report(fit: "TripFit", catalog: "Catalog", desk: "Desk") -> "tuple[TripForm, ...]":
    from outreach.domain.proposal import FormKeeper, report_form
    from outreach.errors import SettingsError

    if fit.rules is None or not fit.trips:
        raise SettingsError(f"Nobody travels to {fit.event.origin}: write a row into Trips for each traveller first.")
    keeper = FormKeeper(catalog.region.name, desk.people, catalog.english_countries)
    return (report_form(fit.event, fit.trips, fit.rules, keeper),)


def _fit_of(text: str, found: "Watch") -> "TripFit":
    from outreach.errors import SettingsError
    from outreach.intake.trips import is_called

    fits = [fit for fit in found.fits if is_called(text, fit.event)]
    if len(fits) == 1:
        return fits[0]
    several = ", ".join(str(fit.event.origin) for fit in fits)
    if several:
        raise SettingsError(f"Several events are called so ({several}): name one of these rows.")
    raise SettingsError(f"The calendar has no event {text}: name its row, as in Calendar!17, or its name as it stands.")


def _look(file: Path | None, region: str, on: datetime | None) -> "tuple[Catalog, Desk, Watch]":
    from outreach.bootstrap import app, read_workbook
    from outreach.domain.coverage import coverage_on
    from outreach.domain.watch import Listed, watch

    if file:
        catalog, desk = read_workbook(file, region=region)
    else:
        catalog, desk = app().catalog, app().desk(app().sheets.read())
    today = on.date() if on else _today()
    uncovered = coverage_on(today, catalog.region, desk.evidence).uncovered()
    listed = Listed(desk.events, desk.trips, desk.opportunities)
    return catalog, desk, watch(listed, catalog.setting(uncovered), str, today=today)


def _today() -> date:
    from outreach.bootstrap import today

    return today()
