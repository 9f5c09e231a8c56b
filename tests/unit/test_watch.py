"""The operator is told of failing runs: soon, then at most once an hour, and of none twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from outreach.catalog import load_catalog
from outreach.domain.message import Draft, Outcome, OutcomeKind
from outreach.domain.run import Run, RunState
from outreach.errors import MailError, ScheduleError
from outreach.rendering.failure_letter import OperatorPaper, failure_draft
from outreach.rendering.headers import Mailbox
from outreach.settings import ROOT
from outreach.watch import Watch
from tests.factories import NOW
from tests.fakes import HandClock, ScriptedMailer

OPERATOR = Mailbox("", "operator@lacralo.example")
TEMPLATE = load_catalog(ROOT, region="LACRALO").templates["run_failed"]


@dataclass
class PaperBook:
    """A scheduler's book that a test writes in; closed, nobody can look at it."""

    runs: list[Run] = field(default_factory=list)
    closed: bool = False

    def ended(self, since: datetime) -> Sequence[Run]:
        """What stands in it since then."""
        if self.closed:
            raise ScheduleError("closed")
        return [run for run in self.runs if run.since > since]

    def to_come(self, now: datetime) -> Sequence[Run]:
        """Nobody asks in these tests."""
        del now
        return ()


def failed(book: PaperBook, clock: HandClock, told: str = "Share the spreadsheet.") -> None:
    moment = clock.turn(minutes=1)
    book.runs.append(Run(f"r{len(book.runs)}", "send-digest", RunState.FAILED, moment, moment, told))


def a_watch(book: PaperBook, mailer: ScriptedMailer, clock: HandClock) -> Watch:
    paper = OperatorPaper(TEMPLATE, "LACRALO", ("en", "es"), Mailbox("LACRALO", "us@lacralo.example"), OPERATOR)
    return Watch(book, mailer, clock, lambda found, now: failure_draft(found, paper, now=now), NOW)


def test_the_first_failure_is_told_at_once_and_those_after_it_together_an_hour_later() -> None:
    book, mailer, clock = PaperBook(), ScriptedMailer(), HandClock()
    watch = a_watch(book, mailer, clock)
    assert watch.look() == 0

    failed(book, clock)
    assert (watch.look(), watch.look()) == (1, 0)
    failed(book, clock)
    failed(book, clock)
    assert watch.look() == 0
    clock.turn(hours=1)
    assert (watch.look(), watch.look()) == (2, 0)
    assert [draft.recipient for draft in mailer.sent] == [OPERATOR.address] * 2
    assert b"Subject: A run failed" in mailer.sent[0].content
    assert len({draft.key for draft in mailer.sent}) == 2


@pytest.mark.parametrize("outcome", [OutcomeKind.LATER, None])
def test_what_cannot_be_sent_is_tried_again(outcome: OutcomeKind | None) -> None:
    def fails(draft: Draft) -> Outcome:
        if outcome is None:
            raise MailError(f"no network for {draft.key}")
        return Outcome(outcome)

    book, mailer, clock = PaperBook(), ScriptedMailer(fails), HandClock()
    watch = a_watch(book, mailer, clock)
    failed(book, clock)
    assert watch.look() == 0

    mailer.script = lambda _: Outcome(OutcomeKind.ACCEPTED)
    assert watch.look() == 1


def test_a_scheduler_in_trouble_is_told_once_it_lasts() -> None:
    book, mailer, clock = PaperBook(closed=True), ScriptedMailer(), HandClock()
    watch = a_watch(book, mailer, clock)

    looks = [watch.look() for _ in range(12) if clock.turn(minutes=1)]

    assert looks == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert b"scheduler" in mailer.sent[0].content


def test_a_disk_without_room_is_told_though_the_scheduler_answers() -> None:
    def full() -> None:
        raise ScheduleError("Only 3 MB are left on the disk.")

    mailer, clock = ScriptedMailer(), HandClock()
    watch = replace(a_watch(PaperBook(), mailer, clock), room=full)

    assert [watch.look() for _ in range(6) if clock.turn(minutes=1)] == [0, 0, 0, 0, 0, 1]
    assert b"Only 3 MB are left" in mailer.sent[0].content


def test_a_scheduler_that_does_not_answer_is_asked_again() -> None:
    book, clock = PaperBook(closed=True), HandClock()
    watch = a_watch(book, ScriptedMailer(), clock)
    failed(book, clock)
    assert watch.look() == 0

    book.closed = False
    assert watch.look() == 1


def test_what_failed_before_it_began_is_not_told() -> None:
    book = PaperBook([Run("old", "send-digest", RunState.FAILED, NOW, NOW - timedelta(minutes=1))])

    assert a_watch(book, ScriptedMailer(), HandClock()).look() == 0
