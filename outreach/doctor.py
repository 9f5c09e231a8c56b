"""Looks whether an installation can do its work, and says of each thing that is wrong the one thing to do."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from outreach.bootstrap import App, open_app
from outreach.domain.message import Draft, OutcomeKind, message_key
from outreach.domain.received import Position
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.errors import OutreachError
from outreach.rendering.headers import Mailbox
from outreach.rendering.problem_sentence import tell
from outreach.rendering.system_tabs import APPROVED_BY
from outreach.settings import Settings, from_environment

SECRET_AT_LEAST = 16  # signs
ROOM = 200 * 1024 * 1024  # bytes that a few years of ledger and pages take
PINS = {"prefect": ((3, 8, 8), (3, 10)), "fastapi": ((0, 139), (0, 151)), "sqlalchemy": ((2, 0), (2, 1))}
ARRIVES_WITHIN = 60  # seconds, of a mail to ourselves
PROBE = "probe:doctor"


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. told: what is so, or, where it is not well, the one thing to do."""

    check: str
    well: bool
    told: str


def examine(environment: Mapping[str, str], *, probe: bool) -> Iterator[Finding]:
    """The findings, in the order in which things are to be mended; those that need what failed are left out.

    probe: also sends one mail to our own address, and looks for it in the mailbox.
    """
    yield from (_pinned(name, *bounds) for name, bounds in PINS.items())
    settings = _tried("settings", lambda: from_environment(environment))
    if isinstance(settings, Finding):
        yield settings
        return
    yield Finding("settings", well=True, told="every setting that is needed is there")
    yield _secret(settings)
    yield _room(settings.state)
    world = _tried("installation", lambda: open_app(settings))
    if isinstance(world, Finding):
        yield world
        return
    yield _templates(world)
    yield _ledger(world)
    yield from _sheets(world)
    yield _mail(world)
    yield _production(settings)
    yield _mailbox(world)
    if probe:
        yield _probed(world)


def _tried(check: str, attempt: Callable[[], Made]) -> Made | Finding:
    """What an attempt gives, or, where it fails in words, the finding."""
    try:
        return attempt()
    except OutreachError as error:
        return Finding(check, well=False, told=str(error))


def _pinned(name: str, least: tuple[int, ...], below: tuple[int, ...]) -> Finding:
    wanted = f"{'.'.join(map(str, least))} or newer, below {'.'.join(map(str, below))}"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Finding(
            name, well=False, told=f"Install {name} {wanted}: run ./run again, which installs the lock file."
        )
    numbers = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
    if least <= numbers < below:
        return Finding(name, well=True, told=found)
    told = f"{found} is installed: install {wanted}, as with others runs fail or schedules never fire."
    return Finding(name, well=False, told=told)


def _templates(world: App) -> Finding:
    failed = _tried("config and templates", world.catalog.templates.read_all)
    return failed or Finding("config and templates", well=True, told=f"{len(world.catalog.templates)} kinds of message")


def _secret(settings: Settings) -> Finding:
    if len(settings.secret) < SECRET_AT_LEAST:
        told = f"OUTREACH_SECRET is short: choose {SECRET_AT_LEAST} signs or more, before the first message is sent."
        return Finding("secret", well=False, told=told)
    return Finding("secret", well=True, told="long enough")


def _room(state: Path) -> Finding:
    try:
        state.mkdir(parents=True, exist_ok=True)
        writable, free = os.access(state, os.W_OK), shutil.disk_usage(state).free
    except OSError:
        writable, free = False, 0
    if not writable:
        return Finding("state folder", well=False, told=f"{state} cannot be written: choose another in OUTREACH_STATE.")
    if free < ROOM:
        return Finding("state folder", well=False, told=f"Only {free // 2**20} MB are left on the disk: make room.")
    return Finding("state folder", well=True, told=f"{free // 2**30} GB free")


def _ledger(world: App) -> Finding:
    faults = _tried("ledger", world.ledger.verify)
    if isinstance(faults, Finding):
        return faults
    if faults:
        told = "The chain of facts is broken: run `outreach ledger verify`, and restore a backup."
        return Finding("ledger", well=False, told=told)
    shared = f" of {world.scope}, which shares it with others" if world.scope else ""
    return Finding("ledger", well=True, told=f"whole, {len(world.ledger.history().records)} messages{shared}")


