"""The reference, written from the program itself: commands, flows, settings, tabs and columns, messages, rules.

MkDocs asks for it while it builds the site (`hooks` in `mkdocs.yml`), so nothing of it can be stale.
"""
# ruff: noqa: INP001 - a hook of MkDocs is no package

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from flows.deployments import SCHEDULES
from outreach.catalog import Catalog, load_catalog
from outreach.cli import cli
from outreach.domain.system_tab import SystemTab
from outreach.intake.schema import Column, Schema
from outreach.rendering.letter import write
from outreach.settings import ROOT

LANGUAGES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
OUTSIDE = ("SECURITY.md", "CHANGELOG.md")  # pages that stand beside the README, where people look for them


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages of the reference, and those that live outside `docs/`."""
    for name, text in pages(load_catalog(ROOT, region="LACRALO")).items():
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    for name in OUTSIDE:
        files.append(File.generated(config, name.lower(), content=_moved((ROOT / name).read_text(encoding="utf-8"))))
    return files


def pages(catalog: Catalog) -> dict[str, str]:
    """By name, each page of the reference as Markdown."""
    written: dict[str, Iterator[str]] = {
        "commands": commands(),
        "flows": flows(),
        "settings": settings(),
        "tabs": tabs(catalog),
        "messages": messages(catalog),
        "rules": rules(),
    }
    return {name: "\n".join(lines) + "\n" for name, lines in written.items()}


def commands() -> Iterator[str]:
    """Every command with its help as the program prints it."""
    yield "# Commands\n\nEach is called as `./run outreach COMMAND`. Exit status: 0 done, 1 it could not be done and"
    yield "one sentence says why, 2 the command was mistyped.\n"
    for path, command in _commands(cli, ()):
        context = command.context_class(command, info_name=f"outreach {' '.join(path)}", max_content_width=100)
        yield f"## {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n"


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def flows() -> Iterator[str]:
    """Every flow: what it does, when it runs, and its steps as they stand in the code."""
    yield "# Flows\n\nThe times are cron lines in the zone of the region's office (`config/regions.toml`)."
    yield "`./run outreach run FLOW` runs one now.\n"
    for flow, cron in sorted(SCHEDULES.items(), key=lambda one: one[0].name):
        module = inspect.getmodule(flow.fn)
        yield f"## {flow.name}\n\n{inspect.getdoc(module)}\n\n{inspect.getdoc(flow.fn)}\n\nRuns: `{cron}`\n"
        yield f'??? note "Its steps"\n\n    ```python\n{_indented(inspect.getsource(flow.fn))}    ```\n'


def settings() -> Iterator[str]:
    """`.env.example`, whose comments explain each setting."""
    yield "# Settings\n\nAll come from the environment, and secrets from nowhere else. This is `.env.example`:\n"
    yield f"```sh\n{(ROOT / '.env.example').read_text(encoding='utf-8')}```"


def tabs(catalog: Catalog) -> Iterator[str]:
    """The members' tabs with every column, how it may be called and what may stand in it; then the system's own."""
    yield "# Tabs and columns\n\nA tab or column may have any of these names; capitals and accents do not matter.\n"
    for schema in catalog.schemas.values():
        if not schema.ours:
            yield from _tab(schema)
    yield "## The system's own tabs\n"
    yield from (f"* *{tab}*" for tab in SystemTab)


def _tab(schema: Schema) -> Iterator[str]:
    yield f"## {schema.title}\n\nAlso called: {_names(schema.titles)}\n"
    yield "| column | must be there | holds | in English | en español |\n|---|---|---|---|---|"
    yield from (_column(one) for one in schema.columns)
    yield ""


def _column(column: Column) -> str:
    needed = "yes" if column.required else "the header" if column.present else ""
    holds = column.type + (f": {', '.join(words[0] for words in column.choices.values())}" if column.choices else "")
    said = (", ".join(column.names.get(language, ())) for language in ("en", "es"))
    return f"| {column.names[next(iter(column.names))][0]} | {needed} | {holds} | {' | '.join(said)} |"


def _names(names: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(dict.fromkeys(word for words in names.values() for word in words))


def messages(catalog: Catalog) -> Iterator[str]:
    """Every kind of message in every language, with sample facts."""
    yield "# Messages\n\n`./run outreach preview KIND --lang es` opens one as it is seen.\n"
    for kind, template in sorted(catalog.templates.items()):
        yield f"## {kind}\n"
        for language in template.texts:
            letter = write(template, template.sample, (language,))
            text = f"{letter.subject}\n\n{letter.text}"
            yield f'=== "{LANGUAGES[language]}"\n\n    ```\n{_indented(text)}    ```\n'


def rules() -> Iterator[str]:
    """The files of `config/` that say how the system decides."""
    yield "# Rules\n\nFiles that a person may change by hand; comments say what each line does.\n"
    for file in sorted((ROOT / "config").rglob("*.toml")):
        name = file.relative_to(ROOT).as_posix()
        if file.parent.name != "sheets":
            yield f'??? abstract "{name}"\n\n    ```toml\n{_indented(file.read_text(encoding="utf-8"))}    ```\n'


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


def _moved(text: str) -> str:
    """The links of a page from beside the README, as they read from within `docs/`."""
    return re.sub(r"\]\(docs/", "](", text)


def on_page_markdown(markdown: str, **_: Any) -> str:  # noqa: ANN401 # what MkDocs hands over besides
    """Links that lead out of `docs/` would be dead in the site; only their words stay."""
    return re.sub(r"\[([^\]]+)\]\((?:\.\./)+(?!pictures|members|leaders|decisions|operations)[^)]*\)", r"\1", markdown)
