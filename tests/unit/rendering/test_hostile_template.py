"""A template that somebody else wrote reaches nothing but its facts."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from outreach.catalog import load_catalog
from outreach.errors import OutreachError
from outreach.rendering.letter import write
from outreach.rendering.stationery import Stationery
from outreach.rendering.template import parse_template
from outreach.settings import ROOT

ABOUT = 'footer = "foot"\n[facts]\n"who.name" = "Ana"\n'
TEXT = "Letterhead: L\nSubject: S\nShort: s\nPreview: p\n\n# Hello\n\n{}\n"
FACTS = {"who": SimpleNamespace(name="Ana")}


@pytest.fixture(scope="module")
def paper() -> Stationery:
    return replace(load_catalog(ROOT, region="LACRALO").templates["digest"].paper, footers={"foot": {"en": "Foot."}})


def letter_of(text: str, paper: Stationery) -> str:
    files = {"template.toml": ABOUT, "en.md.j2": TEXT.format(text)}
    return write(parse_template("kind", files, paper), lambda _: FACTS, ("en",)).text


@pytest.mark.parametrize(
    "reach",
    [
        "{{ who.name.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ who.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{{ '{0.__class__}'.format(who) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% set who.name = 'x' %}",
    ],
)
def test_whatever_it_reaches_for_is_refused(reach: str, paper: Stationery) -> None:
    with pytest.raises(OutreachError):
        letter_of(reach, paper)


def test_its_facts_are_there(paper: Stationery) -> None:
    assert "Ana" in letter_of("{{ who.name }}", paper)
