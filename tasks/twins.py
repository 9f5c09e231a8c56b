"""Tasks that put pairs before people that may be one, and remember what they said."""

from collections.abc import Collection, Mapping
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.coverage import Evidence
from outreach.domain.event import Event
from outreach.domain.same_organisation import NOTED, SamePair, to_json
from outreach.domain.twin import Twin, TwinVerdict, to_ask
from outreach.intake.event_twins import event_twins
from outreach.intake.twins import twins
from tasks.policy import acts

VERDICT = "twin"


@acts
def find_twins(evidence: Evidence, said: Mapping[str, TwinVerdict | None], *, now: datetime) -> tuple[Twin, ...]:
    """The pairs of organisations to ask about now, those that were judged never again."""
    return _to_ask(twins(evidence.candidates, evidence.structures), said, now)


@acts
def note_same(same: Collection[SamePair], *, now: datetime) -> None:
    """Keeps which names are of one organisation, should the rows of the tab be lost; a later no takes it back."""
    noted, kept = app().ledger.last_noted(*NOTED), to_json(same)
    if kept != (noted[1] if noted else to_json(())):
        app().ledger.note(*NOTED, kept, now=now)


@acts
def find_event_twins(
    events: Collection[Event], said: Mapping[str, TwinVerdict | None], *, now: datetime
) -> tuple[Twin, ...]:
    """The pairs of rows of the calendar to ask about now; events that are over are not asked about."""
    return _to_ask(event_twins(one for one in events if one.end >= now.date()), said, now)


def _to_ask(found: Collection[Twin], said: Mapping[str, TwinVerdict | None], now: datetime) -> tuple[Twin, ...]:
    """What was said of others is kept, the last word counts, and they are not asked again.

    said: by code of each pair that stands in the tab, what a person wrote beside it.
    """
    ledger = app().ledger
    for code, verdict in said.items():
        noted = ledger.last_noted(VERDICT, code)
        if verdict and (noted is None or noted[1] != verdict):
            ledger.note(VERDICT, code, verdict, now=now)
    known = {twin.code: ledger.last_noted(VERDICT, twin.code) for twin in found}
    verdicts = {code: TwinVerdict(noted[1]) for code, noted in known.items() if noted}
    return to_ask(found, verdicts | {code: one for code, one in said.items() if one}, frozenset(said))
