"""The digest as a message: everything in plain words too, the picture inside, nobody's address."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.catalog import load_phrases
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.digest import Digest, digest_for
from outreach.domain.history import History
from outreach.domain.standing import Health, Standing, WaitingBatch
from outreach.rendering.coverage_words import alternative_text
from outreach.rendering.digest import DigestPaper, digest_drafts, digest_letter
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import write
from outreach.rendering.mail_view import view
from outreach.rendering.stationery import stationery
from outreach.rendering.template import parse_template
from outreach.rendering.tile_layout import plain_layout
from tests.factories import NOW, TODAY, a_candidate, a_person, a_record, a_region, a_structure

TEMPLATES = Path(__file__).parents[3] / "templates"
PHRASES = load_phrases(TEMPLATES / "_phrases")
LANGUAGES = ("en", "es", "pt", "fr")
CANDIDATE = a_candidate(country="GD")
KNOWN = Evidence(structures=(a_structure("GT"),), candidates=(CANDIDATE,))


def contents(folder: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (TEMPLATES / folder).iterdir()}


TEMPLATE = parse_template("digest", contents("digest"), stationery(contents("_layout"), contents("_theme"), PHRASES))
PAPER = DigestPaper(
    TEMPLATE, plain_layout(["GT", "GD", "BZ"]), Mailbox("LACRALO", "outreach@lacralo.example"), "lacralo.example"
)


def link(tab: str, cell: str) -> str:
    return f"https://sheet.example/{tab}/{cell}".replace(" ", "%20")


def a_digest(*, before: Evidence = KNOWN, waiting: tuple[WaitingBatch, ...] = ()) -> Digest:
    def standing(evidence: Evidence, batches: tuple[WaitingBatch, ...] = ()) -> Standing:
        sent = History((a_record(),))
        health = Health({"Survey": 80}, 4, NOW, link("To fix", "A1"))
        return Standing(coverage_on(TODAY, a_region(), evidence), sent, batches, (), health)

    told = digest_for(standing(before), None, now=NOW - timedelta(days=7), link=link).figures
    return digest_for(standing(KNOWN, waiting), told, now=NOW, link=link)


WAITING = WaitingBatch(
    "c0de", "invitation:dns", "DNS [basics](https://evil.example)", 14, link("Approvals", "A2"), TODAY
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_everything_that_the_picture_shows(language: str) -> None:
    letter, _ = digest_letter(a_digest(before=Evidence()), language, PAPER)

    shown = alternative_text(a_digest().coverage, language, PHRASES)
    assert shown in " ".join(letter.text.split())
    assert f'alt="{shown}"' in letter.html


def test_the_picture_travels_inside_the_message() -> None:
    letter, (picture,) = digest_letter(a_digest(before=Evidence()), "es", PAPER)

    (draft,) = digest_drafts([(a_person(), a_digest(before=Evidence()))], PAPER)
    assert letter.html.count(f'src="cid:{picture.id}"') == 1
    assert view(draft.content).html.count('src="data:image/png;base64,') == 1


def test_each_reader_gets_the_digest_in_a_language_they_read() -> None:
    readers = [a_person(languages=languages) for languages in (("es", "en"), ("nl", "fr"), ("nl",), ())]

    drafts = digest_drafts([(reader, a_digest()) for reader in readers], PAPER)

    assert [draft.languages for draft in drafts] == [("es",), ("fr",), ("en",), ("en",)]


def test_a_leader_without_an_address_gets_none() -> None:
    assert digest_drafts([(a_person(contact=None), a_digest())], PAPER) == ()


def test_a_reader_has_one_digest_a_day_with_the_same_bytes() -> None:
    first, again = (digest_drafts([(a_person(), a_digest(waiting=(WAITING,)))], PAPER)[0] for _ in range(2))

    assert (first.occasion, first.revision) == ("digest:2016-07-01", 0)
    assert first == again


def test_a_digest_that_comes_back_tells_which_it_was() -> None:
    (draft,) = digest_drafts([(a_person(), a_digest())], replace(PAPER, plus=True))

    assert draft.sender == f"bounces+{draft.key}@lacralo.example"


def test_a_quiet_week_is_two_lines_and_no_picture() -> None:
    letter, pictures = digest_letter(a_digest(), "en", PAPER)

    said = letter.text.partition("\n---")[0].split("\n\n")
    assert [" ".join(paragraph.split())[:34] for paragraph in said if paragraph.strip()] == [
        "Nothing changed since 24 June 2016",
        "1 of 3 countries covered. Sheets r",
    ]
    assert pictures == ()


def test_the_digest_names_no_candidate_and_no_address() -> None:
    letter, _ = digest_letter(a_digest(before=Evidence(), waiting=(WAITING,)), "es", PAPER)

    private = [CANDIDATE.name, CANDIDATE.proposed_by, CANDIDATE.contact.address]  # type: ignore[union-attr] # it has one
    assert [word for word in private if word in letter.text + letter.html] == []


def test_what_members_wrote_as_a_title_leads_nowhere_of_its_own() -> None:
    letter, _ = digest_letter(a_digest(waiting=(WAITING,)), "en", PAPER)

    assert 'href="https://evil.example"' not in letter.html
    assert letter.html.count('href="https://sheet.example/Approvals/A2"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_facts_fill_the_text(language: str) -> None:
    letter = write(TEMPLATE, TEMPLATE.sample, (language,))

    assert letter.subject == TEMPLATE.samples["digest.subject"][language]
    assert letter.html.count("https://sheet.example/#") == 2
