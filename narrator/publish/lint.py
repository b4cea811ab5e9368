"""A reader of feeds that says in plain words what podcast apps will not like, and whose rule it is."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from narrator.publish.markup import web_url
from narrator.publish.rules import (
    AUDIO_TYPES,
    CHAPTERS_TYPE,
    MEDIUMS,
    TRANSCRIPT_TYPES,
    is_email,
    is_language,
    unknown_category,
)

RULES = {
    "PSP-1": "https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification",
    "Apple": "https://podcasters.apple.com/support/823-podcast-requirements",
    "RSS 2.0": "https://www.rssboard.org/rss-specification",
    "Podcasting 2.0": "https://podcastindex.org/namespace/1.0",
}

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(
    rf"(?:({'|'.join(_DAYS)}),\s*)?\d{{1,2}}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+(?:\d\d|[1-9]\d{{3}})\s+"
    r"\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{4}|UTC?|GMT|[ECMP][SD]T|[A-IK-Z])(?:\s+\([^()]*\))?",
    re.IGNORECASE | re.ASCII,
)
_DURATION = re.compile(r"[1-9]\d*|\d+:[0-5]\d|\d+:[0-5]?\d:[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a feed: an `error` is refused or misread by apps, a `warning` makes it less than it could be.

    where   "channel", or the item's title
    rule    whose rule it is, a key of RULES
    """

    level: Literal["error", "warning"]
    where: str
    message: str
    rule: str

    @property
    def source(self) -> str:
        """Where the rule can be read."""
        return RULES[self.rule]

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.message} ({self.rule})"


def lint(xml: bytes) -> tuple[list[Finding], Any]:
    """What a feed says about itself: findings, and its <channel> element (None when it has none)."""
    from lxml import etree

    try:
        # A feed may come from anywhere: no entities, no network, no doctype tricks.
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as reason:
        return [error("feed", f"It is not well-formed XML: {reason.msg}.", "RSS 2.0")], None
    if root.tag != "rss" or root.get("version") != "2.0" or root.find("channel") is None:
        return [error("feed", 'It has no <rss version="2.0"> with a <channel>.', "RSS 2.0")], None
    channel = root.find("channel")
    findings = [*_channel(channel), *_artwork(channel)]
    seen: dict[str, str] = {}
    for item in channel.findall("item"):
        findings += _item(item, seen)
    if channel.find("item") is None:
        findings.append(warning("channel", "It has no episodes; Apple takes a feed that has one.", "Apple"))
    return findings, channel


def error(where: str, message: str, rule: str) -> Finding:
    """Something that apps refuse or misread."""
    return Finding(level="error", where=where, message=message, rule=rule)


def warning(where: str, message: str, rule: str) -> Finding:
    """Something that apps take, and listeners miss."""
    return Finding(level="warning", where=where, message=message, rule=rule)


def _text(node: Any, tag: str) -> str:
    return (node.findtext(tag) or "").strip()


def _channel(channel: Any) -> Iterator[Finding]:
    for tag in ("title", "description", "link", "language"):
        if not _text(channel, tag):
            yield error("channel", f"It has no <{tag}>.", "PSP-1")
    if len(_text(channel, "description").encode()) > 4000:
        yield error("channel", "Its description is longer than 4000 bytes.", "PSP-1")
    if _text(channel, "link") and not web_url(_text(channel, "link")):
        yield error("channel", f"Its link is no web address: {_text(channel, 'link')}.", "RSS 2.0")
    if _text(channel, "language") and not is_language(_text(channel, "language")):
        yield error("channel", f"{_text(channel, 'language')!r} is no language code.", "RSS 2.0")
    selves = _selves(channel)
    if not selves:
        yield error("channel", "It has no <atom:link> to itself.", "PSP-1")
    elif not web_url(selves[0]):
        yield error("channel", "Its <atom:link> to itself is no web address.", "PSP-1")
    yield from _itunes(channel)
    yield from _namespace(channel)


def _itunes(channel: Any) -> Iterator[Finding]:
    categories = channel.findall(f"{_ITUNES}category")
    if not categories:
        yield error("channel", "It has no <itunes:category>.", "PSP-1")
    for category in categories:
        inner = category.find(f"{_ITUNES}category")
        name = category.get("text") or ""
        wrong = unknown_category(f"{name} > {inner.get('text')}" if inner is not None else name)
        if wrong:
            yield error("channel", wrong, "Apple")
    if _text(channel, f"{_ITUNES}explicit") not in ("true", "false"):
        yield error("channel", "Its <itunes:explicit> is neither true nor false.", "PSP-1")
    if not _text(channel, f"{_ITUNES}author"):
        yield warning("channel", "It has no <itunes:author>.", "PSP-1")
    email = _text(channel, f"{_ITUNES}owner/{_ITUNES}email")
    if not email:
        yield warning(
            "channel", "It has no <itunes:owner> with an e-mail; directories use it to know whose it is.", "Apple"
        )
    elif not is_email(email):
        yield error("channel", f"{email!r} is no e-mail address.", "Apple")


def _namespace(channel: Any) -> Iterator[Finding]:
    guid = _text(channel, f"{_PODCAST}guid")
    if not guid:
        yield warning("channel", "It has no <podcast:guid>, by which apps know it after a move.", "PSP-1")
    else:
        try:
            uuid.UUID(guid)
        except ValueError:
            yield error("channel", f"Its <podcast:guid> is no UUID: {guid}.", "Podcasting 2.0")
    if _text(channel, f"{_PODCAST}locked") not in ("yes", "no"):
        yield warning("channel", "It has no <podcast:locked>.", "PSP-1")
    if not _said_to_be_ai(channel):
        yield warning("channel", 'It has no <podcast:txt purpose="ai-content"> that says yes.', "Podcasting 2.0")
    medium = _text(channel, f"{_PODCAST}medium")
    if medium and medium not in MEDIUMS:
        yield warning("channel", f"Its <podcast:medium> is not one that apps know: {medium}.", "Podcasting 2.0")


