"""The memo: every word of it as two bodies read it, the same in page and document, the same bytes each time."""

import io
import re
from functools import cache
from html import unescape

import pytest
from docx import Document
from docx.oxml.ns import qn

from outreach.domain.snapshot import Snapshot
from outreach.rendering.memo import memo_parts
from outreach.rendering.memo_blocks import Block, Chart, Heading, Items, Link, Part, Text
from outreach.rendering.memo_docx import memo_document
from outreach.rendering.memo_page import memo_page
from outreach.rendering.page import Pages
from tests.paper import REFRESH, TEMPLATES, phrases, same_as_golden, sources
from tests.selecting import a_mark, a_memo

SEEN = Snapshot(
    {}, links={"Survey": "https://sheets.example/d/1#range={cell}", "Stakeholders": "#'Stakeholders'!{cell}"}
)
PAGES = Pages(sources(TEMPLATES / "_pages"), phrases())


def cell_text(cell: str | tuple[Link, ...]) -> str:
    return cell if isinstance(cell, str) else ", ".join(link.text for link in cell)


def lines(block: Block) -> list[str]:
    """A block as a person would copy it out."""
    match block:
        case Heading(level, text):
            return ["", f"{'#' * level} {text}"]
        case Text(text, stands_out):
            return [f"! {text}" if stands_out else text]
        case Items(texts):
            return [f"- {text}" for text in texts]
        case Chart(caption, head, rows):
            return ["", caption, " | ".join(head), *(" | ".join(map(cell_text, row)) for row in rows)]


def as_text(part: Part) -> str:
    return "\n".join(line for block in part.blocks for line in lines(block)).strip() + "\n"


@cache
def the_document() -> bytes:
    return memo_document(a_memo(), SEEN, phrases())


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize(("number", "language"), [(0, "en"), (1, "es")])
def test_the_memo_reads_as_it_did(number: int, language: str) -> None:
    adopted, waiting = (memo_parts(a_memo(adopted=one), SEEN, phrases())[number] for one in (True, False))

    assert (adopted.language, waiting.language) == (language, language)
    assert same_as_golden(f"selection.{language}.txt", as_text(adopted).encode()), REFRESH
    assert same_as_golden(f"selection_waiting.{language}.txt", as_text(waiting).encode()), REFRESH


def test_page_and_document_say_the_same_words() -> None:
    parts = memo_parts(a_memo(), SEEN, phrases())
    told = [word for part in parts for block in part.blocks for line in lines(block) for word in words(line)]

    page = memo_page(a_memo(), SEEN, PAGES).partition("<main>")[2]
    document = Document(io.BytesIO(the_document()))
    written = [node.text or "" if node.tag == qn("w:t") else " " for node in document.element.body.iter()]

    assert words(unescape(re.sub(r"<[^>]+>", " ", page))) == told
    assert words("".join(written)) == told


def test_the_same_memo_has_the_same_bytes() -> None:
    assert memo_document(a_memo(), SEEN, phrases()) == the_document()
    assert memo_page(a_memo(), SEEN, PAGES) == memo_page(a_memo(), SEEN, PAGES)


def test_before_adoption_no_score_is_told() -> None:
    page = memo_page(a_memo(adopted=False), SEEN, PAGES)

    assert a_memo().method.hash in page
    assert "Grenada" not in page
    assert "Nobody has adopted the criteria yet" in page


def test_a_number_leads_to_its_rows_where_they_have_addresses() -> None:
    page = memo_page(a_memo(), SEEN, PAGES)
    document = Document(io.BytesIO(the_document()))
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}

    assert set(re.findall(r'href="(https[^"]+)"', page)) == targets
    assert targets == {f"https://sheets.example/d/1#range=A{row}" for row in (2, 3, 4, 5)}
    assert "Stakeholders: 3" in page


def test_what_people_wrote_never_becomes_markup() -> None:
    mark = a_mark("BZ", gse=True, chosen=True, names="Luz Ferrer", reason="<script>alert(1)</script>")

    assert "<script>" not in memo_page(a_memo((mark,)), SEEN, PAGES)


def test_what_no_document_can_hold_is_left_out() -> None:
    mark = a_mark("BZ", gse=True, chosen=True, names="Luz Ferrer", reason="The ferry\x0b is\x00 near.\n")
    document = Document(io.BytesIO(memo_document(a_memo((mark,)), SEEN, phrases())))

    assert any("“The ferry is near.”" in paragraph.text for paragraph in document.paragraphs)


def test_every_language_of_the_document_is_told_to_the_spelling_checker() -> None:
    document = Document(io.BytesIO(the_document()))
    spoken = {node.get(qn("w:val")) for node in document.element.body.iter(qn("w:lang"))}

    assert spoken == {"en-GB", "es-419"}
    assert document.core_properties.title.startswith("Where to hold the two face-to-face events / Dónde")
