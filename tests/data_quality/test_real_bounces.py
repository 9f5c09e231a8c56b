"""The gates on real bounces: precision 0.97, recall 0.92, 95 of 100 addresses found, nothing else taken for one."""

import pytest

from benchmarks.inbox import measure, ours, shared_bounces

BOUNCES = shared_bounces()

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not BOUNCES.exists(), reason="there is no shared data beside the checkout"),
]


def test_dead_addresses_are_told_from_passing_failures() -> None:
    of = measure(BOUNCES, ours)

    assert of.mails > 200
    assert of.precision >= 0.97
    assert of.recall >= 0.92
    assert of.found >= 0.95
    assert of.mistaken == 0
