"""The tabs of last days and of events that could carry a trip, in both languages of the members."""

from collections.abc import Iterable, Mapping
from datetime import date

from outreach.domain.deadline import Deadline, DeadlineKind, DeadlineRules, owner_of
from outreach.domain.fiscal_year import FiscalYear
from outreach.domain.person import Person
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.domain.trip import TripAccount
from outreach.domain.trip_fit import Bar, TripFit
from outreach.rendering.deadline_words import how_far, what
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both, heads, row_link


def deadlines_tab(
    deadlines: Iterable[Deadline],
    people: tuple[Person, ...],
    rules: DeadlineRules,
    *,
    phrases: Phrases,
    seen: Snapshot,
    today: date,
) -> Block:
    """A row a last day, the nearest first, each with whose it is; those of which no source tells the day come last.

    Candidates' next steps stand in Pipeline.
    """
    head = heads(phrases, "last_day", "days_left", "what", "owner", "rule_year", "where")

    def row(one: Deadline) -> Row:
        owner = owner_of(one, people, rules)
        return (
            one.day.isoformat() if one.day else "?",
            " / ".join(dict.fromkeys(how_far(one, language, phrases, today=today) for language in LANGUAGES)),
            " / ".join(dict.fromkeys(what(one, language, phrases) for language in LANGUAGES)),
            owner.name if owner else both("deadline.nobody", phrases),
            str(one.year) if one.year else "",
            row_link(one.origin, seen) if one.origin else one.link,
        )

    rows = [row(one) for one in deadlines if one.kind is not DeadlineKind.ALS_STEP]
    return block(SystemTab.DEADLINES, [head, *(rows or [(both("deadline.none", phrases),)])])


def trip_options_tab(
    fits: Iterable[TripFit], accounts: Mapping[FiscalYear, TripAccount], *, phrases: Phrases, seen: Snapshot
) -> Block:
    """A row an event that is not over: whether a trip could go there and why not; above it the trips of each year."""
    open_fits = [fit for fit in fits if Bar.OVER not in fit.bars]
    years = {fit.rules.year for fit in open_fits if fit.rules}
    told = [(account_line(account, phrases),) for year, account in sorted(accounts.items()) if year in years]
    head = heads(phrases, "where", "event", "days", "country", "trip", "reasons", "last_day", "travellers")
    return block(SystemTab.TRIP_OPTIONS, [*told, head, *(_fit_row(fit, phrases, seen) for fit in open_fits)])


def account_line(account: TripAccount, phrases: Phrases, languages: tuple[str, ...] = LANGUAGES) -> str:
    """The trips of a year, and beside them what another budget pays."""
    key = "account" if account.left is not None else "account_unknown"
    facts = {"year": account.year, "granted": account.granted, "used": account.used, "left": account.left}
    said = [phrases.say(f"trip.{key}", language, **facts) for language in languages]
    if account.face_to_face:
        aside = [phrases.say("trip.face_to_face", language, count=account.face_to_face) for language in languages]
        said = [f"{one}; {other}" for one, other in zip(said, aside, strict=True)]
    return " / ".join(dict.fromkeys(said))


def reasons(fit: TripFit, language: str, phrases: Phrases) -> str:
    """Every bar, else everything that is still to be settled."""
    said = [phrases.say(f"trip.bar.{bar}", language) for bar in fit.bars]
    said += [phrases.say(f"trip.ask.{ask}", language) for ask in fit.asks]
    return "; ".join(said)


def _fit_row(fit: TripFit, phrases: Phrases, seen: Snapshot) -> Row:
    event = fit.event
    return (
        row_link(event.origin, seen),
        event.name,
        f"{event.start.isoformat()} – {event.end.isoformat()}",  # noqa: RUF001 # the dash of a span of days
        event.place or event.country,
        both(f"trip.verdict.{fit.verdict}", phrases),
        "\n".join(dict.fromkeys(reasons(fit, language, phrases) for language in LANGUAGES)),
        fit.last_day.isoformat() if fit.last_day and not fit.bars else "",
        len(fit.trips),
    )
