"""Header fields, judged on their raw bytes by a checker of its own, as Python's parser forgives what servers refuse."""

import base64
import os
import quopri
import random
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rendering.headers import Mailbox, id_field, mailbox_field, text_field, unsubscribe_fields
from outreach.rendering.one_line import one_line

SUBJECTS = int(os.environ.get("OUTREACH_FUZZ", "2000"))
WORDS = (Path(__file__).parents[2] / "data" / "subject_words.txt").read_text(encoding="utf-8").split()
ENCODED = re.compile(r"=\?utf-8\?([qb])\?([!->@-~]+)\?=")
Q_TEXT = re.compile(r"(?:[!-<>@-^`-~]|=[0-9A-F]{2}|_)+")


def decoded(field: bytes, name: str) -> str:
    """The text of a field, by RFC 5322 and 2047 to the letter; fails where they are broken."""
    assert field.isascii()
    assert field.startswith(f"{name}: ".encode())
    assert field.endswith(b"\r\n")
    lines = field.decode("ascii")[:-2].split("\r\n")
    for line in lines:
        assert "\r" not in line
        assert "\n" not in line
        assert line.strip()
        assert len(line) <= (76 if "=?" in line else 998)
    assert all(line.startswith(" ") for line in lines[1:])
    return _joined("".join(lines).removeprefix(f"{name}:").split())


def _joined(tokens: list[str]) -> str:
    text, before = "", "none"
    for token in tokens:
        found = ENCODED.fullmatch(token)
        if found is None:
            assert not token.startswith("=?")
            text += f" {token}" if before != "none" else token
            before = "plain"
            continue
        assert len(token) <= 75
        kind, content = found.groups()
        assert kind == "b" or Q_TEXT.fullmatch(content)
        octets = base64.b64decode(content, validate=True) if kind == "b" else quopri.decodestring(content, header=True)
        text += (" " if before == "plain" else "") + octets.decode("utf-8")  # a character cut in two fails here
        before = "encoded"
    return text


def test_generated_subjects_in_four_languages_are_all_right_on_the_wire() -> None:
    chance = random.Random(2016)  # noqa: S311 - the same subjects on every machine
    bad = []
    for _ in range(SUBJECTS):
        subject = " ".join(chance.choices(WORDS, k=chance.randint(1, 24)))
        try:
            same = decoded(text_field("Subject", subject), "Subject") == subject
        except (AssertionError, ValueError):
            same = False
        if not same:
            bad.append(subject)
    assert bad == []


@given(st.text())
def test_any_text_at_all_becomes_one_right_field(text: str) -> None:
    assert decoded(text_field("Subject", text), "Subject") == one_line(text)


@given(st.text(min_size=1))
def test_any_name_stays_a_name_beside_its_address(name: str) -> None:
    field = mailbox_field("To", Mailbox(name, "otto@redchapina.example"))
    [address] = message_from_bytes(field + b"\r\n", policy=policy.default)["To"].addresses
    assert address.addr_spec == "otto@redchapina.example"
    assert len(field.splitlines()) == field.count(b"\r\n")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Luz Ferrer", "Luz Ferrer <a@b.example>"),
        ("Ferrer, Luz", '"Ferrer, Luz" <a@b.example>'),
        ('Luz "Lu" Ferrer', '"Luz \\"Lu\\" Ferrer" <a@b.example>'),
        ("Otto Xicará", "=?utf-8?q?Otto_Xicar=C3=A1?= <a@b.example>"),
        ("", "a@b.example"),
        ("luz@elsewhere.example", "a@b.example"),
    ],
)
def test_a_name_is_plain_quoted_or_encoded_and_never_an_address(name: str, written: str) -> None:
    assert mailbox_field("From", Mailbox(name, "a@b.example")) == f"From: {written}\r\n".encode()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("info@ñandú.example", "info@xn--and-6ma2c.example"),
        ("información@ñandú.example", "información@xn--and-6ma2c.example"),
        ("two words@b.example", '"two words"@b.example'),
    ],
)
def test_a_domain_is_an_a_label_and_a_local_part_stays_as_it_is(address: str, written: str) -> None:
    assert mailbox_field("To", Mailbox("", address)) == f"To: {written}\r\n".encode()


@pytest.mark.parametrize(
    "evil", ["a\r\nBcc: x@evil.example", "a\nBcc: x@evil.example", "a\x00b", "a\u2028Bcc: x", "a\r\n\r\n<b>"]
)
def test_a_line_end_in_a_cell_cannot_begin_another_field(evil: str) -> None:
    fields = [
        text_field("Subject", evil),
        mailbox_field("To", Mailbox(evil, "a@b.example")),
        mailbox_field("To", Mailbox("", f"{evil}@b.example")),
        mailbox_field("To", Mailbox("", f"a@{evil}")),
        id_field("In-Reply-To", evil),
        unsubscribe_fields([f"mailto:{evil}@b.example"]),
    ]
    for field in fields:
        assert re.fullmatch(rb"[A-Z][A-Za-z-]+: [^\r\n\0]*(\r\n [^\r\n\0]+)*\r\n", field)


@pytest.mark.parametrize("length", [60, 78, 200, 400])
def test_list_unsubscribe_is_neither_cut_nor_encoded(length: int) -> None:
    address = "https://lacralo.example/u/".ljust(length, "a")
    assert unsubscribe_fields(["mailto:stop@lacralo.example?subject=STOP", address]) == (
        b"List-Unsubscribe: <mailto:stop@lacralo.example?subject=STOP>,"
        + (b" " if length < 15 else b"\r\n ")
        + f"<{address}>\r\n".encode()
        + b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    )


def test_without_a_web_address_nothing_promises_one_click() -> None:
    assert unsubscribe_fields(["mailto:a@b.example?subject=BAJA"]) == (
        b"List-Unsubscribe: <mailto:a@b.example?subject=BAJA>\r\n"
    )
    assert unsubscribe_fields([]) == b""


def test_long_ids_are_folded_between_each_other_only() -> None:
    ids = [f"{letter * 70}@lacralo.example" for letter in "ab"]
    assert id_field("References", *ids) == f"References: <{ids[0]}>\r\n <{ids[1]}>\r\n".encode()
