"""index.html: the page of an episode, complete in itself.

The label, the player, the chapters and the whole text stand in the HTML; the script only adds to them, so the page works
with scripts off, from a file, and on paper. Everything that came from an article is escaped by `markup`, addresses are
http or https, and the content security policy names the page's own style and script by hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from itertools import groupby
from pathlib import Path

from narrator.model import Article, Block, Cue, Timeline
from narrator.publish.manifest import Manifest
from narrator.publish.markup import Markup, el, escape, join, plain, web_url
from narrator.publish.timing import words

_RTL = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def write(manifest: Manifest, article: Article, timeline: Timeline) -> bytes:
    """The page of an episode as UTF-8."""
    body = el(
        "main",
        _header(manifest, article, timeline),
        _player(manifest),
        _chapters(manifest),
        _text(article, timeline),
    )
    return document(
        title=manifest.title,
        language=manifest.language,
        head=join([el("meta", name="description", content=manifest.disclosure)]),
        body=body,
        style=asset("page.css"),
    )


def document(*, title: str, language: str, head: Markup, body: Markup, style: str, script: str = "") -> bytes:
    """An HTML document whose only style and script are the ones given here."""
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; media-src 'self'; img-src 'self' data:; "
        f"style-src {_hash(style)}" + (f"; script-src {_hash(script)}" if script else "")
    )
    html = el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=policy),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="referrer", content="no-referrer"),
            el("meta", name="generator", content="narrator"),
            el("title", title),
            head,
            el("style", Markup(style)),
        ),
        el("body", body, el("script", Markup(script)) if script else None),
        lang=language if language != "und" else None,
        dir="rtl" if language.partition("-")[0].lower() in _RTL else None,
    )
    return f"<!doctype html>\n{html}\n".encode()


@cache
def asset(name: str) -> str:
    """A file of this room, as text."""
    return Path(__file__).with_name(name).read_text("utf-8")


def clock(ms: int) -> str:
    """1:02:03 or 2:03."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _header(manifest: Manifest, article: Article, timeline: Timeline) -> Markup:
    link = web_url(manifest.source.url)
    byline = ", ".join(manifest.byline)
    spoken = {cue.utterance.role: _sentence(cue, index) for index, cue in reversed(list(enumerate(timeline.cues)))}
    return el(
        "header",
        el("p", spoken.get("disclosure", Markup(escape(manifest.disclosure))), class_="label"),
        el("h1", spoken.get("headline", Markup(escape(manifest.title))), dir="auto"),
        el("p", spoken.get("byline", Markup(escape(byline))), class_="byline") if byline else None,
        el("p", el("a", article.site or link, href=link, rel="noopener"), class_="source") if link else None,
    )


def _player(manifest: Manifest) -> Markup:
    return el(
        "audio",
        el("source", src=manifest.audio.file, type="audio/mpeg"),
        el("track", kind="captions", src=manifest.files["vtt"].file, srclang=manifest.language, label="Text"),
        controls=True,
        preload="metadata",
        id="audio",
    )


def _chapters(manifest: Manifest) -> Markup:
    items = [
        el(
            "li",
            el(
                "a", chapter.title, href=f"{manifest.audio.file}#t={chapter.start_ms / 1000:g}", data_t=chapter.start_ms
            ),
            " ",
            el("span", clock(chapter.start_ms), class_="time"),
        )
        for chapter in manifest.chapters
    ]
    return el("nav", el("ol", *items), class_="chapters")


_OPENING = ("disclosure", "headline", "byline")


def _text(article: Article, timeline: Timeline) -> Markup:
    """The article, sentence by sentence, each chapter with its anchor."""
    starts = {chapter.start: number for number, chapter in enumerate(timeline.chapters, 1)}
    numbered = [(index, cue) for index, cue in enumerate(timeline.cues) if cue.utterance.role not in _OPENING]
    parts: list[Markup] = []
    pending = sorted(starts)
    for block, group in groupby(numbered, key=lambda item: item[1].utterance.block):
        cues = list(group)
        while pending and pending[0] <= cues[0][1].start:
            parts.append(el("a", id=f"chapter-{starts[pending.pop(0)]}"))
        source = article.blocks[block] if block is not None and block < len(article.blocks) else None
        parts.append(_block(source, cues))
    return el("article", *parts, id="text")


def _block(block: Block | None, cues: list[tuple[int, Cue]]) -> Markup:
    inner = join([_sentence(cue, index) for index, cue in cues], " ")
    if block is None:
        return el("p", inner, dir="auto")
    names = {"quote": "blockquote", "heading": f"h{min(max(block.level, 1) + 1, 6)}", "code": "pre"}
    return el(names.get(block.kind, "p"), inner, dir="auto", lang=block.language)


def _sentence(cue: Cue, index: int) -> Markup:
    """A sentence with the times of its words: `data-w` holds ms after the start of the sentence."""
    offsets = ",".join(str(word.start_ms - cue.start_ms) for word in words(cue))
    return el("span", plain(cue.utterance.text), id=f"s{index}", data_t=cue.start_ms, data_e=cue.end_ms, data_w=offsets)
