"""Raised digits: when they are powers, and of what; when they mark a footnote they are left to others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrator.script.spoken.engine import either

_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# scripts in which formulas are written; `\w` would take raised digits for letters
_LETTER = "A-Za-zÀ-ɏͰ-ԯ"
_POWER = r"(?:(?P<power>⁻?[⁰¹²³⁴-⁹]{1,3})|\^(?P<caret>[-−]?\d{1,3}))(?![\w^])"
# units that are words as well
_WORDS = frozenset(("in", "a", "i", "c", "s", "в", "с"))
_VOWELLESS = re.compile(r"[^\W\d_aeiouyA-Z]{2,3}")


def ten(units: Iterable[str]) -> re.Pattern[str]:
    """As in "6.02 × 10²³ km": `a`, the power, `unit`."""
    return re.compile(rf"(?P<a>\d{{1,3}}(?:[.,]\d{{1,4}})?)\s?[x×*·⋅]\s?10{_POWER}{_unit(units)}")


def raised(units: Iterable[str]) -> re.Pattern[str]:
    """As in "10⁶ km", "4x²", "mc²": `n`, `base`, the power, `unit`."""
    return re.compile(
        rf"(?P<n>(?<![\d.,])\d{{1,3}}(?:[.,]\d{{1,3}})?)?(?P<base>[{_LETTER}]{{1,4}})?{_POWER}{_unit(units)}"
    )


def _unit(units: Iterable[str]) -> str:
    return rf"(?:[ \u00a0\u202f](?P<unit>{either(unit for unit in units if unit not in _WORDS) or '(?!)'})(?!\w))?"


def exponent(match: re.Match[str]) -> int | None:
    """The power in a match of `ten` or `raised`; None for a lone raised one, which is a footnote."""
    written = match["power"] or match["caret"]
    return None if written == "¹" else int(written.translate(_LOWERED).replace("−", "-"))


def letters(base: str) -> str | None:
    """The letters of a formula one by one ("mc"), or None when they are a word."""
    if len(base) > 1 and _VOWELLESS.fullmatch(base) is None:
        return None
    return " ".join(base)
