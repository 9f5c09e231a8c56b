"""The memo as a page that stands alone: it asks nothing of any server, and prints."""

from outreach.domain.selection_memo import Memo
from outreach.domain.snapshot import Snapshot
from outreach.rendering.memo import memo_parts
from outreach.rendering.page import Pages
from outreach.rendering.report_page import ReportPart, report_page


def memo_page(memo: Memo, seen: Snapshot, pages: Pages) -> str:
    """The memo in every language of the region, one after the other. seen: knows the addresses of rows."""
    parts = memo_parts(memo, seen, pages.phrases)
    title = "selection.title"
    return report_page(
        [ReportPart(one.language, one.name, pages.phrases.say(title, one.language), one.blocks) for one in parts], pages
    )
