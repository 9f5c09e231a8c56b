"""A letter put together from what all readers share has the bytes of one that was written for its reader alone."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.domain.call import Revision
from outreach.domain.web_answer import AnswerLinks
from outreach.rendering.invitation import InvitationFacts, _form, invitation_draft, invitation_letter
from outreach.rendering.letter import write
from tests.factories import NOW, SECRET, a_contact
from tests.paper import invitation_facts, template

TEMPLATE = template("invitation")
LANGUAGES = [("es",), ("fr", "pt"), ("es", "en")]
STRANGE = [
    "<b>Ana</b> & Co",
    "{{ 7 * 7 }} {% if x %}",
    "https://evil.example/?a=1&b=2",
    "mailto:x@y.example?subject=<s>",
    "javascript:alert(1)",
    "Ana\u202e\u2028 Xol\r\nBcc: x",
    "\uf000\uf001 of the private use area",
    "=" * 90,
    "Ñandú " * 40,
    "",
]


def reader(name: str, proposer: str = "Luz Ferrer") -> InvitationFacts:
    facts = invitation_facts()
    contact = a_contact("otto@redchapina.example", name=name)
    candidate = replace(facts.invitation.candidate, proposed_by=proposer, contact=contact)
    return replace(facts, invitation=replace(facts.invitation, contact=contact, candidate=candidate))


def same_as_alone(facts: InvitationFacts) -> None:
    for languages in LANGUAGES:
        assert invitation_letter(facts, TEMPLATE, languages) == write(TEMPLATE, facts.in_language, languages)


@given(st.text(max_size=120), st.text(max_size=60))
@example("Ana Xol", "")
def test_whatever_a_readers_name_holds(name: str, proposer: str) -> None:
    same_as_alone(reader(name, proposer))


@pytest.mark.parametrize("text", STRANGE)
def test_names_that_mean_something_to_templates_links_or_lines(text: str) -> None:
    same_as_alone(reader(text, text))


def test_shared_facts_may_hold_anything_too() -> None:
    facts = reader("Ana Xol")
    for text in STRANGE:
        call = replace(facts.invitation.call, title=text, bridge=text, link=text)
        same_as_alone(replace(facts, invitation=replace(facts.invitation, call=call)))


def test_links_that_answer_on_the_web_are_each_readers_own() -> None:
    links = AnswerLinks("https://answers.example.org", SECRET)
    for key in ("a" * 26, "b" * 26):
        same_as_alone(replace(reader("Ana Xol"), sender=replace(invitation_facts().sender, links=links, key=key)))


def test_a_campaign_of_a_hundred_readers_writes_its_letter_once() -> None:
    _form.cache_clear()
    facts = [replace(reader(f"Ana {number}"), country=COUNTRY, region=REGION) for number in range(100)]
    texts = {invitation_draft(one, TEMPLATE, ("es", "en"), revision=Revision(0, NOW)).content for one in facts}

    assert (_form.cache_info().misses, len(texts)) == (1, 100)


COUNTRY, REGION = invitation_facts().country, invitation_facts().region
