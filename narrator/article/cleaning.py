"""Page -> Article: read, judge, and put together what is to be read aloud and what is left out, with the reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from narrator.article import decoding, doubts, evidence, markdown, markup, metadata, plain, policy
from narrator.article.cues import CATEGORIES, cues_of
from narrator.article.forest import Model, shipped
from narrator.article.language import language_of
from narrator.article.piece import SENTENCE_END, Outline, Piece
from narrator.article.regions import foreign
from narrator.article.sequence import judge
from narrator.errors import NotAnArticle
from narrator.model import Article, Block, Page, Removed
from narrator.settings import Clean

WORD = re.compile(r"\w+")
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
    return clean(Page(content=raw, url=url, media_type=media_type, name=url or "The text"), Clean())


def clean(page: Page, settings: Clean, *, models: Callable[[str], Model] = shipped) -> Article:
    """The article in `page`, as `settings` would have it; raises what `extract` raises, and InputError for a bad selector.

    models   where "markup" and "text" models come from, for measuring others than the ones that are shipped
    """
    content = page.content
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    text = content if isinstance(content, str) else decoding.decode(content, charset=page.charset, name=page.name)
    if not text.strip("\0 \t\r\n\f\v\ufeff\u200b"):
        raise NotAnArticle("The page is empty.", hint="Check that it was saved or copied completely.")
    read = _read(text, page)
    if not read.outline.pieces:
        raise doubts.not_an_article(read.outline, read.root)
    kept, sure = _judge(read, models)
    elsewhere = foreign(read.outline, kept, read.witness.headline(kept) if read.witness else None)
    own = [keep and index not in elsewhere for index, keep in enumerate(kept)]
    facts = read.witness.facts(own) if read.witness else metadata.from_text(read.outline, own, page.url, read.matter)
    rules = policy.decide(read.outline, read.root, kept, sure, settings=settings, facts=facts, elsewhere=elsewhere)
    blocks, removed = _assemble(read.outline, kept, sure, rules)
    words = sum(len(WORD.findall(block.text)) for block in blocks)
    listing = (
        read.witness is not None
        and words < 60
        and not read.witness.says_article
        and doubts.looks_like_listing(read.outline)
    )
    if words < (doubts.FEW_WORDS if read.witness else 1) or listing:
        raise doubts.not_an_article(read.outline, read.root)
    body = "\n".join(block.text for block in blocks)
    return Article(
        title=facts.title, byline=facts.byline, site=facts.site, url=facts.url, published=facts.published, modified=facts.modified,
        language=language_of(body, facts.language), image=facts.image, description=facts.description, blocks=tuple(blocks),
        removed=tuple(removed), sha256=hashlib.sha256(data).hexdigest(),
        notices=doubts.notices(read.outline, blocks, facts.title, read.witness.things if read.witness else []),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A source after its reader: the witness only for HTML, front matter only for Markdown."""

    outline: Outline
    root: Any = None
    witness: metadata.Markup | None = None
    matter: dict[str, str] | None = None


def _read(text: str, page: Page) -> _Reading:
    kind = _form(text, page)
    if kind == "html":
        root = markup.parse(text)
        if root is None:
            return _Reading(outline=Outline())
        outline = markup.read(root)
        return _Reading(
            outline=outline, root=root, witness=metadata.Markup(root, outline, page.url) if outline.pieces else None
        )
    if kind == "markdown":
        outline, matter = markdown.read(text)
        return _Reading(outline=outline, matter=matter)
    return _Reading(outline=plain.read(text))


def _form(text: str, page: Page) -> str:
    """The form, html, markdown or text: by what the sender says, else by the name, else by the look."""
    media_type = page.media_type or ""
    if media_type in ("text/html", "application/xhtml+xml"):
        return "html"
    if "markdown" in media_type or page.name.lower().endswith((".md", ".markdown", ".mkd")):
        return "markdown"
    if media_type == "text/plain" and page.name.lower().endswith(".txt"):
        return "text"
    head = text[:5000].lower()
    tags = re.findall(
        r"<(?:p|div|span|a|body|head|h[1-6]|article|section|ul|li|br|img|meta|title|table|html)\b[^<>]*>", head
    )
    if re.match(
        r"[\s\ufeff\0]*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype html|html|head|body|frameset)\b", head
    ) or (media_type != "text/plain" and len(tags) >= 3):
        return "html"
    return "markdown" if markdown.looks_like_markdown(text) else "text"


def _judge(read: _Reading, models: Callable[[str], Model]) -> tuple[list[bool], list[float]]:
    pieces = read.outline.pieces
    hints = read.witness.hints() if read.witness else evidence.Hints()
    kept, sure = judge(models("markup" if read.witness else "text"), evidence.matrix(read.outline, hints), read.outline)
    if read.matter is not None:
        # Somebody wrote or chose every line of a Markdown file: only what also says that it is chrome goes.
        kept = [probability > 0.3 or not cues_of(piece.text) for piece, probability in zip(pieces, sure, strict=True)]
    elif not read.witness and len(pieces) <= 6 and not any(cues_of(piece.text) for piece in pieces):
        kept = [True] * len(pieces)
    return kept, sure


def _assemble(
    outline: Outline, kept: list[bool], sure: list[float], rules: dict[int, str]
) -> tuple[list[Block], list[Removed]]:
    pieces = outline.pieces
    blocks: list[Block] = []
    removed: list[Removed] = []
    marks = iter([*outline.dropped, ("", "", len(pieces) + 1, "")])
    mark = next(marks)
    last = max((index for index, keep in enumerate(kept) if keep and index not in rules), default=-1)
    before: Piece | None = None
    for index, piece in enumerate(pieces):
        while mark[2] <= index:
            removed.append(
                Removed(text=mark[0], rule=mark[1], detail=policy.RULES[mark[1]], before=len(blocks), origin=mark[3])
            )
            mark = next(marks)
        origin = piece.origin or markup.xpath(outline, piece.box)
        if kept[index] and index not in rules:
            if _goes_on(before, piece):
                blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {piece.text}")
            else:
                blocks.append(
                    Block(kind=piece.kind, text=piece.spoken, level=piece.level, language=piece.language, origin=origin)
                )
            before = piece
            continue
        before = None
        removed.append(_removed(piece, rules.get(index), sure[index], len(blocks), origin, ended=index > last))
    removed += [
        Removed(text=text, rule=rule, detail=policy.RULES[rule], before=len(blocks), origin=origin)
        for text, rule, _, origin in (mark, *marks)
        if text
    ]
    return blocks, removed


def _goes_on(before: Piece | None, piece: Piece) -> bool:
    """Whether a line break inside one element parts a sentence rather than two paragraphs."""
    return (
        before is not None
        and piece.soft
        and before.box == piece.box
        and (before.kind == "heading" or not SENTENCE_END.search(before.text))
    )


def _removed(piece: Piece, rule: str | None, score: float, place: int, origin: str, *, ended: bool) -> Removed:
    if rule is not None:
        return Removed(text=piece.text, rule=rule, detail=policy.RULES[rule], before=place, origin=origin)
    mask = cues_of(piece.text)
    cue = next((name for bit, name in enumerate(CATEGORIES) if mask >> bit & 1), None)
    where = "before-the-start" if not place else "after-the-end" if ended else "box"
    detail = f"The model gives {score:.2f} to its being part of the article" + (
        f"; it begins like {_WHY[cue]}." if cue else "."
    )
    return Removed(text=piece.text, rule=cue or where, detail=detail, before=place, origin=origin)
