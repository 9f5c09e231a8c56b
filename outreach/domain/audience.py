"""Through which structures an event or news reaches people: those of its country, else the nearest, and why they."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from outreach.domain.place import Place, kilometres
from outreach.domain.publics import Audience
from outreach.domain.structure import Structure


class Why(StrEnum):
    """What speaks for a structure; the words are in `templates/_phrases/*/sharing.toml`."""

    LOCAL = "local"
    NEAREST = "nearest"
    LANGUAGE = "language"
    OTHER_LANGUAGE = "other_language"
    AUDIENCE = "audience"
    AUDIENCE_UNKNOWN = "audience_unknown"


class Nobody(StrEnum):
    """Why an activity can be shared through nobody."""

    NO_STRUCTURE = "no_structure"
    PLACE_UNKNOWN = "place_unknown"


@dataclass(frozen=True, slots=True)
class Activity:
    """An event or news. audiences: empty for everybody; country: ISO code, None when it is nowhere in particular."""

    name: str
    country: str | None
    languages: tuple[str, ...]
    audiences: frozenset[Audience] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """A structure and whom it reaches. audiences: empty when not known, which keeps it from nothing."""

    structure: Structure
    languages: tuple[str, ...]
    audiences: frozenset[Audience] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the facts for its sentence: ISO codes, tags of languages, audiences, kilometres."""

    why: Why
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A structure that may spread the activity. kilometres: between the main cities, 0 in the same country."""

    reach: Reach
    kilometres: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """One activity and the structures that may spread it, the best first; nobody: why there is none."""

    activity: Activity
    suggestions: tuple[Suggestion, ...]
    nobody: Nobody | None = None


def share(
    activity: Activity, reaches: Iterable[Reach], places: Mapping[str, Place], *, today: date, at_most: int
) -> Sharing:
    """Every accredited structure of its country that reaches its audience; else the nearest ones, `at_most` so many.

    Where nobody near speaks its language, the nearest are suggested all the same and it is said.
    """
    able = [one for one in reaches if one.structure.is_accredited_on(today) and _suits(one, activity)]
    if not able:
        return Sharing(activity, (), Nobody.NO_STRUCTURE)
    local = [one for one in able if one.structure.country == activity.country]
    if local:
        return Sharing(activity, tuple(sorted((_suggest(one, activity, 0) for one in local), key=_rank)))
    near = _nearest(activity, able, places)
    return Sharing(activity, tuple(near[:at_most]), None if near else Nobody.PLACE_UNKNOWN)


def _nearest(activity: Activity, able: Iterable[Reach], places: Mapping[str, Place]) -> list[Suggestion]:
    """Those who speak the language first, then by distance; none where a place is not known."""
    here = places.get(activity.country or "")
    if here is None:
        return []
    found = [
        _suggest(one, activity, round(kilometres(here, places[one.structure.country])))
        for one in able
        if one.structure.country in places
    ]
    return sorted(found, key=_rank)


def _rank(suggestion: Suggestion) -> tuple[bool, int, bool, str, int]:
    whys = {reason.why for reason in suggestion.reasons}
    structure = suggestion.reach.structure
    return (
        Why.OTHER_LANGUAGE in whys,
        suggestion.kilometres,
        Why.AUDIENCE_UNKNOWN in whys,
        structure.name,
        structure.origin.row,
    )


def _suits(reach: Reach, activity: Activity) -> bool:
    """Whether it reaches those for whom the activity is, as far as is known."""
    return not activity.audiences or not reach.audiences or bool(activity.audiences & reach.audiences)


def _suggest(reach: Reach, activity: Activity, distance: int) -> Suggestion:
    near = reach.structure.country == activity.country
    place = Reason(Why.LOCAL if near else Why.NEAREST, {"country": reach.structure.country, "kilometres": distance})
    return Suggestion(reach, distance, (place, *_language(reach, activity), *_audience(reach, activity)))


def _language(reach: Reach, activity: Activity) -> tuple[Reason, ...]:
    """Nothing where it is not known in which language the activity is."""
    common = next((language for language in activity.languages if language in reach.languages), None)
    if not activity.languages:
        return ()
    return (Reason(Why.LANGUAGE, {"language": common}) if common else Reason(Why.OTHER_LANGUAGE),)


def _audience(reach: Reach, activity: Activity) -> tuple[Reason, ...]:
    if not activity.audiences:
        return ()
    if not reach.audiences:
        return (Reason(Why.AUDIENCE_UNKNOWN),)
    return tuple(Reason(Why.AUDIENCE, {"audience": one.value}) for one in sorted(activity.audiences & reach.audiences))
