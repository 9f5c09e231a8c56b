"""Any past digest is made once more, byte for byte, from what was known then."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl

from flows.refresh_coverage import refresh_coverage
from flows.retelling import retell_digests
from flows.send_digest import send_digest
from flows.send_invitations import send_invitations
from outreach.bootstrap import open_app, using
from outreach.settings import ROOT, Settings
from tasks.policy import unobserved
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

LEADER = "Maribel Castañóniz"
WEEK = timedelta(days=7)


def in_a_week(settings: Settings) -> None:
    """A member changes a row, a leader approves, mail goes out, and the digests are sent."""
    book = openpyxl.load_workbook(settings.sheets)
    book["Calls"].cell(2, 2).value = "The DNS, step by step"
    book.save(settings.sheets)
    with using(open_app(settings, at=NOON + WEEK)) as world:
        waiting, _ = send_invitations()
        approve_as(world, LEADER, waiting[0].hash)
        send_invitations()
    with using(open_app(settings, at=NOON + WEEK + timedelta(hours=1))):
        send_digest()


def test_digests_of_any_day_are_retold_byte_for_byte(settings: Settings) -> None:
    with unobserved():
        with using(open_app(settings, at=NOON - timedelta(hours=1))):
            refresh_coverage()
            send_invitations()
        with using(open_app(settings, at=NOON)):
            send_digest()
        in_a_week(settings)

        with using(open_app(settings, at=NOON + 9 * WEEK)):
            first, second = (retell_digests(day.date()) for day in (NOON, NOON + WEEK))
            none = retell_digests((NOON + 2 * WEEK).date())

    assert none == ()
    assert len(first) == len(second) > 1
    assert {one.is_the_same for one in (*first, *second)} == {True}
    assert {one.draft.content for one in first if one.draft} & {
        one.draft.content for one in second if one.draft
    } == set()


def test_words_that_were_changed_since_are_told(settings: Settings, tmp_path: Path) -> None:
    for folder in ("config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    own = replace(settings, home=tmp_path / "home")
    with unobserved():
        with using(open_app(own, at=NOON)):
            send_digest()
        words = tmp_path / "home" / "templates" / "digest" / "en.md.j2"
        words.write_text(words.read_text(encoding="utf-8") + "\nMore words.\n", encoding="utf-8")
        with using(open_app(own, at=NOON + WEEK)):
            retold = retell_digests(NOON.date())

    assert {one.is_the_same for one in retold if one.draft and one.draft.languages == ("en",)} == {False}
    assert {one.is_the_same for one in retold if one.draft and one.draft.languages == ("es",)} == {True}
