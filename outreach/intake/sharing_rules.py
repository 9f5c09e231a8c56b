"""`config/sharing.toml` becomes the rules by which activities are shared."""

import tomllib
from datetime import timedelta

from outreach.domain.sharing import SharingRules
from outreach.errors import ConfigError


def parse_sharing_rules(text: str) -> SharingRules:
    """The rules in a TOML text. Raises ConfigError when a number is missing or below one."""
    table = tomllib.loads(text)
    at_most, ahead = table.get("at_most", 0), table.get("ahead_days", 0)
    if not all(isinstance(number, int) and number > 0 for number in (at_most, ahead)):
        raise ConfigError("config/sharing.toml needs at_most and ahead_days, whole numbers from 1.")
    return SharingRules(at_most, timedelta(days=ahead))
