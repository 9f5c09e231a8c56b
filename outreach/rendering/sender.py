"""Who writes to a candidate, and where the answer goes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from outreach.domain.person import Person
from outreach.domain.plus_address import bounce_address, tagged
from outreach.domain.web_answer import AnswerLinks, WebAction
from outreach.rendering.headers import Mailbox

SIGNING_ROLES = ("liaison", "subcommittee_chair", "secretary", "vice_secretary", "chair", "vice_chair")


@dataclass(frozen=True, slots=True)
class Sender:
    """A person who writes for an organisation.

    role: as in People ("liaison"); address: the organisation's own, which mail servers vouch for;
    reply_to: a mailbox that a person reads; notice: address of the privacy notice, or "".
    answers: a mailbox that the system itself reads, for the words it understands; "" where there is none.
    plus: whether our own domain takes plus-addresses; key: of the message that is being written.
    links: makes links that answer on the web; None where no endpoint runs. scope: of the ledger, as in `App`.
    """

    organisation: str
    name: str
    role: str
    address: str
    reply_to: str
    notice: str = ""
    answers: str = ""
    plus: bool = False
    key: str = ""
    links: AnswerLinks | None = None
    scope: str = ""

    def writing(self, key: str) -> "Sender":
        """The same, for the message with this key: our own addresses carry it where the domain takes that."""
        return replace(self, key=key)

    @property
    def envelope(self) -> str:
        """The envelope's sender, to which bounces come."""
        return bounce_address(self.address, self.key) if self.plus and self.key else self.address

    @property
    def mailbox(self) -> Mailbox:
        """For From: a human name on the organisation's own address."""
        return Mailbox(f"{self.name}, {self.organisation}" if self.name else self.organisation, self.address)

    @property
    def reply_mailbox(self) -> Mailbox:
        """For Reply-To."""
        return Mailbox(self.name or self.organisation, self._carrying_key(self.reply_to))

    @property
    def organiser(self) -> Mailbox:
        """For calendar entries: the organisation itself, as it must outlast whoever is liaison today."""
        return Mailbox(self.organisation, self.address)

    def answer_link(self, action: WebAction, word: str, language: str) -> str:
        """A link that answers on the web; where no endpoint runs, it opens a mail with this word as its subject."""
        if self.links and self.key:
            return self.links.link(action, self.key, language)
        return self._mail_link(word)

    def unsubscribe(self, word: str, language: str) -> tuple[str, ...]:
        """For List-Unsubscribe: on the web where an endpoint runs, and by a mail in any case."""
        links = (self.answer_link(WebAction.STOP, word, language), self._mail_link(word))
        return tuple(dict.fromkeys(links))

    def _mail_link(self, word: str) -> str:
        return _mailto(self._carrying_key(self.answers or self.reply_to), word)

    def _carrying_key(self, address: str) -> str:
        """Our own address with the key; a person's private one as it is."""
        return tagged(address, self.key) if self.plus and self.key and address == self.address else address


@lru_cache(maxsize=1024)
def _mailto(address: str, word: str) -> str:
    return f"mailto:{quote(address, safe='@+')}?subject={quote(word)}"


def signer(country: str, people: Iterable[Person]) -> Person | None:
    """Who signs mail to a country: its liaison, else the first leader by `SIGNING_ROLES`; None when there is nobody."""
    listed = sorted(people, key=lambda person: person.origin)
    liaisons = [person for person in listed if country in person.liaison_for]
    leaders = [person for role in SIGNING_ROLES[1:] for person in listed if role in person.roles]
    return next(iter([*liaisons, *leaders]), None)


def signing_role(person: Person) -> str:
    """The role under which a person signs."""
    return next((role for role in SIGNING_ROLES if role in person.roles), "member")
