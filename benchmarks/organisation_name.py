"""How well and how fast organisations are recognised: names of research organisations of the region (ROR, CC0).

    python -m benchmarks.organisation_name [names.csv]

Query: a name that is not the one ROR displays. Candidates: the displayed names of the country. The word table was
made from the half "tune"; nothing but its figures was looked at in the half "validate".
"""  # noqa: INP001 (a folder of programs to run, not a package)

import csv
import hashlib
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.figure import Figure
from outreach.intake.organisation_name import CONFIRM, REVIEW, KnownOrganisation, rank

HALVES = ("tune", "validate")
STRATA = ("cross-language", "displayed unknown", "alias unknown", "same language", "acronym")
LANGUAGE_TAKEN = frozenset({"cross-language", "displayed unknown"})
MANY = 2000
REPEATS = 5

Countries = Mapping[str, tuple[KnownOrganisation, ...]]


@dataclass(frozen=True, slots=True)
class Query:
    """A name whose organisation is known. stratum: by its language and that of the displayed name."""

    stratum: str
    half: str
    name: str
    organisation: str
    country: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """Shares of the queries, precision of the hits. absent: still confirmed one with the true one taken away."""

    queries: int
    first: float
    precision: float
    recall: float
    absent: float
    review: float


def shared_names(folder: str | None = None) -> Path:
    """The file of names in the shared data beside the checkout, or where OUTREACH_SHARED_DATA says."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(folder or os.environ.get("OUTREACH_SHARED_DATA", beside)) / "ror_lac_names_train.csv"


def read(path: Path) -> tuple[tuple[Query, ...], Countries]:
    """The queries of a file of names, and by country the organisations under their displayed names."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["ror_id"]].append(row)
    countries: dict[str, list[KnownOrganisation]] = defaultdict(list)
    queries: list[Query] = []
    for organisation, names in rows.items():
        displayed = next(row for row in names if "ror_display" in row["name_types"].split("|"))
        country = displayed["country"]
        countries[country].append(KnownOrganisation(organisation, (displayed["name"],), country))
        queries += [_query(row, displayed) for row in names if row is not displayed]
    return tuple(queries), {country: tuple(known) for country, known in countries.items()}


def _query(row: Mapping[str, str], displayed: Mapping[str, str]) -> Query:
    half = HALVES[hashlib.sha256(row["ror_id"].encode()).digest()[0] % 2]
    return Query(_stratum(row, displayed), half, row["name"], row["ror_id"], row["country"])


def _stratum(row: Mapping[str, str], displayed: Mapping[str, str]) -> str:
    if "acronym" in row["name_types"].split("|"):
        return "acronym"
    if not row["lang"]:
        return "alias unknown"
    if not displayed["lang"]:
        return "displayed unknown"
    return "same language" if row["lang"] == displayed["lang"] else "cross-language"


def measure(queries: Iterable[Query], countries: Countries) -> Recognised:
    """The figures of these queries at CONFIRM, and the recall at REVIEW."""
    asked = list(queries)
    best = [rank(query.name, countries[query.country], country=query.country)[0] for query in asked]
    right = [one.candidate.id == query.organisation for query, one in zip(asked, best, strict=True)]
    confirmed = [one.score >= CONFIRM for one in best]
    true = sum(hit and sure for hit, sure in zip(right, confirmed, strict=True))
    return Recognised(
        queries=len(asked),
        first=sum(right) / len(asked),
        precision=true / max(1, sum(confirmed)),
        recall=true / len(asked),
        absent=sum(_confirmed_without(query, countries) for query in asked) / len(asked),
        review=sum(hit and one.score >= REVIEW for hit, one in zip(right, best, strict=True)) / len(asked),
    )


def _confirmed_without(query: Query, countries: Countries) -> bool:
    others = [known for known in countries[query.country] if known.id != query.organisation]
    return any(match.score >= CONFIRM for match in rank(query.name, others, country=query.country)[:1])


LIMITS = {"precision": 0.98, "recall": 0.65}


def figures() -> list[Figure]:
    """Names in another language, of the half that nothing was made from; nothing without the names."""
    path = shared_names()
    if not path.exists():
        return []
    queries, countries = read(path)
    of = measure([one for one in queries if one.half == "validate" and one.stratum in LANGUAGE_TAKEN], countries)
    return [
        Figure(
            f"organisations by a name in another language ({of.queries}): {what}",
            f"{getattr(of, what):.3f}",
            f"at least {limit}",
            "met" if getattr(of, what) >= limit else "missed",
        )
        for what, limit in LIMITS.items()
    ]


def table(path: Path) -> Iterator[str]:
    """A line for each half and stratum."""
    queries, countries = read(path)
    yield "half      stratum                n  first  precision  recall  absent  recall at review"
    for half in HALVES:
        for label, strata in (*((one, {one}) for one in STRATA), ("cross + displayed unk.", LANGUAGE_TAKEN)):
            chosen = [query for query in queries if query.half == half and query.stratum in strata]
            of = measure(chosen, countries)
            yield (
                f"{half:9} {label:22}{of.queries:5} {of.first:6.3f} {of.precision:10.3f} {of.recall:7.3f} "
                f"{of.absent:7.3f} {of.review:17.3f}"
            )


def speed(path: Path) -> Iterator[str]:
    """Seconds to rank one name against 2,000 organisations, the first time and afterwards."""
    _, countries = read(path)
    names = [known.names[0] for _, several in sorted(countries.items()) for known in several]
    many = (names + [f"{name} del Norte" for name in names])[:MANY]
    for name in ("Federal University of Viçosa", "UNICAMP"):
        rank("warm the table", many[:1], country="AR")
        seconds = [_seconds(name, many) for _ in range(REPEATS)]
        then = statistics.median(seconds[1:])
        yield f"{name}: {seconds[0]:.3f} s at first, {then:.3f} s afterwards, {len(many)} candidates"


def _seconds(name: str, candidates: list[str]) -> float:
    started = time.perf_counter()
    rank(name, candidates, country="BR")
    return time.perf_counter() - started


if __name__ == "__main__":
    names_file = Path(sys.argv[1]) if len(sys.argv) > 1 else shared_names()
    for line in (*speed(names_file), *table(names_file)):
        click.echo(line)
