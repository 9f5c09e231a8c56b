"""A Markdown source with Jinja in it becomes two templates, one for HTML and one for text.

Markdown is read once, before any value stands in it: so no value can become Markdown, and what takes longest is
done once a template. The HTML template escapes values; links lead only where `stand_ins.checked` allows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from outreach.rendering.stand_ins import StandIns
from outreach.rendering.text_part import LINE_BREAK, block

_LINE = re.compile(r"([> ]*)(.*)")
_PANEL_MARGIN = "    "
_UNDERLINES = {"h1": "=", "h2": "-"}
_HTML = {
    "panel_open": '<table role="presentation" class="panel" width="100%"><tbody><tr><td class="panel">\n',
    "panel_close": "</td></tr></tbody></table>\n",
    "button_open": '<table role="presentation" class="button"><tbody><tr><td class="button">',
    "button_close": "</td></tr></tbody></table>\n",
}


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """A source that was read. tokens: markdown-it's, and `panel`, `button` and `statement` of our own."""

    tokens: tuple[Token, ...]
    stand_ins: StandIns

    def html(self) -> str:
        """HTML, with stand-ins where there was Jinja: for `stand_ins.show` once its style is inlined."""
        return "".join(_html(self.tokens))

    def text(self) -> str:
        """A text template, made of blocks for `text_part.laid_out`."""
        return "".join(_TextWriter(self.stand_ins).blocks(self.tokens))


def read_markdown(source: str) -> MarkdownSource:
    """Reads paragraphs, headings, lists, emphasis and links, and two things of our own.

    A quotation (>) is a panel, for what must be found at a glance. A link alone in its paragraph is a button.
    A line of {% statements %} alone stands between blocks.
    """
    stand_ins = StandIns()
    lines = stand_ins.hide(source).split("\n")
    tokens = _reader().parse("\n".join(_apart(line, stand_ins) for line in lines))
    return MarkdownSource(tuple(_with_our_kinds(tokens, stand_ins)), stand_ins)


def _apart(line: str, stand_ins: StandIns) -> str:
    """A line of statements as a block of its own, within a panel or outside."""
    margin, content = _LINE.fullmatch(line).groups()  # type: ignore[union-attr] # it fits every line
    return f"{margin}\n{line}\n{margin}" if content and stand_ins.are_statements(content) else line


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["html_block", "html_inline", "image", "autolink", "fence", "code", "reference", "hr", "lheading"])
    reader.normalizeLink = _as_it_is  # type: ignore[assignment, method-assign]
    reader.validateLink = bool  # type: ignore[assignment, method-assign]
    return reader


def _as_it_is(address: str) -> str:
    return address


def _with_our_kinds(tokens: Sequence[Token], stand_ins: StandIns) -> Iterator[Token]:
    for place, token in enumerate(tokens):
        if token.type in {"blockquote_open", "blockquote_close"}:
            yield token.copy(type=token.type.replace("blockquote", "panel"))
        elif token.type in {"paragraph_open", "paragraph_close"}:
            inline = tokens[place + 1 if token.nesting > 0 else place - 1]
            if not stand_ins.are_statements(inline.content):
                yield token.copy(type=token.type.replace("paragraph", "button")) if _is_one_link(inline) else token
        elif token.type == "inline" and stand_ins.are_statements(token.content):
            yield Token("statement", "", 0, content=token.content)
        else:
            for child in token.children or ():
                if child.type == "link_open":
                    child.attrs["href"] = stand_ins.address(str(child.attrs["href"]))
            yield token


def _is_one_link(inline: Token) -> bool:
    kinds = [child.type for child in inline.children or ()]
    return kinds[:1] == ["link_open"] and kinds.index("link_close") == len(kinds) - 1


def _html(tokens: Sequence[Token]) -> Iterator[str]:
    renderer, options = RendererHTML(), _reader().options
    for place, token in enumerate(tokens):
        if token.type in _HTML:
            yield _HTML[token.type]
        elif token.type == "statement":
            yield token.content + "\n"
        elif token.type == "inline":
            yield renderer.renderInline(token.children or [], options, {})
        else:
            yield renderer.renderToken(tokens, place, options, {})


@dataclass(slots=True)
class _TextWriter:
    """Walks the tokens. margin: of further lines; bullet: waits for the first block of its list item."""

    stand_ins: StandIns
    margin: str = ""
    bullet: str = ""
    lists: list[int | None] = field(default_factory=list)
    is_button: bool = False
    underline: str = ""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type == "inline":
                yield self._block(token)
            elif token.type == "statement":
                yield self.stand_ins.show(token.content) + "\n"
            else:
                self._enter_or_leave(token)
                if token.nesting < 0 and not token.hidden and token.type != "list_item_close":
                    yield "\n"

    def _block(self, inline: Token) -> str:
        first = self.margin.removesuffix(" " * len(self.bullet)) + self.bullet
        self.bullet = ""
        return block(self._words(inline.children or []), first=first, rest=self.margin, underline=self.underline)

    def _enter_or_leave(self, token: Token) -> None:
        match token.type:
            case "heading_open" | "heading_close":
                self.underline = _UNDERLINES.get(token.tag, "") if token.nesting > 0 else ""
            case "button_open" | "button_close":
                self.is_button = token.nesting > 0
            case "panel_open":
                self.margin += _PANEL_MARGIN
            case "panel_close":
                self.margin = self.margin.removesuffix(_PANEL_MARGIN)
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(1 if token.tag == "ol" else None)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.bullet = self._next_bullet()
                self.margin += " " * len(self.bullet)
            case "list_item_close":
                self.margin = self.margin.removesuffix("  " if self.lists[-1] is None else "   ")

    def _next_bullet(self) -> str:
        number = self.lists[-1]
        if number is None:
            return "- "
        self.lists[-1] = number + 1
        return f"{number}. "

    def _words(self, children: Sequence[Token]) -> str:
        words: list[str] = []
        label_from = 0
        address = ""
        for child in children:
            match child.type:
                case "softbreak":
                    words.append(" ")
                case "hardbreak":
                    words.append(LINE_BREAK)
                case "link_open":
                    label_from, address = len(words), str(child.attrs["href"])
                case "link_close":
                    words[label_from:] = [self._link("".join(words[label_from:]), address)]
                case _:
                    words.append(self.stand_ins.show(child.content))
        return "".join(words)

    def _link(self, label: str, address: str) -> str:
        if self.is_button:
            return f"{label}:{LINE_BREAK}{self.stand_ins.alone(address)}"
        return label if label == address else label + self.stand_ins.in_brackets(address)
