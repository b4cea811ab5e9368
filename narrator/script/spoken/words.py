"""Number words, by num2words: small pieces, kept once made."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from narrator.script import lean

# Beyond this, nobody follows a number as a number; digit by digit is what is left.
LONGEST = 15

# Beyond these num2words never comes to an end.
_HIGHEST = {"am": 999_999}

_SPACES = re.compile(r"[\s\u00a0\u2010-\u2015-]+")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The languages that num2words has a module for."""
    found = find_spec("num2words")
    places = found.submodule_search_locations if found else None
    modules = (name.partition("_")[2] for _, name, _ in iter_modules(places) if name.startswith("lang_"))
    # "EU" is no language: it holds what European ones share
    return frozenset(name.lower() for name in modules if name.isalpha() and len(name) <= 3 and name != "EU")


def knows(language: str) -> bool:
    """Whether there are number words for this language (a primary subtag: "en", "uk")."""
    return language in _known()


@lru_cache(maxsize=64)
def _converter(language: str) -> Any:
    name = language.upper()
    return getattr(lean.load(f"num2words.lang_{name}"), f"Num2Word_{name}")()


@lru_cache(maxsize=8192)
def number(value: int, language: str, to: str = "cardinal", **grammar: Any) -> str | None:
    """The number in words, or None when num2words cannot say it."""
    if not knows(language) or abs(value) > _HIGHEST.get(language, abs(value)):
        return None
    try:
        said = str(getattr(_converter(language), f"to_{to}")(value, **grammar))
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


def signs(language: str) -> tuple[str, str]:
    """The words for minus and for the decimal sign, as far as num2words has them."""
    if not knows(language):
        return "", ""
    found = (getattr(_converter(language), name, None) for name in ("negword", "pointword"))
    minus, point = (word.strip() if isinstance(word, str) and word.strip().isalpha() else "" for word in found)
    return minus, point


@lru_cache(maxsize=512)
def digit(character: str, language: str) -> str:
    """One digit as a word; the digit itself where the language has no number words."""
    return cardinal(unicodedata.digit(character), language) or character


def digits(run: str, language: str) -> str:
    """A run of digits, one by one."""
    return " ".join(digit(character, language) for character in run if character.isdigit())
