"""The command line: one file a subject. Commands import what they need, so that `--help` answers at once."""

import click

from outreach.cli.answers import answers
from outreach.cli.attendance import attendance
from outreach.cli.backup import backup, restore
from outreach.cli.completion import completion
from outreach.cli.doctor import doctor
from outreach.cli.event import event
from outreach.cli.flows import demo, run
from outreach.cli.handover import handover
from outreach.cli.help import Commands
from outreach.cli.history import changes, digest
from outreach.cli.inbox import inbox
from outreach.cli.ledger import ledger, resume, settle, stop
from outreach.cli.mail import suppress
from outreach.cli.operations import down, status, up
from outreach.cli.person import erase, export
from outreach.cli.preview import preview
from outreach.cli.rehearse import rehearse
from outreach.cli.setup import init
from outreach.cli.trips import proposal, trips
from outreach.cli.workbook import accept_losses, check, coverage


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

    \b
    Exit status:
      0  done
      1  it could not be done, and one sentence says why; or what was looked at is not well (doctor, status)
      2  the command was mistyped

    Nothing is sent without a leader's approval. What cannot be undone asks first; --yes answers beforehand.
    With --json only JSON is printed. Colours only on a terminal, and none with NO_COLOR. Spanish by the locale.
    """


for command in (
    accept_losses,
    answers,
    attendance,
    backup,
    changes,
    check,
    completion,
    coverage,
    demo,
    digest,
    doctor,
    down,
    erase,
    event,
    export,
    handover,
    inbox,
    init,
    ledger,
    preview,
    proposal,
    rehearse,
    restore,
    resume,
    run,
    settle,
    status,
    stop,
    suppress,
    trips,
    up,
):
    cli.add_command(command)


def main() -> None:
    """The program `outreach`."""
    cli(prog_name="outreach")
