"""The command that hands everything over to a new secretary."""

import os
from pathlib import Path

import click

from outreach.cli.arguments import WORKBOOK


@click.command()
@click.option("--out", type=WORKBOOK, help="The file; handover-DAY.zip in the state folder unless told.")
def handover(out: Path | None) -> None:
    r"""Writes one private file for whoever takes over: what is open, who was told what, what to do and never to do.

    It holds names, but no addresses and no secrets; only you can read it until you hand it on.

    \b
    Example:
      outreach handover --out handover.zip
    """
    from outreach.bootstrap import app
    from outreach.cli.flows import flow_module

    world = app()
    content = flow_module("handover", world.settings.state).hand_over(os.environ)
    file = out or world.settings.state / f"handover-{world.clock.now():%Y-%m-%d}.zip"
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(content)
    click.echo(f"{file}: unpack it and open handover.html. It is private: it names people.")
