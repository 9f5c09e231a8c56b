"""The composition root: the only place that picks adapters."""

import os
import socket
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from outreach.adapters.clock import StillClock, SystemClock
from outreach.catalog import Catalog, load_catalog
from outreach.delivery import Sending
from outreach.domain.attendance import NOTED as ATTENDED
from outreach.domain.attendance import attendances_in
from outreach.domain.message import Draft
from outreach.domain.run import Failure
from outreach.domain.same_organisation import NOTED as SAME
from outreach.domain.same_organisation import from_json
from outreach.domain.sending import Guests
from outreach.domain.snapshot import Snapshot
from outreach.domain.web_answer import AnswerLinks
from outreach.errors import LedgerError, SettingsError
from outreach.intake.adoption import Proposal
from outreach.intake.desk import Desk, read_desk, with_attendance
from outreach.known_calls import with_known_calls
from outreach.ports import Archive, Clock, Ledger, Mailbox, Mailer, Personal, Runs, Sheets
from outreach.settings import ROOT, Settings, from_environment, mail_server, mailbox_server
from outreach.watch import Watch

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from outreach.adapters.ledger_backup import Restored
    from outreach.adapters.mail_memory import React
    from outreach.adapters.mail_oauth import Token


@dataclass(frozen=True, slots=True)
class App:
    """One installation, put together. worker: names this process in the ledger's claims; mailbox: None without one.

    scope: the region in a ledger that several share, "" of the one that was there first (decision 17).
    """

    settings: Settings
    catalog: Catalog
    sheets: Sheets
    mailer: Mailer
    ledger: Ledger
    archive: Archive
    personal: Personal
    clock: Clock
    worker: str
    mailbox: Mailbox | None = None
    scope: str = ""

    @property
    def sending(self) -> Sending:
        """What sending holds to; a folder reaches nobody, so nothing has to wait for it."""
        if self.settings.mail.startswith("folder:"):
            return Sending()
        return Sending(self.catalog.rules.sending, Guests(self.settings.guests), self._works)

    def _works(self, day: date, zone: str) -> bool:
        from outreach.analysis.working_days import is_working_day

        countries = (country.code for country in self.catalog.region.countries if country.zone == zone)
        return is_working_day(day, next(countries, ""))

    @property
    def links(self) -> AnswerLinks | None:
        """Makes the links that answer on the web; None while no endpoint is set."""
        url = self.settings.answers_url
        return AnswerLinks(url, self.settings.secret) if url else None

    def desk(self, snapshot: Snapshot) -> Desk:
        """What a snapshot says, read by this installation's schemas, and what its ledger knows of the same rows."""
        noted = self.ledger.last_noted(*SAME)
        desk = read_desk(
            snapshot,
            self.catalog.schemas,
            self.catalog.hand,
            secret=self.settings.secret,
            remembered=from_json(noted[1]) if noted else (),
        )
        known = with_known_calls(desk, snapshot, self.ledger, self.catalog.region, now=self.clock.now())
        return with_attendance(known, attendances_in(self.ledger.noted(*ATTENDED)))


class Hands(Protocol):
    """A clock that can be set."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An installation that is only rehearsed. arriving: the mails in its mailbox; clock: set by whoever rehearses."""

    world: App
    arriving: list[bytes]
    clock: Hands


_open: list[App] = []


def app() -> App:
    """The App in use; opened from the environment the first time it is asked for."""
    if not _open:
        _open.append(open_app(from_environment(os.environ)))
    return _open[-1]


@contextmanager
def using(world: App) -> Iterator[App]:
    """Within the block `app()` is `world`: for the demo and the tests, which bring their own."""
    _open.append(world)
    try:
        yield world
    finally:
        _open.remove(world)
        world.mailer.close()


