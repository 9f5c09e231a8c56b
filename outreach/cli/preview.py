"""The command that shows a kind of message before anybody gets one."""

from pathlib import Path

import click

from outreach.cli.arguments import WORKBOOK


@click.command()
@click.argument("kind", required=False)
@click.option("--lang", "languages", multiple=True, help="en, es, pt or fr; given twice, both stand in one letter.")
@click.option("--out", type=WORKBOOK, help="The HTML file to write; KIND.LANGUAGE.html unless told.")
def preview(kind: str | None, languages: tuple[str, ...], out: Path | None) -> None:
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
        for name, template in sorted(templates.items()):
            click.echo(f"{name}  {' '.join(sorted(template.texts))}")
        return
    if kind not in templates:
        raise SettingsError(f"There is no message {kind}: choose one of {', '.join(sorted(templates))}.")
    chosen = languages or ("en",)
    letter = write(templates[kind], templates[kind].sample, chosen)
    file = out or Path(f"{kind}.{'-'.join(chosen)}.html")
    file.write_text(letter.html, encoding="utf-8")
    click.echo(f"Subject: {letter.subject}")
    click.echo(f"Open {file} in a browser.")
