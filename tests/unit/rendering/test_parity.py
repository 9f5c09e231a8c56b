"""The languages of every template agree, and whatever one of them loses is noticed."""

import re
from pathlib import Path

import pytest

from outreach.rendering.parity import differences
from outreach.rendering.template import Template, parse_template
from tests.paper import TEMPLATES, paper, sources, template

KINDS = sorted(path.parent.name for path in TEMPLATES.glob("*/template.toml"))
PIECES = {
    "a placeholder": r"\{\{[^}]*\}\}",
    "a link": r"\]\(https[^)]*\)",
    "a name": r"\bNomCom\b|\bLACRALO\b",
    "a panel": r"^> .*$",
}


def changed(kind: str, language: str, source: str) -> Template:
    files = sources(TEMPLATES / kind)
    return parse_template(
        kind, {name: files[name] for name in ("template.toml", "en.md.j2")} | {f"{language}.md.j2": source}, paper()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_language_says_the_same(kind: str) -> None:
    assert differences(template(kind)) == ()


def test_each_placeholder_and_link_that_a_language_drops_is_noticed() -> None:
    source = template("invitation").text("es").source
    body = source.index("\n\n")
    places = [
        found
        for pattern in (PIECES["a placeholder"], PIECES["a link"])
        for found in re.finditer(pattern, source[body:])
    ]
    assert len(places) > 20
    unnoticed = [
        found[0]
        for found in places
        if not differences(
            changed("invitation", "es", source[: body + found.start()] + "x" + source[body + found.end() :])
        )
    ]
    assert unnoticed == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("NomCom", "comité", "the name NomCom 0 times"),
        ("https://nomcom.icann.org", "https://nomcom.icann.example", "the link https://nomcom.icann.org 0 times"),
        ("gratis", "gratis 20 veces", "the number 20 1 times"),
        ("At-Large", "Alcance", "the name At-Large 0 times"),
        ("# Le invitamos", "Le invitamos", "a heading 4 times"),
        ('{% elif call.topic == "icann" %}', "", "the fact call.topic 2 times"),
    ],
)
def test_a_difference_is_said_with_its_place(before: str, after: str, said: str) -> None:
    source = template("invitation").text("es").source
    assert any(
        f"es.md.j2 has {said}" in fault
        for fault in differences(changed("invitation", "es", source.replace(before, after)))
    )


def test_footers_agree_too() -> None:
    layouts = sources(TEMPLATES / "_layout")
    facts = {
        name: sorted(re.findall(r"[a-z]+\.[a-z_]+(?= )", source)) for name, source in layouts.items() if ".md." in name
    }
    for footer in {Path(name).name.split(".")[0] for name in facts}:
        languages = [facts[name] for name in facts if name.startswith(f"{footer}.")]
        assert len(languages) == 4
        assert languages == languages[:1] * 4
