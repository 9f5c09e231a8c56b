"""All five regions of ICANN on one ledger: `python -m benchmarks.one_ledger [MESSAGES]`, 20,000 unless told.

Each region gets its share by its number of countries and plans, approves and sends it beside the others', to a mailer
that takes everything at once. Then each asks for its history, which is what every flow begins with.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.plan import CONFIG, NOW
from benchmarks.regions import COUNTRIES, REGIONS
from outreach.adapters.clock import StillClock
from outreach.adapters.ledger_scope import scope_of
from outreach.adapters.ledger_sql import SqlLedger
from outreach.catalog import load_catalog
from outreach.delivery import deliver_waiting
from outreach.domain.message import Draft, Outcome, OutcomeKind, batch_hash, message_key

MESSAGES = 20_000
OCCASION = "invitation:dns"
SENDER = "outreach@region.example"
TEXT = b"Subject: A call about the DNS\r\n\r\n" + b"Hello. " * 2_000  # 14 kB, as an invitation is


class Post:
    """Takes everything at once."""

    def send(self, draft: Draft, **_: object) -> Outcome:
        """Takes it."""
        del draft
        return Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 Ok")

    def probe(self) -> tuple[str, ...]:
        """Is there."""
        return ()

    def close(self) -> None:
        """Nothing is open."""


def main(arguments: Sequence[str]) -> None:
    """Prints a line a region, then how large the ledger is."""
    total = int(arguments[0]) if arguments else MESSAGES
    sys.stdout.write(
        f"{'region':>8} {'messages':>9} {'plan s':>7} {'sent/s':>7} {'history s':>10} {'own':>7} {'others':>7}\n"
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.sqlite"
        sizes = {region: total * _countries(region) // COUNTRIES for region in REGIONS}
        told = {region: _season(f"sqlite:///{file}", region, size) for region, size in sizes.items()}
        for region in REGIONS:
            ledger = _opened(f"sqlite:///{file}", region)
            started = perf_counter()
            history = ledger.history()
            seconds = perf_counter() - started
            counts = f"{seconds:>10.2f} {len(history.records):>7} {len(history.elsewhere):>7}"
            sys.stdout.write(f"{region:>8} {sizes[region]:>9} {told[region]} {counts}\n")
            ledger.close()
        sys.stdout.write(f"the ledger: {file.stat().st_size / 2**20:.0f} MB\n")


def _countries(region: str) -> int:
    return len(load_catalog(CONFIG.parent, region=region).region.countries)


def _opened(url: str, region: str) -> SqlLedger:
    return SqlLedger(url, region=scope_of(url, region, sender=SENDER, now=NOW))


def _season(url: str, region: str, size: int) -> str:
    """Seconds to plan and approve, messages sent a second."""
    ledger = _opened(url, region)
    scope = scope_of(url, region, sender=SENDER, now=NOW)
    drafts = [_draft(f"{region}-{number}", scope) for number in range(size)]
    started = perf_counter()
    ledger.plan(drafts, occasions=[OCCASION], now=NOW)
    ledger.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    planned = perf_counter() - started
    started = perf_counter()
    deliver_waiting(ledger, Post(), StillClock(NOW), worker="w")
    sent = size / (perf_counter() - started)
    ledger.close()
    return f"{planned:>7.1f} {sent:>7.0f}"


def _draft(contact: str, scope: str) -> Draft:
    key = message_key(contact, OCCASION, 0, scope)
    address = f"{contact.lower()}@people.example"
    zone = "America/Lima"  # asks whether another region wrote to them
    return Draft(key, contact, OCCASION, 0, address, SENDER, "A call", ("en",), "Survey!2", TEXT, zone=zone)


if __name__ == "__main__":
    main(sys.argv[1:])
