"""Several regions in one ledger: each sees its own, and whoever said no to one is written to by none."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.send_digest import send_digest
from outreach.adapters.archive_sql import SqlArchive
from outreach.adapters.ledger_backup import back_up, restore
from outreach.adapters.ledger_past import PastLedger
from outreach.adapters.ledger_scope import scope_of
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.personal_sql import PersonalRecords
from outreach.bootstrap import open_app, using
from outreach.delivery import DAY, Sending, deliver_waiting
from outreach.domain.call import Revision
from outreach.domain.history import History
from outreach.domain.message import Draft, MessageState, batch_hash, message_key
from outreach.domain.pull import Pull
from outreach.domain.sending import OFF, ON, OWN_SWITCH, SWITCH, SendingRules
from outreach.domain.snapshot import Grid, Snapshot
from outreach.errors import LedgerError
from outreach.settings import ROOT, from_environment
from tasks.policy import unobserved
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, ScriptedMailer

AFRALO = "AFRALO"
OURS = "outreach@lacralo.example"
SECRET = b"the same for all regions"
OLD = Path(__file__).parents[1] / "data" / "ledger-of-one-region.sql"
INVITATION, DIGEST = "invitation:dns", "digest:2016-07-04"

Open = Callable[..., SqlLedger]


@pytest.fixture
def lacralo(open_ledger: Open) -> SqlLedger:
    return open_ledger()


@pytest.fixture
def afralo(open_ledger: Open) -> SqlLedger:
    return open_ledger(AFRALO)


def theirs(contact: str, *, occasion: str = INVITATION, **changes: object) -> Draft:
    """What AFRALO writes to this contact."""
    return a_draft(contact, occasion=occasion, key=message_key(contact, occasion, 0, AFRALO), **changes)


def approved(ledger: SqlLedger, *drafts: Draft, now: datetime = NOW) -> None:
    ledger.plan(drafts, occasions={draft.occasion for draft in drafts}, now=now)
    ledger.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=now)


def delivered(ledger: SqlLedger, *, at: datetime = NOW, rules: SendingRules | None = None) -> list[str]:
    """The keys of what goes out."""
    mailer = ScriptedMailer()
    deliver_waiting(ledger, mailer, HandClock(at), worker="w", sending=Sending(rules or SendingRules()))
    return [draft.key for draft in mailer.sent]


def states(ledger: SqlLedger) -> dict[str, MessageState]:
    return {record.key: record.state for record in ledger.history().records}


def test_a_region_neither_sees_nor_withdraws_what_another_planned(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    """Both write to the same leader on the same day, and to the same candidate of a call of the same name."""
    for occasion in (DIGEST, INVITATION):
        lacralo.plan([a_draft("c1", occasion=occasion)], occasions=[occasion], now=NOW)
        afralo.plan([theirs("c1", occasion=occasion)], occasions=[occasion], now=NOW)

    lacralo.plan([], occasions=[DIGEST], now=NOW)

    assert lacralo.waiting([DIGEST, INVITATION]) == (a_draft("c1"),)
    assert set(afralo.waiting([DIGEST, INVITATION])) == {theirs("c1", occasion=DIGEST), theirs("c1")}
    assert {record.occasion for record in afralo.history().records} == {DIGEST, INVITATION}
    assert set(states(afralo)) == {theirs("c1").key, theirs("c1", occasion=DIGEST).key}
    assert afralo.verify() == ()


def test_each_sends_its_own_only_and_keeps_to_a_limit_of_its_own(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    approved(lacralo, a_draft("c1"), a_draft("c2"))
    approved(afralo, theirs("c3"), theirs("c4"))
    one_a_day = SendingRules(per_day=1)

    first, second = delivered(lacralo, rules=one_a_day), delivered(afralo, rules=one_a_day)

    assert (len(first), len(second)) == (1, 1)
    assert set(first) < set(states(lacralo))
    assert set(second) < set(states(afralo))
    assert lacralo.begun_since(NOW - DAY) == afralo.begun_since(NOW - DAY) == 1


def test_who_says_no_to_one_region_is_written_to_by_none(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    approved(afralo, theirs("c1"), theirs("c2"))
    lacralo.suppress("c1", reason="asked for no more mail", now=NOW)

    assert delivered(afralo) == [theirs("c2").key]
    assert afralo.history().suppressed == {"c1"}
    assert states(afralo)[theirs("c1").key] is MessageState.SUPPRESSED


def test_nobody_is_written_to_by_two_regions_in_a_day(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    """A candidate has a zone; a leader, who is a colleague of both, gets both digests."""
    candidate, leader = theirs("c1", zone="America/Lima"), theirs("c9", occasion=DIGEST)
    approved(lacralo, a_draft("c1"), a_draft("c9", occasion=DIGEST))
    approved(afralo, candidate, leader)
    delivered(lacralo)

    assert afralo.history().written_since(NOW - DAY) == {"c1", "c9"}
    assert delivered(afralo) == [leader.key]
    assert delivered(afralo, at=NOW + DAY - timedelta(minutes=1)) == []
    assert delivered(afralo, at=NOW + DAY) == [candidate.key]


def test_an_organisation_rests_whatever_region_wrote_to_it(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    rules = SendingRules(organisation_rest=3 * DAY)
    approved(lacralo, a_draft("c1", organisation="o"))
    approved(afralo, theirs("c2", organisation="o"))

    assert delivered(lacralo, rules=rules) == [a_draft("c1").key]
    assert delivered(afralo, at=NOW + 2 * DAY, rules=rules) == []
    assert delivered(afralo, at=NOW + 3 * DAY, rules=rules) == [theirs("c2").key]


def test_versions_and_notes_are_a_regions_own(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    lacralo.revision(INVITATION, "10:00", now=NOW)
    approved(afralo, theirs("c1"))
    lacralo.note("digest", "c1", '{"covered": 21}', now=NOW)

    assert lacralo.revision(INVITATION, "11:00", now=NOW) == Revision(1, NOW)
    assert afralo.revision(INVITATION, "9:00", now=NOW) == Revision(0, NOW)
    assert delivered(afralo) == [theirs("c1").key]  # LACRALO's call was moved, not this one
    assert (afralo.noted("digest", "c1"), afralo.last_noted("digest", "c1")) == ((), None)


def test_one_may_stop_itself_or_all(lacralo: SqlLedger, afralo: SqlLedger) -> None:
    approved(lacralo, a_draft("c1"))
    approved(afralo, theirs("c2"))
    afralo.note(*SWITCH, OFF, now=NOW)
    assert delivered(lacralo) == delivered(afralo) == []

    lacralo.note(*SWITCH, ON, now=NOW)
    afralo.note(*OWN_SWITCH, OFF, now=NOW)
    assert delivered(afralo) == []
    assert delivered(lacralo) == [a_draft("c1").key]


def test_the_past_of_a_region_is_its_own_too(lacralo: SqlLedger, afralo: SqlLedger, ledger_url: str) -> None:
    approved(lacralo, a_draft("c1"))
    afralo.plan([theirs("c2")], occasions=[INVITATION], now=NOW)
    afralo.note("digest", "c2", "{}", now=NOW)
    then = PastLedger(ledger_url, NOW + DAY, region=AFRALO)

    assert then.history().records == afralo.history().records
    assert then.waiting([INVITATION]) == (theirs("c2"),)
    assert then.noted("digest", "c2") == ((NOW, "{}"),)
    assert [one.contact for one in PastLedger(ledger_url, NOW + DAY).history().records] == ["c1"]


def reading(name: str, *, at: datetime = NOW) -> Pull:
    return Pull(at, Snapshot({"Survey": Grid("Survey", (("Name",), (name,)))}, {}, {"Survey": ("", "r1")}))


def test_each_has_an_archive_of_its_own_even_of_the_same_moment(ledger_url: str) -> None:
    ours, others = SqlArchive(ledger_url), SqlArchive(ledger_url, region=AFRALO)
    ours.keep(reading("Red Chapina"))
    assert (others.latest(), others.as_known(NOW), list(others.moments())) == (None, None, [])

    others.keep(reading("Réseau des Voisins"))
    others.keep(reading("Réseau", at=NOW + DAY))

    assert ours.latest() == reading("Red Chapina")
    assert others.as_known(NOW) == reading("Réseau des Voisins")
    assert list(others.moments()) == [NOW, NOW + DAY]
    assert ours.unchanged_since() == {"Survey": NOW}


def test_a_person_is_erased_from_all_and_who_stands_in_a_sheet_today_is_kept(
    lacralo: SqlLedger, afralo: SqlLedger, ledger_url: str
) -> None:
    approved(lacralo, a_draft("c1"))
    approved(afralo, theirs("c1"))
    delivered(lacralo)
    delivered(afralo)
    ours, others = SqlArchive(ledger_url), SqlArchive(ledger_url, region=AFRALO)
    ours.keep(reading("ana@chapines.example"))
    others.keep(reading("bola@voisins.example"))
    others.keep(reading("bola@voisins.example, again", at=NOW + 900 * DAY))
    personal = PersonalRecords(ledger_url)

    assert personal.retire(messages_before=NOW - DAY, rows_before=NOW + 800 * DAY, now=NOW).people == 0
    personal.erase("c1", "ana@chapines.example", now=NOW + DAY)

    assert [(one.recipient, one.content) for one in personal.messages_of("c1")] == [("", b"")] * 2
    latest = ours.latest()
    assert latest is not None
    assert latest.snapshot.grids["Survey"].rows[1:] != (("ana@chapines.example",),)
    assert others.latest() == reading("bola@voisins.example, again", at=NOW + 900 * DAY)


def test_a_backup_is_of_all_regions_and_a_restore_doubts_all(
    lacralo: SqlLedger, afralo: SqlLedger, ledger_url: str, tmp_path: Path
) -> None:
    approved(lacralo, a_draft("c1"))
    approved(afralo, theirs("c2"))
    SqlArchive(ledger_url, region=AFRALO).keep(reading("Réseau des Voisins"))
    file, other = tmp_path / "one.zip", f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert scope_of(ledger_url, "LACRALO", sender=OURS, now=NOW) == ""
    back_up(ledger_url, file, secret=SECRET, now=NOW)
    scope_of(other, AFRALO, sender=OURS, now=NOW)  # opened by mistake before it was restored

    assert restore(other, file, secret=SECRET, now=NOW).doubtful == 2
    there = {region: SqlLedger(other, region=region) for region in ("", AFRALO)}
    assert [set(states(one).values()) for one in there.values()] == [{MessageState.UNKNOWN}] * 2
    assert [delivered(one) for one in there.values()] == [[], []]
    assert SqlArchive(other, region=AFRALO).latest() == reading("Réseau des Voisins")
    assert scope_of(other, "LACRALO", sender=OURS, now=NOW) == ""
    assert scope_of(other, AFRALO, sender=OURS, now=NOW) == AFRALO


# --- who was there first ---


def test_who_opens_a_new_ledger_first_was_there_first_for_ever(ledger_url: str) -> None:
    scopes = [scope_of(ledger_url, region, sender=OURS, now=NOW) for region in (AFRALO, "LACRALO", AFRALO, "LACRALO")]

    assert scopes == ["", "LACRALO", "", "LACRALO"]


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A ledger that a program made which knew of one region only: one sent, one approved, one that waits, a digest."""
    file = tmp_path / "old.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    connection.close()
    return f"sqlite:///{file}"


