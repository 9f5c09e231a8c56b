"""The calendar entry of an event: whole days, one identity for all of its versions."""

from datetime import date

from icalendar import Calendar

from outreach.domain.event import next_version
from outreach.rendering.calendar_invite import EntryWords
from outreach.rendering.event_entry import event_entry
from outreach.rendering.headers import Mailbox
from tests.factories import NOW, a_version

WORDS = EntryWords("ICANN57", "3-9 Nov 2016\nHyderabad", "en")
SAN_JUAN = a_version()
MOVED = next_version(
    a_version(start=date(2016, 11, 3), end=date(2016, 11, 9), country="IN", city="Hyderabad"), SAN_JUAN
)


def lines(version: object) -> set[str]:
    content = event_entry(
        "ICANN57",
        version,  # type: ignore[arg-type] # a version
        NOW,
        organiser=Mailbox("LACRALO", "outreach@lacralo.example"),
        attendee=Mailbox("Ada Pym", "ada@lacralo.example"),
        words=WORDS,
    )
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    return set(content.decode().replace("\r\n ", "").split("\r\n"))


def test_a_moved_event_replaces_the_entry_of_its_earlier_days() -> None:
    assert {
        "METHOD:REQUEST",
        "UID:event-ICANN57@lacralo.example",
        "SEQUENCE:1",
        "DTSTART;VALUE=DATE:20161103",
        "DTEND;VALUE=DATE:20161110",
        "LOCATION:Hyderabad\\, IN",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    } <= lines(MOVED)


def test_a_cancelled_event_is_taken_out_under_the_same_identity() -> None:
    cancelled = next_version(a_version(cancelled=True), MOVED)

    assert {"METHOD:CANCEL", "UID:event-ICANN57@lacralo.example", "SEQUENCE:2", "STATUS:CANCELLED"} <= lines(cancelled)
