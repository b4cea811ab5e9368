"""Cleaning: a page with all its chrome goes in, the article that will be read aloud comes out, and what was left out.

`extract` is for callers with a text in hand, `clean` for the pipeline. Both are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article.cleaning import clean, extract

__all__ = ["clean", "extract"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from narrator.article import cleaning

        return getattr(cleaning, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
