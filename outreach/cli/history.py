"""Commands that look back: what changed in the sheets between two days, what leaders were told on one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.printing import print_json, say
from outreach.cli.progress import working

if TYPE_CHECKING:
    from outreach.domain.message import Draft
    from outreach.domain.retold import Retold


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The day to begin with, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, help="The last day, to its end; until now unless told.")
@click.option("--json", "as_json", is_flag=True, help="An array: tab, row, kind, cells with before and after.")
def changes(first: datetime, last: datetime | None, *, as_json: bool) -> None:
    r"""Tells row by row what members changed in the sheets between two days, as far as the system read them.

    Only for those who may read the sheets: it shows what stood there.

    \b
    Example:
      outreach changes --from 2016-10-01 --to 2016-10-02
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
    say(f"{len(found)} rows changed.")


@click.command()
@click.option("--on", "day", type=DAY, required=True, help="The day on which the digests were made, YYYY-MM-DD.")
@click.option("--out", type=WORKBOOK, help="A folder for the digests as mails; else their texts are shown.")
@click.option("--json", "as_json", is_flag=True, help="An array: key, same, file or text.")
def digest(day: datetime, *, out: Path | None, as_json: bool) -> None:
    r"""Makes the leaders' digests of a past day once more, from what was known then; nothing is sent.

    Says of each whether it is, byte for byte, what was sent: words and rules may have been changed since.

    \b
    Examples:
      outreach digest --on 2016-10-03
      outreach digest --on 2016-10-03 --out digests
    """
    with working("Making the digests once more"):
        found = _flows("retelling").retell_digests(day.date())
    files = [_kept(one.draft, out) for one in found]
    if as_json:
        print_json([_plain(one, file) for one, file in zip(found, files, strict=True)])
        return
    for one, file in zip(found, files, strict=True):
        _tell(one, file)
    say(f"{len(found)} digests were made on {day:%Y-%m-%d}.", err=True)


def _kept(draft: "Draft | None", folder: Path | None) -> Path | None:
    """The file into which a digest was written; None where no folder was named, or nobody gets one any more."""
    if draft is None or folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{draft.key}.eml"
    file.write_bytes(draft.content)
    return file


def _tell(one: "Retold", file: Path | None) -> None:
    from outreach.rendering.mail_view import view

    if one.draft is None:
        say("A digest was sent to somebody who would get none by today's rules.")
        return
    if file is None:
        click.echo(view(one.draft.content).text)
    if one.is_the_same:
        say(f"{file or 'This'} is byte for byte what was sent.")
    else:
        say(f"{file or 'This'} is not what was sent: words or rules were changed.")


def _plain(one: "Retold", file: Path | None) -> dict[str, object]:
    from outreach.rendering.mail_view import view

    told = {"key": one.draft.key if one.draft else None, "same": one.is_the_same}
    if file or one.draft is None:
        return {**told, "file": str(file) if file else None}
    return {**told, "text": view(one.draft.content).text}


def _flows(name: str) -> Any:  # noqa: ANN401 # a module above this package
    from outreach.bootstrap import app
    from outreach.cli.flows import flow_module

    return flow_module(name, app().settings.state)
