"""What a received mail says, which message it answers and whose answer it is: by the message's key, by address last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.domain.answer import AnswerKind
from outreach.domain.contact import contact_id
from outreach.domain.failure import MailKind, Verdict
from outreach.domain.history import History, Record
from outreach.domain.invitation import INVITATION
from outreach.domain.plus_address import BOUNCES, is_key, read_tag
from outreach.intake.addresses import normalised

_RSVPS = {"yes": AnswerKind.YES, "no": AnswerKind.NO, "maybe": AnswerKind.MAYBE}
_KINDS = {
    MailKind.REPLY: AnswerKind.REPLIED,
    MailKind.OPT_OUT: AnswerKind.OPT_OUT,
    MailKind.AUTO_REPLY: AnswerKind.OUT_OF_OFFICE,
    MailKind.COMPLAINT: AnswerKind.COMPLAINT,
    MailKind.OTHER: AnswerKind.OTHER,
}
_FROM_PROGRAMS = frozenset({MailKind.BOUNCE, MailKind.COMPLAINT})


@dataclass(frozen=True, slots=True)
class Match:
    """What a mail was found to answer. contact, message: an id and a key, "" where it is not known or not sure."""

    contact: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What answers may refer to. keys: the records by key; contacts: ids of everybody we wrote to.

    domain: our own, which our Message-IDs and plus-addresses end in; secret: makes contacts' ids.
    """

    keys: Mapping[str, Record]
    contacts: frozenset[str]
    domain: str
    secret: bytes

    def ids(self, address: str) -> tuple[str, ...]:
        """The ids that an address can have, as it is written and in small letters; none of what is no address."""
        spellings = dict.fromkeys(filter(None, (normalised(address), normalised(address.casefold()))))
        return tuple(contact_id(spelling, self.secret) for spelling in spellings)

    def contact(self, address: str) -> str:
        """The id under which an address is known; "" of one that we do not know, or that is none."""
        return next((one for one in self.ids(address) if one in self.contacts), "")


def answer_kind(verdict: Verdict) -> AnswerKind | None:
    """What a received mail says; None for a delay notice, after which the server still tries."""
    if verdict.kind is MailKind.DELAY:
        return None
    if verdict.kind is MailKind.BOUNCE:
        dead = [failure.permanent for failure in verdict.failures]
        return AnswerKind.BOUNCED if dead and all(dead) else AnswerKind.NOT_DELIVERED
    if verdict.kind is MailKind.RSVP:
        return _RSVPS.get(verdict.rsvp, AnswerKind.REPLIED)
    return _KINDS[verdict.kind]


def sent(history: History, *, domain: str, secret: bytes) -> Sent:
    """What answers may refer to: everything in the ledger's records."""
    keys = {record.key: record for record in history.records}
    return Sent(keys, frozenset(record.contact for record in history.records), domain.casefold(), secret)


def match(verdict: Verdict, known: Sent) -> Match:
    """What a mail answers: a message by its key, else a contact by the address.

    Nothing where two of these point to different contacts: then a person must look.
    """
    for keys in (_verp_keys(verdict, known), _plus_keys(verdict, known), _named_keys(verdict, known)):
        found = [known.keys[key] for key in keys if key in known.keys]
        if found:
            return _agreed(found, verdict, known)
    return _by_address(verdict, known)


def _agreed(found: list[Record], verdict: Verdict, known: Sent) -> Match:
    """The first message that is named, unless several contacts' are, or another contact wrote."""
    writer = "" if verdict.kind in _FROM_PROGRAMS else known.contact(verdict.sender)
    contacts = {record.contact for record in found} | ({writer} if writer else set())
    return Match(found[0].contact, found[0].key) if len(contacts) == 1 else Match()


def _by_address(verdict: Verdict, known: Sent) -> Match:
    """The contact who wrote, or to whom a message failed; its message where there is no choice."""
    by_programs = verdict.kind in _FROM_PROGRAMS
    addresses = [failure.address for failure in verdict.failures] if by_programs else [verdict.sender]
    contacts = {known.contact(address) for address in addresses} - {""}
    if len(contacts) != 1:
        return Match()
    contact = contacts.pop()
    return Match(contact, _only_message(contact, verdict, known))


def _only_message(contact: str, verdict: Verdict, known: Sent) -> str:
    """The one message to this contact, or the one about the call that a calendar names; "" where it is not sure."""
    theirs = [record for record in known.keys.values() if record.contact == contact]
    occasions = {f"{INVITATION}{name}" for name, domain in _ids(verdict) if domain == known.domain}
    about = [record for record in theirs if record.occasion in occasions] or theirs
    return about[0].key if len({record.occasion for record in about}) == 1 else ""


def _verp_keys(verdict: Verdict, known: Sent) -> Iterator[str]:
    """`bounces+KEY@own-domain`: the envelope's sender, to which only bounces come."""
    yield from (tag for name, tag in _plus_addresses(verdict.sent_to, known) if name == BOUNCES)


def _plus_keys(verdict: Verdict, known: Sent) -> Iterator[str]:
    """`anything+KEY@own-domain`: a Reply-To, or the address in a link to answer by."""
    yield from (tag for name, tag in _plus_addresses(verdict.sent_to, known) if name != BOUNCES)


def _named_keys(verdict: Verdict, known: Sent) -> Iterator[str]:
    """Our Message-IDs, `KEY@own-domain`, and bare keys, which are envelope ids (RFC 3461)."""
    yield from (name for name, domain in _ids(verdict) if is_key(name) and domain in {"", known.domain})


def _plus_addresses(addresses: Iterable[str], known: Sent) -> Iterator[tuple[str, str]]:
    yield from (tag for tag in (read_tag(address, known.domain) for address in addresses) if tag)


def _ids(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What the mail refers to, as the part before the @ and the domain after it."""
    for one in verdict.refers_to:
        bare = one.strip("<> ")
        name, _, domain = bare.rpartition("@") if "@" in bare else (bare, "", "")
        yield (name.casefold() if is_key(name.casefold()) else name), domain.casefold()
