"""The runs that Prefect's server keeps, asked over its HTTP interface: Prefect itself takes a second to import."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import requests

from outreach.domain.run import Run, RunState
from outreach.errors import ScheduleError

AT_MOST = 200  # runs an answer, which is also the server's own limit
WITHIN = 10  # seconds
_UNREACHABLE = "The scheduler at {api} does not answer: start it with `outreach up`, or look at `outreach status`."
_STATES = {
    "SCHEDULED": RunState.SCHEDULED,
    "PENDING": RunState.RUNNING,
    "RUNNING": RunState.RUNNING,
    "CANCELLING": RunState.RUNNING,
    "PAUSED": RunState.RUNNING,
    "COMPLETED": RunState.COMPLETED,
    "FAILED": RunState.FAILED,
    "CRASHED": RunState.CRASHED,
    "CANCELLED": RunState.SKIPPED,
}
_OVER = [name for name, state in _STATES.items() if state not in {RunState.SCHEDULED, RunState.RUNNING}]
_OPEN = [name for name in _STATES if name not in _OVER]
_PREFIX = re.compile(r"^(Flow run encountered an exception: |Task run encountered an exception:? )*(\w+Error: )?")
_ADDRESS = re.compile(r"\S+@\S+")


class PrefectRuns:
    """The `Runs` port on a Prefect server. api: like "http://127.0.0.1:4200/api"; login: "USER:PASSWORD"."""

    def __init__(self, api: str, *, login: str = "") -> None:
        self._api = api.rstrip("/")
        user, _, password = login.partition(":")
        self._login = (user, password) if login else None
        self._flows: dict[str, str] = {}

    def ended(self, since: datetime) -> Sequence[Run]:
        """As the port says."""
        chosen = {"state": {"type": {"any_": _OVER}}, "end_time": {"after_": since.isoformat()}}
        return self._runs(chosen, "END_TIME_DESC")

    def to_come(self, now: datetime) -> Sequence[Run]:
        """As the port says."""
        chosen, order = {"state": {"type": {"any_": _OPEN}}}, "EXPECTED_START_TIME_ASC"
        due = {"expected_start_time": {"before_": now.isoformat()}}
        later = {"expected_start_time": {"after_": now.isoformat()}}
        here = self._runs(chosen | due, order)
        coming = [self._runs(chosen | later, order, flow=flow, limit=1) for flow in self._known_flows()]
        return (*here, *(run for runs in coming for run in runs))

    def _runs(
        self, chosen: dict[str, Any], order: str, *, flow: str | None = None, limit: int = AT_MOST
    ) -> tuple[Run, ...]:
        of_flow = {"flows": {"id": {"any_": [flow]}}} if flow else {}
        found = self._ask("flow_runs", {"flow_runs": chosen, "sort": order, "limit": limit} | of_flow)
        if any(one["flow_id"] not in self._flows for one in found):
            self._known_flows()
        return tuple(self._run(one) for one in found if one["flow_id"] in self._flows)

    def _known_flows(self) -> dict[str, str]:
        """By id, the names of all flows; those made since are asked for anew."""
        self._flows = {flow["id"]: flow["name"] for flow in self._ask("flows", {"limit": AT_MOST})}
        return self._flows

    def _run(self, told: Mapping[str, Any]) -> Run:
        state = told["state"]
        return Run(
            id=told["id"],
            flow=self._flows[told["flow_id"]],
            state=_STATES[state["type"]],
            due=_moment(told["expected_start_time"]),
            since=_moment(state["timestamp"]),
            told=sentence(state["message"] or ""),
        )

    def _ask(self, what: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        try:
            answer = requests.post(f"{self._api}/{what}/filter", json=body, timeout=WITHIN, auth=self._login)
            answer.raise_for_status()
            found: list[dict[str, Any]] = answer.json()
        except (requests.RequestException, ValueError):
            raise ScheduleError(_UNREACHABLE.format(api=self._api)) from None
        return found


def sentence(message: str) -> str:
    """What Prefect says of a state, without its own preface; were an address in it, it would not be told on."""
    return _ADDRESS.sub("…", _PREFIX.sub("", message.strip().partition("\n")[0]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
