"""A number of which it is known only between what and what it lies; exact, so that sums can be redone by hand."""

from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; a number that is known has both the same."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    @property
    def middle(self) -> Fraction:
        """Half way between its ends."""
        return (self.low + self.high) * HALF

    @property
    def is_known(self) -> bool:
        """Whether nothing about it is open."""
        return self.low == self.high

    def times(self, factor: Fraction) -> "Interval":
        """Both ends multiplied by a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor)


NOTHING = Interval(Fraction(0), Fraction(0))
