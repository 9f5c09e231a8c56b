"""The invented people of a rehearsal: readers who answer or not, leaders who approve, calls that are held."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from outreach.bootstrap import App
from outreach.domain.approval import batches
from outreach.domain.attendance import NOTED as ATTENDED
from outreach.domain.attendance import Attendance
from outreach.domain.call import Call
from outreach.domain.invitation import occasion_of
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind
from outreach.domain.person import Person, named
from outreach.domain.rehearsal import (
    ANSWERS_WITHIN,
    APPROVES_WITHIN,
    COMES,
    LINE_CUT,
    Chance,
    Decision,
    Mailed,
    Reaction,
)
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab
from outreach.rendering.rehearsed_mail import answering_mail
from outreach.rendering.system_tabs import APPROVED_BY


@dataclass(slots=True)
class Readers:
    """Everybody who is written to. own: our address; lists: addresses that are no person's; silent: who never answers.

    letters: what they will write, by the day on which it arrives.
    """

    chance: Chance
    own: str
    lists: frozenset[str] = frozenset()
    mailed: list[Mailed] = field(default_factory=list)
    letters: dict[date, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def react(self, draft: Draft, now: datetime) -> Outcome:
        """Keeps the message; whoever it reaches may answer within days."""
        row = "" if draft.recipient in self.lists else draft.origin
        cut = self.chance.share("line cut", draft.key) < LINE_CUT
        outcome = Outcome(OutcomeKind.UNKNOWN if cut else OutcomeKind.ACCEPTED, "" if cut else "250 rehearsed")
        told = Mailed(draft.contact, row, draft.occasion, now, outcome.kind, Reaction.SILENCE)
        if told.is_outreach and not cut:
            told = replace(told, reaction=self.chance.reaction(draft.contact, draft.occasion))
        self.mailed.append(told)
        self._write_back(draft, told)
        return outcome

    def _write_back(self, draft: Draft, told: Mailed) -> None:
        at = told.moment + timedelta(days=self.chance.days(ANSWERS_WITHIN, draft.key))
        letter = answering_mail(draft, told.reaction, own=self.own, at=at)
        if letter is not None:
            self.letters[at.date()].append(letter)


@dataclass(slots=True)
class Leaders:
    """Those who may approve: each batch gets a name beside its code after a day or two, unless it is changed first."""

    chance: Chance
    roles: frozenset[str]
    asked: dict[str, Decision] = field(default_factory=dict)

    def decide(self, world: App, people: tuple[Person, ...], today: date) -> None:
        """What they do in the evening: look into Approvals, and type their names beside what is ripe."""
        grid = world.sheets.read().grids.get(SystemTab.APPROVALS)
        leaders = [one for one in people if one.roles & self.roles and named(one.name, people) is one]
        if grid is None or not leaders:
            return
        typed = [row[APPROVED_BY - 1] if len(row) >= APPROVED_BY else None for row in grid.rows]
        waiting = world.ledger.history().occasions("", MessageState.PLANNED)
        for batch in batches(world.ledger.waiting(waiting)):
            decision = self.asked.setdefault(
                batch.hash, Decision(batch.hash, batch.occasion.partition(":")[0], len(batch.drafts), today)
            )
            rows = [place for place, row in enumerate(grid.rows) if row and row[0] == batch.hash and not typed[place]]
            ripe = decision.asked + timedelta(days=self.chance.days(APPROVES_WITHIN, batch.hash)) <= today
            if rows and ripe:
                leader = leaders[int(self.chance.share("leader", batch.hash) * len(leaders))]
                typed[rows[0]] = leader.name
                self.asked[batch.hash] = replace(decision, leader=str(leader.origin), decided=today)
        world.sheets.write((Block(SystemTab.APPROVALS, tuple((name,) for name in typed), column=APPROVED_BY),))


@dataclass(slots=True)
class Halls:
    """The calls as they are held: most of those who said yes come."""

    chance: Chance
    came: int = 0
    held: set[str] = field(default_factory=set)

    def hold(self, world: App, calls: tuple[Call, ...], mailed: list[Mailed]) -> None:
        """Keeps who came to the calls that are over, as `outreach attendance --keep` would."""
        now = world.clock.now()
        over = [one for one in calls if one.ends <= now and one.uid not in self.held and not one.cancelled]
        for call in over:
            self.held.add(call.uid)
            for guest in sorted({one.contact for one in mailed if _said_yes(one, call)}):
                if self.chance.share("comes", guest, call.uid) < COMES:
                    attended = Attendance(guest, call.topic, call.starts.date())
                    world.ledger.note(*ATTENDED, attended.to_json(), now=now)
                    self.came += 1


def _said_yes(one: Mailed, call: Call) -> bool:
    return one.occasion == occasion_of(call) and one.reaction is Reaction.YES
