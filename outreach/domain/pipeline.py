"""Facts about a candidate folded into the one stage where it stands: nothing moves on by time, or without evidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from outreach.domain.candidate import CandidateKind
from outreach.domain.stage import ENDED, LADDER, REVIEWS, Evidence, Fact, FactKind, Proof, Stage, counts


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a candidate stands. since: the day of the fact that brought it there, None while there is none.

    proof: the evidence of that fact; rung: the highest stage of the ladder that was reached; behind: the stage off
    the ladder from which a candidate paused or lost interest, None when it was on it; attended: topics of calls;
    liaison: who was named last, or ""; application: where the last one is found, or "".
    """

    stage: Stage = Stage.SURVEYED
    since: date | None = None
    proof: Evidence | None = None
    rung: Stage = Stage.SURVEYED
    behind: Stage | None = None
    attended: frozenset[str] = frozenset()
    liaison: str = ""
    application: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be done."""
        return self.stage in ENDED


_HEIGHT = {stage: height for height, stage in enumerate(LADDER)}
_SAME_DAY = {kind: place for place, kind in enumerate(FactKind)}
_RUNG = {FactKind(stage.value): stage for stage in LADDER if stage is not Stage.ATTENDING} | {
    FactKind.ATTENDED: Stage.ATTENDING
}
_REVIEW = {
    FactKind.ASKED_RECONSIDERATION: Stage.RECONSIDERATION,
    FactKind.ASKED_OMBUDSMAN: Stage.OMBUDSMAN,
    FactKind.ASKED_BOARD: Stage.BOARD_REVIEW,
}
_BY_THE_CANDIDATE = frozenset({Stage.ATTENDING, *LADDER[_HEIGHT[Stage.INTENDS_TO_APPLY] :]})
_SETTLED = frozenset({Stage.CERTIFIED, Stage.REJECTED, Stage.DECERTIFIED, Stage.TAKES_PART, *REVIEWS})
_ON_ITS_WAY = frozenset(LADDER[_HEIGHT[Stage.APPLIED] :])  # reached by other evidence than the number
_RESTING = frozenset({Stage.PAUSED, Stage.NOT_INTERESTED})
_AFTER_CERTIFICATION = frozenset({Stage.CERTIFIED, Stage.DECERTIFIED})


def stage_of(facts: Iterable[Fact], kind: CandidateKind = CandidateKind.ORGANISATION) -> Stage:
    """The one stage that these facts lead to, in whatever order they are given."""
    return progress_of(facts, kind).stage


def progress_of(facts: Iterable[Fact], kind: CandidateKind = CandidateKind.ORGANISATION) -> Progress:
    """The facts that count, folded by their days. A stage may be skipped where a later one has its own evidence."""
    progress = Progress()
    for fact in sorted([fact for fact in facts if counts(fact, kind)], key=_order):
        progress = _TURNS[fact.kind](progress, fact)
    return progress


def unproven(facts: Iterable[Fact], kind: CandidateKind) -> tuple[Fact, ...]:
    """The facts that change nothing as their evidence is missing, or no such thing happens to this kind."""
    return tuple(fact for fact in facts if not counts(fact, kind))


def _order(fact: Fact) -> tuple[date, int, str, str, str]:
    evidence = fact.evidence or Evidence(Proof.ROW, "")
    return fact.day, _SAME_DAY[fact.kind], evidence.reference, evidence.proof, fact.by


def _surveyed(progress: Progress, fact: Fact) -> Progress:
    """Named again after it was decertified it begins anew."""
    known = Progress(application=progress.application) if progress.stage is Stage.DECERTIFIED else progress
    return _climbed(known, fact)


def _liaison_named(progress: Progress, fact: Fact) -> Progress:
    """The liaison is kept whatever it does to the stage."""
    if fact.by == progress.liaison:
        return _climbed(progress, fact)
    return _climbed(replace(progress, liaison=fact.by), fact, renewed=True)


def _attended(progress: Progress, fact: Fact) -> Progress:
    """The topic is kept whatever it does to the stage."""
    topics = {fact.evidence.reference} if fact.evidence else set()
    if topics <= progress.attended:
        return _climbed(progress, fact)
    return _climbed(replace(progress, attended=progress.attended | topics), fact, renewed=True)


def _moved(progress: Progress, stage: Stage, fact: Fact) -> Progress:
    """A fact that leads where the candidate already is changes nothing: `since` stays the first day."""
    if progress.stage is stage and progress.since is not None:
        return progress
    return _at(progress, stage, fact, rung=progress.rung)


def _at(progress: Progress, stage: Stage, fact: Fact, *, rung: Stage) -> Progress:
    """Written out, as every candidate passes here several times and `replace` takes four times as long."""
    return Progress(
        stage=stage,
        since=fact.day,
        proof=fact.evidence,
        rung=rung,
        attended=progress.attended,
        liaison=progress.liaison,
        application=progress.application,
    )


def _climbed(progress: Progress, fact: Fact, *, renewed: bool = False) -> Progress:
    """Up the ladder and never down; out of a pause only by what the candidate did.

    renewed: another call attended, or another liaison named: the stage begins anew.
    """
    rung = _RUNG[fact.kind]
    if progress.stage in _SETTLED or progress.behind:
        return progress
    higher = rung if _HEIGHT[rung] > _HEIGHT[progress.rung] else progress.rung
    if progress.stage in _RESTING and rung not in _BY_THE_CANDIDATE:
        return progress if higher is progress.rung else replace(progress, rung=higher)
    begins = progress.stage is not higher or progress.since is None or (renewed and higher is rung)
    return _at(progress, higher, fact, rung=higher) if begins else progress


def _applied(progress: Progress, fact: Fact) -> Progress:
    """Another application opens the case again, whatever became of the one before, but for a certified one."""
    number = fact.evidence.reference if fact.evidence else ""
    if number == progress.application or progress.stage is Stage.CERTIFIED:
        return progress
    if not progress.application and progress.stage in _ON_ITS_WAY:
        return replace(progress, application=number)
    began = replace(progress, rung=Stage.APPLIED, application=number, since=None)
    return _moved(began, Stage.APPLIED, fact)


def _resumed(progress: Progress, fact: Fact) -> Progress:
    return _moved(progress, progress.behind or progress.rung, fact) if progress.stage in _RESTING else progress


def _stopped(stage: Stage) -> Callable[[Progress, Fact], Progress]:
    def turn(progress: Progress, fact: Fact) -> Progress:
        if progress.ended:
            return progress
        off = progress.stage not in LADDER and progress.stage not in _RESTING
        return replace(_moved(progress, stage, fact), behind=progress.stage if off else progress.behind)

    return turn


def _rejected(progress: Progress, fact: Fact) -> Progress:
    return progress if progress.stage in _AFTER_CERTIFICATION else _moved(progress, Stage.REJECTED, fact)


def _review(progress: Progress, fact: Fact) -> Progress:
    """Only what was rejected can be reviewed; of several reviews the one asked for last is shown."""
    open_to_it = progress.stage is Stage.REJECTED or progress.stage in REVIEWS
    return _moved(progress, _REVIEW[fact.kind], fact) if open_to_it else progress


_TURNS: dict[FactKind, Callable[[Progress, Fact], Progress]] = {
    **dict.fromkeys(_RUNG, _climbed),
    FactKind.SURVEYED: _surveyed,
    FactKind.LIAISON_NAMED: _liaison_named,
    FactKind.ATTENDED: _attended,
    FactKind.APPLIED: _applied,
    FactKind.TAKES_PART: lambda progress, fact: _moved(progress, Stage.TAKES_PART, fact),
    FactKind.NOT_INTERESTED: _stopped(Stage.NOT_INTERESTED),
    FactKind.PAUSED: _stopped(Stage.PAUSED),
    FactKind.RESUMED: _resumed,
    FactKind.REJECTED: _rejected,
    **dict.fromkeys(_REVIEW, _review),
    FactKind.CERTIFIED: lambda progress, fact: _moved(progress, Stage.CERTIFIED, fact),
    FactKind.DECERTIFIED: lambda progress, fact: _moved(progress, Stage.DECERTIFIED, fact),
}
