"""Commands that look back: what changed in the sheets between two days."""

from datetime import UTC, datetime, timedelta

import click

from outreach.cli.arguments import DAY
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
