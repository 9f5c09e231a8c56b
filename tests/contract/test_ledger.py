"""What every ledger promises, on SQLite and on PostgreSQL."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from outreach.adapters.ledger_engine import open_engine
from outreach.adapters.ledger_lease import BACK_OFF, LEASE
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.ledger_tables import METADATA, REVISION, VERSION_TABLE
from outreach.domain.call import Revision
from outreach.domain.history import History
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind, batch_hash
from outreach.errors import LedgerError
from outreach.ports import Ledger
from tests.contract.claiming import claim_one
from tests.factories import NOW, a_draft

OCCASION = "invitation:dns"
NORMAL, FULL = 1, 2  # SQLite's numbers
ACCEPTED = Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 queued")
LATER = Outcome(OutcomeKind.LATER, "451 4.7.1 greylisted, <...>")


def drafts(*contacts: str) -> list[Draft]:
    return sorted((a_draft(contact) for contact in contacts), key=lambda draft: draft.key)


def plan(ledger: Ledger, planned: Collection[Draft], *, now: datetime = NOW) -> None:
    ledger.plan(planned, occasions=[OCCASION], now=now)


def approve(ledger: Ledger, *, now: datetime = NOW) -> int:
    waiting = ledger.waiting([OCCASION])
    keys = [draft.key for draft in waiting]
    return ledger.approve(keys, batch=batch_hash(waiting), approver="People!2", now=now)


def approved(ledger: Ledger, *contacts: str) -> list[Draft]:
    planned = drafts(*contacts)
    plan(ledger, planned)
    approve(ledger)
    return planned


def transmitting(ledger: Ledger, *, now: datetime = NOW) -> Draft:
    draft = claim_one(ledger, worker="w", now=now)
    assert draft is not None
    assert ledger.begin(draft.key, worker="w", now=now)
    return draft


def states(ledger: Ledger) -> dict[str, MessageState]:
    return {record.contact: record.state for record in ledger.history().records}


# --- planning ---


def test_a_planned_draft_waits_with_everything_it_had(ledger: SqlLedger) -> None:
    draft = a_draft(
        "c1", recipient="ñandú@correo.example", languages=("es", "en"), content=b"\x00\xff\r\n", origin="S!9"
    )
    plan(ledger, [draft])
    assert ledger.waiting([OCCASION]) == (draft,)


def test_drafts_wait_by_key_and_by_occasion(ledger: SqlLedger) -> None:
    elsewhere = a_draft("c9", occasion="digest:1")
    planned = drafts("c3", "c1", "c2")
    plan(ledger, planned[::-1])
    ledger.plan([elsewhere], occasions=["digest:1"], now=NOW)
    assert ledger.waiting([OCCASION]) == tuple(planned)
    assert ledger.waiting(["digest:1"]) == (elsewhere,)
    assert ledger.waiting([]) == ()


def test_planning_the_same_again_changes_nothing(ledger: SqlLedger) -> None:
    approved(ledger, "c1", "c2")
    before = ledger.history()
    plan(ledger, drafts("c1", "c2"), now=NOW + timedelta(days=1))
    assert ledger.history() == before


def test_a_changed_text_voids_the_approval(ledger: SqlLedger) -> None:
    [first, second] = approved(ledger, "c1", "c2")
    changed = replace(first, content=b"Subject: Moved\r\n\r\nHello\r\n", subject="Moved")
    plan(ledger, [changed, second])
    records = {record.key: (record.state, record.batch) for record in ledger.history().records}
    assert records[first.key] == (MessageState.PLANNED, "")
    assert records[second.key][0] is MessageState.APPROVED
    assert ledger.waiting([OCCASION]) == (changed,)


def test_a_moved_row_follows_without_voiding_the_approval(ledger: SqlLedger) -> None:
    [draft] = approved(ledger, "c1")
    plan(ledger, [replace(draft, origin="Survey!77")])
    [record] = ledger.history().records
    assert (record.state, record.origin) == (MessageState.APPROVED, "Survey!77")


def test_what_is_no_longer_planned_is_withdrawn_and_may_come_back(ledger: SqlLedger) -> None:
    [first, second] = approved(ledger, "c1", "c2")
    plan(ledger, [second])
    assert {record.key: record.state for record in ledger.history().records}[first.key] is MessageState.WITHDRAWN
    again = replace(first, content=b"Subject: Again\r\n\r\n")
    plan(ledger, [again, second])
    assert ledger.waiting([OCCASION]) == (again,)


def test_a_plan_leaves_other_occasions_alone(ledger: SqlLedger) -> None:
    approved(ledger, "c1")
    ledger.plan([], occasions=["digest:1"], now=NOW)
    assert states(ledger) == {"c1": MessageState.APPROVED}


@pytest.mark.parametrize("planned", [[], "changed"])
def test_a_plan_leaves_alone_what_is_claimed_or_later(ledger: SqlLedger, planned: list[Draft] | str) -> None:
    originals = approved(ledger, "c1", "c2", "c3")
    first = transmitting(ledger)
    ledger.settle(first.key, ACCEPTED, now=NOW)
    transmitting(ledger)
    claim_one(ledger, worker="w", now=NOW)
    before = ledger.history()
    plan(ledger, [replace(draft, content=b"new") for draft in originals] if planned else [])
    assert ledger.history() == before


def test_a_new_revision_may_be_planned_beside_one_already_told(ledger: SqlLedger) -> None:
    [first] = approved(ledger, "c1")
    ledger.settle(transmitting(ledger).key, ACCEPTED, now=NOW)
    second = a_draft("c1", revision=1)
    plan(ledger, [second])
    assert ledger.waiting([OCCASION]) == (second,)
    assert {record.key: record.state for record in ledger.history().records} == {
        first.key: MessageState.ACCEPTED,
        second.key: MessageState.PLANNED,
    }


def test_a_plan_that_contradicts_itself_changes_nothing(ledger: SqlLedger) -> None:
    draft = a_draft("c1")
    for wrong in ([draft, replace(draft, content=b"other")], [draft, replace(draft, key="another")]):
        with pytest.raises(LedgerError):
            plan(ledger, wrong)
    with pytest.raises(LedgerError):
        ledger.plan([draft], occasions=["digest:1"], now=NOW)
    assert ledger.history() == History()


# --- approval ---


def test_an_approval_is_kept_with_its_batch(ledger: SqlLedger) -> None:
    planned = drafts("c1", "c2")
    plan(ledger, planned)
    assert approve(ledger) == 2
    assert {record.batch for record in ledger.history().records} == {batch_hash(planned)}
    assert ledger.waiting([OCCASION]) == ()


def test_an_approval_holds_for_the_approved_text_only(ledger: SqlLedger) -> None:
    planned = drafts("c1", "c2")
    plan(ledger, planned)
    keys, batch = [draft.key for draft in planned], batch_hash(planned)
    plan(ledger, [replace(planned[0], content=b"changed"), planned[1]])
    assert ledger.approve(keys, batch=batch, approver="People!2", now=NOW) == 0
    assert set(states(ledger).values()) == {MessageState.PLANNED}


def test_an_approval_given_twice_counts_once(ledger: SqlLedger) -> None:
    planned = approved(ledger, "c1")
    again = ledger.approve([planned[0].key], batch=batch_hash(planned), approver="People!3", now=NOW)
    assert again == 0
    assert ledger.approve([], batch=batch_hash([]), approver="People!3", now=NOW) == 0


# --- claim, begin, settle ---


def test_nothing_is_claimed_that_nobody_approved(ledger: SqlLedger) -> None:
    plan(ledger, drafts("c1"))
    assert claim_one(ledger, worker="w", now=NOW) is None


def test_the_message_approved_first_is_claimed_first(ledger: SqlLedger) -> None:
    [old] = approved(ledger, "z")
    young = a_draft("a")
    plan(ledger, [old, young])
    approve(ledger, now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(hours=1)
    assert [claim_one(ledger, worker="w", now=later) for _ in range(3)] == [old, young, None]


def test_a_claim_is_for_one_worker(ledger: SqlLedger) -> None:
    [draft] = approved(ledger, "c1")
    assert claim_one(ledger, worker="one", now=NOW) == draft
    assert claim_one(ledger, worker="two", now=NOW) is None
    assert not ledger.begin(draft.key, worker="two", now=NOW)
    assert ledger.begin(draft.key, worker="one", now=NOW)
    assert not ledger.begin(draft.key, worker="one", now=NOW)


def test_several_are_claimed_at_once_each_begun_by_itself(ledger: SqlLedger) -> None:
    planned = approved(ledger, "c1", "c2", "c3")
    claimed = ledger.claim(worker="w", most=2, now=NOW)
    assert claimed == tuple(planned[:2])
    assert ledger.claim(worker="other", most=9, now=NOW) == (planned[2],)
    assert [ledger.begin(draft.key, worker="w", now=NOW) for draft in planned] == [True, True, False]
    assert ledger.claim(worker="w", most=9, now=NOW) == ()


def test_what_a_worker_hands_back_may_be_claimed_at_once(ledger: SqlLedger) -> None:
    planned = approved(ledger, "c1", "c2", "c3")
    ledger.claim(worker="w", most=2, now=NOW)
    ledger.claim(worker="other", most=1, now=NOW)
    ledger.begin(planned[0].key, worker="w", now=NOW)
    ledger.hand_back(worker="w", now=NOW)
    assert not ledger.begin(planned[1].key, worker="w", now=NOW)
    assert ledger.claim(worker="w", most=9, now=NOW) == (planned[1],)
    assert states(ledger)[planned[0].contact] is MessageState.TRANSMITTING
    assert ledger.verify() == ()


def test_an_earlier_life_of_a_worker_is_not_handed_back(open_ledger: Callable[[], SqlLedger]) -> None:
    approved(open_ledger(), "c1", "c2")
    open_ledger().claim(worker="w", most=2, now=NOW)
    open_ledger().hand_back(worker="w", now=NOW)
    assert set(states(open_ledger()).values()) == {MessageState.CLAIMED}


@pytest.mark.parametrize("kind", [kind for kind in OutcomeKind if kind is not OutcomeKind.LATER])
def test_an_outcome_is_final_and_kept_with_the_reply(ledger: SqlLedger, kind: OutcomeKind) -> None:
    approved(ledger, "c1")
    draft = transmitting(ledger)
    ledger.settle(draft.key, Outcome(kind, "the server's line"), now=NOW + timedelta(seconds=9))
    [record] = ledger.history().records
    assert record.state == kind.value
    assert (record.reply, record.since) == ("the server's line", NOW + timedelta(seconds=9))
    assert claim_one(ledger, worker="w", now=NOW + timedelta(days=9)) is None
    with pytest.raises(LedgerError):
        ledger.settle(draft.key, ACCEPTED, now=NOW)


def test_only_a_message_being_sent_can_be_settled_or_postponed(ledger: SqlLedger) -> None:
    [draft] = approved(ledger, "c1")
    for key in (draft.key, "no such key"):
        with pytest.raises(LedgerError):
            ledger.settle(key, ACCEPTED, now=NOW)
        with pytest.raises(LedgerError):
            ledger.postpone(key, now=NOW)
    claim_one(ledger, worker="w", now=NOW)
    with pytest.raises(LedgerError):
        ledger.settle(draft.key, ACCEPTED, now=NOW)


def test_later_waits_longer_each_time_and_the_fifth_is_refused(ledger: SqlLedger) -> None:
    approved(ledger, "c1")
    now = NOW
    for wait in BACK_OFF:
        ledger.settle(transmitting(ledger, now=now).key, LATER, now=now)
        assert states(ledger) == {"c1": MessageState.LATER}
        assert claim_one(ledger, worker="w", now=now + wait - timedelta(seconds=1)) is None
        now += wait
    ledger.settle(transmitting(ledger, now=now).key, LATER, now=now)
    [record] = ledger.history().records
    assert (record.state, record.reply) == (MessageState.REFUSED, LATER.reply)


def test_a_postponed_message_is_due_in_a_minute_and_uses_up_no_attempt(ledger: SqlLedger) -> None:
    approved(ledger, "c1")
    now = NOW
    for _ in range(7):
        ledger.postpone(transmitting(ledger, now=now).key, now=now)
        assert claim_one(ledger, worker="w", now=now) is None
        now += timedelta(minutes=1)
    assert states(ledger) == {"c1": MessageState.LATER}
    ledger.settle(transmitting(ledger, now=now).key, LATER, now=now)
    assert claim_one(ledger, worker="w", now=now + BACK_OFF[0]) is not None


# --- who must not be written to ---


def test_a_suppressed_contact_is_passed_over_when_claimed(ledger: SqlLedger) -> None:
    approved(ledger, "c1", "c2")
    ledger.suppress("c1", reason="said no", now=NOW)
    ledger.suppress("c1", reason="said no again", now=NOW)
    claimed = claim_one(ledger, worker="w", now=NOW)
    assert claimed is not None
    assert claimed.contact == "c2"
    assert claim_one(ledger, worker="w", now=NOW) is None
    assert states(ledger) == {"c1": MessageState.SUPPRESSED, "c2": MessageState.CLAIMED}
    assert ledger.history().suppressed == {"c1"}


def test_a_contact_suppressed_after_the_claim_is_not_written_to(ledger: SqlLedger) -> None:
    [draft] = approved(ledger, "c1")
    claim_one(ledger, worker="w", now=NOW)
    ledger.suppress("c1", reason="said no", now=NOW)
    assert not ledger.begin(draft.key, worker="w", now=NOW)
    assert states(ledger) == {"c1": MessageState.SUPPRESSED}


def test_a_suppressed_contact_is_not_tried_again_later(ledger: SqlLedger) -> None:
    approved(ledger, "c1")
    ledger.settle(transmitting(ledger).key, LATER, now=NOW)
    ledger.suppress("c1", reason="said no", now=NOW)
    assert claim_one(ledger, worker="w", now=NOW + timedelta(days=1)) is None
    assert states(ledger) == {"c1": MessageState.SUPPRESSED}


def test_a_text_whose_occasion_was_moved_after_the_claim_is_not_sent(ledger: SqlLedger) -> None:
    ledger.revision(OCCASION, "Tuesday", now=NOW)
    [draft] = approved(ledger, "c1")
    claim_one(ledger, worker="w", now=NOW)
    ledger.revision(OCCASION, "Wednesday", now=NOW)
    assert not ledger.begin(draft.key, worker="w", now=NOW)
    assert states(ledger) == {"c1": MessageState.WITHDRAWN}


def test_a_text_older_than_its_occasion_is_withdrawn_when_claimed(ledger: SqlLedger) -> None:
    ledger.revision(OCCASION, "Tuesday", now=NOW)
    approved(ledger, "c1", "c2")
    ledger.settle(transmitting(ledger).key, LATER, now=NOW)
    ledger.revision(OCCASION, "Wednesday", now=NOW)
    assert claim_one(ledger, worker="w", now=NOW + timedelta(days=1)) is None
    assert set(states(ledger).values()) == {MessageState.WITHDRAWN}


# --- after a crash ---


def test_recovery_frees_stale_claims_and_calls_stale_transmissions_unknown(ledger: SqlLedger) -> None:
    approved(ledger, "c1", "c2")
    sent = transmitting(ledger)
    claimed = claim_one(ledger, worker="w", now=NOW)
    assert claimed is not None
    assert ledger.recover(now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert states(ledger) == {sent.contact: MessageState.TRANSMITTING, claimed.contact: MessageState.CLAIMED}
    assert ledger.recover(now=NOW + LEASE) == 1
    assert states(ledger) == {sent.contact: MessageState.UNKNOWN, claimed.contact: MessageState.APPROVED}
    assert claim_one(ledger, worker="other", now=NOW + LEASE) == claimed
    assert not ledger.begin(claimed.key, worker="w", now=NOW + LEASE)


@pytest.mark.parametrize(("boot", "state"), [("a", MessageState.APPROVED), ("b", MessageState.UNKNOWN)])
def test_after_another_start_of_the_machine_what_was_claimed_is_unknown(
    sqlite_url: str, boot: str, state: MessageState
) -> None:
    before = SqlLedger(sqlite_url, boot="a")
    approved(before, "c1", "c2")
    before.claim(worker="w", most=2, now=NOW)
    before.close()
    after = SqlLedger(sqlite_url, boot=boot)
    assert after.recover(now=NOW + LEASE) == (2 if boot == "b" else 0)
    assert states(after) == {"c1": state, "c2": state}
    after.close()


def test_where_nobody_knows_the_start_of_the_machine_every_step_is_on_the_disk(sqlite_url: str) -> None:
    ledger = SqlLedger(sqlite_url, boot="")
    planned = approved(ledger, "c1", "c2")
    ledger.claim(worker="w", most=2, now=NOW)
    ledger.begin(planned[0].key, worker="w", now=NOW)
    assert how_surely(ledger) == FULL
    ledger.close()


def test_only_between_messages_claimed_together_a_step_does_not_wait_for_the_disk(sqlite_url: str) -> None:
    ledger = SqlLedger(sqlite_url, boot="a")
    planned = approved(ledger, "c1", "c2", "c3")
    ledger.claim(worker="w", most=2, now=NOW)
    steps = []
    for draft in planned[:2]:
        ledger.begin(draft.key, worker="w", now=NOW)
        steps.append(how_surely(ledger))
        ledger.settle(draft.key, ACCEPTED, now=NOW)
        steps.append(how_surely(ledger))
    transmitting(ledger)
    assert [*steps, how_surely(ledger)] == [NORMAL, NORMAL, FULL, FULL, FULL]
    ledger.close()


def how_surely(ledger: SqlLedger) -> int:
    """SQLite's `synchronous` of the last step; from outside only a power cut shows it."""
    with ledger._line.reading() as line:  # noqa: SLF001
        line.cursor.execute("PRAGMA synchronous")
        [found] = line.cursor.fetchone()
        return int(found)


