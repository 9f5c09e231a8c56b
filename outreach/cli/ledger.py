"""Commands about what was sent: ledger verify, ledger unknown, ledger show, settle, stop, resume."""

from typing import TYPE_CHECKING

import click

from outreach.cli.printing import print_json

if TYPE_CHECKING:
    from outreach.domain.history import Record


@click.group()
def ledger() -> None:
    """What was ever sent, to whom by number, and what became of it."""


@ledger.command()
@click.pass_context
def verify(context: click.Context) -> None:
    """Recomputes the chain of facts. Exit status 1, and a sentence for each place, where it is broken."""
    from outreach.bootstrap import app

    faults = app().ledger.verify()
    for fault in faults:
        click.echo(fault)
    click.echo("The ledger is whole." if not faults else "Restore the ledger from a backup, and tell whoever keeps it.")
    context.exit(1 if faults else 0)


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="An array: key, about, row, since.")
def unknown(*, as_json: bool) -> None:
    """Lists the messages of which nobody knows whether they arrived; `outreach settle KEY` settles one."""
    records = _unknown()
    if as_json:
        print_json([_plain(one) for one in records])
        return
    for one in records:
        click.echo(f"{click.style(one.key, bold=True)}  {one.occasion}  {one.origin}  {one.since:%Y-%m-%d %H:%M} UTC")
    click.echo(f"{len(records)} messages are unknown.")


@ledger.command()
@click.argument("key")
def show(key: str) -> None:
    """Tells every step of the message with this KEY, oldest first."""
    from outreach.bootstrap import app
    from outreach.errors import SettingsError

    facts = app().ledger.told_of(key)
    if not facts:
        raise SettingsError(f"The ledger knows no message {key}: see `outreach ledger unknown` for keys.")
    for at, kind, details in facts:
        click.echo(f"{at:%Y-%m-%d %H:%M:%S} UTC  {kind}  {details}")


@click.command()
@click.argument("key")
@click.argument("verdict", type=click.Choice(["arrived", "not-arrived", "send-again"]))
@click.option("--yes", is_flag=True, help="Do not ask before send-again.")
def settle(key: str, verdict: str, *, yes: bool) -> None:
    """Says what became of the message with this KEY whose outcome is unknown.

    Ask its recipient, or look into the Sent folder, first: send-again may be a second copy, and is the only
    way in which the system ever sends one.
    """
    from outreach.bootstrap import app
    from outreach.domain.message import Verdict

    if verdict == Verdict.SEND_AGAIN and not yes:
        click.confirm("If it did arrive, they get it twice. Send it again?", abort=True)
    world = app()
    world.ledger.decide(key, Verdict(verdict), by="person", now=world.clock.now())
    click.echo("It goes with the next run." if verdict == Verdict.SEND_AGAIN else "Settled.")


@click.command()
def stop() -> None:
    """Stops all sending at once, on every machine, until `outreach resume`; plans and sheets go on."""
    from outreach.domain.sending import OFF

    _switch(OFF)
    click.echo("Nothing is sent any more. When it may go on: outreach resume")


@click.command()
def resume() -> None:
    """Lets approved messages go again after `outreach stop`; what has become too late is withdrawn."""
    from outreach.domain.sending import ON

    _switch(ON)
    click.echo("Approved messages go with the next run.")


def _switch(to: str) -> None:
    from outreach.bootstrap import app
    from outreach.domain.sending import SWITCH

    world = app()
    world.ledger.note(*SWITCH, to, now=world.clock.now())


def _unknown() -> "list[Record]":
    from outreach.bootstrap import app
    from outreach.domain.message import MessageState

    return [one for one in app().ledger.history().records if one.state is MessageState.UNKNOWN]


def _plain(record: "Record") -> dict[str, str]:
    since = record.since.isoformat()
    return {"key": record.key, "about": record.occasion, "row": record.origin, "since": since}
