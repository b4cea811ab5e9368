"""Room 3: an Article becomes a Script, which says what will be heard, how, and with which chapters.

segment, normalize    sentences and spoken forms of any text
disclosure, headline  the first sentence of every episode, and its name
write, estimate       the script, and what it will cost
compose               the script of a digest, of those of its articles
read_lexicon          how names are said
unknown_names         those of an article that no lexicon knows

Names are loaded when first used: importing this room loads neither nltk nor tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.script.briefing import compose
    from narrator.script.estimating import Estimate, estimate
    from narrator.script.lexicon import Lexicon, read_lexicon
    from narrator.script.names import Name, unknown_names
    from narrator.script.opening import disclosure, headline
    from narrator.script.sentences import segment
    from narrator.script.spoken import normalize
    from narrator.script.writing import write

__all__ = [
    "Estimate",
    "Lexicon",
    "Name",
    "compose",
    "disclosure",
    "estimate",
    "headline",
    "normalize",
    "read_lexicon",
    "segment",
    "unknown_names",
    "write",
]

_HOMES = {
    "Estimate": "estimating",
    "Lexicon": "lexicon",
    "Name": "names",
    "compose": "briefing",
    "disclosure": "opening",
    "estimate": "estimating",
    "headline": "opening",
    "unknown_names": "names",
    "normalize": "spoken",
    "read_lexicon": "lexicon",
    "segment": "sentences",
    "write": "writing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # loaded on first use

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
