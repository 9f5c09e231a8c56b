"""Addresses of cells as a sheet shows them: "E17" is row 17 of column 5."""

import re

A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")
LETTERS = 26


def a1(row: int, column: int) -> str:
    """The address of a cell; rows and columns count from 1."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27; small letters count as capitals."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def parse_a1(address: str) -> tuple[int, int]:
    """Row and column of "E17" or "$E$17". Raises ValueError when it is no address of one cell."""
    found = A1.fullmatch(address)
    if found is None:
        raise ValueError(f"{address!r} is no address of a cell")
    return int(found[2]), column_number(found[1])
