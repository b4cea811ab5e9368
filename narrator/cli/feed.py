"""narrator feed: the podcast feed of a folder of episodes."""

from __future__ import annotations

import click

from narrator.cli import options


@click.group()
def feed() -> None:
    """Build the podcast feed of a folder of episodes."""


@feed.command()
@click.argument("folder", required=False, metavar="[DIR]")
@options.as_json
@click.pass_context
def build(ctx: click.Context, *, folder: str | None, as_json: bool) -> None:
    """Write feed.xml for the episodes in DIR (default: the output folder), and print its path.

    The show's title, address and the like come from [podcast] in narrator.toml.
    """
    import json

    from narrator import publish
    from narrator.store import open_store

    settings = options.settings_of(ctx)
    where = folder or settings.output
    built = publish.build_feed(open_store(where), settings.podcast)
    for problem in built.problems:
        click.echo(f"warning: {problem}", err=True)
    if as_json:
        click.echo(
            json.dumps({"feed": f"{where}/{built.name}", "episodes": built.episodes, "problems": list(built.problems)})
        )
    else:
        click.echo(f"{where}/{built.name}")