def test_a_ledger_of_one_region_goes_on_as_it_was(old: str) -> None:
    scope = scope_of(old, "LACRALO", sender=OURS, now=NOW)
    ledger = SqlLedger(old, region=scope)
    before = ledger.history()
    planned = [a_draft(f"c{number}") for number in (1, 2, 3)]
    ledger.plan(planned, occasions=[INVITATION], now=NOW + DAY)
    ledger.plan([a_draft("c9", occasion=DIGEST)], occasions=[DIGEST], now=NOW + DAY)

    assert ledger.history() == before
    assert sorted(states(ledger).values()) == ["accepted", "approved", "planned", "planned"]
    assert before.suppressed == {"c8"}
    assert ledger.revision(INVITATION, "10:00 on the bridge", now=NOW + DAY) == Revision(0, NOW)
    assert ledger.last_noted("digest", "c9") == (NOW, '{"covered": 21}')
    assert SqlArchive(old, region=scope).latest() == reading("Red Chapina")
    sent = {one.key for one in before.records if one.state is MessageState.ACCEPTED}
    assert sent.isdisjoint(delivered(ledger, at=NOW + DAY))
    assert ledger.verify() == ()


def test_a_region_that_joins_it_takes_nothing_over(old: str) -> None:
    with pytest.raises(LedgerError, match="of which region: run `outreach status` once with the settings"):
        scope_of(old, AFRALO, sender="outreach@afralo.example", now=NOW)
    scope_of(old, "LACRALO", sender=OURS, now=NOW)

    scope = scope_of(old, AFRALO, sender="outreach@afralo.example", now=NOW)

    assert scope == AFRALO
    assert replace(SqlLedger(old, region=scope).history(), elsewhere=()) == History(suppressed=frozenset({"c8"}))
    assert SqlArchive(old, region=scope).latest() is None


