"""No tab of the system has a title that members give to theirs: it would be read as one, or written over."""

import pytest

from outreach.catalog import load_catalog
from outreach.domain.system_tab import SystemTab
from outreach.intake.header import is_titled
from outreach.settings import ROOT

SCHEMAS = load_catalog(ROOT, region="LACRALO").schemas


@pytest.mark.parametrize("tab", SystemTab)
def test_a_system_tab_is_no_members_tab(tab: SystemTab) -> None:
    assert [key for key, schema in SCHEMAS.items() if is_titled(tab, schema) and not schema.ours] == []
