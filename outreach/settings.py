"""Secrets and addresses of one installation, from the environment and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from outreach.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that `.env.example` explains; secrets do not show in `repr`.

    sheets: "FILE.xlsx" or "google:SPREADSHEET-ID". mail: "folder:DIR" or "smtp://USER@HOST:PORT"
    ("smtps://" for TLS from the first byte). ledger: an SQLAlchemy URL. state: the folder of what the
    system makes. sender: the address all mail comes from. mailbox: where answers arrive, "imaps://USER@HOST"
    or "folder:DIR", "" when nobody reads it yet. answers_url: where the endpoint of answers is seen from
    the web. guests: addresses and domains that alone may be mailed; None in production. plus_addresses:
    whether the sender's domain delivers
    bounces+ANYTHING and the sender's own name+ANYTHING. mail_oauth: a grant in place of mail passwords, as
    JSON or the path of it. operator: the address that is told when runs fail, "" when nobody is.
    takes_turns: whether several workers share the scheduler's limits. home: where
    `config/` and `templates/` lie.
    """

    sheets: str
    mail: str
    ledger: str
    state: Path
    sender: str
    region: str
    home: Path
    secret: bytes = field(repr=False)
    mail_password: str = field(default="", repr=False)
    mailbox: str = ""
    mailbox_password: str = field(default="", repr=False)
    mail_oauth: str = field(default="", repr=False)
    plus_addresses: bool = False
    answers_url: str = ""
    operator: str = ""
    takes_turns: bool = False
    guests: frozenset[str] | None = frozenset()
    google_credentials: str = field(default="", repr=False)
    google_endpoint: str = ""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`. Raises SettingsError naming every variable that is missing."""
    missing = [name for name in ("OUTREACH_SHEETS", "OUTREACH_SECRET") if not environment.get(name)]
    if missing:
        raise SettingsError(f"Set {' and '.join(missing)} in the environment; .env.example says what they are.")
    state = Path(environment.get("OUTREACH_STATE", "state"))
    return Settings(
        sheets=environment["OUTREACH_SHEETS"],
        mail=environment.get("OUTREACH_MAIL", f"folder:{state / 'mail'}"),
        ledger=environment.get("OUTREACH_LEDGER", f"sqlite:///{state / 'ledger.sqlite'}"),
        state=state,
        sender=environment.get("OUTREACH_SENDER", "outreach@localhost.localdomain"),
        region=environment.get("OUTREACH_REGION", "LACRALO"),
        home=Path(environment.get("OUTREACH_HOME", str(ROOT))),
        secret=environment["OUTREACH_SECRET"].encode(),
        mail_password=environment.get("OUTREACH_MAIL_PASSWORD", ""),
        mailbox=environment.get("OUTREACH_MAILBOX", ""),
        mailbox_password=environment.get("OUTREACH_MAILBOX_PASSWORD", environment.get("OUTREACH_MAIL_PASSWORD", "")),
        guests=_guests(environment),
        mail_oauth=environment.get("OUTREACH_MAIL_OAUTH", ""),
        answers_url=environment.get("OUTREACH_ANSWERS_URL", "").rstrip("/"),
        operator=environment.get("OUTREACH_OPERATOR", ""),
        takes_turns=_several(environment.get("OUTREACH_WORKERS", "")),
        plus_addresses=_plus(environment.get("OUTREACH_BOUNCES", "")),
        google_credentials=environment.get("OUTREACH_GOOGLE_CREDENTIALS", ""),
        google_endpoint=environment.get("OUTREACH_GOOGLE_ENDPOINT", ""),
    )


def _plus(bounces: str) -> bool:
    if bounces not in {"", "plus"}:
        raise SettingsError("OUTREACH_BOUNCES must be plus, or empty; .env.example says what it means.")
    return bounces == "plus"


def _several(workers: str) -> bool:
    if workers not in {"", "several"}:
        raise SettingsError("OUTREACH_WORKERS must be several, or empty; .env.example says what it means.")
    return workers == "several"


def mail_server(mail: str) -> SplitResult:
    """The parts of an "smtp://USER@HOST:PORT" address. Raises SettingsError when it has no host."""
    parts = _parts(mail)
    if parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("OUTREACH_MAIL must be folder:DIR, smtp://USER@HOST:PORT or smtps://USER@HOST:PORT.")
    return parts


def mailbox_server(mailbox: str) -> SplitResult:
    """The parts of an "imaps://USER@HOST:PORT" address. Raises SettingsError when it has no host or user."""
    parts = _parts(mailbox)
    if parts is None or parts.scheme not in {"imap", "imaps"} or not (parts.hostname and parts.username):
        raise SettingsError("OUTREACH_MAILBOX must be folder:DIR, imaps://USER@HOST:PORT or imap://USER@HOST:PORT.")
    return parts


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; None when its host or port can be none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is looked at only when it is asked for
    except ValueError:
        return None
    return parts


def _guests(environment: Mapping[str, str]) -> frozenset[str] | None:
    """Who may be mailed while this is no production; None when it is."""
    production = environment.get("OUTREACH_PRODUCTION", "")
    if production not in {"", "yes"}:
        raise SettingsError("OUTREACH_PRODUCTION must be yes, or empty; .env.example says what it means.")
    named = environment.get("OUTREACH_GUESTS", "").replace(";", ",").split(",")
    return (
        None if production else frozenset(name.strip().casefold().removeprefix("@") for name in named if name.strip())
    )
