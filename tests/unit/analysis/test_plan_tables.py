"""Where candidates stand, what liaisons have in hand, whether effort goes where people are: once, by name."""

from datetime import date, timedelta

from outreach.analysis import effort, funnel, workload
from outreach.domain.candidate import CandidateKind, NoneKnown
from outreach.domain.case import Case
from outreach.domain.coverage import Evidence
from outreach.domain.history import History
from outreach.domain.next_step import Action, NextStep, Owner
from outreach.domain.origin import Origin
from outreach.domain.pipeline import Progress
from outreach.domain.stage import Evidence as Proven
from outreach.domain.stage import Fact, FactKind, Proof, Stage
from tests.factories import TODAY, a_candidate, a_contact, a_person, a_record, a_stakeholder

YESTERDAY, NEXT_MONTH = TODAY - timedelta(days=1), TODAY + timedelta(days=31)


def a_case(row: int, stage: Stage, *, by: date = TODAY, liaison: str = "Luz Ferrer", **changes: object) -> Case:
    step = NextStep(Owner.LIAISON, liaison, Action.CONTACT, by, by)
    ended = stage in {Stage.CERTIFIED, Stage.NOT_INTERESTED}
    progress = Progress(
        stage=stage, rung=stage if stage is not Stage.NOT_INTERESTED else Stage.SURVEYED, liaison=liaison
    )
    return Case(a_candidate(row, **changes), progress, None if ended else step)


def test_an_organisation_in_two_rows_counts_once_where_it_came_furthest() -> None:
    cases = [
        a_case(5, Stage.SURVEYED),
        a_case(6, Stage.ANSWERED),
        a_case(7, Stage.SURVEYED, kind=CandidateKind.INDIVIDUAL, country="GD"),
        a_case(8, Stage.NOT_INTERESTED, name="Nobody's", country="GD"),
    ]

    stages = funnel.by_stage(cases)
    assert stages.loc["answered"].to_dict() == {"organisation": 1, "individual": 0, "all": 1}
    assert stages.loc["surveyed"].to_dict() == {"organisation": 0, "individual": 1, "all": 1}
    assert list(stages.index) == [str(stage) for stage in Stage]
    countries = funnel.by_country(cases, ["GD", "GT", "BZ"])
    assert list(countries.index) == ["GD", "GT", "BZ"]
    assert countries[["open", "all"]].to_numpy().tolist() == [[1, 2], [1, 1], [0, 0]]


def test_a_stage_counts_in_the_month_in_which_it_was_first_reached_and_no_month_is_left_out() -> None:
    rows = [a_candidate(5), a_candidate(6)]
    proof = Proven(Proof.MESSAGE, "k")
    surveyed = Fact(FactKind.SURVEYED, date(2016, 3, 7), Proven(Proof.ROW, "Survey!5"))
    facts = {
        rows[0].origin: (surveyed, Fact(FactKind.CONTACTED, date(2016, 6, 1), proof)),
        rows[1].origin: (Fact(FactKind.CONTACTED, date(2016, 5, 9), proof), Fact(FactKind.ANSWERED, TODAY, None)),
    }
    months = funnel.by_month(rows, facts)

    assert list(months.index) == ["2016-03", "2016-04", "2016-05"]
    assert months["contacted"].tolist() == [0, 0, 1]
    assert months["answered"].sum() == 0
    assert funnel.by_month([], {}).empty


def test_work_stands_by_name_with_what_is_nobodys_last() -> None:
    cases = [
        a_case(5, Stage.LIAISON_NAMED, by=YESTERDAY),
        a_case(6, Stage.LIAISON_NAMED, by=TODAY),
        a_case(7, Stage.CONTACTED, by=NEXT_MONTH),
        a_case(8, Stage.CONFIRMED, liaison=""),
        a_case(9, Stage.CERTIFIED),
    ]
    people = [a_person(roles=frozenset({"liaison"})), a_person("Ana", roles=frozenset({"liaison"}), capacity=2)]
    table = workload.by_liaison(cases, people, TODAY)

    assert list(table.index) == ["Ana", "Luz Ferrer", ""]
    assert table.loc["Luz Ferrer"].to_dict() == {"in_hand": 3, "due": 1, "overdue": 1, "places": 3}
    assert table.loc["Ana"].to_dict() == {"in_hand": 0, "due": 0, "overdue": 0, "places": 2}
    assert table.loc[""].to_dict()["in_hand"] == 1


def test_effort_is_shown_beside_reach_and_what_nobody_reached_is_not_divided_by() -> None:
    contact = a_contact("gd@red.example", id="c1", country="GD")
    evidence = Evidence(
        candidates=(
            a_candidate(5),
            a_candidate(6, proposed_by="luz ferrer"),
            a_candidate(7, country="GD", contact=contact),
        ),
        none_known=(NoneKnown("GD", "Ana", TODAY, Origin("Survey", 9)),),
        stakeholders=(a_stakeholder("GD", asked=TODAY),),
    )
    table = effort.by_country(evidence, History(records=(a_record("c1"),)), ["GT", "GD"])

    assert table.loc["GT"].to_dict() == {
        "survey_answers": 2,
        "members": 1,
        "candidates": 2,
        "stakeholders_asked": 0,
        "messages": 0,
        "reach": 50.0,
        "effort": 0.0,
        "gap": -50.0,
    }
    assert table.loc["GD", ["messages", "members", "gap"]].tolist() == [1, 2, 50.0]
    assert effort.by_country(Evidence(), History(), ["GT"])["gap"].tolist() == [0.0]
