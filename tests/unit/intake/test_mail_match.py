"""Which message a mail answers: by the key wherever it carries one, by the address last, and never by a guess."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.answer import AnswerKind
from outreach.domain.contact import contact_id
from outreach.domain.failure import Failure, FailureReason, MailKind, Verdict
from outreach.domain.history import History, Record
from outreach.intake.mail_match import Match, Sent, answer_kind, match, sent
from tests.factories import SECRET, a_record

ANA, BEA = "ana@chapines.example", "bea@chapines.example"
OURS = "outreach@lacralo.example"


def written_to(address: str, call: str = "basics-dns", **changes: Any) -> Record:
    return a_record(contact_id(address, SECRET), occasion=f"invitation:{call}", **changes)


TO_ANA, TO_BEA, LATER_TO_ANA = written_to(ANA), written_to(BEA), written_to(ANA, "basics-icann")


def known(*records: Record) -> Sent:
    return sent(History(records or (TO_ANA, TO_BEA)), domain="lacralo.example", secret=SECRET)


def a_reply(**changes: Any) -> Verdict:
    return Verdict(MailKind.REPLY, **({"sender": "somebody@else.example", "sent_to": (OURS,)} | changes))


def a_bounce(*addresses: str, **changes: Any) -> Verdict:
    failures = tuple(Failure(address, FailureReason.USER_UNKNOWN) for address in addresses)
    plain: dict[str, Any] = {"sender": "MAILER-DAEMON@mx.example", "sent_to": (OURS,)}
    return Verdict(MailKind.BOUNCE, failures, **(plain | changes))


BY_KEY = Match(TO_ANA.contact, TO_ANA.key)


@pytest.mark.parametrize(
    "verdict",
    [
        a_bounce("forwarded@elsewhere.example", sent_to=(f"bounces+{TO_ANA.key}@lacralo.example",)),
        a_bounce(sent_to=(f"bounces+{TO_ANA.key.upper()}@LACRALO.example",)),
        a_reply(sent_to=(OURS, f"<outreach+{TO_ANA.key}@lacralo.example>")),
        a_reply(refers_to=(f"<{TO_ANA.key}@lacralo.example>",)),
        a_reply(refers_to=("other@mail.example", f"{TO_ANA.key}@lacralo.example")),
        a_bounce(refers_to=(TO_ANA.key,)),
        a_reply(sender=ANA, refers_to=(TO_ANA.key.upper(),)),
    ],
    ids=["verp", "verp in capitals", "plus", "message id", "among others", "envelope id", "and its address"],
)
def test_a_key_tells_the_message_whoever_wrote(verdict: Verdict) -> None:
    assert match(verdict, known()) == BY_KEY


@pytest.mark.parametrize(
    "verdict",
    [
        a_reply(sent_to=(f"outreach+{TO_ANA.key}@elsewhere.example",)),
        a_reply(refers_to=(f"{TO_ANA.key}@elsewhere.example",)),
        a_reply(refers_to=("", "@", "<>", "a@b@c")),
        a_reply(sender=""),
        a_bounce(),
    ],
    ids=["another's plus", "another's id", "broken ids", "no sender", "nobody named"],
)
def test_what_names_nothing_of_ours_is_nobodys(verdict: Verdict) -> None:
    assert match(verdict, known()) == Match()


def test_the_address_counts_where_there_is_no_key() -> None:
    assert match(a_reply(sender="ANA@Chapines.example"), known()) == BY_KEY
    assert match(a_bounce(ANA), known()) == BY_KEY


def test_of_several_messages_to_one_address_none_is_guessed_but_that_of_the_call_that_is_named() -> None:
    both = known(TO_ANA, LATER_TO_ANA)
    calendar = a_reply(sender=ANA, refers_to=("basics-icann@lacralo.example",))

    assert match(a_reply(sender=ANA), both) == Match(TO_ANA.contact)
    assert match(calendar, both) == Match(TO_ANA.contact, LATER_TO_ANA.key)


def test_a_thread_of_several_messages_to_one_contact_is_about_the_first_that_it_names() -> None:
    thread = a_reply(refers_to=(f"{LATER_TO_ANA.key}@lacralo.example", f"{TO_ANA.key}@lacralo.example"))

    assert match(thread, known(TO_ANA, LATER_TO_ANA)) == Match(TO_ANA.contact, LATER_TO_ANA.key)


@pytest.mark.parametrize(
    "verdict",
    [
        a_reply(refers_to=(f"{TO_ANA.key}@lacralo.example", f"{TO_BEA.key}@lacralo.example")),
        a_reply(sender=BEA, refers_to=(f"{TO_ANA.key}@lacralo.example",)),
        a_bounce(ANA, BEA),
    ],
    ids=["two contacts' messages", "another contact wrote", "two addresses failed"],
)
def test_what_points_to_two_contacts_is_left_to_a_person(verdict: Verdict) -> None:
    assert match(verdict, known()) == Match()


def test_the_sender_of_a_report_is_not_whom_it_is_about() -> None:
    report = a_bounce("gone@elsewhere.example", sender=ANA)

    assert match(report, known()) == Match()
    assert (
        match(Verdict(MailKind.COMPLAINT, sender=BEA, refers_to=(f"{TO_ANA.key}@lacralo.example",)), known()) == BY_KEY
    )


@given(
    kind=st.sampled_from(MailKind),
    sender=st.text(max_size=30),
    sent_to=st.lists(st.text(max_size=60), max_size=3).map(tuple),
    refers_to=st.lists(st.text(max_size=60), max_size=3).map(tuple),
    failed=st.lists(st.text(max_size=30), max_size=2),
)
def test_a_strangers_mail_never_becomes_anybodys(
    kind: MailKind, sender: str, sent_to: tuple[str, ...], refers_to: tuple[str, ...], failed: list[str]
) -> None:
    failures = tuple(Failure(address, FailureReason.UNCLEAR) for address in failed)

    assert match(Verdict(kind, failures, sender=sender, sent_to=sent_to, refers_to=refers_to), known()) == Match()


DEAD = Failure("a@x.example", FailureReason.USER_UNKNOWN)
FULL = Failure("b@x.example", FailureReason.MAILBOX_FULL)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict(MailKind.DELAY, (FULL,)), None),
        (Verdict(MailKind.BOUNCE, (DEAD,)), AnswerKind.BOUNCED),
        (Verdict(MailKind.BOUNCE, (FULL,)), AnswerKind.NOT_DELIVERED),
        (Verdict(MailKind.BOUNCE, (DEAD, FULL)), AnswerKind.NOT_DELIVERED),
        (Verdict(MailKind.BOUNCE), AnswerKind.NOT_DELIVERED),
        (Verdict(MailKind.RSVP, rsvp="yes"), AnswerKind.YES),
        (Verdict(MailKind.RSVP, rsvp="maybe"), AnswerKind.MAYBE),
        (Verdict(MailKind.RSVP), AnswerKind.REPLIED),
        (Verdict(MailKind.AUTO_REPLY), AnswerKind.OUT_OF_OFFICE),
        (Verdict(MailKind.OTHER), AnswerKind.OTHER),
    ],
)
def test_a_received_mail_says_one_thing(verdict: Verdict, expected: AnswerKind | None) -> None:
    assert answer_kind(verdict) == expected
