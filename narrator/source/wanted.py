"""Which of the articles that a list names are wanted: by date, and by words of title, author and category."""

from __future__ import annotations

import re

from narrator.errors import SettingsError
from narrator.model import Entry
from narrator.settings import Follow
from narrator.source.told import seconds

_FIELDS = ("title", "author", "category")


class Limits:
    """What [follow] says of it. Raises SettingsError for a date that is none, and for words that are missing."""

    def __init__(self, wanted: Follow) -> None:
        self._since = seconds(wanted.since)
        if wanted.since is not None and self._since is None:
            raise SettingsError(f"{wanted.since!r} is not a date.", hint="Write it like 2026-03-05.")
        self._include = [_term(text) for text in wanted.include]
        self._exclude = [_term(text) for text in wanted.exclude]

    def refuse(self, entry: Entry, seen: float) -> str | None:
        """Why an article that was first seen at `seen` (seconds since 1970) is not wanted, or None."""
        if self._since is not None and date_of(entry, seen) < self._since:
            return "older than --since"
        fields = {"title": (entry.title or "",), "author": entry.authors, "category": entry.categories}
        if self._include and not any(_has(fields, *term) for term in self._include):
            return "not among what --include names"
        found = next((words for name, words in self._exclude if _has(fields, name, words)), None)
        return None if found is None else f"--exclude {found}"


def date_of(entry: Entry, seen: float) -> float:
    """Seconds since 1970 of an article's date; one without a date is as old as our knowledge of it."""
    return seconds(entry.published) or seconds(entry.updated) or seconds(entry.added) or seen


def _term(text: str) -> tuple[str, str]:
    """("author", "ann quill") of "author:Ann Quill"; the first is empty when any field will do."""
    name, colon, words = text.partition(":")
    field = name.strip().lower() if colon and name.strip().lower() in _FIELDS else ""
    words = (words if field else text).strip().casefold()
    if not words:
        raise SettingsError(
            f"{text!r} names no words to look for.", hint='Write it like "ferry" or "author:Ann Quill".'
        )
    return field, words


def _has(fields: dict[str, tuple[str, ...]], name: str, words: str) -> bool:
    """Whether whole words are found: "art" is no part of "party"."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return any(
        pattern.search(value.casefold()) for key, values in fields.items() if name in ("", key) for value in values
    )
