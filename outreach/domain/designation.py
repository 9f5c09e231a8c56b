"""Liaisons whom leadership designated: each designation is kept once, is bound to an approval, and is a fact."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.candidate import Candidate
from outreach.domain.liaison import LiaisonPlan, Proposal
from outreach.domain.liaison_fit import Volunteer
from outreach.domain.liaison_tasks import task_of
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.errors import LedgerError

LIAISON = "liaison:"
NOTED = ("designations", "liaisons")
"""Kind and subject under which the ledger keeps them."""

CODE = 12  # signs of a batch's code that tell it from every other


@dataclass(frozen=True, slots=True)
class Designation:
    """What one approval did. volunteer: id of a contact; tasks: their ids; batch: the code that a leader approved."""

    volunteer: str
    tasks: tuple[str, ...]
    batch: str
    day: date

    def to_json(self) -> str:
        """For the ledger: ids only, as its facts cannot be erased."""
        kept = {"volunteer": self.volunteer, "tasks": self.tasks, "batch": self.batch, "day": self.day.isoformat()}
        return json.dumps(kept, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Designation":
        """The designation that `to_json` wrote. Raises LedgerError for any other text."""
        try:
            kept = json.loads(text)
            day = date.fromisoformat(kept["day"])
            return cls(str(kept["volunteer"]), tuple(map(str, kept["tasks"])), str(kept["batch"]), day)
        except (ValueError, KeyError, TypeError):
            raise LedgerError(
                "The ledger holds a designation of another version: install the newest version."
            ) from None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a volunteer is told when they are designated: the tasks that are new to them.

    occasion: the same until leadership has agreed, whatever else is proposed.
    """

    volunteer: Volunteer
    proposals: tuple[Proposal, ...]
    occasion: str


def present(made: Iterable[Designation]) -> dict[str, str]:
    """By task, the volunteer who was designated last."""
    return {task: one.volunteer for one in made for task in one.tasks}


def since(made: Iterable[Designation]) -> dict[str, date]:
    """By task, the day of its last designation."""
    return {task: one.day for one in made for task in one.tasks}


def briefs(plan: LiaisonPlan, made: Iterable[Designation]) -> tuple[Brief, ...]:
    """One a volunteer who would get a task that they do not have, by their ids."""
    known = tuple(made)
    holds = present(known)
    fresh: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in plan.proposals:
        if holds.get(proposal.task.id) != proposal.volunteer.id:
            fresh[proposal.volunteer.id].append(proposal)
    times = [one.volunteer for one in known]
    return tuple(
        Brief(fresh[who][0].volunteer, tuple(fresh[who]), f"{LIAISON}{who}:{times.count(who) + 1}")
        for who in sorted(fresh)
    )


def facts_of(
    made: Iterable[Designation], candidates: Iterable[Candidate], people: Iterable[Person]
) -> dict[Origin, tuple[Fact, ...]]:
    """By a candidate's row, that a liaison was named: by their name of today, "" once they left the People tab."""
    names = {person.contact.id: person.name for person in people if person.contact}
    by_task: dict[str, list[Fact]] = defaultdict(list)
    for one in made:
        proof = Evidence(Proof.ROW, f"Approvals {one.batch[:CODE]}")
        for task in one.tasks:
            by_task[task].append(Fact(FactKind.LIAISON_NAMED, one.day, proof, names.get(one.volunteer, "")))
    found = {candidate.origin: tuple(by_task.get(task_of(candidate), ())) for candidate in candidates}
    return {origin: facts for origin, facts in found.items() if facts}


def merged(*tables: Mapping[Origin, tuple[Fact, ...]]) -> dict[Origin, tuple[Fact, ...]]:
    """The facts of several tables, row by row."""
    rows = dict.fromkeys(origin for table in tables for origin in table)
    return {origin: tuple(fact for table in tables for fact in table.get(origin, ())) for origin in rows}
