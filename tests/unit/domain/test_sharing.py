"""What is shared: only what an editor asks for, before it is over; a structure is told once, and only with its yes."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.domain.contact import Contact
from outreach.domain.event import Event
from outreach.domain.history import History
from outreach.domain.origin import Origin
from outreach.domain.sharing import NotWritten, SharingPlan, SharingRules, plan_letters, reach_of, share_all, shareable
from outreach.errors import ConfigError
from outreach.intake.sharing_rules import parse_sharing_rules
from tests.factories import NOW, TODAY, a_contact, a_record, a_structure

RULES = SharingRules(at_most=2, ahead=timedelta(days=60))
PLACES = {"GT": (14.6, -90.5), "GD": (12.0, -61.7), "BB": (13.1, -59.6)}


def an_event(**changes: Any) -> Event:
    plain: dict[str, Any] = {
        "name": "Internet week",
        "start": TODAY + timedelta(days=9),
        "end": TODAY + timedelta(days=10),
        "country": "GD",
        "city": "",
        "kind": "in_territory",
        "link": "",
        "origin": Origin("Calendar", 5),
        "share": True,
    }
    return Event(**(plain | changes))


def plan(contact: Contact | None, history: History = History(), *, twice: bool = False) -> SharingPlan:  # noqa: B008
    """Of one event in Grenada, where the only structures are in Barbados; with `twice` two of one address."""
    one = a_structure("BB", contact=contact)
    listed = [one, replace(one, name="Z", origin=Origin("Structures", 9))] if twice else [one]
    shared = share_all({"e1": an_event()}, [reach_of(each, "en") for each in listed], PLACES, RULES, today=TODAY)
    return plan_letters(shared, history, now=NOW, spacing=timedelta(days=5))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"share": False}, False),
        ({"cancelled": True}, False),
        ({"start": TODAY - timedelta(days=3), "end": TODAY}, True),
        ({"start": TODAY - timedelta(days=3), "end": TODAY - timedelta(days=1)}, False),
        ({"start": TODAY + timedelta(days=61), "end": TODAY + timedelta(days=61)}, False),
    ],
)
def test_only_what_is_asked_for_is_shared_and_only_until_it_is_over(changes: dict[str, Any], *, expected: bool) -> None:
    assert bool(shareable({"e1": an_event(**changes)}, TODAY, RULES)) is expected


CONTACT = a_contact("als@red.example", id="c1")


@pytest.mark.parametrize(
    ("contact", "history", "expected"),
    [
        (None, History(), NotWritten.NO_ADDRESS),
        (replace(CONTACT, may_write=False), History(), NotWritten.NO_CONSENT),
        (CONTACT, History(suppressed=frozenset({"c1"})), NotWritten.SUPPRESSED),
        (CONTACT, History(records=(a_record(occasion="sharing:e1"),)), NotWritten.ALREADY_TOLD),
        (CONTACT, History(records=(a_record(since=NOW - timedelta(days=1)),)), NotWritten.WRITTEN_RECENTLY),
        (CONTACT, History(), None),
    ],
)
def test_a_structure_is_told_once_and_only_with_a_yes(
    contact: Contact | None, history: History, expected: NotWritten | None
) -> None:
    found = plan(contact, history)

    assert ([one.shared.occasion for one in found.letters], list(found.kept_from.values())) == (
        ([], [expected]) if expected else (["sharing:e1"], [])
    )


def test_two_structures_of_one_address_get_one_letter() -> None:
    found = plan(CONTACT, twice=True)

    assert [len(found.letters), *found.kept_from.values()] == [1, NotWritten.SAME_ADDRESS]


def test_what_is_no_number_of_days_is_told_of_its_file() -> None:
    shipped = (Path(__file__).parents[3] / "config" / "sharing.toml").read_text(encoding="utf-8")
    assert parse_sharing_rules(shipped).at_most == 3
    with pytest.raises(ConfigError, match=r"config/sharing\.toml"):
        parse_sharing_rules("at_most = 0\nahead_days = 60")
