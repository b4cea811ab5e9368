"""Names, acronyms and codes of an article that no lexicon knows, found by their shape.

In plain running text a capital inside a sentence makes a name; one at its start does if the word is a name elsewhere, or a
verb follows it. Headlines and headings prove nothing, since many are all in capitals. German gives every noun a capital:
there a name takes two capitalised words in a row ("Ann Roe"), and each of them is then known by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from narrator.model import Article
from narrator.script.lexicon import Lexicon, Sayings
from narrator.script.sentences import segment
from narrator.script.words import Lexis, lexis, primary

_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?|[^\W_]+(?:['’ʼ&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=[^\W\d_a-z])s$|(?<=\d)s$")
_PARTICLES = frozenset("von van der den de del della di da dos du ter ten bin ibn al el le la zu af of".split())  # noqa: SIM905  # a table
_OPENING = '"“«„‘([:;–—•*'
_EVERY_NOUN = frozenset({"de", "lb"})
_RANKS = frozenset("vice deputy prime former acting foreign chief lead".split())  # noqa: SIM905  # before an office
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name, how often it occurs, and the first sentences that hold it."""

    text: str
    count: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """A word of a sentence; `joins`: only a space stands between it and the word before; `opens`: it may begin a sentence."""

    text: str
    joins: bool
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """`proves` is whether a capital inside it tells anything."""

    text: str
    tokens: tuple[_Token, ...]
    proves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """Words seen in small letters, and words seen with a capital where only a name has one."""

    small: frozenset[str]
    proper: frozenset[str]


def unknown_names(article: Article, lexicon: Lexicon, language: str | None = None) -> tuple[Name, ...]:
    """Names that no entry of the lexicon covers, most frequent first; of equals the one that comes first.

    language  BCP 47; None takes the article's

    A word that also occurs alone stands for the longer names that end in it. Months, days, titles and offices are no names.
    """
    language = language or article.language
    tables = lexis(primary(language))
    sayings = lexicon.sayings(language)
    sentences = [
        _Sentence(text=" ".join(text.split()), tokens=tuple(_tokens(text, sayings)), proves=proves and _is_plain(text))
        for text, proves in _texts(article, language)
    ]
    evidence = _evidence(sentences, tables, nouns=primary(language) in _EVERY_NOUN)
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        for name in _names(sentence, tables, evidence):
            found.setdefault(name, []).append(sentence.text)
    for name in [name for name in found if " " in name]:
        short = name.rpartition(" ")[2]
        if short in found:
            found[short] += found.pop(name)
    order = {sentence.text: place for place, sentence in reversed(list(enumerate(sentences)))}
    listed = [
        Name(
            text=name, count=len(places), sentences=tuple(sorted(dict.fromkeys(places), key=order.__getitem__)[:_SHOWN])
        )
        for name, places in found.items()
    ]
    return tuple(sorted(listed, key=lambda name: (-name.count, order[name.sentences[0]])))


def _texts(article: Article, language: str) -> Iterator[tuple[str, bool]]:
    """Every sentence that will be said, and whether its capitals can be trusted."""
    if article.title:
        yield article.title, False
    for name in article.byline:
        yield name, False
    for block in article.blocks:
        for sentence in segment(block.text, block.language or language):
            if any(char.isalpha() for char in sentence):
                yield sentence, block.kind != "heading"


def _is_plain(text: str) -> bool:
    """Is it written as sentences are: not in capitals throughout, not with a capital on every longer word?"""
    longer = [word for word in _WORD.findall(text)[1:] if len(word) > 3 and word[0].isalpha()]
    return len(longer) < 4 or sum(not word[0].islower() for word in longer) * 5 < len(longer) * 4


