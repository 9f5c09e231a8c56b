"""The form in which a trip is asked for, and the one in which it is reported: fields, what fills them, what is missing.

Fields and their wording are those of the form of 2015-2018 (facts 3.2); the rules want English.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from outreach.domain.event import Event
from outreach.domain.person import Person, named
from outreach.domain.trip import Trip, TripState
from outreach.domain.trip_fit import TripFit, first_departure
from outreach.domain.trip_rules import Form, Step, TripRules

TRAVELLERS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class FormField:
    """A numbered question and its answer. missing: where it is to be written, "" when there is nothing to add."""

    number: str
    question: str
    answer: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class TravellerLine:
    """A row of the table of travellers; blanks are told among what is missing."""

    name: str
    address: str
    from_city: str
    from_country: str
    departs: str
    returns: str


@dataclass(frozen=True, slots=True)
class TripForm:
    """A form, filled as far as the sheets tell. open: sentences on what is missing or must still be settled."""

    title: str
    subtitle: str
    staff_only: tuple[FormField, ...]
    before: tuple[FormField, ...]
    travellers: tuple[TravellerLine, ...]
    after: tuple[FormField, ...]
    acknowledgements: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormKeeper:
    """Whose forms these are. region: the organisation's name; countries: English names by code."""

    region: str
    people: tuple[Person, ...]
    countries: Mapping[str, str]


def proposal_forms(fit: TripFit, keeper: FormKeeper, *, today: date) -> tuple[TripForm, ...]:
    """The proposal of a trip to an event: one form, or where the year wants it one a traveller; none without rules."""
    rules = fit.rules
    if rules is None:
        return ()
    alone = rules.form is Form.EACH and len(fit.trips) > 1
    shares = [replace(fit, trips=(trip,)) for trip in fit.trips] if alone else [fit]
    return tuple(_proposal(share, rules, keeper, today) for share in shares)


def report_form(event: Event, trips: tuple[Trip, ...], rules: TripRules, keeper: FormKeeper) -> TripForm:
    """The skeleton of a trip report: what is known of the trip, and the questions to be answered."""
    back = max((trip.returns or event.end for trip in trips), default=event.end)
    fields = tuple(_report_fields(event, keeper.countries))
    return TripForm(
        title=f"{rules.name} {rules.year} Trip Assessment (skeleton)",
        subtitle=f"{keeper.region}: {event.name}",
        staff_only=(),
        before=(
            FormField("", "Form ID #", ", ".join(filter(None, (trip.form for trip in trips)))),
            FormField("", "Assessment due", english(rules.report.after(back)) if rules.report else "not known"),
            FormField("", "Date completed", "", missing="the day on which it is finished"),
        ),
        travellers=tuple(_line(trip, keeper) for trip in trips),
        after=fields,
        acknowledgements=_REPORTED,
        open=_missing(fields),
    )


def report_skeletons(fits: Iterable[TripFit], keeper: FormKeeper, *, today: date) -> Iterator[tuple[str, TripForm]]:
    """The report of each approved trip whose travellers are back and have not reported, by a name for its document."""
    for fit in fits:
        event, rules = fit.event, fit.rules
        went = tuple(trip for trip in fit.trips if trip.state is TripState.APPROVED and not trip.reported)
        back = max((trip.returns or event.end for trip in went), default=date.max)
        if rules and went and back < today:
            words = "".join(sign if sign.isalnum() else " " for sign in event.name).split()
            yield "-".join([event.start.isoformat(), *words[:6]]), report_form(event, went, rules, keeper)


def english(day: date) -> str:
    """As the forms want it: `05-May-2017`."""
    return f"{day.day:02}-{_MONTHS[day.month - 1]}-{day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FOR_STAFF = ("Application Status", "Assessment Due-Date", "Form ID #")
_REGIONS = {"icann": "ICANN geographic region", "gse": "GSE region"}
_STEPS = {
    Step.DRAFT: "draft with the review team",
    Step.REVIEW: "reviewed",
    Step.CONCURRENCE: "vice-president's concurrence",
    Step.AIM: "At-Large's own aim",
    Step.SUBMISSION: "handed in",
}
_ACKNOWLEDGED = (
    "The travellers know and accept the terms of the programme.",
    "The leadership of the regional organisation has authorised this trip.",
    "The regional vice-president of Global Stakeholder Engagement has concurred.",
)
_REPORTED = (
    "The programme's coordinators have been told of this assessment.",
    "The leadership of the regional organisation has authorised it.",
)
_ASSESSED = (
    "How the goals were achieved, one by one",
    "Who was met: organisations and people who may join At-Large, and who follows up with each",
    "What was said and done, when and where",
    "What should be done next, by whom and until when",
)
_OF_A_TRAVELLER = {
    "name": "who travels",
    "address": "their e-mail address (their row in People)",
    "from_city": "from which city",
    "from_country": "from which country",
    "departs": "the day of departure",
    "returns": "the day of return",
}


