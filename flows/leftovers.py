"""What a reboot or a kill leaves in the scheduler's book: runs at which nobody works, and runs missed meanwhile."""

from collections.abc import Collection
from datetime import datetime, timedelta

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.states import Cancelled, Crashed

from outreach.domain.run import stale
from outreach.ports import Runs

INTERRUPTED = "The machine or the program stopped while this ran; the ledger knows what was sent."
SILENT = "Nothing was heard of this run any more; the ledger knows what was sent."
MISSED = "It came due while nothing ran, and a newer run does its work."
AUTOMATION = "Crash runs that fell silent"
SILENCE = timedelta(seconds=90)  # three heartbeats of PREFECT_FLOWS_HEARTBEAT_FREQUENCY=30
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDINGS = ("Completed", "Failed", "Cancelled", "Crashed")
_AT_WORK = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])


def crash_left_running() -> None:
    """Calls crashed what the book says is at work: for one machine, before it serves, when nothing can be."""
    chosen = FlowRunFilter(state=FlowRunFilterState(type=_AT_WORK))
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=chosen):
            client.set_flow_run_state(run.id, Crashed(message=INTERRUPTED), force=True)


def skip_stale(runs: Runs, *, now: datetime, patience: timedelta) -> None:
    """Skips what came due while nothing ran, but for the newest run of each flow, if that is not too old either."""
    with get_client(sync_client=True) as client:
        while missed := stale(runs.to_come(now), now=now, patience=patience):
            for run in missed:
                client.set_flow_run_state(run.id, Cancelled(name="Skipped", message=MISSED), force=True)


def forget_others(served: Collection[RunnerDeployment]) -> None:
    """Takes flows out of the book that are served no longer: their schedules would go on without them."""
    names = {f"{one.flow_name}/{one.name}" for one in served}
    with get_client(sync_client=True) as client:
        flows = {flow.id: flow.name for flow in client.read_flows()}
        for one in client.read_deployments():
            if f"{flows.get(one.flow_id)}/{one.name}" not in names:
                client.delete_deployment(one.id)


def crash_when_silent() -> None:
    """Has the scheduler call a run crashed once its heartbeat fails: after kill -9 it would keep its place for ever."""
    with get_client(sync_client=True) as client:
        if not client.read_automations_by_name(AUTOMATION):
            client.create_automation(_silence())


def _silence() -> AutomationCore:
    return AutomationCore(
        name=AUTOMATION,
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *(f"prefect.flow-run.{ending}" for ending in ENDINGS)},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=SILENT, force=False)],
    )
