"""A digest in its reader's words: the subject and every line, before any layout."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from outreach.domain.digest import Decision, Digest, Section
from outreach.domain.digest_changes import Change, CountryChange, StageChange
from outreach.domain.digest_month import Month
from outreach.domain.digest_risks import Risk
from outreach.domain.stage import Stage
from outreach.domain.standing import ToAdopt, WaitingBatch
from outreach.rendering.day import clock_time, long_day, month_name, short_day
from outreach.rendering.deadline_words import what
from outreach.rendering.phrases import Phrases

Item = TypeVar("Item")
STALE_DAYS = 60


def _is_web(place: str) -> bool:
    return place.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and where it can be followed up: an address, the name of a cell, or ""."""

    text: str
    place: str = ""

    @property
    def is_linked(self) -> bool:
        """Whether the place is an address that a click leads to."""
        return _is_web(self.place)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the digest. more, place: how many lines it had no room for, in words or "", and where they stand."""

    heading: str
    lines: tuple[Line, ...]
    more: str = ""
    place: str = ""

    @property
    def is_linked(self) -> bool:
        """Whether the place is an address that a click leads to."""
        return _is_web(self.place)


@dataclass(frozen=True, slots=True)
class DigestWords:
    """All that a digest says. first: the sentence of the first digest, "" later; parts: those with lines only."""

    subject: str
    coverage: str
    quiet: str
    first: str
    parts: tuple[Part, ...]
    health_heading: str
    health: Line


def digest_words(digest: Digest, language: str, phrases: Phrases) -> DigestWords:
    """The digest in `language`. Raises MissingTranslationError where it lacks a phrase."""
    words = _Words(phrases, language)
    since = long_day(digest.since, language) if digest.since else ""
    parts = (
        words.part(words.say("heading.decisions"), digest.decisions, words.decision),
        words.part(words.say("heading.changes", since=since), digest.changes, words.change),
        words.part(words.say("heading.risks"), digest.risks, words.risk),
        *([words.month(digest.month)] if digest.month else []),
    )
    return DigestWords(
        subject=words.subject(digest),
        coverage=words.coverage(digest),
        quiet=words.say("quiet_line", since=since) if digest.is_quiet else "",
        first="" if digest.since else words.say("first"),
        parts=tuple(part for part in parts if part.lines),
        health_heading=words.say("heading.health"),
        health=words.health(digest),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """How the parts of a digest are said in one language."""

    phrases: Phrases
    language: str

    def say(self, key: str, **facts: object) -> str:
        return self.phrases.say(f"digest.{key}", self.language, **facts)

    def counted(self, key: str, count: int, **facts: object) -> str:
        return self.say(f"{key}.{'one' if count == 1 else 'other'}", count=count, **facts)

    def subject(self, digest: Digest) -> str:
        """What to decide by when comes first, as a phone shows only the beginning."""
        said = [self.coverage(digest)]
        if digest.decide_by:
            day = short_day(digest.decide_by, self.language)
            said.insert(0, self.counted("decide", digest.decisions.total, day=day))
        elif digest.decisions.total:
            said.insert(0, self.counted("decide_undated", digest.decisions.total))
        elif digest.is_quiet:
            said.insert(0, self.say("quiet"))
        return self.say("subject", what=" · ".join(said), region=digest.coverage.region.name)

    def coverage(self, digest: Digest) -> str:
        facts = {"covered": digest.coverage.covered, "all": len(digest.coverage.countries)}
        if not digest.delta:
            return self.say("covered", **facts)
        return self.say("covered_delta", **facts, delta=f"{digest.delta:+d}".replace("-", "\N{MINUS SIGN}"))

    def part(self, heading: str, section: Section[Item], line: Callable[[Item], Line]) -> Part:
        more = self.say("more", count=section.more) if section.more else ""
        return Part(heading, tuple(map(line, section.shown)), more, section.link)

    def decision(self, one: Decision) -> Line:
        if isinstance(one, ToAdopt):
            return Line(self.say("adopt"), one.link)
        if not isinstance(one, WaitingBatch):
            day = short_day(one.day, self.language) if one.day else ""
            return Line(self.say("due", what=what(one, self.language, self.phrases), day=day), one.link)
        title = one.title or self.phrases.say(f"tabs.batch.{one.kind}", self.language)
        if one.last_day is None:
            return Line(self.counted("approve_undated", one.count, title=title), one.link)
        day = short_day(one.last_day, self.language)
        return Line(self.counted("approve", one.count, title=title, day=day), one.link)

    def change(self, change: Change) -> Line:
        if isinstance(change, CountryChange):
            before, after = (
                self.phrases.say(f"coverage.state.{state}", self.language) for state in (change.before, change.after)
            )
            country = change.country.name(self.language)
            return Line(self.say("country", country=country, before=before, after=after), change.link)
        if isinstance(change, StageChange):
            before, after = self.stage(change.before), self.stage(change.after)
            country = change.country.name(self.language)
            return Line(self.say("country", country=country, before=before, after=after), change.link)
        state = self.say(f"messages.{change.state}")
        return Line(self.say("count", state=state, before=change.before, after=change.after), change.link)

    def stage(self, stage: Stage | None) -> str:
        return self.say(f"stage.{stage or 'nobody'}")

    def risk(self, risk: Risk) -> Line:
        return Line(self.counted(f"risk.{risk.kind}", risk.count, title=risk.title), risk.link)

    def health(self, digest: Digest) -> Line:
        health = digest.health
        return Line(
            self.say(
                "health.line",
                time=clock_time(health.read),
                day=short_day(health.read.date(), self.language),
                rows=sum(health.rows.values()),
                held_back=health.held_back,
            )
            + self.stale(digest),
            health.link if health.held_back else "",
        )

    def month(self, month: Month) -> Part:
        """How many candidates stand where, and how coverage went; a line each, where there is anything."""
        funnel = " · ".join(f"{self.stage(stage)} {count}" for stage, count in month.funnel)
        trend = " · ".join(f"{month_name(day, self.language)} {count}" for day, count in month.trend)
        said = {"funnel": funnel, "trend": trend}
        lines = tuple(Line(self.say(f"month.{name}", figures=one)) for name, one in said.items() if one)
        return Part(self.say("heading.month"), lines)

    def stale(self, digest: Digest) -> str:
        """Which country nothing has been heard of for longest, once that is long."""
        code, days = digest.health.stale or ("", 0)
        if days < STALE_DAYS:
            return ""
        country = next(one.country.name(self.language) for one in digest.coverage.countries if one.country.code == code)
        return " · " + self.say("health.stale", country=country, days=days)
