"""The command that makes a group's spreadsheet, or adopts the one it has: init."""

from dataclasses import asdict
from pathlib import Path

import click

from outreach.cli.arguments import WORKBOOK
from outreach.cli.printing import print_json, say


@click.command()
@click.option("--xlsx", "file", type=WORKBOOK, help="Makes this workbook file.")
@click.option("--google", "title", help="Makes a spreadsheet with this title in the Google account of the credentials.")
@click.option("--share", multiple=True, help="An address that becomes an editor of the new Google spreadsheet.")
@click.option(
    "--leader", multiple=True, help="An editor who, with the others named so, may alone approve and name leaders."
)
@click.option("--status", is_flag=True, help="One formula beside the survey shows what was last sent to each row.")
@click.option("--adopt", help="FILE.xlsx or google:ID of a spreadsheet that is there: proposes what its headers mean.")
@click.option("--write", is_flag=True, help="With --adopt: writes the proposal to config/sheets/ of OUTREACH_HOME.")
@click.option("--json", "as_json", is_flag=True, help="With --adopt: an array of tab, column, header, likeness.")
def init(  # noqa: PLR0913 # each is an option of its own
    *,
    file: Path | None,
    title: str | None,
    share: tuple[str, ...],
    leader: tuple[str, ...],
    status: bool,
    adopt: str | None,
    write: bool,
    as_json: bool,
) -> None:
    r"""Makes the members' spreadsheet, or adopts one that is there. Nothing that exists is overwritten.

    \b
    Examples:
      outreach init --xlsx members.xlsx
      outreach init --google "Outreach LACRALO" --leader chair@example.org --share member@example.org --status
      outreach init --adopt google:1AbC...          shows what its headers are taken for, changes nothing
      outreach init --adopt members.xlsx --write    and writes that to config/sheets/
    """
    from outreach.errors import SettingsError

    if sum(map(bool, (file, title, adopt))) != 1:
        raise SettingsError("Say one of: init --xlsx FILE, init --google TITLE, init --adopt FILE.xlsx or google:ID.")
    if adopt:
        _adopt(adopt, write=write, as_json=as_json)
        return
    from outreach.bootstrap import new_spreadsheet

    made = new_spreadsheet(
        file=file, title=title, share_with=share, leaders=leader, status_in="survey" if status else None
    )
    say(f"Made. Put this into the environment: OUTREACH_SHEETS={made}")
    if title and not leader:
        say("In Approvals, allow only the leaders to edit column H (Data > Protect sheets and ranges).")


def _adopt(source: str, *, write: bool, as_json: bool) -> None:
    from outreach.bootstrap import propose_adoption, write_adoption

    proposals, unknown = propose_adoption(source)
    if as_json:
        print_json([asdict(one) for one in proposals])
    else:
        for one in proposals:
            what = f"{one.schema}.{one.field}" if one.field else f"the tab {one.schema}"
            say(f"{one.tab}: {click.style(one.header, bold=True)} is taken for {what} ({one.likeness} of 100)")
        for tab, header in unknown:
            say(f"{tab}: {header} is not known and stays the members' own")
    if write:
        for changed in write_adoption(proposals):
            say(f"Written: {changed}")
    elif proposals:
        say("Nothing was changed. If this is right, say it again with --write.", err=True)
