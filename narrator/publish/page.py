"""index.html: the page of an episode, complete in itself.

The label, the audio, the chapters and the whole text stand in the HTML; the script only adds to them, so the page works
with scripts off, from a file, and on paper. Everything that came from an article is escaped by `markup`, addresses are
http or https, and the content security policy names the page's own style and script by hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from narrator.model import Article, Block, Cue, Role, Timeline
from narrator.publish.labels import Labels, date, labels
from narrator.publish.manifest import Manifest, Part
from narrator.publish.markup import Markup, el, escape, join, web_url
from narrator.publish.timing import text_of, words
from narrator.publish.waveform import bars

_RTL = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
GENERATOR = '<meta name="generator" content="narrator">'
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath stroke='%23e4572e'"
    " stroke-width='2' stroke-linecap='round' d='M2 7v2M5 4v8M8 2v12M11 5v6M14 7v2'/%3E%3C/svg%3E"
)
_OPENING = ("disclosure", "headline", "byline", "correction")


def write(manifest: Manifest, article: Article, timeline: Timeline, *, sound: Path, voices: str) -> bytes:
    """The page of an episode as UTF-8. `sound` is the MP3's path, for the waveform; `voices` names who speaks."""
    say = labels(manifest.language)
    spoken: dict[Role, list[Markup]] = {}
    own = timeline.chapters[0].end if article.parts else timeline.samples  # a digest's articles have heads of their own
    for index, cue in enumerate(timeline.cues):
        if cue.utterance.role in _OPENING and cue.start < own:
            spoken.setdefault(cue.utterance.role, []).append(_sentence(cue, index))
    body = el(
        "main",
        _header(manifest, say, {role: join(sentences, " ") for role, sentences in spoken.items()}),
        _player(manifest, say, bars(sound)),
        el("div", _chapters(manifest, say), _text(manifest, article, timeline, say), class_="columns"),
        _footer(manifest, say, voices),
        lang=say.language if say.language != manifest.language.partition("-")[0].lower() else None,
        data_id=manifest.id,
    )
    head = [
        el("meta", name="description", content=manifest.description or manifest.disclosure),
        el("link", rel="canonical", href=web_url(manifest.source.url)) if web_url(manifest.source.url) else None,
        el("script", _json_ld(manifest), type="application/ld+json"),
    ]
    return document(
        title=manifest.title,
        language=manifest.language,
        head=join([part for part in head if part]),
        body=body,
        script=asset("player.js"),
    )


def document(*, title: str, language: str, head: Markup, body: Markup, script: str = "") -> bytes:
    """An HTML document whose only style and script are narrator's own."""
    style = asset("page.css")
    # `file:` is for pages opened from a folder, where browsers disagree on what 'self' is; data: is the icon.
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; media-src 'self' file:; img-src 'self' file: data:; "
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
            el("meta", name="color-scheme", content="light dark"),
            Markup(GENERATOR),
            el("link", rel="icon", href=_ICON),
            el("title", title),
            head,
            el("style", Markup(style)),
        ),
        el("body", body, el("script", Markup(script)) if script else None),
        lang="en" if language == "und" else language,
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


def _json_ld(manifest: Manifest) -> Markup:
    """schema.org AudioObject, for search engines; `<` is written so that no text can end the script element."""
    record = {
        "@context": "https://schema.org",
        "@type": "AudioObject",
        "name": manifest.title,
        "description": manifest.disclosure,
        "inLanguage": manifest.language,
        "contentUrl": manifest.audio.file,
        "encodingFormat": "audio/mpeg",
        "contentSize": str(manifest.audio.bytes),
        "duration": f"PT{manifest.audio.duration_s:g}S",
        "author": [{"@type": "Person", "name": name} for name in manifest.byline],
        "datePublished": manifest.published,
        "isBasedOn": web_url(manifest.source.url)
        or [url for part in manifest.parts if (url := web_url(part.source.url))],
        "correction": manifest.correction,
    }
    kept = {key: value for key, value in record.items() if value}
    return Markup(json.dumps(kept, ensure_ascii=False).replace("<", "\\u003c"))


# ----------------------------------------------------------------------------------------------------- parts


