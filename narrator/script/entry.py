"""What a lexicon is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word or name and how it is said.

    words     as they may be written, all said alike
    alias     how: words that an engine reads aloud; None when the file gives phonemes alone; "" means: as written
    ipa       phonemes; no engine here takes them, so they only tell that the entry cannot be used without an alias
    language  BCP 47 tag it is meant for, "" for all; engine likewise
    any_case  found in small letters and capitals alike; None: if it is written in small letters
    forms     inflected forms, each with its own alias
    inflect   also find the endings that the language adds to names (narrator.script.endings)
    place     file, line and column, for messages
    """

    words: tuple[str, ...]
    alias: str | None
    ipa: str = ""
    language: str = ""
    engine: str = ""
    any_case: bool | None = None
    forms: tuple[tuple[str, str], ...] = ()
    inflect: bool = True
    place: str = ""
