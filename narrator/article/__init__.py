"""Cleaning: a page with all its chrome goes in, the article that will be read aloud comes out, and what was left out.

`extract` is for callers with a text in hand, `clean` for the pipeline, `review` for editors. All are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article.cleaning import clean, extract
    from narrator.article.editorial import review

__all__ = ["clean", "extract", "review"]


def __getattr__(name: str) -> Any:
    if name == "review":
        from narrator.article.editorial import review

        return review
    if name in __all__:
        from narrator.article import cleaning

        return getattr(cleaning, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
