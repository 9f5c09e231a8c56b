"""Chance that is the same on every machine, what is counted of a season, and when schedules run."""

from datetime import UTC, date, datetime, time

import pytest

from outreach.domain.message import OutcomeKind
from outreach.domain.rehearsal import Chance, Mailed, Reaction, Season, crowded, twice_about, two_in_a_day
from outreach.domain.schedule import first_run

MONDAY = date(2016, 7, 4)
SATURDAY = date(2016, 7, 9)


def mailed(contact: str = "c1", occasion: str = "invitation:dns", *, day: int = 4, month: int = 7) -> Mailed:
    moment = datetime(2016, month, day, 12, 0, tzinfo=UTC)
    return Mailed(contact, f"Survey!{contact[1:]}", occasion, moment, OutcomeKind.ACCEPTED, Reaction.SILENCE)


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    things = [f"c{number}" for number in range(50)]
    one, same, other = ([Chance(seed).reaction(who, "invitation:dns") for who in things] for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_a_dead_address_is_dead_on_every_occasion() -> None:
    chance = Chance(1)
    dead = next(f"c{number}" for number in range(500) if chance.reaction(f"c{number}", "a") is Reaction.BOUNCE)
    assert {chance.reaction(dead, f"occasion {number}") for number in range(20)} == {Reaction.BOUNCE}


def test_two_mails_of_a_day_or_about_one_occasion_are_found() -> None:
    quiet = (mailed(), mailed(occasion="invitation:ipv6", day=5), mailed("c2"))
    assert (two_in_a_day(quiet), twice_about(quiet)) == ((), ())
    assert two_in_a_day((*quiet, mailed(occasion="sharing:x"))) == (("Survey!1", "2016-07-04"),)
    assert twice_about((*quiet, mailed(day=9))) == (("Survey!1", "invitation:dns"),)


def test_months_without_mail_are_counted_too_and_digests_are_nobodys_burden() -> None:
    season = Season(
        date(2016, 7, 1),
        date(2016, 9, 30),
        seed=1,
        mailed=(mailed(), mailed(day=5, occasion="sharing:x"), mailed("c2", month=9), mailed(occasion="digest:x")),
    )
    assert season.by_month() == {"2016-07": 2, "2016-08": 0, "2016-09": 1}
    assert season.most_to_one_person() == {"2016-07": 2, "2016-08": 0, "2016-09": 1}
    assert season.per_person() == (("Survey!1", (2, 0, 0)), ("Survey!2", (0, 0, 1)))


def test_three_last_days_from_monday_to_sunday_collide() -> None:
    assert crowded([date(2016, 7, 4), date(2016, 7, 6), date(2016, 7, 10), date(2016, 7, 11)]) == (("2016-07-04", 3),)


@pytest.mark.parametrize(
    ("cron", "day", "at"),
    [
        ("0 6-22/2 * * *", SATURDAY, time(6)),
        ("10,40 4-23 * * *", SATURDAY, time(4, 10)),
        ("30 9 * * MON-FRI", MONDAY, time(9, 30)),
        ("30 9 * * MON-FRI", SATURDAY, None),
        ("0 10 * * TUE", MONDAY, None),
        ("0 7 1 * *", date(2016, 8, 1), time(7)),
        ("0 7 1 * *", MONDAY, None),
    ],
)
def test_the_first_run_of_a_day(cron: str, day: date, at: time | None) -> None:
    assert first_run(cron, day) == at
