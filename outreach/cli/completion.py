"""The command that lets a shell complete commands and options: completion."""

from typing import TYPE_CHECKING

import click

from outreach.cli.printing import say

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

PROGRAM = "outreach"
HOME = {
    "bash": "outreach completion bash > ~/.local/share/bash-completion/completions/outreach",
    "zsh": "outreach completion zsh > ~/.zsh/_outreach   (a folder of your fpath)",
    "fish": "outreach completion fish > ~/.config/fish/completions/outreach.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(HOME)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Prints the script by which a SHELL completes commands and options on the tab key; says where it goes.

    \b
    Examples:
      outreach completion bash > ~/.local/share/bash-completion/completions/outreach
      outreach completion zsh > ~/.zsh/_outreach
      outreach completion fish > ~/.config/fish/completions/outreach.fish
    """
    from click.shell_completion import get_completion_class

    made: type[ShellComplete] | None = get_completion_class(shell)
    if made:
        script = made(context.find_root().command, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE")
        click.echo(script.source())
    say(f"Put it where {shell} looks for it, and open a new window: {HOME[shell]}", err=True)
