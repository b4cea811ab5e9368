"""Whole regions of an HTML page that are not the article, however well their sentences read: found by structure alone."""

from __future__ import annotations

import re

from narrator.article.cues import CATEGORIES, cues_of
from narrator.article.piece import Outline

WORD = re.compile(r"\w+")
BARE_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?| ?uhr| ?h)?|\d{1,2} ?h ?\d{2}", re.IGNORECASE)
_READ_ALSO = 1 << CATEGORIES.index("readalso")
COMMENTS_AFTER = 100  # words of the article that must stand before what may be its comments


def foreign(outline: Outline, kept: list[bool], headline: int | None) -> dict[int, str]:
    """Rule for each kept piece that is in the comments, in another article, in a hidden dialogue, in a feed of news, or raw data.

    headline   index of the piece that is the article's title, if one is
    """
    if not outline.boxes:
        return _feed(outline, kept)
    words = [len(WORD.findall(piece.text)) for piece in outline.pieces]
    found = _comments(outline, kept, words)
    found |= _other_articles(outline, kept, words, headline)
    for index, piece in enumerate(outline.pieces):
        box = outline.boxes[piece.box]
        if not kept[index]:
            continue
        if all(box.depth - box.seen.get(kind, -99) <= 4 for kind in ("out-of-sight", "dialog")):
            found[index] = "hidden"
        elif piece.text.startswith(("{", "[{")) and '":' in piece.text and "<pre>" not in box.seen:
            found[index] = "raw-data"
    return found


def _feed(outline: Outline, kept: list[bool]) -> dict[int, str]:
    """In a text: all that follows a short line like "Latest news" with a bare time of day under it, once most of the article is over."""
    pieces = outline.pieces
    words = [len(WORD.findall(piece.text)) if keep else 0 for piece, keep in zip(pieces, kept, strict=True)]
    before, total = 0, sum(words)
    for index, piece in enumerate(pieces):
        named = len(piece.text.split()) <= 5 and cues_of(piece.text) & _READ_ALSO
        if (
            named
            and not kept[index]
            and before * 2 > total
            and any(BARE_TIME.fullmatch(other.text) for other in pieces[index + 1 : index + 3])
        ):
            return {later: "news-feed" for later in range(index + 1, len(pieces)) if kept[later]}
        before += words[index]
    return {}


def _comments(outline: Outline, kept: list[bool], words: list[int]) -> dict[int, str]:
    """What stands in an element of the comment kind, once a good part of what is kept has come before it."""
    total = sum(size for size, keep in zip(words, kept, strict=True) if keep)
    found: dict[int, str] = {}
    outside = 0
    for index, piece in enumerate(outline.pieces):
        if not kept[index]:
            continue
        if "comment" not in outline.boxes[piece.box].seen:
            outside += words[index]
        elif outside > max(COMMENTS_AFTER, total / 4):
            found[index] = "comments"
    return found


def _other_articles(outline: Outline, kept: list[bool], words: list[int], headline: int | None) -> dict[int, str]:
    """On a page of several <article> elements, those that neither hold the headline nor lie around or inside the one that does."""
    boxes = outline.boxes
    if headline is None:
        return {}
    own = [-1] * len(boxes)  # the innermost <article> around each box
    for index, box in enumerate(boxes):
        own[index] = index if box.tag == "article" else own[box.parent] if box.parent >= 0 else -1
    main = own[outline.pieces[headline].box]
    if main < 0:
        return {}
    # An <article> that lies inside the main one belongs to it, and so does one that the main one lies in.
    inside = [False] * len(boxes)
    for index, box in enumerate(boxes):
        inside[index] = index == main or (box.parent >= 0 and inside[box.parent])
    around = set()
    index = main
    while index >= 0:
        around.add(index)
        index = boxes[index].parent
    held = sum(
        size for piece, size, keep in zip(outline.pieces, words, kept, strict=True) if keep and inside[piece.box]
    )
    if held < 60:
        return {}
    return {
        index: "other-article"
        for index, piece in enumerate(outline.pieces)
        if kept[index] and own[piece.box] >= 0 and not inside[piece.box] and own[piece.box] not in around
    }
