"""The command that shows a kind of message before anybody gets one."""

from pathlib import Path

import click

from outreach.cli.arguments import WORKBOOK
from outreach.cli.printing import print_json, say


@click.command()
@click.argument("kind", required=False)
@click.option("--lang", "languages", multiple=True, help="en, es, pt or fr; given twice, both stand in one letter.")
@click.option("--json", "as_json", is_flag=True, help="Without KIND: an object, the languages of each kind.")
@click.option("--out", type=WORKBOOK, help="The HTML file to write; KIND.LANGUAGE.html unless told.")
def preview(kind: str | None, languages: tuple[str, ...], out: Path | None, *, as_json: bool) -> None:
    r"""Writes a message of this KIND, with its template's sample facts, to an HTML file; without KIND names all kinds.

    \b
    Examples:
      outreach preview invitation --lang es
      outreach preview digest --lang es --lang en --out both.html
    """
    from outreach.bootstrap import shipped_catalog
    from outreach.errors import SettingsError
    from outreach.rendering.letter import write

    templates = shipped_catalog().templates
    if kind is None:
        _list({name: sorted(template.texts) for name, template in sorted(templates.items())}, as_json=as_json)
        return
    if kind not in templates:
        raise SettingsError(f"There is no message {kind}: choose one of {', '.join(sorted(templates))}.")
    chosen = languages or ("en",)
    letter = write(templates[kind], templates[kind].sample, chosen)
    file = out or Path(f"{kind}.{'-'.join(chosen)}.html")
    file.write_text(letter.html, encoding="utf-8")
    say(f"Subject: {letter.subject}")
    say(f"Open {file} in a browser.")


def _list(kinds: dict[str, list[str]], *, as_json: bool) -> None:
    if as_json:
        print_json(kinds)
        return
    for name, languages in kinds.items():
        click.echo(f"{name}  {' '.join(languages)}")
