"""The tab of liaisons says who, why, who would be next, and of whom nobody can be proposed why not."""

from pathlib import Path

from outreach.analysis.assignment import assign
from outreach.domain.liaison import propose
from outreach.domain.liaison_story import Story, of_candidate, of_stakeholder
from outreach.domain.liaison_tasks import task_of, task_of_stakeholder, tasks, volunteers
from outreach.domain.next_step import ReminderRules
from outreach.domain.snapshot import Snapshot
from outreach.intake.liaison_rules import parse_liaison_rules
from outreach.intake.pipeline_rules import parse_reminder_rules
from outreach.rendering.liaison_tab import LiaisonTable, liaisons
from tests.factories import TODAY, a_candidate, a_person, a_region, a_stakeholder
from tests.paper import phrases

CONFIG = Path(__file__).parents[3] / "config"
RULES = parse_liaison_rules((CONFIG / "liaisons.toml").read_text(encoding="utf-8"))
REMINDERS: ReminderRules = parse_reminder_rules((CONFIG / "pipeline.toml").read_text(encoding="utf-8"))
REGION = a_region("GT", "GD")
CANDIDATE, STAKEHOLDER = a_candidate(sector="academic"), a_stakeholder("GD", name="Denzil")
LUZ = a_person(roles=frozenset({"liaison"}), sectors=frozenset({"academic"}), capacity=1)


def stories() -> dict[str, Story]:
    return {
        task_of(CANDIDATE): of_candidate(CANDIDATE, (), REMINDERS, today=TODAY),
        task_of_stakeholder(STAKEHOLDER): of_stakeholder(STAKEHOLDER, RULES.to_ask),
    }


def test_each_row_says_who_and_why_or_why_nobody() -> None:
    sought = tasks([CANDIDATE], [STAKEHOLDER], REGION, {})
    plan = propose(sought, volunteers([LUZ], RULES.roles), {}, RULES, assign=assign, today=TODAY)
    _, nobody, somebody = liaisons(LiaisonTable(plan, stories(), {}, {}), REGION, phrases(), Snapshot({})).rows

    assert nobody[1:6] == (
        "Denzil",
        "to a stakeholder / con una parte interesada",
        "GD",
        "",
        "Nobody can be proposed / No se puede proponer a nadie",
    )
    assert nobody[6] == "No liaison speaks their language / Ningún enlace habla su idioma"
    assert somebody[4:6] == ("Luz Ferrer", "Proposed: waits in Approvals / Propuesto: espera en Approvals")
    assert str(somebody[6]).split(" / ")[0] == (
        "Speaks Spanish, the language they prefer; Lives further away from Guatemala; "
        "Comes from the same sector: academic; Would have 1 of at most 1"
    )
    assert somebody[7] == "Nobody else could do it / Nadie más podría hacerlo"
