"""When a received mail was written."""

from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

_parser = BytesHeaderParser()


def written(raw: bytes, *, now: datetime) -> datetime:
    """The moment in its Date header, in UTC: what mail programs show beside it.

    `now` where there is none that can be read, or one that is still to come.
    """
    try:
        moment = parsedate_to_datetime(str(_parser.parsebytes(raw).get("date", "")))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(aware.astimezone(UTC), now)
    except (ValueError, TypeError, OverflowError):
        return now
