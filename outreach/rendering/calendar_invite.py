"""A call as a calendar entry: an invitation that can be accepted, moved or withdrawn (RFC 5545, 5546, 6047).

The same input gives the same bytes: every moment in the entry is of the call or of its revision.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import quote

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri
from icalendar.parser import Contentline

from outreach.domain.call import Call, Revision
from outreach.rendering.headers import Mailbox
from outreach.rendering.one_line import one_line
from outreach.rendering.stand_ins import checked

PRODUCT = "-//outreach//calendar entries//EN"
_FOLD = 74  # octets of a line, with room for the space that the next one begins with
_ANYBODY = b"\r\nATTENDEE:mailto:\r\n"  # its own line: within another it stands for itself


@dataclass(frozen=True, slots=True)
class _Method:
    """What an entry is sent for (RFC 5546), and the status it gives the call."""

    name: str
    status: str


_REQUEST = _Method("REQUEST", "CONFIRMED")
_CANCEL = _Method("CANCEL", "CANCELLED")


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What the entry says. description: lines of plain text that must do without the mail; language: its tag."""

    summary: str
    description: str
    language: str


def invite(call: Call, revision: Revision, *, organiser: Mailbox, attendee: Mailbox, words: EntryWords) -> bytes:
    """METHOD:REQUEST: new to those who never had it, an update to those who had an earlier sequence.

    organiser: a mailbox that we read, the same for all revisions, as answers go there and calendars
    take an update from nobody else. attendee: the recipient alone: nobody sees who else is invited.
    """
    guest = person(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="TRUE")
    return _addressed(_entry(_REQUEST, call, revision, organiser, words=words, zone=str(call.starts.tzinfo)), guest)


def cancellation(call: Call, revision: Revision, *, organiser: Mailbox, attendee: Mailbox, words: EntryWords) -> bytes:
    """METHOD:CANCEL, which takes the call out of the calendar; its sequence must be above the invitation's."""
    guest = person(attendee)
    return _addressed(_entry(_CANCEL, call, revision, organiser, words=words, zone=str(call.starts.tzinfo)), guest)


def entry_uid(call: Call, organiser: Mailbox) -> str:
    """The entry's identity: the same for every recipient, revision and language."""
    return f"{one_line(call.uid)}@{organiser.domain}"


def _addressed(entry: bytes, guest: vCalAddress) -> bytes:
    line = Contentline.from_parts("ATTENDEE", guest.params, guest)
    folded: bytes = _folded(line) if _is_plain(line) else line.to_ical()
    return entry.replace(_ANYBODY, b"\r\n" + folded + b"\r\n")


def _is_plain(line: str) -> bool:
    """Whether it may be cut anywhere. Where it may not, the library folds it, which looks at each letter."""
    return line.isascii() and "\\" not in line and "^" not in line


def _folded(line: str) -> bytes:
    """At most 75 octets a line (RFC 5545, 3.1)."""
    return "\r\n ".join(line[start : start + _FOLD] for start in range(0, len(line), _FOLD)).encode()


@lru_cache(maxsize=128)
def _entry(
    method: _Method, call: Call, revision: Revision, organiser: Mailbox, *, words: EntryWords, zone: str
) -> bytes:
    """The entry for anybody: all that is the same for every recipient is made once.

    zone is named apart, as moments that are equal may stand in different ones.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method.name)
    if not _is_utc(call.starts):
        # Outlook is an hour off without the zone's rules
        first, last = date(call.starts.year - 1, 1, 1), date(call.starts.year + 2, 1, 1)
        calendar.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))
    event = _event(call, revision, organiser, words)
    event.add("status", method.status)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(call: Call, revision: Revision, organiser: Mailbox, words: EntryWords) -> Event:
    event = Event()
    event.add("uid", entry_uid(call, organiser))
    event.add("sequence", revision.sequence)
    event.add("dtstamp", revision.since.astimezone(UTC))
    event.add("last-modified", revision.since.astimezone(UTC))
    event.add("dtstart", _in_its_zone(call.starts))
    event.add("dtend", _in_its_zone(call.ends))
    event.add("summary", vText(one_line(words.summary)), parameters={"LANGUAGE": words.language})
    event.add(
        "description",
        vText("\n".join(map(one_line, words.description.split("\n")))),
        parameters={"LANGUAGE": words.language},
    )
    place = " · ".join(filter(None, (one_line(call.bridge), one_line(call.link))))
    if place:
        event.add("location", vText(place))
    if checked(call.link) == call.link:
        event.add("url", vUri(call.link))
    event.add("organizer", person(organiser))
    event.add("attendee", vCalAddress("mailto:"))
    return event


def person(mailbox: Mailbox, **parameters: str) -> vCalAddress:
    """A person as organiser or guest of an entry."""
    local = quote(one_line(mailbox.address).rpartition("@")[0], safe="!$&'*+/=_~.-")
    person = vCalAddress(f"mailto:{local}@{mailbox.domain}")
    # a quotation mark cannot stand in a parameter (RFC 5545, 3.2)
    person.params["CN"] = vText(one_line(mailbox.name).replace('"', "'") or mailbox.address)
    for name, value in parameters.items():
        person.params[name] = vText(value)
    return person


def _is_utc(moment: datetime) -> bool:
    return moment.tzinfo is UTC or str(moment.tzinfo) in {"UTC", "Etc/UTC"}


def _in_its_zone(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if _is_utc(moment) else moment
