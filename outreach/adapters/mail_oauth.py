"""XOAUTH2, for providers that take no passwords (Gmail, Microsoft 365): access tokens, renewed while they are used."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from outreach.adapters.mail_security import on_this_machine
from outreach.errors import MailError, SettingsError

Token = Callable[[], str]

TIMEOUT = (10, 30)  # seconds to connect and to answer
_MARGIN = 60  # seconds for which a token must still hold when a connection begins
_USUAL_LIFE = 300  # seconds, of a token whose provider does not say; all known ones say 3,600 or so
_NEEDED = ("client_id", "refresh_token", "token_uri")


@dataclass(frozen=True, slots=True)
class MailGrant:
    """What a person once allowed this installation to do with its mail account (RFC 6749, section 6).

    client_secret: "" for an application that has none, as Microsoft's may.
    """

    client_id: str
    token_uri: str
    refresh_token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)


def mail_grant(text: str) -> MailGrant:
    """The grant from JSON or from the path of its file. Raises SettingsError, without saying what it holds."""
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
        grant = MailGrant(**{name: found[name] for name in _NEEDED}, client_secret=found.get("client_secret") or "")
        address = urlsplit(grant.token_uri)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise SettingsError(
            "OUTREACH_MAIL_OAUTH is neither the path nor the text of JSON with client_id, client_secret, refresh_token"
            " and token_uri."
        ) from None
    if address.scheme != "https" and not on_this_machine(address.hostname):
        raise SettingsError("The token_uri in OUTREACH_MAIL_OAUTH must begin with https://, as secrets travel to it.")
    return grant


class AccessTokens:
    """Access tokens of one grant, each used until it runs out. One object serves one thread."""

    def __init__(self, grant: MailGrant, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        """Asks for the first one when it is needed. elapsed: seconds from any moment on."""
        self._grant = grant
        self._elapsed = elapsed
        self._refresh_token = grant.refresh_token
        self._token = ""
        self._ends = 0.0

    def current(self) -> str:
        """A token that holds now. Raises MailError when the provider gives none."""
        if not self._token or self._elapsed() > self._ends - _MARGIN:
            self._renew()
        return self._token

    def _renew(self) -> None:
        asked = self._elapsed()
        answer = self._answer()
        self._token = str(answer["access_token"])
        self._ends = asked + _life(answer.get("expires_in"))
        self._refresh_token = str(answer.get("refresh_token") or self._refresh_token)  # Microsoft gives a new one

    def _answer(self) -> dict[str, Any]:
        host = urlsplit(self._grant.token_uri).hostname
        form = {
            "grant_type": "refresh_token",
            "client_id": self._grant.client_id,
            "refresh_token": self._refresh_token,
        }
        if self._grant.client_secret:
            form["client_secret"] = self._grant.client_secret
        try:
            response = requests.post(self._grant.token_uri, data=form, timeout=TIMEOUT, allow_redirects=False)
            answer = response.json()
        except ValueError:
            raise MailError(f"{host} gives no access token for our mail: check token_uri.") from None
        except requests.RequestException:
            raise MailError(f"{host} cannot be asked for an access token: check token_uri and the network.") from None
        if not isinstance(answer, dict) or not answer.get("access_token"):
            raise _refused(str(host), answer)
        return answer


def xoauth2(user: str, token: str) -> str:
    """What is said to the mail server in SASL, before base64 (Google's and Microsoft's XOAUTH2)."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def _life(seconds: object) -> float:
    """How long a token holds; some providers say it as text, and it need not be said."""
    said = str(seconds)
    return float(said) if said.isdecimal() else _USUAL_LIFE


def _refused(host: str, answer: object) -> MailError:
    """What the operator does about it: only a person can renew a grant."""
    code = answer.get("error") if isinstance(answer, dict) else None
    if code == "invalid_grant":
        return MailError(f"{host} no longer accepts the refresh_token in OUTREACH_MAIL_OAUTH: allow access anew.")
    if code in {"invalid_client", "unauthorized_client"}:
        return MailError(f"{host} does not accept client_id and client_secret in OUTREACH_MAIL_OAUTH: check both.")
    return MailError(f"{host} gives no access token for our mail now: try again later, then check OUTREACH_MAIL_OAUTH.")
