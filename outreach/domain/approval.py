"""Which batch a leader has approved: a name beside the hash of exactly these recipients and this text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from outreach.domain.message import Draft, batch_hash
from outreach.domain.origin import Origin
from outreach.domain.person import Person, named


@dataclass(frozen=True, slots=True)
class ApprovalMark:
    """A row of the Approvals tab as it stands; approved_by: what somebody typed there, "" if nobody did."""

    batch: str
    approved_by: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Batch:
    """Waiting messages of one occasion, to be approved together or not at all.

    before: what waited in their place until now, where that was something else.
    """

    occasion: str
    drafts: tuple[Draft, ...]
    before: tuple[Draft, ...] = ()

    @property
    def hash(self) -> str:
        """What the approval is bound to: any change of list or text gives another."""
        return batch_hash(self.drafts)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its messages."""
        return tuple(draft.key for draft in self.drafts)


def batches(drafts: Iterable[Draft]) -> tuple[Batch, ...]:
    """The waiting drafts by occasion, in the order of the occasions' names."""
    by_occasion: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.occasion, draft.key)):
        by_occasion.setdefault(draft.occasion, []).append(draft)
    return tuple(Batch(occasion, tuple(waiting)) for occasion, waiting in by_occasion.items())


def instead_of(before: Iterable[Draft], now: Iterable[Draft]) -> tuple[Batch, ...]:
    """The waiting drafts by occasion; each batch that is not as it was knows what it stands in the place of."""
    old = {batch.occasion: batch for batch in batches(before)}
    return tuple(
        replace(batch, before=old[batch.occasion].drafts)
        if batch.occasion in old and old[batch.occasion].hash != batch.hash
        else batch
        for batch in batches(now)
    )


def approver(
    batch: Batch, marks: Iterable[ApprovalMark], people: tuple[Person, ...], leaders: frozenset[str]
) -> Person | None:
    """The leader who put their name beside this batch's hash; None while nobody entitled has.

    leaders: the roles whose bearers may approve.
    """
    names = [mark.approved_by for mark in marks if mark.batch == batch.hash and mark.approved_by]
    signers = [named(name, people) for name in names]
    return next((person for person in signers if person is not None and person.roles & leaders), None)
