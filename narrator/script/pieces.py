"""Cutting a sentence to an engine's limit, where a reader would breathe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from narrator.script.words import Lexis, lexis, primary

# Scripts that write no spaces: every character may be followed by a cut.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ATOM = re.compile(
    rf"[{SPACELESS}](?:[、，；：。！？」』”’）〉》]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*\s*|[^\s{SPACELESS}]+\s*|\s+"
)
_QUOTED = re.compile(
    r"“[^“”]{1,60}”|«[^«»]{1,60}»|„[^„“”]{1,60}[“”]|\"[^\"]{1,60}\"|‘[^‘’]{1,60}’(?!\w)|\([^()]*\)|\[[^\[\]]*\]"
)
_STRIP = "\"'“”‘’«»„()[]{}.,;:!?…—–-*_"
_PARTICLES = "von van der den de del della di da dos du ter ten bin ibn al el le la zu af".split()  # noqa: SIM905  # a table
_INSIDE_NAMES = "and of for & de del di du des für und y e et i і и та".split()  # noqa: SIM905
_SHORTEST = 12

_FREE, _CLAUSE, _COMMA, _CONJUNCTION, _PREPOSITION, _BETWEEN, _BOUND, _CHOP = 0.0, 0.5, 1.0, 4.0, 7.0, 16.0, 60.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Atom:
    """A word with the white space after it, and what a cut behind it would cost."""

    text: str
    cost: float


def split(sentence: str, limit: int, language: str, whole: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The sentence as pieces of at most `limit` characters (white space at their ends not counted).

    whole  stretches (start, end) that stay in one piece if they can

    Joined they are the sentence again. Cuts are sought at clause ends, then before conjunctions and prepositions,
    never inside a name, a number with its unit, a bracket or a short quotation unless nothing else fits.
    """
    if len(sentence.strip()) <= limit:
        return [sentence]
    atoms = _atoms(sentence, limit, lexis(primary(language)), whole)
    return _best(atoms, limit)


def joints(sentence: str, language: str) -> list[tuple[int, float]]:
    """Where the sentence may be cut: (characters before the cut, what the cut costs), in order."""
    position, found = 0, []
    for atom in _atoms(sentence, len(sentence), lexis(primary(language))):
        position += len(atom.text)
        found.append((position, atom.cost))
    return found[:-1]


def _atoms(sentence: str, limit: int, tables: Lexis, whole: Iterable[tuple[int, int]] = ()) -> list[_Atom]:
    words: list[str] = []
    for match in _ATOM.finditer(sentence):
        word = match[0]
        while len(word.rstrip()) > limit:  # an address or a line without spaces: chopped, there is no better place
            words.append(word[:limit])
            word = word[limit:]
        words.append(word)
    sealed = _sealed(sentence, limit)
    sealed.update(position for start, end in whole for position in range(start + 1, end))
    atoms: list[_Atom] = []
    position = 0
    for index, word in enumerate(words):
        position += len(word)
        follower = words[index + 1] if index + 1 < len(words) else ""
        cost = _cost(word, follower, tables, first=index == 0)
        beyond = words[index + 2] if index + 2 < len(words) else ""
        if (
            cost in {_CONJUNCTION, _PREPOSITION}
            and follower.rstrip() in _INSIDE_NAMES
            and index
            and _initial(word)
            and _initial(beyond)
        ):
            cost = _BETWEEN  # perhaps inside a long name: "Agency for Water | and Roads"
        if position in sealed:
            cost += _BOUND
        atoms.append(_Atom(text=word, cost=cost))
    return atoms


def _initial(word: str) -> bool:
    return word.lstrip(_STRIP)[:1].isupper()


def _sealed(sentence: str, limit: int) -> set[int]:
    """Positions inside a short quotation, or inside a bracket that fits into one piece."""
    inside: set[int] = set()
    for match in _QUOTED.finditer(sentence):
        if match.end() - match.start() <= limit:
            inside.update(range(match.start() + 1, match.end()))
    return inside


