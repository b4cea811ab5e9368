"""What the settings and a few fixed rules decide over the model's head: keep and drop lists, kinds, repetition."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from narrator.article.cues import CATEGORIES, cues_of
from narrator.article.evidence import MIDDLE
from narrator.article.metadata import Facts
from narrator.article.names import BY, names_in
from narrator.article.piece import SENTENCE_END, Outline, Piece
from narrator.errors import InputError
from narrator.settings import Clean

WORD = re.compile(r"\w+")
_LABEL = 1 << CATEGORIES.index("audio")
_CALL = re.compile(
    r"(?:read (?:more|also|next|the full)|sign up|subscribe|related(?: (?:articles?|stories|story|posts?|links?|reading|content|topics))?\b[^:]{0,40}(?::|$)|recommended (?:articles?|reading|stories|posts|providers|for you)\b|advertisement\b|share this|follow us|click here|you may also|see also:|continue reading|"
    r"lesen sie auch|mehr zum thema|anzeige$|lire aussi|à lire aussi|lea también|lee también|te puede interesar|publicidad$|читайте також|читайте также|дивіться також|смотрите также|реклама$|leggi anche|czytaj (?:też|także|również)|zobacz (?:też|także)|lees ook)",
    re.IGNORECASE,
)  # fmt: skip
DOUBTED = 0.12  # a probability below which even a heading with its text is none of the article's
HALF_SURE = 0.4
SURE = 0.9  # a probability from which on the model is not overruled
_TOP = 4  # pieces among which a byline may stand
_LONGEST_BYLINE = 16  # words
RULES = {
    "ai-label": "The page's own label that its audio is made by a machine; narrator says its own.",
    "headline": "The headline is said before the body, not in it.",
    "byline": "Who wrote it is said before the body, not in it.",
    "dropped": "The settings say to drop it.",
    "caption": "Captions are skipped; [clean] captions = \"speak\" keeps them.",
    "table": "Tables are skipped, as [clean] tables says.",
    "code": "Code is skipped, as [clean] code says.",
    "footnote": "Notes are skipped; [clean] footnotes = \"speak\" keeps them.",
    "footnote-mark": "A mark that points to a note, for the eye alone.",
    "bio": "Notes about the author are skipped; [clean] bios = \"speak\" keeps them.",
    "said-twice": "The same words are said elsewhere in the article.",
    "teaser": "The beginning of another article: a headline and a text that breaks off.",
    "comments": "Readers' comments.",
    "news-feed": "A feed of other news, with their times.",
    "other-article": "It stands in another <article> of the page than the headline.",
    "hidden": "It stands in a dialogue that the page does not show.",
    "raw-data": "Data for a script, not text.",
    "readalso": "An invitation to read, subscribe or share.",
    "heading-without-text": "A heading, or the first line of a teaser, whose own text was left out.",
}  # fmt: skip


def decide(
    outline: Outline,
    root: Any,
    kept: list[bool],
    sure: list[float],
    *,
    settings: Clean,
    facts: Facts,
    elsewhere: dict[int, str],
) -> dict[int, str]:
    """Rule name for each piece that a rule takes out; `kept` is changed in place where a rule puts a piece back.

    elsewhere   rules of `regions.foreign`, for pieces that are no part of the article
    """
    pieces = outline.pieces
    _lead(pieces, kept, sure)
    _whole_tables(outline, kept, sure)
    out = dict(elsewhere)
    url, title = facts.url, facts.title
    keep, drop = _lists(settings, url)
    wanted, unwanted = _chosen(outline, root, keep), _chosen(outline, root, drop)
    _speak(outline, kept, settings)
    headline = _fold(title or "")
    for index, piece in enumerate(pieces):
        if index in wanted:
            kept[index] = True
            out.pop(index, None)
        elif index in unwanted:
            out[index] = "dropped"
        elif len(piece.text) < 200 and cues_of(piece.text) & _LABEL:
            out[index] = "ai-label"
        elif kept[index] and index not in out:
            rule = _fixed(piece, settings, headline)
            if rule:
                out[index] = rule
    by = _bylines(pieces, kept, facts.byline) - out.keys()
    out |= dict.fromkeys(by - wanted, "byline")
    out |= dict.fromkeys(_teasers(outline, kept, sure) - wanted, "teaser")
    out |= dict.fromkeys(_twice(outline, kept, out) - wanted, "said-twice")
    stranded = _stranded(pieces, [keep and index not in out for index, keep in enumerate(kept)], sure)
    return out | dict.fromkeys(stranded - wanted, "heading-without-text")


def _bylines(pieces: list[Piece], kept: list[bool], authors: tuple[str, ...]) -> set[int]:
    """Lines above the body that name the article's authors and nobody else."""
    top = [index for index, keep in enumerate(kept) if keep][:_TOP]
    lines = ((index, pieces[index].text) for index in top)
    return {
        index
        for index, text in lines
        if len(text.split()) <= _LONGEST_BYLINE
        and BY.match(text)
        and not SENTENCE_END.search(text)
        and (named := names_in(text))
        and {*named} <= {*authors}
    }


