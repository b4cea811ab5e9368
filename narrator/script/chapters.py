"""Where the chapters are, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Article, Block, Scene, Utterance
from narrator.script import topics
from narrator.script.estimating import seconds
from narrator.script.opening import headline
from narrator.script.titles import name
from narrator.script.words import Lexis, lexis, primary

Said = tuple[Block, tuple[Utterance, ...]]

SHORTEST_S = 21.0  # 20 s and what an estimate may be wrong by over a few sentences
MOST = 255
EVENNESS = 0.5  # what a chapter of twice or half the usual length costs
_TOO_SHORT = 3.0
_SHORT_CHAPTER_S, _USUAL_S, _LONG_CHAPTER_S = 50.0, 70.0, 200.0


@dataclass(slots=True)
class _Part:
    """A chapter in the making: blocks first..last (exclusive) of what is said."""

    first: int
    last: int
    seconds: float
    title: str | None = None
    level: int = 1


def divide(article: Article, start: tuple[Utterance, ...], said: Sequence[Said]) -> tuple[Scene, ...]:
    """The scenes of a script: by headings, else by what the text is about.

    None is under 20 s by estimate unless the article is that short, and there are at most 255. The opening belongs to
    the first one. Titles are headings, or words of the chapter itself, and unique.
    """
    language = start[0].language
    parts = _by_headings(said) or [_Part(0, len(said), 0.0)]
    parts[0].seconds += seconds(start)
    if len(parts) == 1 and parts[0].title is None:
        parts = _by_topic(said, lexis(primary(language)), seconds(start))
    parts = _merge(parts)
    texts = [tuple(block.text for block, _ in said[part.first : part.last]) for part in parts]
    wanted = [part.title for part in parts]
    if wanted[0] is None and article.title and article.title.strip():
        wanted[0] = headline(article)
    titles = name(texts, wanted, language)
    scenes = []
    for number, (part, title) in enumerate(zip(parts, titles, strict=True)):
        utterances = [utterance for _, group in said[part.first : part.last] for utterance in group]
        scenes.append(Scene(title=title, level=part.level, utterances=(*(start if number == 0 else ()), *utterances)))
    return tuple(scenes)


def _by_headings(said: Sequence[Said]) -> list[_Part]:
    """A part for each heading, and one for what stands before the first; empty when there is no heading."""
    if not any(block.kind == "heading" for block, _ in said):
        return []
    parts: list[_Part] = []
    for index, (block, utterances) in enumerate(said):
        if block.kind == "heading":
            parts.append(_Part(index, index, 0.0, title=block.text, level=max(1, block.level)))
        elif not parts:
            parts.append(_Part(0, 0, 0.0))
        parts[-1].last = index + 1
        parts[-1].seconds += seconds(utterances)
    return parts


def _merge(parts: list[_Part]) -> list[_Part]:
    """Parts under 20 s joined with the shorter neighbour; what is joined begins with, and is called by, the earlier one."""
    while len(parts) > 1:
        index = min(range(len(parts)), key=lambda i: parts[i].seconds)
        if parts[index].seconds >= SHORTEST_S and len(parts) <= MOST:
            break
        before, after = index - 1, index + 1
        deeper = after < len(parts) and parts[after].level > parts[index].level
        if before < 0 or (after < len(parts) and (deeper or parts[after].seconds < parts[before].seconds)):
            before, after = index, index + 1
        else:
            after = index
        parts[before].last = parts[after].last
        parts[before].seconds += parts[after].seconds
        del parts[after]
    return parts


def _by_topic(said: Sequence[Said], tables: Lexis, opening_s: float) -> list[_Part]:
    """Chapters of a text without headings: at paragraph starts that look like one, evenly spread.

    A chapter costs the square of how far its length is from the usual one, in doublings; a boundary earns what the
    paragraph's start looks like. The cheapest division is found from left to right; no chapter is longer than six
    times the usual length if it has several paragraphs, so the whole is linear in the length of the article.
    """
    if not said:
        return [_Part(0, 0, opening_s)]
    starts = [0.0]
    for _, utterances in said:
        starts.append(starts[-1] + seconds(utterances))
    gains = topics.gains([block for block, _ in said], tables)
    usual = _usual_length(starts[-1])
    best = [0.0] + [math.inf] * len(said)  # best[j]: the least cost of chapters that end before paragraph j
    back = [0] * (len(said) + 1)
    for j in range(1, len(said) + 1):
        for i in range(j - 1, -1, -1):
            length = starts[j] - starts[i] + (opening_s if i == 0 else 0.0)
            cost = best[i] + EVENNESS * math.log2(max(length, 1.0) / usual) ** 2 - gains[i]
            if length < SHORTEST_S:
                cost += _TOO_SHORT
            if cost < best[j]:
                best[j], back[j] = cost, i
            if length > 6 * usual:
                break
    parts: list[_Part] = []
    j = len(said)
    while j:
        i = back[j]
        parts.append(_Part(i, j, starts[j] - starts[i] + (opening_s if i == 0 else 0.0)))
        j = i
    return parts[::-1]


def _usual_length(total: float) -> float:
    """A chapter's usual length in seconds: longer in longer articles, so that a list of chapters stays readable."""
    return max(_SHORT_CHAPTER_S, min(_LONG_CHAPTER_S, _USUAL_S * math.sqrt(max(total, 1.0) / 240.0)))
