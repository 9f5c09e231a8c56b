"""The brief of a liaison who was designated: whom they now look after, what happened so far, what to do by when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from outreach.domain.country import Region
from outreach.domain.designation import Brief
from outreach.domain.liaison import Proposal
from outreach.domain.liaison_story import Story
from outreach.domain.message import Draft
from outreach.rendering.correspondence import Office, Own, Posting
from outreach.rendering.day import long_day
from outreach.rendering.liaison_words import reasons
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template

FALLBACK = "en"
MOST = 5  # lines of history for each; the whole stands in the sheets
Place = Callable[[str, str], str]
"""Where to look at a cell of a tab: its address on the web, else its name."""


@dataclass(frozen=True, slots=True)
class BriefPaper:
    """What the briefs are written on. stories: by task."""

    office: Office
    template: Template
    stories: Mapping[str, Story]
    place: Place
    expires: datetime


def brief_drafts(briefs: Iterable[Brief], paper: BriefPaper) -> tuple[Draft, ...]:
    """A draft a volunteer, in the first of their languages that there is. Raises MissingTranslationError."""
    return tuple(_draft(brief, paper) for brief in briefs)


def _draft(brief: Brief, paper: BriefPaper) -> Draft:
    person = brief.volunteer.person
    if person.contact is None:
        raise ValueError("A liaison gets a brief, so they have an address.")
    language = next((one for one in person.languages if one in paper.template.texts), FALLBACK)
    country = paper.office.region.country(person.country or "")
    zone = country.zone if country else ""
    posting = Posting(person.contact, brief.occasion, person.origin, paper.expires, zone=zone)
    return paper.office.draft(_own(brief, paper), paper.template, posting, (language,))


def _own(brief: Brief, paper: BriefPaper) -> Own:
    def own(language: str, sender: Sender) -> Mapping[str, object]:
        del sender
        return {
            "liaison.name": brief.volunteer.person.name,
            "liaison.count": len(brief.proposals),
            "liaison.tasks": tuple(_task(one, paper, language) for one in brief.proposals),
        }

    return own


def _task(proposal: Proposal, paper: BriefPaper, language: str) -> SimpleNamespace:
    story, say = paper.stories[proposal.task.id], paper.office.phrases.say
    place = paper.place(story.origin.tab, f"A{story.origin.row}")
    happened = story.happened[-MOST:]
    return SimpleNamespace(
        name=story.name,
        country=_country(proposal.task.country, paper.office.region, language),
        who=say(f"liaison.who.{story.group}", language),
        place=place,
        is_linked=place.startswith("https://"),
        why=reasons(proposal.reasons, paper.office.region, paper.office.phrases, language),
        history="; ".join(
            f"{long_day(one.day, language)}: {say(one.phrase, language, **one.facts)}" for one in happened
        ),
        todo=say(story.todo, language),
        days=story.within.days,
    )


def _country(code: str, region: Region, language: str) -> str:
    country = region.country(code)
    return country.name(language) if country else code
