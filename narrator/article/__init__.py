"""Cleaning: a page with all its chrome goes in, the article that will be read aloud comes out, and what was left out.

`extract` is for callers with a text in hand, `clean` for the pipeline, `cut_short` says whether an article may be only its
beginning, `gather` makes one article of several. They are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article.cleaning import clean, extract
    from narrator.article.doubts import cut_short
    from narrator.article.gathering import gather

__all__ = ["clean", "cut_short", "extract", "gather"]

_HOMES = {"clean": "cleaning", "cut_short": "doubts", "extract": "cleaning", "gather": "gathering"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"narrator.article.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
