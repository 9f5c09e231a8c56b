"""A last day in its reader's words: what is to be done, when, and how far off that is."""

from datetime import date

from outreach.domain.deadline import Deadline
from outreach.rendering.phrases import Phrases


def what(deadline: Deadline, language: str, phrases: Phrases) -> str:
    """What is to be done by the day. Raises MissingTranslationError."""
    return phrases.say(f"deadline.what.{deadline.kind}", language, about=deadline.about)


def how_far(deadline: Deadline, language: str, phrases: Phrases, *, today: date) -> str:
    """How many days are left or past; that the day is not known, where no source tells it; that it was computed."""
    left = deadline.days_left(today)
    if left is None:
        return phrases.say("deadline.when.unknown", language)
    if left == 0:
        said = phrases.say("deadline.when.today", language)
    else:
        way, number = ("ahead" if left > 0 else "late"), ("one" if abs(left) == 1 else "other")
        said = phrases.say(f"deadline.when.{way}.{number}", language, days=abs(left))
    return f"{said} ({phrases.say('deadline.when.computed', language)})" if deadline.computed else said