def _fixed(piece: Piece, settings: Clean, headline: str) -> str | None:
    text = piece.text
    if headline and len(text) < 400 and _fold(text) == headline:
        return "headline"
    if (
        len(text) < 100
        and len(text.split()) <= 12
        and _CALL.match(text)
        and (not SENTENCE_END.search(text) or ":" in text)
    ):
        return "readalso"
    if piece.kind == "caption" and settings.captions == "skip":
        return "caption"
    if piece.kind == "table_row" and settings.tables == "skip":
        return "table"
    if piece.kind == "code" and settings.code == "skip":
        return "code"
    if piece.kind == "footnote" and settings.footnotes == "skip":
        return "footnote"
    return None


def _speak(outline: Outline, kept: list[bool], settings: Clean) -> None:
    """Put back what the settings want to hear and the model took out: captions and code inside the article, notes and bios after it."""
    inside = [index for index, keep in enumerate(kept) if keep]
    if not inside:
        return
    for index, piece in enumerate(outline.pieces):
        seen = outline.boxes[piece.box].seen if outline.boxes else {}
        within = inside[0] < index < inside[-1]
        near = inside[0] < index < inside[-1] + 12
        bio = (
            index > inside[-1]
            and near
            and bool(cues_of(piece.text) >> CATEGORIES.index("bio") & 1)
            and len(piece.text.split()) > 7
        )
        if (
            (within and piece.kind == "caption" and settings.captions == "speak" and len(piece.text.split()) > 2)
            or (within and piece.kind == "code" and settings.code == "speak")
            or (
                near
                and settings.footnotes == "speak"
                and (piece.kind == "footnote" or ("footnote" in seen and "<li>" in seen))
            )
        ):
            kept[index] = True
        elif bio and settings.bios == "speak":
            kept[index] = True
            piece.kind = "bio"


def _lead(pieces: list[Piece], kept: list[bool], sure: list[float]) -> None:
    """Put back headings that the model doubts but whose text it keeps: they are the chapters."""
    led = False  # whether what follows is kept; captions and a line or two of few words may stand between
    between = 0
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.kind == "heading" and led and sure[index] > DOUBTED and len(piece.text.split()) < 25:
            kept[index] = True
        between = 0 if kept[index] else between + 1
        if piece.kind != "caption" and (
            kept[index] or piece.kind == "heading" or between > 2 or len(piece.text.split()) > 4
        ):
            led = kept[index]


def _whole_tables(outline: Outline, kept: list[bool], sure: list[float]) -> None:
    """A table is kept with all its rows or with none."""
    rows: list[int] = []
    for index in range(len(outline.pieces) + 1):
        if index < len(outline.pieces) and outline.pieces[index].kind == "table_row":
            rows.append(index)
        elif rows:
            if len(rows) > 1 and any(kept[row] for row in rows):
                keep = sum(sure[row] for row in rows) / len(rows) >= HALF_SURE
                for row in rows:
                    kept[row] = keep
            rows = []


def _lists(settings: Clean, url: str | None) -> tuple[list[str], list[str]]:
    host = (urlsplit(url or "").hostname or "").lower()
    keep, drop = list(settings.keep), list(settings.drop)
    for site, rules in settings.sites.items():
        if host == site.lower() or host.endswith(f".{site.lower()}"):
            keep += rules.keep
            drop += rules.drop
    return keep, drop


