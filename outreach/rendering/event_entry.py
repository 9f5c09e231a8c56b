"""An event as a calendar entry of whole days: put in, moved or taken out (RFC 5545, 5546)."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vText, vUri

from outreach.domain.event import Version
from outreach.rendering.calendar_invite import PRODUCT, EntryWords, person
from outreach.rendering.headers import Mailbox
from outreach.rendering.one_line import one_line
from outreach.rendering.stand_ins import checked


def event_entry(
    name: str, version: Version, since: datetime, *, organiser: Mailbox, attendee: Mailbox, words: EntryWords
) -> bytes:
    """METHOD:REQUEST, or CANCEL where the event is cancelled; the same UID for every version of the event.

    name: its identity; since: when this version was known (aware); words: summary and description.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "CANCEL" if version.cancelled else "REQUEST")
    event = _event(name, version, words)
    event.add("dtstamp", since.astimezone(UTC))
    event.add("last-modified", since.astimezone(UTC))
    event.add("organizer", person(organiser))
    event.add("attendee", person(attendee, ROLE="NON-PARTICIPANT"))
    event["uid"] = f"event-{one_line(name)}@{organiser.domain}"
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(name: str, version: Version, words: EntryWords) -> Event:
    """Whole days hold nobody's hours: the entry tells of the event, and blocks nothing."""
    event = Event()
    event.add("uid", name)
    event.add("sequence", version.sequence)
    event.add("dtstart", version.start)
    event.add("dtend", version.end + timedelta(days=1))
    event.add("summary", vText(one_line(words.summary)), parameters={"LANGUAGE": words.language})
    event.add("description", vText("\n".join(map(one_line, words.description.split("\n")))))
    if version.place:
        event.add("location", vText(one_line(version.place)))
    if version.link and checked(version.link) == version.link:
        event.add("url", vUri(version.link))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if version.cancelled else "CONFIRMED")
    return event
