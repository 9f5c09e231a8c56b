"""A person or role that can be written to, and in which language."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum


class LanguageSource(StrEnum):
    """How we know the language of a contact; an unknown one is written to in every language of the region."""

    STATED = "stated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is written to. id: opaque, keyed, the same for every spelling of one address (no personal data).

    address: normalised; name: display name, may be ""; language: IETF tag or None when unknown.
    may_write: False when the person said no.
    """

    id: str
    name: str
    address: str
    country: str
    language: str | None
    language_source: LanguageSource
    may_write: bool = True


def contact_id(address: str, secret: bytes) -> str:
    """The opaque id of a normalised address under the installation's secret: 26 base32 letters."""
    digest = hmac.new(secret, address.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()
