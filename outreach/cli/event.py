"""The command that tells the history of one event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from outreach.cli.language import spoken
from outreach.cli.printing import print_json, say

if TYPE_CHECKING:
    from outreach.domain.event import Known


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="An array: since, sequence, days, place, form, cancelled.")
def event(name: str, *, as_json: bool) -> None:
    r"""Tells what was known when of the event NAME: its days, its place, whether it is on.

    \b
    By the number of the meeting, or the name as it stands in the calendar:
      outreach event ICANN57
      outreach event "Foro de Internet de Belice"
    """
    histories = _histories(name)
    if as_json:
        print_json([_plain(one, known) for one, history in histories.items() for known in history])
        return
    for one, history in histories.items():
        click.secho(f"{history[-1].version.name} ({one})", bold=True)
        for known in history:
            version = known.version
            state = spoken("cancelled") if version.cancelled else version.form.replace("_", " ")
            told = filter(None, (f"{version.start} to {version.end}", version.place, state))
            say(f"  {known.since:%Y-%m-%d %H:%M} UTC  version {version.sequence}  {'; '.join(told)}")


def _histories(name: str) -> "Mapping[str, tuple[Known, ...]]":
    """Of the events with this number or name, by identity. Raises SheetsError when there is none."""
    from outreach.bootstrap import app
    from outreach.domain.event import EVENT, known_in
    from outreach.domain.snapshot import Snapshot
    from outreach.errors import SheetsError
    from outreach.intake.calendar import listed_events
    from outreach.intake.folding import folded
    from outreach.intake.meeting_number import meeting_number

    world = app()
    latest = world.archive.latest()
    rows, seen = (world.desk(latest.snapshot).events, latest.snapshot) if latest else ((), Snapshot({}))
    listed = listed_events(rows, seen, world.catalog.gazetteer)
    named = {one for one, found in listed.items() if folded(found.event.name) == folded(name)}
    wanted = {meeting_number(name, world.catalog.programmes.series), *named}
    found = {one: known_in(world.ledger.noted(EVENT, one)) for one in sorted(wanted - {""})}
    if not any(found.values()):
        raise SheetsError(f"No event {name} is known: name it as the calendar does, after a run of refresh-coverage.")
    return {one: history for one, history in found.items() if history}


def _plain(name: str, known: "Known") -> dict[str, object]:
    version = known.version
    return {
        "event": name,
        "since": known.since.isoformat(),
        "sequence": version.sequence,
        "start": version.start.isoformat(),
        "end": version.end.isoformat(),
        "place": version.place,
        "form": version.form,
        "cancelled": version.cancelled,
    }
