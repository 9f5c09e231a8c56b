"""`config/cadence.toml` becomes the steps of follow-up."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from outreach.domain.answer import Exit
from outreach.domain.follow_up import Cadence, Step
from outreach.errors import ConfigError


def parse_cadence(text: str, *, templates: Collection[str] | None = None) -> Cadence:
    """The cadence in a TOML text. Raises ConfigError where a step cannot be taken, or no person takes over.

    templates: the kinds of message that there are, None while that is not asked.
    """
    table = tomllib.loads(text)
    steps = tuple(_step(one) for one in table.get("step", ()))
    mails = [bool(step.template) for step in steps]
    if not mails or mails != [True] * (len(mails) - 1) + [False]:
        raise ConfigError("config/cadence.toml: every step but the last needs a template, and the last must have none.")
    if len({step.name for step in steps}) != len(steps):
        raise ConfigError("config/cadence.toml: two steps have the same name.")
    unwritten = [step.template for step in steps if step.template and templates and step.template not in templates]
    if unwritten:
        raise ConfigError(f"config/cadence.toml: there is no template {unwritten[0]}; add templates/{unwritten[0]}/.")
    days = table.get("organisation_days", 0)
    if not isinstance(days, int) or days < 1:
        raise ConfigError("config/cadence.toml: organisation_days must be a whole number from 1.")
    return Cadence(steps, timedelta(days=days))


def _step(row: Mapping[str, Any]) -> Step:
    name, after, reasons = row.get("name", ""), row.get("after", 0), row.get("stop_when", ())
    if not name or not isinstance(after, int) or after < 1:
        raise ConfigError(f"config/cadence.toml: step {name or '?'} needs a name and `after`, a whole number from 1.")
    unknown = sorted(set(reasons) - {reason.value for reason in Exit})
    if unknown:
        raise ConfigError(f"config/cadence.toml: step {name} stops for {unknown[0]}, which is no reason that we know.")
    return Step(name, after, row.get("template", ""), frozenset(Exit(reason) for reason in reasons))
