"""What can make up for a meeting that has left the region."""

from datetime import UTC, date, datetime

from outreach.domain.affected import Change, Tie, Tied
from outreach.domain.event import Known, next_version
from outreach.domain.mitigation import Field, Hub, mitigation
from outreach.domain.origin import Origin
from tests.factories import NOW, TODAY, a_call, a_contact, a_person, a_structure, a_version, an_event

SAN_JUAN = a_version()
MOVED = next_version(
    a_version(start=date(2016, 11, 3), end=date(2016, 11, 9), country="IN", city="Hyderabad"), SAN_JUAN
)
ICANN57 = an_event(9, name="ICANN57", kind="regional", country=None, likely_from=frozenset({"GD"}), start=MOVED.start)
CHANGE = Change("ICANN57", ICANN57, (Known(NOW, SAN_JUAN), Known(NOW, MOVED)), frozenset({ICANN57.origin}))
FELLOW = Tied(Tie.FELLOW, Origin("Stakeholders", 2), "A fellow", a_contact(country="GT"))

LOCAL = an_event(3, country="GT", start=date(2016, 10, 1), end=date(2016, 10, 1))
NEAR = an_event(4, kind="regional", country="PA", likely_from=frozenset({"GT", "GD"}), start=date(2016, 12, 1))
FAR = an_event(5, kind="regional", country="CL", start=date(2016, 8, 1), end=date(2016, 8, 3))
LATE = an_event(6, country="GT", start=date(2017, 6, 1), end=date(2017, 6, 1))
OFF = an_event(7, country="GT", start=date(2016, 10, 2), end=date(2016, 10, 2), cancelled=True)
COVERED = an_event(8, country="UY", start=date(2016, 10, 2), end=date(2016, 10, 2))
BEFORE, AFTER = a_call(), a_call("icann", starts=datetime(2016, 11, 21, 23, tzinfo=UTC))
CHILEAN = a_person("Eva Rojas", country="CL")
FIELD = Field(
    events=(ICANN57, LOCAL, NEAR, FAR, LATE, OFF, COVERED),
    calls=(AFTER, BEFORE, a_call("dns", days=-3), a_call("atlarge", cancelled=True)),
    structures=(a_structure("GT"), a_structure("UY")),
    leaders=(CHILEAN, a_person(country="UY")),
    uncovered=frozenset({"GD"}),
)


def test_each_pillar_names_what_in_the_sheets_could_serve() -> None:
    found = mitigation(CHANGE, [FELLOW], FIELD, today=TODAY)

    assert found.hurt == {"GT", "GD"}
    assert found.local == (LOCAL,)
    assert found.regional == (NEAR, FAR)
    assert found.hubs == (Hub("GD", ()), Hub("GT", (FIELD.structures[0],)))
    assert (found.before, found.after) == ((BEFORE,), (AFTER,))
    assert found.presence == ((LOCAL, ()), (NEAR, ()), (FAR, (CHILEAN,)))


def test_a_cancelled_meeting_has_nothing_to_read_out() -> None:
    off = next_version(a_version(cancelled=True), SAN_JUAN)
    change = Change("ICANN57", ICANN57, (Known(NOW, SAN_JUAN), Known(NOW, off)), CHANGE.rows)

    assert mitigation(change, [], FIELD, today=TODAY).after == ()
