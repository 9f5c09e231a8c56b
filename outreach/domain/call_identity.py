"""Which call of today is which call of before: its uid stays with its row, wherever that is sorted to."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from outreach.domain.call import Call
from outreach.domain.origin import Origin
from outreach.errors import LedgerError

RowOf = Callable[[Origin], str]
"""The identity of a row, "" where it has none (decision 6)."""


@dataclass(frozen=True, slots=True)
class KeptCall:
    """A call as it last stood in the tab. row: the identity of its row; starts: in UTC."""

    row: str
    title: str
    starts: datetime
    cancelled: bool


def with_kept_uids(
    calls: Iterable[Call], row_of: RowOf, kept: Mapping[str, KeptCall], *, now: datetime
) -> tuple[Call, ...]:
    """The calls under the uids that their rows had; a new row gets the next free one of its series and topic.

    Not free are those of rows that are there and those of calls that are over: who was told of these was told of
    another call. A row that says another topic than before is another call. kept: by uid.
    """
    listed = tuple(calls)
    found = {call.origin: uid for call in listed if (uid := _kept_uid(call, row_of(call.origin), kept))}
    taken = {*found.values(), *(uid for uid, known in kept.items() if known.starts <= now)}
    for call in listed:
        if call.origin not in found:
            found[call.origin] = next(uid for uid in _names(_base(call)) if uid not in taken)
            taken.add(found[call.origin])
    return tuple(replace(call, uid=found[call.origin]) for call in listed)


def gone(
    kept: Mapping[str, KeptCall], calls: Collection[Call], rows: Collection[str], *, now: datetime
) -> dict[str, KeptCall]:
    """By uid, the calls still to come whose rows are there no more, or say another topic now; not the cancelled ones.

    rows: the identities of all rows that are there, also of those that wait for a correction.
    """
    standing = {call.uid for call in calls}
    waiting = set(rows) - {known.row for uid, known in kept.items() if uid in standing}
    lost = ((uid, known) for uid, known in kept.items() if uid not in standing and known.row not in waiting)
    return {uid: known for uid, known in lost if known.starts > now and not known.cancelled}


def kept_now(calls: Iterable[Call], row_of: RowOf, kept: Mapping[str, KeptCall]) -> dict[str, KeptCall]:
    """What is to be kept from now on, by uid."""
    present = {
        call.uid: KeptCall(row_of(call.origin), call.title, call.starts.astimezone(UTC), call.cancelled)
        for call in calls
        if row_of(call.origin)
    }
    return {**kept, **present}


def to_json(kept: Mapping[str, KeptCall]) -> str:
    """For the ledger."""
    plain = {uid: [one.row, one.title, one.starts.isoformat(), one.cancelled] for uid, one in sorted(kept.items())}
    return json.dumps(plain, ensure_ascii=False)


def from_json(text: str) -> dict[str, KeptCall]:
    """What `to_json` wrote. Raises LedgerError when it is anything else."""
    try:
        return {
            uid: KeptCall(row, title, datetime.fromisoformat(starts), bool(cancelled))
            for uid, (row, title, starts, cancelled) in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError) as fault:
        raise LedgerError("The ledger's note of the calls cannot be read; restore the ledger from a copy.") from fault


def _kept_uid(call: Call, row: str, kept: Mapping[str, KeptCall]) -> str | None:
    of_row = (uid for uid, known in kept.items() if row and known.row == row)
    return next((uid for uid in of_row if re.fullmatch(rf"(.*-)?{re.escape(call.topic)}(-\d+)?", uid)), None)


def _base(call: Call) -> str:
    """Series and topic, without the number that tells calls of one topic apart."""
    head, topic, _ = call.uid.rpartition(call.topic)
    return f"{head}{topic}"


def _names(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))
