"""The command line: one file a subject. Commands import what they need, so that `--help` answers at once."""

from typing import Any

import click

from outreach.cli.answers import answers
from outreach.cli.attendance import attendance
from outreach.cli.backup import backup, restore
from outreach.cli.doctor import doctor
from outreach.cli.event import event
from outreach.cli.flows import demo, run
from outreach.cli.history import changes, digest
from outreach.cli.inbox import inbox
from outreach.cli.ledger import ledger, resume, settle, stop
from outreach.cli.mail import suppress
from outreach.cli.operations import down, status, up
from outreach.cli.person import erase, export
from outreach.cli.preview import preview
from outreach.cli.setup import init
from outreach.cli.trips import proposal, trips
from outreach.cli.workbook import accept_losses, check, coverage
from outreach.errors import OutreachError, disk_fault


class Commands(click.Group):
    """Turns what the operator must know into one sentence and exit status 1, never a traceback."""

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 # click's own signature
        """Runs the command that was asked for."""
        try:
            return super().invoke(context)
        except OutreachError as error:
            told: OutreachError | None = error
        except OSError as error:
            told = disk_fault(error)
            if told is None:
                raise
        click.echo(f"{told}", err=True)
        raise click.exceptions.Exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    r"""Outreach to the countries where a regional organisation has nobody.

    \b
    Examples:
      outreach check members.xlsx              what is wrong in the sheets, cell by cell
      outreach coverage members.xlsx --on 2016-07-01
      outreach demo                            the whole story on a sample workbook
      outreach run send-invitations            one flow, with the settings of the environment
      outreach up                              every flow by its schedule, until `outreach down`

    Exit status: 0 done, 1 it could not be done (one sentence says why), 2 the command was mistyped.
    """


def main() -> None:
    """The program `outreach`."""
    cli(prog_name="outreach")


cli.add_command(accept_losses)
cli.add_command(answers)
cli.add_command(attendance)
cli.add_command(backup)
cli.add_command(changes)
cli.add_command(check)
cli.add_command(coverage)
cli.add_command(demo)
cli.add_command(digest)
cli.add_command(doctor)
cli.add_command(down)
cli.add_command(erase)
cli.add_command(event)
cli.add_command(export)
cli.add_command(inbox)
cli.add_command(init)
cli.add_command(ledger)
cli.add_command(preview)
cli.add_command(restore)
cli.add_command(proposal)
cli.add_command(resume)
cli.add_command(settle)
cli.add_command(stop)
cli.add_command(run)
cli.add_command(status)
cli.add_command(suppress)
cli.add_command(up)
cli.add_command(trips)
