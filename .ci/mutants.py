"""Makes small faults in domain and intake, one at a time, and counts those that a test notices; fails below 85 in 100.

With MODULE ... (outreach/domain/history.py) only in these. What survived is listed; `mutmut show NAME` shows one.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATISTICS = ROOT / "mutants" / "mutmut-cicd-stats.json"
SHARE = 0.85


def main(modules: list[str]) -> None:
    """Runs mutmut and says how many were killed."""
    names = [module.removesuffix(".py").replace("/", ".") + "*" for module in modules]
    mutmut("run", *names)
    mutmut("results")
    mutmut("export-cicd-stats")
    told = json.loads(STATISTICS.read_text(encoding="utf-8"))
    noticed = told["killed"] + told["timeout"]
    tried = noticed + told["survived"] + told["no_tests"] + told["suspicious"] + told["segfault"]
    print(f"mutants: {noticed} of {tried} were noticed ({noticed / max(1, tried):.1%}), {told['survived']} survived.")
    sys.exit(None if tried and noticed / tried >= SHARE else f"mutants: fewer than {SHARE:.0%} were noticed.")


def mutmut(*arguments: str) -> None:
    """One of its commands, in the project's folder."""
    subprocess.run([sys.executable, "-m", "mutmut", *arguments], check=True, cwd=ROOT)  # noqa: S603 # ours


if __name__ == "__main__":
    main(sys.argv[1:])
