"""The tab of the calls: when each is where people are invited, who answered what, what speaks against it."""

from datetime import UTC, datetime

from outreach.domain.answer import AnswerKind
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Snapshot
from outreach.domain.turnout import Turnout
from outreach.rendering.turnout_tab import local_times, turnout_tab
from tests.factories import a_call, a_country
from tests.paper import phrases

COUNTRIES = (a_country("GT"), a_country("GD"), a_country("BZ"))
CALL = a_call(starts=datetime(2016, 7, 18, 23, 0, tzinfo=UTC))
SAID = {AnswerKind.YES: 3, AnswerKind.MAYBE: 1, AnswerKind.NO: 2}


def test_a_call_is_shown_by_the_clocks_of_those_who_are_invited() -> None:
    assert local_times(CALL, COUNTRIES) == "Mon 18 Jul / lun 18 jul, 17:00 BZ GT; 19:00 GD"
    late = a_call(starts=datetime(2016, 7, 19, 5, 0, tzinfo=UTC))
    assert local_times(late, COUNTRIES) == "Mon 18 Jul / lun 18 jul, 23:00 BZ GT; Tue 19 Jul / mar 19 jul, 01:00 GD"


def test_a_row_counts_the_answers_and_tells_what_speaks_against_the_date() -> None:
    holiday = Problem("Calls", "A2", ProblemCode.CALL_ON_HOLIDAY, "DNS basics", facts={"countries": "Grenada"})
    elsewhere = Problem("Calls", "A3", ProblemCode.CALL_ON_HOLIDAY, "Other", facts={"countries": "Grenada"})
    turnout = Turnout(CALL, 9, SAID, 4, (Origin("Survey", 7), Origin("Survey", 9)))

    head, row = turnout_tab([turnout], COUNTRIES, (holiday, elsewhere), phrases=phrases(), seen=Snapshot({})).rows

    assert head[:3] == ("Where / Dónde", "Series / Serie", "Call / Teleconferencia")
    assert row[:4] == ("Calls!A2", "Basics", "DNS basics", "2016-07-18 23:00")
    assert row[5:] == (
        *(9, 3, 1, 2, 3, 4, "Survey!7, Survey!9"),
        "“DNS basics” falls on a public holiday in Grenada, where people are invited.",
    )
