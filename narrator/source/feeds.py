"""RSS in all its versions, Atom and JSON Feed become entries. What a feed gets wrong costs that entry, not the others.

Specifications: RSS 2.0 and 0.91 to 1.0 (RDF), RFC 4287 (Atom), JSON Feed 1.1, Dublin Core and content modules.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from narrator.model import Entry, Listing
from narrator.source.told import address, line, lines, moment

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom", "http://purl.org/atom/ns#": "atom", "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms", "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/xhtml": "xhtml",
}  # fmt: skip
_ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_Parts: TypeAlias = dict[str, list[Any]]
_HALF = "The feed breaks off or is damaged; what could be read of it was read."


def read_rss(root: Any, url: str | None, *, mended: bool = False) -> Listing:
    """Entries of an RSS feed of any version."""
    nodes: _Parts = {"channel": [], "item": []}
    for node in root.iter():
        if isinstance(node.tag, str) and (name := _name(node.tag)) in nodes:
            nodes[name].append(node)
    channel = _parts(nodes["channel"][0] if nodes["channel"] else root)
    home = address(_first(channel, "link"), url)
    based = any(_BASE in node.attrib for node in root.iter())
    entries = [_item(node, (_own_base(node) if based else None) or home or url) for node in nodes["item"]]
    return Listing(
        kind="RSS feed", title=line(_first(channel, "title")), entries=_whole(entries, mended=mended), notices=_told(mended=mended)
    )  # fmt: skip


def read_atom(root: Any, url: str | None, *, mended: bool = False) -> Listing:
    """Entries of an Atom feed; those without an author have the feed's."""
    parts = _parts(root)
    authors = _people(parts)
    entries = [_entry(node, _base(node, url), authors) for node in parts.get("atom:entry", ())]
    return Listing(
        kind="Atom feed", title=_title(parts), entries=_whole(entries, mended=mended), notices=_told(mended=mended)
    )


def read_json_feed(feed: dict[str, Any], url: str | None) -> Listing:
    """Entries of a JSON Feed."""
    home = address(_str(feed.get("home_page_url")), url)
    base = url or home
    authors = _json_people(feed)
    entries = []
    for item in feed.get("items") or ():
        if not isinstance(item, dict):
            continue
        text = _str(item.get("content_text"))
        tags = item.get("tags")
        entries.append(
            Entry(
                url=address(_str(item.get("url")) or _str(item.get("external_url")), base),
                id=str(item["id"]) if item.get("id") is not None else None,
                title=line(item.get("title")),
                authors=_json_people(item) or authors,
                categories=lines(tags if isinstance(tags, list) else ()),
                published=moment(item.get("date_published")),
                updated=moment(item.get("date_modified")),
                html=_str(item.get("content_html")) or (as_html(text) if text else None),
            )
        )
    return Listing(kind="JSON Feed", title=line(feed.get("title")), entries=tuple(entries))