def test_a_clock_that_jumps_back_sends_nothing_twice(ledger: SqlLedger) -> None:
    approved(ledger, "c1")
    ledger.settle(transmitting(ledger).key, ACCEPTED, now=NOW)
    past = NOW - timedelta(days=365)
    assert (ledger.recover(now=past), claim_one(ledger, worker="w", now=past)) == (0, None)


# --- occasions, notes, moments ---


def test_a_new_time_or_place_gives_the_next_revision(ledger: SqlLedger) -> None:
    day = timedelta(days=1)
    assert ledger.revision("call", "Tuesday", now=NOW) == Revision(0, NOW)
    assert ledger.revision("call", "Tuesday", now=NOW + day) == Revision(0, NOW)
    assert ledger.revision("call", "Wednesday", now=NOW + day) == Revision(1, NOW + day)
    assert ledger.revision("call", "Tuesday", now=NOW + 2 * day) == Revision(2, NOW + 2 * day)
    assert ledger.revision("other", "Tuesday", now=NOW) == Revision(0, NOW)


def test_notes_come_back_oldest_first_with_their_moment(ledger: SqlLedger) -> None:
    elsewhere = datetime(2016, 7, 1, 6, 30, 0, 5, tzinfo=timezone(timedelta(hours=-6)))
    ledger.note("digest", "c1", '{"n": 1}', now=NOW)
    ledger.note("digest", "c1", '{"n": 2}', now=elsewhere)
    ledger.note("digest", "c2", "{}", now=NOW)
    ledger.note("offered", "c1", "{}", now=NOW)
    assert ledger.noted("digest", "c1") == ((NOW, '{"n": 1}'), (elsewhere, '{"n": 2}'))
    assert ledger.noted("digest", "c1")[1][0].tzinfo is UTC
    assert ledger.noted("digest", "nobody") == ()
    assert ledger.last_noted("digest", "c1") == (elsewhere, '{"n": 2}')
    assert ledger.last_noted("digest", "nobody") is None


