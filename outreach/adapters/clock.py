"""What time it is: the only file that reads the machine's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import sleep


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 # the one place that may

    def pause(self, length: timedelta) -> None:
        """Sleeps; for no time at all it does not even give way to other programs."""
        if length > timedelta(0):
            sleep(length.total_seconds())


@dataclass(frozen=True, slots=True)
class StillClock:
    """A clock that stands at one aware moment: the demo's, and that of rehearsals."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it stands at, in UTC."""
        return self.moment.astimezone(UTC)

    def pause(self, length: timedelta) -> None:
        """No time goes by."""


@dataclass(slots=True)
class SetClock:
    """A clock that whoever rehearses sets; it goes on only while a program pauses."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to, in UTC."""
        return self.moment.astimezone(UTC)

    def pause(self, length: timedelta) -> None:
        """Its hands go on by that."""
        self.moment += length
