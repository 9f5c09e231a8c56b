"""A season on a copy: nobody is written to twice, caps hold, members' cells stay, and chance repeats itself."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from flows.deployments import SCHEDULES
from flows.rehearsal import rehearse
from outreach.adapters.sheets_files import FileSheets
from outreach.catalog import load_catalog
from outreach.domain.rehearsal import Season, twice_about, two_in_a_day
from outreach.domain.schedule import first_run
from outreach.domain.snapshot import Snapshot
from outreach.rendering.rehearsal_page import rehearsal_page
from outreach.settings import ROOT, Settings

pytestmark = pytest.mark.prefect  # minutes of work, though no server is asked

SETTINGS = Settings(
    sheets="none", mail="none", ledger="none", state=Path("none"), sender="outreach@lacralo.example",
    region="LACRALO", home=ROOT, secret=b"-",
)  # fmt: skip


@cache
def sample() -> Snapshot:
    return FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read()


@cache
def fortnight() -> Season:
    return rehearse(SETTINGS, sample(), first=date(2016, 7, 1), last=date(2016, 7, 15), seed=1)


def test_nobody_outside_gets_two_mails_in_a_day_or_about_one_occasion() -> None:
    mailed = fortnight().mailed
    assert len(fortnight().to_others) > 10
    assert (two_in_a_day(mailed), twice_about(mailed)) == ((), ())


def test_the_day_s_cap_is_kept_and_every_invitation_has_a_leader() -> None:
    season, rules = fortnight(), load_catalog(ROOT, region="LACRALO").rules.sending
    busiest = max(Counter(one.moment.date() for one in season.mailed).values())
    assert rules.per_day is not None
    assert busiest <= rules.per_day
    assert {one.leader for one in season.decisions if one.decided} <= {f"People!{row}" for row in range(2, 9)}


def test_members_cells_stay_as_they_were() -> None:
    assert fortnight().untouched


def test_the_same_seed_gives_the_same_page_to_the_byte_and_no_address_is_on_it() -> None:
    catalog = load_catalog(ROOT, region="LACRALO")
    again = rehearse(SETTINGS, sample(), first=date(2016, 7, 1), last=date(2016, 7, 15), seed=1)
    pages = [rehearsal_page(one, catalog.region, catalog.pages) for one in (fortnight(), again)]
    assert pages[0] == pages[1]
    assert "@" not in pages[0].replace("@media", "").replace("@page", "")


def test_every_schedule_is_understood() -> None:
    days = [date(2016, 8, number) for number in range(1, 9)]
    assert {flow.name for flow, cron in SCHEDULES.items() if not any(first_run(cron, day) for day in days)} == set()