def test_a_moment_without_zone_is_not_kept(ledger: SqlLedger) -> None:
    with pytest.raises((LedgerError, ValueError)):
        ledger.note("digest", "c1", "{}", now=NOW.replace(tzinfo=None))
    assert ledger.noted("digest", "c1") == ()


def test_another_program_sees_every_step_at_once(open_ledger: Callable[[], SqlLedger]) -> None:
    here, there = open_ledger(), open_ledger()
    planned = approved(here, "c1")
    assert claim_one(there, worker="there", now=NOW) == planned[0]
    assert claim_one(here, worker="here", now=NOW) is None


# --- facts ---


def test_every_change_of_state_is_a_fact(ledger: SqlLedger, ledger_url: str) -> None:
    [draft] = approved(ledger, "c1")
    transmitting(ledger)
    ledger.settle(draft.key, Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 queued for someone"), now=NOW)
    with _connected(ledger_url) as connection:
        rows = connection.execute(sa.text("SELECT kind, subject, payload FROM facts ORDER BY id")).all()
    batch = batch_hash([draft])
    assert [(kind, payload) for kind, _, payload in rows] == [
        ("message.planned", "{}"),
        ("message.approved", f'{{"approver": "People!2", "batch": "{batch}"}}'),
        ("message.claimed", "{}"),
        ("message.transmitting", '{"attempt": 1}'),
        ("message.accepted", '{"attempt": 1, "code": "250 2.0.0"}'),
    ]
    assert {subject for _, subject, _ in rows} == {draft.key}
    assert ledger.verify() == ()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ('UPDATE facts SET payload = \'{"code": "550"}\' WHERE id = 2', "Fact 2 was changed."),
        ("UPDATE facts SET at = '2017-01-01T00:00:00.000000Z' WHERE id = 3", "Fact 3 was changed."),
        ("DELETE FROM facts WHERE id = 2", "Facts 2 to 2 are missing."),
        ("UPDATE facts SET previous = 'x' WHERE id = 3", "Fact 3 does not continue the one before it."),
    ],
)
def test_a_fact_that_was_tampered_with_is_named(ledger: SqlLedger, ledger_url: str, tampering: str, found: str) -> None:
    approved(ledger, "c1", "c2")
    with _connected(ledger_url) as connection:
        connection.execute(sa.text(tampering.replace(":", r"\:")))
    assert found in ledger.verify()


