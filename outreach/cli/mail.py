"""Commands about who is written to: suppress."""

import click


@click.command()
@click.argument("address", required=False)
def suppress(address: str | None) -> None:
    """From now on nothing is sent to ADDRESS; it is asked for when it is not named. Nothing undoes this by itself."""
    from outreach.bootstrap import app
    from outreach.domain.contact import contact_id
    from outreach.errors import SettingsError
    from outreach.intake.addresses import normalised

    known_as = normalised((address or click.prompt("Address")).strip())
    if not known_as:
        raise SettingsError("That is no e-mail address: write one, such as name@example.org.")
    world = app()
    contact = contact_id(known_as, world.settings.secret)
    world.ledger.suppress(contact, reason="said no", now=world.clock.now())
    click.echo("Nothing will be sent to this address any more.")
