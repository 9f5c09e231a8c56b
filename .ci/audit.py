"""Asks which pinned packages have known holes, and fails when one has. Where nobody can be asked, it says so."""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"
COMMAND = ("-m", "pip_audit", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--requirement")


def main() -> None:
    """Prints how many packages were asked about; exits with the holes that are known."""
    try:
        told = subprocess.run([sys.executable, *COMMAND, LOCK], capture_output=True, timeout=180, check=False).stdout  # noqa: S603 # our own lock
        packages = json.loads(told)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        print("audit: nobody could be asked.")
        return
    known = [one for one in packages if "vulns" in one]
    holes = [f"{one['name']} {one['version']}: {hole['id']}" for one in known for hole in one["vulns"]]
    print(f"audit: {len(holes)} known holes in {len(known)} packages; {len(packages) - len(known)} not asked about.")
    sys.exit("\n".join(holes) or None)


if __name__ == "__main__":
    main()