def _chosen(outline: Outline, root: Any, rules: list[str]) -> set[int]:
    """Pieces that a list of texts and selectors names."""
    texts = tuple(rule.casefold() for rule in rules if not rule.startswith("css:") and rule.strip())
    found = {index for index, piece in enumerate(outline.pieces) if texts and piece.text.casefold().startswith(texts)}
    selectors = [rule.removeprefix("css:").strip() for rule in rules if rule.startswith("css:")]
    if not selectors or root is None or not outline.boxes:
        return found
    from lxml.cssselect import CSSSelector

    nodes: set[Any] = set()
    for selector in selectors:
        try:
            nodes |= set(CSSSelector(selector, translator="html")(root))
        except Exception as error:
            raise InputError(f"css:{selector} is not a CSS selector: {error}") from error
    chosen = [False] * len(outline.boxes)
    for index, box in enumerate(outline.boxes):
        chosen[index] = box.node in nodes or (box.parent >= 0 and chosen[box.parent])
    return found | {index for index, piece in enumerate(outline.pieces) if chosen[piece.box]}


def _fold(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _teasers(outline: Outline, kept: list[bool], sure: list[float]) -> set[int]:
    """In a text: a headline with a passage right under it that breaks off in the middle of a sentence."""
    pieces = outline.pieces
    found: set[int] = set()
    for index in range(1, len(pieces)):
        head, body = pieces[index - 1], pieces[index]
        if outline.boxes or not kept[index] or body.gap or not head.gap or sure[index] > SURE:
            continue
        breaks_off = len(body.text.split()) > 20 and MIDDLE.search(body.text) and not SENTENCE_END.search(body.text)
        if (
            breaks_off
            and len(head.text.split()) <= 20
            and not SENTENCE_END.search(head.text)
            and (index + 1 == len(pieces) or pieces[index + 1].gap)
        ):
            found |= {index - 1, index}
    return found


def _twice(outline: Outline, kept: list[bool], out: dict[int, str]) -> set[int]:
    """Pull quotes, whose words stand in a paragraph too: they are said once, where they were said first."""
    pieces = outline.pieces
    folded = {index: f" {_fold(piece.text)} " for index, piece in enumerate(pieces) if kept[index] and index not in out}
    whole = "\n".join(text for text in folded.values() if len(text) > 80)
    found: set[int] = set()
    once: set[str] = set()
    for index, text in folded.items():  # a page may carry its article twice, for two widths of screen
        if text.count(" ") > 10 and text in once:
            found.add(index)
        once.add(text)
    tried = 0
    for index, text in folded.items():
        piece = pieces[index]
        seen = outline.boxes[piece.box].seen if outline.boxes else {}
        quoted = (
            piece.kind == "quote"
            or "pull" in seen
            or "<aside>" in seen
            or (not outline.boxes and not SENTENCE_END.search(piece.text))
        )
        words = text.count(" ") - 1
        if not quoted or not 6 <= words <= 70 or tried > 300:
            continue
        tried += 1
        times = whole.count(text[:-1] if len(text) <= 80 else text)
        if times > (1 if len(text) > 80 else 0):
            found.add(index)
    return found


def _stranded(pieces: list[Piece], kept: list[bool], sure: list[float]) -> set[int]:
    """Headings, and first lines of teasers, whose own text was left out: nobody wants to hear them alone."""
    found = set()
    following: Piece | None = None
    for index in range(len(pieces) - 2, -1, -1):
        piece, after = pieces[index], pieces[index + 1]
        if kept[index + 1] and index + 1 not in found:
            following = after
        if not kept[index] or kept[index + 1] or SENTENCE_END.search(piece.text) or len(piece.text.split()) > 20:
            continue
        ended = following is None or (following.kind == "heading" and following.level <= piece.level)
        teaser = piece.origin and piece.gap and not after.gap and len(after.text.split()) > 4
        if (piece.kind == "heading" and ended and sure[index] < SURE) or teaser:
            found.add(index)
    return found
