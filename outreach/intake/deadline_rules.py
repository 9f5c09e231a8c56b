"""`config/deadlines.toml` becomes who sees to which last day and at which ages they are reminded."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from outreach.domain.deadline import DeadlineKind, DeadlineRules, ReminderRule
from outreach.domain.next_step import ReminderRules
from outreach.errors import ConfigError

FILE = "config/deadlines.toml"


def parse_deadline_rules(text: str, *, roles: Collection[str], steps: ReminderRules) -> DeadlineRules:
    """The rules in a TOML text. roles: those of the People tab; steps: how often candidates' next steps are repeated.

    Raises ConfigError with a sentence for each fault.
    """
    table = tomllib.loads(text)
    faults = [
        *(f"there is no [{kind}]" for kind in DeadlineKind if kind.value not in table),
        *(f"[{name}] is no last day that this program knows" for name in table if name not in set(DeadlineKind)),
        *(fault for name, row in table.items() for fault in _faults(name, row, roles)),
    ]
    if faults:
        raise ConfigError(" ".join(f"{FILE}: {fault}." for fault in faults))
    rules = {DeadlineKind(name): _rule(row) for name, row in table.items()}
    own = rules[DeadlineKind.ALS_STEP]
    return rules | {DeadlineKind.ALS_STEP: ReminderRule(own.owners, (0,), again=steps.again)}


def _faults(name: str, row: Mapping[str, Any], roles: Collection[str]) -> Iterator[str]:
    owners, ages = row.get("owners"), row.get("days_before", [0])
    if not isinstance(owners, list) or not owners:
        yield f"owners of [{name}] must be a list of roles"
    else:
        yield from (f"[{name}] names a role {role} that People does not have" for role in owners if role not in roles)
    if not isinstance(ages, list) or not ages or any(type(age) is not int for age in ages):
        yield f"days_before of [{name}] must be a list of whole numbers"


def _rule(row: Mapping[str, Any]) -> ReminderRule:
    return ReminderRule(tuple(row["owners"]), tuple(row.get("days_before", [0])))
