"""Which tests are slow, and how Hypothesis behaves in every one: the same examples each time; more when asked for.

`OUTREACH_EXAMPLES=2000 ./run test tests/unit/domain` looks for what forty examples do not find.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

SLOW = frozenset({"prefect", "story", "quality", "browser", "judges", "dovecot", "postfix", "site", "campaign"})

settings.register_profile(
    "outreach",
    max_examples=int(os.environ.get("OUTREACH_EXAMPLES", "40")),
    derandomize="OUTREACH_EXAMPLES" not in os.environ,
    deadline=None,  # how busy the machine is says nothing about the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("outreach")
os.environ["LC_ALL"] = "C.UTF-8"  # in whose language somebody tests says nothing about the program


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a server, a browser or many flows is `slow`, so that the others answer within a minute."""
    for item in items:
        if SLOW & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.slow)