def _tokens(text: str, sayings: Sayings) -> Iterator[_Token]:
    """The words that no lexicon covers."""
    known = list(sayings.matches(text))[::-1]
    end, covered = 0, 0
    for word in _WORD.finditer(text):
        while known and known[-1].start < word.end():
            covered = max(covered, known.pop().end)
        gap = text[end : word.start()]
        opens = not end or any(char in _OPENING for char in gap) or gap.strip()[:1] in {".", "!", "?", "…"}
        if covered <= word.start():
            yield _Token(text=_bare(word[0]), joins=gap == " ", opens=opens)
        else:
            yield _Token(text="", joins=False, opens=False)
        if _bare(word[0]) != word[0] or "." in word[0]:
            yield _Token(text="", joins=False, opens=False)  # "Ann's Bob", "U.S. President": two things
        end = word.end()


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word) or word


def _is_code(word: str) -> bool:
    """An acronym, a code or mixed case: OSCE, U.S., F-16, McRoe, iPlan."""
    letters = [char for char in word if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if not capitals or len(word) < 2:
        return False
    inner = any(one.islower() and other.isupper() for one, other in pairwise(word))
    return inner or (capitals == len(letters) and (capitals > 1 or any(char.isdigit() for char in word)))


def _is_capitalised(token: _Token, tables: Lexis) -> bool:
    text = token.text
    low = text.lower()
    stem = re.split(r"['’]", low)[0]
    return text[:1].isupper() and len(text) > 1 and not ({low, stem} & (tables.dates | tables.function))


def _evidence(sentences: list[_Sentence], tables: Lexis, *, nouns: bool) -> _Evidence:
    small: set[str] = set()
    proper: set[str] = set()
    for sentence in sentences:
        for index, token in enumerate(sentence.tokens):
            if token.text.islower():
                small.add(token.text)
            if not sentence.proves or not _is_capitalised(token, tables):
                continue
            if nouns:
                near = sentence.tokens[index + 1 : index + 2]
                if near and near[0].joins and _is_capitalised(near[0], tables) and not _is_common(token, tables):
                    proper |= {token.text, near[0].text}
            elif not token.opens or _is_told(sentence.tokens, index, tables):
                proper.add(token.text)
    return _Evidence(small=frozenset(small), proper=frozenset(proper))


def _is_told(tokens: tuple[_Token, ...], index: int, tables: Lexis) -> bool:
    """Does a verb follow the first word, as in "Quillon said"?"""
    if tokens[index].text.lower() in tables.starters:
        return False
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    return following in (tables.reporting | tables.leading) - {"to"}


def _is_common(token: _Token, tables: Lexis) -> bool:
    low = token.text.lower()
    return low in tables.offices or low in _RANKS or low in tables.titles or (token.opens and low in tables.starters)


def _names(sentence: _Sentence, tables: Lexis, evidence: _Evidence) -> Iterator[str]:
    """The names of a sentence, each as a run of words that belong together."""
    run: list[_Token] = []
    for token in (*sentence.tokens, _Token(text="", joins=False, opens=False)):
        part = _is_part(token, sentence, tables, evidence)
        small = token.joins and bool(run) and token.text.lower() in _PARTICLES and token.text.islower()
        if run and not (token.joins and (part or small)):
            yield from _closed(run, evidence)
            run = []
        if part or small:
            run.append(token)


def _is_part(token: _Token, sentence: _Sentence, tables: Lexis, evidence: _Evidence) -> bool:
    if not token.text or _is_common(token, tables):
        return False
    if _is_code(token.text) and (sentence.proves or token.text in evidence.proper):
        return token.text.lower() not in tables.function
    return _is_capitalised(token, tables) and token.text in evidence.proper


def _closed(run: list[_Token], evidence: _Evidence) -> Iterator[str]:
    """A run without the particles at its end; "of" joins only what stands on both its sides."""
    while run and run[-1].text.islower():
        run = run[:-1]
    words = [token.text for token in run]
    if len(words) > 1 or (words and (_is_code(words[0]) or words[0].lower() not in evidence.small)):
        yield " ".join(words)
