"""Several articles become the article of one episode, a digest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from narrator.errors import InputError
from narrator.model import Article

MOST = 100  # each is a chapter, and an MP3 holds 255 with those inside


def gather(title: str, articles: Sequence[Article], *, missing: Sequence[str] = ()) -> Article:
    """A digest of some articles, in that order, under a title of its own.

    missing   addresses or file names of articles that were asked for and could not be had

    Its identity is made of the title and of what is in it, in any order: next week's digest of the same name is another
    episode, and one whose missing article is there again is the same. Its language is that of most of the text. An article
    that comes twice is in it once. Raises InputError for none, or more than a hundred.
    """
    parts = tuple({article.identity: article for article in articles}.values())
    if not parts:
        raise InputError("A digest needs at least one article.")
    if len(parts) > MOST:
        raise InputError(f"A digest holds {MOST} articles at most, not {len(parts)}.", hint="Make two of them.")
    if not title.strip():
        raise InputError("A digest needs a title.", hint='narrator digest … --title "Monday briefing"')
    letters: Counter[str] = Counter()
    for part in parts:
        letters[part.language] += len(part.text) if part.language not in ("", "und") else 0
    sites = {part.site for part in parts}
    identities = sorted([*(part.identity for part in parts), *(f"url:{source}" for source in missing)])
    return Article(
        title=" ".join(title.split()),
        byline=tuple(dict.fromkeys(name for part in parts for name in part.byline)),
        site=parts[0].site if len(sites) == 1 else None,
        language=max(letters, key=lambda language: letters[language]),
        blocks=tuple(block for part in parts for block in part.blocks),
        sha256=hashlib.sha256("\0".join(["digest", " ".join(title.split()), *identities]).encode()).hexdigest(),
        parts=parts,
        missing=tuple(missing),
    )
