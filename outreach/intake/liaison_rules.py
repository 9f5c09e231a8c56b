"""`config/liaisons.toml` becomes the rules by which liaisons are proposed."""

import tomllib
from datetime import timedelta

from outreach.domain.liaison_fit import LiaisonRules
from outreach.errors import ConfigError


def parse_liaison_rules(text: str) -> LiaisonRules:
    """The rules in a TOML text. Raises ConfigError when a number is missing or negative."""
    table = tomllib.loads(text)
    try:
        points, leave = table["points"], table["leave"]
        rules = LiaisonRules(
            **{name: int(points[name]) for name in ("other_language", "near", "far", "other_sector", "load", "switch")},
            ahead=timedelta(days=leave["ahead_days"]),
            bridged=timedelta(days=leave["bridged_days"]),
            within=float(table["who"]["near_km"]),
            roles=frozenset(table["who"]["roles"]),
            to_ask=timedelta(days=table["who"]["stakeholder_days"]),
        )
    except KeyError as missing:
        raise ConfigError(f"config/liaisons.toml lacks {missing}: add it as in the file that came with it.") from None
    if min(*points.values(), *leave.values()) < 0:
        raise ConfigError("config/liaisons.toml holds a negative number: points and days count from 0.")
    return rules
