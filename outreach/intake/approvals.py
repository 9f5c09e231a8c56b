"""The Approvals tab: which names stand beside which codes."""

from outreach.domain.approval import ApprovalMark
from outreach.intake.table import Record


def mark(record: Record) -> ApprovalMark:
    """A row as it stands, with a name or without."""
    return ApprovalMark(record["batch"] or "", record["approved_by"] or "", record.origin)
