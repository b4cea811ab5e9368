"""narrator digest: several articles in one episode."""

from __future__ import annotations

import click

from narrator.cli import options
from narrator.cli.make import GO_ON, print_result, reporter_for
from narrator.errors import Cancelled, NarratorError


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--title", required=True, help="What the episode is called; it is heard first.")
@click.option(
    "-o", "--output", metavar="DIR|FILE.mp3", help="Folder for the bundle (default: output), or one MP3 file."
)
@click.option("--skip-failed", is_flag=True, help="Leave out articles that cannot be had, and say so in the notes.")
@options.engine
@options.voice
@options.roles
@click.option("--fallback", metavar="NAME", help="The engine that reads all of it if the other one fails for good.")
@click.option("--lang", "language", metavar="TAG", help="The language of its own words (default: of most of the text).")
@click.option(
    "--published", metavar="DATE", help="When it came out, like 2026-03-05 (default: when the feed has it first)."
)
@options.tags
@options.correction
@options.lexicon
@options.keep
@options.drop
@options.force
@options.no_cache
@options.quiet
@options.as_json
@options.allow_private
@click.pass_context
def digest(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    title: str,
    output: str | None,
    skip_failed: bool,
    engine: str | None,
    voice: str | None,
    roles: tuple[str, ...],
    fallback: str | None,
    language: str | None,
    published: str | None,
    tags: tuple[str, ...],
    correction: str | None,
    lexicons: tuple[str, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    force: bool,
    no_cache: bool,
    quiet: bool,
    as_json: bool,
    allow_private: tuple[str, ...],
) -> int:
    """Make one episode of several SOURCEs: a list of them first, then each as a chapter, with its authors and its link.

    Sentences that were spoken for an article's own episode are not spoken again. The same title with the same
    articles is the same episode, a correction; with others it is a new one.

    \b
      narrator digest https://example.com/a https://example.com/b notes.md --title "Monday briefing"
    """  # noqa: D301 - click's mark for lines that stay as they are
    from narrator.casting import Wishes
    from narrator.digesting import digest as make_digest

    settings = options.settings_of(
        ctx, fetch__allow_private=allow_private, speech__fallback=fallback, clean__keep=keep, clean__drop=drop
    )
    settings = options.with_lexicons(settings, lexicons)
    wishes = Wishes(
        engine=engine,
        voice=voice,
        roles=options.roles_of(roles),
        correction=correction,
        published=options.check_date(published),
        language=language,
        tags=options.clean_tags(tags) or None,
    )
    reporter = reporter_for(quiet=quiet, as_json=as_json)
    try:
        with reporter:
            episode = make_digest(
                sources,
                settings,
                title=title,
                output=output,
                wishes=wishes,
                skip_failed=skip_failed,
                force=force,
                use_cache=not no_cache,
                on_event=reporter.handle,
            )
    except (NarratorError, KeyboardInterrupt) as reason:
        error = reason if isinstance(reason, NarratorError) else Cancelled(hint=GO_ON)
        if not as_json:
            raise error from reason
        print_result([], [(title, error)])
        return error.exit_code
    reporter.finished(episode)
    if as_json:
        print_result([episode], [])
    return 0
