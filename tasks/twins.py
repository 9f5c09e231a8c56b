"""Tasks that put pairs before people who may be one organisation, and remember what they said."""

from collections.abc import Mapping
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.coverage import Evidence
from outreach.domain.twin import Twin, TwinVerdict, to_ask
from outreach.intake.twins import twins
from tasks.policy import acts

VERDICT = "twin"


@acts
def find_twins(evidence: Evidence, said: Mapping[str, TwinVerdict | None], *, now: datetime) -> tuple[Twin, ...]:
    """The pairs to ask about now. What was said of others is kept, the last word counts, and they are not asked again.

    said: by code of each pair that stands in the tab, what a person wrote beside it.
    """
    ledger = app().ledger
    for code, verdict in said.items():
        noted = ledger.last_noted(VERDICT, code)
        if verdict and (noted is None or noted[1] != verdict):
            ledger.note(VERDICT, code, verdict, now=now)
    found = twins(evidence.candidates, evidence.structures)
    known = {twin.code: ledger.last_noted(VERDICT, twin.code) for twin in found}
    verdicts = {code: TwinVerdict(noted[1]) for code, noted in known.items() if noted}
    return to_ask(found, verdicts | {code: one for code, one in said.items() if one}, frozenset(said))
