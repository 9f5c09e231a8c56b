"""The demo: the whole story on a copy of a workbook, told step by step. Nothing leaves the machine."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic

import click

from flows.refresh_coverage import refresh_coverage
from flows.send_digest import send_digest
from flows.send_invitations import send_invitations
from outreach.bootstrap import App, open_app, today, using
from outreach.cli.language import spoken
from outreach.cli.printing import say
from outreach.domain.approval import Batch
from outreach.domain.person import Person, named
from outreach.domain.snapshot import Block
from outreach.domain.standing import DIGEST
from outreach.domain.system_tab import SystemTab
from outreach.errors import SettingsError, SheetsError
from outreach.reading import accept_losses
from outreach.rendering.page import mails_page
from outreach.rendering.system_tabs import APPROVED_BY
from outreach.settings import ROOT, Settings

SAMPLE = ROOT / "demo" / "lacralo-sample.xlsx"
SAMPLE_DAY = date(2016, 7, 1)
NOON = time(12, tzinfo=UTC)


def play(workbook: Path | None, *, on: date | None, out: Path) -> None:
    """Copies the workbook, runs the flows on the copy as of `on`, plays the approving leader, says what to open.

    Played again it sends nothing twice: the copy is made fresh, ledger and mails are kept.
    Raises SettingsError when there is no such workbook.
    """
    source = workbook or SAMPLE
    if not source.is_file():
        raise SettingsError(f"There is no workbook {source}: name an .xlsx file with --workbook.")
    settings = _settings(out)
    shutil.copyfile(source, settings.sheets)
    day = on or (SAMPLE_DAY if workbook is None else _telling_day(settings))
    with using(open_app(settings, at=datetime.combine(day, NOON))) as world:
        say(f"A copy of {source.name}; the clock stands at {day.isoformat()}, noon UTC.")
        accept_losses(world.sheets, world.archive, world.catalog.schemas, now=world.clock.now())
        _refresh(world)
        waiting = _plan()
        _tell_leaders()
        _approve_and_deliver(world, waiting)
        _bind_mails(world)
    _say_what_to_open(out)


def _settings(out: Path) -> Settings:
    out.mkdir(parents=True, exist_ok=True)
    return Settings(
        sheets=str(out / "workbook.xlsx"),
        mail=f"folder:{out / 'mail'}",
        ledger=f"sqlite:///{out / 'ledger.sqlite'}",
        state=out,
        sender="outreach@lacralo.example",
        region="LACRALO",
        home=ROOT,
        secret=b"the demo sends nothing, so its secret need not be one",
    )


def _telling_day(settings: Settings) -> date:
    """Today while a call is still to come; else ten days before the last series of calls began."""
    with using(open_app(settings)) as world:
        days = sorted(call.starts.date() for call in world.desk(world.sheets.read()).calls)
    if not days or days[-1] >= today():
        return today()
    return next(day for day in days if day >= days[-1] - timedelta(days=60)) - timedelta(days=10)


def _refresh(world: App) -> None:
    with _step("Starting the flow engine; reading every tab, telling editors what to fix"):
        coverage = refresh_coverage()
    desk = world.desk(world.sheets.read())
    _say(f"{sum(desk.rows.values())} rows read; {len(desk.problems)} problems in To fix, each with its cell")
    if coverage:
        _say(f"{coverage.covered} of {len(coverage.countries)} countries have an accredited structure")


def _plan() -> tuple[Batch, ...]:
    try:
        with _step("Planning invitations, up to the point where a leader must approve"):
            waiting, tally = send_invitations()
    except SheetsError as stop:
        _say(str(stop))
        return ()
    _say(f"{sum(len(batch.drafts) for batch in waiting)} invitations wait in Approvals; {tally.accepted} sent")
    if not waiting:
        _say("Nobody is written to twice: whoever was told of a call is not told again.")
    return waiting


def _approve_and_deliver(world: App, waiting: tuple[Batch, ...]) -> None:
    leader = _leader(world)
    if not waiting:
        return
    if leader is None:
        _say("Nobody in People has a leading role, so nobody can approve: here the story stops.")
        return
    _say(f"Now the demo plays {', '.join(sorted(leader.roles))} and types that name beside the code, in column H.")
    _approve(world, waiting, leader)
    with _step("Delivering what was approved, on the next run"):
        _, tally = send_invitations()
    _say(f"{tally.accepted} invitations written to the mail folder, each with its calendar entry")


def _leader(world: App) -> Person | None:
    people = world.desk(world.sheets.read()).people
    leaders = [person for person in people if person.roles & world.catalog.rules.leaders]
    return next((person for person in leaders if named(person.name, people) is person), None)


def _approve(world: App, waiting: tuple[Batch, ...], leader: Person) -> None:
    """What a leader does in the sheet: their name in column H of the rows with these codes."""
    codes = {batch.hash for batch in waiting}
    rows = world.sheets.read().grids[SystemTab.APPROVALS].rows
    names = [leader.name if row and row[0] in codes else _at(row, APPROVED_BY) for row in rows]
    world.sheets.write((Block(SystemTab.APPROVALS, tuple((name,) for name in names), column=APPROVED_BY),))


def _at(row: tuple[object, ...], column: int) -> str | None:
    return str(row[column - 1]) if len(row) >= column and row[column - 1] is not None else None


def _tell_leaders() -> None:
    with _step("Writing the leaders' digest"):
        tally = send_digest()
    _say(f"{tally.accepted} digests, each in its reader's language")


def _bind_mails(world: App) -> None:
    mails = {mail.stem: mail.read_bytes() for mail in sorted((world.settings.state / "mail").glob("*.eml"))}
    records = world.ledger.history().records
    digests = {record.key for record in records if record.occasion.startswith(DIGEST)}
    with _step(f"Binding {len(mails)} mails into pages to leaf through"):
        _bind(world, "mails.html", (mails[key] for key in mails if key not in digests))
        _bind(world, "digests.html", (mails[key] for key in mails if key in digests))


def _bind(world: App, name: str, mails: Iterable[bytes]) -> None:
    (world.settings.state / name).write_text(mails_page(mails, world.catalog.pages), encoding="utf-8")


def _say_what_to_open(out: Path) -> None:
    click.secho(spoken("Open:"), bold=True)
    for name, what in (
        ("workbook.xlsx", "the workbook; the system's tabs are To fix, Coverage, Same organisation, Status, Approvals"),
        ("mails.html", "every invitation, to leaf through"),
        ("digests.html", "the leaders' digests, to leaf through"),
        ("mail/", "the same mails as .eml files, for your mail program"),
        ("coverage-en.png", "the coverage picture (coverage-es.png: in Spanish)"),
        ("approvals/", "what a leader reads before approving"),
    ):
        click.echo(f"  {out / name}  {spoken(what)}")


@contextmanager
def _step(what: str) -> Iterator[None]:
    click.echo(f"{spoken(what)} ...", nl=False)
    begun = monotonic()
    try:
        yield
    finally:
        click.echo(f" {monotonic() - begun:.0f} s")


def _say(what: str) -> None:
    say(f"  {what}")
