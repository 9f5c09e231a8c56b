"""The main job over the wire: a Google spreadsheet -> flows -> a real SMTP server -> status back in the spreadsheet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from flows.refresh_coverage import refresh_coverage
from flows.send_invitations import send_invitations
from outreach.adapters.google_fault import CREDENTIALS
from outreach.adapters.sheets_files import FileSheets
from outreach.bootstrap import App, open_app, using
from outreach.domain.address import parse_a1
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.rendering.system_tabs import APPROVED_BY
from outreach.settings import ROOT, Settings
from tests.contract.mail_server import MailServer, Script
from tests.flows.conftest import NOON
from tests.google.faults import Fault, lasting
from tests.google.server import GoogleService, google_service

pytestmark = [pytest.mark.prefect, pytest.mark.google]
LEADER = "Delroy Ashmeade-Pinto"
BY_DAY = NOON.replace(hour=16)  # in the whole region: at noon UTC half of it still sleeps, and gets no mail


@pytest.fixture
def google() -> Iterator[tuple[GoogleService, str]]:
    """The sample's tabs as a Google spreadsheet."""
    tabs = FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read().grids
    with google_service() as service:
        yield service, service.create_spreadsheet("Members", {title: grid.rows for title, grid in tabs.items()})


@pytest.fixture
def mail() -> Iterator[Script]:
    """A mail server that takes everything, also internationalised addresses."""
    script = Script(utf8=True, eight_bit=True)
    with MailServer(script) as server:
        script.lines.append(f"port {server.port}")
        yield script


@pytest.fixture
def online(
    settings: Settings,
    google: tuple[GoogleService, str],
    mail: Script,
    prefect_engine: None,  # noqa: ARG001 # it only has to be there
) -> Iterator[App]:
    """The installation of the other tests, on Google and SMTP."""
    service, spreadsheet = google
    port = mail.lines[0].split()[1]
    wired = replace(
        settings,
        sheets=f"google:{spreadsheet}",
        google_endpoint=service.url,
        mail=f"smtp://127.0.0.1:{port}?security=plain",
        guests=None,
    )
    with using(open_app(wired, at=BY_DAY)) as installation:
        yield installation


def approve(google: tuple[GoogleService, str], code: str) -> None:
    """A leader types their name in the browser."""
    service, spreadsheet = google
    tab = service.books[spreadsheet].by_title(SystemTab.APPROVALS)
    assert tab is not None
    rows = service.tab_rows(spreadsheet, SystemTab.APPROVALS)
    row = next(number for number, cells in enumerate(rows) if cells[0] == code)
    tab.put(row, APPROVED_BY - 1, LEADER)


def members(google: tuple[GoogleService, str]) -> dict[str, list[list[object]]]:
    service, spreadsheet = google
    titles = [tab.title for tab in service.books[spreadsheet].tabs if tab.title not in set(SystemTab)]
    return {title: service.tab_rows(spreadsheet, title) for title in titles}


def test_from_the_spreadsheet_to_the_inbox_and_back(
    online: App, google: tuple[GoogleService, str], mail: Script
) -> None:
    service, spreadsheet = google
    before = members(google)
    assert refresh_coverage().covered == 21
    waiting, tally = send_invitations()
    assert (tally.accepted, mail.received) == (0, [])

    approve(google, waiting[0].hash)
    _, tally = send_invitations()
    _, again = send_invitations()

    drafts = {draft.recipient: draft for draft in waiting[0].drafts}
    assert (tally.accepted, again.accepted, len(mail.received)) == (len(drafts), 0, len(drafts))
    for received in mail.received:
        assert_invitation(message_from_bytes(received.content, policy=policy.default))
    status = service.tab_rows(spreadsheet, SystemTab.STATUS)
    assert len([row for row in status if row[4] == "Sent"]) >= len(drafts)
    assert members(google) == before
    assert online.ledger.verify() == ()


def assert_invitation(message: EmailMessage) -> None:
    """One call, for this reader alone, at the moment that the text names."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    entry = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = entry.walk("VEVENT")
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]

    assert (entry["METHOD"], part.get_param("method"), event["SEQUENCE"]) == ("REQUEST", "REQUEST", 0)
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2016, 7, 18, 23, 0, tzinfo=UTC)
    assert len(attendees) == 1
    assert "23:00 UTC" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one


def test_a_passing_fault_of_google_is_lived_through_and_a_lasting_one_is_one_sentence(
    online: App, google: tuple[GoogleService, str]
) -> None:
    service, _ = google
    html = "<html>502. That's an error.</html>"
    service.faults[:] = [Fault(502, html), None, Fault(503, html)]

    assert refresh_coverage().covered == 21

    service.books.clear()
    with pytest.raises(Exception, match=r"There is no such spreadsheet: check the id in OUTREACH_SHEETS\."):
        refresh_coverage()
    assert online.ledger.history().records == ()


def test_a_token_refused_at_any_request_of_a_run_is_one_sentence_and_nothing_goes_twice(
    online: App, google: tuple[GoogleService, str], mail: Script
) -> None:
    service, spreadsheet = google
    refresh_coverage()
    waiting, _ = send_invitations()
    approve(google, waiting[0].hash)

    told: list[str] = []
    for good in range(20):
        service.faults[:] = [None] * good + [lasting(401)] * 20
        try:
            send_invitations()
        except SheetsError as error:
            told.append(str(error))
        else:
            break
    service.faults.clear()
    _, after = send_invitations()

    arrived = Counter(one.recipient for one in mail.received)
    assert told == [CREDENTIALS] * len(told)
    assert len(told) >= 2  # at the reading, and at the writing of what had been sent
    assert (len(arrived), set(arrived.values())) == (len(waiting[0].drafts), {1})
    assert after.accepted == 0
    status = service.tab_rows(spreadsheet, SystemTab.STATUS)
    assert len([row for row in status if row[4] == "Sent"]) >= len(waiting[0].drafts)
    assert online.ledger.verify() == ()


def test_where_the_rules_want_it_each_cell_whose_row_waits_is_commented_on_once(
    online: App, google: tuple[GoogleService, str]
) -> None:
    service, spreadsheet = google
    rules = replace(online.catalog.rules, comments=True)
    before = members(google)

    with using(replace(online, catalog=replace(online.catalog, rules=rules))) as commenting:
        refresh_coverage()
        once = comments(service, spreadsheet)
        refresh_coverage()

    desk = commenting.desk(commenting.sheets.read())
    waiting = {(one.tab, *parse_a1(one.cell)) for one in desk.problems if one.held_back}
    assert {(tab, row + 1, column + 1) for tab, row, column, _, _ in once} == waiting
    assert len(once) == len([one for one in desk.problems if one.held_back])
    assert comments(service, spreadsheet) == once
    assert any("@" in assignee for *_, assignee in once)
    assert members(google) == before


def comments(service: GoogleService, spreadsheet: str) -> list[tuple[str, int, int, str, str]]:
    return [(tab.title, *comment) for tab in service.books[spreadsheet].tabs for comment in tab.comments]
