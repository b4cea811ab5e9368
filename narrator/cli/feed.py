"""narrator feed, prune and serve: the podcast feed of a folder of episodes, and a look at it."""

from __future__ import annotations

from pathlib import Path

import click

from narrator.cli import options


@click.group()
def feed() -> None:
    """Build or check the podcast feed of a folder of episodes."""


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


@feed.command()
@click.argument("source", required=False, metavar="[FILE|DIR|URL]")
@options.as_json
@click.pass_context
def check(ctx: click.Context, *, source: str | None, as_json: bool) -> int:
    """Say what podcast apps will not like about a feed (default: those in the output folder), and whose rule it is.

    Of a file, the addresses are compared with the files beside it; of a URL, the newest episodes are asked for.
    Exits with 8 if anything is an error.
    """
    import json

    from narrator import publish
    from narrator.errors import FeedError

    source = source or options.settings_of(ctx).output
    feeds = [source]
    if Path(source).is_dir():
        feeds = [
            f"{source}/{name}" for name in ("feed.xml", *sorted(path.name for path in Path(source).glob("feed-*.xml")))
        ]
    found = [(feed, finding) for feed in feeds for finding in publish.check_feed(feed)]
    if as_json:
        listed = [
            {"feed": feed, "level": f.level, "where": f.where, "message": f.message, "rule": f.rule, "source": f.source}
            for feed, f in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for feed, finding in found:
            click.echo(f"{feed}: {finding}" if len(feeds) > 1 else str(finding))
        for rule, address in dict.fromkeys((finding.rule, finding.source) for _, finding in found):
            click.echo(f"{rule}: {address}", err=True)
        if not found:
            click.echo("Nothing to complain about.", err=True)
    return FeedError.exit_code if any(finding.level == "error" for _, finding in found) else 0


@click.command()
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option(
    "--days", type=click.FloatRange(min=0), default=0, metavar="N", help="Only what was replaced N days ago or earlier."
)
@options.as_json
@click.pass_context
def prune(ctx: click.Context, *, folder: str | None, dry_run: bool, days: float, as_json: bool) -> None:
    """Delete the files that corrected episodes left behind in DIR (default: the output folder), and print their names.

    An episode that is made again gets new files, and the old ones stay, because apps that read the feed before may still
    ask for them. What an episode.json or a feed names is kept, and so is every file that narrator did not write.
    """
    import json

    from narrator import publish
    from narrator.store import open_store

    where = folder or options.settings_of(ctx).output
    pruned = publish.prune(open_store(where), days=days, dry_run=dry_run)
    for problem in pruned.problems:
        click.echo(f"warning: {problem}", err=True)
    if as_json:
        told = {"deleted": [name for name, _ in pruned.files], "bytes": pruned.bytes, "dry_run": dry_run}
        click.echo(json.dumps({**told, "problems": list(pruned.problems)}, ensure_ascii=False))
        return
    for name, _ in pruned.files:
        click.echo(f"{where}/{name}")
    what = "would be deleted" if dry_run else "deleted"
    click.echo(f"{len(pruned.files)} files {what}, {pruned.bytes / 1e6:.1f} MB.", err=True)


@click.command()
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.pass_context
def serve(ctx: click.Context, *, folder: str | None, host: str, port: int) -> None:
    """Preview the episodes and the feed in DIR (default: the output folder) in a browser, until Ctrl-C.

    Answers as podcast apps expect: ranges, HEAD, media types. Only this machine can reach it unless --host says more.
    """
    import contextlib

    from narrator import publish

    with publish.server(folder or options.settings_of(ctx).output, host=host, port=port) as server:
        address, number = server.server_address[:2]
        click.echo(f"http://{address!s}:{number}/")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
