"""Page -> Article: read, judge, and put together what is to be read aloud and what is left out, with the reason."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from narrator.article import decoding, evidence, markup, metadata, plain
from narrator.article.cues import CATEGORIES, cues_of
from narrator.article.forest import shipped
from narrator.article.piece import Outline, Piece
from narrator.article.sequence import judge
from narrator.errors import NotAnArticle
from narrator.model import Article, Block, Page, Removed
from narrator.settings import Clean

WORD = re.compile(r"\w+")
FEW_WORDS = 25
_LABEL = 1 << CATEGORIES.index("audio")
_WHY = {
    "readalso": "an invitation to read something else", "signup": "an invitation to sign up, subscribe or buy", "share": "a share or follow line",
    "ad": "an advertisement label", "cookie": "a cookie or privacy line", "legal": "a legal line", "comments": "a comment section",
    "credit": "a picture credit", "byline": "a byline or date line", "bio": "a note about the author", "tags": "tags or topics",
    "toc": "a table of contents", "jump": "a navigation line", "live": "a time stamp or reading time", "enjoy": "a note to readers", "audio": "the page's own audio label",
}  # fmt: skip


def extract(raw: str | bytes, *, url: str | None = None, media_type: str | None = None) -> Article:
    """The article in a page.

    raw         HTML, plain text or Markdown; told apart when `media_type` does not say
    url         where it came from: resolves links, and is the article's identity unless the page names another

    Raises NotAnArticle when there is nothing to read aloud, UnreadableSource when the bytes are no text.
    """
    return clean(Page(content=raw, url=url, media_type=media_type, name=url or "text"), Clean())


def clean(page: Page, settings: Clean) -> Article:
    """The article in `page`, as `settings` would have it; raises what `extract` raises."""
    content = page.content
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    text = content if isinstance(content, str) else decoding.decode(content, charset=page.charset, name=page.name)
    if not text.strip():
        raise NotAnArticle("The page is empty.", hint="Check that it was saved or copied completely.")
    witness: metadata.Markup | None = None
    if _is_markup(text, page.media_type):
        root = markup.parse(text)
        outline = markup.read(root) if root is not None else Outline()
        witness = metadata.Markup(root, outline, page.url) if root is not None else None
    else:
        outline = plain.read(text)
    if not outline.pieces:
        raise NotAnArticle("The page holds no text.", hint="If it is built by scripts, save it from the browser or copy its text.")
    rows = evidence.matrix(outline, witness.hints() if witness else evidence.Hints())
    kept, sure = judge(shipped("markup" if witness else "text"), rows)
    facts = witness.facts(kept) if witness else metadata.from_text(outline, kept, page.url)
    blocks, removed = _assemble(outline, facts, kept, sure, settings)
    if sum(len(WORD.findall(block.text)) for block in blocks) < FEW_WORDS:
        raise NotAnArticle("The page holds no article.", hint="Give narrator the page of one article, or its text.")
    return Article(
        title=facts.title, byline=facts.byline, site=facts.site, url=facts.url, published=facts.published, modified=facts.modified,
        language=facts.language or "und", image=facts.image, description=facts.description, blocks=tuple(blocks), removed=tuple(removed),
        sha256=hashlib.sha256(data).hexdigest(), notices=tuple(facts.notices),
    )  # fmt: skip


def _is_markup(text: str, media_type: str | None) -> bool:
    if media_type in ("text/html", "application/xhtml+xml"):
        return True
    if media_type and media_type.startswith("text/") and media_type != "text/xml":
        return False
    head = text[:5000].lower()
    return bool(re.match(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", head, re.DOTALL)) or len(
        re.findall(r"<(?:p|div|span|a|body|head|h[1-6]|article|section|ul|li|br|img|meta)\b[^<>]*>", head)
    ) >= 3


def _assemble(
    outline: Outline, facts: metadata.Facts, kept: list[bool], sure: list[float], settings: Clean
) -> tuple[list[Block], list[Removed]]:
    pieces = outline.pieces
    stranded = _stranded(pieces, kept)
    blocks: list[Block] = []
    removed: list[Removed] = []
    dropped = iter([*outline.dropped, ("", "", len(pieces) + 1, "")])
    note: Any = next(dropped)
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    before: Piece | None = None
    for index, (piece, keep, score) in enumerate(zip(pieces, kept, sure, strict=True)):
        while note[2] <= index:
            removed.append(Removed(text=note[0], rule=note[1], detail="A mark that points to a note.", before=len(blocks), origin=note[3]))
            note = next(dropped)
        rule = "heading-without-text" if index in stranded else _rule(piece, keep, facts.title)
        origin = piece.origin or markup.xpath(outline, piece.box)
        if rule is None and piece.soft and before is not None and before.box == piece.box and not evidence.END.search(before.text):
            blocks[-1] = _joined(blocks[-1], piece.text)
        elif rule is None:
            blocks.append(Block(kind=piece.kind, text=piece.text, level=piece.level, language=piece.language, origin=origin))
        else:
            removed.append(_removed(piece, rule, score, blocks, origin, index > last))
        before = piece if rule is None else None
    return blocks, removed


def _stranded(pieces: list[Piece], kept: list[bool]) -> set[int]:
    """Headings, and first lines of teasers, whose own text was left out: nobody wants to hear them alone."""
    found = set()
    following: Piece | None = None
    for index in range(len(pieces) - 2, -1, -1):
        piece, after = pieces[index], pieces[index + 1]
        if kept[index + 1] and index + 1 not in found:
            following = after
        if not kept[index] or kept[index + 1] or evidence.END.search(piece.text) or len(piece.text.split()) > 20:
            continue
        ended = following is None or (following.kind == "heading" and following.level <= piece.level)
        teaser = piece.origin and piece.gap and not after.gap and len(after.text.split()) > 4
        if (piece.kind == "heading" and ended) or teaser:
            found.add(index)
    return found


def _joined(block: Block, text: str) -> Block:
    return Block(kind=block.kind, text=f"{block.text} {text}", level=block.level, language=block.language, origin=block.origin)


def _rule(piece: Piece, keep: bool, title: str | None) -> str | None:
    """Name of the rule that leaves a piece out, or None."""
    if len(piece.text) < 200 and cues_of(piece.text) & _LABEL:
        return "ai-label"
    if not keep:
        return "model"
    if title and piece.text.casefold() == title.casefold():
        return "headline"
    return None


def _removed(piece: Piece, rule: str, score: float, blocks: list[Block], origin: str, ended: bool) -> Removed:
    if rule != "model":
        return Removed(text=piece.text, rule=rule, before=len(blocks), origin=origin)
    mask = cues_of(piece.text)
    cue = next((name for bit, name in enumerate(CATEGORIES) if mask >> bit & 1), None)
    place = "before-the-start" if not blocks else "after-the-end" if ended else "box"
    detail = f"The model gives {score:.2f} to its being part of the article" + (f"; it begins like {_WHY[cue]}." if cue else ".")
    return Removed(text=piece.text, rule=cue or place, detail=detail, before=len(blocks), origin=origin)
