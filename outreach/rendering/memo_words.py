"""How a memo says countries, points, shares and rows in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from outreach.domain.interval import Interval
from outreach.domain.origin import Origin
from outreach.domain.selection import Assessment, Figure, Gate, GateState
from outreach.domain.selection_memo import Memo
from outreach.domain.snapshot import Snapshot
from outreach.rendering.day import LOCALES, long_day
from outreach.rendering.memo_blocks import Link
from outreach.rendering.one_line import one_line
from outreach.rendering.phrases import Phrases

ONE = 0.01


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one memo in one language. seen: knows the addresses of rows."""

    memo: Memo
    phrases: Phrases
    language: str
    seen: Snapshot

    def say(self, key: str, **facts: object) -> str:
        """A phrase of the memo."""
        return self.phrases.say(f"selection.{key}", self.language, **facts)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Headers of columns."""
        return tuple(self.say(f"head.{key}") for key in keys)

    @property
    def day(self) -> str:
        """The day as of which the memo speaks."""
        return long_day(self.memo.day, self.language)

    def country(self, code: str) -> str:
        """Its name."""
        found = self.memo.region.country(code)
        return found.name(self.language) if found else code

    def countries(self, codes: Iterable[str]) -> str:
        """Their names, joined with the language's "and"."""
        return format_list([self.country(code) for code in codes], locale=self._locale)

    def pool(self, name: str) -> str:
        """A sub-region; one without a phrase as it is named in the data."""
        key = f"tabs.sub_region.{name}"
        return self.phrases.say(key, self.language) if self.phrases.knows(key, self.language) else name

    def split(self, name: str) -> str:
        """Who defines what is which sub-region."""
        known = self.phrases.knows(f"selection.split.{name}", self.language)
        return self.say(f"split.{name}") if known else name

    def number(self, amount: Fraction) -> str:
        """As short as it can be: "5", "0.5"."""
        return str(format_decimal(float(amount), format="#,##0.##", locale=self._locale))

    def points(self, part: Interval) -> str:
        """Of 100, with one decimal; a range where something is unknown."""
        low, high = (
            format_decimal(float(end * 100), format="0.0", locale=self._locale) for end in (part.low, part.high)
        )
        return str(low) if low == high else self.say("range", low=low, high=high)

    def scale(self, value: Interval) -> str:
        """A part of the scale in per cent."""
        low, high = (self._percent(float(end)) for end in (value.low, value.high))
        return low if low == high else self.say("range", low=low, high=high)

    def share(self, part: float) -> str:
        """A share in whole per cent; what is neither none nor all is never rounded to it."""
        if 0 < part < ONE:
            return self.say("under_one", one=self._percent(ONE))
        if 1 - ONE < part < 1:
            return self.say("over_ninety_nine", most=self._percent(1 - ONE))
        return self._percent(part)

    def weight(self, part: float) -> str:
        """A weight in per cent, with one decimal where it is needed."""
        return str(format_percent(part, format=self._percent_pattern("0.#"), locale=self._locale))

    def amount(self, figure: Figure) -> str:
        """A figure as it was counted."""
        if figure.low is None:
            return self.say("amount_unknown")
        if figure.high is None:
            return self.say("amount_at_least", low=self.number(figure.low))
        if figure.is_known:
            return self.number(figure.low)
        return self.say("amount_range", low=self.number(figure.low), high=self.number(figure.high))

    def gates(self, one: Assessment, state: GateState) -> str:
        """The gates of a country that are in this state."""
        return format_list(
            [self.say(f"gate.{gate}") for gate, is_ in one.gates.items() if is_ is state], locale=self._locale
        )

    def gate(self, one: Assessment, gate: Gate) -> str:
        """What is said of one gate."""
        return self.say(f"gate_state.{one.gates[gate]}")

    def rows(self, origins: Iterable[Origin]) -> tuple[Link, ...]:
        """Rows of the sheets, the tab named once; a link where the spreadsheet has addresses."""
        links = []
        for tab, rows in groupby(sorted(origins), key=lambda one: one.tab):
            for number, origin in enumerate(rows):
                link = self.seen.link(tab, f"A{origin.row}")
                text = str(origin.row) if number else f"{one_line(tab)}: {origin.row}"
                links.append(Link(text, link if link.startswith("https://") else ""))
        return tuple(links)

    @property
    def _locale(self) -> str:
        return LOCALES.get(self.language, self.language)

    def _percent(self, part: float) -> str:
        return str(format_percent(part, locale=self._locale))

    def _percent_pattern(self, digits: str) -> str:
        return f"{digits}%" if self._percent(1).endswith("0%") else f"{digits}\u00a0%"
