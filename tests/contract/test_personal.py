"""One person's data: shown whole, and erased but for the hash that stops mail. On SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.adapters.archive_sql import SqlArchive
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.personal_sql import PersonalRecords
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind, batch_hash
from outreach.domain.personal import ERASED, Retired
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Grid, Snapshot
from outreach.errors import LedgerError
from tests.contract.claiming import claim_one
from tests.factories import NOW, a_draft

ANA = "c1@chapines.example"


def sheets(*addresses: str) -> Snapshot:
    rows = (("Name", "E-mail"), *((f"Name of {address}", f"<{address.upper()}>") for address in addresses))
    return Snapshot({"Survey": Grid("Survey", rows)}, rows={"Survey": ("", *addresses)})


@pytest.fixture
def personal(ledger_url: str, ledger: SqlLedger) -> PersonalRecords:
    for_ana, for_otto = a_draft("c1"), a_draft("c2")
    ledger.plan([for_ana, for_otto], occasions=[for_ana.occasion], now=NOW)
    sent(ledger, for_ana, for_otto)
    archive = SqlArchive(ledger_url)
    archive.keep(Pull(NOW, sheets(ANA, "otto@chapines.example")))
    archive.keep(Pull(NOW + timedelta(hours=1), sheets("otto@chapines.example", ANA)))
    return PersonalRecords(ledger_url)


def sent(ledger: SqlLedger, *drafts: Draft) -> None:
    ledger.approve([one.key for one in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    while draft := claim_one(ledger, worker="w", now=NOW):
        assert ledger.begin(draft.key, worker="w", now=NOW)
        ledger.settle(draft.key, Outcome(OutcomeKind.ACCEPTED, f"250 for {draft.recipient}"), now=NOW)


def test_all_that_is_kept_of_a_person_is_shown_and_nothing_of_others(personal: PersonalRecords) -> None:
    (message,) = personal.messages_of("c1")
    rows = personal.rows_with(ANA)

    assert (message.recipient, message.state, b"Hello" in message.content) == (ANA, MessageState.ACCEPTED, True)
    assert [(row.row, row.cells) for row in rows] == [
        (3, (f"Name of {ANA}", f"<{ANA.upper()}>")),
        (2, (f"Name of {ANA}", f"<{ANA.upper()}>")),
    ]
    assert personal.rows_with("nobody@chapines.example") == ()


def test_an_erased_person_is_nowhere_and_is_never_written_to_again(
    personal: PersonalRecords, ledger: SqlLedger, ledger_url: str
) -> None:
    personal.erase("c1", ANA, now=NOW)

    (message,) = personal.messages_of("c1")
    assert (message.recipient, message.subject, message.content) == ("", "", b"")
    assert personal.rows_with(ANA) == ()
    assert ledger.history().suppressed == {"c1"}
    assert ledger.verify() == ()
    archive = SqlArchive(ledger_url)
    for moment, row in ((NOW, 1), (NOW + timedelta(hours=1), 2)):
        pull = archive.as_known(moment)
        assert pull is not None
        grid = pull.snapshot.grids["Survey"]
        assert grid.rows[row] == (ERASED,)
        assert grid.rows[3 - row][1] == "<OTTO@CHAPINES.EXAMPLE>"
        assert pull.snapshot.rows["Survey"][row] == ANA  # the identity, here named after the test's own row


def test_others_keep_their_messages(personal: PersonalRecords) -> None:
    personal.erase("c1", ANA, now=NOW)

    (message,) = personal.messages_of("c2")
    assert message.recipient == "c2@chapines.example"


def test_erasing_twice_is_erasing_once(personal: PersonalRecords, ledger: SqlLedger) -> None:
    personal.erase("c1", ANA, now=NOW)
    personal.erase("c1", ANA, now=NOW)

    assert ledger.verify() == ()


def test_nobody_is_erased_while_a_message_to_them_is_under_way(personal: PersonalRecords, ledger: SqlLedger) -> None:
    another = a_draft("c1", occasion="invitation:icann")
    ledger.plan([another], occasions=[another.occasion], now=NOW)

    with pytest.raises(LedgerError, match="still wait"):
        personal.erase("c1", ANA, now=NOW)

    assert len(personal.rows_with(ANA)) == 2


def test_what_has_been_kept_for_long_enough_is_emptied_and_that_it_was_sent_is_not(
    personal: PersonalRecords, ledger: SqlLedger, ledger_url: str
) -> None:
    archive = SqlArchive(ledger_url)
    archive.keep(Pull(NOW + timedelta(days=10), sheets("otto@chapines.example")))
    records = ledger.history().records

    early = personal.retire(messages_before=NOW, rows_before=NOW + timedelta(days=10), now=NOW)
    retired = personal.retire(
        messages_before=NOW + timedelta(days=1), rows_before=NOW + timedelta(days=11), now=NOW + timedelta(days=400)
    )
    again = personal.retire(
        messages_before=NOW + timedelta(days=1), rows_before=NOW + timedelta(days=11), now=NOW + timedelta(days=400)
    )

    assert (early, retired, again) == (Retired(), Retired(messages=2, people=1), Retired())
    assert personal.rows_with(ANA) == ()
    assert len(personal.rows_with("otto@chapines.example")) == 3
    assert [one.recipient for one in personal.messages_of("c1")] == [""]
    assert ledger.history().records == tuple(replace(one, reply="") for one in records)
    assert ledger.history().suppressed == frozenset()
    assert ledger.verify() == ()


def test_who_stands_in_the_sheet_today_is_kept_however_old_the_reading(personal: PersonalRecords) -> None:
    late = NOW + timedelta(days=4000)

    assert personal.retire(messages_before=NOW, rows_before=late, now=late) == Retired()
    assert len(personal.rows_with(ANA)) == 2
