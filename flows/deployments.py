"""The one list of what runs when: used to serve the flows, by workers, and by the tests."""

from typing import Any, cast

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

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

# Never between 01:00 and 03:00, where daylight saving time skips hours or repeats them.
SCHEDULES: dict[Flow[..., Any], str] = {
    refresh_coverage: "0 6-22/2 * * *",
    process_inbox: "10,40 4-23 * * *",
    announce_changes: "45 8 * * MON-FRI",
    remind_participants: "15 7,11,15,19 * * *",
    send_invitations: "30 9 * * MON-FRI",
    follow_up_candidates: "45 9 * * MON-FRI",
    propose_liaisons: "30 10 * * TUE",
    share_activities: "0 10 * * WED",
    show_next_steps: "15 10 * * MON-FRI",
    consult_stakeholders: "0 10 * * TUE",
    send_digest: "0 8 * * MON",
    remind_editors: "0 7 * * MON",
    watch_deadlines: "30 7 * * *",
    keep_records: "20 4 * * *",
    publish_dashboard: "15 5 * * *",
    select_countries: "0 7 1 * *",
}

READ_MAIL = frozenset({process_inbox})

# One at a time: a run that is due while another of the same flow still works is cancelled, not queued.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


BY_SCHEDULE = "by-schedule"


def deployments(zone: str, *, name: str = BY_SCHEDULE, reads_mail: bool = True) -> list[RunnerDeployment]:
    """Every flow with its schedule in the IANA zone of the office; mail is read only where there is a mailbox.

    name: of each deployment; installations that share a scheduler need different ones.
    """
    chosen = {flow: cron for flow, cron in SCHEDULES.items() if reads_mail or flow not in READ_MAIL}
    return [_deployment(flow, name, Cron(cron, timezone=zone, slug=flow.name)) for flow, cron in chosen.items()]


def _deployment(flow: Flow[..., Any], name: str, schedule: Schedule) -> RunnerDeployment:
    made = flow.to_deployment(
        name=name,
        schedule=schedule,
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,  # found wherever the packages are, on any machine
    )
    return cast("RunnerDeployment", made)  # its annotation also names what it gives to asynchronous callers
