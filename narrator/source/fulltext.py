"""The text that a feed itself holds of an article: whether it is the whole, and how it is read as a page."""

from __future__ import annotations

import html
import re

from narrator.model import Entry, Page

_WORDS = 150  # a shorter text is taken for a summary where there is a page to read instead
_MORE = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|read the (?:full|whole|rest)[^.]{0,30}|weiterlesen|mehr lesen|"
    r"lire la suite|leer más|seguir leyendo|leggi tutto|читать далее|читати далі)\W*$",
    re.IGNORECASE,
)
_UNREAD = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
# what the most common publishing program adds to each text of its feeds
_SYNDICATED = re.compile(
    r"<p>\s*The post\s+<a\b[^>]*>[^<]{0,500}</a>\s+(?:first )?appeared first on\s+<a\b[^>]*>[^<]{0,300}</a>\.?\s*</p>"
)


def is_whole(text: str) -> bool:
    """Whether the HTML of a feed looks like a whole article: of some length, and not ending in an invitation to read on."""
    words = re.sub(r"<[^<>]*>", " ", _UNREAD.sub(" ", _SYNDICATED.sub("", text))).split()
    return len(words) >= _WORDS and not _MORE.search(html.unescape(" ".join(words[-40:])))


def as_page(entry: Entry, text: str) -> Page:
    """The text of a feed as the page that it was taken from, with all that the feed says of it."""
    authors = "".join(f'<meta name="author" content="{html.escape(name)}">' for name in entry.authors)
    date = f'<meta property="article:published_time" content="{entry.published}">' if entry.published else ""
    canonical = f'<link rel="canonical" href="{html.escape(entry.url)}">' if entry.url else ""
    title = html.escape(entry.title or "", quote=False)
    head = f'<head><meta charset="utf-8"><title>{title}</title>{canonical}{authors}{date}</head>'
    body = f"<body><main><article><h1>{title}</h1>{_SYNDICATED.sub('', text)}</article></main></body>"
    name = entry.url or entry.title or "An entry"
    return Page(content=f"<!doctype html><html>{head}{body}</html>", url=entry.url, media_type="text/html", name=name)
