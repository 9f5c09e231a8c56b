"""The command that rehearses a season: nothing is sent, nothing is written but the page."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.printing import print_json


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The first day, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="The last day, included.")
@click.option("--workbook", type=WORKBOOK, help="Rehearses this workbook, in place of the sheets of the environment.")
@click.option("--seed", default=1, show_default=True, help="Another number gives another season.")
@click.option("--out", type=WORKBOOK, default="rehearsal.html", show_default=True, help="The page that is written.")
@click.option("--json", "as_json", is_flag=True, help="An object with every mail, decision and last day; no page.")
def rehearse(*, first: datetime, last: datetime, workbook: Path | None, seed: int, out: Path, as_json: bool) -> None:
    r"""Plays a season on a copy of the sheets, among invented readers. Nothing is sent and no sheet is written.

    \b
    Example:
      outreach rehearse --from 2016-07-01 --to 2017-06-30 --workbook demo/lacralo-sample.xlsx
    """
    from outreach.bootstrap import rehearsed_settings
    from outreach.catalog import load_catalog
    from outreach.cli.flows import flow_module
    from outreach.errors import SettingsError
    from outreach.rendering.rehearsal_page import rehearsal_page

    if last < first:
        raise SettingsError("The last day lies before the first one: exchange --from and --to.")
    settings, seen = rehearsed_settings(os.environ, workbook)
    played = flow_module("rehearsal", settings.state)
    season = played.rehearse(settings, seen, first=first.date(), last=last.date(), seed=seed)
    if as_json:
        whole = {**asdict(season), "collisions": season.collisions(), "by_leader": season.by_leader()}
        print_json(json.loads(json.dumps(whole, default=str)))
        return
    catalog = load_catalog(settings.home, region=settings.region)
    out.write_text(rehearsal_page(season, catalog.region, catalog.pages), encoding="utf-8")
    click.echo(f"{len(season.to_others)} mails to people outside, {len(season.decisions)} approvals: open {out}")