def _sheets(world: App) -> Iterator[Finding]:
    seen = _tried("spreadsheet", world.sheets.read)
    if isinstance(seen, Finding):
        yield seen
        return
    yield Finding("spreadsheet", well=True, told=f"{len(seen.grids)} tabs")
    desk = world.desk(seen)
    for problem in desk.unsound:
        yield Finding("tabs and columns", well=False, told=" ".join(tell(problem, world.catalog.phrases)))
    if not desk.unsound:
        yield Finding("tabs and columns", well=True, told=f"{sum(desk.rows.values())} rows can be read")
    yield _writable(world, seen)
    if SystemTab.APPROVALS in seen.grids:
        yield _approvals(world)


def _writable(world: App, seen: Snapshot) -> Finding:
    """Writes the first row of To fix as it stands, so that nothing changes."""
    standing = seen.grids.get(SystemTab.TO_FIX)
    if standing is None or not standing.rows:
        return Finding("writing", well=True, told="not tried, as To fix is not there yet; the first run makes it")
    width = max(map(len, standing.rows))
    rows = tuple((*row, *(None,) * (width - len(row))) for row in standing.rows)
    failed = _tried("writing", lambda: world.sheets.write((Block(SystemTab.TO_FIX, rows),)))
    return failed if isinstance(failed, Finding) else Finding("writing", well=True, told="allowed")


def _approvals(world: App) -> Finding:
    reserved = _tried("approvals", lambda: world.sheets.is_reserved(SystemTab.APPROVALS, APPROVED_BY))
    if isinstance(reserved, Finding):
        return reserved
    if reserved is None:
        told = "whoever may write the workbook's file may approve: keep it where only leaders can"
    elif reserved:
        told = "only some may put their names to them"
    else:
        told = "Anybody who edits the spreadsheet can approve: in Approvals, let only leaders edit column H."
    return Finding("approvals", well=reserved is not False, told=told)


def _mail(world: App) -> Finding:
    offered = _tried("mail server", world.mailer.probe)
    if isinstance(offered, Finding):
        return offered
    missing = [name.upper() for name in ("smtputf8", "dsn") if name not in offered]
    without = f"; without {', '.join(missing)}" if missing and not world.settings.mail.startswith("folder:") else ""
    return Finding("mail server", well=True, told=f"lets us in{without}")


def _production(settings: Settings) -> Finding:
    if settings.guests is None:
        return Finding("who is mailed", well=True, told="everybody: this is production")
    return Finding(
        "who is mailed", well=True, told=f"only {len(settings.guests)} guests, until OUTREACH_PRODUCTION=yes"
    )


def _mailbox(world: App) -> Finding:
    mailbox = world.mailbox
    if mailbox is None:
        return Finding("mailbox", well=True, told="none is set, so answers are read by people only")
    failed = _tried("mailbox", lambda: mailbox.arrived(Position(), limit=1))
    mailbox.close()
    return failed if isinstance(failed, Finding) else Finding("mailbox", well=True, told="can be read")


def _probed(world: App) -> Finding:
    """A mail to ourselves: that it is sent, arrives, and keeps its Message-ID, on which settling the unknown rests."""
    now = world.clock.now()
    own = Mailbox("", world.settings.sender)
    key = message_key("doctor", PROBE, int(now.timestamp()))
    message_id = f"{key}@{own.domain}"
    lines = (f"From: {own.address}", f"To: {own.address}", "Subject: Outreach probe", f"Message-ID: <{message_id}>")
    content = "\r\n".join((*lines, "", "This mail was sent to see whether mail arrives.", "")).encode()
    draft = Draft(key, "doctor", PROBE, 0, own.address, own.address, "Outreach probe", ("en",), "", content)
    sent = _tried("probe", lambda: world.mailer.send(draft, now=now))
    world.mailer.close()
    if isinstance(sent, Finding):
        return sent
    if sent.kind is not OutcomeKind.ACCEPTED:
        return Finding("probe", well=False, told=f"The server did not take it: {sent.reply}")
    return _arrived(world, message_id)


def _arrived(world: App, message_id: str) -> Finding:
    mailbox = world.mailbox
    if mailbox is None:
        return Finding("probe", well=True, told="sent; set OUTREACH_MAILBOX to see whether it arrives")
    for _ in range(ARRIVES_WITHIN // 5):
        found = _tried("probe", lambda: mailbox.holds([message_id]))
        mailbox.close()
        if isinstance(found, Finding):
            return found
        if found:
            return Finding("probe", well=True, told="sent, arrived, and kept its Message-ID")
        world.clock.pause(timedelta(seconds=5))
    told = "It was sent but is not in the mailbox under its Message-ID: check that the sender's mail arrives there."
    return Finding("probe", well=False, told=told)
