"""What the tests write letters on and with: the real templates, phrases and footers, and one invented invitation."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from outreach.catalog import load_phrases
from outreach.domain.invitation import Invitation
from outreach.rendering.invitation import InvitationFacts
from outreach.rendering.phrases import Phrases
from outreach.rendering.privacy import Privacy, parse_privacy
from outreach.rendering.sender import Sender
from outreach.rendering.stationery import Stationery, stationery
from outreach.rendering.template import Template, parse_template
from tests.factories import a_call, a_candidate, a_contact, a_country, a_region

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
GOLDEN = ROOT / "tests" / "golden"
REFRESH = "Look at the difference, then refresh the files with OUTREACH_GOLDEN=write."


def sources(folder: Path) -> dict[str, str]:
    """The files of a folder by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@cache
def phrases() -> Phrases:
    """The real phrases."""
    return load_phrases(TEMPLATES / "_phrases")


@cache
def paper() -> Stationery:
    """The real layout and theme."""
    return stationery(sources(TEMPLATES / "_layout"), sources(TEMPLATES / "_theme"), phrases())


@cache
def template(kind: str) -> Template:
    """A real template."""
    return parse_template(kind, sources(TEMPLATES / kind), paper())


@cache
def privacy() -> Privacy:
    """The real footers."""
    return parse_privacy((ROOT / "config" / "privacy.toml").read_text(encoding="utf-8"))


def a_sender(**changes: Any) -> Sender:
    plain: dict[str, Any] = {
        "organisation": "LACRALO",
        "name": "Luz Ferrer",
        "role": "liaison",
        "address": "outreach@lacralo.example",
        "reply_to": "luz@lacralo.example",
        "notice": "https://lacralo.example/privacy",
    }
    return Sender(**(plain | changes))


def invitation_facts(**changes: Any) -> InvitationFacts:
    """The invitation that the samples in `templates/invitation/template.toml` are of."""
    contact = a_contact("otto@redchapina.example", name="Otto Xicará")
    call = a_call(
        starts=datetime(2016, 7, 18, 19, 0, tzinfo=ZoneInfo("America/Port_of_Spain")),
        lasts=timedelta(minutes=60),
        title="DNS basics / DNS básico",
        bridge="Adigo: EN 9638, ES 9738, PT 9393",
        link="https://room.example/lacralo",
    )
    plain: dict[str, Any] = {
        "invitation": Invitation(a_candidate(contact=contact, proposed_by="Néstor Pizarnelli"), contact, call),
        "country": a_country("GT"),
        "region": a_region(),
        "series": (
            a_call("icann", starts=datetime(2016, 8, 1, 23, 0, tzinfo=UTC)),
            a_call("atlarge", starts=datetime(2016, 8, 15, 23, 0, tzinfo=UTC)),
        ),
        "sender": a_sender(),
        "privacy": privacy(),
        "phrases": phrases(),
    }
    return InvitationFacts(**(plain | changes))


def same_as_golden(name: str, content: bytes) -> bool:
    """Whether `tests/golden/<name>` holds exactly this; with OUTREACH_GOLDEN=write it is made so."""
    path = GOLDEN / name
    if os.environ.get("OUTREACH_GOLDEN") == "write":
        path.write_bytes(content)
    return path.exists() and path.read_bytes() == content
