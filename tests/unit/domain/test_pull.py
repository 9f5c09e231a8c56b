"""Many rows gone at once are asked about."""

import pytest

from outreach.domain.pull import Loss, losses
from outreach.domain.snapshot import Snapshot


def seen(*rows: str, tab: str = "Survey") -> Snapshot:
    return Snapshot({}, rows={tab: ("", *rows)})


TEN = tuple("abcdefghij")


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        (seen(*TEN), ()),
        (seen(*TEN[3:]), ()),
        (seen(*TEN[4:]), (Loss("Survey", 4, 10),)),
        (seen(*TEN[4:], *"klmn"), (Loss("Survey", 4, 10),)),
        (seen(), (Loss("Survey", 10, 10),)),
        (Snapshot({}), (Loss("Survey", 10, 10),)),
        (seen(*TEN, tab="Encuesta"), ()),
    ],
)
def test_a_loss_is_more_than_three_rows_of_ten(after: Snapshot, lost: tuple[Loss, ...]) -> None:
    assert losses(seen(*TEN), after) == lost


def test_of_a_handful_of_rows_any_may_go_but_not_all() -> None:
    assert losses(seen(*"abcd"), seen("a")) == ()
    assert losses(seen(*"abcd"), seen()) == (Loss("Survey", 4, 4),)
    assert losses(seen(), seen()) == ()
