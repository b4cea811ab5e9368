"""Number words, by num2words: small pieces, kept once made."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

# Beyond this, nobody follows a number as a number; digit by digit is what is left.
LONGEST = 15

_SPACES = re.compile(r"[\s\u00a0\u2010-\u2015-]+")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    from num2words import CONVERTER_CLASSES

    return frozenset(CONVERTER_CLASSES)


def knows(language: str) -> bool:
    """Whether there are number words for this language (a primary subtag: "en", "uk")."""
    return language in _known()


@lru_cache(maxsize=8192)
def number(value: int, language: str, to: str = "cardinal", **grammar: Any) -> str | None:
    """The number in words, or None when num2words cannot say it."""
    from num2words import num2words

    try:
        said = str(num2words(value, lang=language, to=to, **grammar))
    except Exception:  # noqa: BLE001 - its converters raise whatever happens to break inside
        return None
    if any(character.isdigit() for character in said):
        return None
    return said


@lru_cache(maxsize=8192)
def cardinal(value: int, language: str) -> str | None:
    """The cardinal as one run of plain words: no commas, hyphens as blanks."""
    said = number(value, language)
    return None if said is None else " ".join(_SPACES.sub(" ", said.replace(",", "")).split())


@lru_cache(maxsize=512)
def digit(character: str, language: str) -> str:
    """One digit as a word; the digit itself where the language has no number words."""
    return cardinal(unicodedata.digit(character), language) or character


def digits(run: str, language: str) -> str:
    """A run of digits, one by one."""
    return " ".join(digit(character, language) for character in run if character.isdigit())