def open_app(settings: Settings, *, at: datetime | None = None) -> App:
    """Adapters for these settings. at: the moment at which its clock stands still, for the demo.

    Raises SettingsError, or what an adapter says when it cannot be opened.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    token, clock = _mail_token(settings), StillClock(at) if at else SystemClock()
    scope = _scope(settings, clock)
    return App(
        settings=settings,
        catalog=load_catalog(settings.home, region=settings.region),
        sheets=_sheets(settings),
        mailer=_mailer(settings, token),
        ledger=_ledger(settings, scope),
        archive=_archive(settings, scope),
        personal=_personal(settings),
        clock=clock,
        worker=f"{socket.gethostname()}:{os.getpid()}",
        mailbox=_mailbox(settings, token),
        scope=scope,
    )


def open_rehearsal(real: Settings, seen: Snapshot, folder: Path, *, react: "React", at: datetime) -> Rehearsed:
    """An installation on a copy of what was `seen`, in which no mail leaves the process; its ledger is in `folder`.

    real: whose region, rules and sender it has, without its secrets. react: what becomes of each message.
    """
    from outreach.adapters.clock import SetClock
    from outreach.adapters.mail_memory import MemoryMailbox, MemoryMailer
    from outreach.adapters.sheets_memory import MemorySheets

    settings = Settings(
        sheets="a copy in memory",
        mail="nobody",
        mailbox="invented",
        ledger=f"sqlite:///{folder / 'ledger.sqlite'}",
        state=folder,
        sender=real.sender,
        region=real.region,
        home=real.home,
        secret=b"of rehearsals, which send nothing",
        guests=None,
    )
    sheets, mailbox, clock = MemorySheets(seen), MemoryMailbox(), SetClock(at)
    world = App(
        settings=settings,
        catalog=load_catalog(settings.home, region=settings.region),
        sheets=sheets,
        mailer=MemoryMailer(react),
        ledger=_ledger(settings, ""),
        archive=_archive(settings, ""),
        personal=_personal(settings),
        clock=clock,
        worker="rehearsal",
        mailbox=mailbox,
    )
    return Rehearsed(world, mailbox.mails, clock)


def rehearsed_settings(environment: Mapping[str, str], workbook: Path | None) -> tuple[Settings, Snapshot]:
    """Of what a season is rehearsed: the installation in the environment, or a workbook, and what stands there now."""
    folder = Path(tempfile.gettempdir()) / "outreach-rehearsal"
    own = {"OUTREACH_SHEETS": str(workbook), "OUTREACH_SECRET": "-", "OUTREACH_STATE": str(folder)}
    settings = from_environment({**environment, **own} if workbook else environment)
    return settings, _sheets(settings).read()


def open_answers(settings: Settings) -> "Starlette":
    """The web endpoint of answers. Raises SettingsError when it is not set where it is seen from the web."""
    from outreach.adapters.answers_web import Endpoint, answers_app

    world = open_app(settings)
    if world.links is None:
        raise SettingsError("Set OUTREACH_ANSWERS_URL to the address under which this endpoint is seen from the web.")
    languages = tuple(dict.fromkeys((*world.catalog.region.languages, *world.catalog.phrases.entries)))
    return answers_app(Endpoint(world.ledger, world.clock, world.links, world.catalog.pages, languages))


def open_runs(api: str) -> Runs:
    """The book of runs of the scheduler at this address; nothing is asked yet."""
    from outreach.adapters.runs_prefect import PrefectRuns

    return PrefectRuns(api, login=os.environ.get("PREFECT_API_AUTH_STRING", ""))


def open_watch(settings: Settings, catalog: Catalog, api: str) -> Watch | None:
    """Tells the operator of failing runs, with a mailer of its own; None while no operator is set."""
    from outreach.rendering.failure_letter import OperatorPaper, failure_draft
    from outreach.rendering.headers import Mailbox as Address
    from outreach.running import require_room

    if not settings.operator:
        return None
    region = catalog.region
    sender, operator = Address(region.name, settings.sender), Address("", settings.operator)
    paper = OperatorPaper(catalog.templates["run_failed"], region.name, region.languages, sender, operator)
    mailer, clock = _mailer(settings, _mail_token(settings)), SystemClock()

    def letter(found: Sequence[Failure], now: datetime) -> Draft:
        return failure_draft(found, paper, now=now)

    return Watch(open_runs(api), mailer, clock, letter, clock.now(), lambda: require_room(settings.state))


def new_spreadsheet(
    *,
    file: Path | None,
    title: str | None,
    share_with: tuple[str, ...],
    leaders: tuple[str, ...],
    status_in: str | None,
) -> str:
    """Makes the members' spreadsheet as a workbook file or in Google; what OUTREACH_SHEETS is then to be."""
    from outreach.adapters.new_google import make_spreadsheet, open_for_setup
    from outreach.adapters.new_workbook import make_workbook
    from outreach.setup import blueprint

    catalog = shipped_catalog()
    names = [names[0] for names in catalog.languages.values()]
    plan = blueprint(catalog.schemas, catalog.region, catalog.phrases, names)
    if file is not None:
        make_workbook(file, plan, status_in=status_in)
        return str(file)
    http = open_for_setup(
        os.environ.get("OUTREACH_GOOGLE_CREDENTIALS", ""), endpoint=os.environ.get("OUTREACH_GOOGLE_ENDPOINT", "")
    )
    made = make_spreadsheet(title or "", plan, http, share_with=share_with, leaders=leaders, status_in=status_in)
    return f"google:{made}"


def propose_adoption(source: str) -> tuple[tuple[Proposal, ...], tuple[tuple[str, str], ...]]:
    """What the tabs and headers of a spreadsheet may mean, and those of which nothing is known. Changes nothing."""
    from outreach.intake.adoption import proposals

    environment = {"OUTREACH_SECRET": "-", **os.environ, "OUTREACH_SHEETS": source}
    return proposals(_sheets(from_environment(environment)).read(), shipped_catalog().schemas)


def write_adoption(wanted: Iterable[Proposal]) -> tuple[Path, ...]:
    """Adds what was proposed to the files of `config/sheets/`; which of them."""
    from outreach.intake.adoption import with_names

    chosen = tuple(wanted)
    folder = Path(os.environ.get("OUTREACH_HOME", ROOT)) / "config" / "sheets"
    files = tuple(folder / f"{key}.toml" for key in dict.fromkeys(one.schema for one in chosen))
    for file in files:
        mine = [one for one in chosen if one.schema == file.stem]
        file.write_text(with_names(file.read_text(encoding="utf-8"), mine), encoding="utf-8")
    return files


