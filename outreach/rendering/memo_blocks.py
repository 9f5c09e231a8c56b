"""What a memo consists of, whether it becomes a page or a document."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; href: "" where there is no address to go to."""

    text: str
    href: str = ""


Cell = str | tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 of the memo itself, 2 of its parts, 3 within them."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; one that stands out says what must not be missed."""

    text: str
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, in no order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A table. widths: of its columns in relation to each other; numbers: the columns that are set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = field(default_factory=frozenset)


Block = Heading | Text | Items | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """The whole memo in one language."""

    language: str
    name: str
    blocks: tuple[Block, ...]
