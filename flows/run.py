"""One flow, run now and told to the operator in one line."""

from collections.abc import Callable

from flows.announce_changes import announce_changes
from flows.consult_stakeholders import consult_stakeholders
from flows.follow_up_candidates import follow_up_candidates
from flows.keep_records import keep_records
from flows.process_inbox import process_inbox
from flows.propose_liaisons import propose_liaisons
from flows.publish_dashboard import publish_dashboard
from flows.refresh_coverage import refresh_coverage
from flows.remind_editors import remind_editors
from flows.remind_participants import remind_participants
from flows.select_countries import select_countries
from flows.send_digest import send_digest
from flows.send_invitations import send_invitations
from flows.share_activities import share_activities
from flows.show_next_steps import show_next_steps
from flows.watch_deadlines import watch_deadlines


def run(name: str) -> str:
    """Runs the flow of this name with the installation of the environment; what came of it, in a sentence."""
    return RUNS[name]()


def _refresh() -> str:
    coverage = refresh_coverage()
    if coverage is None:
        return "Nothing has changed since the last run."
    return f"{coverage.covered} of {len(coverage.countries)} countries covered on {coverage.day.isoformat()}."


def _invite() -> str:
    waiting, tally = send_invitations()
    count = sum(len(batch.drafts) for batch in waiting)
    sent = f"{tally.accepted} invitations sent, {tally.unknown} unknown, {tally.held} held for later"
    return f"{sent}; {count} wait for approval in Approvals. {tally.rests}".strip()


def _digest() -> str:
    return f"{send_digest().accepted} digests sent."


def _remind() -> str:
    return f"{remind_editors().accepted} editors told of rows that wait for them."


def _select() -> str:
    memo = select_countries()
    if memo is None:
        return "config/selection.toml is made for another region: nothing is compared."
    if memo.computation is None:
        return "No scores yet: a leader must adopt the criteria in the Selection tab. Read selection/memo.html."
    first = (f"{one.pool.name}: {'/'.join(c.country.code for c in one.pool.first)}" for one in memo.computation.results)
    return f"By the computation first in {', in '.join(first)}. People choose: read selection/memo.html."


def _inbox() -> str:
    received = process_inbox()
    count = sum(received.answers.values())
    return f"{received.mails} mails read, {count} answers noted; {received.waiting} wait for a person in To answer."


def _keep() -> str:
    retired = keep_records()
    return f"Backed up; {retired.messages} old messages and the old rows of {retired.people} people were emptied."


def _liaisons() -> str:
    waiting, tally = propose_liaisons()
    return f"{tally.accepted} liaisons briefed; {len(waiting)} wait for approval in Approvals. {tally.rests}".strip()


def _share() -> str:
    waiting, tally = share_activities()
    count = sum(len(batch.drafts) for batch in waiting)
    return f"{tally.accepted} structures told; {count} letters wait for approval in Approvals. {tally.rests}".strip()


def _consult() -> str:
    waiting, tally = consult_stakeholders()
    count = sum(len(batch.drafts) for batch in waiting)
    return f"{tally.accepted} questions sent; {count} wait for approval in Approvals. {tally.rests}".strip()


def _publish() -> str:
    board = publish_dashboard()
    withheld = f" {board.withheld} rows are left out, as they may name a person." if board.withheld else ""
    return f"{board.covered} of {len(board.countries)} countries covered; the pages lie in public/.{withheld}"


def _follow_up() -> str:
    waiting, tally = follow_up_candidates()
    count = sum(len(batch.drafts) for batch in waiting)
    sent = f"{tally.accepted} follow-ups sent, {tally.held} held for later"
    return f"{sent}; {count} wait for approval in Approvals. {tally.rests}".strip()


def _announce() -> str:
    waiting, tally = announce_changes()
    count = sum(len(batch.drafts) for batch in waiting)
    return f"{tally.accepted} notices sent; {count} wait for approval in Approvals. {tally.rests}".strip()


def _watch() -> str:
    return f"{watch_deadlines().accepted} reminders of last days sent; all of them stand in Deadlines."


def _next_steps() -> str:
    waiting, tally = show_next_steps()
    count = sum(len(batch.drafts) for batch in waiting)
    return f"{tally.accepted} letters sent; {count} wait for approval in Approvals. {tally.rests}".strip()


def _remind_participants() -> str:
    waiting, tally = remind_participants()
    count = sum(len(batch.drafts) for batch in waiting)
    return f"{tally.accepted} reminders sent; {count} wait for approval in Approvals. {tally.rests}".strip()


RUNS: dict[str, Callable[[], str]] = {
    "refresh-coverage": _refresh,
    "announce-changes": _announce,
    "remind-participants": _remind_participants,
    "send-invitations": _invite,
    "send-digest": _digest,
    "follow-up-candidates": _follow_up,
    "show-next-steps": _next_steps,
    "consult-stakeholders": _consult,
    "share-activities": _share,
    "propose-liaisons": _liaisons,
    "process-inbox": _inbox,
    "remind-editors": _remind,
    "select-countries": _select,
    "keep-records": _keep,
    "publish-dashboard": _publish,
    "watch-deadlines": _watch,
}
