"""Calendar entries: read back by a library, and looked at line by line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from outreach.domain.call import Call, Revision
from outreach.rendering.calendar_invite import EntryWords, cancellation, invite
from outreach.rendering.headers import Mailbox
from tests.factories import NOW, a_call

PORT_OF_SPAIN = ZoneInfo("America/Port_of_Spain")
CALL = a_call(starts=datetime(2016, 8, 1, 19, 0, tzinfo=PORT_OF_SPAIN), lasts=timedelta(minutes=60))
REVISION = Revision(2, NOW)
ORGANISER = Mailbox("LACRALO", "outreach@lacralo.example")
GUEST = Mailbox("Otto Xicará", "otto@redchapina.example")
WORDS = EntryWords("DNS básico (LACRALO)", "Línea; una, dos\nEntrar: https://calls.example/room7", "es")


def entry(call: Call = CALL, *, attendee: Mailbox = GUEST, words: EntryWords = WORDS) -> bytes:
    return invite(call, REVISION, organiser=ORGANISER, attendee=attendee, words=words)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def event_lines(content: bytes) -> set[str]:
    lines = unfolded(content)
    return set(lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")])


def test_an_invitation_says_who_what_when_and_where() -> None:
    assert event_lines(entry()) == {
        "UID:basics-dns@lacralo.example",
        "SEQUENCE:2",
        "DTSTAMP:20160701T120000Z",
        "LAST-MODIFIED:20160701T120000Z",
        "DTSTART;TZID=America/Port_of_Spain:20160801T190000",
        "DTEND;TZID=America/Port_of_Spain:20160801T200000",
        "SUMMARY;LANGUAGE=es:DNS básico (LACRALO)",
        r"DESCRIPTION;LANGUAGE=es:Línea\; una\, dos\nEntrar: https://calls.example/room7",
        "LOCATION:Room 7 · https://calls.example/room7",
        "URL:https://calls.example/room7",
        "ORGANIZER;CN=LACRALO:mailto:outreach@lacralo.example",
        'ATTENDEE;CN="Otto Xicará";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:otto@redchapina.example',
        "STATUS:CONFIRMED",
    }


def test_its_method_asks_and_its_zone_is_explained() -> None:
    lines = unfolded(entry())
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//outreach//calendar entries//EN", "METHOD:REQUEST"]
    assert [line for line in lines if line.startswith("TZID")] == ["TZID:America/Port_of_Spain"]
    assert lines.index("BEGIN:VTIMEZONE") < lines.index("BEGIN:VEVENT")


def test_a_withdrawn_call_is_cancelled_under_the_same_identity() -> None:
    withdrawn = cancellation(CALL, Revision(3, NOW), organiser=ORGANISER, attendee=GUEST, words=WORDS)
    assert "METHOD:CANCEL" in unfolded(withdrawn)
    assert {"STATUS:CANCELLED", "SEQUENCE:3", "UID:basics-dns@lacralo.example"} <= event_lines(withdrawn)
    assert [line for line in event_lines(withdrawn) if "RSVP" in line] == []


@pytest.mark.parametrize("zone", ["America/Santiago", "America/Havana", "America/Caracas", "America/Guatemala"])
@pytest.mark.parametrize("month", [1, 3, 5, 8, 10, 11])
def test_a_reader_of_the_entry_alone_finds_the_same_moment(zone: str, month: int) -> None:
    """Also around daylight saving time: the offset must come from the VTIMEZONE in the file."""
    starts = datetime(2016, month, 13, 20, 30, tzinfo=ZoneInfo(zone))
    calendar = Calendar.from_ical(entry(a_call(starts=starts)))
    explained = calendar.walk("VTIMEZONE")[0].to_tz()
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.replace(tzinfo=explained).astimezone(UTC) == starts.astimezone(UTC)


def test_a_call_in_utc_needs_no_zone() -> None:
    lines = unfolded(entry(a_call(starts=datetime(2016, 8, 1, 23, 0, tzinfo=UTC))))
    assert "DTSTART:20160801T230000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_one_moment_written_in_two_zones_stays_in_each() -> None:
    in_utc = replace(CALL, starts=CALL.starts.astimezone(UTC))
    assert in_utc == CALL
    assert "DTSTART;TZID=America/Port_of_Spain:20160801T190000" in unfolded(entry(CALL))
    assert "DTSTART:20160801T230000Z" in unfolded(entry(in_utc))


def test_nobody_sees_another_guest() -> None:
    entries = [entry(attendee=Mailbox("", f"guest{number}@a.example")) for number in range(3)]
    attendees = [[line for line in unfolded(one) if line.startswith("ATTENDEE")] for one in entries]
    assert [len(lines) for lines in attendees] == [1, 1, 1]
    assert [lines[0].rpartition(":")[2] for lines in attendees] == [f"guest{number}@a.example" for number in range(3)]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert entry() == entry()


@given(st.text("ab ,", min_size=30, max_size=200))
def test_a_long_line_is_folded_as_the_library_folds_it(name: str) -> None:
    content = entry(attendee=Mailbox(name, GUEST.address))
    assert Calendar.from_ical(content).walk("VEVENT")[0].to_ical() in content


@given(st.text(max_size=120), st.text(max_size=120))
def test_what_a_cell_says_stays_within_its_line(title: str, name: str) -> None:
    """The title "ATTENDEE:mailto:" is one of those that must not take the guest's place."""
    for summary in (title, f"{title}\r\nATTENDEE:mailto:x@evil.example\r\n", "ATTENDEE:mailto:"):
        content = entry(
            attendee=Mailbox(name, GUEST.address), words=replace(WORDS, summary=summary, description=summary)
        )
        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        assert [line.decode() for line in content.split(b"\r\n")]  # no character is cut in two
        assert b"\n" not in content.replace(b"\r\n", b"")
        [event] = Calendar.from_ical(content).walk("VEVENT")
        assert str(event["ATTENDEE"]) == "mailto:otto@redchapina.example"
