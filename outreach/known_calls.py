"""Calls as the ledger remembers them: uids that stay with their rows, questions about those that are gone, warnings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from outreach.analysis.call_dates import date_problems
from outreach.domain.call_identity import KeptCall, from_json, gone, with_kept_uids
from outreach.domain.country import Region
from outreach.domain.coverage import coverage_on
from outreach.domain.invitation import INVITATION
from outreach.domain.notice import REACHED
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Snapshot
from outreach.intake.desk import Desk
from outreach.ports import Ledger

KEPT = ("calls", "rows")


def kept_calls(ledger: Ledger) -> dict[str, KeptCall]:
    """By uid, every call that ever stood in the tab when invitations were planned."""
    noted = ledger.last_noted(*KEPT)
    return from_json(noted[1]) if noted else {}


def with_known_calls(desk: Desk, seen: Snapshot, ledger: Ledger, region: Region, *, now: datetime) -> Desk:
    """The desk with each call under the uid of its row, and what its dates and the rows that are gone give to ask.

    A snapshot whose rows have no identities says nothing of them: its calls are told apart by their places.
    """
    kept = kept_calls(ledger) if seen.rows else {}
    calls = with_kept_uids(desk.calls, lambda origin: seen.row(origin.tab, origin.row), kept, now=now)
    rows = {row for tab in seen.rows.values() for row in tab}
    lost = gone(kept, calls, rows, now=now)
    countries = coverage_on(now.date(), region, desk.evidence).uncovered_countries()
    found = (*_questions(lost, desk, ledger, region), *date_problems(calls, countries, region.languages[0], now=now))
    return replace(desk, calls=calls, problems=(*desk.problems, *found))


def _questions(lost: dict[str, KeptCall], desk: Desk, ledger: Ledger, region: Region) -> Iterator[Problem]:
    """A question for each call that people were invited to, as nobody is told anything of a row that is gone."""
    if not lost:
        return
    records = ledger.history().records
    tab = next((call.origin.tab for call in desk.calls), "Calls")
    for uid, known in lost.items():
        told = {one.contact for one in records if one.occasion == f"{INVITATION}{uid}" and one.state in REACHED}
        if told:
            facts = {"day": known.starts.date().isoformat(), "count": str(len(told))}
            yield Problem(
                tab, "A1", ProblemCode.CALL_GONE, known.title, facts=facts, language=region.languages[0], field=uid
            )
