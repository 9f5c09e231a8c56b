"""When a message that may be sent is sent: not at night, not too many a day, not two to one organisation at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.domain.message import Draft

# Kinds and subjects of notes in the ledger.
SWITCH = ("switch", "sending")  # stops all sending, or lets it go on, in every region that shares the ledger
OWN_SWITCH = ("switch", "own sending")  # the same of one region
OFF, ON = "off", "on"
RESTORED = ("ledger.restored", "ledger")  # the ledger came out of a backup


@dataclass(frozen=True, slots=True)
class SendingRules:
    """`config/rules.toml`, [sending]. Without limits nothing has to wait.

    per_day: messages begun within 24 hours, on all machines together; pause: between two messages;
    quiet_from, quiet_until: local time of the reader; organisation_rest: between messages about different
    occasions to the people of one organisation.
    """

    per_day: int | None = None
    pause: timedelta = timedelta(0)
    quiet_from: time | None = None
    quiet_until: time | None = None
    organisation_rest: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Guests:
    """Who may be mailed: everybody in production, else these addresses and domains, in small letters."""

    only: frozenset[str] | None = None

    def include(self, address: str) -> bool:
        """Whether this address may be mailed."""
        known_as = address.casefold()
        return self.only is None or known_as in self.only or known_as.rpartition("@")[2] in self.only


LONGEST_REST = 30  # days; no country's holidays last longer
UNHURRIED = ("follow_up:", "next_step:")
"""How the occasions of messages begin that wait for a day on which their reader works."""

Works = Callable[[date, str], bool]
"""Whether people work on a day where the clock shows the time of this zone."""


def rests_until(draft: Draft, now: datetime, works: Works) -> datetime | None:
    """When the next day of work of an unhurried message's reader begins, in UTC; None when it is one now."""
    if not draft.zone or not draft.occasion.startswith(UNHURRIED):
        return None
    zone = ZoneInfo(draft.zone)
    today = now.astimezone(zone).date()
    if works(today, draft.zone):
        return None
    days = (today + timedelta(days=ahead) for ahead in range(1, LONGEST_REST))
    day = next((one for one in days if works(one, draft.zone)), today + timedelta(days=LONGEST_REST))
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def quiet_until(draft: Draft, now: datetime, rules: SendingRules) -> datetime | None:
    """When the reader's night is over, in UTC; None in the daytime, and of readers whose zone is not known."""
    if not draft.zone or rules.quiet_from is None or rules.quiet_until is None:
        return None
    local = now.astimezone(ZoneInfo(draft.zone))
    begins, ends = rules.quiet_from, rules.quiet_until
    at_night = begins <= local.time() or local.time() < ends if begins > ends else begins <= local.time() < ends
    if not at_night:
        return None
    day = local.date() + timedelta(days=1 if begins > ends and local.time() >= begins else 0)
    return datetime.combine(day, ends, tzinfo=ZoneInfo(draft.zone)).astimezone(UTC)
