"""XML from strangers becomes a tree: no entities of its own, no network, no depth or size beyond libxml2's limits.

Feeds are often not well-formed. What can be read of them is read, and the caller is told that it was mended.
"""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree

from narrator.errors import UnreadableSource

_OWN_ENTITIES = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(rb"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]{1,31};)")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ROOT = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:rss|rdf|feed|urlset|sitemapindex|opml)\b", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def looks_like_xml(content: bytes) -> bool:
    """Whether the first sign of life is a tag that HTML does not begin with."""
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb"<\?xml\b", head):
        head = re.sub(rb"^<\?xml[^>]*>\s*", b"", head)
    head = re.sub(
        rb"^(?:\s*(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE\s+(?!html)[^>\[]*>))*\s*",
        b"",
        head,
        flags=re.DOTALL | re.IGNORECASE,
    )
    return bool(_ROOT.match(head) or _OWN_ENTITIES.search(head))


def parse_xml(content: bytes, name: str, *, charset: str | None = None, url: str | None = None) -> tuple[Any, bool]:
    """The root element, and whether parts of a damaged text may be missing from it.

    charset  what the sender says; believed when the text does not say itself
    url      where it came from, the base of its relative addresses

    Raises UnreadableSource for what declares entities of its own, and for what is no XML at all.
    """
    if _OWN_ENTITIES.search(content.replace(b"\0", b"")):
        raise UnreadableSource(
            f"{name} declares entities of its own, as XML bombs do, so it was not read.",
            hint="No feed needs them. Tell its maker, or take it off your list.",
        )
    declared = content.startswith((b"\xef\xbb\xbf", *_WIDE)) or re.match(rb"\s*<\?xml[^>]*\bencoding\s*=", content)
    encoding = None if declared else charset
    try:
        return etree.fromstring(content, _parser(encoding, recover=False), base_url=url), False
    except (etree.XMLSyntaxError, LookupError):
        pass
    if not content.startswith(_WIDE):
        content = _mend(content, charset)
    try:
        return etree.fromstring(content, _parser(None, recover=False), base_url=url), False
    except etree.XMLSyntaxError:
        pass
    try:
        root = etree.fromstring(content, _parser(None, recover=True), base_url=url)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableSource(f"{name} looks like XML and cannot be read as such.", hint="Open it in a browser.")
    return root, True


def _parser(encoding: str | None, *, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _mend(content: bytes, charset: str | None) -> bytes:
    """What feeds get wrong most: the encoding, HTML's entities, a bare ampersand, control characters, space before the first tag."""

    def numbered(found: re.Match[bytes]) -> bytes:
        name = found[1].decode("ascii")
        known = html.unescape(f"&{name};")
        return found[0] if known.startswith("&") else "".join(f"&#{ord(char)};" for char in known).encode()

    declared = re.match(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""", content)
    text = _decode(content.lstrip(), [declared[1].decode("ascii") if declared else "utf-8", charset or "utf-8"])
    mended = _NAMED.sub(
        numbered, re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text).lstrip("\ufeff \t\r\n").encode("utf-8", "replace")
    )
    return _CONTROLS.sub(b"", _BARE.sub(b"&amp;", mended))


def _decode(content: bytes, names: list[str]) -> str:
    """By the first of `names` that fits; a broken character here and there is forgiven, many are another encoding."""
    for name in names:
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - broken
    return text if good > 20 * broken else content.decode("windows-1252", "replace")
