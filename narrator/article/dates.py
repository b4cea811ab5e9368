"""Dates as pages write them -> ISO 8601, as precise as known."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

# Names of months by their first letters, long enough to be told apart within and across languages.
_MONTHS = (
    "jan sty ene gen січ янв", "feb fév fev lut лют фев", "mar mär maa mrt бер мар", "apr avr abr kwi квіт кві апр", "may mai mag maj mei mayo трав тра мая май",
    "jun juin giu cze черв чер июн", "jul juil lug lip лип июл", "aug août aou ago sie серп сер авг", "sep set wrz вер сен", "oct okt out ott paź жовт жов окт",
    "nov lis лист лис ноя", "dec dez déc dic gru груд гру дек",
)  # fmt: skip
_MONTH = {prefix: number for number, names in enumerate(_MONTHS, 1) for prefix in names.split()}
_ISO = re.compile(
    r"\b((?:19|20)\d\d)-(\d\d?)(?:-(\d\d?))?(?:[T ](\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z)?$")
_SLASHED = re.compile(r"\b((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)\b")
_EAST_ASIA = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d\d?)\s*[月월]\s*(\d\d?)\s*[日일]")
_DAY_FIRST = re.compile(
    r"\b(\d\d?)(?:st|nd|rd|th|er|º|\.)?,?[\s/-]+(?:de |of |d')?([^\W\d_]{3,12})\.?,?[\s/-]+(?:de |del )?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"\b((?:19|20)\d\d),?\s([^\W\d_]{3,12})\.?\s(\d\d?)\b")
_MONTH_FIRST = re.compile(
    r"\b([^\W\d_]{3,12})\.?[\s-]+(\d\d?)(?:st|nd|rd|th)?,?[\s-]+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_NUMBERS = re.compile(r"\b(\d\d?)([./-])(\d\d?)\2((?:19|20)\d\d|\d\d)\b")


def iso_date(text: str | None, *, day_first: bool = True) -> str | None:
    """The first date in `text`, or None.

    day_first   how to read 3/4/2025 where both readings are possible
    """
    text = (text or "").strip()
    if not text:
        return None
    if found := _ISO.search(text):
        return _iso(*found.groups())
    if found := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return _iso(year, month, day, hour, minute, second, zone)
    for pattern in (_SLASHED, _EAST_ASIA):
        if found := pattern.search(text):
            return _iso(*found.groups())
    named = _named(text)
    if named:
        return named
    if found := _NUMBERS.search(text):
        first, sign, second, year = found.groups()
        if len(year) == 2:
            year = f"20{year}"
        swap = sign == "." or int(first) > 12 or (day_first and int(second) <= 12)
        return _iso(year, second, first) if swap else _iso(year, first, second)
    return _mail(text)


def _named(text: str) -> str | None:
    """The earliest date with its month in words."""
    best: tuple[int, str] | None = None
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3))):
        for found in pattern.finditer(text):
            year, month, day = (found.group(place) for place in order)
            number = month_number(month)
            value = _iso(year, str(number), day) if number else None
            if value:
                best = min(best or (found.start(), value), (found.start(), value))
                break
    return best[1] if best else None


def month_number(name: str) -> int | None:
    """1 to 12 for the name of a month, or what a page shortened it to."""
    name = name.lower()
    return next((_MONTH[name[:size]] for size in (5, 4, 3) if name[:size] in _MONTH), None)


def _mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _iso(*parts: str | None) -> str | None:
    """Year, month, and if known day, hour, minute, second and zone -> ISO 8601; None for what is no date."""
    year, month, day, hour, minute, second, zone = (parts + (None,) * 7)[:7]
    try:
        date(int(year or 0), int(month or 0), int(day or 1))
    except ValueError:
        return None
    text = f"{year}-{int(month or 0):02}" + (f"-{int(day):02}" if day else "")
    if day and hour and minute and int(hour) < 24 and int(minute) < 60:
        text += f"T{int(hour):02}:{minute}:{second or '00'}"
        if zone:
            text += "Z" if zone.upper() == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return text
