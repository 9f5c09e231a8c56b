"""What one secretary hands to the next: open promises, who was told what, last days, settings by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.answer import latest_answers
from outreach.domain.deadline import Deadline
from outreach.domain.history import TOLD, History

SOON = timedelta(days=7)
AHEAD = timedelta(days=60)

SHOWN = (
    *("OUTREACH_REGION", "OUTREACH_SHEETS", "OUTREACH_SENDER", "OUTREACH_PRODUCTION", "OUTREACH_BOUNCES"),
    *("OUTREACH_ANSWERS_URL", "OUTREACH_WORKERS", "OUTREACH_STATE", "OUTREACH_HOME"),
)
"""Settings that a handover shows as they are."""

HIDDEN = ("OUTREACH_MAIL", "OUTREACH_MAILBOX", "OUTREACH_LEDGER", "OUTREACH_OPERATOR", "OUTREACH_GUESTS")
"""Settings that hold addresses of persons, or may hold a password: only whether they are set is said."""

SECRETS = (
    *("OUTREACH_MAIL_PASSWORD", "OUTREACH_MAILBOX_PASSWORD", "OUTREACH_MAIL_OAUTH", "OUTREACH_GOOGLE_CREDENTIALS"),
    *("OUTREACH_LEDGER", "PREFECT_API_AUTH_STRING"),
)
"""What is to be changed when somebody leaves; the ledger's address may hold a password."""

KEPT_SECRET = "OUTREACH_SECRET"  # noqa: S105 # the name of a setting


class PromiseKind(StrEnum):
    """What is open, the most pressing first."""

    BATCH = "batch"
    UNKNOWN = "unknown"
    REPLY = "reply"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that somebody waits for. who: the row or name; about: key or title; owner: key of who acts, or ""."""

    kind: PromiseKind
    day: date
    who: str
    about: str = ""
    count: int = 1
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One message that went or may have gone. state: of the message; answer: what came back last, "" when nothing."""

    row: str
    name: str
    about: str
    day: date
    state: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """All of it. settings: by name, its value, "hidden" or "unset"; leaders, liaisons: names with their rows."""

    day: date
    covered: int
    countries: int
    candidates: int
    problems: int
    suppressed: int
    is_stopped: bool
    promises: tuple[Promise, ...]
    told: tuple[Told, ...]
    deadlines: tuple[Deadline, ...]
    leaders: tuple[str, ...]
    liaisons: tuple[str, ...]
    secrets: tuple[str, ...]
    settings: Mapping[str, str]


def told_so_far(history: History, names: Mapping[str, str]) -> tuple[Told, ...]:
    """Every message that went or may have gone, the newest first. names: by contact, as the sheets have them."""
    newest = latest_answers(history.answers)
    answers = {answer.message: answer for answer in history.answers}
    records = sorted((one for one in history.records if one.state in TOLD), key=lambda one: one.since, reverse=True)
    found = ((one, answers.get(one.key) or newest.get(one.contact)) for one in records)
    return tuple(
        Told(
            one.origin,
            names.get(one.contact, ""),
            one.occasion,
            one.since.date(),
            one.state.value,
            back.kind.value if back and back.moment >= one.since else "",
        )
        for one, back in found
    )


def settings_shown(environment: Mapping[str, str]) -> dict[str, str]:
    """Of each setting its value, or only whether it is set."""
    shown = {name: environment.get(name) or "unset" for name in SHOWN}
    return shown | {name: "hidden" if environment.get(name) else "unset" for name in HIDDEN}


def secrets_in_use(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names of those that are set."""
    return tuple(name for name in SECRETS if environment.get(name))
