"""The paper that letters are written on: the layout around every text, the theme's style, the footers."""

from collections.abc import Mapping
from dataclasses import dataclass

import css_inline
from jinja2 import DictLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from outreach.errors import ConfigError
from outreach.rendering.markdown_source import MarkdownSource
from outreach.rendering.one_line import one_line
from outreach.rendering.phrases import Phrases
from outreach.rendering.stand_ins import StandIns, checked, is_page, readable

LAYOUT = "mail.html.j2"
THEME = "mail.css"


@dataclass(frozen=True, slots=True)
class Stationery:
    """Made once by `stationery`. footers: Markdown by name and language; layout: the HTML around the texts."""

    html: ImmutableSandboxedEnvironment
    text: ImmutableSandboxedEnvironment
    layout: Template
    style: str
    footers: Mapping[str, Mapping[str, str]]
    phrases: Phrases

    def html_template(self, source: MarkdownSource) -> Template:
        """The template of a text's HTML, its style in every element."""
        return self.html.from_string(source.stand_ins.show(_inlined(source.html(), self.style)))

    def footer(self, name: str, language: str) -> str:
        """The Markdown of a footer. Raises ConfigError when there is none in the language."""
        source = self.footers.get(name, {}).get(language)
        if source is None:
            raise ConfigError(f"its footer templates/_layout/{name}.{language}.md.j2 is missing; add it.")
        return source


def stationery(layouts: Mapping[str, str], theme: Mapping[str, str], phrases: Phrases) -> Stationery:
    """Reads `templates/_layout/` and `templates/_theme/`, both as contents by file name.

    `_layout` holds `mail.html.j2` and footers named `NAME.LANGUAGE.md.j2`. Raises ConfigError.
    """
    if LAYOUT not in layouts or THEME not in theme:
        raise ConfigError(f"templates/_layout/{LAYOUT} or templates/_theme/{THEME} is missing; put it back.")
    style, _, media = theme[THEME].partition("\n@media")
    html = _environment(autoescape=True)
    html.globals["media"] = Markup(f"@media{media.rstrip()}")  # noqa: S704 - our own style sheet
    hidden = StandIns()
    page = hidden.hide(layouts[LAYOUT])
    styled = css_inline.inline(page, inline_style_tags=False, keep_style_tags=True, extra_css=style)
    try:
        layout = html.from_string(hidden.show(styled))
    except TemplateError as error:
        raise ConfigError(f"templates/_layout/{LAYOUT} cannot be read: {error.message}; mend it.") from None
    return Stationery(html, _environment(autoescape=False), layout, style, _footers(layouts), phrases)


def _environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=False,
        loader=DictLoader({}),  # so that a text that includes another is refused in words
    )
    environment.filters.update(address=checked, readable=readable)
    environment.tests.update(page=is_page)
    return environment


def _printed(value: object) -> object:
    """What every {{ value }} goes through: HTML of our own as it is, all else on one line."""
    if isinstance(value, Markup | StrictUndefined):
        return value
    return one_line(str(value))


def _inlined(html: str, style: str) -> str:
    return css_inline.inline_fragment(html, style)


def _footers(layouts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    footers: dict[str, dict[str, str]] = {}
    for name, source in layouts.items():
        if name.endswith(".md.j2"):
            footer, language = name.removesuffix(".md.j2").rsplit(".", 1)
            footers.setdefault(footer, {})[language] = source
    return footers
