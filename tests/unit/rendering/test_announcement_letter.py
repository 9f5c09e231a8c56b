"""A call announced to a list: one language, links, nothing attached."""

from email import message_from_bytes

import pytest

from outreach.catalog import load_catalog
from outreach.domain.announcement import Announcement
from outreach.domain.call import Revision
from outreach.domain.country import MailingList
from outreach.rendering.announcement import AnnouncementFacts, announcement_draft
from outreach.rendering.mail_view import view
from outreach.rendering.sender import Sender
from outreach.settings import ROOT
from tests.factories import NOW, a_call

CATALOG = load_catalog(ROOT, region="LACRALO")
SENDER = Sender("LACRALO", "Luz Ferrer", "secretary", "outreach@lacralo.example", "luz@lacralo.example")


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_a_list_gets_its_language_the_moment_in_utc_and_no_attachment(language: str) -> None:
    announcement = Announcement(a_call(), MailingList(f"{language}@lists.example", language), "list", changed=False)
    facts = AnnouncementFacts(announcement, CATALOG.region, SENDER, CATALOG.phrases)

    draft = announcement_draft(facts, CATALOG.templates["announcement"], revision=Revision(0, NOW))

    kinds = [part.get_content_type() for part in message_from_bytes(draft.content).walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert (draft.recipient, draft.languages) == (f"{language}@lists.example", (language,))
    text = view(draft.content).text
    assert "12:00 UTC" in text
    assert "https://calls.example/room7" in text
