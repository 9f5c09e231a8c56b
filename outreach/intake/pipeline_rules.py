"""`config/pipeline.toml` becomes the ages at which somebody is reminded of a candidate."""

import tomllib
from datetime import timedelta

from outreach.domain.next_step import OPEN, ReminderRules
from outreach.domain.stage import Stage
from outreach.errors import ConfigError


def parse_reminder_rules(text: str) -> ReminderRules:
    """The rules in a TOML text. Raises ConfigError when a stage has no age, is none, or has one below a day."""
    table = tomllib.loads(text)
    days, wanted = table.get("days", {}), {stage.value for stage in OPEN}
    wrong = sorted(wanted ^ days.keys())
    if wrong:
        raise ConfigError(
            f"config/pipeline.toml must give days for each open stage and no other: see {', '.join(wrong)}."
        )
    numbers = {"again_days": table.get("again_days", 0), "calls": table.get("calls", 0)} | days
    for name, number in numbers.items():
        if not isinstance(number, int) or number < 1:
            raise ConfigError(f"config/pipeline.toml: {name} must be a whole number from 1.")
    return ReminderRules(
        {Stage(name): timedelta(days=age) for name, age in days.items()},
        timedelta(days=table["again_days"]),
        table["calls"],
    )
