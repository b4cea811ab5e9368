"""HTML and plain text that nothing from a page can break out of: text is escaped unless this module made it."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

from narrator.model import fit, plain


class Markup(str):
    """HTML that was built here, and is therefore not escaped again."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"

_ASCII = re.compile("[\x21-\x7e]*")
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")
_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = "%/:=&?~+!$,;'@()*"
_VOID = frozenset({"link", "meta", "source", "track", "img", "br", "input"})


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut between words where there are any."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:–—-") + "…"


@lru_cache(maxsize=64)
def web_url(url: str | None) -> str | None:
    """`url` as an http or https address in plain ASCII (RFC 3986), or None when it is no such address.

    Letters outside ASCII are written as the RFC has them: percent-encoded in the path, as xn--… in the host.
    """
    if not url:
        return None
    try:
        parts = urlsplit(plain(url))
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("ascii" if _ASCII.fullmatch(parts.hostname or "") else "idna").decode()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not host or not _HOST.fullmatch(host):
        return None
    netloc = (f"[{host}]" if ":" in host else host) + port
    path, query, fragment = (_PERCENT.sub("%25", quote(part, safe=_KEPT)) for part in parts[2:])
    return urlunsplit((parts.scheme, netloc, path, query, fragment))


def escape(text: str) -> Markup:
    """Text for an element or a quoted attribute."""
    return Markup(html.escape(fit(text)))


def join(children: list[Markup], separator: str = "") -> Markup:
    """Pieces of HTML one after the other."""
    return Markup(separator.join(children))


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. Strings are escaped; attributes that are None or False are left out, True ones have no value.

    `class_` is written as class, `data_t` as data-t.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    inner = "".join(child if isinstance(child, Markup) else escape(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inner}</{name}>")
