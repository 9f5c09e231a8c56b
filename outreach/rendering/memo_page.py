"""The memo as a page that stands alone: it asks nothing of any server, and prints."""

from outreach.domain.selection_memo import Memo
from outreach.domain.snapshot import Snapshot
from outreach.rendering.memo import memo_parts
from outreach.rendering.page import Pages, render


def memo_page(memo: Memo, seen: Snapshot, pages: Pages) -> str:
    """The memo in every language of the region, one after the other. seen: knows the addresses of rows."""
    parts = memo_parts(memo, seen, pages.phrases)
    shapes = [[(type(block).__name__.lower(), block) for block in part.blocks] for part in parts]
    return render(pages, "memo.html.j2", parts=list(zip(parts, shapes, strict=True)))
