"""What the room hands back: a spoken text and the list of its changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One span of the written text that is said in other words.

    start, end      characters of the written text, `written == text[start:end]`
    kind            what it was taken for ("date", "money", "acronym", …; "plain" when nothing fitted)
    low_confidence  it could not be classified and is read plainly
    """

    start: int
    end: int
    written: str
    spoken: str
    kind: str
    low_confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A text as it is to be said, with every change in the order of the written text."""

    text: str
    changes: tuple[Change, ...] = ()

    @property
    def low_confidence(self) -> bool:
        """True when any change is a plain reading of something that could not be classified."""
        return any(change.low_confidence for change in self.changes)
