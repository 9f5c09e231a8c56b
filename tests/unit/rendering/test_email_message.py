"""A composed message, part by part, on its raw bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from outreach.rendering.email import Addressing, Attachment, Picture, compose, stamp
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import Letter

LETTER = Letter("Invitación: DNS", "Hola\nPerú\n", "<!doctype html><p>Hola<br>Perú</p>\n", ("es", "en"))
ADDRESSING = Addressing(
    sender=Mailbox("Luz Ferrer, LACRALO", "outreach@lacralo.example"),
    recipient=Mailbox("Otto Xicará", "otto@redchapina.example"),
    key="abcdefghijklmnopqrstuvwxyz",
    domain="lacralo.example",
    reply_to=Mailbox("Luz Ferrer", "luz@lacralo.example"),
    unsubscribe=("mailto:luz@lacralo.example?subject=BAJA",),
)
ENTRY = b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def tree(part: EmailMessage) -> object:
    kind = part.get_content_type()
    return {kind: [tree(child) for child in part.iter_parts()]} if part.is_multipart() else kind


def test_a_letter_alone_is_text_and_html() -> None:
    assert tree(parsed(compose(LETTER, ADDRESSING))) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_a_calendar_entry_stands_last_among_the_alternatives_and_once_more_as_a_file() -> None:
    message = parsed(compose(LETTER, ADDRESSING, calendar=ENTRY))
    assert tree(message) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]},
            "application/ics",
        ]
    }
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "CANCEL"}
    assert calendar.get_payload(decode=True) == ENTRY
    assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics"]


def test_a_picture_stands_beside_the_html_that_shows_it() -> None:
    picture = Picture("tiles@lacralo.example", "image/png", b"\x89PNG")
    message = parsed(
        compose(LETTER, ADDRESSING, pictures=(picture,), attachments=(Attachment("a b.csv", "text/csv", b"x"),))
    )
    assert tree(message) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", {"multipart/related": ["text/html", "image/png"]}]},
            "text/csv",
        ]
    }
    shown = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert (shown["Content-ID"], shown.get_payload(decode=True)) == ("<tiles@lacralo.example>", b"\x89PNG")


def test_the_heading_names_everything_but_the_date() -> None:
    head = compose(LETTER, ADDRESSING).split(b"Content-Type", 1)[0]
    assert head.decode() == (
        'From: "Luz Ferrer, LACRALO" <outreach@lacralo.example>\r\n'
        "To: =?utf-8?q?Otto_Xicar=C3=A1?= <otto@redchapina.example>\r\n"
        "Reply-To: Luz Ferrer <luz@lacralo.example>\r\n"
        "Subject: =?utf-8?b?SW52aXRhY2nDs246?= DNS\r\n"
        "Message-ID: <abcdefghijklmnopqrstuvwxyz@lacralo.example>\r\n"
        "Content-Language: es, en\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "List-Unsubscribe: <mailto:luz@lacralo.example?subject=BAJA>\r\n"
        "MIME-Version: 1.0\r\n"
    )


def test_the_date_goes_in_front() -> None:
    content = compose(LETTER, ADDRESSING)
    assert (
        stamp(content, datetime(2016, 7, 1, 12, 0, tzinfo=UTC))
        == b"Date: Fri, 01 Jul 2016 12:00:00 +0000\r\n" + content
    )


def test_the_same_letter_gives_the_same_bytes_and_another_key_other_boundaries() -> None:
    assert compose(LETTER, ADDRESSING, calendar=ENTRY) == compose(LETTER, ADDRESSING, calendar=ENTRY)
    other = compose(LETTER, replace(ADDRESSING, key="b" * 26), calendar=ENTRY)
    assert not set(boundaries(other)) & set(boundaries(compose(LETTER, ADDRESSING, calendar=ENTRY)))


def boundaries(content: bytes) -> list[bytes]:
    return re.findall(rb'boundary="([^"]+)"', content)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t =.-"), max_size=400))
def test_any_text_survives_in_short_lines_of_ascii(text: str) -> None:
    content = compose(replace(LETTER, text=text, html=text), ADDRESSING, calendar=text.encode())
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    kept = re.sub(rb"[ \t]+\n", b"\n", text.encode().rstrip())
    texts = [part for part in parsed(content).walk() if part.get_content_maintype() == "text"]
    plain, html, calendar = (part.get_payload(decode=True) for part in texts)
    assert (plain.replace(b"\r\n", b"\n"), html.replace(b"\r\n", b"\n")) == (kept, kept)
    assert calendar == text.encode()
