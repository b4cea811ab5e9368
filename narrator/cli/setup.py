"""narrator init and completion: setting up."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from narrator.errors import OutputError


@click.command()
@click.option("--force", is_flag=True, help="Overwrite a narrator.toml that is there.")
def init(*, force: bool) -> None:
    """Write narrator.toml into this folder: every setting, explained, at its default."""
    target = Path("narrator.toml")
    if target.exists() and not force:
        raise OutputError("There is a narrator.toml here already.", hint="narrator init --force overwrites it.")
    try:
        target.write_text(resources.files("narrator.cli").joinpath("narrator.toml").read_text("utf-8"), "utf-8")
    except OSError as error:
        raise OutputError(f"Cannot write {target.absolute()}: {error.strerror}.") from error
    click.echo(str(target))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, *, shell: str) -> None:
    """Print the completion script for a shell.

    \b
      bash   eval "$(narrator completion bash)"         in ~/.bashrc
      zsh    eval "$(narrator completion zsh)"          in ~/.zshrc
      fish   narrator completion fish | source          in ~/.config/fish/config.fish
    """  # noqa: D301 - click's mark for lines that stay as they are
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover - click knows all three
        raise click.UsageError(f"click has no completion for {shell}")
    click.echo(kind(ctx.find_root().command, {}, "narrator", "_NARRATOR_COMPLETE").source())
