"""Where answers go: to the person who wrote, and to us with the message's key wherever the address is ours."""

from email import message_from_bytes

import pytest

from outreach.domain.call import Revision
from outreach.domain.message import Draft, message_key
from outreach.errors import SettingsError
from outreach.rendering.invitation import invitation_draft
from outreach.rendering.sender import Sender
from outreach.settings import from_environment
from tests.factories import NOW
from tests.paper import a_sender, invitation_facts, template

OWN = "outreach@lacralo.example"


def invitation_by(sender: Sender) -> tuple[Draft, str, str]:
    """The draft, its Reply-To and its List-Unsubscribe."""
    draft = invitation_draft(
        invitation_facts(sender=sender), template("invitation"), ("en",), revision=Revision(0, NOW)
    )
    message = message_from_bytes(draft.content)
    return draft, message["Reply-To"], "".join(message["List-Unsubscribe"].split())


def test_without_plus_addresses_everything_goes_to_the_plain_ones() -> None:
    draft, reply_to, unsubscribe = invitation_by(a_sender())

    assert draft.sender == OWN
    assert reply_to == "Luz Ferrer <luz@lacralo.example>"
    assert unsubscribe == "<mailto:luz@lacralo.example?subject=STOP>"


def test_with_plus_addresses_bounces_come_back_under_the_messages_key() -> None:
    draft, reply_to, unsubscribe = invitation_by(a_sender(plus=True))

    assert draft.sender == f"bounces+{draft.key}@lacralo.example"
    assert draft.key == message_key(draft.contact, draft.occasion, 0)
    assert reply_to == "Luz Ferrer <luz@lacralo.example>", "a person's own address stays as it is"
    assert unsubscribe == "<mailto:luz@lacralo.example?subject=STOP>"


def test_our_own_address_carries_the_key_to_whatever_is_answered_there() -> None:
    draft, reply_to, unsubscribe = invitation_by(a_sender(plus=True, reply_to=OWN, answers=OWN))

    assert reply_to == f"Luz Ferrer <outreach+{draft.key}@lacralo.example>"
    assert unsubscribe == f"<mailto:outreach+{draft.key}@lacralo.example?subject=STOP>"


def test_words_that_the_system_understands_go_to_the_mailbox_that_it_reads() -> None:
    draft, reply_to, unsubscribe = invitation_by(a_sender(answers=OWN))

    assert reply_to == "Luz Ferrer <luz@lacralo.example>"
    assert unsubscribe == f"<mailto:{OWN}?subject=STOP>"
    assert f"mailto:{OWN}?subject=YES".encode() in draft.content.replace(b"=\r\n", b"").replace(b"=3D", b"=")


def test_who_is_named_to_the_reader_has_an_address_without_a_key() -> None:
    draft, _, _ = invitation_by(a_sender(plus=True, reply_to=OWN))
    text = draft.content.replace(b"=\r\n", b"").decode()

    assert f"A reply reaches {OWN}" in " ".join(text.split())


@pytest.mark.parametrize(("value", "expected"), [("", False), ("plus", True)])
def test_plus_addresses_are_used_only_where_a_setting_says_so(value: str, *, expected: bool) -> None:
    environment = {"OUTREACH_SHEETS": "x.xlsx", "OUTREACH_SECRET": "s", "OUTREACH_BOUNCES": value}

    assert from_environment(environment).plus_addresses is expected


def test_another_word_in_that_setting_is_told() -> None:
    with pytest.raises(SettingsError, match="OUTREACH_BOUNCES must be plus"):
        from_environment({"OUTREACH_SHEETS": "x", "OUTREACH_SECRET": "s", "OUTREACH_BOUNCES": "yes"})
