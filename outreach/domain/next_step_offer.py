"""Who of those that came to a call is told what is open to them now: each window once, one letter at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.candidate import Candidate
from outreach.domain.case import Case
from outreach.domain.contact import Contact
from outreach.domain.history import TOLD, History
from outreach.domain.meeting import Meeting, Programme, Window
from outreach.domain.message import MessageState
from outreach.domain.organisation import organisation_of
from outreach.domain.routing import Applicant, Route, RoutingRules, routes
from outreach.domain.stage import LADDER, Stage

NEXT_STEP = "next_step:"
MAY_GO = frozenset({MessageState.PLANNED, MessageState.APPROVED})
APPLYING = frozenset(LADDER[LADDER.index(Stage.INTENDS_TO_APPLY) :])

Applying = Callable[[Candidate], Applicant]
"""What is known of a candidate that the programmes ask for."""


@dataclass(frozen=True, slots=True)
class Programmes:
    """What there is to apply for."""

    windows: tuple[Window, ...]
    meetings: tuple[Meeting, ...]
    rules: RoutingRules


@dataclass(frozen=True, slots=True)
class Offer:
    """One letter. routes: what is open to them and was not told yet, what closes soonest first."""

    candidate: Candidate
    contact: Contact
    routes: tuple[Route, ...]

    @property
    def occasion(self) -> str:
        """What the letter is about: the same while the same windows are told."""
        return NEXT_STEP + "+".join(sorted(window_id(route.window) for route in self.routes))

    @property
    def closes(self) -> date:
        """The first day on which one of them closes: after it the letter would say what is no longer so."""
        return min(route.window.closes or date.max for route in self.routes)


def window_id(window: Window) -> str:
    """The same on every run: the programme and its meeting, of those without one the year in which it closes."""
    if window.programme is Programme.ALS_APPLICATION:
        return window.programme.value
    return f"{window.programme}-{window.meeting or (window.closes.year if window.closes else '')}"


def plan_offers(
    cases: Iterable[Case],
    history: History,
    programmes: Programmes,
    *,
    applying: Applying,
    resting: frozenset[str],
    today: date,
) -> tuple[Offer, ...]:
    """A letter to each who came to a call, may be written to, and has something open that they were not told of.

    resting: contacts written to a short while ago. One letter an address and an organisation in a run; none to
    whom another message waits. Nothing is told after its window has closed, nor what only may be open to them.
    """
    told, waiting = _told(history), _waiting(history)
    spoken_to = set(history.suppressed | resting)
    found: list[Offer] = []
    for case in cases:
        candidate, contact = case.candidate, case.candidate.contact
        if case.rests or not case.progress.attended or contact is None or not contact.may_write:
            continue
        ways = routes(applying(candidate), programmes.windows, programmes.meetings, programmes.rules, today=today)
        fresh = tuple(way for way in ways if _is_news(way, case, told.get(contact.id, set())))
        readers = {contact.id, organisation_of(candidate)} - {""}
        offer = Offer(candidate, contact, fresh)
        if fresh and not readers & spoken_to and not waiting.get(contact.id, set()) - {offer.occasion}:
            spoken_to |= readers
            found.append(offer)
    return tuple(found)


def _is_news(route: Route, case: Case, told: set[str]) -> bool:
    applies = route.window.programme is Programme.ALS_APPLICATION and case.progress.rung in APPLYING
    return route.may_be_told and not applies and window_id(route.window) not in told


def _told(history: History) -> Mapping[str, set[str]]:
    """By contact, the windows of every letter that went out or may have."""
    told: dict[str, set[str]] = defaultdict(set)
    for record in history.records:
        if record.state in TOLD and record.occasion.startswith(NEXT_STEP):
            told[record.contact].update(record.occasion.removeprefix(NEXT_STEP).split("+"))
    return told


def _waiting(history: History) -> Mapping[str, set[str]]:
    """By contact, the occasions of messages that may go any moment."""
    waiting: dict[str, set[str]] = defaultdict(set)
    for record in history.records:
        if record.state in MAY_GO:
            waiting[record.contact].add(record.occasion)
    return waiting
