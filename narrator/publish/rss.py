"""The feed's XML: RSS 2.0 with the itunes and podcast namespaces.

Sources of the rules: PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), Apple's
requirements for podcasters, the podcast namespace (https://podcastindex.org/namespace/1.0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from narrator.model import plain
from narrator.publish.labels import labels
from narrator.publish.manifest import Manifest, Part
from narrator.publish.markup import Markup, el, escape, join, shorten, web_url
from narrator.publish.rules import split_category
from narrator.settings import Show

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
GENERATOR = "<generator>narrator</generator>"
TITLE_CHARS = 250
NAME_CHARS = 255  # as Apple has it for authors and owners
NOTES_BYTES = 4000

_SAFE = re.compile(r"[A-Za-z0-9._-]+")

# Each kind with its type, and whether its times are those of captions on a screen.
_TRANSCRIPTS = {
    "vtt": ("text/vtt", True),
    "srt": ("application/x-subrip", True),
    "transcript": ("application/json", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An episode's place in the feed: its bundle's folder, its manifest, and when it came out."""

    folder: str
    manifest: Manifest
    date: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The podcast: settings, where the folder is online (ends with "/"), the feed's own name, its GUID, its artwork."""

    show: Show
    base: str
    file: str
    guid: str | None
    cover: str
    disclosure: str

    def url(self, *names: str) -> str:
        """Where a file of the folder is online."""
        return self.base + "/".join(name if _SAFE.fullmatch(name) else quote(name) for name in names)


