"""narrator make: episodes from sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from narrator.cli import options
from narrator.errors import Cancelled, InputError, NarratorError

if TYPE_CHECKING:
    from narrator.cli import progress
    from narrator.model import Episode

GO_ON = "What was spoken is kept: the same command goes on from there."


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="DIR|FILE.mp3", help="Folder for the bundles (default: output), or one MP3 file."
)
@options.engine
@options.voice
@options.roles
@click.option(
    "--fallback", metavar="NAME", help="The engine that reads the whole article if the other one fails for good."
)
@options.language
@options.title
@click.option("--byline", multiple=True, metavar="NAME", help="The author; may be given several times.")
@click.option("--published", metavar="DATE", help="When the article was published, like 2026-03-05.")
@options.tags
@options.correction
@click.option(
    "--corrects",
    metavar="EPISODE",
    help="The folder of an episode that SOURCE is a new version of, if it has no address of its own.",
)
@options.lexicon
@options.keep
@options.drop
@options.force
@options.no_cache
@options.quiet
@options.as_json
@options.allow_private
@click.pass_context
def make(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    output: str | None,
    engine: str | None,
    voice: str | None,
    roles: tuple[str, ...],
    fallback: str | None,
    language: str | None,
    title: str | None,
    byline: tuple[str, ...],
    published: str | None,
    tags: tuple[str, ...],
    correction: str | None,
    corrects: str | None,
    lexicons: tuple[str, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    force: bool,
    no_cache: bool,
    quiet: bool,
    as_json: bool,
    allow_private: tuple[str, ...],
) -> int:
    """Make an episode of each SOURCE: a URL, an HTML, text or Markdown file, or - for standard input.

    Prints the path of each episode. Without --engine, Google's voice is used if Google answers within three
    seconds (the article's text is then sent to Google), else espeak, which needs no network. An episode that
    was made before keeps its voice, its place in the feed and its note of a correction; only sentences that are
    new or changed are spoken.

    \b
      narrator make https://example.com/story
      narrator make page.html -o story.mp3 --engine espeak
      pbpaste | narrator make - --title "What I copied"
    """  # noqa: D301 - click's mark for lines that stay as they are
    from narrator.casting import Wishes
    from narrator.pipeline import make as make_episode

    of_one = (title, byline, published, correction, corrects, (output or "").lower().endswith(".mp3"))
    if len(sources) > 1 and any(of_one):
        raise InputError(
            "With several sources, --title, --byline, --published, --correction, --corrects and -o FILE.mp3 have no clear "
            "meaning.",
            hint="Run narrator make once for each source.",
        )
    settings = options.settings_of(
        ctx, fetch__allow_private=allow_private, speech__fallback=fallback, clean__keep=keep, clean__drop=drop
    )
    settings = options.with_lexicons(settings, lexicons)
    wishes = Wishes(
        engine=engine,
        voice=voice,
        roles=options.roles_of(roles),
        correction=correction,
        corrects=corrects,
        title=title,
        byline=byline or None,
        published=options.check_date(published),
        language=language,
        tags=options.clean_tags(tags) or None,
    )
    reporter = reporter_for(quiet=quiet, as_json=as_json)
    episodes: list[Episode] = []
    failed: list[tuple[str, NarratorError]] = []
    for source in sources:
        try:
            with reporter:
                episode = make_episode(
                    source,
                    settings,
                    output=output,
                    wishes=wishes,
                    force=force,
                    use_cache=not no_cache,
                    on_event=reporter.handle,
                )
        except (NarratorError, KeyboardInterrupt) as reason:
            error = reason if isinstance(reason, NarratorError) else Cancelled(hint=GO_ON)
            if len(sources) == 1 and not as_json:
                raise error from reason
            failed.append((source, error))
            reporter.failed(source, error)
            if isinstance(error, Cancelled):
                break
        else:
            episodes.append(episode)
            reporter.finished(episode)
    if as_json:
        print_result(episodes, failed)
    if failed and isinstance(failed[-1][1], Cancelled):
        return Cancelled.exit_code
    return failed[0][1].exit_code if failed else 0


def reporter_for(*, quiet: bool, as_json: bool) -> progress.Quiet:
    """Whoever shows the progress."""
    from narrator.cli import progress

    return progress.JsonLines() if as_json else progress.Quiet() if quiet else progress.Bar()


def print_result(episodes: list[Episode], failed: list[tuple[str, NarratorError]]) -> None:
    """The last line of --json."""
    result = {
        "type": "result",
        "episodes": [
            {**episode.manifest, "path": str(episode.path), "file": str(episode.audio)} for episode in episodes
        ],
        "failed": [{"source": source, **options.as_object(error)} for source, error in failed],
    }
    click.echo(json.dumps(result, ensure_ascii=False))
