"""Where the chapters are, and what they are called."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Article, Block, Scene, Utterance
from narrator.script.estimating import seconds
from narrator.script.opening import clip, headline
from narrator.script.words import Lexis, lexis, primary

Said = tuple[Block, tuple[Utterance, ...]]

SHORTEST_S = 20.0
MOST = 255
LONGEST_TITLE = 60
_USUAL_S = 75.0
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


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
    titles = _titles(article, parts, said, language)
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
    """Chapters of a text without headings: the paragraph starts where the words change most, evenly spread."""
    times = [seconds(utterances) for _, utterances in said]
    if not said:
        return [_Part(0, 0, opening_s)]
    starts = [0.0]
    for time in times:
        starts.append(starts[-1] + time)
    bags = [_bag(block.text, tables) for block, _ in said]
    changes = [_change(bags, index) for index in range(1, len(said))]
    usual_change = sum(changes) / len(changes) if changes else 0.0
    gain = [0.0] + [change - usual_change for change in changes]
    usual = _usual_length(starts[-1])
    # best[j]: the least cost of chapters that end before paragraph j
    best = [0.0] + [math.inf] * len(said)
    back = [0] * (len(said) + 1)
    for j in range(1, len(said) + 1):
        for i in range(j - 1, -1, -1):
            length = starts[j] - starts[i] + (opening_s if i == 0 else 0.0)
            cost = best[i] + math.log(max(length, 1.0) / usual) ** 2 - gain[i]
            if length < SHORTEST_S:
                cost += 3.0
            if cost < best[j]:
                best[j], back[j] = cost, i
            if length > 6 * usual and i < j - 1:
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
    return max(55.0, min(240.0, _USUAL_S * math.sqrt(max(total, 1.0) / 240.0)))


def _bag(text: str, tables: Lexis) -> Counter[str]:
    words = (match[0].lower() for match in _WORD.finditer(text))
    return Counter(word[:6] for word in words if len(word) > 2 and word not in tables.starters)


def _change(bags: Sequence[Counter[str]], index: int, reach: int = 3) -> float:
    """How much the words change at a paragraph's start, 0 (none) to 1."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for distance in range(reach):
        if index - 1 - distance >= 0:
            before += bags[index - 1 - distance]
        if index + distance < len(bags):
            after += bags[index + distance]
    norm = math.sqrt(sum(n * n for n in before.values()) * sum(n * n for n in after.values()))
    return 1.0 - (sum(before[word] * after[word] for word in before) / norm if norm else 0.0)


# ---------------------------------------------------------------------------------------------------- titles


def _titles(article: Article, parts: Sequence[_Part], said: Sequence[Said], language: str) -> list[str]:
    tables = lexis(primary(language))
    texts = [" ".join(block.text for block, _ in said[part.first : part.last]) for part in parts]
    everywhere = Counter(word for text in texts for word in _bag(text, tables))
    used: set[str] = set()
    titles: list[str] = []
    for number, (part, text) in enumerate(zip(parts, texts, strict=True)):
        wanted = [part.title] if part.title else []
        if number == 0 and not part.title:
            wanted.append(headline(article))
        wanted += _phrases(text, tables, everywhere, len(parts))
        titles.append(_unused([clip(title, LONGEST_TITLE, language) for title in wanted], text, used))
    return titles


def _unused(candidates: Sequence[str], text: str, used: set[str]) -> str:
    """The first candidate that no earlier chapter bears; when all are taken, the first one with its place in the text."""
    words = text.split()
    extra = (" ".join(words[i : i + n])[:LONGEST_TITLE] for n in (3, 5, 7) for i in range(min(len(words), 40)))
    for title in (*candidates, *extra):
        if title and title.casefold() not in used:
            used.add(title.casefold())
            return title
    base = candidates[0] if candidates else "…"
    number = 2
    while f"{base} ({number})".casefold() in used:
        number += 1
    used.add(f"{base} ({number})".casefold())
    return f"{base} ({number})"


_CLAUSES = re.compile(r"[.!?…,;:—–()\[\]\"“”«»„]+(?=\s|$)|[\s(\[\"“«„]+[\"“«„(\[]|\s[—–-]\s|[。、，！？；：]")


def _phrases(text: str, tables: Lexis, everywhere: Counter[str], parts: int) -> list[str]:
    """Phrases of 2 to 9 words that could name the chapter, the best first."""
    found: list[tuple[float, int, str]] = []
    here = _bag(text, tables)
    order = 0
    for clause in _CLAUSES.split(text):
        words = clause.split()
        for i in range(len(words)):
            for j in range(i + 2, min(i + 9, len(words)) + 1):
                order += 1
                score = _phrase_score(words[i:j], tables, here, everywhere, parts)
                if score is not None:
                    whole = 0.6 * (i == 0) + 0.6 * (j == len(words))
                    found.append((-(score + whole), order, " ".join(words[i:j])))
        if order > 20_000:
            break
    found.sort()
    return [phrase.strip("\"'“”‘’«»„()[],;:.") for _, _, phrase in found[:20]]


def _phrase_score(
    words: Sequence[str], tables: Lexis, here: Counter[str], everywhere: Counter[str], parts: int
) -> float | None:
    bare = [word.strip("\"'“”‘’«»„()[],;:.").lower() for word in words]
    phrase = " ".join(words)
    if len(phrase) > LONGEST_TITLE or not bare[0] or not bare[-1]:
        return None
    if (
        bare[0] in tables.starters
        or bare[-1] in tables.starters
        or not bare[-1][-1:].isalpha()
        or not bare[0][:1].isalpha()
    ):
        return None
    weight = 0.0
    for word in bare:
        key = word[:6]
        if key in here:
            weight += math.log1p(here[key]) * (1.0 + math.log(parts / everywhere[key]) if parts else 1.0)
    return weight / math.sqrt(len(words)) - 0.15 * abs(len(words) - 4)
