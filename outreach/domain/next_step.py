"""What is to be done next for a candidate, by whom and by when: reminders, as nothing moves on by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.pipeline import Progress
from outreach.domain.stage import Stage


class Owner(StrEnum):
    """Who sees to it on our side; what others do (staff, the ALAC) somebody of ours keeps asking about."""

    PROPOSER = "proposer"
    LEADERSHIP = "leadership"
    LIAISON = "liaison"


class Action(StrEnum):
    """What is to be done; the words are in `templates/_phrases/*/pipeline.toml`."""

    CONFIRM = "confirm"
    NAME_LIAISON = "name_liaison"
    CONTACT = "contact"
    AWAIT_ANSWER = "await_answer"
    INVITE_TO_CALLS = "invite_to_calls"
    SHOW_NEXT_STEP = "show_next_step"
    HELP_TO_APPLY = "help_to_apply"
    SHOW_WAYS_TO_TAKE_PART = "show_ways_to_take_part"
    ASK_STAFF = "ask_staff"
    GIVE_ADVICE = "give_advice"
    ASK_ALAC = "ask_alac"
    SHOW_REVIEWS = "show_reviews"
    FOLLOW_REVIEW = "follow_review"
    ASK_WHETHER_TO_RESUME = "ask_whether_to_resume"


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """`config/pipeline.toml`. ages: by stage, how long it may last before somebody is reminded; `calls`: of the track.

    again: how long after a reminder the next one comes.
    """

    ages: Mapping[Stage, timedelta]
    again: timedelta
    calls: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done. name: the owner's, "" where the role says it; by: the day; remind: the next day for it.

    by may be past: then it is overdue, and `remind` is the day on which it is said again.
    """

    owner: Owner
    name: str
    what: Action
    by: date
    remind: date

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before today."""
        return self.by < today


_STEPS: dict[Stage, tuple[Owner, Action]] = {
    Stage.SURVEYED: (Owner.PROPOSER, Action.CONFIRM),
    Stage.CONFIRMED: (Owner.LEADERSHIP, Action.NAME_LIAISON),
    Stage.LIAISON_NAMED: (Owner.LIAISON, Action.CONTACT),
    Stage.CONTACTED: (Owner.LIAISON, Action.AWAIT_ANSWER),
    Stage.ANSWERED: (Owner.LIAISON, Action.INVITE_TO_CALLS),
    Stage.ATTENDING: (Owner.LIAISON, Action.INVITE_TO_CALLS),
    Stage.INTENDS_TO_APPLY: (Owner.LIAISON, Action.HELP_TO_APPLY),
    Stage.APPLIED: (Owner.LEADERSHIP, Action.ASK_STAFF),
    Stage.DUE_DILIGENCE: (Owner.LEADERSHIP, Action.ASK_STAFF),
    Stage.REGIONAL_ADVICE: (Owner.LEADERSHIP, Action.GIVE_ADVICE),
    Stage.ALAC_VOTE: (Owner.LEADERSHIP, Action.ASK_ALAC),
    Stage.REJECTED: (Owner.LIAISON, Action.SHOW_REVIEWS),
    Stage.RECONSIDERATION: (Owner.LEADERSHIP, Action.FOLLOW_REVIEW),
    Stage.OMBUDSMAN: (Owner.LEADERSHIP, Action.FOLLOW_REVIEW),
    Stage.BOARD_REVIEW: (Owner.LEADERSHIP, Action.FOLLOW_REVIEW),
    Stage.PAUSED: (Owner.LIAISON, Action.ASK_WHETHER_TO_RESUME),
}
OPEN = frozenset(_STEPS)


def next_step(candidate: Candidate, progress: Progress, today: date, rules: ReminderRules) -> NextStep | None:
    """The next step; None only when the candidate has come to an end.

    Without a liaison their steps are the leadership's, without a proposer so are the proposer's.
    """
    if progress.ended:
        return None
    owner, what = _STEPS[progress.stage]
    name = _name(owner, candidate, progress)
    by = (progress.since or candidate.surveyed) + rules.ages[progress.stage]
    return NextStep(
        owner=owner if name else Owner.LEADERSHIP,
        name=name,
        what=_heard_enough(candidate, progress, rules) or what,
        by=by,
        remind=_next_reminder(by, today, rules.again),
    )


def _name(owner: Owner, candidate: Candidate, progress: Progress) -> str:
    if owner is Owner.PROPOSER:
        return candidate.proposed_by
    return progress.liaison if owner is Owner.LIAISON else ""


def _heard_enough(candidate: Candidate, progress: Progress, rules: ReminderRules) -> Action | None:
    """After the whole track of calls an organisation is shown how to apply, an individual how else to take part."""
    if progress.stage is not Stage.ATTENDING or len(progress.attended) < rules.calls:
        return None
    whole = candidate.kind is CandidateKind.ORGANISATION
    return Action.SHOW_NEXT_STEP if whole else Action.SHOW_WAYS_TO_TAKE_PART


def _next_reminder(by: date, today: date, again: timedelta) -> date:
    """The day itself, or the first of the days that follow it in steps of `again` which is not past."""
    if by >= today:
        return by
    return by + again * -((by - today).days // again.days)
