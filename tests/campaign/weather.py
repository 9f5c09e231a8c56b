"""What goes wrong outside of our processes: at Google, at the mail server, with the mailbox, and with the clock."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.contract.mail_server import DROP, Script
from tests.google.faults import BY_NAME, Fault, edit_before

OFTEN_GOOGLE, OFTEN_MAIL, OFTEN_CLOCK, OFTEN_MAILBOX = 0.07, 0.6, 0.12, 0.2
GOOGLE = ("quota", "internal", "unavailable", "page", "cut", "lost", "half")
MAIL: tuple[tuple[str, str, str], ...] = (
    ("SMTP: 4xx", "MAIL", "451 4.3.0 try again later"),
    ("SMTP: 4xx", "RCPT", "450 4.2.1 the mailbox is busy"),
    ("SMTP: 4xx", ".", "452 4.3.1 no room at the moment"),
    ("SMTP: 421 and closed", "RCPT", "421 4.3.2 closing"),
    ("SMTP: 5xx", "RCPT", "550 5.1.1 no such user"),
    ("SMTP: 5xx", ".", "554 5.7.1 not wanted here"),
    ("SMTP: sender's limit", "MAIL", "550 5.4.5 Daily sending limit exceeded"),
    ("SMTP: dropped before DATA", "RCPT", DROP),
    ("SMTP: dropped before DATA", "DATA", DROP),
    ("SMTP: dropped in the text", "TEXT", DROP),
    ("SMTP: dropped after the final dot", ".", DROP),
)
JUMPS = tuple(timedelta(hours=hours) for hours in (-72, -26, -3, 5, 30))


@dataclass
class Weather:
    """Bad as long as `fair` is not set. met: the faults that came true, by kind."""

    chance: Random
    script: Script
    edit: Callable[[], None]
    met: Counter[str] = field(default_factory=Counter)
    fair: bool = False

    def google(self, _request: int) -> Fault | None:
        """What happens to one request to the spreadsheet."""
        if self.fair or self.chance.random() > OFTEN_GOOGLE:
            return None
        name = self.chance.choice((*GOOGLE, "edit", "edit"))
        self.met["Sheets: a member edits in between" if name == "edit" else f"Sheets: {name}"] += 1
        return edit_before(self.edit) if name == "edit" else BY_NAME[name]()

    @contextmanager
    def at_the_mail_server(self) -> Iterator[None]:
        """During the block one to three faults lie in wait, each after some messages that go well."""
        laid = Counter[str]()
        wanted = 0 if self.fair or self.chance.random() > OFTEN_MAIL else self.chance.randint(1, 3)
        for kind, verb, answer in self.chance.choices(MAIL, k=wanted):
            well = 0 if verb == "TEXT" else self.chance.choice([0, 0, 1, 4])
            self.script.answers.setdefault(verb, []).extend([*[""] * well, answer])
            laid[kind] += 1
        yield
        left = [(verb, answer) for verb, answers in self.script.answers.items() for answer in answers if answer]
        kinds = {(verb, answer): kind for kind, verb, answer in MAIL}
        self.met += laid - Counter(kinds[one] for one in left)
        self.script.answers.clear()

    @contextmanager
    def at_the_mailbox(self, folder: Path) -> Iterator[None]:
        """During the block the mailbox may be away, or hold a mail that is none."""
        if self.fair or self.chance.random() > OFTEN_MAILBOX:
            yield
        elif self.chance.random() < 1 / 2:
            self.met["mailbox: rubbish in it"] += 1
            (folder / f"rubbish{self.met.total()}.eml").write_bytes(self.chance.randbytes(2000))
            yield
        else:
            self.met["mailbox: away"] += 1
            away = folder.rename(folder.with_name("away"))
            yield
            away.rename(folder)

    def jump(self) -> timedelta:
        """By how much the clock of one run is wrong."""
        if self.fair or self.chance.random() > OFTEN_CLOCK:
            return timedelta(0)
        jump = self.chance.choice(JUMPS)
        self.met[f"clock: jumped {'back' if jump < timedelta(0) else 'ahead'}"] += 1
        return jump
