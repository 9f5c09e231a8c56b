"""Words to choose from: one or several of a column's choices, and languages, in the words that members use."""

import re
from collections.abc import Callable, Mapping

from rapidfuzz import fuzz, process

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import folded, parts, shown
from outreach.intake.reading import Fault, Reading
from outreach.intake.schema import Column

LIST = re.compile(r"\s*[,;|\n+]\s*|\s*/\s*|\s+(?:y|and|e|et|&|o|or|ou|u)\s+", re.IGNORECASE)
TAGGED = re.compile(r"([a-z]{2})[-_ ](?:[a-z]{2}|419)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:fy)?\s?\d{2,4}(?:[-/]\d{2,4})?\b", re.IGNORECASE)  # "NomCom 2017" is NomCom
LIKE_ENOUGH = 70  # per cent of letters, below which a suggestion would be a guess

Reader = Callable[[Cell], Reading]


def choice_reader(column: Column) -> Reader:
    """Reads one choice; said in two languages ("Sí / Yes") both must mean the same."""
    known = {folded(word): value for value, words in column.choices.items() for word in (value, *words)}

    def read(cell: Cell) -> Reading:
        meant = meanings(shown(cell), known) or meanings(YEAR.sub("", shown(cell)), known)
        if len(meant) == 1:
            return Reading(meant.pop())
        return Reading(None, _unknown("" if meant else shown(cell), column))

    return read


def choices_reader(column: Column) -> Reader:
    """Reads several choices into a set; one that is not known is told, the others stand."""
    known = {folded(word): value for value, words in column.choices.items() for word in (value, *words)}

    def read(cell: Cell) -> Reading:
        text = shown(cell)
        if folded(text) in known:
            return Reading(frozenset({known[folded(text)]}))
        items = {item: meanings(item, known) for item in LIST.split(text) if folded(item)}
        fault = next((_unknown(item, column) for item, meant in items.items() if len(meant) != 1), None)
        return Reading(frozenset(meant.pop() for meant in items.values() if len(meant) == 1), fault)

    return read


def languages_reader(languages: Mapping[str, tuple[str, ...]]) -> Reader:
    """Reads languages into IETF tags in the order they are named, which is the order of preference."""
    known = {folded(name): tag for tag, names in languages.items() for name in (tag, *names)}
    offered = ", ".join(names[0] for names in languages.values())
    spellings = {folded(name): name for names in languages.values() for name in names}

    def read(cell: Cell) -> Reading:
        items = [item for item in LIST.split(_without_remarks(shown(cell))) if folded(item)]
        tags = [tag for item in items for tag in _tags(item, known)]
        strange = next((item for item in items if not _tags(item, known)), None)
        read_as = tuple(dict.fromkeys(tags))
        if strange is None and items:
            return Reading(read_as)
        near = nearest(strange or "", spellings)
        return Reading(read_as, Fault(ProblemCode.LANGUAGE_UNKNOWN, near, {"choices": offered}))

    return read


def meanings(text: str, known: Mapping[str, str]) -> set[str]:
    """What a text can mean: by its whole, else by each of its parts that is known."""
    pieces = parts(text)
    return {known[piece] for piece in (pieces[:1] if pieces and pieces[0] in known else pieces) if piece in known}


def nearest(text: str, words: Mapping[str, str]) -> str:
    """The word that comes near, as one would write it; words: by their folded form. "" when none does."""
    found = process.extractOne(folded(text), words.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return words[found[0]] if found else ""


def offered(column: Column) -> str:
    """The words to choose from, one a choice."""
    return ", ".join(words[0] if words else value for value, words in column.choices.items())


def _unknown(text: str, column: Column) -> Fault:
    words = {folded(word): word for listed in column.choices.values() for word in listed}
    return Fault(ProblemCode.CHOICE_UNKNOWN, nearest(text, words), {"choices": offered(column)})


def _tags(item: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The tags of one item: a name, a tag with its country ("pt-BR"), or names side by side ("EN ES")."""
    if folded(item) in known:
        return (known[folded(item)],)
    words = folded(item).split()
    if all(word in known for word in words):
        return tuple(known[word] for word in words)
    tagged = TAGGED.fullmatch(item.strip())
    return (known[tagged[1].lower()],) if tagged and tagged[1].lower() in known else ()


def _without_remarks(text: str) -> str:
    return re.sub(r"\([^)]*\)", " ", text)
