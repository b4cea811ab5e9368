"""The room's two doors: `normalize` and `spell`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from narrator.script.spoken.engine import Grammar, apply, plain_digits
from narrator.script.spoken.values import Spoken

# imported when a text of that language comes; any other has number words at most
_GRAMMARS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "ru": "russian",
    "uk": "ukrainian",
}
_UNKNOWN = ("", "und", "mul", "zxx")


@lru_cache(maxsize=128)
def _grammar(language: str) -> Grammar:
    primary = language.replace("_", "-").partition("-")[0].lower()
    if primary in _UNKNOWN:
        primary = "en"
    if primary not in _GRAMMARS:
        from narrator.script.spoken.other import grammar

        return grammar(primary)
    module = import_module(f"narrator.script.spoken.{_GRAMMARS[primary]}")
    made: Grammar = module.GRAMMAR
    return made


def spell(text: str, language: str = "en") -> Spoken:
    """A text as it is to be said in a language (a BCP 47 tag), with the list of its changes.

    Never raises for any text; takes time in proportion to its length. What cannot be classified is read plainly, and where
    a language has no number words the digits stay; both are marked `low_confidence`.
    """
    grammar = _grammar(language)
    plain = plain_digits(text)
    return apply(text, plain if grammar.prepare is None else grammar.prepare(plain), grammar)


def normalize(text: str, language: str = "en") -> str:
    """The text alone: `spell(text, language).text`."""
    return spell(text, language).text
