"""The invitation as people get it: its facts, its languages, and files that a person can open and review."""

import base64
import re
from dataclasses import replace
from typing import Any

import pytest

from outreach.domain.call import Revision, WayIn
from outreach.domain.contact import LanguageSource
from outreach.domain.invitation import Invitation
from outreach.domain.message import Draft
from outreach.errors import MissingTranslationError
from outreach.rendering.email import stamp
from outreach.rendering.invitation import InvitationFacts, invitation_draft, invitation_letter, letter_languages
from outreach.rendering.mail_view import view
from outreach.rendering.sender import signer, signing_role
from tests.factories import NOW, a_candidate, a_contact, a_country, a_person
from tests.paper import REFRESH, invitation_facts, privacy, same_as_golden, template

LANGUAGES = [("en",), ("es",), ("pt",), ("fr",), ("es", "en")]
REVISION = Revision(0, NOW)


def draft(languages: tuple[str, ...] = ("es",), **changes: Any) -> Draft:
    return invitation_draft(invitation_facts(**changes), template("invitation"), languages, revision=REVISION)


def about(facts: InvitationFacts, **call: Any) -> InvitationFacts:
    return replace(facts, invitation=replace(facts.invitation, call=replace(facts.invitation.call, **call)))


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_facts_are_those_that_the_template_shows_as_samples(language: str) -> None:
    facts = invitation_facts().in_language(language)
    told = {f"{group}.{name}": value for group, said in facts.items() for name, value in vars(said).items()}
    samples = template("invitation").samples
    assert told == {name: said.get(language, said.get("")) for name, said in samples.items()}


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_the_files_that_a_person_reviews(languages: tuple[str, ...]) -> None:
    content = stamp(draft(languages).content, NOW)
    letter = invitation_letter(invitation_facts(), template("invitation"), languages)
    name = f"invitation.{'-'.join(languages)}"
    assert same_as_golden(f"{name}.eml", content), REFRESH
    assert same_as_golden(f"{name}.html", letter.html.encode()), REFRESH
    assert same_as_golden(f"{name}.txt", letter.text.encode()), REFRESH


def test_the_calendar_entry_that_a_person_reviews() -> None:
    content = draft(("es", "en")).content
    entry = re.search(rb"method=REQUEST\r\n.*?\r\n\r\n(.*?)--=_", content, re.DOTALL)
    assert entry is not None
    assert same_as_golden("invitation.es-en.ics", base64.b64decode(entry[1])), REFRESH


def test_the_message_reads_back_whole() -> None:
    seen = view(draft().content)
    assert seen.subject == "Invitación: DNS básico, lun 18 jul"
    assert seen.sender == '"Luz Ferrer, LACRALO" <outreach@lacralo.example>'
    assert seen.to == "Otto Xicará <otto@redchapina.example>"
    assert dict(seen.headers)["reply_to"] == "Luz Ferrer <luz@lacralo.example>"
    assert dict(seen.calendar[0].facts)["DTSTART"] == "2016-07-18 19:00 America/Port_of_Spain"


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_time_sender_reason_and_way_out_stand_in_every_letter(languages: tuple[str, ...]) -> None:
    letter = invitation_letter(invitation_facts(), template("invitation"), languages)
    for language in languages:
        facts = invitation_facts().in_language(language)
        for fact in (
            "when.time",
            "when.place",
            "when.elsewhere",
            "source.text",
            "legal.text",
            "sender.role",
            "reply.stop",
            "call.bridge",
        ):
            group, _, name = fact.partition(".")
            words = getattr(facts[group], name)
            assert words in re.sub(r"\s+", " ", letter.text)
            assert words in letter.html
    assert letter.html.count("<h1") == len(languages)
    assert "mailto:luz@lacralo.example?subject=" in letter.html


@pytest.mark.parametrize(
    ("topic", "words"),
    [("dns", "Domain Name System"), ("icann", "how ICANN works"), ("atlarge", "have a voice in ICANN")],
)
def test_each_call_of_the_series_has_its_own_words(topic: str, words: str) -> None:
    facts = about(invitation_facts(), topic=topic)
    assert words in re.sub(r"\s+", " ", invitation_letter(facts, template("invitation"), ("en",)).text)


