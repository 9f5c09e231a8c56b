"""No phrase is said in two files of a language: which of them would be heard is nobody's choice."""

from pathlib import Path

import pytest

from outreach.catalog import load_phrases
from outreach.errors import ConfigError


def test_a_phrase_in_two_files_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "affected.toml").write_text('[tabs.head]\nevent = "Event"\n')
    (folder / "deadlines.toml").write_text('[tabs.head]\nevent = "The event"\nday = "Day"\n')

    with pytest.raises(ConfigError, match=r"deadlines\.toml says tabs\.head\.event again"):
        load_phrases(tmp_path)


def test_one_in_one_file_is_heard(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "affected.toml").write_text('[tabs.head]\nevent = "Event"\n')

    assert load_phrases(tmp_path).say("tabs.head.event", "en") == "Event"
