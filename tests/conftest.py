"""How Hypothesis behaves in every test: the same examples each time, as many as a minute allows; more when asked for.

`OUTREACH_EXAMPLES=2000 ./run test tests/unit/domain` looks for what forty examples do not find.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "outreach",
    max_examples=int(os.environ.get("OUTREACH_EXAMPLES", "40")),
    derandomize="OUTREACH_EXAMPLES" not in os.environ,
    deadline=None,  # how busy the machine is says nothing about the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("outreach")
os.environ["LC_ALL"] = "C.UTF-8"  # in whose language somebody tests says nothing about the program
