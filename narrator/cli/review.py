"""The page that an editor looks at: what is kept, how it is said, and what was struck out with its reason.

One HTML file without scripts. Everything that came from the article is escaped where it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources
from itertools import groupby

from narrator.model import Article, Block, Removed, Script, Utterance

_TAGS = {"quote": "blockquote", "code": "pre", "caption": "p", "footnote": "p", "bio": "p", "table_row": "p"}


def write(title: str, article: Article, script: Script, summary: str) -> str:
    """The whole page; `summary` is the line of counts under the headline."""
    style = resources.files("narrator.cli").joinpath("review.css").read_text("utf-8")
    language = escape(script.language)
    body = "\n".join(_body(title, article, script, summary))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Review: {escape(title)}</title>\n<style>\n{style}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _body(title: str, article: Article, script: Script, summary: str) -> Iterator[str]:
    yield f"<header><p class=kicker>Review before it is spoken</p>\n<h1>{escape(title)}</h1>"
    yield f"<p>{escape(summary)}</p>\n<dl>"
    for name, value in (
        ("Title on the page", article.title),
        ("Authors", ", ".join(article.byline)),
        ("Published", article.published),
        ("Modified", article.modified),
        ("Site", article.site),
        ("Address", article.url),
        ("Language", article.language),
    ):
        yield f"<dt>{name}</dt><dd>{escape(value) if value else '<i>not found</i>'}</dd>"
    yield "</dl>"
    for notice in article.notices:
        yield f"<p class=notice>{escape(notice)}</p>"
    yield (
        "<p class=key><ins>Added by narrator</ins> <span>Kept and read aloud</span> <del>Left out</del> "
        "<small>said: how an engine is told to say it</small> <b class=doubt>a guess, worth a look</b></p></header>\n<main>"
    )
    said: dict[int | None, list[Utterance]] = {}
    for utterance in script.utterances:
        said.setdefault(utterance.block, []).append(utterance)
    chapters = {scene.utterances[0]: scene.title for scene in script.scenes}
    yield f"<h2 class=chapter>Chapter: {escape(script.scenes[0].title)}</h2>"
    for utterance in said.get(None, []):
        yield f"<p><ins>{escape(utterance.text)}</ins> <small>{utterance.role}</small></p>"
    first = script.scenes[0].utterances[0]
    for index in range(len(article.blocks) + 1):
        yield from _struck([span for span in article.removed if span.before == index])
        if index < len(article.blocks):
            spoken = said.get(index, [])
            if spoken and spoken[0] in chapters and spoken[0] != first:
                yield f"<h2 class=chapter>Chapter: {escape(chapters[spoken[0]])}</h2>"
            yield _kept(article.blocks[index], spoken)
    yield "</main>"


def _kept(block: Block, spoken: list[Utterance]) -> str:
    tag = f"h{min(6, block.level + 2)}" if block.kind == "heading" else _TAGS.get(block.kind, "p")
    marker = " class=item" if block.kind == "list_item" else ""
    where = f' title="{escape(block.origin)}"' if block.origin else ""
    kind = (
        "" if block.kind in {"paragraph", "heading"} else f"<small class=kind>{block.kind.replace('_', ' ')}</small> "
    )
    changes = "".join(
        f"<small class=said>{'<b class=doubt>a guess:</b> ' if one.low_confidence else ''}said: {escape(one.spoken)}</small>"
        for one in spoken
        if one.spoken.rstrip(".") != one.text.rstrip(".") or one.low_confidence
    )
    silent = "" if spoken else "<small class=said>nothing here can be said</small>"
    return f"<{tag}{marker}{where}>{kind}{escape(block.text)}</{tag}>{changes}{silent}"


def _struck(spans: list[Removed]) -> Iterator[str]:
    """Neighbours that went for one reason stand together under it."""
    for rule, run in groupby(spans, key=lambda span: span.rule):
        yield f"<section class=out><h6>{escape(rule)}</h6>"
        for span in run:
            where = f' title="{escape(span.origin)}"' if span.origin else ""
            detail = f" <small>{escape(span.detail)}</small>" if span.detail else ""
            yield f"<p{where}><del>{escape(span.text)}</del>{detail}</p>"
        yield "</section>"
