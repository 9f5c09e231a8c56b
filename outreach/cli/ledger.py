"""Commands about what was sent: ledger verify, ledger unknown, ledger show, settle, stop, resume."""

from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import yes_option
from outreach.cli.help import Commands
from outreach.cli.printing import confirm, print_json, say

if TYPE_CHECKING:
    from outreach.domain.history import Record
    from outreach.domain.message import MessageState


@click.group(cls=Commands)
def ledger() -> None:
    r"""What was ever sent, to whom by number, and what became of it.

    \b
    Examples:
      outreach ledger unknown
      outreach ledger verify
    """


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="An object: whole, faults.")
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    r"""Recomputes the chain of facts. Exit status 1, and a sentence for each place, where it is broken.

    \b
    Example:
      outreach ledger verify
    """
    from outreach.bootstrap import app

    faults = app().ledger.verify()
    if as_json:
        print_json({"whole": not faults, "faults": faults})
    else:
        for fault in faults:
            say(fault)
        say("Restore the ledger from a backup, and tell whoever keeps it." if faults else "The ledger is whole.")
    context.exit(1 if faults else 0)


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="An array: key, about, row, since.")
def unknown(*, as_json: bool) -> None:
    r"""Lists the messages of which nobody knows whether they arrived; `outreach settle KEY` settles one.

    \b
    Example:
      outreach ledger unknown --json
    """
    from outreach.domain.message import MessageState

    records = _in(MessageState.UNKNOWN)
    if as_json:
        print_json([_plain(one) for one in records])
        return
    for one in records:
        click.echo(f"{click.style(one.key, bold=True)}  {one.occasion}  {one.origin}  {one.since:%Y-%m-%d %H:%M} UTC")
    say(f"{len(records)} messages are unknown.")


@ledger.command()
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="An array: at, step, details.")
def show(key: str, *, as_json: bool) -> None:
    r"""Tells every step of the message with this KEY, oldest first.

    \b
    Example:
      outreach ledger show KEY                 keys stand in `outreach ledger unknown`
    """
    from outreach.bootstrap import app
    from outreach.errors import SettingsError

    facts = app().ledger.told_of(key)
    if not facts:
        raise SettingsError(f"The ledger knows no message {key}: see `outreach ledger unknown` for keys.")
    if as_json:
        print_json([{"at": at.isoformat(), "step": kind, "details": details} for at, kind, details in facts])
        return
    for at, kind, details in facts:
        click.echo(f"{at:%Y-%m-%d %H:%M:%S} UTC  {kind}  {details}")


@click.command()
@click.argument("key")
@click.argument("verdict", type=click.Choice(["arrived", "not-arrived", "send-again"]))
@yes_option
def settle(key: str, verdict: str, *, yes: bool) -> None:
    r"""Says what became of the message with this KEY whose outcome is unknown.

    Ask its recipient, or look into the Sent folder, first: send-again may be a second copy, and is the only
    way in which the system ever sends one: it asks first.

    \b
    Examples:
      outreach settle KEY arrived
      outreach settle KEY send-again
    """
    from outreach.bootstrap import app
    from outreach.domain.message import Verdict

    if verdict == Verdict.SEND_AGAIN:
        confirm("If it did arrive, they get it twice. Send it again?", yes=yes)
    world = app()
    world.ledger.decide(key, Verdict(verdict), by="person", now=world.clock.now())
    say("It goes with the next run." if verdict == Verdict.SEND_AGAIN else "Settled.")


@click.command()
@click.option("--region", "only", is_flag=True, help="Only this region's, where several share the ledger.")
def stop(*, only: bool) -> None:
    r"""Stops all sending at once, on every machine and of every region, until `outreach resume`; plans go on.

    \b
    Examples:
      outreach stop
      outreach stop --region
    """
    from outreach.domain.sending import OFF

    _switch(OFF, only=only)
    say(f"Nothing is sent any more. When it may go on: outreach resume{' --region' if only else ''}")


@click.command()
@click.option("--region", "only", is_flag=True, help="After `outreach stop --region`.")
@yes_option
def resume(*, only: bool, yes: bool) -> None:
    r"""Lets approved messages go again after `outreach stop`; what has become too late is withdrawn.

    It tells how many wait, and asks first.

    \b
    Example:
      outreach resume
    """
    from outreach.bootstrap import app
    from outreach.delivery import stopped_by
    from outreach.domain.message import MessageState
    from outreach.domain.sending import ON

    confirm(f"{len(_in(MessageState.APPROVED))} approved messages go with the next run. Let them go?", yes=yes)
    _switch(ON, only=only)
    still = stopped_by(app().ledger)
    say(f"It is still stopped; then say: {still}" if still else "Approved messages go with the next run.")


def _switch(to: str, *, only: bool) -> None:
    from outreach.bootstrap import app
    from outreach.domain.sending import OWN_SWITCH, SWITCH

    world = app()
    world.ledger.note(*(OWN_SWITCH if only else SWITCH), to, now=world.clock.now())


def _in(state: "MessageState") -> "list[Record]":
    from outreach.bootstrap import app

    return [one for one in app().ledger.history().records if one.state is state]


def _plain(record: "Record") -> dict[str, str]:
    since = record.since.isoformat()
    return {"key": record.key, "about": record.occasion, "row": record.origin, "since": since}
