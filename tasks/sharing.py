"""Tasks about activities that structures are to spread: which, through whom, and the letters."""

from collections.abc import Collection
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.message import Draft
from outreach.domain.person import Person
from outreach.domain.sharing import Letter, Shared, reach_of, share_all, shareable
from outreach.domain.snapshot import Snapshot
from outreach.intake.calendar import listed_events
from outreach.intake.desk import Desk
from outreach.rendering.sharing_letter import sharing_draft
from tasks.policy import acts, reads
from tasks.writing import office


@reads
def find_shared(desk: Desk, seen: Snapshot, *, now: datetime) -> tuple[Shared, ...]:
    """Each event that its editor wants shared, and through which structures."""
    catalog, today = app().catalog, now.date()
    listed = listed_events(desk.events, seen, catalog.gazetteer)
    known = {identity: one.event for identity, one in listed.items()}
    spoken = {country.code: country.language for country in catalog.region.countries}
    reaches = [reach_of(one, spoken.get(one.country, "")) for one in desk.evidence.structures]
    wanted = shareable(known, today, catalog.sharing)
    return share_all(wanted, reaches, catalog.places, catalog.sharing, today=today)


@acts
def write_sharing(letters: Collection[Letter], *, people: tuple[Person, ...]) -> tuple[Draft, ...]:
    """A draft a structure and activity."""
    world = app()
    template = world.catalog.templates["sharing"]
    return tuple(
        sharing_draft(one, office(one.suggestion.reach.structure.country, people, world), template) for one in letters
    )
