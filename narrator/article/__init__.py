"""Cleaning: a page with all its chrome goes in, the article that will be read aloud comes out, and what was left out.

`extract` is for callers with a text in hand, `clean` for the pipeline, `cut_short` says whether an article may be only its
beginning. They are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article.cleaning import clean, extract
    from narrator.article.doubts import cut_short

__all__ = ["clean", "cut_short", "extract"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from narrator.article import cleaning, doubts

        return getattr(doubts if name == "cut_short" else cleaning, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
