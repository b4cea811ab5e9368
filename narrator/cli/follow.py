"""narrator follow and status: a reading list that turns into a podcast by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import options

if TYPE_CHECKING:
    from narrator.cli import progress
    from narrator.standing import Run


@click.command()
@click.argument("sources", metavar="[SOURCE]…", nargs=-1)
@click.option("-o", "--output", metavar="DIR", help="Folder for the episodes and the feed (default: output).")
@click.option("--every", metavar="TIME", help="Do it again and again: 90s, 15m, 2h, 1d.")
@click.option("--since", metavar="DATE", help="Nothing older, like 2026-03-05.")
@click.option("--max", "most", metavar="N", type=click.IntRange(1), help="At most N episodes a run (default: 50).")
@click.option("--include", metavar="TEXT", multiple=True, help="Only what has TEXT in title, author or category.")
@click.option("--exclude", metavar="TEXT", multiple=True, help='Nothing that has TEXT, or "author:TEXT" and so on.')
@click.option("--dry-run", is_flag=True, help="Say what would be done; make and note nothing.")
@click.option("--retry", is_flag=True, help="Try at once all that failed or was given up.")
@options.engine
@options.voice
@options.lexicon
@click.option("-q", "--quiet", is_flag=True, help="Paths of episodes and failures only.")
@options.as_json
@options.allow_private
@click.pass_context
def follow(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    output: str | None,
    every: str | None,
    since: str | None,
    most: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    dry_run: bool,
    retry: bool,
    engine: str | None,
    voice: str | None,
    lexicons: tuple[str, ...],
    quiet: bool,
    as_json: bool,
    allow_private: tuple[str, ...],
) -> int:
    """Make an episode of every new article in each SOURCE, and keep the feed of the folder.

    A SOURCE is the address or file of a feed (RSS, Atom, JSON Feed), a sitemap, an OPML file, a list of addresses or
    the export of a reading list. Without one, those of [follow] in narrator.toml are read. What failed is tried again
    in later runs, an article that was updated becomes a correction of its episode, and nothing is made twice.

    \b
      narrator follow https://example.com/feed.xml
      narrator follow reading-list.txt --max 5 --dry-run
      narrator follow feeds.opml --every 15m --engine espeak
    """  # noqa: D301 - click's mark for lines that stay as they are
    from narrator import following
    from narrator.casting import Wishes

    settings = options.settings_of(
        ctx,
        fetch__allow_private=allow_private,
        follow__every=every,
        follow__since=since,
        follow__max=most,
        follow__include=include,
        follow__exclude=exclude,
    )
    settings = options.with_lexicons(settings, lexicons)
    wishes = Wishes(engine=engine, voice=voice)
    reporter = _reporter(quiet=quiet, as_json=as_json, dry_run=dry_run)
    pause = settings.follow.every
    if pause is None or dry_run:
        with reporter:
            run = following.follow(
                sources, settings, output=output, wishes=wishes, dry_run=dry_run, retry=retry, on_event=reporter.handle
            )
        return _result(run)
    every_s = options.duration_s(pause)
    with reporter:
        runs = following.keep_following(
            sources, settings, every_s=every_s, output=output, wishes=wishes, on_event=reporter.handle
        )
        for run in runs:
            if run.stopped:
                options.tell(run.stopped)
    return 0


@click.command()
@click.option("-o", "--output", metavar="DIR", help="The folder that is followed into (default: output).")
@options.as_json
@click.pass_context
def status(ctx: click.Context, *, output: str | None, as_json: bool) -> int:
    """Say how it stands with a folder: the last run, what was made, what failed and why, what comes next.

    Exits with the code of the last run.
    """
    from narrator import standing

    told = standing.status(output or options.settings_of(ctx).output)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for row in _rows(told):
            click.echo(row)
    code = told["last_run"].get("exit_code", 0)
    return code if isinstance(code, int) else 0


def _rows(told: dict[str, Any]) -> list[str]:
    last, articles = told["last_run"], told["articles"]
    made, corrected, failed = (last.get(key, []) for key in ("made", "corrected", "failed"))
    state = last.get("state", "unknown")
    rows = [
        f"last run    {last.get('started', 'unknown')}, {state if state != 'idle' else 'finished ' + last['finished']}"
    ]
    if told["at_work"]:
        rows.append(f"at work     process {told['at_work'].get('pid')}, since {told['at_work'].get('since')}")
    if "made" in last:
        rows.append(
            f"            {len(made)} made, {len(corrected)} corrected, {len(failed)} failed, {last['left']} left for later"
        )
    if last.get("error"):
        rows.append(f"            broke off: {last['error']}")
    soon = last.get("next_run") or last.get("next_due")
    if state == "broken off":
        soon = "the next run goes on where this one stopped"
    rows.append(f"next        {soon or 'nothing waits'}")
    rows.append(
        f"articles    {articles.get('made', 0)} with an episode, {articles.get('waiting', 0)} without, {articles.get('gone', 0)} given up"
    )
    if articles.get("waiting") and last.get("left") == 0:
        rows.append("            those without are kept back by the limits, or no list of the last run names them")
    followed = [one for one in told["lists"] if one["followed"]]
    rows += [
        f"list        {one['source']} ({one['kind'] or 'never read'}), {one['checked']}{': ' + one['error'] if one['error'] else ''}"
        + (f" Again {one['again_at']}." if one["again_at"] else "")
        for one in followed
    ]
    if others := len(told["lists"]) - len(followed):
        rows.append(f"            and {others} that the last run did not read")
    for one in told["troubled"]:
        again = f"again {one['again_at']}" if one["again_at"] else "given up"
        rows.append(f"failed      {one['source']} ({one['attempts']}×, {again}): {one['reason']}")
    return rows


def _reporter(*, quiet: bool, as_json: bool, dry_run: bool) -> progress.Quiet:
    from narrator.cli import watching

    return watching.Log() if as_json else watching.QuietRun() if quiet else watching.Run(dry_run=dry_run)


def _result(run: Run) -> int:
    if run.stopped:
        raise run.stopped
    return run.exit_code
