"""What leaders read beside a batch in *Approvals*, where it is not about a call."""

from collections.abc import Iterable, Mapping

from outreach.domain.approval import Batch
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import both


def titled(planned: Iterable[Batch], phrases: Phrases, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """By occasion, what kind of mail it is, in both languages, and its own name. names: by occasion."""
    own = names or {}
    return {one.occasion: _title(one.occasion, own.get(one.occasion, ""), phrases) for one in planned}


def _title(occasion: str, name: str, phrases: Phrases) -> str:
    kind = both(f"tabs.batch.{occasion.partition(':')[0]}", phrases)
    return f"{kind}: {name}" if name else kind
