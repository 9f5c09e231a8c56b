"""Finds the candidates that a row of another tab names: by the whole name, never by a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from outreach.domain.candidate import Candidate
from outreach.domain.organisation import organisation_key, organisation_of
from outreach.domain.problem import ProblemCode
from outreach.intake.choices import nearest
from outreach.intake.folding import folded
from outreach.intake.reading import Fault

Rows = tuple[Candidate, ...]
"""The rows of the survey that name one and the same candidate."""


@dataclass(frozen=True, slots=True)
class Register:
    """The candidates of the survey. by_name: without accents and letter case; names: as they are written, folded."""

    by_name: Mapping[str, Rows]
    names: Mapping[str, str]

    def find(self, name: str, country: str | None) -> Rows | Fault:
        """The rows of the one candidate with this name, in this country where one is given."""
        bearing = self.by_name.get(organisation_key(name, ""), ())
        here = tuple(one for one in bearing if country in {None, one.country})
        if not here:
            return Fault(ProblemCode.CANDIDATE_UNKNOWN, "" if bearing else nearest(name, self.names))
        if len({who(one) for one in here}) > 1:
            rows = ", ".join(str(one.origin) for one in here)
            return Fault(ProblemCode.CANDIDATE_SEVERAL, facts={"rows": rows})
        return here


def register(candidates: Iterable[Candidate]) -> Register:
    """The candidates by their names."""
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in candidates:
        by_name[organisation_key(one.name, "")].append(one)
        names.setdefault(folded(one.name), one.name)
    return Register({name: tuple(rows) for name, rows in by_name.items()}, names)


def who(candidate: Candidate) -> str:
    """Which organisation or person it is: of rows with the same, one is as good as the other."""
    contact = candidate.contact.id if candidate.contact else str(candidate.origin)
    return organisation_of(candidate) or contact
