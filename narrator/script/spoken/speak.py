"""The room's two doors: `normalize` and `spell`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from narrator.script.spoken.engine import Grammar, apply, plain_digits
from narrator.script.spoken.values import Spoken

# imported when a text of that language comes
_GRAMMARS = {
    "en": "narrator.script.spoken.english",
    "ru": "narrator.script.spoken.russian",
    "uk": "narrator.script.spoken.ukrainian",
    "de": "narrator.script.spoken.german",
    "fr": "narrator.script.spoken.french",
    "es": "narrator.script.spoken.spanish",
}


@lru_cache(maxsize=64)
def _grammar(language: str) -> Grammar:
    primary = language.replace("_", "-").partition("-")[0].lower()
    module = import_module(_GRAMMARS.get(primary, _GRAMMARS["en"]))
    grammar: Grammar = module.GRAMMAR
    return grammar


def spell(text: str, language: str = "en") -> Spoken:
    """A text as it is to be said in a language (a BCP 47 tag), with the list of its changes.

    Never raises for any text; takes time in proportion to its length. What cannot be classified is read plainly and its
    change is marked `low_confidence`.
    """
    return apply(plain_digits(text), _grammar(language))


def normalize(text: str, language: str = "en") -> str:
    """The text alone: `spell(text, language).text`."""
    return spell(text, language).text
