"""Commands about one person's data: export, erase."""

from typing import TYPE_CHECKING

import click

from outreach.cli.arguments import yes_option
from outreach.cli.language import spoken
from outreach.cli.printing import confirm, print_json, say

if TYPE_CHECKING:
    from outreach.bootstrap import App


@click.command()
@click.argument("address", required=False)
def export(address: str | None) -> None:
    r"""Prints as JSON all that is kept of the person with ADDRESS: messages, answers, rows of the sheets.

    \b
    Example:
      outreach export name@example.org > what-we-keep.json
    """
    from email import message_from_bytes, policy

    from outreach.domain.answer import NOTED, answers_in
    from outreach.domain.attendance import NOTED as ATTENDED
    from outreach.domain.attendance import attendances_in

    world, contact, known_as = contact_of(address)
    print_json(
        {
            "address": known_as,
            "written_to_again": contact not in world.ledger.history().suppressed,
            "messages": [
                {
                    "about": one.occasion,
                    "state": one.state.value,
                    "since": one.since.isoformat(),
                    "subject": one.subject,
                    "text": _text(message_from_bytes(one.content, policy=policy.default)) if one.content else "",
                }
                for one in world.personal.messages_of(contact)
            ],
            "answers": [
                {"kind": one.kind.value, "written": one.moment.isoformat()}
                for one in answers_in(world.ledger.noted(*NOTED))
                if one.contact == contact
            ],
            "attended": [
                {"call": one.topic, "day": one.day.isoformat()}
                for one in attendances_in(world.ledger.noted(*ATTENDED))
                if one.contact == contact
            ],
            "rows": [
                {"tab": one.tab, "row": one.row, "read": one.read.isoformat(), "cells": one.cells}
                for one in world.personal.rows_with(known_as)
            ],
        }
    )


@click.command()
@click.argument("address", required=False)
@yes_option
def erase(address: str | None, *, yes: bool) -> None:
    r"""Erases all that is kept of the person with ADDRESS, but for the hash by which nobody writes to them again.

    The members' spreadsheet is theirs: the rows that a person must still delete there are named.

    \b
    Examples:
      outreach erase name@example.org          tells what is kept, and asks first
      outreach erase name@example.org --yes
    """
    world, contact, known_as = contact_of(address)
    messages, rows = len(world.personal.messages_of(contact)), len(world.personal.rows_with(known_as))
    say(f"Of this person {messages} messages and {rows} rows of the sheets are kept.", err=True)
    confirm("Erase all that is kept of this person? It cannot be undone.", yes=yes)
    world.personal.erase(contact, known_as, now=world.clock.now())
    say("Erased from the ledger and the archive. Nobody writes to this address again.")
    for tab, grid in world.sheets.read().grids.items():
        for number, row in enumerate(grid.rows, start=1):
            if any(isinstance(cell, str) and known_as.casefold() in cell.casefold() for cell in row):
                say(f"Now delete by hand, in the spreadsheet and in its version history: {tab}!{number}")


def contact_of(address: str | None) -> "tuple[App, str, str]":
    """The installation, the person's number in it, and the address; asks for it where it was not named.

    Raises SettingsError where it is no address.
    """
    from outreach.bootstrap import app
    from outreach.domain.contact import contact_id
    from outreach.errors import SettingsError
    from outreach.intake.addresses import normalised

    known_as = normalised((address or click.prompt(spoken("Address"), err=True)).strip())
    if not known_as:
        raise SettingsError("That is no e-mail address: write one, such as name@example.org.")
    world = app()
    return world, contact_id(known_as, world.settings.secret), known_as


def _text(message: object) -> str:
    body = message.get_body(("plain",))  # type: ignore[attr-defined] # of email's newer policy
    return str(body.get_content()) if body is not None else ""