def test_a_state_that_no_fact_explains_is_named(ledger: SqlLedger, ledger_url: str) -> None:
    [draft] = approved(ledger, "c1")
    with _connected(ledger_url) as connection:
        connection.execute(sa.text("UPDATE messages SET state = 'accepted'"))
    assert ledger.verify() == (f"Message {draft.key} is accepted, but its last fact says approved.",)


def test_no_fact_holds_an_address(ledger: SqlLedger, ledger_url: str) -> None:
    [draft] = approved(ledger, "c1")
    transmitting(ledger)
    ledger.settle(draft.key, Outcome(OutcomeKind.REFUSED, "550 no c1@chapines.example here"), now=NOW)
    ledger.suppress("c1", reason="c1@chapines.example said no", now=NOW)
    with _connected(ledger_url) as connection:
        rows = connection.execute(sa.text("SELECT kind, subject, payload FROM facts")).all()
    assert not [row for row in rows if "@" in "".join(row)]


# --- several programs at once ---


def test_several_programs_never_begin_one_message_twice(open_ledger: Callable[[], SqlLedger]) -> None:
    approved(open_ledger(), *(f"c{number}" for number in range(60)))
    begun: list[str] = []
    start = threading.Barrier(4)

    def work(worker: str, ledger: SqlLedger) -> None:
        start.wait()
        while draft := claim_one(ledger, worker=worker, now=NOW):
            if ledger.begin(draft.key, worker=worker, now=NOW):
                begun.append(draft.key)
                ledger.settle(draft.key, ACCEPTED, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(work, f"w{number}", open_ledger()) for number in range(4)]:
            future.result()
    assert sorted(begun) == sorted({draft.key for draft in drafts(*(f"c{number}" for number in range(60)))})
    assert open_ledger().verify() == ()


