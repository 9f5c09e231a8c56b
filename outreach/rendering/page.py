"""Pages that stand alone: every mail of a folder to leaf through, and what a leader reads before approving."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import DictLoader, Environment, StrictUndefined

from outreach.domain.approval import Batch
from outreach.domain.message import Draft
from outreach.domain.same_again import same_again
from outreach.rendering.mail_view import MailView, view
from outreach.rendering.phrases import Phrases

ASIDE = 3  # unchanged lines shown around a difference


@dataclass(frozen=True, slots=True)
class Pages:
    """The sources of `templates/_pages/` by file name, and the phrases they speak."""

    sources: Mapping[str, str]
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Sample:
    """The first of the messages in the same languages, and how many there are."""

    languages: tuple[str, ...]
    count: int
    mail: MailView


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two lists of drafts. added, removed: addresses; changed: how many are written otherwise.

    texts: for each language whose sample changed, its lines with "+", "-" or " " before each.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: int
    texts: tuple[tuple[tuple[str, str], ...], ...]


def mails_page(messages: Iterable[bytes], pages: Pages) -> str:
    """One HTML file in which all these .eml contents can be leafed through; it asks nothing of any server."""
    mails = [view(content) for content in messages]
    by_language = sorted(Counter(mail.language for mail in mails).items())
    return render(pages, "mails.html.j2", mails=mails, by_language=by_language)


def approval_page(batch: Batch, pages: Pages, *, title: str, previous: Sequence[Draft] = ()) -> str:
    """What a leader must have read before approving `batch`: its hash, every recipient, one full text a language.

    previous: the drafts that were shown the last time, if any. Private: it names addresses.
    """
    drafts = sorted(batch.drafts, key=lambda draft: (draft.languages, draft.recipient))
    return render(
        pages,
        "approval.html.j2",
        title=title,
        hash=batch.hash,
        count=len(drafts),
        drafts=drafts,
        samples=[_sample(languages, drafts) for languages in _languages(drafts)],
        difference=_difference(previous, drafts) if previous else None,
    )


def render(pages: Pages, name: str, **facts: object) -> str:
    """A page of `templates/_pages/` with these facts; whatever they hold is text, never markup."""
    return _environment(pages).get_template(name).render(**facts)


@same_again(most=4)
def _environment(pages: Pages) -> Environment:
    """Keeps the templates it has compiled."""
    environment = Environment(loader=DictLoader(pages.sources), autoescape=True, undefined=StrictUndefined)
    environment.globals["say"] = pages.phrases.say
    return environment


def _languages(drafts: Iterable[Draft]) -> list[tuple[str, ...]]:
    return sorted({draft.languages for draft in drafts})


def _sample(languages: tuple[str, ...], drafts: Sequence[Draft]) -> Sample:
    same = [draft for draft in drafts if draft.languages == languages]
    return Sample(languages, len(same), view(same[0].content))


def _difference(before: Sequence[Draft], now: Sequence[Draft]) -> Difference:
    old, new = ({draft.recipient: draft for draft in drafts} for drafts in (before, now))
    both = old.keys() & new.keys()
    texts = [_changed_lines(languages, before, now) for languages in _languages(now)]
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=sum(old[address].fingerprint != new[address].fingerprint for address in both),
        texts=tuple(lines for lines in texts if lines),
    )


def _changed_lines(
    languages: tuple[str, ...], before: Sequence[Draft], now: Sequence[Draft]
) -> tuple[tuple[str, str], ...]:
    """Of one recipient who gets these languages in both lists, as different people's texts always differ."""
    old = {draft.recipient: draft for draft in before if draft.languages == languages}
    pairs = [(old[draft.recipient], draft) for draft in now if draft.languages == languages and draft.recipient in old]
    changed = next(((one, other) for one, other in pairs if one.fingerprint != other.fingerprint), None)
    if changed is None:
        return ()
    one, other = (view(draft.content).text.splitlines() for draft in changed)
    lines = list(difflib.unified_diff(one, other, n=ASIDE, lineterm=""))[3:]
    return tuple((line[:1], line[1:]) for line in lines)