def _header(manifest: Manifest, say: Labels, spoken: Mapping[Role, Markup]) -> Markup:
    link, shown = web_url(manifest.source.url), date(manifest.published or "", say)
    byline = spoken.get("byline") or (", ".join(manifest.byline) or None)
    about = [
        el("span", byline, class_="byline", dir="auto", lang=manifest.language) if byline else None,
        el("a", manifest.site or say.original, href=link, rel="noopener", dir="auto") if link else None,
        el("time", shown, datetime=manifest.published, dir="auto") if shown else None,
    ]
    return el(
        "header",
        el(
            "p",
            el("span", spoken.get("disclosure", manifest.disclosure), lang=manifest.language, dir="auto"),
            " ",
            el("a", say.meaning, href="#about"),
            class_="label",
        ),
        el("h1", spoken.get("headline", manifest.title), dir="auto", lang=manifest.language),
        el("p", join([part for part in about if part], " "), class_="meta") if any(about) else None,
        el("p", spoken.get("correction", manifest.correction), class_="correction", lang=manifest.language, dir="auto")
        if manifest.correction
        else None,
        el("p", f"{say.missing}: {', '.join(manifest.missing)}", class_="correction", dir="auto")
        if manifest.missing
        else None,
    )


def _player(manifest: Manifest, say: Labels, heights: tuple[int, ...]) -> Markup:
    """The plain audio element, and the controls that take its place where scripts run."""
    audio = el(
        "audio",
        el("source", src=manifest.audio.file, type="audio/mpeg"),
        *[
            el("track", kind="captions", src=side.file, srclang=manifest.language, label=say.captions)
            for kind, side in manifest.files.items()
            if kind == "vtt"
        ],
        el("a", say.download, href=manifest.audio.file),
        controls=True,
        preload="metadata",
        data_length=round(manifest.audio.duration_s * 1000),
    )
    seek = el(
        "div",
        _wave(manifest, heights),
        el("input", type="range", class_="seek", min=0, max=1000, value=0, step="any", aria_label=say.seek),
        el("span", class_="peek", aria_hidden="true", dir="auto", hidden=True),
        class_="wave",
    )
    status = el("p", class_="status", role="status", data_failed=say.failed)
    # Hidden until the script shows it: without scripts the audio element has its own controls.
    custom = el("div", seek, _controls(manifest, say), status, class_="custom", hidden=True)
    return el("section", audio, custom, class_="player", aria_label=say.listen)


def _controls(manifest: Manifest, say: Labels) -> Markup:
    length = clock(round(manifest.audio.duration_s * 1000))
    speeds = [el("option", f"{value}×", value=value, selected=value == "1") for value in _SPEEDS]
    fifteen = el("span", "15", aria_hidden="true")
    both = (icon(_PLAY, class_="to-play"), icon(_PAUSE, class_="to-pause"))
    return el(
        "div",
        el("button", icon(_BACK), fifteen, class_="back", aria_label=say.back, title=say.back),
        el("button", *both, class_="play", aria_label=say.play, data_pause=say.pause),
        el("button", icon(_FORWARD), fifteen, class_="forward", aria_label=say.forward, title=say.forward),
        el("span", el("span", "0:00", class_="now"), " / ", length, class_="times"),
        el("span", class_="chapter", dir="auto", lang=manifest.language),
        el("select", *speeds, class_="speed", aria_label=say.speed),
        el("input", type="range", class_="volume", min=0, max=1, step="0.05", value=1, aria_label=say.volume),
        el("button", icon(_LINK), class_="copy", aria_label=say.copy, title=say.copy, data_copied=say.copied),
        class_="controls",
    )


_SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
_BACK = "M12 4.5a8.5 8.5 0 1 1-8.1 5.9M15 1.5l-3.2 3L15 7.5"
_FORWARD = "M12 4.5a8.5 8.5 0 1 0 8.1 5.9M9 1.5l3.2 3L9 7.5"
_PLAY = "M7 4v16l13-8z"
_PAUSE = "M6 4h4v16H6zM14 4h4v16h-4z"
_LINK = (
    "M10.6 13.4a1 1 0 0 1 0-1.4l3-3a1 1 0 1 1 1.4 1.4l-3 3a1 1 0 0 1-1.4 0zM8 12l-2 2a2.8 2.8 0 0 0 4 4l2-2 1.4 1.4-2 2a4.8"
    " 4.8 0 0 1-6.8-6.8l2-2zM16 12l2-2a2.8 2.8 0 0 0-4-4l-2 2-1.4-1.4 2-2a4.8 4.8 0 0 1 6.8 6.8l-2 2z"
)


def icon(path: str, class_: str | None = None) -> Markup:
    """A drawing of 24 by 24, which says nothing to readers of screens."""
    return el("svg", el("path", d=path), viewBox="0 0 24 24", aria_hidden="true", class_=class_)


