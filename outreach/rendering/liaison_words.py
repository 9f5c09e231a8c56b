"""Why somebody is proposed as liaison, who would be next and why nobody is, in words."""

from collections.abc import Iterable

from outreach.domain.country import Region
from outreach.domain.liaison import Alternative, Unplaced
from outreach.domain.liaison_fit import Reason
from outreach.rendering.invitation import language_names
from outreach.rendering.phrases import Phrases


def reasons(found: Iterable[Reason], region: Region, phrases: Phrases, language: str) -> str:
    """`Speaks Spanish, the language they prefer; lives in Guatemala`, as `language` says it."""
    return "; ".join(_reason(one, region, phrases, language) for one in found)


def next_best(one: Alternative | None, phrases: Phrases, language: str) -> str:
    """Who would be next, and what that would cost."""
    if one is None:
        return phrases.say("liaison.next.nobody", language)
    key = "liaison.next.has_place" if one.has_place else "liaison.next.full"
    return phrases.say(key, language, name=one.volunteer.person.name, extra=one.extra)


def barrier(unplaced: Unplaced, phrases: Phrases, language: str) -> str:
    """Why nobody is proposed."""
    return phrases.say(f"liaison.barrier.{unplaced.why}", language)


def _reason(reason: Reason, region: Region, phrases: Phrases, language: str) -> str:
    facts = dict(reason.facts)
    if "language" in facts:
        facts["language"] = language_names((str(facts["language"]),), language)
    if "country" in facts:
        country = region.country(str(facts["country"]))
        facts["country"] = country.name(language) if country else facts["country"]
    if "sector" in facts:
        facts["sector"] = phrases.say(f"liaison.sector.{facts['sector']}", language)
    return phrases.say(f"liaison.reason.{reason.code}", language, **facts)
