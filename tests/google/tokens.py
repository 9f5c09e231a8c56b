"""The token endpoint: a service account's signed assertion, or a user's refresh token, for an access token."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from google.auth import jwt
from google.auth.exceptions import GoogleAuthError

ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = 3599
CLAIMS = {"iss", "scope", "aud", "iat", "exp"}
Answer = tuple[int, dict[str, Any]]


@dataclass
class Tokens:
    """issued: the valid tokens. keys: public certificates or keys (PEM) by account; an unknown one is trusted.

    required: whether calls without a valid token are refused. revoked: no account gets one any more.
    """

    issued: set[str] = field(default_factory=set)
    keys: dict[str, bytes] = field(default_factory=dict)
    required: bool = False
    revoked: bool = False

    def exchange(self, raw: bytes) -> Answer:
        """A token for a grant, or Google's refusal."""
        form = {name: values[-1] for name, values in parse_qs(raw.decode()).items()}
        grant = form.get("grant_type")
        if grant == ASSERTION:
            reason = self._fault_of_assertion(form.get("assertion", ""))
        elif grant == "refresh_token":
            reason = "" if form.get("refresh_token") and form.get("client_id") else "Bad Request"
        else:
            return 400, {"error": "unsupported_grant_type", "error_description": f"Invalid grant_type: {grant}"}
        if self.revoked:
            reason = "Token has been expired or revoked."
        return self._granted() if not reason else (400, {"error": "invalid_grant", "error_description": reason})

    def admits(self, bearer: str) -> bool:
        """Whether a call with this Authorization header may go on."""
        return not self.required or bearer.removeprefix("Bearer ") in self.issued

    def _granted(self) -> Answer:
        token = f"ya29.{secrets.token_urlsafe(12)}"
        self.issued.add(token)
        return 200, {"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer"}

    def _fault_of_assertion(self, assertion: str) -> str:
        try:
            claims = jwt.decode(assertion, verify=False)
            key = self.keys.get(claims.get("iss", ""))
            if not claims.keys() >= CLAIMS:
                return "Invalid JWT: a claim is missing."
            if key is not None:
                jwt.decode(assertion, certs=key)
        except (GoogleAuthError, ValueError):
            return "Invalid JWT Signature."
        return ""
