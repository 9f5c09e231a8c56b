"""`config/consultation.toml` becomes the ages after which a group is asked again."""

import tomllib
from datetime import timedelta

from outreach.domain.consultation import ConsultationRules
from outreach.errors import ConfigError


def parse_consultation_rules(text: str) -> ConsultationRules:
    """The rules in a TOML text. Raises ConfigError when a number is missing or below a day."""
    table = tomllib.loads(text)
    answer, question = table.get("answer_holds_days", 0), table.get("question_holds_days", 0)
    if not all(isinstance(days, int) and days > 0 for days in (answer, question)):
        raise ConfigError("config/consultation.toml needs answer_holds_days and question_holds_days, whole from 1.")
    return ConsultationRules(timedelta(days=answer), timedelta(days=question))