def _cost(word: str, follower: str, tables: Lexis, *, first: bool) -> float:
    bare = word.rstrip()
    if not bare or not follower:
        return _FREE
    last = bare.rstrip("\"'”’»)]")[-1:]
    this, following = bare.strip(_STRIP), follower.strip().strip(_STRIP)
    if last in ".!?…" and _is_sentence_end(this, follower, tables):
        return _FREE
    if last in ";:—–；：" or bare in {"-", "--"}:
        return _CLAUSE
    if last in ",、，" or last == "。":
        dated = this[-1:].isdigit() and following[:4].isdigit()  # "March 4, 2025"
        listed = 1.0 if follower.rstrip().endswith(",") else 0.0  # "rye, | oats, and barley"
        return _BOUND if dated and word != bare else _COMMA + listed
    if word == bare:  # no white space between: one word, or a script without spaces
        return _BETWEEN if _ATOM.fullmatch(word) and len(word) <= 3 and not word.isascii() else _CHOP
    return _inner_cost(this, following, follower, tables, first=first)


def _is_sentence_end(this: str, follower: str, tables: Lexis) -> bool:
    known = tables.titles | tables.counted | tables.abbreviations | tables.closers
    return this.lower() not in known and len(this) > 1 and not follower.lstrip(_STRIP)[:1].islower()


def _inner_cost(this: str, following: str, follower: str, tables: Lexis, *, first: bool) -> float:
    """The cost of a cut between two words without a pause between them."""
    lower, after = this.lower(), following.lower()
    if not this or this.endswith(("'", "’")) or (lower, after) in tables.pairs:
        return _BOUND
    if lower in tables.binders or lower in tables.titles or lower in tables.numbers:
        return _BOUND
    if _counts(this, following, lower in tables.counted) or _names(this, following, first and lower in tables.starters):
        return _BOUND
    if lower in tables.offices:  # "former president | Ann Roe"
        return _BOUND if following[:1].isupper() else _BETWEEN
    if after in tables.conjunctions:
        return _CONJUNCTION
    return _PREPOSITION if after in tables.joints or follower[:1] in '(“«„"—–' else _BETWEEN


def _counts(this: str, following: str, counted: bool) -> bool:
    """A number and its unit, a name or a counted thing and its number, an amount and its sign."""
    if this[-1:].isdigit() or following in {"", "%", "°C", "°F"}:
        return True
    return following[:1].isdigit() and (this[:1].isupper() or counted)


def _names(this: str, following: str, starts: bool) -> bool:
    """Two parts of a name: both with a capital, or a small particle (von, de, al) among them."""
    if this[:1].isupper() and not starts and following[:1].isupper():
        return True
    return this in _PARTICLES and following[:1].isupper()


def _best(atoms: list[_Atom], limit: int) -> list[str]:
    """The cheapest cuts: their own costs, one for each piece, and one for pieces that are short or uneven.

    best[j] is the least cost of the first j atoms; a piece has at most `limit` characters, so each step looks back
    over at most `limit` atoms and the whole is linear in the length of the sentence.
    """
    ends = [0]
    for atom in atoms:
        ends.append(ends[-1] + len(atom.text))
    total = ends[-1]
    ideal = total / max(1, -(-total // limit))
    best = [0.0] + [float("inf")] * len(atoms)
    back = [0] * (len(atoms) + 1)
    for j in range(1, len(atoms) + 1):
        tail = len(atoms[j - 1].text) - len(atoms[j - 1].text.rstrip())
        for i in range(j - 1, -1, -1):
            length = ends[j] - ends[i] - tail
            if length > limit and i < j - 1:
                break
            cost = best[i] + _piece_cost(length, ideal, j - i) + (atoms[j - 1].cost if j < len(atoms) else 0.0)
            if cost < best[j]:
                best[j], back[j] = cost, i
    cuts = [len(atoms)]
    while cuts[-1]:
        cuts.append(back[cuts[-1]])
    cuts.reverse()
    return ["".join(atom.text for atom in atoms[i:j]) for i, j in pairwise(cuts)]


def _piece_cost(length: int, ideal: float, words: int) -> float:
    short = 8.0 if length < _SHORTEST or words == 1 else 0.0
    return 2.0 + short + 4.0 * ((length - ideal) / ideal) ** 2
