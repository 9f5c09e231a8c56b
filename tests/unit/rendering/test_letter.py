"""A letter from a template: the same words twice, nothing of a value ever markup, every language whole."""

import re
from html import unescape

import pytest

from outreach.errors import ConfigError, MissingTranslationError
from outreach.rendering.fact_names import fact_names
from outreach.rendering.letter import write
from outreach.rendering.template import Template, grouped, parse_template
from tests.paper import paper

HEAD = "Letterhead: L\nSubject: S {{ a.name }}\nShort: K {{ a.name }}\nPreview: P\n\n"
ABOUT = 'footer = "candidates"\n[facts]\n'
SAMPLES = {"a.name": "Ana", "a.link": "https://room.example", "a.word": "", "b.there": ""}
EVIL = (
    "[x](http://evil.example)",
    "<b>x</b>",
    "**x** _y_ `z`",
    "# x",
    "> x",
    "- x",
    "{{ a.link }}",
    "{% if %}",
    "&amp; &lt;",
    "<!-- x",
    "\ue000",
)


def letter_of(body: str, languages: tuple[str, ...] = ("en",), **facts: str) -> tuple[str, str]:
    """The text and the HTML body of a small letter."""
    letter = write(small(body), lambda _: told(**facts), languages)
    [html] = re.findall(r'<div class="section"[^>]*>(.*?)<div class="footer"', letter.html, re.DOTALL)
    return letter.text.partition("\n" + "-" * 78)[0].strip("\n"), html.strip()


def small(*bodies: str) -> Template:
    files = {f"{language}.md.j2": HEAD + body for language, body in zip(("en", "es"), bodies, strict=False)}
    return parse_template("small", {"template.toml": ABOUT + _samples(), **files}, paper())


def _samples() -> str:
    footer = fact_names("".join(paper().footers["candidates"].values()), paper().text)
    return "".join(f'"{name}" = "x"\n' for name in {**SAMPLES, **dict.fromkeys(footer)})


def told(**facts: str) -> dict[str, object]:
    plain = dict.fromkeys(small_facts(), "x") | SAMPLES | {f"a.{name}": value for name, value in facts.items()}
    return grouped(plain)


def small_facts() -> list[str]:
    return re.findall(r'"([a-z_.]+)" =', _samples())


def visible(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize("value", EVIL)
def test_a_value_comes_out_as_it_is_and_is_never_markup(value: str) -> None:
    text, html = letter_of("{{ a.name }}", name=value)
    assert text == value
    assert visible(html) == value
    assert re.findall(r"<(\w+)", html) == ["p"]


def test_a_value_in_emphasis_or_a_link_stays_within_it() -> None:
    text, html = letter_of(
        "**{{ a.name }}**, [{{ a.name }}]({{ a.link }})", name="*<i>", link='https://a.example/?x=1&y="><b>'
    )
    assert text == '*<i>, *<i> <https://a.example/?x=1&y="><b>>'
    assert visible(html) == "*<i>, *<i>"
    assert re.findall(r"<(\w+)", html) == ["p", "strong", "a"]
    assert 'href="https://a.example/?x=1&amp;y=&#34;&gt;&lt;b&gt;"' in html


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", "file:///etc/passwd"]
)
def test_a_link_leads_to_the_web_or_a_mailbox_or_nowhere(link: str) -> None:
    _, html = letter_of("[x]({{ a.link }}) y", link=link)
    assert 'href="#"' in html


def test_line_ends_in_a_value_begin_no_paragraph() -> None:
    text, html = letter_of("Hello {{ a.name }}!", name="Ana\r\n\r\n# Owned\u2028\x1f")
    assert text == "Hello Ana # Owned!"
    assert visible(html) == text


def test_the_text_part_is_wrapped_and_an_address_is_never_cut() -> None:
    link = "https://room.example/" + "a" * 90
    text, _ = letter_of(
        "# Title\n\n" + "word " * 40 + "\n\n> Panel [x]({{ a.link }}) end\n\n[Button]({{ a.link }})\n\n- one\n- two",
        link=link,
    )
    assert max(len(line) for line in text.split("\n") if link not in line) <= 78
    assert text.startswith("Title\n=====\n\nword")
    assert text.endswith(f"    Panel x\n    <{link}>\n    end\n\nButton:\n{link}\n\n- one\n- two")


def test_statements_choose_paragraphs_in_both_parts() -> None:
    body = (
        '{% if a.word == "x" %}\nFirst.\n{% else %}\nSecond.\n{% endif %}\n\n'
        '> Always\n> {% if a.word == "x" %}\n> Sometimes\n> {% endif %}\n> End'
    )
    assert letter_of(body, word="x")[0] == "First.\n\n    Always\n\n    Sometimes\n\n    End"
    text, html = letter_of(body, word="y")
    assert text == "Second.\n\n    Always\n\n    End"
    assert html.count("<table") == 1


def test_two_languages_stand_one_below_the_other_each_marked() -> None:
    letter = write(small("# English", "# Español"), lambda _: told(), ("es", "en"))
    assert letter.subject == "S Ana · K Ana"
    assert letter.languages == ("es", "en")
    assert re.findall(r'<div class="section" [^>]*lang="(\w+)"', letter.html) == ["es", "en"]
    assert re.findall(r"<h1[^>]*>([^<]+)", letter.html) == ["Español", "English"]
    assert re.search(r'<html[^>]* lang="es"', letter.html)
    assert '<p class="follows" lang="en"' in letter.html
    assert letter.text.startswith("[The English text stands below.]\n\nEspañol\n=======\n")
    assert letter.text.index("~" * 78) < letter.text.index("English\n=======")


def test_a_language_without_a_text_stops_the_message() -> None:
    with pytest.raises(MissingTranslationError, match=r"no small in pt: add templates/small/pt\.md\.j2"):
        write(small("x"), lambda _: told(), ("en", "pt"))


def test_a_missing_fact_stops_the_message() -> None:
    with pytest.raises(MissingTranslationError, match="there"):
        write(small("{{ b.there }}"), lambda _: {**told(), "b": grouped({"b.other": ""})["b"]}, ("en",))


def test_a_template_names_all_its_faults_at_once() -> None:
    files = {
        "template.toml": ABOUT,
        "en.md.j2": HEAD + "{{ a.nam }}",
        "es.md.j2": "Subject: x\n\n",
        "pt.md.j2": HEAD + "{% if %}",
        "nl.md.j2": HEAD,
    }
    with pytest.raises(ConfigError) as caught:
        parse_template("small", files, paper())
    said = str(caught.value)
    assert "small/en.md.j2 names a.nam, which template.toml does not list" in said
    assert (
        "small/es.md.j2 cannot be read: it must begin with the lines Letterhead: ..., Short: ..., Preview: ..." in said
    )
    assert "small/pt.md.j2 cannot be read: " in said
    assert "small/nl.md.j2 cannot be read: its footer templates/_layout/candidates.nl.md.j2 is missing" in said


def test_a_template_cannot_reach_into_the_program() -> None:
    with pytest.raises(ConfigError, match="__class__"):
        letter_of("{{ a.__class__.__mro__ }}")
    with pytest.raises(MissingTranslationError, match="unsafe"):
        letter_of("{{ ''.__class__ }}")
