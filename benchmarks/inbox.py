"""How well real bounces are understood, beside flufl.bounce where it is there: `python -m benchmarks.inbox [FOLDER]`.

FOLDER: mails as .eml, and labels.json, which says of each recipient whether the address is dead ("hard").
"""  # noqa: INP001 (a folder of programs to run, not a package)

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import click

from benchmarks.figure import Figure
from outreach.domain.failure import MailKind
from outreach.intake.inbox import classify

NO_BOUNCE = {"vacation", "feedback", "delivered"}
Found = tuple[int, int]
"""How many dead addresses, how many addresses in all."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """precision, recall: of dead addresses, counted a mail; found: the share of failed addresses that were named.

    mistaken: mails that are no bounces and were taken for one.
    """

    mails: int
    precision: float
    recall: float
    found: float
    mistaken: int


def shared_bounces() -> Path:
    """Where real bounces lie when they do: in the shared data beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("OUTREACH_SHARED_DATA", beside)) / "bounces"


def measure(folder: Path, extract: Callable[[bytes], Found]) -> Extracted:
    """The figures of one extractor on all labelled mails of a folder."""
    labels: Mapping[str, Sequence[Mapping[str, object]]] = json.loads((folder / "labels.json").read_text())
    right = wrong = missed = named = recipients = mistaken = 0
    for name, told in labels.items():
        dead, addresses = extract((folder / f"{name}.eml").read_bytes())
        if {str(one["reason"]) for one in told} & NO_BOUNCE:
            mistaken += bool(addresses)
            continue
        wanted = sum(bool(one["hard"]) for one in told)
        right, wrong, missed = right + min(wanted, dead), wrong + max(0, dead - wanted), missed + max(0, wanted - dead)
        named, recipients = named + min(addresses, len(told)), recipients + len(told)
    return Extracted(len(labels), right / (right + wrong), right / (right + missed), named / recipients, mistaken)


def ours(raw: bytes) -> Found:
    """What our classifier says."""
    verdict = classify(raw)
    failures = verdict.failures if verdict.kind in {MailKind.BOUNCE, MailKind.DELAY} else ()
    return sum(failure.permanent for failure in failures), len(failures)


def peer() -> Callable[[bytes], Found] | None:
    """flufl.bounce, whose "permanent" is taken at its word; None where it is not installed."""
    try:
        from flufl.bounce import all_failures  # noqa: PLC0415 # an optional peer
    except ImportError:
        return None

    def extract(raw: bytes) -> Found:
        temporary, permanent = all_failures(message_from_bytes(raw))
        return len(permanent), len(temporary | permanent)

    return extract


def figures() -> list[Figure]:
    """Of dead addresses, ours beside flufl.bounce's; nothing without the mails."""
    folder, other = shared_bounces(), peer()
    if not folder.exists():
        return []
    mine, its = measure(folder, ours), measure(folder, other) if other else None
    return [
        Figure(
            f"dead addresses in {mine.mails} real bounces: {what}",
            f"{getattr(mine, what):.3f}",
            f"flufl.bounce {getattr(its, what):.3f}" if its else "flufl.bounce is not installed",
            f"{getattr(mine, what) / getattr(its, what):.2f}" if its else "",
        )
        for what in ("precision", "recall")
    ]


def main() -> None:
    """Prints one line an extractor."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared_bounces()
    click.echo(f"{'':<14}{'mails':>7}{'precision':>11}{'recall':>8}{'address found':>15}{'taken for one':>15}")
    for name, extract in (("outreach", ours), ("flufl.bounce", peer())):
        if extract is None:
            click.echo(f"{name:<14}not installed")
            continue
        of = measure(folder, extract)
        click.echo(f"{name:<14}{of.mails:>7}{of.precision:>11.3f}{of.recall:>8.3f}{of.found:>15.3f}{of.mistaken:>15}")


if __name__ == "__main__":
    main()