def test_programs_that_plan_the_same_at_once_plan_it_once(open_ledger: Callable[[], SqlLedger]) -> None:
    planned = drafts(*(f"c{number}" for number in range(20)))
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(plan, open_ledger(), planned) for _ in range(4)]:
            future.result()
    assert open_ledger().waiting([OCCASION]) == tuple(planned)
    assert open_ledger().verify() == ()


# --- opening ---


def test_the_migrations_make_the_tables_that_the_code_names(ledger_url: str) -> None:
    with _connected(ledger_url) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_ledger_of_a_newer_program_is_left_alone(ledger_url: str) -> None:
    _set_version(ledger_url, "9999")
    with pytest.raises(LedgerError, match="newer version"):
        SqlLedger(ledger_url)
    _set_version(ledger_url, REVISION)


def test_a_new_ledger_may_be_opened_by_several_programs_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: SqlLedger(url), range(4)))
    assert [ledger.history() for ledger in opened] == [History()] * 4
    for ledger in opened:
        ledger.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////no-such-folder/ledger.sqlite", "check that OUTREACH_LEDGER names a file"),
        ("postgresql://outreach@/postgres?host=/no-such-folder", "server cannot be reached"),
        ("mysql://somewhere/ledger", "must be sqlite:///FILE or postgresql://"),
        ("nonsense", "must be sqlite:///FILE or postgresql://"),
    ],
)
def test_a_ledger_that_cannot_be_opened_says_what_to_do(url: str, sentence: str) -> None:
    with pytest.raises(LedgerError, match=sentence):
        SqlLedger(url)


