"""Reading lists as other programs export them: wallabag, Readeck, Pocket, Instapaper, Omnivore, Raindrop and their like.

There is no standard, but little difference either: objects or rows with an address, a title, tags and dates. Known
names of these fields are looked for; what is marked as archived or deleted has been read, or is not wanted, and is left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from narrator.errors import UnreadableSource
from narrator.model import Entry, Listing
from narrator.source.feeds import as_html, read_json_feed
from narrator.source.told import address, line, lines, moment

_URL = ("url", "href", "link", "resolved_url", "given_url", "uri", "address", "originalurl")
_TITLE = ("title", "resolved_title", "given_title", "name")
_AUTHORS = ("authors", "author", "published_by", "byline", "creator")
_TAGS = ("tags", "labels", "categories", "category", "tag", "folder")
_PUBLISHED = ("published_at", "publishedat", "date_published", "published")
_UPDATED = ("updated_at", "updatedat", "date_modified", "updated")
_ADDED = ("time_added", "date_added", "added_at")
_HTML = ("content_html", "content", "html")
_LISTS = ("items", "bookmarks", "articles", "entries", "links", "list", "data")
_DONE = {"archive", "archived", "deleted", "trash", "trashed"}


def read_json(content: bytes, name: str, url: str | None) -> Listing:
    """A JSON Feed or an export. Raises UnreadableSource for any other JSON."""
    try:
        data = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableSource(f"{name} looks like JSON and cannot be read as such: {error}") from error
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", "")):
        return read_json_feed(data, url)
    records = list(_records(data))
    if not records:
        raise UnreadableSource(
            f"{name} is JSON, but neither a JSON Feed nor a list of addresses.", hint="Give a feed or a reading list."
        )
    return _listing(records)


def read_csv(text: str) -> Listing | None:
    """A table with a column of addresses; None when the first line names no such column."""
    try:
        kind: Any = csv.Sniffer().sniff(text[:4096].partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        kind = csv.excel
    rows = csv.DictReader(io.StringIO(text), dialect=kind)
    try:
        names = {name.strip().lower() for name in rows.fieldnames or () if name}
        if not names & set(_URL):
            return None
        return _listing(list(rows))
    except csv.Error:
        return None


def read_bookmarks(root: Any) -> Listing:
    """The bookmark file that browsers and Pocket write: links with their tags, each with the date it was added.

    Pocket's has a list under the heading "Unread" and one under "Read Archive".
    """
    entries = []
    done = 0
    archived = False
    for node in root.iter("a", "h1"):
        if node.tag == "h1":
            archived = node.text_content().strip().lower() == "read archive"
        elif url := address(node.get("href")):
            tags = re.split(r",", node.get("tags") or "")
            added = moment(node.get("time_added") or node.get("add_date"))
            done += archived
            entries += [Entry(url=url, title=line(node.text_content()), categories=lines(tags), added=added)][archived:]
    return Listing(kind="reading list", entries=tuple(entries), notices=_left_out(done))


def _listing(records: list[Mapping[str, Any]]) -> Listing:
    entries = []
    done = 0
    for record in records:
        fields = {str(key).strip().lower(): value for key, value in record.items() if key is not None}
        entry = _entry(fields)
        if entry.url is None and entry.html is None:
            continue
        if _is_done(fields):
            done += 1
        else:
            entries.append(entry)
    return Listing(kind="reading list", entries=tuple(entries), notices=_left_out(done))


def _left_out(done: int) -> tuple[str, ...]:
    return (f"{done:,} that are archived or deleted were left out.",) if done else ()


def _records(data: object) -> Iterable[Mapping[str, Any]]:
    """The objects that stand for articles, wherever an export keeps them."""
    if isinstance(data, dict):
        inner = [data[key] for key in _LISTS if isinstance(data.get(key), list | dict)]
        values = inner[0] if inner else list(data.values())
        data = list(values.values()) if isinstance(values, dict) else values
    for one in data if isinstance(data, list) else ():
        if isinstance(one, str) and address(one):
            yield {"url": one}
        elif isinstance(one, dict) and (set(map(str.lower, one)) & {*_URL, *_HTML}):
            yield one


def _entry(fields: Mapping[str, Any]) -> Entry:
    text = _pick(fields, ("content_text", "text"))
    html = _pick(fields, _HTML)
    identity = fields.get("id")
    return Entry(
        url=next((found for key in _URL if (found := address(_pick(fields, (key,))))), None),
        id=str(identity) if identity is not None else None,
        title=line(_pick(fields, _TITLE)),
        authors=_names(fields, _AUTHORS),
        categories=_names(fields, _TAGS),
        published=next((found for key in _PUBLISHED if (found := moment(fields.get(key)))), None),
        updated=next((found for key in _UPDATED if (found := moment(fields.get(key)))), None),
        added=next((found for key in _ADDED if (found := moment(fields.get(key)))), None),
        html=html or (as_html(text) if text else None),
    )


def _pick(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((value for name in names if isinstance(value := fields.get(name), str) and value.strip()), None)


def _names(fields: Mapping[str, Any], names: Iterable[str]) -> tuple[str, ...]:
    """Tags or authors: a list of texts or objects, an object of objects, or one text with separators."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, str):
            value = re.split(r"[,|;]", value)
        if isinstance(value, list):
            found = lines(one if isinstance(one, str) else _pick(one, ("name", "label", "tag", "title")) for one in value if isinstance(one, str | dict))  # fmt: skip
            if found:
                return found
    return ()


def _is_done(fields: Mapping[str, Any]) -> bool:
    flags = (fields.get(name) for name in ("is_archived", "isarchived", "archived", "is_deleted", "deleted"))
    if any(value in (1, True, "1", "true", "True") for value in flags):
        return True
    status, *places = (str(fields.get(name, "")).strip().lower() for name in ("status", "state", "folder"))
    # Pocket's archived and deleted are numbers; those of other programs mean something else.
    return status in ("1", "2") or not _DONE.isdisjoint((status, *places))
