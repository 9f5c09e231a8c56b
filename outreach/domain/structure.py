"""An At-Large Structure (ALS) and where its accreditation stood on a day."""

from dataclasses import dataclass
from datetime import date

from outreach.domain.contact import Contact
from outreach.domain.origin import Origin
from outreach.domain.publics import Audience


@dataclass(frozen=True, slots=True)
class Structure:
    """An organisation that applied or was accredited; each date is the day it took effect, None if it did not.

    contact: whom to write to, None without an address; languages: in which it works; audiences: whom it reaches,
    both empty when not known; organisation: as of a candidate.
    application: its serial number as "#214", "" where nobody wrote it.
    """

    name: str
    country: str
    applied: date | None
    accredited: date | None
    decertified: date | None
    origin: Origin
    website: str = ""
    application: str = ""
    contact: Contact | None = None
    languages: tuple[str, ...] = ()
    audiences: frozenset[Audience] = frozenset()
    organisation: str = ""

    def is_accredited_on(self, day: date) -> bool:
        """Accredited on or before `day` and not decertified by then."""
        return _by(self.accredited, day) and not _by(self.decertified, day)

    def is_applying_on(self, day: date) -> bool:
        """The application was in and had come to no end by `day`."""
        return _by(self.applied, day) and not _by(self.accredited, day) and not _by(self.decertified, day)


def _by(then: date | None, day: date) -> bool:
    return then is not None and then <= day
