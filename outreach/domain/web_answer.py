"""Links that answer a message on the web: what each means, and the token that only we can make."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum

from outreach.domain.answer import AnswerKind

KEY = 26  # letters of a message's key
TOKEN = 16  # base32 letters, 80 bits


class WebAction(StrEnum):
    """What a link asks for; one letter each, to keep header lines short (mail.md, trap 5)."""

    YES = "y"
    NO = "n"
    STOP = "s"


KINDS = {WebAction.YES: AnswerKind.YES, WebAction.NO: AnswerKind.NO, WebAction.STOP: AnswerKind.OPT_OUT}


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """Makes and reads the links. base: where the endpoint stands ("https://answers.example.org"), without a slash."""

    base: str
    secret: bytes = field(repr=False)

    def link(self, action: WebAction, key: str, language: str) -> str:
        """The address that asks for this in answer to the message with this key, its page in this language."""
        return f"{self.base}/{language}/{action}/{key}{self._token(action, key)}"

    def key_of(self, action: WebAction, code: str) -> str | None:
        """The message's key in the last part of a link; None when we did not make it."""
        key, token = code[:KEY], code[KEY:]
        genuine = hmac.compare_digest(token.encode(), self._token(action, key).encode())
        return key if genuine else None

    def _token(self, action: WebAction, key: str) -> str:
        digest = hmac.new(self.secret, f"web answer {action} {key}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:10]).decode().lower()
