"""Endings that languages add to names, so that one entry of a lexicon serves all cases of the name.

Only capitalised words and codes get them. A word that ends in one of the listed vowels or signs loses it before the
ending; its alias must end alike, else it gets no endings. English needs none for the possessive: an apostrophe ends a word.
"""

from __future__ import annotations

from collections.abc import Iterator

# language -> the letter that goes, "" for a word that ends in a consonant -> endings that come
ENDINGS: dict[str, dict[str, str]] = {
    "uk": {
        "": "а у ові ом ем і е и ів ам ами ах",
        "а": "и і у ою о",
        "я": "і ї ю ею єю є",
        "й": "я ю єві єм ї є",
        "ь": "я ю еві ем і е",
        "о": "а у ові ом і",
    },
    "ru": {
        "": "а у ом ем е ы и ов ам ами ах",
        "а": "ы и е у ой ою",
        "я": "и е ю ей ею",
        "й": "я ю ем е и",
        "ь": "я ю ем е и",
    },
    "de": {"": "s es"},
}
_VOWELS = frozenset("аеєиіїоуюяёыэ" + "aeiouyäöü")
_SHORTEST = 3


def inflected(word: str, alias: str, language: str) -> Iterator[tuple[str, str]]:
    """(form, how it is said) for the endings of a language; nothing for words in small letters and for several words.

    An empty alias, a word said as it is written, stays empty.
    """
    last, said = word[-1:], alias[-1:]
    if last.isdigit() or (len(word) > 1 and last.isupper()):  # "F-16s", "NGOs", in whatever language
        yield f"{word}s", alias and f"{alias}s"
        return
    table = ENDINGS.get(language)
    if table is None or len(word) < _SHORTEST or not word[:1].isupper() or not word.isalpha():
        return
    if last in table:
        if not alias or said.lower() == last:
            for ending in table[last].split():
                yield word[:-1] + ending, alias and alias[:-1] + ending
    elif last not in _VOWELS or language == "de":
        for ending in table[""].split():
            yield word + ending, alias and alias + ending
