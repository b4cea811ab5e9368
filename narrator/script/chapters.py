"""Where the chapters are, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

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
_LONG_SECTION_S = 360.0  # a section that is longer is divided although it has a heading
_WINDOW = 300
_SHORT_CHAPTER_S, _USUAL_S, _LONG_CHAPTER_S = 50.0, 70.0, 200.0


@dataclass(slots=True)
class _Part:
    """A chapter in the making: what is said from `first` to `last` (exclusive)."""

    first: int
    last: int
    seconds: float = 0.0
    title: str | None = None
    level: int = 1


def divide(article: Article, start: tuple[Utterance, ...], said: Sequence[Said]) -> tuple[Scene, ...]:
    """The scenes of a script: by headings, else by what the text is about.

    None is under 20 s by estimate unless the article is that short, and there are at most 255. The opening belongs to
    the first one. Titles are headings, or words of the chapter itself, and unique.
    """
    language = start[0].language
    tables = lexis(primary(language))
    opening_s = seconds(start)
    parts: list[_Part] = []
    for part in _by_headings(article, said):
        parts += _by_topic(said, part, tables, opening_s if part.first == 0 else 0.0)
    parts = _merge(parts)
    texts = [tuple(block.text for block, _ in said[part.first : part.last]) for part in parts]
    titles = name(texts, [part.title for part in parts], language)
    scenes = []
    for number, (part, title) in enumerate(zip(parts, titles, strict=True)):
        utterances = [utterance for _, group in said[part.first : part.last] for utterance in group]
        scenes.append(Scene(title=title, level=part.level, utterances=(*(start if number == 0 else ()), *utterances)))
    return tuple(scenes)


def _by_headings(article: Article, said: Sequence[Said]) -> list[_Part]:
    """A part for what stands before the first heading, which bears the headline, and one for each heading."""
    parts = [_Part(0, 0, title=headline(article) if article.title and article.title.strip() else None)]
    for index, (block, utterances) in enumerate(said):
        if block.kind == "heading":
            parts.append(_Part(index, index, title=block.text, level=max(1, block.level)))
        parts[-1].last = index + 1
        parts[-1].seconds += seconds(utterances)
    return parts if parts[0].last or len(parts) == 1 else parts[1:]


def _merge(parts: list[_Part]) -> list[_Part]:
    """Parts under 20 s joined with a neighbour, and then the shortest ones until there are at most 255."""
    while len(parts) > 1:
        lengths = sorted(part.seconds for part in parts)
        floor = max(
            SHORTEST_S, math.nextafter(lengths[max(0, len(parts) - MOST - 1)], math.inf) if len(parts) > MOST else 0.0
        )
        if lengths[0] >= floor:
            break
        parts = _join_short(parts, floor)
    return parts


def _join_short(parts: Sequence[_Part], floor: float) -> list[_Part]:
    """One pass from left to right: a part under `floor` goes to its own subsections, else to the shorter neighbour.

    What is joined begins with, and is called by, the earlier one.
    """
    done: list[_Part] = []
    spare = len(parts) - MOST if len(parts) > MOST else len(parts)
    for part, after in zip_longest(parts, parts[1:]):
        if part.seconds >= floor or not spare or not (done or after):
            done.append(part)
            continue
        spare -= 1
        if after and (not done or after.level > part.level or after.seconds < done[-1].seconds):
            after.first, after.level, after.title = part.first, part.level, part.title or after.title
            after.seconds += part.seconds
        else:
            done[-1].last = part.last
            done[-1].seconds += part.seconds
    return done


def _by_topic(said: Sequence[Said], part: _Part, tables: Lexis, opening_s: float) -> list[_Part]:
    """A part without headings inside, as chapters that begin at paragraphs that look like a start, evenly spread.

    A chapter costs the square of how far its length is from the usual one, in doublings; a boundary earns what the
    paragraph's start looks like. The cheapest division is found from left to right over a bounded window, so the
    whole is linear in the length of the article. A part under a heading is left whole unless it is very long.
    """
    part.seconds += opening_s
    count = part.last - part.first
    headed = count > 0 and said[part.first][0].kind == "heading"
    if count < 2 or (headed and part.seconds < _LONG_SECTION_S):
        return [part]
    ends = [opening_s, *accumulate((seconds(group) for _, group in said[part.first : part.last]), initial=opening_s)][
        1:
    ]
    gains = topics.gains([block for block, _ in said[part.first : part.last]], tables)
    usual = _usual_length(ends[-1])
    best = [0.0] + [math.inf] * count  # best[j]: the least cost of chapters that end before paragraph j
    back = [0] * (count + 1)
    for j in range(1, count + 1):
        for i in range(j - 1, max(-1, j - _WINDOW), -1):
            length = ends[j] - (ends[i] if i else 0.0)
            cost = best[i] + EVENNESS * math.log2(max(length, 1.0) / usual) ** 2 - gains[i]
            cost += _TOO_SHORT if length < SHORTEST_S else 0.0
            if cost < best[j]:
                best[j], back[j] = cost, i
            if length > 6 * usual:
                break
    cuts = [count]
    while cuts[-1]:
        cuts.append(back[cuts[-1]])
    found = [
        _Part(part.first + i, part.first + j, seconds=ends[j] - (ends[i] if i else 0.0), level=part.level + headed)
        for j, i in pairwise(cuts)
    ][::-1]
    found[0].level = part.level
    found[0].title = part.title
    return found


def _usual_length(total: float) -> float:
    """A chapter's usual length in seconds: longer in longer articles, so that a list of chapters stays readable."""
    return max(_SHORT_CHAPTER_S, min(_LONG_CHAPTER_S, _USUAL_S * math.sqrt(max(total, 1.0) / 240.0)))
