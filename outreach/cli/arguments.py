"""The kinds of arguments that commands take."""

from pathlib import Path

import click

WORKBOOK = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
