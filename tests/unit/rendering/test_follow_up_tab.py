"""The Follow-up tab as a liaison reads it: whose it is, how pressing it is, why it is not done today."""

from datetime import timedelta
from pathlib import Path

from outreach.domain.follow_up import FollowUp, FollowUpPlan, Held
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.cadence import parse_cadence
from outreach.rendering.follow_up_tab import follow_up
from tests.factories import NOW, TODAY, a_candidate
from tests.paper import phrases

SEEN = Snapshot({"Survey": Grid("Survey", ())}, {"Survey": "https://sheet.example/#{cell}"})
CADENCE = parse_cadence((Path(__file__).parents[3] / "config" / "cadence.toml").read_text(encoding="utf-8"))
MAIL, _, PERSON = CADENCE.steps


def one(row: int, *, days: int, held: Held | None = None, person: bool = False) -> FollowUp:
    candidate = a_candidate(row)
    assert candidate.contact
    step = PERSON if person else MAIL
    return FollowUp(candidate, candidate.contact, step, TODAY + timedelta(days=days), held, NOW - timedelta(days=20))


def test_each_step_stands_with_whose_it_is_and_how_pressing() -> None:
    due, waits = one(5, days=0), one(6, days=-3, held=Held.ORGANISATION_RESTS)
    later, person = one(7, days=2, held=Held.NOT_YET), one(8, days=-1, person=True)
    plan = FollowUpPlan((due,), (waits, later), (person,), ())

    rows = follow_up(plan, {due.candidate.origin: "Luz Ferrer"}, phrases(), SEEN, today=TODAY).rows

    english = [[str(cell or "").partition(" / ")[0] for cell in row] for row in rows]
    mail, take_over = "Mail, once it is approved", "Take over: by telephone, or through somebody who knows them"
    rests = "Their organisation was written to a short while ago"
    name, country, last = "Red Chapina de Internautas", "GT", "2016-06-11"
    dated = ("Due on", "Last written to", "Why now or not")
    at = "https://sheet.example/#A{}".format
    assert english == [
        ["Whose it is", "State", "Where", "Candidate", "Country", "What is to be done", *dated],
        ["Leadership", "Handed over to a person", at(8), name, country, take_over, "2016-06-30", last, ""],
        ["Leadership", "Overdue", at(6), name, country, mail, "2016-06-28", last, rests],
        ["Leadership", "Later", at(7), name, country, mail, "2016-07-03", last, "Due on 2016-07-03"],
        ["Luz Ferrer", "Due today", at(5), name, country, mail, "2016-07-01", last, ""],
    ]
