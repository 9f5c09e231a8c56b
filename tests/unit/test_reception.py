"""Reading what came in: each mail once, who said no is suppressed, and no mail stops the others."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from outreach import reception
from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.answer import NOTED, Answer, AnswerKind, answers_in
from outreach.domain.contact import contact_id
from outreach.domain.failure import Failure, FailureReason, MailKind, Verdict
from outreach.domain.message import Draft
from outreach.domain.received import Position, Received
from outreach.errors import LedgerError, MailError
from outreach.intake.mail_match import sent
from outreach.reception import POSITION, Reception, receive
from tests.factories import NOW, SECRET, a_draft
from tests.fakes import PaperMailbox

ANA, BEA = "ana@chapines.example", "bea@chapines.example"


def id_of(address: str) -> str:
    return contact_id(address, SECRET)


def message_to(address: str) -> Draft:
    return a_draft(id_of(address), recipient=address)


TO_ANA, TO_BEA = message_to(ANA), message_to(BEA)
ID = f"<{TO_ANA.key}@lacralo.example>"
VERDICTS: dict[bytes, Verdict] = {}


def a_mail(kind: MailKind, sender: str = ANA, *, date: str = "Fri, 01 Jul 2016 10:00:00 +0000", **told: Any) -> bytes:
    """A mail that `classify` knows: of this kind and, unless told, from Ana about the message to her."""
    raw = f"Date: {date}\r\nX-Number: {len(VERDICTS)}\r\n\r\nHello.\r\n".encode()
    VERDICTS[raw] = Verdict(kind, **({"sender": sender, "refers_to": (ID,)} | told))
    return raw


def classify(raw: bytes) -> Verdict:
    """What `a_mail` said of it; fails, as no classifier should, on any other bytes."""
    return VERDICTS[raw]


def a_bounce(reason: FailureReason, kind: MailKind = MailKind.BOUNCE) -> bytes:
    return a_mail(kind, "MAILER-DAEMON@mx.example", failures=(Failure(ANA, reason),))


@pytest.fixture
def ledger() -> SqlLedger:
    """A ledger in memory that knows of one message to each of two people."""
    made = SqlLedger("sqlite://")
    made.plan([TO_ANA, TO_BEA], occasions=[TO_ANA.occasion], now=NOW)
    return made


def read(ledger: SqlLedger, mailbox: PaperMailbox) -> Reception:
    known = sent(ledger.history(), domain="lacralo.example", secret=SECRET)
    return receive(ledger, mailbox, known, classify=classify, now=NOW)


def answers(ledger: SqlLedger) -> list[tuple[str, str, AnswerKind]]:
    return [(one.contact, one.message, one.kind) for one in answers_in(ledger.noted(*NOTED))]


def test_a_reply_is_noted_by_whom_to_what_and_when_and_nothing_of_its_words(ledger: SqlLedger) -> None:
    raw = a_mail(MailKind.REPLY, words="Gracias, ¿a qué hora es?")

    told = read(ledger, PaperMailbox([raw]))

    (kept,) = ledger.noted(*NOTED)
    written = datetime(2016, 7, 1, 10, 0, tzinfo=UTC)
    fingerprint = Received(Position(), raw).fingerprint
    assert Answer.from_json(kept[1]) == Answer(id_of(ANA), TO_ANA.key, AnswerKind.REPLIED, written, fingerprint)
    assert told == Reception(1, {AnswerKind.REPLIED: 1}, 1)
    assert set(json.loads(kept[1])) == {"contact", "message", "kind", "moment", "mail"}


@pytest.mark.parametrize(
    ("raw", "kind", "suppressed"),
    [
        (a_mail(MailKind.OPT_OUT), AnswerKind.OPT_OUT, {ANA}),
        (a_mail(MailKind.OPT_OUT, "ana@else.example"), AnswerKind.OPT_OUT, {ANA, "ana@else.example"}),
        (a_mail(MailKind.COMPLAINT, "fbl@mx.example"), AnswerKind.COMPLAINT, {ANA}),
        (a_bounce(FailureReason.USER_UNKNOWN), AnswerKind.BOUNCED, {ANA}),
        (a_bounce(FailureReason.MAILBOX_FULL), AnswerKind.NOT_DELIVERED, set()),
        (a_mail(MailKind.AUTO_REPLY), AnswerKind.OUT_OF_OFFICE, set()),
        (a_mail(MailKind.RSVP, rsvp="no"), AnswerKind.NO, set()),
        (a_mail(MailKind.REPLY), AnswerKind.REPLIED, set()),
    ],
    ids=["opt-out", "opt-out from elsewhere", "complaint", "bounce", "full mailbox", "out of office", "no", "reply"],
)
def test_who_is_not_written_to_any_more(ledger: SqlLedger, raw: bytes, kind: AnswerKind, suppressed: set[str]) -> None:
    read(ledger, PaperMailbox([raw]))

    assert answers(ledger) == [(id_of(ANA), TO_ANA.key, kind)]
    assert ledger.history().suppressed == {id_of(address) for address in suppressed}


def test_an_opt_out_of_somebody_else_who_got_the_mail_stops_them_and_not_the_first_reader(ledger: SqlLedger) -> None:
    read(ledger, PaperMailbox([a_mail(MailKind.OPT_OUT, BEA)]))

    assert answers(ledger) == [("", "", AnswerKind.OPT_OUT)]
    assert ledger.history().suppressed == {id_of(BEA)}


def test_a_delay_notice_changes_nothing(ledger: SqlLedger) -> None:
    told = read(ledger, PaperMailbox([a_bounce(FailureReason.TEMPORARY, MailKind.DELAY)]))

    assert (told, answers(ledger), ledger.history().suppressed) == (Reception(1, {}, 0), [], frozenset())


def test_what_was_read_is_not_read_again_and_a_renumbered_mailbox_notes_nothing_twice(ledger: SqlLedger) -> None:
    mailbox = PaperMailbox([a_mail(MailKind.REPLY), a_mail(MailKind.OPT_OUT, BEA, refers_to=())])
    read(ledger, mailbox)
    before = (ledger.noted(*NOTED), ledger.noted(*POSITION))

    again = read(ledger, mailbox)

    assert (again, ledger.noted(*NOTED), ledger.noted(*POSITION)) == (Reception(), *before)

    mailbox.validity = 2
    renumbered = read(ledger, mailbox)

    assert (renumbered, ledger.noted(*NOTED)) == (Reception(), before[0])
    assert json.loads(ledger.noted(*POSITION)[-1][1]) == {"validity": 2, "uid": 2}


def test_one_mail_delivered_twice_is_one_answer(ledger: SqlLedger) -> None:
    raw = a_mail(MailKind.REPLY)

    assert read(ledger, PaperMailbox([raw, raw])).mails == 1
    assert len(ledger.noted(*NOTED)) == 1


def test_a_full_mailbox_is_read_in_pieces_to_its_end(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "BATCH", 2)
    mailbox = PaperMailbox([a_mail(MailKind.REPLY) for _ in range(5)])

    assert read(ledger, mailbox).mails == 5
    assert [json.loads(payload)["uid"] for _, payload in ledger.noted(*POSITION)] == [2, 4, 5]


def test_a_mail_that_the_program_fails_on_goes_to_a_person_and_the_others_go_on(ledger: SqlLedger) -> None:
    told = read(ledger, PaperMailbox([b"\x00\xff no mail", b"", a_mail(MailKind.REPLY)]))

    nobodys = ("", "", AnswerKind.OTHER)
    assert answers(ledger) == [nobodys, nobodys, (id_of(ANA), TO_ANA.key, AnswerKind.REPLIED)]
    assert (told.mails, told.waiting) == (3, 3)


def test_a_crash_between_the_mails_and_the_position_loses_nothing(ledger: SqlLedger) -> None:
    class Cut(PaperMailbox):
        def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
            del limit
            if since.uid:
                raise MailError("The mailbox cannot be reached: try again later.")
            return PaperMailbox.arrived(self, since, limit=1)

    mails = [a_mail(MailKind.OPT_OUT), a_mail(MailKind.REPLY, BEA, refers_to=())]
    with pytest.raises(MailError):
        read(ledger, Cut(mails))

    assert ledger.history().suppressed == {id_of(ANA)}

    read(ledger, PaperMailbox(mails))

    assert [kind for _, _, kind in answers(ledger)] == [AnswerKind.OPT_OUT, AnswerKind.REPLIED]
    assert ledger.verify() == ()


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 01 Jul 2016 08:00:00 -0300", datetime(2016, 7, 1, 11, 0, tzinfo=UTC)),
        ("Fri, 01 Jul 2016 08:00:00", datetime(2016, 7, 1, 8, 0, tzinfo=UTC)),
        ("Fri, 01 Jul 2036 08:00:00 +0000", NOW),
        ("Fri, 31 Dec 9999 23:59:59 -1400", NOW),
        ("yesterday", NOW),
    ],
)
def test_the_moment_is_the_one_that_mail_programs_show_but_never_one_to_come(
    ledger: SqlLedger, date: str, expected: datetime
) -> None:
    read(ledger, PaperMailbox([a_mail(MailKind.REPLY, date=date)]))

    assert [one.moment for one in answers_in(ledger.noted(*NOTED))] == [expected]


def test_a_position_that_cannot_be_understood_stops_the_reading(ledger: SqlLedger) -> None:
    ledger.note(*POSITION, '{"page": 3}', now=NOW + timedelta(hours=1))

    with pytest.raises(LedgerError, match="install the newest one"):
        read(ledger, PaperMailbox([]))
