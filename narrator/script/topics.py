"""How much a paragraph looks like the start of something new.

The signs and their weights were found on pages whose headings had been hidden (benchmarks/chapters.py): new words that come
again soon, longer paragraphs on both sides and a change of words speak for a start; a word that leans on what was said, a
colon before, a quotation, and list items in a row speak against one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from narrator.model import Block
from narrator.script.words import Lexis

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_STEM = 6  # letters that count: enough to hold the inflections of a word together
_BEFORE, _AFTER, _AROUND = 6, 3, 3  # paragraphs looked at
_HEAD = 160  # characters of a paragraph that count as its start
_LIST_LINE = 110


def bag(text: str, tables: Lexis) -> Counter[str]:
    """The words of a text that carry meaning, by their first letters, counted."""
    words = (match[0].lower() for match in _WORD.finditer(text))
    return Counter(stem(word) for word in words if len(word) > 2 and word not in tables.starters)


def stem(word: str) -> str:
    """A word in lower case without most of its inflection."""
    return word[:_STEM]


def gains(blocks: Sequence[Block], tables: Lexis) -> list[float]:
    """For each paragraph what a chapter that starts there earns, about 0 on average over the article; 0 for the first."""
    bags = [bag(block.text, tables) for block in blocks]
    scores = [_score(blocks, bags, index, tables) for index in range(1, len(blocks))]
    usual = sum(scores) / len(scores) if scores else 0.0
    return [0.0, *(score - usual for score in scores)]


def _score(blocks: Sequence[Block], bags: Sequence[Counter[str]], index: int, tables: Lexis) -> float:
    this, before = blocks[index], blocks[index - 1]
    score = 0.35 * math.log(len(this.text) + 1) + 0.3 * math.log(len(before.text) + 1)
    score += 0.45 * math.sqrt(_new(bags, index, bag(this.text[:_HEAD], tables)))
    score += 1.8 * _change(bags, index)
    first = _WORD.search(this.text[:40])
    if first and first[0].lower() in tables.leaners:
        score -= 0.8
    if before.text.rstrip().endswith(":"):
        score -= 0.9
    if this.kind == "quote" or this.text[:1] in '"“«„':
        score -= 1.5
    if _is_item(this) and _is_item(before):
        score -= 1.0
    return score


def _is_item(block: Block) -> bool:
    plain = len(block.text) < _LIST_LINE and block.text.rstrip('"”’) ')[-1:] not in ".!?…"
    return block.kind in {"list_item", "table_row"} or plain


def _new(bags: Sequence[Counter[str]], index: int, head: Counter[str]) -> int:
    """How many words of a paragraph's start were not in the paragraphs before, and come again in those after."""
    known = set().union(*bags[max(0, index - _BEFORE) : index])
    again = set().union(*bags[index + 1 : index + 1 + _AFTER])
    return sum(1 for word in head if word not in known and word in again)


def _change(bags: Sequence[Counter[str]], index: int) -> float:
    """How little the words before and after have in common: 0 for the same words, 1 for none."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for one in bags[max(0, index - _AROUND) : index]:
        before.update(one)
    for one in bags[index : index + _AROUND]:
        after.update(one)
    norm = math.sqrt(sum(n * n for n in before.values()) * sum(n * n for n in after.values()))
    return 1.0 - (sum(count * after[word] for word, count in before.items()) / norm if norm else 0.0)
