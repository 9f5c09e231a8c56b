"""Tasks that write messages: invitations to candidates, digests to leaders; frozen drafts, nothing sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from outreach.bootstrap import App, app
from outreach.domain.announcement import plan_announcements
from outreach.domain.call import Call, Revision
from outreach.domain.contact import contact_id
from outreach.domain.history import History
from outreach.domain.invitation import Invitation
from outreach.domain.message import Draft
from outreach.domain.notice import Notice, ToldCall, concerns
from outreach.domain.person import Person, named
from outreach.errors import MissingTranslationError
from outreach.rendering.announcement import AnnouncementFacts, announcement_draft
from outreach.rendering.correspondence import Office
from outreach.rendering.invitation import InvitationFacts, invitation_draft, letter_languages
from outreach.rendering.notice import NoticeFacts, notice_draft
from outreach.rendering.sender import Sender, signer, signing_role
from tasks.policy import acts, warn


@acts
def write_invitations(
    invitations: Collection[Invitation],
    revisions: Mapping[str, Revision],
    *,
    calls: Collection[Call],
    people: tuple[Person, ...],
) -> tuple[Draft, ...]:
    """A draft an invitation; a missing translation stops its message, not the run, and is said in the run's log."""
    return tuple(_written(invitations, revisions, calls, people))


def write_notices(
    notices: Collection[Notice],
    revisions: Mapping[str, Revision],
    told: Mapping[tuple[str, int], ToldCall],
    *,
    calls: Collection[Call],
    people: tuple[Person, ...],
) -> tuple[Draft, ...]:
    """A draft a notice that a call was moved or cancelled. told: by uid and version, what its readers were told."""
    world = app()
    drafts = []
    for notice in notices:
        template, call = world.catalog.templates[notice.kind], notice.invitation.call
        now = invitation_facts(notice.invitation, calls, people, world)
        languages = letter_languages(notice.invitation.contact, now.country, world.catalog.region.languages, template)
        before = told.get((call.uid, notice.told))
        if concerns(call, before, languages):
            facts = NoticeFacts(notice, now, before)
            drafts.append(notice_draft(facts, template, languages, revision=revisions[call.uid]))
    return tuple(drafts)


def write_announcements(
    calls: Collection[Call], history: History, revisions: Mapping[str, Revision], *, people: tuple[Person, ...]
) -> tuple[Draft, ...]:
    """A draft for each of the organisation's lists and each call, open now, whose present version it was not told."""
    world = app()
    region = world.catalog.region
    planned = plan_announcements(
        calls,
        region.lists,
        history,
        revisions=revisions,
        identify=lambda address: contact_id(address, world.settings.secret),
    )
    sender = replace(_sender("", people, world), links=None)
    return tuple(
        announcement_draft(
            AnnouncementFacts(one, region, sender, world.catalog.phrases),
            world.catalog.templates["announcement"],
            revision=revisions[one.call.uid],
        )
        for one in planned
    )


def _written(
    invitations: Collection[Invitation],
    revisions: Mapping[str, Revision],
    calls: Collection[Call],
    people: tuple[Person, ...],
) -> Iterator[Draft]:
    world = app()
    template = world.catalog.templates["invitation"]
    for one in invitations:
        facts = invitation_facts(one, calls, people, world)
        languages = letter_languages(one.contact, facts.country, world.catalog.region.languages, template)
        try:
            yield invitation_draft(facts, template, languages, revision=revisions[one.call.uid])
        except MissingTranslationError as missing:
            warn("%s is not invited: %s", one.candidate.origin, missing)


def invitation_facts(
    invitation: Invitation, calls: Collection[Call], people: tuple[Person, ...], world: App
) -> InvitationFacts:
    """All that is said to a candidate of a call."""
    country = next(one for one in world.catalog.region.countries if one.code == invitation.candidate.country)
    call = invitation.call
    others = (one for one in calls if one.series == call.series and one.starts > call.starts and not one.cancelled)
    return InvitationFacts(
        invitation=invitation,
        country=country,
        region=world.catalog.region,
        series=tuple(others),
        sender=_sender(country.code, people, world),
        privacy=world.catalog.privacy,
        phrases=world.catalog.phrases,
    )


def office(country: str, people: tuple[Person, ...], world: App, *, liaison: str = "") -> Office:
    """On whose behalf letters to a country are written: the named liaison's, else its own or a leader's."""
    sender = _sender(country, people, world, liaison=liaison)
    return Office(world.catalog.region, sender, world.catalog.privacy, world.catalog.phrases)


def _sender(country: str, people: tuple[Person, ...], world: App, *, liaison: str = "") -> Sender:
    """A liaison or a leader, on the organisation's own address; answers go to the person."""
    person = named(liaison, people) or signer(country, people)
    own = world.settings.sender
    return Sender(
        organisation=world.catalog.region.name,
        name=person.name if person else "",
        role=signing_role(person) if person else "member",
        address=own,
        reply_to=person.contact.address if person and person.contact else own,
        answers=own if world.settings.mailbox else "",
        plus=world.settings.plus_addresses,
        links=world.links,
        scope=world.scope,
    )
