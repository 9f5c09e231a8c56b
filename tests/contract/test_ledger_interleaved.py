"""Whatever two workers do in whatever order, with crashes and changes between: no message goes out twice."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.message import NEXT, Draft, MessageState, Outcome, OutcomeKind, Verdict, batch_hash
from tests.factories import NOW, a_draft

OCCASION = "invitation:dns"
CONTACTS = ("c1", "c2", "c3")
WORKERS = ("one", "two")
workers = st.sampled_from(WORKERS)
contacts = st.sampled_from(CONTACTS)
PROVEN_UNSENT = {OutcomeKind.LATER}
OFFERED = {MessageState.PLANNED, MessageState.APPROVED, MessageState.CLAIMED, MessageState.LATER}


class TwoWorkers(RuleBasedStateMachine):
    """What went out is kept here, beside the ledger; a worker that crashes forgets what it held."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="outreach-ledger-"))
        self.disk = Path(tempfile.mkdtemp(prefix="outreach-disk-"))
        self.starts = 1
        self.cut_off: set[str] = set()
        self.now = NOW
        self.claimed: dict[str, list[Draft]] = {}
        self.begun: dict[str, Draft] = {}
        self.holder: dict[str, str] = {}
        self.may_have_arrived: list[str] = []
        self.agreed: set[tuple[str, str]] = set()
        self.suppressed: set[str] = set()

    @initialize()
    def open(self) -> None:
        """Two programs, one ledger."""
        self.start_programs()
        self.plan("one", list(CONTACTS), "Hello")
        self.approve("one")

    def start_programs(self) -> None:
        """After each start of the machine; the ledger then stands as it lay on the disk."""
        url = f"sqlite:///{self.folder / 'ledger.sqlite'}"
        self.ledgers = {worker: SqlLedger(url, boot=f"start {self.starts}") for worker in WORKERS}
        self.reaches_the_disk()

    def stop_programs(self) -> None:
        """Their connections end; what they wrote stays where it is."""
        for ledger in self.ledgers.values():
            ledger.close()

    def reaches_the_disk(self) -> None:
        """All that was written so far. The least that a power cut leaves: single steps are not counted on."""
        for name in ("ledger.sqlite", "ledger.sqlite-wal"):
            shutil.copy(self.folder / name, self.disk)

    def teardown(self) -> None:
        """Leaves nothing behind."""
        self.stop_programs()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.disk)

    @rule(share=st.floats(0, 1))
    def power_cut(self, share: float) -> None:
        """Of what was not yet on the disk only a share is there, though it went over the wire; programs forget."""
        sure, written = ((folder / "ledger.sqlite-wal").read_bytes() for folder in (self.disk, self.folder))
        assert written.startswith(sure)
        self.stop_programs()
        shutil.rmtree(self.folder)
        shutil.copytree(self.disk, self.folder)
        left = len(sure) + round(share * (len(written) - len(sure)))
        (self.folder / "ledger.sqlite-wal").write_bytes(written[:left])
        self.claimed, self.begun, self.starts = {}, {}, self.starts + 1
        self.cut_off |= set(self.may_have_arrived)
        self.start_programs()

    @rule(worker=workers, planned=st.lists(contacts, unique=True), words=st.sampled_from(["Hello", "Moved"]))
    def plan(self, worker: str, planned: list[str], words: str) -> None:
        """Some are planned, perhaps with another text."""
        drafts = [a_draft(contact, content=words.encode()) for contact in planned]
        self.ledgers[worker].plan(drafts, occasions=[OCCASION], now=self.now)
        self.reaches_the_disk()

    @rule(worker=workers)
    def approve(self, worker: str) -> None:
        """A leader approves what waits."""
        waiting = self.ledgers[worker].waiting([OCCASION])
        keys = [draft.key for draft in waiting]
        self.ledgers[worker].approve(keys, batch=batch_hash(waiting), approver="People!2", now=self.now)
        self.agreed |= {(draft.key, draft.fingerprint) for draft in waiting}
        self.reaches_the_disk()

    @rule(worker=workers, most=st.integers(1, 3))
    def claim(self, worker: str, most: int) -> None:
        """Takes some; whatever the worker held before is forgotten, as after a crash."""
        drafts = self.ledgers[worker].claim(worker=worker, most=most, now=self.now)
        assert len(drafts) <= most
        if drafts:
            self.claimed[worker] = list(drafts)
            self.holder |= {draft.key: worker for draft in drafts}
        self.reaches_the_disk()

    @rule(worker=workers)
    def begin(self, worker: str) -> None:
        """Sends what was claimed, if the ledger lets us; from here on it may have arrived."""
        held = self.claimed.get(worker, [])
        draft = held.pop(0) if held else None
        if draft and self.ledgers[worker].begin(draft.key, worker=worker, now=self.now):
            assert self.holder[draft.key] == worker
            assert draft.contact not in self.suppressed
            assert (draft.key, draft.fingerprint) in self.agreed
            self.begun[worker] = draft
            self.may_have_arrived.append(draft.key)

    @rule(worker=workers, most=st.integers(1, 3))
    def claim_and_begin(self, worker: str, most: int) -> None:
        """As every run does."""
        self.claim(worker, most)
        self.begin(worker)

    @rule(worker=workers, most=st.integers(1, 3), share=st.sampled_from([0.0, 0.5, 1.0]))
    def power_cut_while_sending(self, worker: str, most: int, share: float) -> None:
        """And the next run after it."""
        self.claim_and_begin(worker, most)
        self.power_cut(share)
        self.recover(worker, 16)
        self.claim_and_begin(worker, most)

    @rule(worker=workers)
    def hand_back(self, worker: str) -> None:
        """A run ends; what it did not begin is free at once."""
        self.ledgers[worker].hand_back(worker=worker, now=self.now)
        self.claimed.pop(worker, None)
        self.reaches_the_disk()

    @rule(worker=workers, kind=st.sampled_from([*OutcomeKind, OutcomeKind.LATER]))
    def settle(self, worker: str, kind: OutcomeKind) -> None:
        """The server has answered; the worker may have been declared lost meanwhile."""
        draft = self.begun.pop(worker, None)
        if draft and self.state(draft.key) is MessageState.TRANSMITTING:
            self.ledgers[worker].settle(draft.key, Outcome(kind), now=self.now)
            if kind in PROVEN_UNSENT:
                self.may_have_arrived.remove(draft.key)

    @rule(worker=workers, minutes=st.sampled_from([5, 61]))
    def release(self, worker: str, minutes: int) -> None:
        """It may go, but not now."""
        held = self.claimed.get(worker, [])
        draft = held.pop() if held else None
        if draft and self.state(draft.key) is MessageState.CLAIMED and self.holder[draft.key] == worker:
            self.ledgers[worker].release(draft.key, until=self.now + timedelta(minutes=minutes), now=self.now)

    @rule(worker=workers, verdict=st.sampled_from(Verdict))
    def decide(self, worker: str, verdict: Verdict) -> None:
        """A person settles what is unknown; only their "send again" lets a message go a second time."""
        unknown = [one.key for one in self.ledgers[worker].history().records if one.state is MessageState.UNKNOWN]
        for key in unknown[:1]:
            self.ledgers[worker].decide(key, verdict, by="person", now=self.now)
            if verdict is Verdict.SEND_AGAIN:
                self.may_have_arrived = [one for one in self.may_have_arrived if one != key]
        self.reaches_the_disk()

    @rule(worker=workers)
    def crash(self, worker: str) -> None:
        """Killed: it forgets."""
        self.claimed.pop(worker, None)
        self.begun.pop(worker, None)

    @rule(worker=workers, minutes=st.sampled_from([0, 16]))
    def recover(self, worker: str, minutes: int) -> None:
        """The next run, perhaps later, clears up."""
        self.now += timedelta(minutes=minutes)
        self.ledgers[worker].recover(now=self.now)
        self.reaches_the_disk()

    @rule(minutes=st.sampled_from([1, 16, 61, -30]))
    def time_passes(self, minutes: int) -> None:
        """And sometimes jumps back."""
        self.now += timedelta(minutes=minutes)

    @rule(worker=workers, contact=contacts)
    def suppress(self, worker: str, contact: str) -> None:
        """Somebody says no."""
        self.ledgers[worker].suppress(contact, reason="said no", now=self.now)
        self.suppressed.add(contact)
        self.reaches_the_disk()

    @invariant()
    def nothing_went_out_twice(self) -> None:
        """The promise."""
        assert len(self.may_have_arrived) == len(set(self.may_have_arrived))

    @invariant()
    def what_went_out_is_never_offered_again(self) -> None:
        """What may have arrived stands in the ledger as sent, or not known; after a power cut perhaps as claimed."""
        unsent = {state for state in MessageState if state in OFFERED or OFFERED & NEXT[state]}
        allowed = {MessageState.TRANSMITTING, MessageState.UNKNOWN}
        offered = [key for key in self.may_have_arrived if self.state(key) in unsent - allowed]
        assert {key: self.state(key) for key in offered} == dict.fromkeys(
            self.cut_off & set(offered), MessageState.CLAIMED
        )

    @invariant()
    def the_chain_of_facts_is_whole(self) -> None:
        """Whoever wrote."""
        assert self.ledgers["one"].verify() == ()

    def state(self, key: str) -> MessageState:
        """The state of a message."""
        return {record.key: record.state for record in self.ledgers["one"].history().records}[key]


TestTwoWorkers = TwoWorkers.TestCase
TestTwoWorkers.settings = settings(
    max_examples=15, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)
