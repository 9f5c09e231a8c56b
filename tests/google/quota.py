"""Google's quotas by the minute: 60 reads and 60 writes of one user, 300 of a project; refilled every minute."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60
READING = ("/values:batchGetByDataFilter", ":getByDataFilter", "/developerMetadata:search")


@dataclass
class Quota:
    """What was asked in the minute that runs. A user is who has a token; without tokens there is one.

    The figures are Google's own (developers.google.com/workspace/sheets/api/limits); Drive has other ones, not kept.
    """

    user: int = 60
    project: int = 300
    clock: Callable[[], float] = time.monotonic
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    minute: int = -1

    def refusal(self, verb: str, uri: str, bearer: str) -> str:
        """What is used up, in Google's words; "" when the request may go on, and then it counts."""
        path = uri.partition("?")[0]
        if not path.startswith("/v4/"):
            return ""
        minute = int(self.clock() // MINUTE)
        if minute != self.minute:
            self.asked.clear()
            self.minute = minute
        kind = "Read" if verb == "GET" or path.endswith(READING) else "Write"
        for who, limit, name in (("", self.project, "minute"), (bearer or "-", self.user, "minute per user")):
            if self.asked[kind, who] >= limit:
                return f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per {name}'"
        self.asked.update([(kind, ""), (kind, bearer or "-")])
        return ""
