"""Addresses of ours that carry a message's key behind a plus, so that whatever comes to them tells what it answers."""

import re

BOUNCES = "bounces"  # the mailbox of our domain to which undeliverable mail returns (VERP)

_KEY = re.compile(r"[a-z2-7]{26}")


def is_key(text: str) -> bool:
    """Whether a text has the form of a message's key: 26 base32 letters."""
    return _KEY.fullmatch(text) is not None


def tagged(address: str, key: str) -> str:
    """`outreach+KEY@lacralo.example`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{key}@{domain}"


def bounce_address(own: str, key: str) -> str:
    """`bounces+KEY@` in the domain of our own address: the envelope's sender."""
    return tagged(f"{BOUNCES}@{own.rpartition('@')[2]}", key)


def read_tag(address: str, domain: str) -> tuple[str, str] | None:
    """Mailbox and key of such an address in this domain (small letters); None of any other address."""
    local, _, at = address.strip("<> ").casefold().rpartition("@")
    name, _, key = local.rpartition("+")
    return (name, key) if name and at == domain and is_key(key) else None
