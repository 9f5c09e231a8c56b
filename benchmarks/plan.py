"""Processor time and memory that planning takes, by the number of candidates: `python -m benchmarks.plan [SIZE ...]`.

For each size, in a process of its own, seconds by the clock and of the processor (which others may use meanwhile):
facts of every candidate, its stage and next step, the invitations and the follow-ups of the day. All candidates are
invented; two in three were invited, one in five answered, one in ten came to a call.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks.figure import Figure
from outreach.analysis.working_days import is_working_day
from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.candidate_facts import facts_by_candidate
from outreach.domain.contact import Contact, LanguageSource
from outreach.domain.follow_up import plan_follow_ups
from outreach.domain.history import History, Record
from outreach.domain.invitation import plan_invitations
from outreach.domain.message import MessageState
from outreach.domain.next_step import next_step
from outreach.domain.origin import Origin
from outreach.domain.pipeline import progress_of
from outreach.intake.cadence import parse_cadence
from outreach.intake.pipeline_rules import parse_reminder_rules

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
CONFIG = Path(__file__).parents[1] / "config"
NOW = datetime(2016, 9, 6, 12, tzinfo=UTC)
CALLS = (
    Call(
        uid="basics-icann",
        series="Basics",
        topic="icann",
        title="How ICANN works",
        starts=NOW + timedelta(days=10),
        lasts=timedelta(hours=1),
        languages=("en", "es"),
        bridge="",
        link="https://calls.example/icann",
        origin=Origin("Calls", 3),
    ),
)
COUNTRIES = ("AG", "BS", "BZ", "DM", "GD", "GT", "KN", "SR")


@dataclass(frozen=True, slots=True)
class Planned:
    """Of one size: seconds by the clock and of the processor, not of inventing; peak memory; what was planned."""

    size: int
    seconds: float
    busy: float
    megabytes: float
    mails: int
    later: int
    persons: int


def main(arguments: Sequence[str]) -> None:
    """Prints a line a size."""
    if arguments[:1] == ["--one"]:
        sys.stdout.write(json.dumps(asdict(measure(int(arguments[1])))))
        return
    sys.stdout.write(
        f"{'candidates':>10} {'seconds':>8} {'CPU':>6} {'MB':>6} {'mails':>7} {'later':>7} {'persons':>8}\n"
    )
    for size in map(int, arguments or SIZES):
        of = apart(size)
        counts = f"{of.mails:>7} {of.later:>7} {of.persons:>8}"
        sys.stdout.write(f"{of.size:>10} {of.seconds:>8.2f} {of.busy:>6.2f} {of.megabytes:>6.0f} {counts}\n")
        sys.stdout.flush()


def figures(sizes: Sequence[int] = SIZES[::2]) -> list[Figure]:
    """The curve of time and memory, each size beside the one before, a candidate."""
    curve = [apart(size) for size in sizes]
    each = [1e6 * of.busy / of.size for of in curve]
    return [
        Figure(
            f"plan a day, {of.size:,} candidates",
            f"{of.busy:.2f} s of a processor, {of.megabytes:.0f} MB",
            f"{cost:.0f} µs a candidate",
            f"{cost / each[0]:.2f} of the first",
        )
        for of, cost in zip(curve, each, strict=True)
    ]


def apart(size: int) -> Planned:
    """One size, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.plan", "--one", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, cwd=CONFIG.parent)  # noqa: S603 # itself
    return Planned(**json.loads(done.stdout))


def measure(size: int) -> Planned:
    """One size, in this process."""
    candidates, history = invented(size, Random(size))  # noqa: S311 # the same candidates for the same size
    rules = parse_reminder_rules((CONFIG / "pipeline.toml").read_text(encoding="utf-8"))
    cadence = parse_cadence((CONFIG / "cadence.toml").read_text(encoding="utf-8"))
    started, worked = perf_counter(), process_time()
    facts = facts_by_candidate(candidates, history, (), held={"dns": date(2016, 8, 1)})
    for candidate in candidates:
        next_step(candidate, progress_of(facts[candidate.origin], candidate.kind), NOW.date(), rules)
    plan_invitations(candidates, CALLS, history, uncovered=frozenset(COUNTRIES), resting=frozenset())
    plan = plan_follow_ups(
        candidates, history, cadence, now=NOW, uncovered=frozenset(COUNTRIES), is_working_day=is_working_day
    )
    seconds, busy = perf_counter() - started, process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Planned(size, seconds, busy, megabytes, len(plan.now), len(plan.later), len(plan.handed_over))


def invented(size: int, chance: Random, countries: Sequence[str] = COUNTRIES) -> tuple[list[Candidate], History]:
    """So many candidates in these countries, a third of them individuals, and what was said to them."""
    candidates = [_candidate(row, chance, countries) for row in range(size)]
    contacts = [one.contact.id for one in candidates if one.contact]
    invited = [who for who in contacts if chance.random() < 2 / 3]
    records = [_record(who, occasion, chance) for who in invited for occasion in ("invitation:dns", "follow_up:first")]
    answers = [
        Answer(who, "", chance.choice(list(AnswerKind)), NOW - timedelta(days=chance.randint(1, 30)), f"mail-{who}")
        for who in invited
        if chance.random() < 1 / 5
    ]
    return candidates, History(tuple(records), answers=tuple(answers))


def _candidate(row: int, chance: Random, countries: Sequence[str]) -> Candidate:
    country = chance.choice(countries)
    kind = CandidateKind.INDIVIDUAL if chance.random() < 1 / 3 else CandidateKind.ORGANISATION
    name = f"Asociación de Usuarios número {row if chance.random() < 9 / 10 else row - 1}"
    contact = Contact(f"c{row}", "", f"c{row}@organisation.example", country, "es", LanguageSource.STATED)
    attended = frozenset({"dns"} if chance.random() < 1 / 10 else ())
    return Candidate(name, kind, country, "Luz Ferrer", date(2016, 6, 1), contact, attended, Origin("Survey", row + 2))


def _record(contact: str, occasion: str, chance: Random) -> Record:
    since = NOW - timedelta(days=chance.randint(0, 60))
    state = chance.choice([MessageState.ACCEPTED, MessageState.ACCEPTED, MessageState.WITHDRAWN])
    return Record(f"{contact}:{occasion}", contact, occasion, 0, state, since, "", "")


if __name__ == "__main__":
    main(sys.argv[1:])
