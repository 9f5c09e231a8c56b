"""Formulas, as far as members' sheets and the tests use them: arithmetic, references and the commonest functions."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import add, mul, sub
from typing import Any

from outreach.domain.address import column_letters, column_number
from tests.google.cell import Fault, Value, neat
from tests.google.functions import BY_ZERO, FUNCTIONS, Grid, number, rank, same, single, spread, text

Reader = Callable[[str], Grid]
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|"(?P<text>(?:[^"]|"")*)"
    |(?P<reference>(?:(?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}(?:\$?\d+)?)?(?![\w(])
      |(?:(?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))
    |(?P<name>[A-Za-z_][\w.]*)|(?P<sign><=|>=|<>|[-+*/^&=<>(),;%{}\\]))""",
    re.VERBOSE,
)
CELL = re.compile(r"(?<![\w!'$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d*)(?![\w(])")
STRENGTH = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class FormulaError(Exception):
    """The formula gives one of Google's errors."""


def evaluate(formula: str, read: Reader) -> Value | Fault:
    """The value of "=...". read: gives the values of a range in A1 notation."""
    return single(whole(formula, read))  # type: ignore[no-any-return] # what a grid holds


def spills(formula: str) -> bool:
    """Whether its values beyond the first are shown in the cells below and beside."""
    return "ARRAYFORMULA(" in formula.upper() or formula.startswith(("={", "=UNIQUE(", "=TRANSPOSE("))


def whole(formula: str, read: Reader) -> Any:
    """Everything that it gives: a value, or a grid of values."""
    try:
        return _Parser([*_tokens(formula.removeprefix("="))], read).whole()
    except FormulaError as error:
        return Fault(str(error))
    except (ArithmeticError, RecursionError):
        return Fault("#NUM!")
    except (TypeError, IndexError):  # too few or too many arguments, or a value in place of a range
        return Fault("#N/A")


def moved(text: str, rows: int, columns: int) -> str:
    """The formula as copying it that far changes its relative references."""

    def shifted(found: re.Match[str]) -> str:
        column = column_number(found[2]) + (0 if found[1] else columns)
        row = int(found[4]) + (0 if found[3] else rows)
        return "#REF!" if column < 1 or row < 1 else f"{found[1]}{column_letters(column)}{found[3]}{row}"

    return CELL.sub(shifted, text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise FormulaError("#ERROR!")
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


@dataclass
class _Parser:
    tokens: list[tuple[str, str]]
    read: Reader

    def whole(self) -> Any:
        value = self.expression(0)
        if self.tokens:
            raise FormulaError("#ERROR!")
        return value

    def expression(self, weakest: int) -> Any:
        left = self.postfixed()
        while self.tokens and STRENGTH.get(self.tokens[0][1], 0) > weakest and self.tokens[0][0] == "sign":
            sign = self.tokens.pop(0)[1]
            left = _operate(sign, left, self.expression(STRENGTH[sign]))
        return left

    def postfixed(self) -> Any:
        value = self.operand()
        while self.tokens[:1] == [("sign", "%")]:
            self.tokens.pop(0)
            value = spread(lambda one: neat(number(one) / 100), value)
        return value

    def operand(self) -> Any:
        if not self.tokens:
            raise FormulaError("#ERROR!")
        kind, sign = self.tokens.pop(0)
        if kind != "sign":
            return self.atom(kind, sign)
        if sign in "+-":
            value = self.expression(5)
            return spread(lambda one: neat(-number(one)), value) if sign == "-" else value
        if sign == "{":
            return self.literal()
        if sign != "(":
            raise FormulaError("#ERROR!")
        value = self.expression(0)
        self.expect(")")
        return value

    def atom(self, kind: str, told: str) -> Any:
        if kind == "number":
            return neat(float(told))
        if kind == "text":
            return told.replace('""', '"')
        return self.read(told.replace("$", "")) if kind == "reference" else self.called(told.upper())

    def called(self, name: str) -> Any:
        if self.tokens[:1] != [("sign", "(")]:
            if name in {"TRUE", "FALSE"}:
                return name == "TRUE"
            raise FormulaError("#NAME?")
        self.tokens.pop(0)
        arguments: list[Any] = []
        while self.tokens[:1] != [("sign", ")")]:
            left_out = self.tokens[:1] in ([("sign", ",")], [("sign", ";")])
            arguments.append(None if left_out else self.expression(0))
            if self.tokens and self.tokens[0][1] in ",;":
                self.tokens.pop(0)
        self.expect(")")
        if name not in FUNCTIONS:
            raise FormulaError("#NAME?")
        return FUNCTIONS[name](*arguments)

    def literal(self) -> Grid:
        """{1,2;3,4}: rows end with ";", columns with "," or a backslash; each part may be a range itself."""
        rows: list[list[Any]] = []
        beside = _as_grid(self.expression(0))
        while self.tokens[:1] != [("sign", "}")]:
            sign = self.tokens.pop(0)[1] if self.tokens else ""
            if sign not in {",", ";", "\\"}:
                raise FormulaError("#ERROR!")
            part = _as_grid(self.expression(0))
            if sign == ";":
                rows += beside
                beside = part
            else:
                beside = [[*one, *other] for one, other in zip(beside, part, strict=True)]
        self.expect("}")
        return rows + beside

    def expect(self, sign: str) -> None:
        if self.tokens[:1] != [("sign", sign)]:
            raise FormulaError("#ERROR!")
        self.tokens.pop(0)


def _as_grid(value: Any) -> Grid:
    return value if isinstance(value, list) else [[value]]


def _operate(sign: str, left: Any, right: Any) -> Any:
    if sign == "&":
        return spread(lambda a, b: text(a) + text(b), left, right)
    if STRENGTH[sign] == 1:
        return spread(COMPARISONS[sign], left, right)
    if sign == "/":
        return spread(lambda a, b: neat(number(a) / number(b)) if number(b) else BY_ZERO, left, right)
    return spread(lambda a, b: neat(SUMS[sign](number(a), number(b))), left, right)


SUMS: Mapping[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "^": pow}
COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = {
    "=": same,
    "<>": lambda a, b: not same(a, b),
    "<": lambda a, b: rank(a) < rank(b),
    ">": lambda a, b: rank(a) > rank(b),
    "<=": lambda a, b: rank(a) <= rank(b),
    ">=": lambda a, b: rank(a) >= rank(b),
}
