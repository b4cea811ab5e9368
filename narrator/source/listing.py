"""A feed or another list of articles, told by what it holds, not by its name or the type that a server guessed."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from msgspec.structs import replace as replace_setting

from narrator.errors import InputError, UnreadableSource
from narrator.model import Entry, Listing, Page, plain_url
from narrator.settings import Fetch
from narrator.source import exports, feeds, lists, trees
from narrator.source.told import address, is_front_page


def read_listing(
    source: str, settings: Fetch, *, max_bytes: int, etag: str | None = None, modified: str | None = None
) -> Listing | None:
    """Read a list of articles.

    source          an http or https URL, or the path of a file
    max_bytes       a longer list is refused
    etag, modified  of the last answer; None is returned when the server says that nothing has changed since

    Raises InputError for what is neither, a SourceError when it cannot be had, UnreadableSource when it is no list.
    """
    limits = replace_setting(settings, max_bytes=max_bytes)
    if address(source) is not None:
        from narrator.source.fetch import fetch_list

        reply = fetch_list(source, limits, etag=etag, modified=modified)
        if reply.page is None:
            return None
        return replace(_sorted_out(listing(reply.page)), etag=reply.etag, modified=reply.modified)
    if source.strip() in ("", "-"):
        raise InputError("A source to follow is an address or a file.", hint="narrator follow https://example.com/feed")
    from narrator.source.read import read

    return _sorted_out(listing(read(Path(source), limits)))


def listing(page: Page) -> Listing:
    """The list that `page` holds. Raises UnreadableSource when it is none."""
    content = page.content if isinstance(page.content, bytes) else page.content.encode()
    if trees.looks_like_xml(content):
        return _xml(content, page)
    text = _text(content, page.charset)
    head = text[:4096].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return exports.read_json(text.lstrip("\ufeff").encode(), page.name, page.url)
    if head.startswith("<"):
        return lists.read_web_page(text, page.name, page.url)
    table = exports.read_csv(text.lstrip("\ufeff"))
    return table if table is not None else lists.read_plain(text, page.name)


def _sorted_out(found: Listing) -> Listing:
    """Each address once, the first time it is named; what leads to a front page leads to no article."""
    entries: list[Entry] = []
    seen: set[str] = set()
    fronts = empty = 0
    for entry in found.entries:
        url = entry.url and plain_url(entry.url)
        front = bool(url and is_front_page(url))
        if not entry.html and (front or not url):
            fronts += front
            empty += not front
        elif front:
            entries.append(replace(entry, url=None))
        elif not url or url not in seen:
            entries.append(entry)
            seen.add(url or "")
    skipped = ((fronts, "that lead to the front page of a site"), (empty, "with neither a link nor a text"))
    told = tuple(f"Skipped {number:,} {what}." for number, what in skipped if number)
    return replace(found, entries=tuple(entries), notices=found.notices + told)


def _xml(content: bytes, page: Page) -> Listing:
    root, mended = trees.parse_xml(content, page.name, charset=page.charset, url=page.url)
    kind = root.tag.rpartition("}")[2].lower() if isinstance(root.tag, str) else ""
    match kind:
        case "rss" | "rdf":
            return feeds.read_rss(root, page.url, mended=mended)
        case "feed":
            return feeds.read_atom(root, page.url, mended=mended)
        case "urlset":
            return lists.read_sitemap(root, page.url)
        case "sitemapindex":
            return lists.read_sitemap_index(root, page.url)
        case "opml":
            return lists.read_opml(root, page.url)
    raise UnreadableSource(f"{page.name} is XML of a kind that is no list of articles ({kind[:40]}).")


def _text(content: bytes, charset: str | None) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        return content.decode(charset or "")
    return content.decode("windows-1252", "replace")
