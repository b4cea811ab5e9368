"""What the chapters are called: their headings, else a few words of their own.

A title made here is 2 to 9 consecutive words of its chapter that begin where a clause or a phrase begins and end where one
ends, carry the words that set this chapter apart from the others, and lean on nothing outside ("he", "this").
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.script.opening import clip
from narrator.script.sentences import segment
from narrator.script.topics import bag, stem
from narrator.script.words import Lexis, lexis, primary

LONGEST = 60
_FEWEST, _MOST = 2, 9
_FADES, _LEAD_FADES = 0.15, 1.2  # the first chapter is best named by the article's first sentences
_SENTENCES = 40  # of a chapter that are looked at
_COORDINATING = frozenset(
    [
        "and",
        "or",
        "but",
        "und",
        "oder",
        "aber",
        "et",
        "ou",
        "mais",
        "y",
        "e",
        "o",
        "pero",
        "ed",
        "ma",
        "i",
        "oraz",
        "lub",
        "ale",
        "en",
        "of",
        "maar",
        "і",
        "й",
        "та",
        "або",
        "але",
        "и",
        "или",
        "но",
        "mas",
    ]
)
_EDGES = "\"'“”‘’«»„()[]{},;:!?…*_"
_BREAK = re.compile(r"[,;:!?…)\]”»\"]+$")
_OPENING = re.compile(r"^[(\[“«„\"]")
_WORDY = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*[.'’]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """Words between two pauses: `sentence` counts from the chapter's start, `opens` says that a sentence begins here."""

    words: tuple[str, ...]
    sentence: int
    opens: bool
    listed: bool


def name(texts: Sequence[Sequence[str]], wanted: Sequence[str | None], language: str) -> list[str]:
    """One title a chapter, in order: at most 60 characters, no two alike.

    texts    the paragraphs of each chapter
    wanted   its heading, or None
    """
    tables = lexis(primary(language))
    bags = [bag(" ".join(paragraphs), tables) for paragraphs in texts]
    spread = Counter(word for words in bags for word in words)
    used: set[str] = set()
    titles: list[str] = []
    for number, (paragraphs, words, title) in enumerate(zip(texts, bags, wanted, strict=True)):
        candidates = [clip(title, LONGEST, language)] if title else []
        if not candidates or candidates[0].casefold() in used:
            weights = {
                word: math.log1p(count) * (1.0 + math.log(len(texts) / spread[word])) for word, count in words.items()
            }
            fading = _LEAD_FADES if number == 0 else _FADES
            candidates += _phrases(paragraphs, weights, tables, language, fading)
        titles.append(_unused(candidates, paragraphs, used))
    return titles


def _unused(candidates: Sequence[str], paragraphs: Sequence[str], used: set[str]) -> str:
    """The first candidate that no chapter bears yet; else other words of the chapter; else a count behind the first."""
    words = " ".join(paragraphs).split()
    runs = (" ".join(words[i : i + 5])[:LONGEST].strip(_EDGES + ". ") for i in range(min(len(words), 40)))
    for title in (*candidates, *runs):
        if title and title.casefold() not in used:
            used.add(title.casefold())
            return title
    base = candidates[0] if candidates else "…"
    number = 2
    while f"{base} ({number})".casefold() in used:
        number += 1
    used.add(f"{base} ({number})".casefold())
    return f"{base} ({number})"


def _phrases(
    paragraphs: Sequence[str], weights: dict[str, float], tables: Lexis, language: str, fading: float
) -> list[str]:
    """Phrases that could name the chapter, the best first; `fading` is what each sentence further on costs."""
    found: list[tuple[float, int, str]] = []
    for clause in _clauses(paragraphs, language):
        count = len(clause.words)
        for i in range(count):
            for j in range(i + _FEWEST, min(i + _MOST, count) + 1):
                score = _score(clause, i, j, weights, tables)
                if score is not None:
                    found.append((fading * clause.sentence - score, len(found), " ".join(clause.words[i:j])))
    return [phrase for _, _, phrase in sorted(found)[:30]]


def _clauses(paragraphs: Sequence[str], language: str) -> Iterator[_Clause]:
    sentences = 0
    for paragraph in paragraphs:
        for sentence in segment(paragraph, language):
            if sentences >= _SENTENCES:
                return
            yield from _split(sentence.split(), sentences)
            sentences += 1


def _split(words: Sequence[str], number: int) -> Iterator[_Clause]:
    """The clauses of a sentence. One is marked `listed` when the next one, after a comma, is so short that both are in a list."""
    groups: list[list[str]] = [[]]
    for index, word in enumerate(words):
        if _OPENING.match(word) or word in {"–", "—", "-", "•"}:
            groups.append([])
        bare = word.strip(_EDGES)
        if index == len(words) - 1 and bare.count(".") == 1:
            bare = bare.rstrip(".")
        if bare and word not in {"–", "—", "-", "•"}:
            groups[-1].append(bare)
        if _BREAK.search(word):
            groups.append([])
    clauses = [group for group in groups if group]
    for index, group in enumerate(clauses):
        short = index + 1 < len(clauses) and len(clauses[index + 1]) <= 2
        yield _Clause(words=tuple(group), sentence=number, opens=index == 0, listed=short)


def _score(clause: _Clause, i: int, j: int, weights: dict[str, float], tables: Lexis) -> float | None:
    """How well words i to j (exclusive) of a clause would do as a title; None when they would not do."""
    words = clause.words[i:j]
    if sum(map(len, words)) + len(words) - 1 > LONGEST or not all(_WORDY.match(word) for word in words):
        return None
    lower = [_plain(word) for word in words]
    if not _stands_alone(lower, tables) or not _whole(clause, i, j, tables):
        return None
    carried = [weights[key] for key in {stem(word) for word in lower if word not in tables.starters} if key in weights]
    if not carried:
        return None
    score = sum(carried) / math.sqrt(len(words))
    score += (
        1.2 * (i == 0) + 1.2 * (i == 0 and clause.opens) + 0.8 * (j == len(clause.words)) + 2.0 * words[0][:1].isupper()
    )
    score -= 2.0 * any(word in tables.pronouns or word in tables.possessives for word in lower)
    score -= 1.5 * (j < len(clause.words) and clause.words[j].lower() in _COORDINATING)
    return score - 0.5 * abs(len(words) - 5)


def _plain(word: str) -> str:
    """The word in lower case, and a contraction by its pronoun: "we" for "we'll"."""
    return word.lower().replace("’", "'").removesuffix("'s").partition("'")[0] or word.lower()


def _stands_alone(lower: Sequence[str], tables: Lexis) -> bool:
    """Neither end is a function word, a verb of saying, an abbreviation that wants a name, or a bare number."""
    first, last = lower[0], lower[-1]
    if len(lower) > 1 and lower[-2] in tables.leading:  # "users to check"
        return False
    if {first, last} & (tables.starters | tables.offices) or not tables.reporting.isdisjoint(lower):
        return False
    if last.rstrip(".") in tables.titles | tables.counted or not last[-1].isalpha():
        return False
    return first[0].isalpha() and not first.endswith(tables.weak_openings) and not last.endswith(tables.weak_endings)


def _whole(clause: _Clause, i: int, j: int, tables: Lexis) -> bool:
    """Do both ends lie where a phrase may begin or end: at a pause, or beside a function word?"""
    if i and clause.words[i - 1].lower() not in tables.binders:
        return False
    if j == len(clause.words):
        return not clause.listed
    following = clause.words[j].lower()
    return following in tables.joints - tables.leading and not clause.words[j - 1].endswith(tables.hanging)
