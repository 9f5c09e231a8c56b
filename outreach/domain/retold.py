"""A message of the past, written once more from what was known then."""

from dataclasses import dataclass

from outreach.domain.message import Draft


@dataclass(frozen=True, slots=True)
class Retold:
    """draft: None when its reader would not get one by today's rules; is_the_same: byte for byte what was sent."""

    draft: Draft | None
    is_the_same: bool
