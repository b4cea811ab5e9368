"""Title, authors, dates, site and language by vote of what the page says about itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from narrator.article.piece import Outline, collapse


@dataclass(slots=True)
class Facts:
    """What is known about an article besides its body."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    image: str | None = None
    description: str | None = None
    notices: list[str] = field(default_factory=list)


def from_markup(root: Any, outline: Outline, url: str | None) -> Facts:
    """Facts of an HTML page."""
    metas = _metas(root)
    things = _linked_data(root)
    facts = Facts()
    first = lambda *names: next((metas[name] for name in names if metas.get(name)), None)  # noqa: E731
    article = next((thing for thing in things if "headline" in thing), {})
    facts.site = first("og:site_name", "application-name")
    heads = [piece.text for piece in outline.pieces if piece.kind == "heading" and piece.level == 1]
    page = collapse(root.findtext(".//title") or "")
    facts.title = _title(heads, [_text(article.get("headline")), first("og:title", "twitter:title"), page])
    facts.published = _date(_text(article.get("datePublished")) or first("article:published_time", "date", "dc.date"))
    facts.modified = _date(_text(article.get("dateModified")) or first("article:modified_time"))
    facts.language = root.get("lang") or root.get("xml:lang")
    facts.description = first("og:description", "description")
    image = first("og:image", "twitter:image")
    facts.image = urljoin(url or "", image) if image else None
    link = next((node.get("href") for node in root.iter("link") if (node.get("rel") or "").lower() == "canonical"), None) or first("og:url")
    address = urljoin(url or "", link) if link else url
    facts.url = address if address and urlsplit(address).scheme in ("http", "https") else url
    author = article.get("author")
    authors = [_text(a.get("name")) if isinstance(a, dict) else _text(a) for a in (author if isinstance(author, list) else [author])]
    facts.byline = tuple(dict.fromkeys(collapse(a) for a in authors if a))
    return facts


def from_text(outline: Outline) -> Facts:
    """Facts of a dump: its own first lines are all there is."""
    return Facts()


def _title(heads: list[str], others: list[str | None]) -> str | None:
    for head in heads:
        if any(other and head.lower() in other.lower() for other in others):
            return head
    return next((other for other in others if other), heads[0] if heads else None)


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name, content = node.get("property") or node.get("name") or node.get("itemprop"), node.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), collapse(content))
    return found


def _linked_data(root: Any) -> list[dict[str, Any]]:
    things: list[dict[str, Any]] = []
    for node in root.iter("script"):
        if (node.get("type") or "").strip().lower().startswith("application/ld+json") and node.text:
            try:
                queue = [json.loads(node.text, strict=False)]
            except (ValueError, RecursionError):
                continue
            while queue and len(things) < 200:
                thing = queue.pop(0)
                if isinstance(thing, list):
                    queue += thing[:100]
                elif isinstance(thing, dict):
                    things.append(thing)
                    queue += [value for key, value in thing.items() if key in ("@graph", "mainEntity", "mainEntityOfPage") and isinstance(value, list | dict)]
    return things


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def _date(value: str | None) -> str | None:
    found = re.match(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?", value or "")
    return found.group() if found else None
