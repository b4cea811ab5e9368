"""Passages in another script than the article's: where they are, and which language they are likely to be in."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrator.script.words import primary

# Script -> its letters, the languages written in it, how much of it makes a passage: words, or letters without spaces.
_SCRIPTS = {
    "cyrillic": ("\u0400-\u052f", "ru uk be bg sr mk kk ky mn tg", 2),
    "greek": ("\u0370-\u03ff\u1f00-\u1fff", "el", 2),
    "hebrew": ("\u0590-\u05ff", "he yi", 2),
    "arabic": ("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ug ku", 2),
    "devanagari": ("\u0900-\u097f", "hi mr ne sa", 2),
    "georgian": ("\u10a0-\u10ff", "ka", 2),
    "armenian": ("\u0530-\u058f", "hy", 2),
    "hangul": ("\u1100-\u11ff\uac00-\ud7af", "ko", 2),
    "han": ("\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff", "zh ja ko", 4),
    "thai": ("\u0e00-\u0e7f", "th", 4),
}
_JOINED = r"[\s,.:;!?…'’\"“”«»–—-]"
_RUN = re.compile(
    "|".join(
        rf"(?P<{name}>[{letters}][{letters}\u0300-\u036f]*+(?:{_JOINED}{{1,4}}+[{letters}\u0300-\u036f]++)*)"
        for name, (letters, _, _) in _SCRIPTS.items()
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_TAIL = re.compile(r"[.!?…,;:»”\"’)\]]*\s*")
_OPENING = '«“„"‘(['


def parts(text: str, language: str, reads: Callable[[str], bool]) -> list[tuple[str, str]]:
    """(passage, its language) for a text in `language`; joined they are the text again.

    A passage in another script stands alone if it has several words and `reads` says that its language has a voice.
    """
    found: list[tuple[str, str]] = []
    last = 0
    for run, tag in _passages(text, language):
        if not reads(tag):
            continue
        start = run.start()
        while start > last and text[start - 1] in _OPENING:
            start -= 1
        tail = _TAIL.match(text, run.end())
        end = tail.end() if tail else run.end()
        if any(char.isalnum() for char in text[last:start]):
            found.append((text[last:start], language))
        else:
            start = last
        found.append((text[start:end], tag))
        last = end
    rest = text[last:]
    if found and not any(char.isalnum() for char in rest):
        found[-1] = (found[-1][0] + rest, found[-1][1])
    elif rest or not found:
        found.append((rest, language))
    return found


def has_foreign(text: str, language: str) -> bool:
    """Is there a word in a script that the language is not written in?"""
    return any(
        len(run[0]) > 1 and primary(language) not in _SCRIPTS[run.lastgroup or ""][1].split()
        for run in (() if text.isascii() else _RUN.finditer(text))
    )


def _passages(text: str, language: str) -> list[tuple[re.Match[str], str]]:
    found = []
    for run in () if text.isascii() else _RUN.finditer(text):
        name = run.lastgroup or ""
        _, homes, least = _SCRIPTS[name]
        if primary(language) in homes.split():
            continue
        words = _WORD.findall(run[0])
        if (len(words) if least == 2 else sum(map(len, words))) >= least:
            found.append((run, _guess(name, run[0])))
    return found


def _guess(script: str, text: str) -> str:
    """The language of a passage by letters that only one of the script's languages has; else the script's first."""
    low = text.lower()
    if script == "cyrillic":
        for letters, language in (("ўЎ", "be"), ("їєґ", "uk"), ("ыэёъ", "ru"), ("і", "uk"), ("ј", "sr")):
            if any(letter in low for letter in letters):
                return language
    if script == "han" and re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if script == "arabic" and re.search(r"[پچژگ]", text):
        return "fa"
    return _SCRIPTS[script][1].split()[0]
