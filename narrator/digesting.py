"""Several articles in one episode: each is read and cleaned, they are gathered into one, and that goes down the line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrator import article as cleaning
from narrator.casting import NO_WISHES, Wishes
from narrator.errors import Cancelled, NarratorError
from narrator.events import OnEvent, Warned, ignore
from narrator.model import Article, Episode, Page
from narrator.pipeline import make, name_of, prepare
from narrator.settings import Settings


def digest(
    sources: Sequence[str | Path | Page | Article],
    settings: Settings,
    *,
    title: str,
    output: str | Path | None = None,
    wishes: Wishes = NO_WISHES,
    skip_failed: bool = False,
    force: bool = False,
    use_cache: bool = True,
    on_event: OnEvent = ignore,
) -> Episode:
    """Several articles as one episode, `title`, which lists them first; otherwise as `make`.

    skip_failed   make it without the articles that cannot be had, and say so in its notes. Else one of them is an error,
                  which names them all
    """
    articles: list[Article] = []
    failed: list[tuple[str, NarratorError]] = []
    for source in sources:
        try:
            articles.append(prepare(source, settings, on_event=on_event))
        except Cancelled:
            raise
        except NarratorError as error:
            failed.append((name_of(source), error))
    if failed and not (skip_failed and articles):
        told = " ".join(f"{name}: {each}" for name, each in failed)
        hint = failed[0][1].hint if len(failed) == len(sources) else "--skip-failed makes it without them, and says so."
        raise type(failed[0][1])(f"The digest was not made. {told}", hint=hint)
    for name, each in failed:
        on_event(Warned(source=name, message=f"Left out of the digest: {name}: {each}"))
    missing = [name if "://" in name else Path(name).name for name, _ in failed]
    article = cleaning.gather(title, articles, missing=missing)
    return make(article, settings, output=output, wishes=wishes, force=force, use_cache=use_cache, on_event=on_event)
