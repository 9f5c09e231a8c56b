"""The command that looks whether everything is in place: doctor."""

import os
from dataclasses import asdict

import click

from outreach.cli.language import spoken
from outreach.cli.printing import print_json


@click.command()
@click.option("--probe", is_flag=True, help="Also sends one mail to our own address, and looks for it in the mailbox.")
@click.option("--json", "as_json", is_flag=True, help="An array: check, well, told.")
@click.pass_context
def doctor(context: click.Context, *, probe: bool, as_json: bool) -> None:
    r"""Looks at settings, config, ledger, spreadsheet, mail and mailbox; says of each fault the one thing to do.

    Exit status 0 when all is well, else 1. No secret is printed, and nothing that members see is changed.

    \b
    Examples:
      outreach doctor
      outreach doctor --probe                  also whether a mail arrives
    """
    from outreach.doctor import examine

    found = []
    for finding in examine(os.environ, probe=probe):
        found.append(finding)
        if not as_json:
            mark = click.style("ok  ", fg="green") if finding.well else click.style("FIX ", fg="red", bold=True)
            click.echo(f"{mark} {spoken(finding.check)}: {spoken(finding.told)}")
    if as_json:
        print_json([asdict(one) for one in found])
    context.exit(0 if all(one.well for one in found) else 1)
