"""Who else acts in a season: members at their tabs, the leader who approves, and those who answer."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from outreach.domain.system_tab import SystemTab
from outreach.rendering.system_tabs import APPROVED_BY
from tests.contract.mail_server import Received
from tests.google.member import Member
from tests.google.server import GoogleService
from tests.google.sheet import Sheet
from tests.incoming import a_bounce, a_mail, an_out_of_office
from tests.sample import LEADER

SURVEY, CALLS = "Respuestas de formulario 1", "Calls"
ADDRESS_COLUMN, DATE_COLUMN, FIRST_CALL = 7, 0, 3
EDITS = (Member.insert_rows, Member.sort, Member.move_rows, Member.type, Member.clear_cell, Member.add_row)
EDITS += (Member.add_row, Member.add_row, Member.duplicate_rows, Member.paste, Member.delete_row)
MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)


def members(service: GoogleService, book: str, chance: Random) -> Member:
    """Those who edit the survey; they type what stands in its columns, and now and then an address that is new."""
    tab = service.tab(book, SURVEY)
    rows, columns = tab.used()
    headers = {str(tab.cell(0, column).entered): [str(tab.cell(0, column).entered)] for column in range(columns)}
    values = {name: _told(tab, column, rows) for column, name in enumerate(headers)}
    values[[*headers][ADDRESS_COLUMN]] += [f"quien{number}@nueva{number}.example" for number in range(60)]
    return Member(service.books[book], service.drive, SURVEY, headers, values, chance)


def _told(tab: Sheet, column: int, rows: int) -> list[object]:
    return [tab.cell(row, column).entered for row in range(1, rows)]


def move_call(service: GoogleService, book: str, chance: Random) -> None:
    """A member gives a call another day."""
    tab = service.tab(book, CALLS)
    row = chance.randrange(FIRST_CALL, tab.used()[0])
    day = tab.cell(row, DATE_COLUMN).entered
    if isinstance(day, int | float):
        tab.put(row, DATE_COLUMN, day + chance.randint(1, 9))


def approve(service: GoogleService, book: str) -> None:
    """The leader types their name beside every code that stands in the tab."""
    tab = service.books[book].by_title(SystemTab.APPROVALS)
    for row in range(1, tab.used()[0] if tab else 0):
        if tab and tab.cell(row, 0).entered:
            tab.put(row, APPROVED_BY - 1, LEADER)


def key_of(received: Received) -> str:
    """The key of a message that arrived, by its Message-ID."""
    found = MESSAGE_ID.search(received.content)
    return found[1].decode().partition("@")[0] if found else ""


@dataclass
class Readers:
    """Those who got mail. left: who asked for no more; obeyed: how much they had when that was read."""

    chance: Random
    mailbox: Path
    left: set[str] = field(default_factory=set)
    obeyed: dict[str, int] = field(default_factory=dict)
    seen: int = 0

    def answer(self, received: list[Received]) -> None:
        """One in three of those with new mail reacts."""
        for mail in received[self.seen :]:
            if self.chance.random() < 1 / 3:
                self._react(mail)
        self.seen = len(received)

    def _react(self, mail: Received) -> None:
        reference = f"<{key_of(mail)}@lacralo.example>"
        kind = self.chance.choice(["yes", "leave", "away", "bounce", "question"])
        if kind == "bounce":
            raw = a_bounce(mail.recipient, key_of(mail))
        elif kind == "away":
            raw = an_out_of_office(mail.recipient, In_Reply_To=reference)
        else:
            words = {"yes": "Sí, allí estaré.\n", "leave": "unsubscribe\n", "question": "¿Qué es una ALS?\n"}
            raw = a_mail(mail.recipient, words[kind], In_Reply_To=reference)
        self.left |= {mail.recipient} if kind == "leave" else set()
        (self.mailbox / f"{key_of(mail)}-{kind}.eml").write_bytes(raw)

    def heard(self, received: list[Received]) -> None:
        """The mailbox was read to its end: whoever asked for no more must get no more."""
        for recipient in self.left - self.obeyed.keys():
            self.obeyed[recipient] = sum(one.recipient == recipient for one in received)
