"""Commands about what came back by mail: inbox classify."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.help import Commands
from outreach.cli.language import spoken
from outreach.cli.printing import say

if TYPE_CHECKING:
    from outreach.domain.failure import Verdict


@click.group(cls=Commands)
def inbox() -> None:
    r"""What came back by mail: replies, bounces, opt-outs, out-of-office notes.

    \b
    Example:
      outreach inbox classify bounce.eml
    """


@inbox.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, one a line.")
@click.pass_context
def classify(context: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    r"""Tells of each mail in FILES what it is, and of a bounce which addresses failed, for good or for now.

    \b
    Examples:
      outreach inbox classify bounce.eml
      outreach inbox classify mail/*.eml --json

    Kinds: reply, rsvp, opt_out, auto_reply, bounce, delay, complaint, other. Exit status 1 when a file cannot be read.
    """
    from outreach.intake.inbox import classify as verdict_on

    unread = 0
    for file in files:
        try:
            told = _told(file, verdict_on(file.read_bytes()))
        except OSError:
            say(f"{file} cannot be read: name a file with one mail in it.", err=True)
            unread += 1
        else:
            click.echo(json.dumps(told, ensure_ascii=False) if as_json else _sentence(told))
    context.exit(1 if unread else 0)


def _told(file: Path, verdict: "Verdict") -> dict[str, object]:
    told: dict[str, object] = {"file": str(file), "kind": verdict.kind.value}
    if verdict.failures:
        told["recipients"] = [
            {"address": one.address, "permanent": one.permanent, "status": one.status} for one in verdict.failures
        ]
    return told


def _sentence(told: dict[str, object]) -> str:
    recipients = told.get("recipients", [])
    failed = [_failed(one) for one in (recipients if isinstance(recipients, list) else [])]
    return f"{told['file']}: {told['kind']}{': ' if failed else ''}{', '.join(failed)}"


def _failed(recipient: dict[str, object]) -> str:
    how_long = spoken("dead" if recipient["permanent"] else "for now")
    return f"{recipient['address']} ({', '.join(filter(None, (how_long, str(recipient['status'] or ''))))})"
