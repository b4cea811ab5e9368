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
_CLAUSE_WORDS = 60
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
# Scripts without spaces: a clause between two marks is the phrase.
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PAUSE = re.compile(r"[、，。！？；：「」『』“”（）《》〈〉()\s]+")
_WORDY = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*[.'’]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """Words between two pauses: `sentence` counts from the chapter's start, `opens` says that a sentence begins here."""

    words: tuple[str, ...]
    plain: tuple[str, ...]
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
        candidates = [_short(title, language)] if title else []
        if not candidates or candidates[0].casefold() in used:
            weights = {
                word: math.log1p(count) * (1.0 + math.log(len(texts) / spread[word])) for word, count in words.items()
            }
            fading = _LEAD_FADES if number == 0 else _FADES
            candidates += _phrases(paragraphs, weights, tables, language, fading)
        titles.append(_unused(candidates, paragraphs, used))
    return titles


def _short(title: str, language: str) -> str:
    """A heading as a title; what is cut off leaves a mark."""
    whole = clip(title, len(title), language)
    return whole if len(whole) <= LONGEST else f"{clip(title, LONGEST - 1, language)}…"


def _begun(phrase: str) -> str:
    """Words from the middle of a sentence as a title begins; "iPad" stays."""
    return phrase if phrase[1:2].isupper() else phrase[:1].upper() + phrase[1:]


def _unused(candidates: Sequence[str], paragraphs: Sequence[str], used: set[str]) -> str:
    """The first candidate that no chapter bears yet; else other words of the chapter; else a count behind the first."""
    words = " ".join(paragraphs).split()
    runs = (" ".join(words[i : i + 5])[:LONGEST].strip(_EDGES + ". ") for i in range(min(len(words), 40)))
    for title in (*candidates, *runs):
        if title and title.casefold() not in used:
            used.add(title.casefold())
            return title
    base = candidates[0][: LONGEST - 8] if candidates and candidates[0] else "…"
    number = 2
    while f"{base} ({number})".casefold() in used:
        number += 1
    used.add(f"{base} ({number})".casefold())
    return f"{base} ({number})"


def _phrases(
    paragraphs: Sequence[str], weights: dict[str, float], tables: Lexis, language: str, fading: float
) -> list[str]:
    """Phrases that could name the chapter, the best first; `fading` is what each sentence further on costs."""
    if len(_SPACELESS.findall(paragraphs[0][:200] if paragraphs else "")) > 40:
        clauses = (clause for paragraph in paragraphs for clause in _PAUSE.split(paragraph))
        return [clause for clause in clauses if 4 <= len(clause) <= 24][:30]
    found: list[tuple[float, int, str]] = []
    for clause in _clauses(paragraphs, language):
        count = len(clause.words)
        ends = {j for j in range(_FEWEST, count + 1) if _may_end(clause, j, tables)}
        for i in range(count if ends else 0):
            if not _may_begin(clause, i, tables):
                continue
            for j in range(i + _FEWEST, min(i + _MOST, count) + 1):
                if not _WORDY.match(clause.words[j - 1]) or clause.plain[j - 1] in tables.reporting:
                    break
                phrase = " ".join(clause.words[i:j])
                if j in ends and len(phrase) <= LONGEST:
                    cost = fading * clause.sentence - _score(clause, i, j, weights, tables)
                    found.append((cost, len(found), _begun(phrase)))
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
        opened = word.lstrip(_EDGES)
        bare = opened.rstrip(_EDGES)
        if bare.endswith(("s", "S")) and opened[len(bare) :] in {"'", "’"}:  # "the towns' mayors"
            bare = opened
        closed = opened[len(bare) :]
        if index == len(words) - 1 and bare.count(".") == 1:
            bare = bare.rstrip(".")
        if opened != word or not bare or not any(map(str.isalnum, bare)):
            groups.append([])  # a mark before a word, or alone, begins a clause
        if any(map(str.isalnum, bare)):
            groups[-1].append(bare)
        if closed:
            groups.append([])
    clauses = [group for group in groups if group]
    for index, group in enumerate(clauses):
        short = index + 1 < len(clauses) and len(clauses[index + 1]) <= 2
        kept = tuple(group[:_CLAUSE_WORDS])
        plain = tuple(_plain(word) for word in kept)
        yield _Clause(words=kept, plain=plain, sentence=number, opens=index == 0, listed=short)


def _plain(word: str) -> str:
    """The word in lower case, and a contraction by its pronoun: "we" for "we'll"."""
    lower = word.lower()
    if "'" not in lower and "’" not in lower:
        return lower
    return lower.replace("’", "'").removesuffix("'s").partition("'")[0] or lower


def _may_begin(clause: _Clause, i: int, tables: Lexis) -> bool:
    """May a title begin with word i: no function word, at a pause or after a function word?"""
    word = clause.plain[i]
    if i and clause.words[i - 1].lower() not in tables.binders:
        return False
    if word in tables.starters or word in tables.offices or word in tables.reporting or not word[0].isalpha():
        return False
    return not word.endswith(tables.weak_openings) and _WORDY.match(clause.words[i]) is not None


def _may_end(clause: _Clause, j: int, tables: Lexis) -> bool:
    """May a title end before word j: at a pause or before a function word, on a word that wants nothing more?"""
    last, previous = clause.plain[j - 1], clause.plain[j - 2]
    if previous in tables.leading or last in tables.starters or last in tables.offices:  # "users to check"
        return False
    bare = last.rstrip(".")
    if bare in tables.titles or bare in tables.counted or not last[-1].isalpha() or last.endswith(tables.weak_endings):
        return False
    if j == len(clause.words):
        return not clause.listed
    following = clause.words[j].lower()
    return following in tables.joints and following not in tables.leading and not last.endswith(tables.hanging)


def _score(clause: _Clause, i: int, j: int, weights: dict[str, float], tables: Lexis) -> float:
    """How well words i to j (exclusive) of a clause would do as a title."""
    words = clause.plain[i:j]
    carried = sum(weights.get(key, 0.0) for key in {stem(word) for word in words if word not in tables.starters})
    score = carried / math.sqrt(len(words)) - 0.5 * abs(len(words) - 5)
    score += 1.2 * (i == 0) + 1.2 * (i == 0 and clause.opens) + 0.8 * (j == len(clause.words))
    score += 2.0 * clause.words[i][:1].isupper()
    score -= 2.0 * any(word in tables.pronouns or word in tables.possessives for word in words)
    return score - 1.5 * (j < len(clause.words) and clause.words[j].lower() in _COORDINATING)
