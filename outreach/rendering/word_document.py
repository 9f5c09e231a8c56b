"""What every Word document of the system has in common: the same bytes for the same content, and shaded places."""

import io
import zipfile

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP file can hold


def steady(document: Document) -> bytes:
    """The saved document with the moments of its parts set to one that never changes."""
    saved, steadied = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(steadied, "w", zipfile.ZIP_DEFLATED) as after:
        for part in sorted(before.infolist(), key=lambda one: (one.filename != "[Content_Types].xml", one.filename)):
            after.writestr(zipfile.ZipInfo(part.filename, EPOCH), before.read(part), zipfile.ZIP_DEFLATED)
    return steadied.getvalue()


def shade(properties: BaseOxmlElement, colour: str) -> None:
    """Gives the cell or paragraph with these properties a ground, "RRGGBB": python-docx has no other door to it."""
    ground = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        ground.set(qn(name), value)
    properties.append(ground)
