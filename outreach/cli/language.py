"""The language of the command line: the locale's where there are words for it, else English."""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from outreach.settings import ROOT

if TYPE_CHECKING:
    from outreach.rendering.wording import Wording

WORDS = ROOT / "templates" / "_operator"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set and not empty


def language(environment: Mapping[str, str]) -> str:
    """The code of the language that an environment asks for: "es" for es_MX.UTF-8, "en" where we have no other."""
    asked = next((environment[name] for name in LOCALE if environment.get(name)), "")
    code = re.split(r"[_.@-]", asked)[0].lower()
    return code if code.isalpha() and (WORDS / code).is_dir() else "en"


def chosen_language() -> str:
    """The language of the environment in which the program runs."""
    return language(os.environ)


def spoken(sentence: str) -> str:
    """A sentence of the program in the language of the locale; as it is where there is none for it."""
    code = chosen_language()
    return sentence if code == "en" else _wording(code).say(sentence)


@cache
def _wording(code: str) -> "Wording":
    from outreach.rendering.wording import Wording

    files = sorted((WORDS / code).glob("*.toml"))
    return Wording.of(pair for file in files for pair in tomllib.loads(file.read_text(encoding="utf-8")).items())
