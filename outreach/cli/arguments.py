"""The kinds of arguments that commands take."""

from pathlib import Path

import click

WORKBOOK = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
yes_option = click.option("--yes", is_flag=True, help="Do not ask first.")