def back_up(file: Path | None = None) -> Path:
    """Writes the ledger into a file, by default a new one in the state's `backups/`; which one."""
    from outreach.adapters.ledger_backup import back_up as write

    world = app()
    settings, now = world.settings, world.clock.now()
    target = file or backups_folder(settings) / f"outreach-{now:%Y%m%dT%H%M%SZ}.zip"
    write(settings.ledger, target, secret=settings.secret, now=now)
    return target


def backups_folder(settings: Settings) -> Path:
    """Where the backups of every night lie; their names sort by time."""
    return settings.state / "backups"


def restore(file: Path) -> "Restored":
    """Fills the empty ledger of the environment from a backup; nothing that may have gone out goes again."""
    from outreach.adapters.ledger_backup import restore as read

    settings = from_environment(os.environ)
    settings.state.mkdir(parents=True, exist_ok=True)
    return read(settings.ledger, file, secret=settings.secret, now=SystemClock().now())


def shipped_catalog() -> Catalog:
    """`config/` and `templates/` of OUTREACH_HOME, for commands that need nothing else of an installation."""
    home = Path(os.environ.get("OUTREACH_HOME", ROOT))
    return load_catalog(home, region=os.environ.get("OUTREACH_REGION", "LACRALO"))


def read_workbook(file: Path, *, region: str) -> tuple[Catalog, Desk]:
    """What a workbook says; opens nothing else and changes nothing."""
    from outreach.adapters.sheets_files import FileSheets

    catalog = load_catalog(Path(os.environ.get("OUTREACH_HOME", ROOT)), region=region)
    return catalog, read_desk(FileSheets(file).read(), catalog.schemas, catalog.hand, secret=b"")


@contextmanager
def as_known(moment: datetime) -> Iterator[App]:
    """Within the block `app()` is this installation as it was just before a moment, at which its clock stands still.

    Nothing can be written or sent through it. Raises LedgerError when nothing was known yet.
    """
    from outreach.adapters.ledger_past import PastLedger
    from outreach.adapters.sheets_archive import ArchivedSheets

    world = app()
    pull = world.archive.as_known(moment)
    if pull is None:
        raise LedgerError("The archive holds no reading from before that day: name a later one.")
    past = cast("Ledger", PastLedger(world.settings.ledger, moment, region=world.scope))
    then = replace(world, sheets=ArchivedSheets(pull.snapshot), ledger=past, clock=StillClock(moment))
    _open.append(then)
    try:
        yield then
    finally:
        _open.remove(then)


def today() -> date:
    """Today's date in UTC."""
    return SystemClock().now().date()


def _sheets(settings: Settings) -> Sheets:
    kind, _, name = settings.sheets.partition(":")
    if kind == "google":
        from outreach.adapters.sheets_google import open_google_sheets

        return open_google_sheets(name, settings.google_credentials, endpoint=settings.google_endpoint)
    from outreach.adapters.sheets_files import FileSheets

    return FileSheets(Path(settings.sheets))


def _mail_token(settings: Settings) -> "Token | None":
    """Gives access tokens, the same to sending and reading; None while passwords are used."""
    if not settings.mail_oauth:
        return None
    from outreach.adapters.mail_oauth import AccessTokens, mail_grant

    return AccessTokens(mail_grant(settings.mail_oauth)).current


def _mailer(settings: Settings, token: "Token | None") -> Mailer:
    kind, _, name = settings.mail.partition(":")
    if kind == "folder":
        from outreach.adapters.mailer_folder import FolderMailer

        return FolderMailer(Path(name))
    from outreach.adapters.mailer_smtp import SmtpMailer, smtp_server

    return SmtpMailer(smtp_server(mail_server(settings.mail), password=settings.mail_password, token=token))


def _mailbox(settings: Settings, token: "Token | None") -> Mailbox | None:
    kind, _, name = settings.mailbox.partition(":")
    if not kind:
        return None
    if kind == "folder":
        from outreach.adapters.mailbox_folder import FolderMailbox

        return FolderMailbox(Path(name))
    from outreach.adapters.imap_session import imap_server
    from outreach.adapters.mailbox_imap import ImapMailbox

    server = mailbox_server(settings.mailbox)
    return ImapMailbox(imap_server(server, password=settings.mailbox_password, token=token))


def _scope(settings: Settings, clock: Clock) -> str:
    from outreach.adapters.ledger_scope import scope_of

    return scope_of(settings.ledger, settings.region, sender=settings.sender, now=clock.now())


def _ledger(settings: Settings, scope: str) -> Ledger:
    from outreach.adapters.ledger_sql import SqlLedger

    return SqlLedger(settings.ledger, region=scope)


def _personal(settings: Settings) -> Personal:
    from outreach.adapters.personal_sql import PersonalRecords

    return PersonalRecords(settings.ledger)


def _archive(settings: Settings, scope: str) -> Archive:
    from outreach.adapters.archive_sql import SqlArchive

    return SqlArchive(settings.ledger, region=scope)
