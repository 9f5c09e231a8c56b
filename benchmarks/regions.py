"""Planning for all five regions of ICANN at once: `python -m benchmarks.regions [CANDIDATES]`, 250,000 unless told.

Each region gets its share by its number of countries, in a process of its own, as each is an installation of its own:
its configuration is loaded, then everything is planned that a day asks for: coverage, invitations to one call, stages,
next steps, follow-ups. Half of the countries have a structure already.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import resource
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time

from benchmarks.plan import CONFIG, NOW, invented
from outreach.analysis.working_days import is_working_day
from outreach.catalog import Catalog, load_catalog
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.candidate_facts import facts_by_candidate
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.follow_up import plan_follow_ups
from outreach.domain.history import History
from outreach.domain.invitation import plan_invitations
from outreach.domain.next_step import next_step
from outreach.domain.origin import Origin
from outreach.domain.pipeline import progress_of
from outreach.domain.structure import Structure
from outreach.intake.cadence import parse_cadence

REGIONS = ("AFRALO", "APRALO", "EURALO", "LACRALO", "NARALO")
COUNTRIES = 246
CANDIDATES = 250_000
CALL = Call(
    uid="call",
    series="icann",
    topic="icann",
    title="How ICANN works",
    starts=NOW + timedelta(days=10),
    lasts=timedelta(hours=1),
    languages=("en",),
    bridge="",
    link="https://room.example/call",
    origin=Origin("Calls", 2),
)


def main(arguments: Sequence[str]) -> None:
    """Prints a line a region, then the sum."""
    if arguments[:1] == ["--one"]:
        measure(arguments[1], int(arguments[2]))
        return
    total = int(arguments[0]) if arguments else CANDIDATES
    heads = ("region", "countries", "candidates", "load s", "plan s", "MB", "mails")
    sys.stdout.write("{:>8} {:>9} {:>10} {:>7} {:>7} {:>6} {:>7}\n".format(*heads))
    started = perf_counter()
    for region in REGIONS:
        sys.stdout.flush()
        command = [sys.executable, "-m", "benchmarks.regions", "--one", region, str(total)]
        subprocess.run(command, check=True)  # noqa: S603 # itself
    sys.stdout.write(f"all five, one after the other: {perf_counter() - started:.0f} s with making the candidates up\n")


def measure(code: str, total: int) -> None:
    """One region: seconds of a processor to load its configuration and to plan, and the peak memory of all."""
    started = process_time()
    catalog = load_catalog(CONFIG.parent, region=code)
    loaded = process_time() - started
    codes = [country.code for country in catalog.region.countries]
    size = total * len(codes) // COUNTRIES
    candidates, history = invented(size, Random(size), codes)  # noqa: S311 # the same candidates for the same size
    started = process_time()
    mails = planned(catalog, candidates, history)
    seconds = process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{code:>8} {len(codes):>9} {size:>10} {loaded:>7.1f} {seconds:>7.1f} {megabytes:>6.0f} {mails:>7}\n"
    )


def planned(catalog: Catalog, candidates: list[Candidate], history: History) -> int:
    """What a day asks for; how many mails would go."""
    codes = [country.code for country in catalog.region.countries]
    structures = tuple(
        Structure(f"Structure of {code}", code, None, date(2010, 1, 1), None, Origin("ALSes", row))
        for row, code in enumerate(codes[::2], start=2)
    )
    evidence = Evidence(structures=structures, candidates=tuple(candidates))
    uncovered = coverage_on(NOW.date(), catalog.region, evidence).uncovered()
    rules = catalog.rules.invitation
    resting = history.written_since(NOW - rules.spacing)
    plan = plan_invitations(candidates, (CALL,), history, uncovered=uncovered, resting=resting)
    facts = facts_by_candidate(candidates, history, (), held={"dns": date(2016, 8, 1)})
    for one in candidates:
        next_step(one, progress_of(facts[one.origin], one.kind), NOW.date(), catalog.reminders)
    cadence = parse_cadence((CONFIG / "cadence.toml").read_text(encoding="utf-8"))
    due = plan_follow_ups(candidates, history, cadence, now=NOW, uncovered=uncovered, is_working_day=is_working_day)
    return len(plan.invitations) + len(due.now)


if __name__ == "__main__":
    main(sys.argv[1:])
