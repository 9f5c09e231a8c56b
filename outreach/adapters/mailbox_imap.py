"""Answers over IMAP: opened by EXAMINE and read by BODY.PEEK, so nothing in the mailbox changes by our reading."""

import zlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from outreach.adapters.imap_reply import bodies, quoted, sent_among, sizes, uids
from outreach.adapters.imap_session import ImapServer, ImapSession
from outreach.adapters.mail_security import exposes
from outreach.domain.received import Position, Received
from outreach.errors import MailError

AT_ONCE = 32 * 2**20  # octets of mail in memory, and a chunk more
_CHUNK_MAILS = 100
CHUNK_OCTETS = 8 * 2**20  # a bigger mail comes alone
_INBOX = "INBOX"

Criteria = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Listing:
    """Which mails there were beyond `after` when the inbox was opened, by UID."""

    validity: int = 0
    after: int = 0
    uids: Sequence[int] = ()

    def beyond(self, since: Position) -> Sequence[int]:
        """Those that came after `since`; none when this listing cannot know."""
        if since.validity != self.validity or since.uid < self.after:
            return ()
        return self.uids[bisect_right(self.uids, since.uid) :]


class ImapMailbox:
    """The `Mailbox` port on an IMAP server. It connects when it is first asked. One object serves one thread.

    A position's validity is the UIDVALIDITY and, above its 32 bits, whose mailbox it is: many servers
    number every mailbox from 1, and another account's mails must not pass for ones already read.
    """

    def __init__(self, server: ImapServer) -> None:
        """Raises MailError for a password that would travel in the clear."""
        if exposes(server.security, server.host):
            raise MailError("A password must not travel unencrypted: use imaps:// or STARTTLS for the mailbox.")
        self._server = server
        self._session: ImapSession | None = None
        self._listing = _Listing()

    def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
        """As the port says; fewer than `limit` when they are big."""
        session = self._connected()
        waiting = self._listing.beyond(since) or self._listed(session, since)
        found: list[Received] = []
        while waiting and len(found) < limit and sum(len(mail.raw) for mail in found) < AT_ONCE:
            chunk = _chunk(session, waiting[: min(_CHUNK_MAILS, limit - len(found))])
            waiting = waiting[len(chunk) :]
            mails, kept_back = self._read(session, chunk)
            found += mails
            if kept_back and not found:
                raise MailError(
                    f"The mailbox at {self._server.where} does not hand out the mail after the last one read:"
                    " move it out of the inbox, then run this again."
                )
            if kept_back:
                break
        return found

    def holds(self, message_ids: Collection[str]) -> frozenset[str]:
        """As the port says. On Gmail it looks in All Mail, where everything is but spam and trash."""
        asked = {one.strip("<>"): one for one in message_ids if one.isascii() and one.isprintable()}
        if not asked:
            return frozenset()
        session = self._connected()
        self._listing = _Listing()  # another folder is open from now on
        found: set[str] = set()
        for folder, criteria in _places(session):
            if session.examine(folder) is not None:
                found |= {one for one in asked.keys() - found if session.has(*criteria(one))}
        return frozenset(asked[one] for one in found)

    def close(self) -> None:
        """Ends the connection, if there is one; the next question opens a new one."""
        if self._session:
            self._session.close()
        self._session, self._listing = None, _Listing()

    def _connected(self) -> ImapSession:
        if self._session is None or self._session.ended:
            self._session, self._listing = ImapSession(self._server), _Listing()
        return self._session

    def _listed(self, session: ImapSession, since: Position) -> Sequence[int]:
        """Opens the inbox anew; what there is beyond `since` now, all of it when the mails were renumbered."""
        validity = session.examine(_INBOX)
        if validity is None:
            raise MailError(
                f"The mailbox at {self._server.where} does not let us open its inbox: ask its provider why."
            )
        validity |= zlib.crc32(f"{self._server.user}@{self._server.where}".encode()) << 32
        after = since.uid if since.validity == validity else 0
        # "*" is the last mail, whatever its number: what was read already is cut off again (RFC 3501, 6.4.8).
        beyond = [uid for uid in uids(session.fetch(f"{after + 1}:*", "(UID)")) if uid > after]
        self._listing = _Listing(validity, after, beyond)
        return beyond

    def _read(self, session: ImapSession, chunk: Sequence[int]) -> tuple[list[Received], bool]:
        """The mails of a chunk up to one that the server keeps back, and whether there was one.

        A mail that somebody deleted in the meantime is not missed.
        """
        got = bodies(session.fetch(_together(chunk), "(UID BODY.PEEK[])"))
        missing = [uid for uid in chunk if uid not in got]
        kept_back = uids(session.fetch(_together(missing), "(UID)")) if missing else []
        end = min(kept_back, default=chunk[-1] + 1)
        validity = self._listing.validity
        return [Received(Position(validity, uid), got[uid]) for uid in chunk if uid in got and uid < end], bool(
            kept_back
        )


def _chunk(session: ImapSession, waiting: Sequence[int]) -> Sequence[int]:
    """The first of these, as many as are small enough together, at least one."""
    known = sizes(session.fetch(_together(waiting), "(UID RFC822.SIZE)"))
    totals = accumulate(known.get(uid, 0) for uid in waiting)
    return waiting[: max(1, sum(total <= CHUNK_OCTETS for total in totals))]


def _together(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def _places(session: ImapSession) -> list[tuple[str, Criteria]]:
    """Which folders are searched for a Message-ID, and how."""
    listed = session.folders()
    everything = [folder.name for folder in listed if folder.opens and "\\all" in folder.flags]
    if session.offers("X-GM-EXT-1") and everything:
        return [(everything[0], _in_gmail)]
    return [(name, _in_header) for name in (_INBOX, *sent_among(listed))]


def _in_header(message_id: str) -> tuple[str, ...]:
    return ("HEADER", "Message-ID", quoted(f"<{message_id}>"))


def _in_gmail(message_id: str) -> tuple[str, ...]:
    return ("X-GM-RAW", quoted(f"rfc822msgid:{message_id}"))