# --- by the flows themselves ---


@pytest.mark.prefect  # as slow
def test_each_region_sends_its_own_digest_to_whoever_leads_both_and_once(tmp_path: Path) -> None:
    plain = {
        "OUTREACH_SHEETS": str(ROOT / "demo" / "lacralo-sample.xlsx"),
        "OUTREACH_SECRET": "of this test and long enough",
        "OUTREACH_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}",
    }
    sent: dict[str, list[int]] = {}
    for region in ("LACRALO", AFRALO) * 2:
        shutil.copyfile(plain["OUTREACH_SHEETS"], tmp_path / f"{region}.xlsx")
        own = {
            "OUTREACH_REGION": region,
            "OUTREACH_SHEETS": str(tmp_path / f"{region}.xlsx"),
            "OUTREACH_STATE": str(tmp_path / region),
            "OUTREACH_SENDER": f"outreach@{region.lower()}.example",
        }
        with using(open_app(from_environment(plain | own), at=NOW)), unobserved():
            sent.setdefault(region, []).append(send_digest().accepted)

    mails = {region: list((tmp_path / region / "mail").glob("*.eml")) for region in sent}
    assert sent == {region: [len(found), 0] for region, found in mails.items()}
    assert min(map(len, mails.values())) > 0
    assert not {mail.name for mail in mails["LACRALO"]} & {mail.name for mail in mails[AFRALO]}
