"""A teleconference of a series: DNS basics, ICANN, At-Large."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from outreach.domain.origin import Origin


@dataclass(frozen=True, slots=True)
class WayIn:
    """How people of a language come into a call. number: a bridge's, as the organisers wrote it; link: a room's."""

    language: str
    number: str
    link: str

    def __str__(self) -> str:
        """For a fingerprint."""
        return f"{self.language} {self.number} {self.link}"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. uid: its identity, which outlives its time and place. topic: key of the series' subject.

    starts: aware, in the IANA zone that its organisers wrote; lasts: its length; languages: interpreted.
    bridge: how to dial in or the room's address, as the organisers wrote it; cancelled: it will not take place.
    event: what it prepares or reads out, as it was written ("ICANN57"), or "".
    ways: by language, what its own row leaves open of bridge and link.
    """

    uid: str
    series: str
    topic: str
    title: str
    starts: datetime
    lasts: timedelta
    languages: tuple[str, ...]
    bridge: str
    link: str
    origin: Origin
    cancelled: bool = False
    event: str = ""
    ways: tuple[WayIn, ...] = ()

    def joined_in(self, language: str) -> "Call":
        """The call as people of a language come into it: by its own row, else by the bridge of the language.

        Where that language has no bridge they are told all there are, each with its language's tag.
        """
        own = next((way for way in self.ways if way.language == language), None)
        every = " · ".join(f"{way.language.upper()} {way.number}" for way in self.ways if way.number)
        room = own.link if own else next((way.link for way in self.ways if way.link), "")
        number = own.number if own else every
        return replace(self, bridge=self.bridge or number, link=self.link or room, ways=())

    @property
    def ends(self) -> datetime:
        """The moment the call is over, in the zone of its start."""
        return self.starts + self.lasts

    @property
    def fingerprint(self) -> str:
        """Time, place and whether it takes place: those who were told must be told of a change (RFC 5546, SEQUENCE)."""
        moment = self.starts.astimezone(UTC).isoformat()
        parts = (moment, str(self.starts.tzinfo), str(self.lasts), self.bridge, self.link, *map(str, self.ways))
        return "|".join((*parts, "cancelled") if self.cancelled else parts)


@dataclass(frozen=True, slots=True)
class Revision:
    """Which version of an occasion this is. sequence: counts changes of time or place from 0 (RFC 5546)."""

    sequence: int
    since: datetime
