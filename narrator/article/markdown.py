"""Markdown -> Outline and front matter: what its marks mean becomes kind and level, and the marks themselves go.

A small reader of our own: narration needs the blocks of CommonMark and the words inside them, nothing of its typography.
"""

from __future__ import annotations

import re

from narrator.article.piece import Outline, Piece, collapse
from narrator.article.tables import join_cells
from narrator.model import BlockKind

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
RULE = re.compile(r"^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
ITEM = re.compile(r"^(\s*)(?:([-*+])|(\d{1,9})([.)]))\s+(?:\[[ xX]\]\s+)?(.*)$")
QUOTE = re.compile(r"^ {0,3}((?:>\s?)+)(.*)$")
TABLE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
NOTE = re.compile(r"^ {0,3}\[\^([^\]]+)\]:\s*(.*)$")
DEFINITION = re.compile(r"^ {0,3}\[[^\]^]+\]:\s*\S+.*$")
FRONT = re.compile(r"\A\ufeff?(?:---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_MARKS = re.compile(
    r"(?<![\\\w*])(\*{1,3}|~~)(?=\S)(.{1,200}?)(?<=\S)\1(?!\*)|(?<![\\\w])(_{1,3})(?=\S)(.{1,200}?)(?<=\S)\3(?!\w)"
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")


def looks_like_markdown(text: str) -> bool:
    """Whether at least two kinds of Markdown's marks are in a text of unknown type."""
    head = text[:20000]
    signs = (
        FRONT.match(text) is not None,
        re.search(r"^#{1,6} \S", head, re.MULTILINE) is not None,
        re.search(r"(?<!!)\[[^\[\]\n]+\]\([^()\s]+\)", head) is not None,
        re.search(r"^(?:```|~~~)", head, re.MULTILINE) is not None,
        re.search(r"(?<!\w)\*\*[^\s*][^*\n]*\*\*", head) is not None,
        re.search(r"^(?:[-*+] |\d+\. )\S", head, re.MULTILINE) is not None
        and re.search(r"^> \S", head, re.MULTILINE) is not None,
        re.search(r"^\|?(?:\s*:?-{3,}:?\s*\|)+", head, re.MULTILINE) is not None,
    )
    return sum(signs) >= 2


def read(text: str) -> tuple[Outline, dict[str, str]]:
    """The pieces of a Markdown text, and its front matter as plain `key: value` lines (keys in lower case)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    matter, skipped = {}, 0
    if found := FRONT.match(text):
        matter, skipped = _front(found.group(1)), found.group(0).count("\n")
        text = text[found.end() :]
    reader = _Reader(skipped)
    for line in text.split("\n"):
        reader.line(line)
    reader.flush()
    return reader.outline, matter


def _front(text: str) -> dict[str, str]:
    """Front matter without a YAML parser: `key: value`, `key = value`, and lists of plain values."""
    matter: dict[str, str] = {}
    key = ""
    for line in text.split("\n"):
        item = re.match(r"^\s*-\s+(.*)$", line)
        pair = re.match(r"^([\w-]+)\s*[:=]\s*(.*)$", line)
        if item and key:
            matter[key] = ", ".join(filter(None, (matter[key], item.group(1).strip().strip("\"'"))))
        elif pair:
            key = pair.group(1).lower()
            value = pair.group(2).strip()
            if value.startswith("[") and value.endswith("]"):
                value = ", ".join(part.strip().strip("\"'") for part in value[1:-1].split(","))
            matter[key] = value.strip("\"'")
    return matter


class _Reader:
    """Line by line: what is open is a paragraph, a fenced code block or a table."""

    def __init__(self, skipped: int) -> None:
        self.outline = Outline()
        self.number = skipped
        self.open: list[str] = []
        self.kind: BlockKind = "paragraph"
        self.level, self.prefix, self.start = 0, "", 0
        self.fence = ""
        self.blank = True
        self.table = False

    def line(self, line: str) -> None:
        self.number += 1
        fence = FENCE.match(line)
        if self.fence:
            if fence and fence.group(1).startswith(self.fence):
                self.fence = ""
                self.flush()
            else:
                self.open.append(line)
            return
        if fence:
            self.flush()
            self.fence, self.kind, self.start = fence.group(1), "code", self.number
            return
        if not line.strip():
            self.flush()
            self.blank = True
            return
        self._content(line)
        self.blank = False

    def _content(self, line: str) -> None:
        """A line outside code that is not empty."""
        under = UNDERLINE.match(line)
        if under and self.open and self.kind == "paragraph" and not self.table:
            self.kind, self.level = "heading", 1 if under.group(1)[0] == "=" else 2
            self.flush()
        elif TABLE.match(line) and self.open and "|" in self.open[-1]:
            self._row(self.open.pop())
            self.table = True
        elif self.table and "|" in line:
            self._row(line)
        elif RULE.match(line) or DEFINITION.match(line):
            self.flush()
        elif not self._marked(line):
            if self.open:
                self.open.append(line)
            else:
                self._begin("code" if self.blank and re.match(r"^(?: {4}|\t)", line) else "paragraph", 0, "", line)

    def _marked(self, line: str) -> bool:
        """Whether the line begins a block by its mark; if so it is begun."""
        if found := HEADING.match(line):
            self.flush()
            self._begin("heading", len(found.group(1)), "", found.group(2) or "")
            self.flush()
        elif found := NOTE.match(line):
            self.flush()
            self._begin("footnote", 0, "", found.group(2))
        elif found := ITEM.match(line):
            self.flush()
            depth = len(found.group(1).expandtabs(4)) // 2 + 1
            self._begin("list_item", min(depth, 9), f"{found.group(3)}. " if found.group(3) else "", found.group(5))
        elif found := QUOTE.match(line):
            self._quote(found.group(1).count(">"), found.group(2))
        else:
            return False
        return True

    def _quote(self, depth: int, text: str) -> None:
        if self.kind != "quote" or self.level != depth or not text.strip():
            self.flush()
        if self.open:
            self.open.append(text)
        elif text.strip():
            self._begin("quote", depth, "", text)

    def _begin(self, kind: BlockKind, level: int, prefix: str, text: str) -> None:
        self.kind, self.level, self.prefix, self.start = kind, level, prefix, self.number
        self.open = [text]

    def _row(self, line: str) -> None:
        cells = [plain for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")) if (plain := inline(cell))]
        if cells:
            self.outline.pieces.append(Piece(text=join_cells(cells), kind="table_row", origin=f"line {self.number}"))

    def flush(self) -> None:
        """Close what is open."""
        lines, self.open, self.table = self.open, [], False
        text = collapse(" ".join(lines)) if self.kind == "code" else inline("\n".join(lines))
        if text:
            self.outline.pieces.append(
                Piece(
                    text=self.prefix + text,
                    kind=self.kind,
                    level=self.level,
                    origin=f"line {self.start or self.number}",
                )
            )
        self.kind, self.level, self.prefix, self.start = "paragraph", 0, "", self.number + 1


def inline(text: str) -> str:
    """Words of a run of Markdown: links by their text, emphasis and code without marks, images and notes' marks gone."""
    text = _IMAGE.sub(" ", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    for _ in range(2):  # a linked image leaves an empty link behind
        text = _LINK.sub(r"\1", text)
    text = re.sub(r"\[\s*\]\([^()]*\)", "", text)
    text = re.sub(r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1", text)
    text = _TAGS.sub(" ", text)
    text = re.sub(r"(`{1,3})(.{1,200}?)\1", r"\2", text)
    for _ in range(3):
        text = _MARKS.sub(lambda found: found.group(2) or found.group(4), text)
    return collapse(re.sub(r"\\([\\`*_{}\[\]()#+.!|~>-])", r"\1", text))
