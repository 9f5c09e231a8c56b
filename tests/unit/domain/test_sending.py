"""When a message waits: the reader's night, the days on which nobody works there, and who is no guest."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from outreach.domain.sending import LONGEST_REST, Guests, SendingRules, quiet_until, rests_until
from tests.factories import a_draft

ZONE = "America/Guatemala"  # six hours behind UTC, all year
NIGHT = SendingRules(quiet_from=time(21), quiet_until=time(8))
NOON_REST = SendingRules(quiet_from=time(12), quiet_until=time(14))


def at(hour: int, minute: int = 0, *, day: int = 5) -> datetime:
    """A moment by the clock of Guatemala, on a day of July 2016."""
    return datetime(2016, 7, day, hour, minute, tzinfo=UTC) + timedelta(hours=6)


@pytest.mark.parametrize(
    ("rules", "now", "until"),
    [
        (NIGHT, at(20, 59), None),
        (NIGHT, at(21), at(8, day=6)),
        (NIGHT, at(23, 59), at(8, day=6)),
        (NIGHT, at(0), at(8)),
        (NIGHT, at(7, 59), at(8)),
        (NIGHT, at(8), None),
        (NOON_REST, at(11, 59), None),
        (NOON_REST, at(12), at(14)),
        (NOON_REST, at(13, 59), at(14)),
        (NOON_REST, at(14), None),
    ],
)
def test_the_readers_night_by_the_readers_clock(rules: SendingRules, now: datetime, until: datetime | None) -> None:
    assert quiet_until(a_draft(zone=ZONE), now, rules) == until


@pytest.mark.parametrize(
    "rules", [SendingRules(), SendingRules(quiet_from=time(0)), SendingRules(quiet_until=time(23, 59))]
)
def test_half_a_rule_is_none(rules: SendingRules) -> None:
    assert quiet_until(a_draft(zone=ZONE), at(3), rules) is None


def test_of_a_reader_whose_zone_is_not_known_there_is_no_night_and_no_day_of_rest() -> None:
    unhurried = a_draft(occasion="follow_up:first", zone="")

    assert quiet_until(unhurried, at(3), NIGHT) is None
    assert rests_until(unhurried, at(3), lambda *_: False) is None


def test_what_can_wait_waits_for_the_next_day_of_work_of_its_reader() -> None:
    asked: list[tuple[date, str]] = []

    def works(day: date, zone: str) -> bool:
        asked.append((day, zone))
        return day.day == 8

    for occasion in ("follow_up:first", "next_step:als"):
        assert rests_until(a_draft(occasion=occasion, zone=ZONE), at(23), works) == at(0, day=8)
        assert rests_until(a_draft(occasion=occasion, zone=ZONE), at(23, day=8), works) is None
    assert asked[0] == (date(2016, 7, 5), ZONE)
    assert {zone for _, zone in asked} == {ZONE}


def test_what_is_about_a_call_waits_for_no_day_of_work() -> None:
    assert rests_until(a_draft(occasion="invitation:dns", zone=ZONE), at(23), lambda *_: False) is None


@pytest.mark.parametrize("ahead", [1, LONGEST_REST - 1, LONGEST_REST, LONGEST_REST + 9])
def test_no_rest_is_longer_than_the_longest(ahead: int) -> None:
    begins = at(0)
    opens = begins.date() + timedelta(days=ahead)
    until = rests_until(a_draft(occasion="follow_up:last", zone=ZONE), begins, lambda day, _: day >= opens)

    assert until == begins + timedelta(days=min(ahead, LONGEST_REST))


@pytest.mark.parametrize(
    ("address", "is_guest"),
    [
        ("ana@chapines.example", True),
        ("Ana@Chapines.example", True),
        ("otto@chapines.example", False),
        ("anybody@board.example", True),
        ("anybody@notboard.example", False),
        ("board.example", True),
    ],
)
def test_a_guest_is_an_address_or_a_whole_domain(address: str, is_guest: bool) -> None:  # noqa: FBT001 # the table's
    assert Guests(frozenset({"ana@chapines.example", "board.example"})).include(address) is is_guest


def test_in_production_everybody_is_a_guest_and_with_no_guest_nobody() -> None:
    assert Guests().include("anybody@anywhere.example")
    assert not Guests(frozenset()).include("anybody@anywhere.example")