def _proposal(fit: TripFit, rules: TripRules, keeper: FormKeeper, today: date) -> TripForm:
    lines = tuple(_line(trip, keeper) for trip in fit.trips)
    before = tuple(_opening(fit, rules, today))
    after = tuple(_event_fields(fit, rules, keeper.countries))
    missing = (*_missing((*before, *after)), *_missing_of(lines), *_outside(fit.trips, rules), *_in_english(fit.event))
    return TripForm(
        title=f"{rules.name} {rules.year} Trip Proposal (draft)",
        subtitle=f"{keeper.region}: {fit.event.name}",
        staff_only=tuple(FormField("", name, "") for name in _FOR_STAFF),
        before=before,
        travellers=lines,
        after=after,
        acknowledgements=_ACKNOWLEDGED,
        open=missing,
    )


def _opening(fit: TripFit, rules: TripRules, today: date) -> Iterator[FormField]:
    yield FormField("", "Person completing form", "", missing="your own name")
    yield FormField("", "Date", english(today))
    yield FormField("", "Last days", _last_days(fit, rules))
    count = len(fit.trips)
    limit = 1 if rules.form is Form.EACH else TRAVELLERS_AT_MOST
    wrong = "" if 1 <= count <= limit else f"from 1 to {limit}, each a row of Trips"
    yield FormField("1", "Number of travelers", str(count) if count else "", missing=wrong)


def _last_days(fit: TripFit, rules: TripRules) -> str:
    departs = first_departure(fit.trips)
    days = {words: rules.last_day(step, fit.event.start, departs) for step, words in _STEPS.items()}
    known = [f"{words} {english(day)}" for words, day in days.items() if day]
    return "; ".join(known) or f"not known: no source tells the notice of {rules.year}"


def _event_fields(fit: TripFit, rules: TripRules, countries: Mapping[str, str]) -> Iterator[FormField]:
    event = fit.event
    needs = "; ".join(dict.fromkeys(trip.circumstances for trip in fit.trips if trip.circumstances))
    yield FormField("3", "Special travel circumstances", needs or "None known")
    yield FormField("4", "Event or conference name", event.name)
    yield FormField("5", "Start and end", f"{english(event.start)} to {english(event.end)}")
    yield _asked("6", "Website link", event.link, "the link of the event, in the calendar")
    yield _asked("7", "Street address", event.venue, "the street address, in the calendar")
    yield _asked("7", "City", event.city, "the city, in the calendar")
    yield _asked("7", "Country", countries.get(event.country or "", event.place), "the country, in the calendar")
    yield FormField("8", _REGIONS.get(rules.region or "", "Region"), "Latin America and the Caribbean")
    yield _asked("9", "Activity sponsors (all must be identified)", event.organiser, "every sponsor, in the calendar")
    yield _asked("10", "Proposed goals and outcomes", event.goals, "the goals, in the calendar")
    yield FormField("11", "Additional information (optional)", event.notes)


def _report_fields(event: Event, countries: Mapping[str, str]) -> Iterator[FormField]:
    where = (event.city, countries.get(event.country or "", event.place))
    yield FormField("1", "Event", event.name)
    yield FormField("2", "Where", ", ".join(filter(None, where)))
    yield FormField("3", "Start and end", f"{english(event.start)} to {english(event.end)}")
    yield _asked("4", "Goals and outcomes as proposed", event.goals, "the goals of the proposal")
    for number, question in enumerate(_ASSESSED, start=5):
        yield FormField(str(number), question, "", missing="the travellers' answer")


def _asked(number: str, question: str, answer: str, missing: str) -> FormField:
    return FormField(number, question, answer, missing="" if answer else missing)


def _line(trip: Trip, keeper: FormKeeper) -> TravellerLine:
    person = named(trip.traveller, keeper.people) if trip.traveller else None
    return TravellerLine(
        name=trip.traveller,
        address=person.contact.address if person and person.contact else "",
        from_city=trip.from_city,
        from_country=keeper.countries.get(trip.from_country or "", ""),
        departs=english(trip.departs) if trip.departs else "",
        returns=english(trip.returns) if trip.returns else "",
    )


def _missing(fields: Iterable[FormField]) -> tuple[str, ...]:
    return tuple(f"{one.number} {one.question}: {one.missing}".strip() for one in fields if one.missing)


def _missing_of(lines: Iterable[TravellerLine]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        blank = [words for column, words in _OF_A_TRAVELLER.items() if not getattr(line, column)]
        if blank:
            yield f"2 Traveller {number}: {', '.join(blank)}"


def _outside(trips: Iterable[Trip], rules: TripRules) -> Iterator[str]:
    """Days that the form does not take: before the fiscal year, or after everybody must be home."""
    for number, trip in enumerate(trips, start=1):
        if trip.departs and trip.departs < rules.year.begins:
            yield f"2 Traveller {number}: departs before {english(rules.year.begins)}, when {rules.year} begins"
        if trip.returns and trip.returns > rules.home_by:
            yield f"2 Traveller {number}: returns after {english(rules.home_by)}, by which everybody must be home"


def _in_english(event: Event) -> Iterator[str]:
    if event.goals or event.notes:
        yield "10 and 11: see that they are in English; they stand here as members typed them"