def test_a_file_that_is_no_ledger_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_text("This is a letter, and a long one, to somebody who keeps no ledger at all. " * 20)
    with pytest.raises(LedgerError, match="damaged or is no ledger"):
        SqlLedger(f"sqlite:///{file}")


def test_a_ledger_held_by_another_program_is_called_so(sqlite_url: str) -> None:
    ledger = SqlLedger(sqlite_url, patience=timedelta(milliseconds=50))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="Another program holds the ledger"):
        plan(ledger, drafts("c1"))
    other.close()
    plan(ledger, drafts("c1"))
    assert states(ledger) == {"c1": MessageState.PLANNED}
    ledger.close()


def test_a_full_disk_is_called_so_and_loses_nothing(sqlite_url: str) -> None:
    ledger = SqlLedger(sqlite_url)
    plan(ledger, drafts("c1"))
    ledger.close()
    small = SqlLedger(sqlite_url)
    with small._engine.connect() as connection:  # noqa: SLF001 # a full disk cannot be made from outside
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    huge = [replace(draft, content=b"x" * 500_000) for draft in drafts("c2", "c3")]
    with pytest.raises(LedgerError, match="disk with the ledger is full"):
        plan(small, huge)
    assert states(small) == {"c1": MessageState.PLANNED}
    assert small.verify() == ()
    small.close()


@pytest.mark.postgres
def test_a_server_that_drops_us_is_called_so_and_taken_up_again(postgres_url: str) -> None:
    ledger, other = SqlLedger(postgres_url), SqlLedger(postgres_url)
    plan(ledger, drafts("c1"))
    with _connected(postgres_url) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(sa.text(others))
    assert states(ledger) == {"c1": MessageState.PLANNED}
    ledger.close()
    other.close()


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    engine = open_engine(url, patience=timedelta(seconds=5))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _set_version(url: str, version: str) -> None:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE ledger_version SET version_num = :version"), {"version": version})
    engine.dispose()
