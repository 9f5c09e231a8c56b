"""Who came to a call is told what is open, after a leader's yes; a meeting that moves takes back what was planned."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.show_next_steps import show_next_steps
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.attendance import NOTED, Attendance
from outreach.domain.candidate import Background, CandidateKind
from outreach.domain.meeting import IcannRegion, Meeting, Programme, Venue, Window
from outreach.intake import survey
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
DAY = NOON.date()
STUDENT = Background(born=1996, student=True, studies_in="GT", english=True, nextgen_before=False)
HERE = Venue(DAY - timedelta(days=99), "Ciudad", "GT", IcannRegion.LATIN_AMERICA, DAY + timedelta(days=90), None)
AWAY = replace(HERE, announced=DAY + timedelta(days=1), country="IN", region=IcannRegion.ASIA_PACIFIC)
NEXTGEN = Window(Programme.NEXTGEN, "ICANN57", DAY, DAY + timedelta(days=9), "https://nextgen.example/apply")


def with_meeting(world: App, *venues: Venue) -> App:
    programmes = replace(world.catalog.programmes, meetings=(Meeting("ICANN57", venues),), windows=(NEXTGEN,))
    return replace(world, catalog=replace(world.catalog, programmes=programmes))


def test_from_a_call_to_what_is_open(world: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_background", lambda _record: STUDENT)
    people = [
        one
        for one in world.desk(world.sheets.read()).evidence.candidates
        if one.kind is CandidateKind.INDIVIDUAL and one.contact and one.contact.may_write
    ]
    came = people[0].contact
    assert came is not None
    world.ledger.note(*NOTED, Attendance(came.id, "dns", DAY).to_json(), now=NOON)

    with using(with_meeting(world, HERE)):
        (batch,), _ = show_next_steps()
    drafts = [draft for draft in batch.drafts if draft.contact == came.id]
    assert (batch.occasion, len(drafts)) == ("next_step:nextgen-ICANN57", 1)

    moved = replace(with_meeting(world, HERE, AWAY), clock=StillClock(NOON + timedelta(days=1)))
    with using(moved):
        assert show_next_steps()[0] == ()

    with using(with_meeting(world, HERE)):
        (again,), _ = show_next_steps()
        approve_as(world, LEADER, again.hash)
        assert show_next_steps()[1].accepted == len(again.drafts)
        assert show_next_steps()[0] == ()
    closed = replace(with_meeting(world, HERE), clock=StillClock(NOON + timedelta(days=10)))
    with using(closed):
        assert show_next_steps()[0] == ()
