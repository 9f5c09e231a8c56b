"""Which calls are announced to which mailing lists: each version once, each list in its one language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from outreach.domain.call import Call, Revision
from outreach.domain.country import MailingList
from outreach.domain.history import TOLD, History
from outreach.domain.invitation import occasion_of


@dataclass(frozen=True, slots=True)
class Announcement:
    """One call to one list. contact: the list's id; changed: the list was told another time or place before."""

    call: Call
    to: MailingList
    contact: str
    changed: bool


def plan_announcements(
    calls: Iterable[Call],
    lists: Iterable[MailingList],
    history: History,
    *,
    revisions: Mapping[str, Revision],
    identify: Callable[[str], str],
) -> tuple[Announcement, ...]:
    """An announcement for each list that was not told of a call's present version.

    calls: those open now, and cancelled ones, of which a list is told only if it knows of them. identify: the
    contact id of an address; revisions: by uid of the call.
    """
    listed = [(to, identify(to.address)) for to in lists]
    tried = {(one.contact, one.occasion, one.revision) for one in history.records if one.state in TOLD}
    known = history.told()
    return tuple(
        Announcement(call, to, contact, (contact, occasion_of(call)) in known)
        for call in calls
        for to, contact in listed
        if contact not in history.suppressed
        and (contact, occasion_of(call), revisions[call.uid].sequence) not in tried
        and not (call.cancelled and (contact, occasion_of(call)) not in known)
    )