def _selves(channel: Any) -> list[str]:
    return [link.get("href", "") for link in channel.findall(f"{_ATOM}link") if link.get("rel") == "self"]


def home(channel: Any) -> str:
    """What the addresses of the files beside a feed begin with, as it says itself; "/" when it does not say."""
    return next(iter(_selves(channel)), "").rpartition("/")[0] + "/"


def _said_to_be_ai(node: Any) -> bool:
    return any(
        txt.get("purpose") == "ai-content" and (txt.text or "").strip().lower() not in ("", "false", "no", "0")
        for txt in node.findall(f"{_PODCAST}txt")
    )


def _artwork(channel: Any) -> Iterator[Finding]:
    image = channel.find(f"{_ITUNES}image")
    if image is None or not image.get("href"):
        yield error("channel", "It has no <itunes:image>.", "PSP-1")
    elif not web_url(image.get("href")):
        yield error("channel", f"Its artwork is no web address: {image.get('href')}.", "PSP-1")


def _item(item: Any, seen: dict[str, str]) -> Iterator[Finding]:
    title = _text(item, "title")
    where = title[:80] or "an item without a title"
    if not title:
        yield error(where, "It has no <title>.", "PSP-1")
    guid = _text(item, "guid")
    if not guid:
        yield error(where, "It has no <guid>.", "PSP-1")
    elif other := seen.get(f"guid {guid}"):
        yield error(where, f"Its GUID is also that of {other!r}; apps show only one of them.", "PSP-1")
    seen[f"guid {guid}"] = where
    if guid and item.find("guid").get("isPermaLink", "true").lower() == "true" and not web_url(guid):
        yield error(where, 'Its GUID is no address and must have isPermaLink="false".', "RSS 2.0")
    if _text(item, "link") and not web_url(_text(item, "link")):
        yield error(where, f"Its link is no web address: {_text(item, 'link')}.", "RSS 2.0")
    yield from _enclosure(item, where, seen)
    yield from _date(item, where)
    duration = _text(item, f"{_ITUNES}duration")
    if not duration:
        yield warning(where, "It has no <itunes:duration>.", "PSP-1")
    elif not _DURATION.fullmatch(duration):
        yield error(where, f"Its duration is neither seconds nor h:mm:ss: {duration}.", "Apple")
    if not _text(item, "description"):
        yield warning(where, "It has no description, where listeners look for the label.", "Apple")
    if not _said_to_be_ai(item):
        yield warning(where, 'It has no <podcast:txt purpose="ai-content"> that says yes.', "Podcasting 2.0")
    yield from _attachments(item, where)


def _enclosure(item: Any, where: str, seen: dict[str, str]) -> Iterator[Finding]:
    enclosures = item.findall("enclosure")
    if len(enclosures) != 1:
        yield error(where, f"It has {len(enclosures)} enclosures, not one.", "PSP-1")
        return
    url, length, kind = (enclosures[0].get(name, "") for name in ("url", "length", "type"))
    if not web_url(url):
        yield error(where, f"Its audio is no web address: {url}.", "PSP-1")
    elif other := seen.get(f"audio {url}"):
        yield error(where, f"Its audio is also that of {other!r}.", "Apple")
    seen[f"audio {url}"] = where
    if not re.fullmatch(r"[1-9]\d*", length):
        yield error(where, f"Its audio's length is no number of bytes: {length!r}.", "RSS 2.0")
    if kind not in AUDIO_TYPES and not kind.startswith("video/"):
        yield error(where, f"Its audio's type is not known to apps: {kind!r}.", "PSP-1")


def _date(item: Any, where: str) -> Iterator[Finding]:
    text = _text(item, "pubDate")
    if not text:
        yield warning(where, "It has no <pubDate>; apps cannot put it in order.", "PSP-1")
        return
    found = _DATE.fullmatch(text)
    try:
        date = parsedate_to_datetime(text) if found else None
    except ValueError:
        date = None  # a 31st of June
    if not found or not date:
        yield error(where, f"Its date is not as RFC 2822 writes dates: {text}.", "RSS 2.0")
        return
    if found[1] and found[1].title() != _DAYS[date.weekday()]:
        yield error(where, f"Its date names the wrong day of the week: {text} is a {_DAYS[date.weekday()]}.", "RSS 2.0")
    if (date if date.tzinfo else date.replace(tzinfo=UTC)) > datetime.now(UTC):
        yield warning(where, f"Its date lies in the future ({text}); apps hide it until then.", "Apple")


def _attachments(item: Any, where: str) -> Iterator[Finding]:
    transcripts = item.findall(f"{_PODCAST}transcript")
    if not transcripts:
        yield warning(where, "It has no <podcast:transcript>.", "PSP-1")
    for node in transcripts:
        if not web_url(node.get("url")) or node.get("type") not in TRANSCRIPT_TYPES:
            yield error(where, "A <podcast:transcript> has no web address or no known type.", "Podcasting 2.0")
    chapters = item.find(f"{_PODCAST}chapters")
    if chapters is not None and (not web_url(chapters.get("url")) or chapters.get("type") != CHAPTERS_TYPE):
        yield error(where, f"Its <podcast:chapters> has no web address, or is not {CHAPTERS_TYPE}.", "Podcasting 2.0")
