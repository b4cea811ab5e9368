"""The common currency of this room: a page as a sequence of pieces, whatever it was written in.

A reader (`markup`, `plain`, `markdown`) turns a source into an `Outline`; evidence is gathered for each piece
(`evidence`), a model weighs it (`forest`), and the sequence is decoded as a whole (`sequence`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from narrator.model import BlockKind

SENTENCE_END = re.compile(r"""[.!?…。！？:;][)\]"'”’»›“*]*$""")


@dataclass(slots=True)
class Piece:
    """A stretch of source text that is kept or left out as a whole.

    gap       0: the line follows in the same paragraph or list; 1: a new paragraph; 2: more white space than that
    soft      True when only a line break inside one element parts it from the piece before
    box       index in `Outline.boxes` of the innermost block element (HTML)
    link, strong, italic, clock   characters inside links, bold, italics, <time>
    inner     kinds of inline elements that cover most of the text
    number    what an ordered list counts the piece as
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    origin: str = ""
    gap: int = 1
    soft: bool = False
    box: int = 0
    link: int = 0
    links: int = 0
    strong: int = 0
    italic: int = 0
    clock: int = 0
    inner: frozenset[str] = frozenset()
    language: str | None = None
    number: int | None = None

    @property
    def spoken(self) -> str:
        """The text as it is read, with the number that an ordered list shows."""
        return self.text if self.number is None or self.text[:1].isdigit() else f"{self.number}. {self.text}"


@dataclass(slots=True)
class Box:
    """A block element: where it hangs, what kinds it and its ancestors are of, and what it holds.

    seen   kind -> depth of the nearest ancestor-or-self of that kind
    """

    parent: int
    depth: int
    tag: str
    signature: int
    seen: dict[str, int]
    nth: int = 1
    node: Any = None
    chars: int = 0
    link: int = 0
    prose: int = 0
    pieces: int = 0
    children: int = 0
    trunk: int = 0


@dataclass(slots=True)
class Outline:
    """A page, read but not judged. `boxes` is empty for text; `dropped` are (text, rule, piece index, origin)."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    dropped: list[tuple[str, str, int, str]] = field(default_factory=list)


def collapse(text: str) -> str:
    """White space collapsed to single spaces, invisible characters gone."""
    return " ".join(text.translate(_INVISIBLE).split())


_INVISIBLE = {
    0x00AD: None,  # soft hyphen
    0x200B: None,
    0x2060: None,
    0xFEFF: None,
    0xFFFC: None,  # the place of an object that was not copied
    **{code: None for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"},
}
