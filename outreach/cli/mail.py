"""Commands about who is written to: suppress."""

import click

from outreach.cli.person import contact_of
from outreach.cli.printing import say


@click.command()
@click.argument("address", required=False)
def suppress(address: str | None) -> None:
    r"""From now on nothing is sent to ADDRESS; it is asked for when it is not named. Nothing undoes this by itself.

    \b
    Examples:
      outreach suppress name@example.org
      outreach suppress                        asks, so that the address stays out of the shell's history
    """
    world, contact, _ = contact_of(address)
    world.ledger.suppress(contact, reason="said no", now=world.clock.now())
    say("Nothing will be sent to this address any more.")
