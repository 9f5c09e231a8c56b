"""What a command prints: sentences in the language of the locale, JSON for machines, and what it asks first."""

import json
import sys

import click

from outreach.cli.language import spoken

YES = frozenset({"y", "yes", "s", "si", "sí"})


def say(sentence: str, *, err: bool = False) -> None:
    """Prints one sentence of the program, in the language of the locale; err: beside the result, not in it."""
    click.echo(spoken(sentence), err=err)


def print_json(value: object) -> None:
    """Prints a value as JSON, its letters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def confirm(question: str, *, yes: bool) -> None:
    """Asks before what cannot be undone; anything but a yes ends the command. yes: it was said beforehand."""
    if yes:
        return
    asked = f"{spoken(question)} {spoken('(y/N)')}"
    answer = click.prompt(asked, default="", show_default=False, err=True)
    if answer.strip().casefold() not in YES:
        raise click.Abort
