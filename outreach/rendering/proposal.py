"""A trip's form as a document (DOCX) that people finish and hand in themselves; the same input gives the same bytes."""

from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from outreach.domain.proposal import FormField, TravellerLine, TripForm
from outreach.rendering.one_line import one_line
from outreach.rendering.word_document import shade, steady

INK, QUIET, WARNING = RGBColor(0x1F, 0x2A, 0x37), RGBColor(0x5B, 0x66, 0x73), RGBColor(0xB0, 0x2A, 0x1C)
SHADE, PALE = "E8EEF4", "FDECEA"
MARGIN, QUESTION, ANSWER = Cm(2), Cm(5.6), Cm(11.4)
TRAVELLER_HEADS = ("Traveler", "Email", "From City", "From Country", "Depart Date", "Return Date")
TRAVELLER_WIDTHS = tuple(map(Cm, (3.3, 4.4, 2.6, 2.6, 2.05, 2.05)))
NOTE = "Draft filled from the members' sheets. Nothing was sent: check it, complete it, and hand it in yourselves."


def form_document(form: TripForm, *, day: date, author: str) -> bytes:
    """The form as DOCX. day: on which it was made, which its properties tell; author: the organisation's name."""
    document = Document()
    _set_up(document, form, day, author)
    document.add_heading(one_line(form.title), level=0)
    _written(document.add_paragraph(), form.subtitle, size=13, colour=INK)
    _written(document.add_paragraph(), NOTE, size=9, colour=QUIET)
    _open_points(document, form.open)
    if form.staff_only:
        document.add_heading("Staff use only", level=2)
        _fields(document, form.staff_only)
    document.add_heading("The form", level=2)
    _fields(document, form.before)
    document.add_heading("2  Travelers" if form.staff_only else "Travelers", level=2)
    _travellers(document, form.travellers)
    document.add_heading("Event, goals and outcomes", level=2)
    _fields(document, form.after)
    document.add_heading("Acknowledgements", level=2)
    for sentence in form.acknowledgements:
        _written(document.add_paragraph(), f"☐  {sentence}")
    return steady(document)


def _set_up(document: Docx, form: TripForm, day: date, author: str) -> None:
    """Paper, type, and properties without anything of this machine or moment."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Heading 2"):
        document.styles[name].font.name = "Calibri"
        document.styles[name].font.color.rgb = INK
    document.styles["Title"].font.size = Pt(20)
    document.styles["Heading 2"].font.size = Pt(13)
    made = datetime.combine(day, time(), tzinfo=UTC)
    about = document.core_properties
    about.author = about.last_modified_by = one_line(author)
    about.title, about.subject, about.language = one_line(form.title), one_line(form.subtitle), "en"
    about.created = about.modified = about.last_printed = made
    about.comments, about.revision = "", 1


def _open_points(document: Docx, points: tuple[str, ...]) -> None:
    if not points:
        _written(document.add_paragraph(), "Everything that the form asks for is filled in.", bold=True)
        return
    table = _table(document, rows=1, widths=(QUESTION + ANSWER,))
    cell = table.cell(0, 0)
    shade(cell._tc.get_or_add_tcPr(), PALE)
    _written(cell.paragraphs[0], f"Still missing: {len(points)}", bold=True, colour=WARNING)
    for point in points:
        _written(cell.add_paragraph(), f"☐  {point}", size=10)
    document.add_paragraph()


def _fields(document: Docx, fields: tuple[FormField, ...]) -> None:
    table = _table(document, rows=len(fields), widths=(QUESTION, ANSWER))
    for number, field in enumerate(fields):
        question, answer = table.cell(number, 0), table.cell(number, 1)
        shade(question._tc.get_or_add_tcPr(), SHADE)
        _written(question.paragraphs[0], f"{field.number}  {field.question}".strip(), bold=True, size=10)
        _written(answer.paragraphs[0], field.answer)
        if field.missing:
            _missing(answer.paragraphs[0], field.missing, apart=bool(field.answer))


def _travellers(document: Docx, lines: tuple[TravellerLine, ...]) -> None:
    table = _table(document, rows=1 + max(1, len(lines)), widths=TRAVELLER_WIDTHS)
    for place, head in enumerate(TRAVELLER_HEADS):
        shade(table.cell(0, place)._tc.get_or_add_tcPr(), SHADE)
        _written(table.cell(0, place).paragraphs[0], head, bold=True, size=9)
    for number, line in enumerate(lines, start=1):
        answers = (line.name, line.address, line.from_city, line.from_country, line.departs, line.returns)
        for place, answer in enumerate(answers):
            paragraph = table.cell(number, place).paragraphs[0]
            if answer:
                _written(paragraph, answer, size=9)
            else:
                _missing(paragraph, "", apart=False)
    _repeat_head(table)


def _table(document: Docx, *, rows: int, widths: tuple[int, ...]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def _written(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None, colour: RGBColor | None = None
) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(one_line(text))
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _missing(paragraph: Paragraph, where: str, *, apart: bool) -> None:
    said = f"missing: {where}" if where else "missing"
    _written(paragraph, f"{'  ' if apart else ''}{said}", size=9, colour=WARNING)


def _repeat_head(table: Table) -> None:
    """The first row is a header: screen readers say so, and it comes again on the next page."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
