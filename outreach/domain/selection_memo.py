"""What the memo on the two countries is made of: the computation, how firm it is, and what people adopted and chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.consultation import Cell
from outreach.domain.country import Region
from outreach.domain.coverage import Coverage
from outreach.domain.origin import Origin
from outreach.domain.selection import Assessment, Measure, Method, Pool
from outreach.domain.selection_choice import Adoption, Choice


@dataclass(frozen=True, slots=True)
class Flip:
    """Another country comes first when this weight, the others in proportion, goes from one part of all to another."""

    measure: Measure
    agreed: float
    at: float
    first_then: str


@dataclass(frozen=True, slots=True)
class Robustness:
    """anywhere, nearby: by country, the share of weightings in which it is first; topsis, borda: codes, best first."""

    anywhere: Mapping[str, float]
    nearby: Mapping[str, float]
    flips: tuple[Flip, ...]
    topsis: tuple[str, ...]
    borda: tuple[str, ...]


class Left(StrEnum):
    """What is left out."""

    CRITERION = "criterion"
    RESPONDENT = "respondent"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Without:
    """One thing left out. measure: of a criterion; rows: of a respondent or organisation, no names; first: codes."""

    left: Left
    first: tuple[str, ...]
    measure: Measure | None = None
    rows: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolResult:
    """A pool and how firm it is. robustness: None where there is nothing to choose between."""

    pool: Pool
    robustness: Robustness | None
    without: tuple[Without, ...]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Computation:
    """assessed: every country of the region; others: the pools under each split that leads elsewhere.

    reach: by country, who was asked, answered and found somebody.
    """

    assessed: tuple[Assessment, ...]
    results: tuple[PoolResult, ...]
    others: tuple[tuple[Pool, ...], ...]
    reach: Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Memo:
    """As of `day`. adoption: None while nobody has adopted the method, and then nothing is computed."""

    region: Region
    day: date
    method: Method
    coverage: Coverage
    adoption: Adoption | None = None
    computation: Computation | None = None
