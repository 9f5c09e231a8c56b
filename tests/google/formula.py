"""Formulas, as far as members' sheets and the tests use them: arithmetic, references and the commonest functions."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from outreach.domain.address import column_letters, column_number
from tests.google.cell import Fault, Value, kept, neat

Grid = list[list[Value]]
Reader = Callable[[str], Grid]
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|"(?P<text>(?:[^"]|"")*)"
    |(?P<reference>(?:(?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?(?![\w(])
      |(?:(?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))
    |(?P<name>[A-Za-z_][\w.]*)|(?P<sign><=|>=|<>|[-+*/^&=<>(),;%]))""",
    re.VERBOSE,
)
CELL = re.compile(r"(?<![\w!'$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d*)(?![\w(])")
STRENGTH = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class FormulaError(Exception):
    """The formula gives one of Google's errors."""


def evaluate(text: str, read: Reader) -> Value | Fault:
    """The value of "=...". read: gives the values of a range in A1 notation."""
    try:
        parser = _Parser([*_tokens(text.removeprefix("="))], read)
        return _scalar(parser.whole())
    except FormulaError as error:
        return Fault(str(error))
    except (ArithmeticError, RecursionError):
        return Fault("#NUM!")


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
            left = _operate(sign, _scalar(left), _scalar(self.expression(STRENGTH[sign])))
        return left

    def postfixed(self) -> Any:
        value = self.operand()
        while self.tokens[:1] == [("sign", "%")]:
            self.tokens.pop(0)
            value = neat(_number(_scalar(value)) / 100)
        return value

    def operand(self) -> Any:
        if not self.tokens:
            raise FormulaError("#ERROR!")
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return neat(float(text))
        if kind == "text":
            return text.replace('""', '"')
        if kind == "reference":
            return self.read(text.replace("$", ""))
        if kind == "name":
            return self.called(text.upper())
        if text in "+-":
            value = _number(_scalar(self.expression(5)))
            return -value if text == "-" else value
        if text != "(":
            raise FormulaError("#ERROR!")
        value = self.expression(0)
        self.expect(")")
        return value

    def called(self, name: str) -> Any:
        if self.tokens[:1] != [("sign", "(")]:
            if name in {"TRUE", "FALSE"}:
                return name == "TRUE"
            raise FormulaError("#NAME?")
        self.tokens.pop(0)
        arguments: list[Any] = []
        while self.tokens[:1] != [("sign", ")")]:
            arguments.append(self.expression(0))
            if self.tokens and self.tokens[0][1] in ",;":
                self.tokens.pop(0)
        self.expect(")")
        if name not in FUNCTIONS:
            raise FormulaError("#NAME?")
        return FUNCTIONS[name](*arguments)

    def expect(self, sign: str) -> None:
        if self.tokens[:1] != [("sign", sign)]:
            raise FormulaError("#ERROR!")
        self.tokens.pop(0)


def _operate(sign: str, left: Value, right: Value) -> Value:
    if sign == "&":
        return _text(left) + _text(right)
    if STRENGTH[sign] == 1:
        return _compare(sign, left, right)
    a, b = _number(left), _number(right)
    if sign == "/" and b == 0:
        raise FormulaError("#DIV/0!")
    results: dict[str, Callable[[], float]] = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "/": lambda: a / b,
        "^": lambda: a**b,
    }
    return neat(results[sign]())


def _compare(sign: str, left: Value, right: Value) -> bool:
    same = left == right or (left in (None, "") and right in (None, ""))
    if sign in {"=", "<>"}:
        return same == (sign == "=")
    a, b = _number(left), _number(right)
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _scalar(value: Any) -> Value:
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise FormulaError("#VALUE!") from None
    return value or 0


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else str(value)


def _flat(*arguments: Any) -> list[Value]:
    found: list[Value] = []
    for one in arguments:
        found += _flat(*one) if isinstance(one, list) else [one]
    return found


def _numbers(*arguments: Any) -> list[float]:
    return [one for one in _flat(*arguments) if isinstance(one, int | float) and not isinstance(one, bool)]


def _average(*arguments: Any) -> float:
    numbers = _numbers(*arguments)
    if not numbers:
        raise FormulaError("#DIV/0!")
    return neat(sum(numbers) / len(numbers))


def _date(year: Any, month: Any, day: Any) -> Value:
    return kept(date(int(_scalar(year)), int(_scalar(month)), int(_scalar(day))))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "SUM": lambda *all_: neat(math.fsum(_numbers(*all_))),
    "AVERAGE": _average,
    "MIN": lambda *all_: min(_numbers(*all_), default=0),
    "MAX": lambda *all_: max(_numbers(*all_), default=0),
    "COUNT": lambda *all_: len(_numbers(*all_)),
    "COUNTA": lambda *all_: len([one for one in _flat(*all_) if one not in (None, "")]),
    "IF": lambda test, yes, no=False: yes if _scalar(test) else no,
    "AND": lambda *all_: all(_flat(*all_)),
    "OR": lambda *all_: any(_flat(*all_)),
    "NOT": lambda one: not _scalar(one),
    "ABS": lambda one: abs(_number(_scalar(one))),
    "ROUND": lambda one, places=0: neat(round(_number(_scalar(one)), int(_number(_scalar(places))))),
    "CONCATENATE": lambda *all_: "".join(map(_text, _flat(*all_))),
    "LEN": lambda one: len(_text(_scalar(one))),
    "UPPER": lambda one: _text(_scalar(one)).upper(),
    "LOWER": lambda one: _text(_scalar(one)).lower(),
    "TRIM": lambda one: " ".join(_text(_scalar(one)).split()),
    "DATE": _date,
    "HYPERLINK": lambda link, label=None: _scalar(link) if label is None else _scalar(label),
    "PI": lambda: math.pi,
    "SQRT": lambda one: neat(math.sqrt(_number(_scalar(one)))),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}
