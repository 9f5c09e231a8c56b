"""Requests of batchUpdate about comments beside cells."""

from collections.abc import Mapping
from typing import Any

from tests.google.books import Drive, Spreadsheet
from tests.google.refusal import invalid

LONGEST = 2048


def insert_comment(book: Spreadsheet, body: Mapping[str, Any], _drive: Drive) -> dict[str, Any]:
    """A new thread beside a cell."""
    place = body["coordinate"]
    sheet = book.by_id(place.get("sheetId", 0))
    content, assignee = body["content"], body.get("assigneeEmailAddress", "")
    if not content or len(content) > LONGEST or len(assignee) > LONGEST:
        raise invalid("A comment needs a text of at most 2048 signs.")
    sheet.comments.append((place.get("rowIndex", 0), place.get("columnIndex", 0), content, assignee))
    thread = {"commentId": f"comment{len(sheet.comments)}", "headPost": {"content": content}, "status": "OPEN"}
    return {"insertComment": {"commentThread": thread}}
