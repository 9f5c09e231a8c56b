"""Commands that look back: what changed in the sheets between two days, what leaders were told on one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.printing import print_json


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The day to begin with, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, help="The last day, to its end; until now unless told.")
@click.option("--json", "as_json", is_flag=True, help="An array: tab, row, kind, cells with before and after.")
def changes(first: datetime, last: datetime | None, *, as_json: bool) -> None:
    """Tells row by row what members changed in the sheets between two days, as far as the system read them.

    Only for those who may read the sheets: it shows what stood there.
    """
    from outreach.bootstrap import app
    from outreach.domain.snapshot import Snapshot
    from outreach.intake.row_changes import row_changes

    world = app()
    until = last.replace(tzinfo=UTC) + timedelta(days=1) if last else world.clock.now()
    before, after = (world.archive.as_known(moment) for moment in (first.replace(tzinfo=UTC), until))
    nothing = Snapshot({})
    found = row_changes(
        before.snapshot if before else nothing, after.snapshot if after else nothing, world.catalog.schemas
    )
    if as_json:
        print_json(
            [{"tab": one.tab, "row": one.row, "kind": one.kind.value, "cells": dict(one.cells)} for one in found]
        )
        return
    for one in found:
        cells = "; ".join(f"{name}: {was or '-'} > {now or '-'}" for name, (was, now) in one.cells.items())
        click.echo(f"{click.style(f'{one.tab}!{one.row}', bold=True)}  {one.kind}  {cells}")
    click.echo(f"{len(found)} rows changed.")


@click.command()
@click.option("--on", "day", type=DAY, required=True, help="The day on which the digests were made, YYYY-MM-DD.")
@click.option("--out", type=WORKBOOK, help="A folder for the digests as mails; else their texts are shown.")
def digest(day: datetime, out: Path | None) -> None:
    """Makes the leaders' digests of a past day once more, from what was known then; nothing is sent.

    Says of each whether it is, byte for byte, what was sent: words and rules may have been changed since.
    """
    from outreach.rendering.mail_view import view

    found = _flows("retelling").retell_digests(day.date())
    for one in found:
        same = "byte for byte what was sent" if one.is_the_same else "not what was sent: words or rules were changed"
        if one.draft is None:
            click.echo("A digest was sent to somebody who would get none by today's rules.")
        elif out:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{one.draft.key}.eml").write_bytes(one.draft.content)
            click.echo(f"{out / one.draft.key}.eml is {same}.")
        else:
            click.echo(f"{view(one.draft.content).text}\nThis is {same}.\n")
    click.echo(f"{len(found)} digests were made on {day:%Y-%m-%d}.", err=True)


def _flows(name: str) -> Any:  # noqa: ANN401 # a module above this package
    from outreach.bootstrap import app
    from outreach.cli.flows import flow_module

    return flow_module(name, app().settings.state)
