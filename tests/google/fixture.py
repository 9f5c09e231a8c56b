"""The stand-in as the tests of others use it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from outreach.adapters.google_http import Patience
from outreach.adapters.sheets_google import GoogleSheets, open_google_sheets
from outreach.ports import Sheets
from tests.google.server import GoogleService, google_service

AT_ONCE = Patience(sleep=lambda _: None)


class GoogleBench:
    """A Google spreadsheet that its members edit in their browsers."""

    def __init__(self, service: GoogleService) -> None:
        self.service = service
        self.id = service.create_spreadsheet("Members", {"Sheet1": ()})
        self.sheets: Sheets = open_google(service, self.id)

    def fill(self, tabs: Mapping[str, Any]) -> None:
        """The spreadsheet anew, with these tabs only."""
        self.service.fill(self.id, tabs)

    def delete(self, title: str) -> None:
        """Somebody deletes a tab."""
        book = self.service.books[self.id]
        book.tabs = [tab for tab in book.tabs if tab.title != title]


@contextmanager
def google_bench() -> Iterator[GoogleBench]:
    """A spreadsheet of its own on a stand-in of its own."""
    with google_service() as service:
        yield GoogleBench(service)


def open_google(service: GoogleService, spreadsheet_id: str) -> GoogleSheets:
    """The adapter, wired to the stand-in, without waiting between its attempts."""
    return open_google_sheets(spreadsheet_id, "", endpoint=service.url, patience=AT_ONCE)
