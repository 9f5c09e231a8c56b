"""Why an activity is shared through a structure, and for whom it is, in words."""

from collections.abc import Iterable

from babel.lists import format_list

from outreach.domain.audience import Reason
from outreach.domain.country import Region
from outreach.domain.publics import Audience
from outreach.rendering.day import LOCALES
from outreach.rendering.invitation import language_names
from outreach.rendering.phrases import Phrases


def whys(reasons: Iterable[Reason], region: Region, phrases: Phrases, language: str) -> str:
    """`Is in Guatemala; works in Spanish`, as `language` says it."""
    return "; ".join(_why(one, region, phrases, language) for one in reasons)


def audience_names(audiences: frozenset[Audience], phrases: Phrases, language: str) -> str:
    """`end users and academic`; "" for everybody."""
    said = [phrases.say(f"sharing.audience.{one}", language) for one in Audience if one in audiences]
    return format_list(said, locale=LOCALES.get(language, language))


def _why(reason: Reason, region: Region, phrases: Phrases, language: str) -> str:
    facts = dict(reason.facts)
    if "language" in facts:
        facts["language"] = language_names((str(facts["language"]),), language)
    if "country" in facts:
        country = region.country(str(facts["country"]))
        facts["country"] = country.name(language) if country else facts["country"]
    if "audience" in facts:
        facts["audience"] = phrases.say(f"sharing.audience.{facts['audience']}", language)
    return phrases.say(f"sharing.why.{reason.why}", language, **facts)
