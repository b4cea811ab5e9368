"""How names are said: house lexicons and those of one article, laid over the spoken form of a text.

    house.toml, article.csv, name.pls  --read_lexicon-->  Lexicon  --sayings(language, engine)-->  Sayings

A word is matched whole: it begins and ends where runs of letters and digits do, so "Kyiv" is found in "Kyiv's" and in
"Kyiv-based", never in "Kyivan". Written with a capital it is found in that case alone; all in small letters it is found
in any case. The longest match wins; among equals the later file, then the entry that is meant for fewer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from narrator.script.endings import inflected
from narrator.script.entry import Entry
from narrator.script.pieces import SPACELESS
from narrator.script.words import primary

# Letters, digits and the marks that belong to them: one such run is a word. An address is stepped over as a whole.
_LETTERS = r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_TOKEN = re.compile(rf"(?:https?://|www\.)\S++|[{SPACELESS}]|(?:(?![{SPACELESS}])[{_LETTERS}])+|\S")
_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Characters `start:end` of a text are said as `alias`."""

    start: int
    end: int
    alias: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """What a lexicon says in one language through one engine.

    exact  written form -> alias
    loose  written form, case folded -> alias
    heads  first token of the forms, case folded -> tokens in the longest of them
    """

    exact: dict[str, str] = field(default_factory=dict, repr=False)
    loose: dict[str, str] = field(default_factory=dict, repr=False)
    heads: dict[str, int] = field(default_factory=dict, repr=False)

    def matches(self, text: str) -> Iterator[Match]:
        """Where the lexicon has something to say, in order, without overlap; time is linear in the text."""
        if not self.heads:
            return
        tokens = [found.span() for found in _TOKEN.finditer(text)]
        index = 0
        while index < len(tokens):
            step = 1
            start, end = tokens[index]
            most = self.heads.get(_plain(text[start:end]).casefold(), 0)
            for count in range(min(most, len(tokens) - index), 0, -1):
                end = tokens[index + count - 1][1]
                alias = self._alias(text[start:end])
                if alias is not None:
                    yield Match(start=start, end=end, alias=alias)
                    step = count
                    break
            index += step

    def _alias(self, written: str) -> str | None:
        plain = _plain(written)
        if plain in self.exact:
            return self.exact[plain]
        return self.loose.get(plain.casefold()) if self.loose else None

    def say(self, text: str) -> str:
        """The text with its matches replaced; all else is left as it is."""
        parts: list[str] = []
        last = 0
        for match in self.matches(text):
            said = match.alias or text[match.start : match.end]
            if match.end == len(text) and text.endswith(".") and not said.endswith("."):
                said += "."  # "the U.S." ends the sentence as well
            parts += [text[last : match.start], said]
            last = match.end
        return "".join(parts) + text[last:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Entries in the order of their files; later ones win."""

    entries: tuple[Entry, ...] = ()

    def sayings(self, language: str, engine: str | None = None) -> Sayings:
        """What it says in a language through an engine; None: through any of them."""
        exact: dict[str, str] = {}
        loose: dict[str, str] = {}
        heads: dict[str, int] = {}
        meant = [
            entry
            for entry in self.entries
            if entry.alias is not None
            and _suits(entry.language, language)
            and (not entry.engine or engine in (None, entry.engine))
        ]
        # Endings first: what they lead to never takes the place of a word that somebody wrote down.
        for forms in (_endings, _written):
            for entry in meant:
                for written, alias in forms(entry, primary(language)):
                    plain = _plain(written)
                    tokens = _TOKEN.findall(plain)
                    head = tokens[0].casefold()
                    heads[head] = max(heads.get(head, 0), len(tokens))
                    small = plain == plain.lower() and plain != plain.upper()
                    if small if entry.any_case is None else entry.any_case:
                        loose[plain.casefold()] = alias
                        exact.pop(plain, None)
                    else:
                        exact[plain] = alias
        return Sayings(exact=exact, loose=loose, heads=heads)

    def notices(self) -> tuple[str, ...]:
        """Plain sentences about entries that no engine can use."""
        silent = [entry for entry in self.entries if entry.alias is None]
        if not silent:
            return ()
        names = ", ".join(entry.words[0] for entry in silent[:5]) + (", …" if len(silent) > 5 else "")
        told = (
            f"{len(silent)} of the lexicon's entries give phonemes alone, which no engine takes, and have no effect: "
            f"{names} (first in {silent[0].place}). Add an alias in plain letters to each."
        )
        return (told,)


def read_lexicon(files: Sequence[str | Path]) -> Lexicon:
    """Read lexicon files: .toml, .csv or .tsv, and W3C PLS as .pls or .xml.

    Later files win over earlier ones. Raises SettingsError with file, line and column for what cannot be used.
    """
    entries: list[Entry] = []
    if files:
        from narrator.script.lexicon_files import read_file  # its parsers are loaded for those who have a lexicon

        for file in files:  # entries for all first: those for fewer overwrite them
            entries += sorted(read_file(Path(file)), key=lambda entry: (bool(entry.language), bool(entry.engine)))
    return Lexicon(entries=tuple(entries))


def _suits(meant: str, language: str) -> bool:
    """Is an entry for `meant` for a text in `language`? A tag without region goes with every region of it."""
    one, other = (tag.casefold().replace("_", "-") for tag in (meant, language))
    return not one or one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _endings(entry: Entry, language: str) -> Iterator[tuple[str, str]]:
    for word in entry.words if entry.inflect else ():
        yield from inflected(word, entry.alias or "", language)


def _written(entry: Entry, language: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - called like _endings
    yield from entry.forms
    for word in entry.words:
        yield word, entry.alias or ""


def _plain(text: str) -> str:
    """Spelling that two ways of typing share: composed letters, one apostrophe."""
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHES))
