"""The tab of who was asked: unknown is never shown as none, and it says whom to ask now."""

from datetime import timedelta

from outreach.domain.consultation import ConsultationRules, matrix, questions
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.origin import Origin
from outreach.domain.snapshot import Snapshot
from outreach.domain.stakeholder import Answer
from outreach.rendering.consultation_tab import Consultation, consultation
from tests.factories import TODAY, a_contact, a_region, a_stakeholder
from tests.paper import phrases

RULES = ConsultationRules(timedelta(days=365), timedelta(days=60))
REGION = a_region("GT")
NO = a_stakeholder(
    name="Lisandro", asked=TODAY - timedelta(days=9), answered=TODAY - timedelta(days=2), answer=Answer.NONE_FOUND
)
FELLOW = a_stakeholder(group="fellow", contact=a_contact("fellow@red.example"), origin=Origin("Stakeholders", 9))


def test_the_grid_tells_none_found_from_not_asked_and_names_the_row_to_ask() -> None:
    evidence = Evidence(stakeholders=(NO, FELLOW))
    coverage = coverage_on(TODAY, REGION, evidence)
    open_now = questions(evidence, coverage, RULES, resting=frozenset())
    found = Consultation(matrix(evidence, ["GT"], today=TODAY), open_now, RULES, TODAY)
    head, country, _, below, said = consultation(found, REGION, phrases(), Snapshot({})).rows

    assert head[3:7] == ("GAC", "ccNSO", "Fellows / Becarios", "Members / Miembros")
    assert country[:7] == (
        "GT",
        "Guatemala",
        "Guatemala",
        "Asked, none found / Preguntado, nadie (1/1)",
        "Not asked / Sin preguntar",
        "Not asked / Sin preguntar",
        "Not asked / Sin preguntar",
    )
    assert "ccNSO: Nobody was asked yet / Todavía no se preguntó a nadie → Nobody with an address" in str(country[7])
    assert str(country[7]).count("→ Stakeholders!A9") == 1
    assert below[3:5] == ("Group / Grupo", "What came of it / Qué resultó")
    assert said[3:] == (
        "GAC",
        "Asked, none found / Preguntado, nadie",
        "Lisandro",
        "2016-06-22",
        "2016-06-29",
        "Stakeholders!A3",
    )
