"""The pages: everything of every mail can be seen, nothing of it becomes markup, nothing is fetched."""

import re
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from outreach.catalog import load_phrases
from outreach.domain.approval import Batch
from outreach.domain.message import Draft
from outreach.rendering.mail_view import view
from outreach.rendering.page import Pages, approval_page, mails_page
from tests.factories import a_draft

TEMPLATES = Path(__file__).parents[3] / "templates"
PAGES = Pages(
    {path.name: path.read_text(encoding="utf-8") for path in (TEMPLATES / "_pages").iterdir()},
    load_phrases(TEMPLATES / "_phrases"),
)
ENTRY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:dns@lacralo.example
DTSTAMP:20160701T000000Z
DTSTART:20160711T230000Z
SUMMARY:DNS basics
SEQUENCE:1
END:VEVENT
END:VCALENDAR
"""
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """Collects the elements, and fails where they do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the element."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """What was opened last is closed first."""
        assert self.open.pop() == tag

    def all(self, wanted: str) -> list[dict[str, str | None]]:
        """The attributes of each element of this kind."""
        return [attrs for tag, attrs in self.seen if tag == wanted]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@cache  # the same message twice has the same bytes, as the real ones do
def an_eml(text: str = "Hello Ana\n", *, subject: str = "A call", language: str = "en") -> bytes:
    message = EmailMessage()
    message["From"] = "LACRALO <outreach@lacralo.example>"
    message["To"] = "Ana Xol <ana@chapines.example>"
    message["Subject"] = subject
    message.set_content(text)
    message["Content-Language"] = language
    message.add_alternative('<p>Hello</p><img src="cid:grid@x">', subtype="html")
    message.get_payload()[1].add_related(b"png", "image", "png", cid="<grid@x>")
    message.add_alternative(ENTRY.replace("\n", "\r\n").encode(), maintype="text", subtype="calendar")
    return message.as_bytes()


def a_batch(*texts: str) -> Batch:
    return Batch("invitation:dns", tuple(a_draft(f"c{n}", content=an_eml(text)) for n, text in enumerate(texts)))


def test_a_mail_is_seen_with_its_text_its_picture_and_its_calendar_entry() -> None:
    mail = view(an_eml())

    assert (mail.subject, mail.to, mail.text) == ("A call", "Ana Xol <ana@chapines.example>", "Hello Ana\n")
    assert mail.html.strip() == '<p>Hello</p><img src="data:image/png;base64,cG5n">'
    assert mail.calendar[0].facts == (
        ("METHOD", "REQUEST"),
        ("SUMMARY", "DNS basics"),
        ("DTSTART", "2016-07-11 23:00 UTC"),
        ("SEQUENCE", "1"),
        ("UID", "dns@lacralo.example"),
    )


def test_every_mail_has_its_place_in_the_list_and_a_way_to_the_next() -> None:
    page = read(mails_page([an_eml(subject=f"Call {n}") for n in range(3)], PAGES))

    links = [link["href"] for link in page.all("a")]
    assert links == ["#m1", "#m2", "#m3", "#m2", "#m1", "#m3", "#m2"]
    assert [article["id"] for article in page.all("article")] == ["m1", "m2", "m3"]


def test_mails_are_shown_where_no_script_of_theirs_can_run() -> None:
    page = read(mails_page([an_eml()], PAGES))

    assert [frame["sandbox"] for frame in page.all("iframe")] == ["allow-popups"]
    assert page.all("script") == []


def test_what_people_wrote_never_becomes_markup() -> None:
    hostile = '</pre><script>alert("x")</script>'
    pages = [
        mails_page([an_eml(hostile, subject="<b>Bold</b>")], PAGES),
        approval_page(a_batch(hostile), PAGES, title="<b>Bold</b>"),
    ]

    assert [read(page).all("script") + read(page).all("b") for page in pages] == [[], []]


def test_the_pages_ask_nothing_of_any_server() -> None:
    pages = mails_page([an_eml()], PAGES) + approval_page(a_batch("Hello"), PAGES, title="DNS basics")

    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//[^\s\"')]+", pages) == []
    assert pages.count("default-src &#39;none&#39;") + pages.count("default-src 'none'") == 2


def test_an_empty_folder_says_so_in_both_languages() -> None:
    page = mails_page([], PAGES)

    assert "No messages yet." in page
    assert "Aún no hay mensajes." in page


def test_a_leader_sees_the_hash_every_recipient_and_one_text_a_language() -> None:
    spanish: Draft = a_draft("c9", content=an_eml("Hola\n", subject="Una llamada"), languages=("es", "en"))
    batch = Batch("invitation:dns", (*a_batch("Hello", "Hello").drafts, spanish))

    page = approval_page(replace(batch), PAGES, title="DNS basics")

    assert page.count(batch.hash) == 1
    assert re.findall(r'<td class="address">(.*?)</td>', page) == [
        "c0@chapines.example",
        "c1@chapines.example",
        "c9@chapines.example",
    ]
    assert [frame["title"] for frame in read(page).all("iframe")] == ["A call", "Una llamada"]
    assert "Differences from the last preview" not in page


def test_a_leader_sees_what_changed_since_the_last_preview() -> None:
    before = a_batch("Hello Ana\nThe call is on Monday.\n", "Hello", "Hello").drafts
    now = a_batch("Hello Ana\nThe call is on Tuesday.\n", "Hello")

    page = approval_page(now, PAGES, title="DNS basics", previous=before)

    assert re.findall(r"<(?:ins|del)>(.*?)</(?:ins|del)>", page) == [
        "- The call is on Monday.",
        "+ The call is on Tuesday.",
    ]
    assert re.findall(r"</span></dt><dd>(.*?)</dd>", page)[:3] == ["0", "c2@chapines.example", "1"]
