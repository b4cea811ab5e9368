"""When each word of the article, as written, is heard.

Engines mark the words that they say, and what they say may be spelled out ("€5" is said as "five euros"). Captions and
the page show what is written, so the marks are carried over: words that are the same on both sides keep their time,
the others share the time between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrator.model import Cue, Span, plain

# A word is what stands between spaces; scripts that are written without spaces are taken character by character.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f][^\\w\\s]*|[^\\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Span):
    """When characters `first:last` of a cue's text are heard; `measured` if a mark says when it starts."""

    first: int
    last: int
    measured: bool


def text_of(cue: Cue) -> str:
    """The cue's text as captions and pages show it; the positions of its words are positions in this."""
    return plain(cue.utterance.text)


def words(cue: Cue) -> tuple[Heard, ...]:
    """Each word of the cue's text with its time: without gaps, from the cue's start to its end."""
    text = text_of(cue)
    spans = [match.span() for match in _WORD.finditer(text)]
    if not spans:
        return ()
    starts, known = _carry(cue, text, spans) if cue.words else (_estimate(cue, text, spans), [False] * len(spans))
    ends = [*starts[1:], cue.end]
    return tuple(
        Heard(first=first, last=last, start=start, end=end, rate=cue.rate, measured=measured)
        for (first, last), start, end, measured in zip(spans, starts, ends, known, strict=True)
    )


def _weight(word: str) -> int:
    """Length of a word in speech, roughly: its letters, and a breath after a clause."""
    return len(word) + 1 + (4 if word[-1] in ",;:.!?…—" else 0)


def _estimate(cue: Cue, text: str, spans: list[tuple[int, int]]) -> list[int]:
    weights = [_weight(text[first:last]) for first, last in spans]
    return _spread(cue.start, cue.end, weights)


def _spread(start: int, end: int, weights: list[int]) -> list[int]:
    """Starts of consecutive pieces that share `start:end` by weight."""
    total, passed, starts = sum(weights), 0, []
    for weight in weights:
        starts.append(start + (end - start) * passed // total)
        passed += weight
    return starts


def _carry(cue: Cue, text: str, spans: list[tuple[int, int]]) -> tuple[list[int], list[bool]]:
    """Starts of the written words, from the marks of the spoken ones, and which of them a mark says."""
    spoken = cue.utterance.spoken
    written = [_key(text[first:last]) for first, last in spans]
    said = [_key(spoken[word.first : word.last]) for word in cue.words]
    starts, known = [word.start for word in cue.words], [True] * len(cue.words)
    if written != said:
        starts, known = _align(cue, text, spans, written, said)
    starts[0] = cue.start
    latest = cue.start
    for index, start in enumerate(starts):  # marks out of order, or outside the cue, would turn time back
        latest = starts[index] = min(max(start, latest), cue.end)
    return starts, known


def _align(
    cue: Cue, text: str, spans: list[tuple[int, int]], written: list[str], said: list[str]
) -> tuple[list[int], list[bool]]:
    """The same where not all of them were said as written."""
    starts: list[int] = []
    known: list[bool] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, written, said, autojunk=False).get_opcodes():
        if tag == "equal":
            starts += [word.start for word in cue.words[j1:j2]]
        elif i2 > i1:
            begin = cue.words[j1].start if j1 < len(cue.words) else cue.end
            end = cue.words[j2].start if j2 < len(cue.words) else cue.end
            starts += _spread(begin, end, [_weight(text[first:last]) for first, last in spans[i1:i2]])
        known += [
            tag == "equal" or (j2 > j1 and index == i1) for index in range(i1, i2)
        ]  # the first begins with a mark
    return starts, known


def _key(word: str) -> str:
    if word.isalnum():
        return word.casefold()
    return _SIGNS.sub("", word).casefold() or word
