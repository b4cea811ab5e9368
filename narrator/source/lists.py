"""Lists that are no feeds: sitemaps, OPML files, plain lists of addresses, and the web page that names its feed."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml import html as markup

from narrator.errors import UnreadableSource
from narrator.model import Entry, Listing
from narrator.source.exports import read_bookmarks
from narrator.source.told import address, line, lines, moment, seconds

_PARTS = 50  # of a sitemap, newest first: a site's older years are not news
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def read_sitemap(root: Any, url: str | None) -> Listing:
    """The addresses of a sitemap, with the date of the last change and, in one for news, title and date."""
    entries = []
    for node in root:
        facts = _children(node)
        if (where := address(facts.get("loc"), url)) is not None:
            news = {_local(child): "".join(child.itertext()).strip() for child in node.iter() if str(child.tag).startswith(_NEWS)}  # fmt: skip
            entries.append(
                Entry(
                    url=where,
                    title=line(news.get("title")),
                    categories=lines((news.get("keywords") or "").split(",")),
                    published=moment(news.get("publication_date")),
                    updated=moment(facts.get("lastmod")),
                )
            )
    return Listing(kind="sitemap", entries=tuple(entries))


def read_sitemap_index(root: Any, url: str | None) -> Listing:
    """The newest parts of a sitemap that is spread over several files."""
    found = []
    for node in root:
        facts = _children(node)
        if (where := address(facts.get("loc"), url)) is not None:
            found.append((seconds(moment(facts.get("lastmod"))) or 0.0, where))
    found.sort(key=lambda part: -part[0])
    told = (f"Of {len(found):,} parts, the {_PARTS} newest are read.",) if len(found) > _PARTS else ()
    return Listing(kind="sitemap", leads=tuple(where for _, where in found[:_PARTS]), notices=told)


def read_opml(root: Any, url: str | None) -> Listing:
    """The feeds of an OPML file, whatever folders they are in, and the pages that it links."""
    outlines = [node for node in root.iter() if _local(node) == "outline"]
    feeds = [address(node.get("xmlUrl") or node.get("xmlurl"), url) for node in outlines]
    pages = [
        Entry(url=where, title=line(node.get("text") or node.get("title")))
        for node in outlines
        if (node.get("type") or "").lower() == "link" and (where := address(node.get("url"), url))
    ]
    return Listing(kind="OPML file", entries=tuple(pages), leads=tuple(dict.fromkeys(feed for feed in feeds if feed)))


def read_plain(text: str, name: str) -> Listing:
    """An address a line; what follows it on its line is its title. Empty lines and those that begin with # say nothing."""
    entries = []
    strange = []
    for number, row in enumerate(text.splitlines(), 1):
        row = row.strip().lstrip("\ufeff").removeprefix("- ").strip()  # noqa: PLW2901 - what the line says
        if not row or row.startswith("#"):
            continue
        found = _ADDRESS.match(row)
        where = address(found[0]) if found else None
        if found and where:
            entries.append(Entry(url=where, title=line(row[found.end() :])))
        else:
            strange.append(number)
    if not entries:
        raise UnreadableSource(
            f"{name} is neither a feed nor a list of addresses.",
            hint="A list has an address a line, each with its https://. For one article: narrator make SOURCE",
        )
    some = ", ".join(map(str, strange[:5])) + (" …" if len(strange) > 5 else "")
    told = (f"Not an address: line {some}.",) if strange else ()
    return Listing(kind="list of addresses", entries=tuple(entries), notices=told)


def read_web_page(text: str, name: str, url: str | None) -> Listing:
    """The feed that a page names in its head, or the bookmarks that it holds. Raises UnreadableSource if it is a mere page."""
    try:
        root = markup.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableSource(f"{name} is a web page without content.") from None
    if re.match(r"\s*<!doctype netscape-bookmark-file", text, re.IGNORECASE) or _is_pocket(root):
        return read_bookmarks(root)
    base = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    where = urljoin(url or "", base or "")
    links = [
        (node.get("type", "").lower().split(";")[0].strip(), address(node.get("href"), where))
        for node in root.iter("link")
        if "alternate" in (node.get("rel") or "").lower().split() and not node.get("hreflang")
    ]
    # A feed of comments is never the one that is meant.
    feeds = [found for kind, found in links if kind in _FEEDS and found and not re.search(r"/comments?(/|$)", found)]
    if not feeds:
        raise UnreadableSource(
            f"{name} is a web page that names no feed.",
            hint="Look on the site for the address of its RSS feed or sitemap. For one article: narrator make SOURCE",
        )
    return Listing(kind="web page", title=line(root.findtext(".//title")), leads=(feeds[0],))


def _is_pocket(root: Any) -> bool:
    return root.find(".//a[@time_added]") is not None


def _children(node: Any) -> dict[str, str]:
    return {_local(child): "".join(child.itertext()).strip() for child in node if isinstance(child.tag, str)}


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
