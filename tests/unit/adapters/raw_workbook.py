"""Workbooks written part by part by hand, as programs other than openpyxl write them."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = f'xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:x14ac="https://names.example/x14ac"'
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>
<fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/>
<xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="170"/></cellXfs>
</styleSheet>"""
DAY, MOMENT, TIME, DURATION = 1, 2, 3, 4  # positions in cellXfs


def parts_of(
    sheets: Mapping[str, str], *, strings: str = "", styles: str = STYLES, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The parts of a workbook. sheets: by title what stands inside `worksheet`; strings: inside `sst`."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, sheets, strict=True)
    )
    targets = {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in numbers}
    targets["rId90"] = ("sharedStrings", "sharedStrings.xml")
    if styles:
        targets["rId91"] = ("styles", "styles.xml")
    parts = {
        "[Content_Types].xml": _types("workbook:sheet.main", "sharedStrings:sharedStrings", "styles:styles"),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(targets),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": styles,
    }
    for number, content in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {NAMES}>{content}</worksheet>"
    return {name: part for name, part in (parts | dict(more or {})).items() if part}


def _types(*kinds: str) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
    listed = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind.format(of)}"/>'
        for name, _, of in (one.partition(":") for one in kinds)
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{listed}</Types>'


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relations part: by id the kind and the target."""
    listed = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def zipped(parts: Mapping[str, str]) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def cells(*rows: str) -> str:
    """`sheetData` with these rows of `c` elements; rows and cells without numbers follow each other."""
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def parts_in(file: Path) -> dict[str, bytes]:
    """Every part of a file by name."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
