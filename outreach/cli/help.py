"""How commands explain themselves and their mistakes: click's help, in the language of the locale."""

import inspect
import os
import re
import sys
from collections.abc import Iterable
from typing import Any

import click

from outreach.cli.language import spoken
from outreach.cli.printing import say
from outreach.errors import OutreachError, disk_fault

_AS_TYPED = r"\b"  # the lines of a paragraph that begins so stay as they are; docstrings write it as two signs
_EXTRA = re.compile(r"(?P<help>.*?)(?P<gap> *)\[(?P<extra>(?:default: |required|env var: ).*)\]")


def explained(text: str) -> str:
    """A command's whole help in the language of the locale, as click wraps it."""
    return "\n\n".join(map(_paragraph, inspect.cleandoc(text).split("\n\n")))


def _paragraph(text: str) -> str:
    mark, *lines = text.split("\n")
    if mark != _AS_TYPED:
        return spoken(" ".join(text.split()))
    return "\n".join(("\b", *map(_line, lines)))


def _line(line: str) -> str:
    """An example: what is typed stays, what is said of it is translated."""
    return "".join(part if part.isspace() else spoken(part) for part in re.split(r"(\s{2,})", line))


def _summary(command: click.Command) -> str:
    """The first sentence of a command's help."""
    return re.split(r"(?<=\.)\s", explained(command.help or ""), maxsplit=1)[0].removesuffix(".")


class Formatter(click.HelpFormatter):
    """Writes click's help in the language of the locale."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        super().write_usage(prog, spoken(args), prefix=f"{spoken((prefix or 'Usage: ').strip())} ")

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        super().write_heading(spoken(heading))

    def write_text(self, text: str) -> None:
        """What the command does."""
        super().write_text(explained(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options, or commands, and what each is for."""
        super().write_dl([(name, _described(told)) for name, told in rows], col_max, col_spacing)


def _described(told: str) -> str:
    """An option's help, and what click adds to it between brackets."""
    found = _EXTRA.fullmatch(told)
    if not found:
        return spoken(told)
    extra = "; ".join(spoken(part) for part in found["extra"].split("; "))
    return f"{spoken(found['help'])}{found['gap']}[{extra}]"


class Explained(click.Context):
    """A context whose help is written so."""

    formatter_class = Formatter


class Commands(click.Group):
    """Turns what the operator must know into one sentence and exit status 1, never a traceback."""

    context_class = Explained

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Also lets the command explain itself in the language of the locale."""
        cmd.context_class = Explained
        super().add_command(cmd, name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists each command with the first sentence of its help, whole."""
        rows = [(name, _summary(self.commands[name])) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            click.HelpFormatter.write_dl(formatter, rows)

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 # click's own signature
        """Runs the command that was asked for; without colours where NO_COLOR is set (no-color.org)."""
        if os.environ.get("NO_COLOR"):
            context.color = False
        try:
            return super().invoke(context)
        except OutreachError as error:
            told: OutreachError | None = error
        except OSError as error:
            told = disk_fault(error)
            if told is None:
                raise
        say(f"{told}", err=True)
        raise click.exceptions.Exit(1)

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 # click's own signature
        """Runs the program; exit status 2 when the command was mistyped."""
        alone, extra["standalone_mode"] = extra.pop("standalone_mode", True), False
        if not alone:
            return super().main(*args, **extra)
        try:
            status = super().main(*args, **extra)
        except click.UsageError as error:
            _mistyped(error)
            status = error.exit_code
        except click.Abort:
            say("Nothing was done.", err=True)
            status = 1
        sys.exit(status if isinstance(status, int) else 0)


def _mistyped(error: click.UsageError) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    if error.ctx:
        click.echo(error.ctx.get_usage(), err=True)
        say(f"Try '{error.ctx.command_path} --help' for help.", err=True)
    say(f"Error: {error.format_message()}", err=True)
