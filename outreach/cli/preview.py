"""The command that shows a kind of message before anybody gets one."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import WORKBOOK
from outreach.cli.printing import print_json, say

if TYPE_CHECKING:
    from outreach.domain.message import Draft


@click.command()
@click.argument("kind", required=False)
@click.option("--lang", "languages", multiple=True, help="en, es, pt or fr; given twice, both stand in one letter.")
@click.option("--real", is_flag=True, help="A message that waits for approval, or the digest of this moment.")
@click.option("--row", help="The same, of the message to this row of the sheets, such as Survey!14.")
@click.option("--json", "as_json", is_flag=True, help="Without KIND: an object, the languages of each kind.")
@click.option("--out", type=WORKBOOK, help="The HTML file to write; KIND.LANGUAGE.html unless told.")
def preview(  # each is an option of its own
    kind: str | None,
    languages: tuple[str, ...],
    row: str | None,
    out: Path | None,
    *,
    real: bool,
    as_json: bool,
) -> None:
    r"""Writes a message of this KIND to an HTML file, and sends nothing; without KIND it names all kinds.

    With its template's sample facts, or with --real or --row as somebody would get it: such a file is private.

    \b
    Examples:
      outreach preview invitation --lang es
      outreach preview digest --lang es --lang en --out both.html
      outreach preview consultation --real
      outreach preview invitation --row Survey!14
    """
    from outreach.bootstrap import shipped_catalog
    from outreach.errors import SettingsError
    from outreach.rendering.letter import write
    from outreach.rendering.mail_view import view

    templates = shipped_catalog().templates
    if kind is None:
        _list({name: sorted(template.texts) for name, template in sorted(templates.items())}, as_json=as_json)
        return
    if kind not in templates:
        raise SettingsError(f"There is no message {kind}: choose one of {', '.join(sorted(templates))}.")
    if real or row:
        draft = _real(kind, languages, row)
        _show(kind, draft.languages, draft.subject, view(draft.content).html, out)
        return
    letter = write(templates[kind], templates[kind].sample, languages or ("en",))
    _show(kind, letter.languages, letter.subject, letter.html, out)


def _show(kind: str, languages: Collection[str], subject: str, html: str, out: Path | None) -> None:
    """Only the owner of the file can read it."""
    file = out or Path(f"{kind}.{'-'.join(languages)}.html")
    file.touch(mode=0o600)
    file.write_text(html, encoding="utf-8")
    say(f"Subject: {subject}")
    say(f"Open {file} in a browser.")


def _list(kinds: dict[str, list[str]], *, as_json: bool) -> None:
    if as_json:
        print_json(kinds)
        return
    for name, languages in kinds.items():
        click.echo(f"{name}  {' '.join(languages)}")


def _real(kind: str, languages: tuple[str, ...], row: str | None) -> "Draft":
    """The first that there is to this row, in these languages."""
    from outreach.errors import SettingsError

    fitting = (one for one in _drafts(kind) if row in {None, one.origin} and set(languages) <= set(one.languages))
    found = next(fitting, None)
    if found is None:
        where = f" to {row}" if row else ""
        said = f" in {' and '.join(languages)}" if languages else ""
        raise SettingsError(
            f"No {kind}{where}{said} waits: run its flow, which plans and sends nothing unapproved, "
            "or leave out --real and --row to see the sample facts."
        )
    return found


def _drafts(kind: str) -> "Collection[Draft]":
    """What waits of this kind; digests never wait, so they are written as they would be now."""
    from outreach.bootstrap import app
    from outreach.cli.flows import flow_module
    from outreach.domain.message import MessageState
    from outreach.domain.message_kinds import APPROVED_KINDS
    from outreach.errors import SettingsError

    world = app()
    if kind == "digest":
        drafts: Collection[Draft] = flow_module("retelling", world.settings.state).foretell_digests()
        return drafts
    if kind not in APPROVED_KINDS:
        raise SettingsError(f"No {kind} ever waits, as it goes out by standing order: leave out --real and --row.")
    occasions = world.ledger.history().occasions(APPROVED_KINDS[kind], MessageState.PLANNED)
    return world.ledger.waiting(occasions)
