"""Kinds of message are read when they are asked for; whoever looks at all of them is told every fault."""

import pytest

from outreach.catalog import load_catalog
from outreach.errors import ConfigError
from outreach.rendering.template_shelf import TemplateShelf
from outreach.settings import ROOT

DIGEST = load_catalog(ROOT, region="LACRALO").templates["digest"]
FOLDER = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "digest").iterdir()}


def test_a_fault_in_one_kind_stops_that_kind_only() -> None:
    shelf = TemplateShelf({"sound": FOLDER, "broken": {}}, DIGEST.paper)

    assert shelf["sound"].texts.keys() == DIGEST.texts.keys()
    assert shelf["sound"] is shelf["sound"]
    with pytest.raises(ConfigError, match="templates/broken/"):
        _ = shelf["broken"]


def test_all_faults_are_told_at_once() -> None:
    shelf = TemplateShelf({"one": {}, "sound": FOLDER, "two": {}}, DIGEST.paper)

    with pytest.raises(ConfigError, match=r"templates/one/.*templates/two/"):
        shelf.read_all()
