"""What Google answers instead of doing what was asked, in the words and shapes of its two interfaces."""

from typing import Any


class Refusal(Exception):  # noqa: N818 # it becomes Google's answer, not an error of the program
    """An HTTP status and the `error` object that goes with it."""

    def __init__(self, code: int, error: dict[str, Any]) -> None:
        super().__init__(error.get("message", ""))
        self.code, self.error = code, error


def refusal(code: int, status: str, message: str, violations: list[dict[str, str]] | None = None) -> Refusal:
    """A refusal of the Sheets interface."""
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    if violations:
        kind = "type.googleapis.com/google.rpc.BadRequest"
        error["details"] = [{"@type": kind, "fieldViolations": violations}]
    return Refusal(code, error)


def invalid(message: str) -> Refusal:
    """The request is understood and cannot be done."""
    return refusal(400, "INVALID_ARGUMENT", message)


def malformed(description: str, field: str = "") -> Refusal:
    """The request is not of the form that the discovery document describes; the place is named twice."""
    violation = {"field": field, "description": description} if field else {"description": description}
    return refusal(400, "INVALID_ARGUMENT", description, [violation])


def not_found() -> Refusal:
    """No such spreadsheet, or no such address."""
    return refusal(404, "NOT_FOUND", "Requested entity was not found.")


def forbidden() -> Refusal:
    """The spreadsheet exists and is not shared with this account."""
    return refusal(403, "PERMISSION_DENIED", "The caller does not have permission")


def unauthenticated() -> Refusal:
    """There is no token, or it is none of ours."""
    words = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid"
    return refusal(401, "UNAUTHENTICATED", f"{words} authentication credential.")


def drive_refusal(code: int, reason: str, message: str, parameter: str = "") -> Refusal:
    """A refusal of the Drive interface, whose errors have another shape."""
    place = {"location": parameter, "locationType": "parameter"} if parameter else {}
    one = {"message": message, "domain": "global", "reason": reason} | place
    return Refusal(code, {"code": code, "message": message, "errors": [one]})


def file_not_found(file_id: str) -> Refusal:
    """Drive says the same of files that are not there and of files of others."""
    return drive_refusal(404, "notFound", f"File not found: {file_id}.", "fileId")
