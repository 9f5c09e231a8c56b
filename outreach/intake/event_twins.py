"""Finds rows of the calendar that may be one event: a number, a page, days and names, in whatever language."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations
from urllib.parse import urlsplit

from outreach.domain.event import Event
from outreach.domain.twin import Twin
from outreach.intake.folding import folded
from outreach.intake.organisation_name import KnownOrganisation, rank
from outreach.intake.twins import host_of

SAME_NUMBER, SAME_PAGE, NEAR_DAYS, SAME_DAYS_AND_PLACE = "same_number", "same_page", "near_days", "same_days_and_place"
NEAR = timedelta(days=4)  # rows typed by two hands differ by a day of arrival, seldom by more
ALIKE = 45  # of 100; beside the same days names need not say it alone


def event_twins(events: Iterable[Event]) -> tuple[Twin, ...]:
    """Each pair of rows that may be one event, with the strongest evidence; rows of two numbers never are."""
    listed = sorted(events, key=lambda one: one.origin)
    return tuple(twin for one, other in combinations(listed, 2) for twin in _pair(one, other))


def _pair(one: Event, other: Event) -> Iterator[Twin]:
    if one.number and other.number:
        if one.number == other.number:
            yield _twin(one, other, SAME_NUMBER, 100)
        return
    if not _near(one, other):
        return
    if one.link and _page(one.link) == _page(other.link):
        yield _twin(one, other, SAME_PAGE, 95)
    elif not _elsewhere(one, other):
        score = _alike(one, other)
        if score >= ALIKE:
            yield _twin(one, other, NEAR_DAYS, score)
        elif (one.start, one.end) == (other.start, other.end) and one.city and folded(one.city) == folded(other.city):
            yield _twin(one, other, SAME_DAYS_AND_PLACE, 60)


def _near(one: Event, other: Event) -> bool:
    return abs(one.start - other.start) <= NEAR or (one.start <= other.end and other.start <= one.end)


def _elsewhere(one: Event, other: Event) -> bool:
    """Whether both say where they are, and it is not the same country."""
    return bool(one.country and other.country) and one.country != other.country


def _alike(one: Event, other: Event) -> float:
    if folded(one.name) == folded(other.name):
        return 100.0
    known = [KnownOrganisation("", (other.name,))]
    return max((match.score for match in rank(one.name, known, country=one.country or other.country)), default=0.0)


def _page(link: str) -> tuple[str, str]:
    """Host and path; a host that many share tells by its path alone."""
    parts = urlsplit(link if "//" in link else f"//{link}")
    return host_of(link) or (parts.hostname or ""), parts.path.rstrip("/")


def _twin(one: Event, other: Event, evidence: str, score: float) -> Twin:
    """With the year beside each name, as next year's meeting of the same name is another."""
    names = (f"{one.name} ({one.start.year})", f"{other.name} ({other.start.year})")
    return Twin(one.origin, other.origin, names, one.country or other.country or "", evidence, score)
