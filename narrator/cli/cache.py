"""narrator cache: what was spoken before, and is not spoken again."""

from __future__ import annotations

import json

import click

from narrator.cli import options
from narrator.errors import InputError, OutputError


@click.group()
def cache() -> None:
    """Look at, shrink or check what was spoken before.

    Every sentence is kept as soon as it is spoken, so that a second run, or one that was stopped, speaks only what is
    new. Nothing is lost by deleting it but the time, or the money, to speak it again.
    """


@cache.command()
@options.as_json
@click.pass_context
def info(ctx: click.Context, *, as_json: bool) -> None:
    """Say where the cache is and how much it holds."""
    from narrator import speech

    settings = options.settings_of(ctx)
    facts = speech.default_cache(settings).info()
    limit = settings.speech.cache_max_mb * 1_000_000
    where = speech.cache_folder(settings)
    if as_json:
        told = {"path": where, "clips": facts.clips, "others": facts.others, "bytes": facts.bytes, "max_bytes": limit}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"path      {where}")
    click.echo(f"holds     {facts.clips:,} spoken sentences, {facts.others:,} encoded pieces of episodes")
    if facts.bytes is not None:
        click.echo(f"size      {facts.bytes / 1e6:,.1f} MB of at most {limit / 1e6:,.0f} MB")


@cache.command()
@click.option("--max-mb", type=click.IntRange(min=0), metavar="N", help="Leave N MB (default: [speech] cache_max_mb).")
@options.as_json
@click.pass_context
def prune(ctx: click.Context, *, max_mb: int | None, as_json: bool) -> None:
    """Delete what was not used for longest, until the cache is small enough. --max-mb 0 empties it."""
    from narrator import speech

    kept = speech.default_cache(options.settings_of(ctx))
    if kept.info().bytes is None:
        raise InputError(
            "A cache in an object store cannot be pruned from here.", hint="Give it an expiry rule in that store."
        )
    gone = kept.prune(None if max_mb is None else max_mb * 1_000_000)
    facts = kept.info()
    if as_json:
        click.echo(json.dumps({"deleted": gone, "clips": facts.clips, "others": facts.others, "bytes": facts.bytes}))
    else:
        click.echo(f"{gone:,} deleted, {facts.clips + facts.others:,} left, {(facts.bytes or 0) / 1e6:,.1f} MB")


@cache.command()
@click.option("--delete", is_flag=True, help="Delete what is damaged; it is spoken again when it is next needed.")
@options.as_json
@click.pass_context
def verify(ctx: click.Context, *, delete: bool, as_json: bool) -> None:
    """Compare every spoken sentence with its checksum, and print the damaged ones. Exits with 8 if any are left.

    A damaged sentence does no harm: it is found out when it is next needed, and spoken again.
    """
    from narrator import speech

    kept = speech.default_cache(options.settings_of(ctx))
    bad = kept.verify(delete=delete)
    left = tuple(name for name in bad if kept.store.exists(name))
    if as_json:
        click.echo(json.dumps({"damaged": bad, "left": left}))
    else:
        for name in bad:
            click.echo(name)
    if left:
        way = "They cannot be deleted from here." if delete else "narrator cache verify --delete"
        raise OutputError(f"{len(left)} spoken sentences are damaged.", hint=way)
    click.echo(f"{len(bad)} damaged sentences were deleted." if bad else "Every sentence is whole.", err=True)