def _wave(manifest: Manifest, heights: tuple[int, ...]) -> Markup:
    """The waveform as one path, drawn twice: the part that was heard lies over the whole. Ticks are chapters."""
    step = 1000 / max(1, len(heights))
    half = [max(2, height * 44 // 100) for height in heights]
    path = "".join(f"M{step * (index + 0.5):.4g} {50 - size}v{size * 2}" for index, size in enumerate(half))
    length = manifest.audio.duration_s * 1000
    ticks = (
        "".join(f"M{chapter.start_ms * 1000 / length:.4g} 0v100" for chapter in manifest.chapters[1:]) if length else ""
    )
    return el(
        "svg",
        el("path", d=ticks, class_="ticks") if ticks else None,
        el("path", d=path or "M0 50h1000", class_="all"),
        el("path", d=path or "M0 50h1000", class_="heard"),
        viewBox="0 0 1000 100",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _chapters(manifest: Manifest, say: Labels) -> Markup | None:
    if len(manifest.chapters) < 2:
        return None
    items: list[list[Markup]] = []
    for chapter in manifest.chapters:
        language = manifest.parts[chapter.part].language if chapter.part is not None else manifest.language
        link = el(
            "a",
            el("span", chapter.title, dir="auto", lang=language),
            el("span", clock(chapter.start_ms), class_="time"),
            href=f"{manifest.audio.file}#t={chapter.start_ms / 1000:g}",
            data_t=chapter.start_ms,
        )
        if chapter.level == 1 or not items:
            items.append([link])
        else:
            items[-1].append(el("li", link))
    rows = [el("li", outer, el("ol", *inner) if inner else None) for outer, *inner in items]
    return el("nav", el("h2", say.chapters), el("ol", *rows), class_="chapters", aria_label=say.chapters)


def _footer(manifest: Manifest, say: Labels, voices: str) -> Markup:
    link = web_url(manifest.source.url)
    links = [
        el("a", say.original, href=link, rel="noopener") if link else None,
        el("a", say.download, href=manifest.audio.file, download=True),
        *[el("a", say.captions, href=side.file) for kind, side in manifest.files.items() if kind == "vtt"],
    ]
    return el(
        "footer",
        el("h2", say.meaning, id="about"),
        el(
            "p",
            say.about.format(
                voice=f"{manifest.voice.engine}: {voices.replace(' (', ', ').replace('),', ',').rstrip(')')}"
            ),
            dir="auto",
        ),
        el("p", join([part for part in links if part], " "), class_="links"),
        el("details", el("summary", say.keys), el("dl", *_keys(say)), class_="keys", hidden=True),
        el(
            "details",
            el("summary", say.embed),
            el("textarea", readonly=True, rows=3, aria_label=say.embed),
            class_="embedding",
            hidden=True,
        ),
    )


def _keys(say: Labels) -> Iterator[Markup]:
    """What the script listens to, in the words of the buttons."""
    for keys, what in (
        (("Space", "K"), f"{say.play} / {say.pause}"),
        (("J", "L"), f"{say.back} / {say.forward}"),
        (("←", "→"), say.seek),
        (("P", "N"), say.chapters),
        (("[", "]"), say.speed),
        (("M",), say.volume),
    ):
        yield el("div", el("dt", *[el("kbd", key) for key in keys]), el("dd", what))


# ------------------------------------------------------------------------------------------------------ text


def _text(manifest: Manifest, article: Article, timeline: Timeline, say: Labels) -> Markup:
    """The article sentence by sentence, a section a chapter; in a digest each article under its head."""
    level = top = 1  # headings go down one step at a time, whatever the article did: readers of screens jump by them
    sections: list[Markup] = []
    for number, chapter in enumerate(timeline.chapters, 1):
        heard = [(index, cue) for index, cue in enumerate(timeline.cues) if chapter.start <= cue.start < chapter.end]
        cues = [(index, cue) for index, cue in heard if cue.utterance.role not in _OPENING]
        parts: list[Markup] = []
        part = None if chapter.part is None else manifest.parts[chapter.part]
        if part and chapter.level == 1:
            level = top = 2
            parts.append(_head(part, heard, say))
        elif article.parts and part is None:
            sections.append(el("section", *_contents(cues, manifest, timeline), id=f"chapter-{number}"))
            continue
        for block, group in groupby(cues, key=lambda item: item[1].utterance.block):
            source = article.blocks[block] if block is not None and block < len(article.blocks) else None
            if source and source.kind == "heading":
                level = min(max(source.level, top + 1), level + 1)
            parts.append(_block(source, list(group), level))
        # A chapter that was found in the text has a title that nobody says; it stands above it in small type.
        titled = bool(cues) and cues[0][1].utterance.role == "heading"
        if number > 1 and not titled and not (part and chapter.level == 1):
            parts.insert(0, el("p", chapter.title, class_="kicker", dir="auto"))
        spoken = part.language if part and part.language != "und" else None
        sections.append(el("section", *_lists(parts), id=f"chapter-{number}", lang=spoken))
    return el("article", *sections, lang=article.language if article.language != "und" else None)


def _head(part: Part, heard: list[tuple[int, Cue]], say: Labels) -> Markup:
    """The head of an article in a digest: its headline, its authors, where and when it appeared, what was corrected."""
    spoken = {
        role: join([_sentence(cue, index) for index, cue in heard if cue.utterance.role == role], " ")
        for role in _OPENING
    }
    link, shown = web_url(part.source.url), date(part.published or "", say)
    byline = spoken["byline"] or ", ".join(part.byline)
    about = [
        el("span", byline, class_="byline", dir="auto") if byline else None,
        el("a", part.site or say.original, href=link, rel="noopener", dir="auto") if link else None,
        el("span", part.site, dir="auto") if part.site and not link else None,
        el("time", shown, datetime=part.published, dir="auto") if shown else None,
    ]
    return el(
        "header",
        el("h2", spoken["headline"] or part.title, dir="auto"),
        el("p", join([each for each in about if each], " "), class_="meta") if any(about) else None,
        el("p", spoken["correction"], class_="correction", dir="auto") if spoken["correction"] else None,
    )


def _contents(cues: list[tuple[int, Cue]], manifest: Manifest, timeline: Timeline) -> Iterator[Markup]:
    """A digest's own chapter: what is said before the list, and the list as it is said, each item leading to its article."""
    before = [_sentence(cue, index) for index, cue in cues if cue.utterance.role != "list_item"]
    if before:
        yield el("p", join(before, " "), dir="auto")
    listed = deque((index, cue) for index, cue in cues if cue.utterance.role == "list_item")
    places = [
        number for number, chapter in enumerate(timeline.chapters, 1) if chapter.part is not None and chapter.level == 1
    ]
    items = []
    for part, place in zip(manifest.parts, places, strict=True):
        said: list[tuple[int, Cue]] = []
        while listed and len(" ".join(text_of(cue) for _, cue in said)) < len(part.title):
            said.append(listed.popleft())  # a long headline is said in pieces
        shown = join([_sentence(cue, index) for index, cue in said], " ") or escape(part.title)
        items.append(el("li", el("a", shown, href=f"#chapter-{place}"), dir="auto", lang=part.language))
    yield el("ul", *items, class_="contents")


def _block(block: Block | None, cues: list[tuple[int, Cue]], level: int) -> Markup:
    inner = join([_sentence(cue, index) for index, cue in cues], " ")
    if block is None:
        return el("p", inner, dir="auto")
    names = {"quote": "blockquote", "heading": f"h{level}", "code": "pre", "list_item": "li"}
    plain_kinds = ("paragraph", "quote", "heading", "code")
    numbered = block.kind == "list_item" and block.text[:1].isdigit()
    class_ = None if block.kind in plain_kinds else "numbered" if numbered else block.kind
    return el(names.get(block.kind, "p"), inner, class_=class_, dir="auto", lang=block.language)


def _lists(parts: list[Markup]) -> Iterator[Markup]:
    """The parts, with list items that follow each other in one list."""
    for is_list, group in groupby(parts, key=lambda part: part.startswith("<li")):
        if is_list:
            yield el("ul", *group)
        else:
            yield from group


def _sentence(cue: Cue, index: int) -> Markup:
    """A sentence with its times. `data-w` holds, for each word, where it starts: its UTF-16 unit and its millisecond."""
    text = text_of(cue)
    marks: list[str] = []
    units = at = 0
    for word in words(cue):
        units += len(text[at : word.first].encode("utf-16-le")) // 2
        at = word.first
        marks.append(f"{units},{word.start_ms - cue.start_ms}")
    if not marks:
        return escape(text)
    if cue.utterance.role == "byline":
        text = text.removesuffix(".")  # a full stop for the ear
    return el("span", text, id=f"s{index}", class_="s", data_t=cue.start_ms, data_e=cue.end_ms, data_w=" ".join(marks))
