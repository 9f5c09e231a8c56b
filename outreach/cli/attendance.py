"""The command that reads a call's list of participants: attendance."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import DAY, WORKBOOK
from outreach.cli.printing import print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outreach.domain.call import Call
    from outreach.intake.attendance import Matched


@click.command()
@click.argument("file", type=WORKBOOK)
@click.option("--call", "topic", required=True, help="What the call was about: dns, icann or atlarge.")
@click.option("--on", type=DAY, required=True, help="The day of the call, YYYY-MM-DD, as it stands in Calls.")
@click.option("--keep", is_flag=True, help="Keep it; without this it is only shown.")
@click.option("--json", "as_json", is_flag=True, help="An object: listed, candidates, short, unknown, new, kept.")
def attendance(file: Path, *, topic: str, on: datetime, keep: bool, as_json: bool) -> None:
    r"""Tells whom of the candidates the list FILE names as participants of a call; Zoom exports such lists as CSV.

    \b
    Examples:
      outreach attendance zoom.csv --call dns --on 2016-07-18
      outreach attendance zoom.csv --call dns --on 2016-07-18 --keep
    """
    from outreach.bootstrap import app
    from outreach.domain.attendance import NOTED
    from outreach.intake.attendance import match, participants

    world = app()
    desk = world.desk(world.sheets.read())
    day = _held(desk.calls, topic, on).starts.date()
    listed = participants(file.read_text(encoding="utf-8", errors="replace"))
    found = match(listed, desk.evidence.candidates, topic=topic, day=day, secret=world.settings.secret)
    known = {payload for _, payload in world.ledger.noted(*NOTED)}
    new = [one for _, one in found.attended if one.to_json() not in known]
    for one in new if keep else ():
        world.ledger.note(*NOTED, one.to_json(), now=world.clock.now())
    if as_json:
        print_json({**_plain(found), "listed": len(listed), "new": len(new), "kept": keep})
        return
    _tell(found, len(listed))
    say(f"{len(new)} attendances kept." if keep else f"{len(new)} would be new: say it again with --keep.")


def _tell(found: "Matched", listed: int) -> None:
    from outreach.intake.attendance import LEAST_MINUTES

    for candidate, _ in found.attended:
        click.echo(f"{candidate.origin}  {candidate.name}")
    for stranger in found.unknown:
        click.echo(f"?  {stranger.name} {stranger.address}".rstrip())
    say(
        f"{listed} people: {len(found.attended)} candidates, {len(found.short)} left within {LEAST_MINUTES} "
        f"minutes, {len(found.unknown)} of whom the survey does not know who they are (marked with ?)."
    )


def _plain(found: "Matched") -> dict[str, object]:
    return {
        "candidates": [{"row": str(one.origin), "name": one.name} for one, _ in found.attended],
        "short": len(found.short),
        "unknown": [{"name": one.name, "address": one.address} for one in found.unknown],
    }


def _held(calls: "Iterable[Call]", topic: str, on: datetime) -> "Call":
    from outreach.errors import AttendanceError

    held = sorted((call for call in calls if not call.cancelled), key=lambda call: call.starts)
    found = next((call for call in held if (call.topic, call.starts.date()) == (topic, on.date())), None)
    if found is None:
        offered = ", ".join(f"--call {call.topic} --on {call.starts.date()}" for call in held) or "none"
        raise AttendanceError(f"Calls knows no such call on that day; there are: {offered}.")
    return found
