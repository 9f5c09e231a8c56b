"""What a rehearsal showed, as a page with charts in the languages of the region: rows of the sheets, no names."""

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.domain.country import Region
from outreach.domain.rehearsal import CROWDED, DEAD_ADDRESSES, HABITS, Season, twice_about, two_in_a_day
from outreach.rendering.bars import bars_svg
from outreach.rendering.day import long_day
from outreach.rendering.memo_blocks import Block, Heading, Items, Text
from outreach.rendering.page import Pages
from outreach.rendering.phrases import Phrases
from outreach.rendering.report_page import Drawing, ReportPart, figures, report_page

PEOPLE = 40  # rows of the last table


def rehearsal_page(season: Season, region: Region, pages: Pages) -> str:
    """One HTML file that needs no script."""
    words = [_Words(season, pages.phrases, language) for language in region.languages]
    parts = [
        ReportPart(one.language, one.say("language_name"), one.say("title"), tuple(_blocks(one, region)))
        for one in words
    ]
    return report_page(parts, pages)


@dataclass(frozen=True, slots=True)
class _Words:
    season: Season
    phrases: Phrases
    language: str

    def say(self, key: str, **facts: object) -> str:
        return self.phrases.say(f"rehearsal.{key}", self.language, **facts)

    def kind(self, name: str) -> str:
        known = self.phrases.knows(f"rehearsal.of_kind.{name}", self.language)
        return self.say(f"of_kind.{name}") if known else name


def _blocks(words: _Words, region: Region) -> Iterator[Block | Drawing]:
    season = words.season
    first, last = (long_day(day, words.language) for day in (season.first, season.last))
    yield Heading(1, words.say("title"))
    yield Text(words.say("subtitle", region=region.name, first=first, last=last))
    yield Text(words.say("rows"))
    yield Heading(2, words.say("short"))
    yield Items(tuple(_in_short(words)))
    yield from _by_month(words)
    yield from _decisions(words)
    yield Heading(2, words.say("load"))
    load = [(row or words.say("nobody"), *(of.get(m, 0) for m in season.months)) for row, of in season.load.items()]
    yield figures(words.say("load"), (words.say("liaison"), *season.months), load)
    yield Heading(2, words.say("collisions", least=CROWDED))
    weeks = season.collisions()
    head = (words.say("week"), words.say("last_days"))
    yield figures(words.say("collisions", least=CROWDED), head, weeks) if weeks else Text(words.say("no_collisions"))
    yield Heading(2, words.say("stops"))
    stops = [words.say("stop", what=what, days=days) for what, days in season.stops.items()]
    yield Items(tuple(stops or [words.say("no_stops")]))
    yield from _people(words)
    yield Heading(2, words.say("how"))
    yield Items(tuple(_how(words)))


def _in_short(words: _Words) -> Iterator[str]:
    season = words.season
    people = {one.contact for one in season.to_others}
    most = max(season.most_to_one_person().values(), default=0)
    double = len(two_in_a_day(season.mailed)) + len(twice_about(season.mailed))
    yield words.say("mails", count=len(season.to_others), people=len(people), most=most)
    yield words.say("some_twice", count=double) if double else words.say("none_twice")
    undecided = sum(not one.leader for one in season.decisions)
    yield words.say("asked", batches=len(season.decisions), open=undecided)
    yield words.say("answers", answers=season.open_answers, unknown=season.unknown)
    yield words.say("came", count=season.came)


def _by_month(words: _Words) -> Iterator[Block | Drawing]:
    counts, most = words.season.by_month(), words.season.most_to_one_person()
    spoken = ", ".join(f"{month} {count}" for month, count in counts.items())
    yield Heading(2, words.say("by_month"))
    yield Drawing(
        bars_svg(
            {month[2:]: count for month, count in counts.items()},
            name=f"mails-{words.language}",
            title=words.say("drawing", figures=spoken),
        )
    )
    head = (words.say("month"), words.say("count"), words.say("most"))
    yield figures(words.say("by_month"), head, [(month, count, most[month]) for month, count in counts.items()])


def _decisions(words: _Words) -> Iterator[Block | Drawing]:
    yield Heading(2, words.say("decisions"))
    head = (words.say("leader"), words.say("batches"), words.say("messages"))
    asked = [
        (row or words.say("nobody"), of["batches"], of["messages"]) for row, of in words.season.by_leader().items()
    ]
    yield figures(words.say("decisions"), head, asked)
    kinds = [(words.kind(name), count) for name, count in words.season.kinds().items()]
    yield figures(words.say("kinds"), (words.say("kind"), words.say("count")), kinds)


def _people(words: _Words) -> Iterator[Block | Drawing]:
    people, months = words.season.per_person(), words.season.months
    yield Heading(2, words.say("people"))
    yield figures(words.say("people"), (words.say("person"), *months), [(row, *of) for row, of in people[:PEOPLE]])
    if len(people) > PEOPLE:
        yield Text(words.say("more", count=len(people) - PEOPLE))


def _how(words: _Words) -> Iterator[str]:
    shares = {habit.value: round(100 * share) for habit, share in HABITS.items()}
    yield words.say("seed", seed=words.season.seed)
    yield words.say("invented", dead=round(100 * DEAD_ADDRESSES), **shares)
    yield words.say("leaders_act")
    yield words.say("clean")