def as_html(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs, a line break stays one."""
    parts = (
        html.escape(part.strip(), quote=False).replace("\n", "<br>")
        for part in text.replace("\r\n", "\n").split("\n\n")
    )
    return "".join(f"<p>{part}</p>" for part in parts if part)


def _item(node: Any, base: str | None) -> Entry:
    parts = _parts(node)
    guid = line(_first(parts, "guid"))
    links = [_first(parts, "feedburner:origLink"), _first(parts, "link"), _atom_link(parts)]
    if guid and "://" in guid and (parts["guid"][0].get("isPermaLink") or "true").strip().lower() != "false":
        links.append(guid)
    # RSS 1.0 names an item by its address.
    about = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    return Entry(
        url=next((found for link in (*links, about) if (found := address(link, base))), None),
        id=guid or about,
        title=line(_first(parts, "title", "dc:title")),
        authors=lines((*_all(parts, "dc:creator"), *_people(parts))) or lines(map(_name_of, _all(parts, "author", "itunes:author"))),
        categories=lines(_all(parts, "category", "dc:subject")),
        published=moment(_first(parts, "pubDate", "dcterms:issued", "dc:date", "atom:published")),
        updated=moment(_first(parts, "atom:updated", "dcterms:modified")),
        html=_first(parts, "content:encoded") or _longest(parts, ("description", "atom:content", "xhtml:body")),
    )  # fmt: skip


def _entry(node: Any, base: str | None, authors: tuple[str, ...]) -> Entry:
    parts = _parts(node)
    content = next((child for child in parts.get("atom:content", ()) if child.get("src") is None), None)
    return Entry(
        url=address(_atom_link(parts), base),
        id=line(_first(parts, "atom:id")),
        title=_title(parts),
        authors=_people(parts) or authors,
        categories=lines(child.get("label") or child.get("term") for child in parts.get("atom:category", ())),
        published=moment(_first(parts, "atom:published", "atom:issued")),
        updated=moment(_first(parts, "atom:updated", "atom:modified")),
        html=_markup(content) if content is not None else None,
    )


def _atom_link(parts: _Parts) -> str | None:
    """The page of an entry: what is linked as "alternate", HTML before anything else."""
    links = [
        link
        for link in parts.get("atom:link", ())
        if (link.get("rel") or "alternate") in _ALTERNATE and link.get("href")
    ]
    links.sort(key=lambda link: "html" not in (link.get("type") or "html"))
    return links[0].get("href") if links else None


def _markup(node: Any) -> str | None:
    """HTML of a text construct, whichever of the three ways it is written in."""
    kind = (node.get("type") or "text").strip().lower()
    if kind in ("xhtml", "application/xhtml+xml") or (len(node) and kind != "html"):
        for inner in node.iterdescendants():
            if isinstance(inner.tag, str):
                inner.tag = etree.QName(inner).localname
        etree.cleanup_namespaces(node)
        inside = (etree.tostring(child, method="html", encoding="unicode") for child in node)
        return html.escape(node.text or "", quote=False) + "".join(inside)
    text = "".join(node.itertext()).strip()
    if not text:
        return None
    if kind in ("html", "text/html"):
        return text
    return as_html(text) if kind in ("text", "text/plain") else None


def _title(parts: _Parts) -> str | None:
    """A title, of which HTML is one possible form, and in which "<" is otherwise itself."""
    found = parts.get("atom:title")
    if not found:
        return None
    text = "".join(found[0].itertext())
    return line(text if (found[0].get("type") or "").endswith("html") else html.escape(text, quote=False))


def _people(parts: _Parts) -> tuple[str, ...]:
    return lines(_first(_parts(author), "atom:name") for author in parts.get("atom:author", ()))


def _json_people(item: dict[str, Any]) -> tuple[str, ...]:
    many = item.get("authors")
    named = [*(many if isinstance(many, list) else ()), item.get("author")]
    return lines(one.get("name") if isinstance(one, dict) else one for one in named)


def _name_of(value: str) -> str:
    """RSS writes an author as "ann@example.org (Ann Quill)"."""
    before, _, behind = value.partition("(")
    return behind.rstrip(") ") if "@" in before and behind else "" if "@" in value else value


def _longest(parts: _Parts, names: tuple[str, ...]) -> str | None:
    found = [
        _markup(child) if name.startswith("atom:") or len(child) else "".join(child.itertext())
        for name in names
        for child in parts.get(name, ())
    ]
    return max((text for text in found if text), key=len, default=None)


def _whole(entries: list[Entry], *, mended: bool) -> tuple[Entry, ...]:
    """In a feed that breaks off, the text of the last entry may break off too: its page is the better source."""
    if mended and entries:
        entries[-1] = replace(entries[-1], html=None)
    return tuple(entries)


def _told(*, mended: bool) -> tuple[str, ...]:
    return (_HALF,) if mended else ()


def _parts(node: Any) -> _Parts:
    """The children of an element by their names."""
    found: _Parts = {}
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(_name(child.tag), []).append(child)
    return found


@lru_cache(maxsize=1000)
def _name(tag: str) -> str:
    """`prefix:name` for the namespaces that are known, the bare name for RSS's own, nothing for the rest."""
    space, _, name = tag.rpartition("}")
    if not space:
        return name
    prefix = _PREFIXES.get(space[1:])
    return "" if prefix is None else f"{prefix}:{name}" if prefix else name


def _all(parts: _Parts, *names: str) -> Iterator[str]:
    for name in names:
        for child in parts.get(name, ()):
            if text := "".join(child.itertext()).strip():
                yield text


def _first(parts: _Parts, *names: str) -> str | None:
    return next(_all(parts, *names), None)


def _base(node: Any, url: str | None) -> str | None:
    return address(node.base, url) or url


def _own_base(node: Any) -> str | None:
    """What xml:base says, if any element up to the root has one."""
    return address(node.base) if any(_BASE in one.attrib for one in (node, *node.iterancestors())) else None


def _str(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
