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
from narrator.script.endings import inflected
from narrator.script.lexicon import Lexicon, Sayings
from narrator.script.sentences import segment
from narrator.script.words import Lexis, lexis, primary

_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?|[^\W_]+(?:['’ʼ&-][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.|(?<!\S)[@#])\S++")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=[^\W\d_a-z])s$|(?<=\d)s$")
_PARTICLES = frozenset("von van der den de del della di da dos du ter ten bin ibn al el le la zu af of".split())  # noqa: SIM905  # a table
_OPENING = '"“«„‘([:;–—•*'
_STOPS = ".!?…。\"'”’»)"
_ELISION = re.compile(r"(?:[a-zà-ÿ]{1,5}|(?P<capital>[LDJCMNST]|Qu|Dell|Nell|All|Un))['’](?=[^\W\d_])")
_ELIDING = frozenset({"fr", "it", "ca"})
_BY_WORD = frozenset({"uk", "ru"})
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


_BREAK = _Token(text="", joins=False, opens=False)


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
    spoken = primary(language)
    sentences = [
        _Sentence(
            text=" ".join(text.split()),
            tokens=tuple(_tokens(_ADDRESS.sub("…", text), sayings, tables, spoken)),
            proves=proves and _is_plain(text),
        )
        for text, proves in _texts(article, language)
    ]
    evidence = _evidence(sentences, tables, nouns=spoken in _EVERY_NOUN)
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        for name in _names(sentence, tables, evidence):
            for part in name.split() if spoken in _BY_WORD else [name]:
                found.setdefault(part, []).append(sentence.text)
    _merge(found, spoken)
    order = {sentence.text: place for place, sentence in reversed(list(enumerate(sentences)))}
    listed = [
        Name(
            text=name, count=len(places), sentences=tuple(sorted(dict.fromkeys(places), key=order.__getitem__)[:_SHOWN])
        )
        for name, places in found.items()
    ]
    return tuple(sorted(listed, key=lambda name: (-name.count, order[name.sentences[0]])))


def _merge(found: dict[str, list[str]], language: str) -> None:
    """A name stands for the longer ones that end in it, and for its own cases, since its entry serves them too."""
    for name in [name for name in found if " " in name]:
        short = name.rpartition(" ")[2]
        if short in found:
            found[short] += found.pop(name)
    for name in sorted(found, key=len):
        for form, _ in inflected(name, "", language):
            if name in found and form in found:
                found[name] += found.pop(form)


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
    """Is it written as sentences are: not in capitals throughout, nor with a capital on every longer word and no stop?"""
    letters = [char for char in text if char.isalpha()]
    if sum(char.isupper() for char in letters) * 5 > len(letters) * 4 > 4 and " " in text.strip():
        return False
    longer = [word for word in _WORD.findall(text)[1:] if len(word) > 3 and word[0].isalpha()]
    return text.rstrip()[-1:] in _STOPS or any(word[0].islower() for word in longer)


def _tokens(text: str, sayings: Sayings, tables: Lexis, language: str) -> Iterator[_Token]:
    """The words that no lexicon covers; an empty one stands for what parts two names."""
    known = list(sayings.matches(text))[::-1]
    end, covered, before = 0, 0, ""
    for found in _WORD.finditer(text):
        gap = text[end : found.start()]
        if gap == ". " and before in tables.titles:
            gap = " "  # "Mr. Roe"
        opens = not end or any(char in _OPENING for char in gap) or gap.strip()[:1] in {".", "!", "?", "…"}
        start, end = found.start(), found.end()
        elided = _ELISION.match(text, start, end)
        if elided and (not elided["capital"] or language in _ELIDING):
            start, opens = elided.end(), False
        while known and known[-1].start < end:
            covered = max(covered, known.pop().end)
        word = _bare(text[start:end])
        yield _BREAK if covered > start else _Token(text=word, joins=gap == " ", opens=opens)
        before = word.lower()
        if len(word) < end - start or "." in word:
            yield _BREAK  # "Ann's Bob", "U.S. President": two things


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
    first = text.partition("-")[2] if low.partition("-")[0] in _PARTICLES else text  # "al-Roe"
    return first[:1].isupper() and len(text) > 1 and not ({low, stem} & (tables.dates | tables.function))


def _evidence(sentences: list[_Sentence], tables: Lexis, *, nouns: bool) -> _Evidence:
    small: set[str] = set()
    proper: set[str] = set()
    words = {token.text for sentence in sentences for token in sentence.tokens}
    for sentence in sentences:
        for index, token in enumerate(sentence.tokens):
            if token.text.islower():
                small.add(token.text)
            if not sentence.proves or not _is_capitalised(token, tables):
                continue
            if nouns:
                near = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else _BREAK
                genitive = token.text.endswith("s") and token.text[:-1] in words  # "Quillons Tisch"
                if near.joins and _is_capitalised(near, tables) and not genitive:
                    proper |= {near.text} if _is_common(token, tables) else {token.text, near.text}
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
    for token, following in pairwise((*sentence.tokens, _BREAK, _BREAK)):
        part = _is_part(token, following, sentence, tables, evidence)
        small = token.joins and bool(run) and token.text in _PARTICLES and not _is_code(run[-1].text)
        if run and not (token.joins and (part or small)):
            yield from _closed(run, evidence)
            run = []
        if part or small:
            run.append(token)


def _is_part(token: _Token, following: _Token, sentence: _Sentence, tables: Lexis, evidence: _Evidence) -> bool:
    low = token.text.lower()
    if not low or _is_common(token, tables):
        return False
    if _is_code(token.text) and (sentence.proves or token.text in evidence.proper):
        return low not in tables.function
    if not _is_capitalised(token, tables):
        return False
    if token.text in evidence.proper:
        return True
    # A first name at the start: "Ann Roe left."
    leads = token.opens and sentence.proves and following.joins and low not in evidence.small | tables.starters
    return leads and (following.text in evidence.proper or following.text in _PARTICLES - {"of"})


def _closed(run: list[_Token], evidence: _Evidence) -> Iterator[str]:
    """A run without the particles at its end; "of" joins only what stands on both its sides."""
    while run and run[-1].text.islower():
        run = run[:-1]
    words = [token.text for token in run]
    if len(words) > 1 or (words and (_is_code(words[0]) or words[0].lower() not in evidence.small)):
        yield " ".join(words)
