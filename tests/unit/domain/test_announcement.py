"""Which lists are told of which calls."""

from dataclasses import replace

from outreach.domain.announcement import plan_announcements
from outreach.domain.call import Call, Revision
from outreach.domain.country import MailingList
from outreach.domain.history import History, Record
from outreach.domain.invitation import occasion_of
from outreach.domain.message import MessageState
from tests.factories import NOW, a_call, a_record

CALL = a_call()
LISTS = (MailingList("en@lists.example", "en"), MailingList("es@lists.example", "es"))


def told(revision: int = 0, state: MessageState = MessageState.ACCEPTED) -> Record:
    return a_record("en@lists.example", occasion=occasion_of(CALL), revision=revision, state=state)


def planned(
    *records: Record, call: Call = CALL, sequence: int = 0, silent: tuple[str, ...] = ()
) -> list[tuple[str, bool]]:
    found = plan_announcements(
        [call],
        LISTS,
        History(records, frozenset(silent)),
        revisions={call.uid: Revision(sequence, NOW)},
        identify=lambda address: address,
    )
    return [(one.to.language, one.changed) for one in found]


def test_each_list_is_told_once_of_each_version() -> None:
    assert planned() == [("en", False), ("es", False)]
    assert planned(told()) == [("es", False)]
    assert planned(told(), sequence=1) == [("en", True), ("es", False)]
    assert planned(told(), told(1), sequence=1) == [("es", False)]


def test_what_only_waits_is_planned_still() -> None:
    assert planned(told(state=MessageState.PLANNED)) == [("en", False), ("es", False)]


def test_of_a_cancelled_call_only_a_list_that_knows_of_it_is_told() -> None:
    assert planned(told(), call=replace(CALL, cancelled=True), sequence=1) == [("en", True)]


def test_a_list_that_wants_no_mail_gets_none() -> None:
    assert planned(silent=("es@lists.example",)) == [("en", False)]
