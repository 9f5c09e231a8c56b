"""A report in several languages as one page that stands alone: it asks nothing of any server, and prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from outreach.rendering.memo_blocks import Block, Chart
from outreach.rendering.page import Pages, render


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture within the text. svg: made by us, with its title in words."""

    svg: str

    @property
    def markup(self) -> Markup:
        """For the page; whatever people typed in it is escaped already."""
        return Markup(self.svg)  # noqa: S704 # made by `labelled`


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The whole report in one language. name: of the language, in itself."""

    language: str
    name: str
    title: str
    blocks: tuple[Block | Drawing, ...]


def report_page(parts: Sequence[ReportPart], pages: Pages) -> str:
    """Every language, one after the other."""
    shapes = [[(type(block).__name__.lower(), block) for block in part.blocks] for part in parts]
    title = " / ".join(part.title for part in parts)
    return render(pages, "memo.html.j2", title=title, parts=list(zip(parts, shapes, strict=True)))


def figures(caption: str, head: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: int = 1) -> Chart:
    """A table whose columns from the `numbers`th on (from 0) are numbers."""
    plain = tuple(tuple(str(cell) for cell in row) for row in rows)
    return Chart(caption, tuple(head), plain, (1,) * len(head), frozenset(range(numbers, len(head))))
