"""The command that reads a call's list of participants: attendance."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import DAY, WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outreach.domain.call import Call


@click.command()
@click.argument("file", type=WORKBOOK)
@click.option("--call", "topic", required=True, help="What the call was about: dns, icann or atlarge.")
@click.option("--on", type=DAY, required=True, help="The day of the call, YYYY-MM-DD, as it stands in Calls.")
@click.option("--keep", is_flag=True, help="Keep it; without this it is only shown.")
def attendance(file: Path, *, topic: str, on: datetime, keep: bool) -> None:
    """Tells whom of the candidates the list FILE names as participants of a call; Zoom exports such lists as CSV."""
    from outreach.bootstrap import app
    from outreach.domain.attendance import NOTED
    from outreach.intake.attendance import LEAST_MINUTES, match, participants

    world = app()
    desk = world.desk(world.sheets.read())
    day = _held(desk.calls, topic, on).starts.date()
    listed = participants(file.read_text(encoding="utf-8", errors="replace"))
    found = match(listed, desk.evidence.candidates, topic=topic, day=day, secret=world.settings.secret)
    for candidate, _ in found.attended:
        click.echo(f"{candidate.origin}  {candidate.name}")
    for stranger in found.unknown:
        click.echo(f"?  {stranger.name} {stranger.address}".rstrip())
    click.echo(
        f"{len(listed)} people: {len(found.attended)} candidates, {len(found.short)} left within {LEAST_MINUTES} "
        f"minutes, {len(found.unknown)} of whom the survey does not know who they are (marked with ?)."
    )
    known = {payload for _, payload in world.ledger.noted(*NOTED)}
    new = [one for _, one in found.attended if one.to_json() not in known]
    for one in new if keep else ():
        world.ledger.note(*NOTED, one.to_json(), now=world.clock.now())
    click.echo(f"{len(new)} attendances kept." if keep else f"{len(new)} would be new: say it again with --keep.")


def _held(calls: "Iterable[Call]", topic: str, on: datetime) -> "Call":
    from outreach.errors import AttendanceError

    held = sorted((call for call in calls if not call.cancelled), key=lambda call: call.starts)
    found = next((call for call in held if (call.topic, call.starts.date()) == (topic, on.date())), None)
    if found is None:
        offered = ", ".join(f"--call {call.topic} --on {call.starts.date()}" for call in held) or "none"
        raise AttendanceError(f"Calls knows no such call on that day; there are: {offered}.")
    return found
