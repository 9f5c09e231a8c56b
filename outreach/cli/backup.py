"""Commands that copy the ledger into one file, and take it back: backup, restore."""

from pathlib import Path

import click

from outreach.cli.printing import say
from outreach.cli.progress import working

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE, required=False)
def backup(file: Path | None) -> None:
    r"""Writes the whole ledger into FILE, or a new file in the state folder, while everything goes on.

    It holds addresses, so only its owner may read it: keep it where nobody else can. OUTREACH_SECRET is not in
    it; keep that elsewhere, as a backup is of no use without it. Spreadsheet and config are not in it either.

    \b
    Example:
      outreach backup /media/backups/outreach.zip
    """
    from outreach.bootstrap import back_up

    with working("Writing the backup"):
        written = back_up(file)
    click.echo(written)


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    r"""Fills the empty ledger that OUTREACH_LEDGER names from FILE; SQLite or PostgreSQL, whatever it was before.

    Messages that may have gone out since the backup are unknown, and sending is stopped until you say otherwise.

    \b
    Example:
      OUTREACH_LEDGER=sqlite:///new.sqlite outreach restore /media/backups/outreach.zip
    """
    from outreach.bootstrap import restore as take_back

    with working("Filling the ledger from the backup"):
        restored = take_back(file)
    say(f"Restored as of {restored.made:%Y-%m-%d %H:%M} UTC. Nothing is sent until you have done this:")
    say("1. outreach run process-inbox: reads again who wanted no more mail, and finds what was sent since.")
    say(f"2. outreach ledger unknown: {restored.doubtful} messages may have gone since; settle what is left.")
    say("3. Ask who wanted no more mail by a click since then: outreach suppress ADDRESS.")
    say("4. Names in Approvals count only once they were taken out and, after a run, written anew.")
    say("5. outreach resume. Where several regions share the ledger: once each of them has done 1 to 4.")
