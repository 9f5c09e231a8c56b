"""Spanish by locale: every sentence that an operator may read has its Spanish, with the same facts in it."""

import ast
import re
import tomllib
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from outreach.cli import cli
from outreach.cli.help import explained
from outreach.cli.language import WORDS, language
from outreach.rendering.wording import HOLE, Wording
from outreach.settings import ROOT

SPANISH = {
    english: spanish
    for file in sorted((WORDS / "es").glob("*.toml"))
    for english, spanish in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
KNOWN = {HOLE.sub("{}", english) for english in SPANISH}
CODE = [path for top in ("outreach", "flows", "tasks") for path in sorted((ROOT / top).rglob("*.py"))]
TALKS = {
    "outreach/doctor.py",
    "outreach/delivery.py",
    "flows/demo.py",
    "flows/run.py",
    "flows/up.py",
}
UNTOLD = {"tasks/artifacts.py"}  # Prefect's own pages are in English
ERRORS = re.compile(r"class (\w+)\((?:\w+Error)\)")
PHRASE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
WORD = re.compile(r"[A-Za-z]{2}")
UNSAID = re.compile(
    r"^\^|\(\?P<|^outreach |^said no$|Outreach probe|^This mail was sent|lives in the region|^mail server$"
)
SAYS = {"working", "say", "confirm", "spoken", "_say", "_step"}


def text_of(node: ast.AST) -> str | None:
    """A string as a template, its facts as {}; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return HOLE.sub("{}", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def strings_of(tree: ast.AST) -> Iterator[str]:
    """Every string of a module but for docstrings, annotations, decorators and parts of f-strings."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        text = text_of(node)
        if text is not None:
            yield text
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from strings_of(part.value)
        elif isinstance(node, ast.FunctionDef):
            yield from (text for child in node.body for text in strings_of(ast.Module([child], [])))
        elif isinstance(node, ast.AnnAssign):
            yield from strings_of(ast.Module([ast.Expr(node.value)], [])) if node.value else ()
        else:
            yield from strings_of(node)


def is_sentence(text: str) -> bool:
    return text.endswith((".", "?")) and len(text.split()) > 2 and PHRASE.search(text) is not None and "<" not in text


def called(tree: ast.AST, names: set[str]) -> Iterator[str]:
    """The first argument of each call of these names, where it is a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
            text = text_of(node.args[0])
            if text is not None:
                yield text


def told() -> Iterator[tuple[str, str]]:
    """Every sentence that the program raises or prints, with the file in which it stands."""
    raised = set(ERRORS.findall("".join(path.read_text(encoding="utf-8") for path in CODE)))
    for path in CODE:
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        talks = name in TALKS or name.startswith("outreach/cli/")
        pure = name.startswith(("outreach/domain/", "outreach/intake/", "outreach/rendering/"))  # they only raise
        if name in UNTOLD or (pure and "Error(" not in text):
            continue
        tree = ast.parse(text)
        found = set(called(tree, raised | SAYS if talks else raised))
        if not pure:
            found |= {one for one in strings_of(tree) if is_sentence(one) or (talks and PHRASE.search(one))}
        yield from ((name, one) for one in found if WORD.search(one) and not UNSAID.search(one))


def explanations(group: click.Group = cli) -> Iterator[str]:
    """Every piece of help that is translated by itself."""
    for command in (group, *group.commands.values()):
        yield from pieces(command.help or "")
        yield from (one.help for one in command.params if isinstance(one, click.Option) and one.help)
        if isinstance(command, click.Group) and command is not group:
            yield from explanations(command)


def pieces(text: str) -> Iterator[str]:
    for part in explained(text).split("\n\n"):
        lines = part.removeprefix("\b\n").split("\n") if part.startswith("\b") else [part]
        yield from (piece for line in lines for piece in re.split(r"\s{2,}", line) if not is_typed(piece))


def is_typed(piece: str) -> bool:
    """What stands in an example to be typed, or a number of the exit status."""
    return not piece or piece.isdigit() or re.match(r"([A-Z_]+=\S+ +)?outreach ", piece) is not None


def known(text: str) -> bool:
    """Whether there is a Spanish for a template; what follows a whole sentence is a sentence of its own."""
    return re.sub(r"\. ?\{\}$", ".", text.strip()) in KNOWN


def test_everything_an_operator_is_told_has_its_spanish() -> None:
    assert sorted({f"{name}: {text}" for name, text in told() if not known(text)}) == []


def test_all_help_has_its_spanish() -> None:
    assert sorted({text for text in explanations() if not known(HOLE.sub("{}", text))}) == []


def test_both_languages_tell_the_same_facts() -> None:
    wording = Wording.of(SPANISH.items())
    for english, spanish in SPANISH.items():
        facts = {hole: f"<{hole}>" for hole in HOLE.findall(english)}

        assert set(HOLE.findall(spanish)) == set(facts), english
        assert wording.say(english.format_map(facts)) == spanish.format_map(facts)


def test_no_sentence_has_so_few_words_of_its_own_that_it_would_match_others() -> None:
    filled = [english for english in SPANISH if HOLE.search(english)]

    assert [english for english in filled if len(re.findall(r"[A-Za-z]", HOLE.sub("", english))) < 4] == []


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LC_ALL": "es_MX.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        ({"LC_ALL": "C", "LC_MESSAGES": "es_AR", "LANG": "es"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "es", "LANG": "en_GB"}, "es"),
        ({"LANG": "es_419.UTF-8@latin"}, "es"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({"LANG": "../es"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_decides_as_posix_orders_it(environment: dict[str, str], code: str) -> None:
    assert language(environment) == code


def call(*words: str, locale: str = "es_CR.UTF-8", asked: str = "") -> Result:
    return CliRunner().invoke(cli, words, env={"LC_ALL": locale}, prog_name="outreach", input=asked)


def test_an_error_is_told_in_spanish() -> None:
    assert (
        call("check", "nada.xlsx").stderr
        == "No hay ningún libro de cálculo nada.xlsx: revise el nombre y la carpeta.\n"
    )


def test_a_mistyped_command_is_told_in_spanish() -> None:
    assert call("coverage", "--on", "ayer").stderr.splitlines() == [
        "Uso: outreach coverage [OPCIONES] [FILE]",
        "Pruebe 'outreach coverage --help' para ver la ayuda.",
        "Error: Valor incorrecto para '--on': 'ayer' no tiene el formato '%Y-%m-%d'.",
    ]


def test_help_is_in_spanish_and_what_is_typed_stays() -> None:
    lines = call("demo", "--help").stdout.splitlines()

    assert lines[0] == "Uso: outreach demo [OPCIONES]"
    assert "    outreach demo                            con el libro de muestra" in lines


def test_what_has_no_spanish_stays_as_it_is() -> None:
    assert Wording.of(SPANISH.items()).say("Nobody has translated this.") == "Nobody has translated this."


def test_facts_that_are_words_are_translated_too_and_sentences_one_by_one() -> None:
    wording = Wording.of(
        [("{count} sent; {state}", "{count} enviados; {state}"), ("done", "hecho"), ("Stop.", "Alto.")]
    )

    assert [wording.say(text) for text in ("3 sent; done", "Stop. 5 of them", " Stop.")] == [
        "3 enviados; hecho",
        "Alto. 5 of them",
        " Alto.",
    ]
