"""How a connection to a mail server is encrypted, for sending and for reading alike."""

import ssl
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qs

_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


class Security(StrEnum):
    """After STARTTLS, from the first byte, or not at all (on one machine only)."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


def asked_security(address: SplitResult) -> Security | None:
    """What ?security= names, else TLS for imaps:// and smtps://, else STARTTLS; None when it names no such thing."""
    usual = Security.TLS if address.scheme in {"imaps", "smtps"} else Security.STARTTLS
    asked = parse_qs(address.query).get("security", [usual.value])[0]
    return Security(asked) if asked in list(Security) else None


def exposes(security: Security, host: str) -> bool:
    """Whether a password would travel in the clear between two machines."""
    return security is Security.PLAIN and not on_this_machine(host)


def on_this_machine(host: str | None) -> bool:
    """Whether what is sent to this host leaves the machine not at all."""
    return host in _THIS_MACHINE


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts the machine's authorities, and one more where there is a file of it."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
