"""Rows of data tables, in HTML, text and Markdown, as they are read aloud.

The policy: a row of two cells is read "Name: value", a longer one "a; b; c". The words are the table's own, each said
once: no heading is repeated in every row, and no mark of a table's drawing is ever read.
"""

from __future__ import annotations

from collections import Counter

from narrator.article.piece import Outline, Piece

LONG_CELL = 300  # characters from which on a cell holds a text, and the table is a page's layout
MANY_PIECES = 3  # in one cell


def join_cells(cells: list[str]) -> str:
    """One row."""
    return f"{cells[0].rstrip(':')}: {cells[1]}" if len(cells) == 2 else "; ".join(cells)


def join_rows(outline: Outline) -> None:
    """Make one piece of each row of an HTML table that holds data and not a page's layout."""
    places = _places(outline)
    data = _data_tables(outline, places)
    if not data:
        return
    joined: list[Piece] = []
    moved: list[int] = []
    run: list[Piece] = []
    current = -1
    for piece in outline.pieces:
        table, row, cell = places.get(piece.box, (-1, -1, -1))
        wanted = row if table in data and cell >= 0 else -1
        if run and wanted != current:
            joined.append(_row(run, current))
            run = []
        current = wanted
        moved.append(len(joined))
        (run if wanted >= 0 else joined).append(piece)
    if run:
        joined.append(_row(run, current))
    moved.append(len(joined))
    outline.dropped = [
        (text, rule, moved[min(place, len(moved) - 1)], origin) for text, rule, place, origin in outline.dropped
    ]
    outline.pieces = joined


def _places(outline: Outline) -> dict[int, tuple[int, int, int]]:
    """Table, row and cell (boxes, or -1) that each box in a table stands in."""
    places: dict[int, tuple[int, int, int]] = {}
    for index, box in enumerate(outline.boxes):
        if box.tag == "table":
            places[index] = (index, -1, -1)
        elif box.parent in places:
            table, row, cell = places[box.parent]
            places[index] = (table, index if box.tag == "tr" else row, index if box.tag in ("td", "th") else cell)
    return places


def _data_tables(outline: Outline, places: dict[int, tuple[int, int, int]]) -> set[int]:
    """Tables of several rows, one at least of several cells, with nothing long or structured in a cell."""
    layout = {places[box.parent][0] for box in outline.boxes if box.tag == "table" and box.parent in places}
    cells: dict[int, Counter[int]] = {}
    rows: dict[int, Counter[int]] = {}
    for piece in outline.pieces:
        table, row, cell = places.get(piece.box, (-1, -1, -1))
        if row < 0 or cell < 0:
            continue
        cells.setdefault(table, Counter())[cell] += 1
        rows.setdefault(table, Counter())[row] += 1
        if cells[table][cell] > MANY_PIECES or len(piece.text) > LONG_CELL or piece.kind in ("heading", "caption"):
            layout.add(table)
    return {
        table for table, sizes in rows.items() if table not in layout and len(sizes) > 1 and max(sizes.values()) > 1
    }


def _row(cells: list[Piece], box: int) -> Piece:
    row = Piece(text=join_cells([cell.text for cell in cells]), kind="table_row", box=box)
    for name in ("link", "links", "strong", "italic", "clock"):
        setattr(row, name, sum(getattr(cell, name) for cell in cells))
    return row
