"""The memo as a Word document, the same bytes for the same memo: committees pass such documents around."""

from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from outreach.domain.selection_memo import Memo
from outreach.domain.snapshot import Snapshot
from outreach.rendering.memo import memo_parts
from outreach.rendering.memo_blocks import Block, Cell, Chart, Heading, Items, Link, Part, Text
from outreach.rendering.phrases import Phrases
from outreach.rendering.word_document import shade, steady

TAGS = {"en": "en-GB", "es": "es-419", "pt": "pt-BR", "fr": "fr-FR"}
SHADES = {"head": "E8EDF2", "out": "FFF3D6"}
WIDTH = 174  # millimetres of A4 between the margins
MARGIN = Mm(18)


def memo_document(memo: Memo, seen: Snapshot, phrases: Phrases) -> bytes:
    """A .docx with the memo in every language of the region, each on a page of its own."""
    parts = memo_parts(memo, seen, phrases)
    paper = Document()
    _prepare(paper, memo, " / ".join(phrases.say("selection.title", part.language) for part in parts))
    for number, part in enumerate(parts):
        if number:
            paper.add_page_break()
        _write(paper, part)
    return steady(paper)


def _prepare(paper: Paper, memo: Memo, title: str) -> None:
    section, about = paper.sections[0], paper.core_properties
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Calibri", Pt(10.5)
    about.title, about.author, about.comments = title, memo.region.name, ""
    about.created = about.modified = datetime.combine(memo.day, time(), tzinfo=UTC)
    about.last_modified_by = memo.region.name


def _write(paper: Paper, part: Part) -> None:
    before = len(paper.element.body)
    for block in part.blocks:
        _add(paper, block)
    for element in paper.element.body[before - 1 :]:
        for run in element.iter(qn("w:r")):
            _speak(run, part.language)


def _add(paper: Paper, block: Block) -> None:
    match block:
        case Heading(level, text):
            paper.add_heading(text, level)
        case Text(text, stands_out):
            paragraph = paper.add_paragraph(text)
            if stands_out:
                shade(paragraph._p.get_or_add_pPr(), SHADES["out"])
        case Items(texts):
            for text in texts:
                paper.add_paragraph(text, style="List Bullet")
        case Chart():
            _add_chart(paper, block)


def _add_chart(paper: Paper, chart: Chart) -> None:
    caption = paper.add_paragraph()
    caption.add_run(chart.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    table = paper.add_table(rows=0, cols=len(chart.head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, chart.widths, strict=True):
        column.width = Mm(WIDTH * width / sum(chart.widths))
    _add_row(table, chart.head, chart, is_head=True)
    for row in chart.rows:
        _add_row(table, row, chart)
    paper.add_paragraph()


def _add_row(table: Table, cells: tuple[Cell, ...], chart: Chart, *, is_head: bool = False) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for column, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
        place.width = Mm(WIDTH * chart.widths[column] / sum(chart.widths))
        _fill(place, cell, bold=is_head or column == 0)
        if column in chart.numbers:
            place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            shade(place._tc.get_or_add_tcPr(), SHADES["head"])


def _fill(place: _Cell, cell: Cell, *, bold: bool) -> None:
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    links = (Link(cell),) if isinstance(cell, str) else cell
    for number, link in enumerate(links):
        if number:
            _set(paragraph.add_run(", "), bold=bold)
        if link.href:
            _add_link(paragraph, link)
        else:
            _set(paragraph.add_run(link.text), bold=bold)


def _set(run: Run, *, bold: bool) -> None:
    run.font.size, run.bold = Pt(9), bold or None


def _add_link(paragraph: Paragraph, link: Link) -> None:
    """python-docx reads links and writes none."""
    run = paragraph.add_run(link.text)
    run.font.size, run.font.underline = Pt(9), True
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), paragraph.part.relate_to(link.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(anchor)
    anchor.append(run._r)


def _speak(run: BaseOxmlElement, language: str) -> None:
    """Tells the spelling checker and screen readers which language it is."""
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), TAGS.get(language, language))
    run.get_or_add_rPr().append(tongue)
