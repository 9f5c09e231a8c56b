"""Which events and news are shared through which structures, which of them get a letter now, and why others do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from outreach.domain.audience import Activity, Reach, Sharing, Suggestion, share
from outreach.domain.contact import Contact
from outreach.domain.event import Event
from outreach.domain.history import History
from outreach.domain.place import Place
from outreach.domain.structure import Structure

SHARING = "sharing:"


class NotWritten(StrEnum):
    """Why a structure that is suggested gets no letter now; the words are in `templates/_phrases/*/sharing.toml`."""

    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    SUPPRESSED = "suppressed"
    ALREADY_TOLD = "already_told"
    SAME_ADDRESS = "same_address"
    WRITTEN_RECENTLY = "written_recently"


@dataclass(frozen=True, slots=True)
class SharingRules:
    """`config/sharing.toml`. at_most: structures an activity, where none is local; ahead: how early it is shared."""

    at_most: int
    ahead: timedelta


@dataclass(frozen=True, slots=True)
class Shared:
    """An event and through whom it is shared. identity: of the event, the same however its row changes."""

    event: Event
    identity: str
    sharing: Sharing

    @property
    def occasion(self) -> str:
        """What the letters are about: a structure is told of it once."""
        return sharing_occasion(self.identity)


@dataclass(frozen=True, slots=True)
class Letter:
    """One structure, at an address that may be written to, about one activity."""

    shared: Shared
    suggestion: Suggestion
    contact: Contact


@dataclass(frozen=True, slots=True)
class SharingPlan:
    """letters: to be written; kept_from: of each other suggestion, by occasion and the structure's row, why not."""

    letters: tuple[Letter, ...]
    kept_from: Mapping[tuple[str, str], NotWritten]


def sharing_occasion(identity: str) -> str:
    """The occasion of the letters about the event of this identity."""
    return f"{SHARING}{identity}"


def shareable(events: Mapping[str, Event], today: date, rules: SharingRules) -> dict[str, Event]:
    """By identity, the events whose editor wants them shared, that still take place and are not far off."""
    return {
        identity: one
        for identity, one in events.items()
        if one.share and not one.cancelled and today <= one.end and one.start - today <= rules.ahead
    }


def reach_of(structure: Structure, language: str) -> Reach:
    """Whom a structure reaches; where nothing else is said it works in its country's `language`."""
    spoken = structure.languages or ((language,) if language else ())
    return Reach(structure, spoken, structure.audiences)


def share_all(
    events: Mapping[str, Event],
    reaches: Iterable[Reach],
    places: Mapping[str, Place],
    rules: SharingRules,
    *,
    today: date,
) -> tuple[Shared, ...]:
    """Through whom each event is shared, the soonest first. An event's country is where it takes place."""
    able = tuple(reaches)
    listed = sorted(events.items(), key=lambda pair: (pair[1].start, pair[1].name, pair[0]))
    return tuple(
        Shared(one, identity, share(_activity(one), able, places, today=today, at_most=rules.at_most))
        for identity, one in listed
    )


def plan_letters(shared: Iterable[Shared], history: History, *, now: datetime, spacing: timedelta) -> SharingPlan:
    """A letter for each suggestion but where something speaks against it; one an address about an activity."""
    told, resting = history.told(), history.written_since(now - spacing)
    letters: dict[tuple[str, str], Letter] = {}
    kept_from: dict[tuple[str, str], NotWritten] = {}
    for one in shared:
        for suggestion in one.sharing.suggestions:
            contact, place = suggestion.reach.structure.contact, str(suggestion.reach.structure.origin)
            why = _not_written(contact, one.occasion, history.suppressed, told, resting)
            if contact is None or why is not None:
                kept_from[one.occasion, place] = why or NotWritten.NO_ADDRESS
            elif (contact.id, one.occasion) in letters:
                kept_from[one.occasion, place] = NotWritten.SAME_ADDRESS
            else:
                letters[contact.id, one.occasion] = Letter(one, suggestion, contact)
    return SharingPlan(tuple(letters.values()), kept_from)


def _activity(event: Event) -> Activity:
    return Activity(event.name, event.country, event.languages, event.audiences)


def _not_written(
    contact: Contact | None,
    occasion: str,
    suppressed: frozenset[str],
    told: frozenset[tuple[str, str]],
    resting: frozenset[str],
) -> NotWritten | None:
    if contact is None:
        return NotWritten.NO_ADDRESS
    reasons = (
        (not contact.may_write, NotWritten.NO_CONSENT),
        (contact.id in suppressed, NotWritten.SUPPRESSED),
        ((contact.id, occasion) in told, NotWritten.ALREADY_TOLD),
        (contact.id in resting, NotWritten.WRITTEN_RECENTLY),
    )
    return next((why for holds, why in reasons if holds), None)
