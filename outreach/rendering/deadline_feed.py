"""The last days as a calendar to subscribe to (RFC 5545): whole days with alarms; the same input, the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from icalendar import Alarm, Calendar, Event, vText

from outreach.domain.call import Revision
from outreach.domain.deadline import Deadline, DeadlineKind, DeadlineRules
from outreach.domain.same_again import one_and_the_same, same_again
from outreach.rendering.calendar_invite import PRODUCT
from outreach.rendering.deadline_words import what
from outreach.rendering.one_line import one_line
from outreach.rendering.phrases import Phrases

MORNING = timedelta(hours=9)
"""When on a day the calendar rings, by its own clock."""

READ_AGAIN = timedelta(hours=12)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is written with. domain: of the installation, which makes the entries' identities its own."""

    region: str
    domain: str
    rules: DeadlineRules
    phrases: Phrases


def deadline_feed(
    deadlines: Iterable[Deadline], revisions: Mapping[str, Revision], feed: Feed, *, language: str
) -> bytes:
    """An entry for each last day that is known; candidates' next steps are no last days and are left out.

    revisions: by the deadline's id, how often its day has moved, and since when it stands.
    """
    dated = tuple(one for one in deadlines if one.day and one.kind is not DeadlineKind.ALS_STEP)
    stands = one_and_the_same(tuple(revisions[one.id] for one in dated))
    return _calendar(one_and_the_same(dated), stands, feed, language)


@same_again(most=8)
def _calendar(dated: tuple[Deadline, ...], stands: tuple[Revision, ...], feed: Feed, language: str) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    name = feed.phrases.say("deadline.feed", language, region=feed.region)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for one, revision in zip(dated, stands, strict=True):
        if one.day:
            calendar.add_component(_entry(one, one.day, revision, feed, language))
    content: bytes = calendar.to_ical()
    return content


def _entry(deadline: Deadline, day: date, revision: Revision, feed: Feed, language: str) -> Event:
    said = one_line(what(deadline, language, feed.phrases))
    entry = Event()
    entry.add("uid", f"{one_line(deadline.id).replace(' ', '-')}@{feed.domain}")
    entry.add("sequence", revision.sequence)
    entry.add("dtstamp", revision.since.astimezone(UTC))
    entry.add("last-modified", revision.since.astimezone(UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + DAY)
    entry.add("summary", vText(said), parameters={"LANGUAGE": language})
    if deadline.year:
        entry.add("categories", [str(deadline.year)])
    entry.add("transp", "TRANSPARENT")
    for age in feed.rules[deadline.kind].days_before:
        if age >= 0:
            entry.add_component(_alarm(age, said, feed.phrases, language))
    return entry


def _alarm(age: int, said: str, phrases: Phrases, language: str) -> Alarm:
    key = "deadline.alarm" if age else "deadline.alarm_today"
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(phrases.say(key, language, days=age, what=said)))
    alarm.add("trigger", MORNING - DAY * age)
    return alarm