def write(channel: Channel, items: list[Item]) -> bytes:
    """The feed as UTF-8 XML; `items` in the order they are to have."""
    rss = etree.Element("rss", nsmap={"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM}, version="2.0")
    node = etree.SubElement(rss, "channel")
    _head(node, channel)
    if items:
        _add(node, "pubDate", rfc822(max(item.date for item in items)))
    for item in items:
        _item(etree.SubElement(node, "item"), channel, item)
    xml: bytes = etree.tostring(rss, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return xml


def _head(node: Any, channel: Channel) -> None:
    show = channel.show
    _add(node, "title", plain(show.title))
    _add(node, "link", web_url(show.link) or channel.url("index.html"))
    _add(node, f"{{{ATOM}}}link", href=channel.url(channel.file), rel="self", type="application/rss+xml")
    _add(node, "language", show.language.lower())
    room = NOTES_BYTES - len(channel.disclosure.encode()) - 1  # the label is never what is cut off
    _add(node, "description", f"{clip(plain(show.description), room)} {channel.disclosure}")
    node.append(etree.fromstring(GENERATOR))
    _add(node, f"{{{ITUNES}}}author", shorten(plain(show.author or show.title), NAME_CHARS))
    category, inner = split_category(show.category)
    outer = _add(node, f"{{{ITUNES}}}category", text=category)
    if inner:
        _add(outer, f"{{{ITUNES}}}category", text=inner)
    _add(node, f"{{{ITUNES}}}explicit", "true" if show.explicit else "false")
    _add(node, f"{{{ITUNES}}}type", "episodic")
    _add(node, f"{{{ITUNES}}}image", href=web_url(channel.cover) or channel.url(channel.cover))
    if show.email:
        owner = _add(node, f"{{{ITUNES}}}owner")
        _add(owner, f"{{{ITUNES}}}name", shorten(plain(show.author or show.title), NAME_CHARS))
        _add(owner, f"{{{ITUNES}}}email", plain(show.email))
    if channel.guid:
        _add(node, f"{{{PODCAST}}}guid", channel.guid)
    # Without an address nobody could prove that a move to another host is theirs, so such a feed stays open.
    _add(node, f"{{{PODCAST}}}locked", "yes" if show.email else "no", **({"owner": show.email} if show.email else {}))
    _add(node, f"{{{PODCAST}}}medium", "podcast")
    _add(node, f"{{{PODCAST}}}txt", "true", purpose="ai-content")


def _item(node: Any, channel: Channel, item: Item) -> None:
    manifest, folder = item.manifest, item.folder
    title = shorten(plain(manifest.title), TITLE_CHARS) or folder
    page = channel.url(folder, "index.html")
    _add(node, "title", title)
    _add(node, "link", web_url(manifest.source.url) or page)
    _add(node, "guid", plain(manifest.id), isPermaLink="false")
    audio = manifest.audio
    _add(node, "enclosure", url=channel.url(folder, audio.file), length=str(audio.bytes), type="audio/mpeg")
    _add(node, "pubDate", rfc822(item.date))
    _add(node, "description", notes(manifest, page))
    _add(node, f"{{{ITUNES}}}duration", str(max(1, round(audio.duration_s))))
    _add(node, f"{{{ITUNES}}}explicit", "true" if channel.show.explicit else "false")
    _add(node, f"{{{ITUNES}}}episodeType", "full")
    if manifest.byline:
        _add(node, f"{{{ITUNES}}}author", shorten(plain(", ".join(manifest.byline)), NAME_CHARS))
    for name in manifest.byline:
        _add(node, f"{{{PODCAST}}}person", shorten(plain(name), 128), role="author", group="writing")
    for kind, (media_type, captions) in _TRANSCRIPTS.items():
        if kind in manifest.files:
            url = channel.url(folder, manifest.files[kind].file)
            more = {"rel": "captions"} if captions else {}
            if manifest.language != "und":
                more["language"] = manifest.language
            _add(node, f"{{{PODCAST}}}transcript", url=url, type=media_type, **more)
    for tag in manifest.tags:
        _add(node, "category", tag)
    if "chapters" in manifest.files:
        url = channel.url(folder, manifest.files["chapters"].file)
        _add(node, f"{{{PODCAST}}}chapters", url=url, type="application/json+chapters")
    _add(node, f"{{{PODCAST}}}txt", "true", purpose="ai-content")


def notes(manifest: Manifest, page: str) -> str:
    """The episode's description as a little HTML: the label, what it is about, the chapters with their times."""
    parts = [el("p", manifest.disclosure)]
    if manifest.correction:
        parts.append(el("p", clip(manifest.correction, 1000)))
    if manifest.description:
        parts.append(el("p", clip(manifest.description, 1000)))
    if manifest.missing:
        missing = ", ".join(shorten(source, 200) for source in manifest.missing)
        parts.append(el("p", clip(f"{labels(manifest.language).missing}: {missing}", 1000)))
    link = web_url(manifest.source.url)
    if link:
        parts.append(el("p", el("a", manifest.site or link, href=link)))
    parts.append(el("p", el("a", labels(manifest.language).listen, href=page)))
    if len(manifest.chapters) >= 3 or manifest.parts:
        room = NOTES_BYTES - len(join(parts).encode())
        for chapter in manifest.chapters:
            if manifest.parts and chapter.level > 1:
                continue  # the articles are worth more than what is inside them
            credited = chapter.part is not None
            name = _credit(manifest.parts[chapter.part or 0]) if credited else escape(shorten(chapter.title, 120))
            line = el("p", f"{stamp(chapter.start_ms)} ", name)
            room -= len(line.encode())
            if room < 0:
                break
            parts.append(line)
    return join(parts)


def _credit(part: Part) -> Markup:
    """An article of a digest: its headline, which leads to it, its authors and its site."""
    link, title = web_url(part.source.url), shorten(part.title, 120)
    about = ", ".join(filter(None, (*part.byline, part.site)))
    linked = el("a", title, href=link) if link else escape(title)
    return join([linked, escape(f" ({shorten(about, 120)})" if about else "")])


def stamp(ms: int) -> str:
    """HH:MM:SS, as players look for it in descriptions."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def clip(text: str, limit: int) -> str:
    """`text` in at most `limit` bytes of UTF-8."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - 3].decode("utf-8", "ignore").rstrip() + "…"


def rfc822(date: datetime) -> str:
    """Mon, 03 Mar 2025 12:00:00 +0000."""
    return format_datetime(date)


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


def parse_date(published: str | None) -> datetime | None:
    """An article's ISO 8601 date with a zone; noon UTC where no hour is known; None when it is no date."""
    if not published:
        return None
    text = published.strip()
    try:
        if short := _DATE.match(text):
            year, month, day = (int(part or 1) for part in short.groups())
            return datetime(year, month, day, 12, tzinfo=UTC)
        date = datetime.fromisoformat(text)
        # Some calendars of the first and last years overflow in another zone; those are no dates of articles.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _add(parent: Any, tag: str, content: str | Markup | None = None, **attributes: str) -> Any:
    node = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        node.set(name, plain(value))
    if content is not None:
        node.text = str(content)
    return node
