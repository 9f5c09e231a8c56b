"""The mailboxes that the contract is run on, each with the hand that puts mails into it."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from outreach.adapters.imap_session import ImapServer
from outreach.adapters.mail_security import Security
from outreach.adapters.mailbox_folder import FolderMailbox
from outreach.adapters.mailbox_imap import ImapMailbox
from outreach.ports import Mailbox
from tests.contract.dovecot import PASSWORD, Dovecot


class Bench(Protocol):
    """A mailbox, and the hand that puts mails into it."""

    mailbox: Mailbox

    def put(self, *mails: bytes, sent: bool = False) -> None:
        """Mails arrive, in this order; or they lie in the folder of sent ones."""

    def condition(self) -> str:
        """Everything about its mails that reading might change."""

    def renumber(self) -> None:
        """The mails get other numbers."""

    def remove_first(self) -> None:
        """Somebody deletes the mail that came first."""


@dataclass(slots=True)
class FolderBench:
    """A folder of .eml files, or a Maildir when `new` is given as the place in it."""

    folder: Path
    place: str = ""
    suffix: str = ".eml"
    mailbox: FolderMailbox = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        (self.folder / self.place).mkdir(parents=True)
        self.mailbox = FolderMailbox(self.folder)

    def put(self, *mails: bytes, sent: bool = False) -> None:
        """As files, a tick after one another."""
        place = self.folder / ("Sent" if sent else "") / self.place
        place.mkdir(parents=True, exist_ok=True)
        for mail in mails:
            self.count += 1
            # Names in the other direction: they say nothing about the order.
            (place / f"{1000 - self.count}{self.suffix}").write_bytes(mail)
            time.sleep(0.02)  # the tick of a file system's clock

    def condition(self) -> str:
        """Every file, its change time and its bytes."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(f"{path} {path.stat().st_ctime_ns} {path.read_bytes()!r}" for path in files)

    def renumber(self) -> None:
        """The folder is moved."""
        other = self.folder.with_name("moved")
        self.folder.rename(other)
        self.mailbox = FolderMailbox(other)

    def remove_first(self) -> None:
        """Its file goes."""
        (self.folder / self.place / f"999{self.suffix}").unlink()


@dataclass(slots=True)
class DovecotBench:
    """A user of Dovecot's, whom no test had before."""

    server: Dovecot
    user: str
    mailbox: ImapMailbox = field(init=False)

    def __post_init__(self) -> None:
        self.mailbox = ImapMailbox(self.account())

    def account(self, **changes: object) -> ImapServer:
        """The way in, with these changes to it."""
        plain = ImapServer("127.0.0.1", self.server.port, Security.PLAIN, self.user, PASSWORD, patience=10)
        return replace(plain, **changes)

    def put(self, *mails: bytes, sent: bool = False) -> None:
        """Into the Maildir; the folder of sent mail has a Spanish name and its flag."""
        self.server.deliver(self.user, *mails, subfolder=".Enviados" if sent else "")

    def condition(self) -> str:
        """Every mail with its number, flags and size, as the server tells its administrator."""
        return self.server.doveadm("fetch", "-u", self.user, "uid flags size.physical", "mailbox", "INBOX")

    def renumber(self) -> None:
        """Another UIDVALIDITY."""
        self.mailbox.close()
        self.server.renumber(self.user, 77)

    def remove_first(self) -> None:
        """Another program expunges it."""
        self.server.doveadm("expunge", "-u", self.user, "mailbox", "INBOX", "uid", "1")
