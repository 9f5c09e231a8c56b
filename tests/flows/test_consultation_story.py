"""Who may know somebody is asked once, after a leader's yes; what was asked by mail counts, and a no is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from flows.consult_stakeholders import consult_stakeholders
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.answer import NOTED, Answer, AnswerKind
from outreach.domain.system_tab import SystemTab
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
SURVEY = "https://survey.example/lacralo"


@pytest.fixture
def surveyed(world: App) -> Iterator[App]:
    """The installation with the address of its survey."""
    region = replace(world.catalog.region, survey=SURVEY)
    with using(replace(world, catalog=replace(world.catalog, region=region))) as installation:
        yield installation


def letters(world: App) -> dict[str, EmailMessage]:
    """By message key."""
    paths = sorted((world.settings.state / "mail").glob("*.eml"))
    return {path.stem: message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths}


def row(world: App, code: str) -> tuple[object, ...]:
    return next(row for row in world.sheets.read().grids[SystemTab.CONSULTATION].rows if row[0] == code)


def test_stakeholders_are_asked_once_and_only_where_nobody_knows(surveyed: App) -> None:
    waiting, tally = consult_stakeholders()
    (batch,) = waiting
    assert (batch.occasion, tally.accepted, letters(surveyed)) == ("consultation:1", 0, {})

    approve_as(surveyed, LEADER, batch.hash)
    still, tally = consult_stakeholders()
    assert (still, tally.accepted) == ((), len(batch.drafts))
    for letter in letters(surveyed).values():
        body = letter.get_body(("plain",))
        assert body is not None
        text = str(body.get_content())
        assert SURVEY in text
        assert (letter["Content-Language"].count(","), "~" * 78 in text) == (1, True)

    assert consult_stakeholders()[1].accepted == 0
    assert len({draft.recipient for draft in batch.drafts}) == len(batch.drafts)


def test_a_no_by_mail_is_knowledge_and_silence_is_asked_again_only_when_it_has_aged(surveyed: App) -> None:
    (batch,), _ = consult_stakeholders()
    approve_as(surveyed, LEADER, batch.hash)
    consult_stakeholders()
    asked, *others = batch.drafts
    country = next(
        one.country
        for one in surveyed.desk(surveyed.sheets.read()).evidence.stakeholders
        if one.contact and one.contact.id == asked.contact
    )
    no = Answer(asked.contact, asked.key, AnswerKind.NO, NOON + timedelta(days=1), "a" * 64)
    surveyed.ledger.note(*NOTED, no.to_json(), now=NOON)

    with using(replace(surveyed, clock=StillClock(NOON + timedelta(days=2)))) as later:
        assert consult_stakeholders()[0] == ()
        assert "Asked, none found" in " ".join(map(str, row(later, country)))
    with using(replace(surveyed, clock=StillClock(NOON + timedelta(days=61)))):
        again = {batch.occasion: batch for batch in consult_stakeholders()[0]}
    assert {draft.contact for draft in again["consultation:2"].drafts} == {draft.contact for draft in others}
