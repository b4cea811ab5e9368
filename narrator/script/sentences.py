"""Where sentences end: nltk's Punkt with our own tables, and a thin layer for what Punkt cannot see.

Punkt decides by the word before a full stop and the word after it. The layer around it (`narrator.script.stops`) looks at what
lies outside that window of two words: lower case after the stop, quotations, brackets, ellipses, footnote marks; this module
finds the places to ask about, and the lines and lists that need no stop at all. In doubt nothing is split: a
sentence too long costs a listener less than a broken one.

Languages with tables: those of `narrator.script.words.TABLES`. Others get what European languages share; Chinese, Japanese, Hindi,
Arabic and their neighbours are split at their own terminators. Thai has none: its spaces are left to the utterances' cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.script.stops import CLOSERS, OPENERS, STOPS, WIDE, Spot, continues, ends
from narrator.script.words import Lexis, lexis, primary

_GAP = " \u00a0\u202f"
_SPACED = rf"[{_GAP}][.!?](?=[\s{CLOSERS}]|$)[{CLOSERS}]*+"
_GUILLEMET = rf"[{_GAP}]»(?=[\s.,;]|$)"
_NOTE = (
    r"(?:[ ]?\[(?:\d{1,3}|[a-z][a-z ]{0,30}|note \d{1,3})\]|[¹²³⁰⁴-⁹]"
    r"|(?<=[^\W\d][.!?]|[)”’][.!?])\d{1,2}(?:[ ,]\d{1,2})*(?![ ,]?\d|\.))"
)
# A run of stops and closing marks, then what may trail it: spaced stops (". . ."), a French closing quote, footnote marks.
# All loops are possessive or short, so a page of dots or marks costs linear time. Second: a stop between letters. Third: wide stops.
# Only loops over one character are possessive: before 3.11.5, Python gets lost in others. "As much as there is" is said by (?!…).
_RUN = re.compile(
    rf"(?<![{STOPS}{CLOSERS}])[{STOPS}{CLOSERS}]++"
    rf"(?:{_SPACED}){{0,9}}(?!{_SPACED})(?:{_GUILLEMET}|(?!{_GUILLEMET})){_NOTE}{{0,9}}(?!{_NOTE})(?=\s)"
    r"|(?<=[^\W\d_])[.!?…]++(?=[^\W\d_])"
    rf"|[{WIDE}][{WIDE}{STOPS}]*+[」』”’）〉》\"')\]]*+"
)
_NEXT = re.compile(rf"\s*+(?:[{OPENERS}]|»(?=\w)|[–—-]\s?+){{0,6}}")
_SPACE = re.compile(r"\s*+")
_PAIRED = re.compile(r"[(\[\"“«„]")
_BLANK_LINE = re.compile(r"\s*\n\s*")
_ROW = re.compile(r"[-*_=#~+.…]{2}")
_BULLET = re.compile(r"(?:[•◦▪‣⁃·*–—-]\s?\d{0,3}[.)]?|\(?\d{1,3}[.)]{1,2}|\(?[a-zA-Z][.)]{1,2}|\([ivx]{1,5}\))\s")
_ITEM = re.compile(r"(?<!\S)(?:[•◦▪‣⁃]\s*+(?:\d{1,3}[.)]\s)?|\(?(\d{1,3}|[a-z])(\.\)|\)|\.)(?=\s))")
_SHORT_LINE = 60


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
        cuts += _inner_cuts(text, start, end, tables, language)
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
            after = text[match.end() : match.end() + 8]
            if after and _ends_line(text[line : match.start()], match[0], after):
                yield match.end()
            line = match.end()
    yield len(text)


def _ends_line(before: str, gap: str, after: str) -> bool:
    if gap.count("\n") > 1 or _BULLET.match(after):
        return True
    if after[0].islower() or after[0] in "([":
        return False
    return before[-1:] in STOPS + ":;" + WIDE or len(before) <= _SHORT_LINE or not before[-1:].isalnum()


def _inner_cuts(text: str, start: int, end: int, tables: Lexis, language: str) -> list[int]:
    """Positions inside text[start:end] where a sentence ends and another begins."""
    items = _item_starts(text, start, end)
    cuts = sorted(item for item in items if item > start)
    waiting = cuts[::-1]
    paired = _PAIRED.search(text, start, end) is not None
    last = start
    for match in _RUN.finditer(text, start, end):
        while waiting and waiting[-1] <= match.start():
            last = waiting.pop()
        gap = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]  # both patterns match anywhere
        first = _NEXT.match(text, gap).end()  # type: ignore[union-attr]
        if first >= end:
            if gap < end and _ROW.match(text, gap) and any(char in STOPS for char in match[0]):
                cuts.append(gap)  # a row of asterisks or dashes under the last sentence
            break
        if gap in items:
            continue
        spot = Spot(text, (last, end), match, gap, first)
        if ends(spot, tables, language) and not (paired and continues(spot, tables)):
            cuts.append(gap)
            last = gap
    return sorted(cuts) if items else cuts


def _item_starts(text: str, start: int, end: int) -> frozenset[int]:
    """Where the items of a list begin that stands in one line: "1.) Flour 2.) Salt", "• one • two"."""
    found: list[int] = []
    run: list[int] = []
    previous = ("", "")
    for match in [*_ITEM.finditer(text, start, end), None]:
        if match is not None and match[1] is None:
            found.append(match.start())
            continue
        this = (match[1], match[2]) if match else ("", "")
        if not (previous[1] == this[1] and _follows(previous[0], this[0])):
            # "1. … 2." may be numbers at sentence ends, so that style needs three in a row
            if len(run) > (2 if previous[1] == "." else 1) and (found or _opens(text, run[0], start)):
                found += run
            run = []
        if match:
            run.append(match.start())
        previous = this
    return frozenset(found if len(found) > 1 else ())


def _opens(text: str, position: int, start: int) -> bool:
    """Does a line or a sentence begin at this position?"""
    before = text[max(start, position - 4) : position].rstrip()
    return not before or before[-1] in STOPS


def _follows(one: str, other: str) -> bool:
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1
