"""A service account's key, or an authorised user's, made ready to sign requests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as user
from google.oauth2 import service_account

from outreach.errors import SettingsError

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
SHARING = (*SCOPES, "https://www.googleapis.com/auth/drive.file")  # also of files that the program made


def google_credentials(text: str, *, endpoint: str = "", scopes: Sequence[str] = SCOPES) -> Any:  # noqa: ANN401 # google-auth's classes have no common one
    """Credentials from JSON or from the path of its file. endpoint: tokens come from a stand-in there.

    Raises SettingsError when they are none, without saying what they hold.
    """
    try:
        made = _made(
            scopes, json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
        )
        return made.with_token_uri(f"{endpoint}/token") if endpoint else made
    except (OSError, ValueError, TypeError, AttributeError, GoogleAuthError):
        raise SettingsError(
            "OUTREACH_GOOGLE_CREDENTIALS is neither the path nor the text of a service account's JSON key."
        ) from None


def _made(scopes: Sequence[str], found: dict[str, Any]) -> Any:  # noqa: ANN401 # as above
    if found.get("type") == "service_account":
        return service_account.Credentials.from_service_account_info(found, scopes=scopes)  # type: ignore[no-untyped-call] # google-auth has no types here
    return user.Credentials.from_authorized_user_info(found, scopes=scopes)  # type: ignore[no-untyped-call] # as above
