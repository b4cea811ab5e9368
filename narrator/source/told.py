"""What lists tell about an article, in one form: addresses, lines of text, dates."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_SPACE = re.compile(r"\s+")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\<>\"{}|^`]")


def address(link: str | None, base: str | None = None) -> str | None:
    """The absolute http(s) address that `link` means; None for every other kind of address."""
    link = (link or "").strip()
    if not link:
        return None
    try:
        whole = urljoin(base or "", re.sub(r"[\t\r\n]", "", link))
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in whole:
            return None
    except ValueError:
        return None
    return _FORBIDDEN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), whole)


def line(value: object) -> str | None:
    """One line of plain text, without tags and entities; None when nothing is left."""
    if not isinstance(value, str):
        return None
    text = html.unescape(_TAG.sub(" ", html.unescape(value)) if "<" in value or "&" in value else value)
    return _SPACE.sub(" ", text).strip()[:1000] or None


def lines(values: Iterable[object]) -> tuple[str, ...]:
    """Those of `values` that say something, each once."""
    return tuple(dict.fromkeys(text for value in values if (text := line(value))))


def moment(value: object) -> str | None:
    """ISO 8601 of a date as feeds and exports write it (RFC 822, ISO 8601, seconds since 1970); None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if _DAY.fullmatch(text):
        return text if _plausible(text) else None
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    found = _iso(text) or _rfc822(text)
    if found is None or not 1900 <= found.year <= 2200:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d\d:?\d\d$|UTC$|Z$)", "", text).replace("UTC", "Z"))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _plausible(text: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]).year <= 2200
    except ValueError:
        return False


def seconds(told: str | None) -> float | None:
    """Seconds since 1970 of what `moment` gave, for comparing; a day or a year counts from its start in UTC."""
    if told is None:
        return None
    try:
        if "T" in told:
            return datetime.fromisoformat(told).timestamp()
        whole = f"{told}-01-01" if len(told) == 4 else f"{told}-01" if len(told) == 7 else told
        return datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def own_address(canonical: str | None, page: str) -> str:
    """The address that a page gives itself, if it is on the same site and no mere front page; else where it was found.

    What a page says of itself decides which episode it belongs to, so one site must not speak for another.
    """
    told, found = urlsplit(canonical or ""), urlsplit(page)
    one, other = (re.sub(r"^(?:www|m|amp|mobile)\.", "", (parts.hostname or "").lower()) for parts in (told, found))
    same = one == other or one.endswith(f".{other}") or other.endswith(f".{one}") if one and other else False
    front = is_front_page(canonical or "") and not is_front_page(page)
    return canonical if canonical and same and not front else page


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