def test_a_topic_without_words_of_its_own_goes_by_its_title() -> None:
    letter = invitation_letter(
        about(invitation_facts(), topic="dnssec", title="DNSSEC para proveedores"), template("invitation"), ("en",)
    )
    assert letter.subject == "Invitation: DNSSEC para proveedores, Mon 18 Jul"


def test_without_bridge_and_others_nothing_speaks_of_them() -> None:
    text = invitation_letter(about(invitation_facts(series=()), bridge=""), template("invitation"), ("en",)).text
    assert "telephone" not in text
    assert "series" not in text


def test_each_language_of_a_letter_names_its_own_bridge_and_the_entry_that_of_the_first() -> None:
    facts = about(invitation_facts(), bridge="", ways=(WayIn("en", "1638", ""), WayIn("es", "1738", "")))
    content = invitation_draft(facts, template("invitation"), ("es", "en"), revision=REVISION).content
    text, entry = view(content).text, re.search(rb"method=REQUEST\r\n.*?\r\n\r\n(.*?)--=_", content, re.DOTALL)

    assert entry is not None
    assert re.findall(r"1[67]38", text) == ["1738", "1638"]
    assert re.findall(rb"LOCATION:(\d+)", base64.b64decode(entry[1])) == [b"1738"]


def test_a_hostile_row_stays_text() -> None:
    contact = a_contact("x@evil.example", name="[Ana](http://evil.example)\r\nBcc: y@evil.example")
    candidate = a_candidate(contact=contact, name="<script>", proposed_by="<img src=x>")
    facts = invitation_facts()
    hostile = about(
        replace(facts, invitation=Invitation(candidate, contact, facts.invitation.call)),
        link="javascript:x",
        bridge="{{ 7*7 }}",
    )
    content = invitation_draft(hostile, template("invitation"), ("en",), revision=REVISION).content
    seen = view(content)
    assert "Hello [Ana](http://evil.example) Bcc: y@evil.example," in seen.text
    assert "By telephone: {{ 7*7 }}" in seen.text
    assert "javascript:" not in seen.html
    assert "<img" not in seen.html
    assert re.findall(rb"^Bcc", content, re.MULTILINE) == []


def test_the_same_facts_give_the_same_bytes() -> None:
    assert draft(("es", "en")) == draft(("es", "en"))


def test_a_language_we_can_write_stands_alone_else_all_with_the_countrys_first() -> None:
    unknown = a_contact(language=None, language_source=LanguageSource.UNKNOWN)
    dutch = a_contact(language="nl")
    invitation = template("invitation")
    assert letter_languages(a_contact(language="pt"), a_country("GT"), ("en", "es"), invitation) == ("pt",)
    assert letter_languages(unknown, a_country("GT"), ("en", "es"), invitation) == ("es", "en")
    assert letter_languages(unknown, a_country("BZ"), ("es", "en"), invitation) == ("en", "es")
    assert letter_languages(dutch, a_country("SR", language="nl"), ("en", "es"), invitation) == ("en", "es")


def test_a_language_that_nobody_wrote_stops_this_message() -> None:
    with pytest.raises(MissingTranslationError, match=r"templates/invitation/nl\.md\.j2"):
        draft(("nl",))


def test_the_countrys_liaison_signs_else_a_leader() -> None:
    liaison = a_person("Odwin", roles=frozenset({"liaison"}), liaison_for=frozenset({"GD"}))
    chair = a_person("Maribel", roles=frozenset({"chair"}))
    secretary = a_person("Delroy", roles=frozenset({"secretary"}))
    assert signer("GD", [chair, liaison]) == liaison
    assert signer("GT", [chair, liaison, secretary]) == secretary
    assert signer("GT", [liaison]) is None
    assert (signing_role(liaison), signing_role(a_person(roles=frozenset({"member"})))) == ("liaison", "member")


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_foot_follows_the_countrys_law(language: str) -> None:
    assert "art. 27, inc. 3" in privacy().footer("AR", language)
    assert "LGPD" in privacy().footer("BR", language)
    assert "ARCO" in privacy().footer("MX", language)
    assert privacy().footer("GT", language) == privacy().general[language]


def test_a_foot_that_nobody_wrote_stops_this_message() -> None:
    with pytest.raises(MissingTranslationError, match=r"GT are missing in nl: add them to config/privacy\.toml"):
        privacy().footer("GT", "nl")
