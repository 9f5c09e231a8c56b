"""What a received mail is, from its bytes; and that no bytes are too strange for a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.failure import MailKind
from outreach.intake.inbox import classify
from tests.incoming import a_bounce, a_calendar_reply, a_mail, an_out_of_office

ANA, KEY = "ana@chapines.example", "abcdefghijklmnopqrstuvwxyz"
ID = f"<{KEY}@lacralo.example>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (a_mail(ANA, "Con gusto.\n", In_Reply_To=ID), (MailKind.REPLY, "")),
        (a_mail(ANA, "SÍ\n\nAna\n", In_Reply_To=ID), (MailKind.RSVP, "yes")),
        (a_mail(ANA, "", Subject="NÃO"), (MailKind.RSVP, "no")),
        (a_mail(ANA, "No sé si puedo.\n", In_Reply_To=ID), (MailKind.REPLY, "")),
        (a_mail(ANA, "BAJA\n", In_Reply_To=ID), (MailKind.OPT_OUT, "")),
        (a_mail(ANA, "", Subject="STOP"), (MailKind.OPT_OUT, "")),
        (an_out_of_office(ANA, In_Reply_To=ID), (MailKind.AUTO_REPLY, "")),
        (a_calendar_reply(ANA, uid="dns@lacralo.example"), (MailKind.RSVP, "yes")),
        (a_calendar_reply(ANA, uid="dns@lacralo.example", answer="TENTATIVE"), (MailKind.RSVP, "maybe")),
        (a_bounce(ANA, KEY), (MailKind.BOUNCE, "")),
        (a_bounce(ANA, KEY, status="4.4.1", action="delayed"), (MailKind.DELAY, "")),
        (a_mail(ANA, "Our new catalogue.\n", Subject="News", List_Id="<news.example>"), (MailKind.OTHER, "")),
        (b"\x00\xff no mail at all", (MailKind.OTHER, "")),
    ],
)
def test_a_mail_is_of_one_kind(raw: bytes, expected: tuple[MailKind, str]) -> None:
    verdict = classify(raw)

    assert (verdict.kind, verdict.rsvp) == expected


def test_a_verdict_names_what_the_mail_answers() -> None:
    reply = classify(a_mail(ANA, "Con gusto.\n", In_Reply_To=ID))
    bounce = classify(a_bounce(ANA, KEY))
    calendar = classify(a_calendar_reply(ANA, uid="dns@lacralo.example"))

    assert (reply.sender, reply.sent_to) == (ANA, ("outreach@lacralo.example",))
    assert reply.refers_to == (f"{KEY}@lacralo.example",)
    assert set(bounce.refers_to) == {KEY, f"{KEY}@lacralo.example"}
    assert [failure.address for failure in bounce.failures] == [ANA]
    assert calendar.refers_to == ("dns@lacralo.example",)


@given(raw=st.binary(max_size=300), cut=st.integers(min_value=0, max_value=1500))
def test_any_bytes_get_a_verdict(raw: bytes, cut: int) -> None:
    broken = a_bounce(ANA, KEY)

    assert {classify(one).kind for one in (raw, broken[:cut] + raw + broken[cut:])} <= set(MailKind)
