"""The stand-in for Google answers as Google did, in every exchange that was recorded with it."""

import pytest

from benchmarks.organisation_name import shared_names
from tests.google.replay import replay

RECORDINGS = shared_names().parent / "sheets-recordings"
BAR = 0.98

pytestmark = [
    pytest.mark.quality,
    pytest.mark.google,
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason="there is no shared data beside the checkout"),
]


def test_at_least_98_of_100_recorded_exchanges_are_answered_the_same() -> None:
    compared = list(replay(RECORDINGS))
    same = [one for one in compared if one.same]

    assert len(compared) > 100
    assert len(same) / len(compared) >= BAR
