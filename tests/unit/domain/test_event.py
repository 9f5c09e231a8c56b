"""What was known of an event when; what counts as a move and what is only a better spelling."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.domain.event import Known, Version, known_at, known_in, next_version
from outreach.errors import LedgerError
from tests.factories import NOW, a_version, an_event

SAN_JUAN = a_version()
HYDERABAD = a_version(start=date(2016, 11, 3), end=date(2016, 11, 9), country="IN", city="Hyderabad")


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"start": date(2016, 10, 30)}, 1),
        ({"end": date(2016, 11, 5)}, 1),
        ({"country": "IN"}, 1),
        ({"city": "Ponce"}, 1),
        ({"form": "online"}, 1),
        ({"cancelled": True}, 1),
        ({"city": "Sán Juan, Condado"}, 0),
        ({"city": ""}, 0),
        ({"country": "pr"}, 0),
        ({"form": ""}, 0),
        ({"name": "ICANN 57"}, 0),
        ({"link": "https://meetings.example/57"}, 0),
    ],
)
def test_only_another_time_place_or_form_counts_as_a_move(change: dict[str, object], sequence: int) -> None:
    found = next_version(replace(SAN_JUAN, **change), SAN_JUAN)  # type: ignore[arg-type] # what the case names

    assert found.sequence == sequence


def test_a_meeting_that_moves_back_counts_as_moved_again() -> None:
    moved = next_version(HYDERABAD, SAN_JUAN)

    assert next_version(SAN_JUAN, moved).sequence == 2


def test_what_was_known_when_is_read_back_as_it_was_written() -> None:
    moved = next_version(HYDERABAD, SAN_JUAN)
    announced = datetime(2016, 5, 17, 12, tzinfo=UTC)
    history = known_in([(NOW - timedelta(days=90), SAN_JUAN.to_json()), (announced, moved.to_json())])

    assert history == (Known(NOW - timedelta(days=90), SAN_JUAN), Known(announced, moved))
    assert known_at(history, announced - timedelta(seconds=1)) == SAN_JUAN
    assert known_at(history, announced) == moved
    assert known_at(history, NOW - timedelta(days=91)) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"start": "x"}'])
def test_a_note_of_another_kind_is_told_to_the_operator(text: str) -> None:
    with pytest.raises(LedgerError, match="note of an event"):
        Version.from_json(text)


def test_an_event_serves_countries_without_a_structure_where_it_is_or_whose_people_may_come() -> None:
    regional = an_event(country="PA", likely_from=frozenset({"GT", "BZ", "CR"}))

    assert regional.draws_from(frozenset({"GT", "BZ", "GD"})) == {"GT", "BZ"}
    assert an_event(country="GD").draws_from(frozenset({"GT", "GD"})) == {"GD"}
    assert an_event(country=None).draws_from(frozenset({"GT"})) == frozenset()
