"""Where sentences end: nltk's Punkt with our own tables, and a thin layer for what Punkt cannot see.

Punkt decides by the word before a full stop and the word after it. Most full stops need no such thought: the word before is
no abbreviation, no initial and no number, and there Punkt always says yes, so it is asked only about the others. The layer
around it looks at what lies outside its window of two words: lower case after the stop, quotations, brackets, ellipses,
footnote marks, list marks and lines. In doubt nothing is split: a sentence too long costs a listener less than a broken one.

Languages with tables: those of `narrator.script.words.TABLES`. Others get what European languages share; Chinese, Japanese, Hindi,
Arabic and their neighbours are split at their own terminators. Thai has none: its spaces are left to the utterances' cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from narrator.script.words import Lexis, lexis, primary

_STOPS = ".!?…؟۔।॥።‽"
_WIDE = "。！？｡．"
_CLOSERS = "\"'”’»›)\\]}“‘"
_OPENERS = "\"'“‘«‹„‚([{¿¡*_"
# A run of stops and closing marks before white space; both loops are possessive, so a page of dots costs linear time.
_RUN = re.compile(
    rf"(?<![{_STOPS}{_CLOSERS}])[{_STOPS}{_CLOSERS}]++(?:\[[\w ,–-]{{1,12}}\]|[¹²³⁰⁴-⁹]|(?<=[^\W\d][.!?])\d{{1,2}}(?!\d))*+(?=\s)"
    rf"|[{_WIDE}][{_WIDE}{_STOPS}]*+[」』”’）〉》\"')\]]*+"
)
_NEXT = re.compile(rf"\s*+(?:[{_OPENERS}]|[–—-]\s?+|…\s?+|\.\.\.\s?+)*+")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_ELLIPSIS = re.compile(r"\.(?:[ \u00a0]\.)+|\.{2,}|…")
_BLANK_LINE = re.compile(r"\s*\n\s*")
_BULLET = re.compile(r"(?:[•◦▪‣⁃·*–—-]\s?\d{0,3}[.)]?|\(?\d{1,3}[.)]{1,2}|\(?[a-zA-Z][.)]{1,2})\s")
_SHORT_LINE = 60
_LOOK_BACK = 48


def segment(text: str, language: str = "en") -> tuple[str, ...]:
    """The sentences of a text, in order; joined they are the text again, white space belonging to the one before it.

    Linear in the length of the text. An empty text has no sentences.
    """
    if not text:
        return ()
    tables = lexis(primary(language))
    cuts: list[int] = []
    start = 0
    for end in _line_ends(text):
        cuts.extend(_inner_cuts(text, start, end, tables, language))
        cuts.append(end)
        start = end
    return tuple(_slices(text, cuts))


def _slices(text: str, cuts: list[int]) -> Iterator[str]:
    """The text between the cuts; white space at the start or the end is handed to its neighbour."""
    last = 0
    first, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for cut in cuts:
        if first < cut < end and cut > last:
            yield text[last:cut]
            last = cut
    yield text[last:]


def _line_ends(text: str) -> Iterator[int]:
    """Ends of the runs of lines that belong together; a wrapped line goes on in the next one."""
    if "\n" in text:
        line = 0
        for match in _BLANK_LINE.finditer(text):
            before = text[line : match.start()]
            if match.end() < len(text) and _ends_line(before, match[0], text[match.end() : match.end() + 8]):
                yield match.end()
            line = match.end()
    yield len(text)


def _ends_line(before: str, gap: str, after: str) -> bool:
    if gap.count("\n") > 1 or _BULLET.match(after):
        return True
    if after[0].islower() or after[0] in "([":
        return False
    return before[-1:] in _STOPS + ":;" + _WIDE or len(before) <= _SHORT_LINE or not before[-1:].isalnum()


def _inner_cuts(text: str, start: int, end: int, tables: Lexis, language: str) -> list[int]:
    """Positions inside text[start:end] where a sentence ends and another begins."""
    cuts: list[int] = []
    for match in _RUN.finditer(text, start, end):
        after = _NEXT.match(text, match.end())
        first = after.end() if after else match.end()
        if first >= end:
            break
        if _is_end(text, match, first, start, tables, language):
            cuts.append(_gap_end(text, match.end()))
    return cuts


def _gap_end(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_end(text: str, match: re.Match[str], first: int, floor: int, tables: Lexis, language: str) -> bool:  # noqa: PLR0917
    """Does a sentence that began at or after `floor` end with this run of stops, when text[first] follows?"""
    run = match[0]
    if run[0] in _WIDE:
        return True
    stops = [char for char in run if char in _STOPS]
    if not stops:
        return False
    head = text[first]
    if head.islower() or head in ",;:)]%":
        return False
    if stops[-1] != "." or len(stops) > 1:
        return True
    begin = max(floor, match.start() - _LOOK_BACK)
    before = text[begin : match.start()].rpartition(" ")[2].lstrip(_OPENERS)
    following = _WORD.match(text, first)
    after = following[0] if following else ""
    if begin + len(before) >= match.start() and before.isdigit():  # a number that opens the line is a list mark
        return False
    return _full_stop(before, after, tables, language, closed=len(run) > 1)


def _full_stop(before: str, after: str, tables: Lexis, language: str, *, closed: bool) -> bool:
    """Does the full stop after `before` end a sentence when `after` follows?"""
    word = before.lower()
    if word in tables.titles:
        return False
    if closed:
        return True
    if after[:1].isdigit() and word in tables.counted:
        return False
    if word.isdigit():
        return not (tables.ordinals and len(word) <= 2) or after.lower() in tables.starters
    known = word in tables.abbreviations or word in tables.closers or "." in word or len(word) == 1
    if not known:
        return True
    return _ask(before, after, language) if after else word in tables.closers


@lru_cache(maxsize=4096)
def _ask(before: str, after: str, language: str) -> bool:
    """Punkt's answer for these two words, remembered: the same abbreviations come again and again."""
    return bool(_punkt(primary(language)).text_contains_sentbreak(f"{before}. {after}"))


@lru_cache(maxsize=16)
def _punkt(language: str) -> Any:
    """Punkt with parameters made from our tables; nltk is imported here because it takes a third of a second."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    tables = lexis(language)
    parameters = PunktParameters()
    parameters.abbrev_types |= tables.titles | tables.counted | tables.abbreviations | tables.closers
    parameters.sent_starters |= tables.starters
    parameters.collocations |= {(word, "##number##") for word in tables.counted}
    for word in tables.starters:
        parameters.add_ortho_context(word, _LOWER_AND_START)
    return PunktSentenceTokenizer(parameters)


# Punkt's orthographic evidence: seen in lower case inside sentences, and with a capital where one starts.
_LOWER_AND_START = (1 << 5) | (1 << 1)
