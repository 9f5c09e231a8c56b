"""Plus-addresses: a key goes in and comes out, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.message import message_key
from outreach.domain.plus_address import bounce_address, read_tag, tagged

KEY = message_key("c1", "invitation:dns", 0)
OWN = "outreach@lacralo.example"


def test_a_message_returns_to_an_address_of_its_own() -> None:
    assert bounce_address(OWN, KEY) == f"bounces+{KEY}@lacralo.example"


@given(contact=st.text(), occasion=st.text(), revision=st.integers(min_value=0))
def test_every_messages_key_comes_back_whatever_a_server_does_to_its_letters(
    contact: str, occasion: str, revision: int
) -> None:
    key = message_key(contact, occasion, revision)

    assert read_tag(tagged(OWN, key), "lacralo.example") == ("outreach", key)
    assert read_tag(f"<{tagged(OWN, key).upper()}>", "lacralo.example") == ("outreach", key)


@pytest.mark.parametrize(
    "address",
    ["", "@", OWN, f"outreach+{KEY}@elsewhere.example", f"+{KEY}@lacralo.example", "outreach+key@lacralo.example"],
)
def test_no_other_address_has_a_key(address: str) -> None:
    assert read_tag(address, "lacralo.example") is None
