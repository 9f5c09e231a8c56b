"""Tasks that write the questions to stakeholders."""

from collections.abc import Collection
from datetime import datetime, timedelta

from outreach.bootstrap import app
from outreach.domain.consultation import Question
from outreach.domain.consultation_mail import question_to
from outreach.domain.history import History
from outreach.domain.message import Draft
from outreach.domain.person import Person
from outreach.rendering.consultation_letter import consultation_draft
from tasks.policy import acts
from tasks.writing import office

HOLDS = timedelta(days=14)
"""How long an approved question may still go out."""


@acts
def write_questions(
    wanted: Collection[Question], history: History, *, people: tuple[Person, ...], now: datetime
) -> tuple[Draft, ...]:
    """A draft for each question to somebody with an address."""
    template = app().catalog.templates["consultation"]
    return tuple(
        consultation_draft(
            one,
            office(one.country, people, app()),
            template,
            occasion=question_to(one.to.contact.id, history),
            expires=now + HOLDS,
        )
        for one in wanted
        if one.to and one.to.contact
    )
