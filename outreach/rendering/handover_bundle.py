"""A handover as one ZIP: a page to read and print, and its tables for a spreadsheet program."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.domain.country import Region
from outreach.domain.handover import AHEAD, KEPT_SECRET, Handover, Promise, PromiseKind, Told
from outreach.rendering.csv_table import csv_table
from outreach.rendering.day import long_day
from outreach.rendering.deadline_words import what
from outreach.rendering.memo_blocks import Block, Heading, Items, Text
from outreach.rendering.page import Pages
from outreach.rendering.phrases import Phrases
from outreach.rendering.report_page import Drawing, ReportPart, figures, report_page

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same input gives the same bytes
SHOWN = 60  # rows of who was told what; all of them are in the table beside
PRIVATE = 0o600 << 16  # of each file, once it is unpacked


def handover_bundle(handover: Handover, region: Region, pages: Pages, *, titles: Mapping[str, str]) -> bytes:
    """titles: by occasion, its call as people list it. Private: it holds names."""
    words = [_Words(handover, pages.phrases, language, titles) for language in region.languages]
    parts = [
        ReportPart(one.language, one.say("language_name"), one.say("title"), tuple(_blocks(one, region)))
        for one in words
    ]
    first = words[0]
    files = {
        "handover.html": report_page(parts, pages).encode(),
        "promises.csv": csv_table(first.heads("what", "who", "until", "do"), first.promises()),
        "told.csv": csv_table(first.heads("row", "name", "occasion", "day", "outcome"), map(first.told, handover.told)),
        "deadlines.csv": csv_table(first.heads("day", "what", "row"), first.deadlines()),
    }
    return _zipped(files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = PRIVATE
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Words:
    handover: Handover
    phrases: Phrases
    language: str
    titles: Mapping[str, str]

    def say(self, key: str, **facts: object) -> str:
        return self.phrases.say(f"handover.{key}", self.language, **facts)

    def heads(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(key) for key in keys)

    def about(self, occasion: str) -> str:
        kind, _, own = occasion.partition(":")
        known = self.phrases.knows(f"rehearsal.of_kind.{kind}", self.language)
        said = self.phrases.say(f"rehearsal.of_kind.{kind}", self.language) if known else kind
        return f"{said}: {self.titles.get(occasion, own)}" if own else said

    def told(self, one: Told) -> tuple[str, ...]:
        state = self.phrases.say(f"tabs.state.{one.state}", self.language)
        answer = self.phrases.say(f"tabs.answer.{one.answer}", self.language) if one.answer else ""
        outcome = f"{state}; {answer}" if answer else state
        return one.row, one.name, self.about(one.about), one.day.isoformat(), outcome

    def promises(self) -> list[tuple[str, ...]]:
        return [self._promise(one) for one in self.handover.promises]

    def _promise(self, one: Promise) -> tuple[str, ...]:
        owner = self.phrases.say(f"pipeline.owner.{one.owner}", self.language) if one.owner else ""
        if one.kind is PromiseKind.STEP:
            said = self.phrases.say(f"pipeline.action.{one.about}", self.language)
        else:
            said = self.say(one.kind.value, count=one.count, about=self.about(one.about))
        return said, one.who, one.day.isoformat(), self.say(f"{one.kind.value}_do", owner=owner)

    def deadlines(self) -> list[tuple[str, ...]]:
        return [
            (one.day.isoformat(), what(one, self.language, self.phrases), str(one.origin or ""))
            for one in self.handover.deadlines
            if one.day
        ]


def _blocks(words: _Words, region: Region) -> Iterator[Block | Drawing]:
    handover = words.handover
    yield Heading(1, words.say("title"))
    yield Text(words.say("subtitle", region=region.name, day=long_day(handover.day, words.language)))
    yield Text(words.say("private"), stands_out=True)
    yield Heading(2, words.say("questions"))
    yield Items(tuple(words.say(f"q{number}") for number in range(1, 6)))
    yield Heading(2, words.say("state"))
    yield Items(tuple(_state(words)))
    yield from _table(words, "promises", ("what", "who", "until", "do"), words.promises())
    yield from _table(words, "deadlines", ("day", "what", "row"), words.deadlines(), days=AHEAD.days)
    yield Heading(2, words.say("told"))
    rows = [words.told(one) for one in handover.told[:SHOWN]]
    yield Text(words.say("told_note", shown=len(rows), count=len(handover.told)))
    if rows:
        head = words.heads("row", "name", "occasion", "day", "outcome")
        yield figures(words.say("told"), head, rows, numbers=len(head))
    yield Heading(2, words.say("never"))
    yield Items(tuple(words.say(f"never{number}") for number in range(1, 6)))
    yield Heading(2, words.say("ask"))
    yield Items(tuple(_ask(words)))
    yield from _installation(words)


def _table(
    words: _Words, key: str, head: Iterable[str], rows: list[tuple[str, ...]], **facts: object
) -> Iterator[Block]:
    yield Heading(2, words.say(key))
    names = words.heads(*head)
    yield figures(words.say(key), names, rows, numbers=len(names)) if rows else Text(words.say(f"no_{key}", **facts))


def _state(words: _Words) -> Iterator[str]:
    handover = words.handover
    yield words.say("covered", covered=handover.covered, all=handover.countries)
    mails, barred = len(handover.told), handover.suppressed
    yield words.say("candidates", count=handover.candidates, mails=mails, suppressed=barred)
    yield words.say("problems", count=handover.problems)
    if handover.is_stopped:
        yield words.say("stopped")


def _ask(words: _Words) -> Iterator[str]:
    yield words.say("ask_leaders", rows=", ".join(words.handover.leaders) or "-")
    yield words.say("ask_liaisons", rows=", ".join(words.handover.liaisons) or "-")
    yield words.say("ask_operator")


def _installation(words: _Words) -> Iterator[Block]:
    yield Heading(2, words.say("run"))
    yield Items(tuple(words.say(f"run{number}") for number in range(1, 5)))
    yield Heading(2, words.say("secrets"))
    yield Text(words.say("secrets_note"))
    yield Items(words.handover.secrets)
    yield Text(words.say("secret_keep"), stands_out=True)
    yield Heading(2, words.say("settings"))
    rows = [
        (name, words.say(value) if value in {"hidden", "unset"} else value)
        for name, value in words.handover.settings.items()
        if name != KEPT_SECRET
    ]
    yield figures(words.say("settings"), words.heads("setting", "value"), rows, numbers=2)
