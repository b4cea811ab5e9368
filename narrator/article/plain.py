"""Plain text as people copy it -> Outline: one piece a line, with the white space around it as evidence."""

from __future__ import annotations

import re

from narrator.article.piece import Outline, Piece, collapse
from narrator.article.tables import join_cells

BULLET = re.compile(r"^(?:[•‣▪●◦·*–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
WRAP_LOW, WRAP_HIGH = 55, 100  # columns at which mail programs and terminals break lines


def read(text: str) -> Outline:
    """The pieces of a dump in order; hard-wrapped paragraphs are joined again."""
    lines = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x0c", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .split("\n")
    )
    rows: list[tuple[int, int, str]] = []
    blank = 0
    for number, line in enumerate(lines, 1):
        cells = [cell for cell in map(collapse, line.split("\t")) if cell]
        if not cells:
            blank += 1
            continue
        rows.append((number, min(blank, 2) if rows else 1, join_cells(cells)))
        blank = 0
    outline = Outline()
    for number, gap, row in _unwrap(rows):
        outline.pieces.append(_piece(row, number, gap))
    return outline


def _piece(text: str, number: int, gap: int) -> Piece:
    piece = Piece(text=text, origin=f"line {number}", gap=gap)
    if BULLET.match(text):
        piece.kind, piece.level = "list_item", 1
    return piece


def _unwrap(rows: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join lines that a mail program or terminal broke: a page whose long lines nearly all stop at one column."""
    lengths = sorted(len(row) for _, _, row in rows)
    if len(lengths) < 6:
        return rows
    width = lengths[-1]
    full = sum(1 for size in lengths if size > width - 16)
    if not WRAP_LOW <= width <= WRAP_HIGH or full * 3 < len(lengths):
        return rows
    joined: list[tuple[int, int, str]] = []
    last = 0
    for number, gap, row in rows:
        if joined and gap == 0 and last > width - 20 and not BULLET.match(row):
            first, before, text = joined[-1]
            joined[-1] = (first, before, f"{text} {row}")
        else:
            joined.append((number, gap, row))
        last = len(row)
    return joined
