"""What Prefect's own pages show of the work: counts and opaque codes, never a name, an address or a title."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from outreach.analysis.coverage_table import by_sub_region
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.coverage import Coverage
from outreach.domain.history import History
from outreach.domain.message import MessageState
from tasks.policy import is_unobserved

SHORT = 12  # signs of a batch's code that tell it from every other
READY = frozenset({MessageState.APPROVED, MessageState.LATER})


def show_coverage(coverage: Coverage) -> None:
    """The table "coverage": how many countries of each sub-region are in each state."""
    counts = by_sub_region(coverage)
    rows = [{"sub-region": str(name), **{key: int(one) for key, one in row.items()}} for name, row in counts.iterrows()]
    total = f"{coverage.covered} of {len(coverage.countries)} countries covered on {coverage.day.isoformat()}"
    _shown(lambda: create_table_artifact(table=rows, key="coverage", description=total))


def show_plan(waiting: Collection[Batch]) -> None:
    """The note "plan": what waits for a leader, by the code of each batch."""
    total = sum(len(batch.drafts) for batch in waiting)
    lines = [f"{total} messages in {len(waiting)} batches wait for approval.", "", *_batches(waiting)]
    _shown(lambda: create_markdown_artifact(markdown="\n".join(lines), key="plan", description="What waits"))


def _batches(waiting: Collection[Batch]) -> list[str]:
    """A Markdown table; the kind of an occasion is ours, its rest may be a title that members typed."""
    rows = [
        f"| {batch.hash[:SHORT]} | {batch.occasion.partition(':')[0]} | {len(batch.drafts)} |"
        for batch in sorted(waiting, key=lambda one: one.hash)
    ]
    return ["| Batch | Kind | Messages |", "|---|---|---|", *rows] if rows else []


@dataclass
class Progress:
    """The bar "sending", of so many messages as are `ready`; none is drawn while there are none."""

    ready: int
    artifact: UUID | None = None

    @classmethod
    def of(cls, history: History) -> "Progress":
        """Counts what may be sent."""
        return cls(sum(record.state in READY for record in history.records))

    def show(self, sent: Tally) -> None:
        """Moves the bar to where the work is, and says how many ended how."""
        if not self.ready:
            return
        share = min(100.0, 100 * sent.ended / self.ready)
        tried = f"{sent.accepted} accepted, {sent.refused} refused, {sent.later} later, {sent.unknown} unknown"
        told = f"{tried}, {sent.held} held"
        known = self.artifact
        if known:
            _shown(lambda: update_progress_artifact(artifact_id=known, progress=share, description=told))
        else:
            made = _shown(lambda: create_progress_artifact(progress=share, key="sending", description=told))
            self.artifact = made if isinstance(made, UUID) else None


def _shown(show: Callable[[], object]) -> object:
    """What `show` gives; a picture that cannot be shown never stops the work it is of."""
    with suppress(Exception):
        return None if is_unobserved() else show()
    return None
