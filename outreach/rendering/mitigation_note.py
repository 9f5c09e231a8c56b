"""The note for the leaders on what can make up for a moved or cancelled meeting, in the languages they work in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.lists import format_list

from outreach.domain.call import Call
from outreach.domain.country import Region
from outreach.domain.event import Event, Version
from outreach.domain.mitigation import Hub, Mitigation
from outreach.domain.person import Person
from outreach.rendering.day import LOCALES
from outreach.rendering.event_notice import CountryNames, days, place
from outreach.rendering.moments import moment_words
from outreach.rendering.page import Pages, render

OPENS, CLOSES = time(9), time(17)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A section: what it is about, and what in the sheets could serve."""

    title: str
    aim: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MitigationNote:
    """The note and what it is written with."""

    found: Mitigation
    region: Region
    countries: CountryNames
    pages: Pages

    def html(self) -> str:
        """One page, the region's languages one below the other."""
        change, languages = self.found.change, self.region.languages
        sections = [(one, self._hurt(one), tuple(self._pillars(one))) for one in languages]
        told = {one: (self._told(change.before, one), self._told(change.now, one)) for one in languages}
        return render(self.pages, "mitigation.html.j2", event=change.event.name, told=told, sections=sections)

    def _pillars(self, language: str) -> Iterator[Pillar]:
        found = self.found
        yield self._pillar("local", (self._event(one, language) for one in found.local), language)
        yield self._pillar("regional", (self._serving(one, language) for one in found.regional), language)
        yield self._pillar("hubs", (self._hub(one, language) for one in found.hubs), language)
        yield self._pillar("webinars", self._webinars(language), language)
        yield self._pillar("presence", (self._presence(*one, language) for one in found.presence), language)

    def _pillar(self, name: str, lines: Iterable[str], language: str) -> Pillar:
        said = tuple(lines) or (self._say("nothing", language),)
        return Pillar(self._say(f"{name}.title", language), self._say(f"{name}.aim", language), said)

    def _hurt(self, language: str) -> str:
        names = [self._country(code, language) for code in sorted(self.found.hurt)]
        return self._say("hurt" if names else "nobody", language, countries=_listed(names, language))

    def _told(self, version: Version, language: str) -> str:
        if version.cancelled:
            return self.pages.phrases.say("affected.cancelled", language)
        return f"{days(version, language)}, {place(version, self.countries, language)}"

    def _event(self, event: Event, language: str) -> str:
        version = Version(event.name, event.start, event.end, event.country or event.place, event.city, "", "")
        where = place(version, self.countries, language)
        return self._say(
            "event", language, name=event.name, days=days(version, language), place=where, row=str(event.origin)
        )

    def _serving(self, event: Event, language: str) -> str:
        said = self._event(event, language)
        names = [self._country(code, language) for code in sorted(event.likely_from)]
        return self._say("serves", language, event=said, countries=_listed(names, language)) if names else said

    def _hub(self, hub: Hub, language: str) -> str:
        country = self._country(hub.country, language)
        hosts = _listed([one.name for one in hub.hosts], language)
        line = self._say("hub" if hosts else "hub_nobody", language, country=country, hosts=hosts)
        hours = self._hours(hub.country)
        return self._say("hours", language, line=line, first=hours[0], last=hours[1]) if hours else line

    def _hours(self, code: str) -> tuple[str, str] | None:
        """The meeting's working day by the clock of a country; None where the meeting is in a country of many zones."""
        now, country = self.found.change.now, self.region.country(code)
        zones = get_global("territory_zones").get(now.country, [])
        if len(zones) != 1 or country is None or now.cancelled:
            return None
        there, here = ZoneInfo(zones[0]), ZoneInfo(country.zone)
        moments = (datetime.combine(now.start, hour, tzinfo=there) for hour in (OPENS, CLOSES))
        first, last = (f"{moment.astimezone(here):%H:%M}" for moment in moments)
        return first, last

    def _webinars(self, language: str) -> Iterator[str]:
        for key, calls in (("before", self.found.before), ("after", self.found.after)):
            if not calls:
                yield self._say(f"no_{key}", language)
            yield from (self._say(key, language, call=self._call(one, language)) for one in calls)

    def _call(self, call: Call, language: str) -> str:
        words = moment_words(call.starts, language, reader=self.region.countries[0])
        return f"{call.title}, {words.short}, {words.elsewhere} ({call.origin})"

    def _presence(self, event: Event, people: tuple[Person, ...], language: str) -> str:
        names = _listed([one.name for one in people], language)
        return self._say("lives" if names else "nobody_lives", language, event=event.name, people=names)

    def _country(self, code: str, language: str) -> str:
        return self.countries.get(code, {}).get(language, code)

    def _say(self, key: str, language: str, **facts: str) -> str:
        return self.pages.phrases.say(f"mitigation.{key}", language, **facts)


def _listed(names: list[str], language: str) -> str:
    return format_list(names, locale=LOCALES.get(language, language)) if names else ""
