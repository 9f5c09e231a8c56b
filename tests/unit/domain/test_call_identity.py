"""A call keeps its uid with its row: sorting, deleting and adding rows makes no call into another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.call import Call
from outreach.domain.call_identity import KeptCall, from_json, gone, kept_now, to_json, with_kept_uids
from outreach.domain.origin import Origin
from outreach.errors import LedgerError
from tests.factories import NOW, a_call


def calls(*rows: str) -> tuple[tuple[Call, ...], dict[Origin, str]]:
    """A DNS call a row, under the uids that their places give; the identities of the rows."""
    names = ("basics-dns", *(f"basics-dns-{place}" for place in range(2, len(rows) + 1)))
    made = [
        a_call(uid=uid, days=ord(row), origin=Origin("Calls", place))
        for place, (row, uid) in enumerate(zip(rows, names, strict=False))
    ]
    return tuple(made), {call.origin: row for call, row in zip(made, rows, strict=True)}


def uids(*rows: str, kept: dict[str, KeptCall]) -> dict[str, str]:
    """By row, the uid of its call."""
    found, identities = calls(*rows)
    named = with_kept_uids(found, identities.__getitem__, kept, now=NOW)
    return {identities[call.origin]: call.uid for call in named}


def kept(*rows: str) -> dict[str, KeptCall]:
    found, identities = calls(*rows)
    return kept_now(found, identities.__getitem__, {})


THREE = kept("a", "b", "c")


def test_at_first_their_places_tell_them_apart() -> None:
    assert uids("a", "b", kept={}) == {"a": "basics-dns", "b": "basics-dns-2"}


@given(st.permutations("abcde"), st.sets(st.sampled_from("abcde")))
def test_neither_sorting_nor_deleting_makes_a_call_into_another(order: list[str], deleted: set[str]) -> None:
    known = kept(*"abcde")
    left = [row for row in order if row not in deleted]

    assert uids(*left, kept=known) == {one.row: uid for uid, one in known.items() if one.row in left}


def test_a_row_typed_again_takes_the_place_of_the_deleted_one() -> None:
    assert uids("b", "c", "n", kept=THREE)["n"] == "basics-dns"


def test_a_new_call_never_takes_the_place_of_one_that_is_over() -> None:
    over = {**THREE, "basics-dns": replace(THREE["basics-dns"], starts=NOW - timedelta(days=1))}

    assert uids("b", "c", "n", kept=over)["n"] == "basics-dns-4"


def test_a_row_that_says_another_topic_is_another_call_one_of_another_series_is_not() -> None:
    found, identities = calls("a")
    other = replace(found[0], topic="icann", uid="basics-icann")
    renamed = replace(found[0], series="Basics II", uid="basics-ii-dns")

    def named(call: Call) -> str:
        return with_kept_uids([call], identities.__getitem__, THREE, now=NOW)[0].uid

    assert (named(other), named(renamed)) == ("basics-icann", "basics-dns")


def test_only_a_call_to_come_whose_row_is_gone_is_asked_about() -> None:
    (b, *_), _ = calls("b")
    standing = [replace(b, uid="basics-dns-2")]

    def lost(known: dict[str, KeptCall], rows: set[str]) -> list[str]:
        return sorted(gone(known, standing, rows, now=NOW))

    assert lost(THREE, {"b"}) == ["basics-dns", "basics-dns-3"]
    assert lost(THREE, {"b", "c"}) == ["basics-dns"]  # row c waits for a correction
    cancelled = {**THREE, "basics-dns": replace(THREE["basics-dns"], cancelled=True)}
    over = {**THREE, "basics-dns": replace(THREE["basics-dns"], starts=NOW)}
    assert (lost(cancelled, {"b", "c"}), lost(over, {"b", "c"})) == ([], [])


def test_what_is_kept_is_read_back() -> None:
    assert from_json(to_json(THREE)) == THREE
    with pytest.raises(LedgerError, match="note of the calls"):
        from_json('{"x": 3}')
