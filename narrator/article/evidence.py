"""Outline -> a matrix of evidence, one row a piece: shape, position, density, repetition, element kinds, neighbours.

No column looks at which words a page uses beyond the hand-written cues, and none at its host.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from narrator.article.cues import CATEGORIES, CLOCK, DATE, cues_of
from narrator.article.kinds import KINDS
from narrator.article.piece import Outline, Piece

WORD = re.compile(r"\w+")
DIGIT = re.compile(r"\d")
END = re.compile(r"""[.!?…。！？][)\]"'”’»›“*]*$""")
MIDDLE = re.compile(r"""[.!?…。！？]["'”’»“)]*\s""")

SHAPE = (
    "words", "chars", "word_len", "capitals", "digits", "short_words", "commas", "ends", "colon_end", "dots", "sentences", "quote_start",
    "lower_start", "upper_all", "symbols", "at", "url", "bar", "bullet", "digit_start", "date", "clock", "question", "bracket",
    "prose", "first_person",
)  # fmt: skip
PLACE = (
    "index", "index_back", "place", "place_back", "same", "same_core", "core_share", "near_share", "title_share", "title_same", "after_title", "run",
    "run_from_start", "run_to_end", "run_words", "last_prose", "next_prose", "density3", "density8", "prose_before", "prose_after",
    "inside", "gap", "gap_after", "gap_group", "group_size", "pieces", "page_words", "kind_heading", "level", "kind_list", "list_run", "list_prose", "next_kind", "lead_colon",
    "group_prose", "group_cue", "group_words", "group_first_words", "group_last_ends", "group_signup", "group_readalso", "style", "page_prose", "copy_near", "heading_like", "next_prose_style", "truncated", "group_truncated", "copy_before", "copy_after",
)  # fmt: skip
MARKUP = (
    "link", "links", "strong", "italic", "time", "soft", "depth", "off_trunk", "trunk_depth", "box_chars", "box_link", "box_prose",
    "parent_chars", "parent_link", "parent_prose", "parent_pieces", "grand_link", "grand_prose", "grand_chars", "sig_count", "sig_words", "sig_link", "sig_prose",
    "nth", "siblings", "same_box_prev", "same_parent_prev", "is_p", "is_h", "is_div", "is_li", "is_td", "is_a",
    "list_link", "list_size",
)  # fmt: skip
TRAIL = ("readalso", "signup", "share", "comments", "credit", "bio", "tags", "live", "legal", "byline", "enjoy", "jump")
HINTED = ("body_share", "body_known", "description_share", "title_last", "title_levels")
NEAR = ("words", "ends", "prose", "cue", "link", "gap", "capitals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a page's own metadata says of its article: possible titles, a description, the body itself."""

    titles: tuple[str, ...] = ()
    description: str = ""
    body: str = ""


WORDS = 0
_PLACED = len(SHAPE) + len(CATEGORIES) + 1
PLACE_IN_GROUP, GROUP_SIZE = (
    _PLACED + PLACE.index(name) for name in ("gap_group", "group_size")
)  # columns that the decoder reads


def names(markup: bool) -> list[str]:
    """Column names of `matrix`, for the trainer."""
    trail = [f"{name}_{what}" for name in TRAIL for what in ("last", "next", "around", "before")]
    base = [*SHAPE, *(f"cue_{name}" for name in CATEGORIES), "cue_any", *PLACE, *trail]
    if markup:
        base += [*HINTED, *MARKUP, *(f"up_{kind}" for kind in KINDS)]
    near = [name for name in NEAR if markup or name != "link"]
    return base + [f"{name}{shift:+d}" for shift in (-3, -2, -1, 1, 2, 3) for name in near]


def matrix(outline: Outline, hints: Hints) -> Any:
    """float32 array, len(outline.pieces) rows; columns as `names` says."""
    import numpy as np

    pieces, markup = outline.pieces, bool(outline.boxes)
    if not hints.titles:
        place, _ = likely_title(pieces)
        hints = Hints(titles=(pieces[place].text,)) if place >= 0 else hints
    shape = np.array([_shape(piece) for piece in pieces], dtype=np.float32).reshape(len(pieces), len(SHAPE))
    masks = np.array([cues_of(piece.text) for piece in pieces], dtype=np.int64)
    cues = ((masks[:, None] >> np.arange(len(CATEGORIES))) & 1).astype(np.float32)
    cue_any = cues.sum(axis=1, keepdims=True)
    parts = [
        shape,
        cues,
        cue_any,
        _place(np, outline, shape, hints),
        _group_evidence(np, outline, shape, cues),
        _trail(np, cues),
    ]
    if markup:
        parts += [_hinted(np, outline, hints), _markup(np, outline, shape), _kinds(np, outline)]
    table = np.concatenate(parts, axis=1)
    column = {name: position for position, name in enumerate(names(markup))}
    near = table[:, [column["cue_any" if name == "cue" else name] for name in NEAR if name != "link" or markup]]
    return np.concatenate([table, *(shift(np, near, by, -1) for by in (-3, -2, -1, 1, 2, 3))], axis=1)


def shift(np: Any, table: Any, by: int, fill: float) -> Any:
    """Rows moved so that each sees its neighbour `by` places on."""
    out = np.full_like(table, fill)
    if by > 0:
        out[:-by] = table[by:]
    else:
        out[-by:] = table[:by]
    return out


def _shape(piece: Piece) -> tuple[float, ...]:
    text = piece.text
    words = WORD.findall(text)
    n, size = len(words), len(text)
    m = max(n, 1)
    letters = sum(map(len, words))
    capitals = sum(1 for word in words if word[0].isupper())
    digits = sum(1 for word in words if word[0].isdigit())
    short = sum(1 for word in words if len(word) < 4)
    ends = bool(END.search(text[-8:]))
    sentences = len(MIDDLE.findall(text)) + ends
    first = text[0]
    dated = DIGIT.search(text, 0, 200) is not None
    symbols = size - letters - text.count(" ")
    return (
        n, size, letters / m, capitals / m, digits / m, short / m, text.count(",") / m, ends, text.endswith(":"),
        text.endswith(("…", "...")), sentences, first in "\"'“„«‘»", first.islower(), text.isupper(), symbols / size,
        "@" in text, "http" in text or "www." in text, any(c in text for c in "|•›→»>/"), first in "•-–—*·▪●‣◦", first.isdigit(),
        dated and bool(DATE.search(text[:200])), dated and bool(CLOCK.search(text[:200])), text.count("?"), text.count("(") + text.count("["),
        n if ends and n > 9 else 0, any(w in ("I", "we", "We", "my") for w in words[:30]),
    )  # fmt: skip


def _place(np: Any, outline: Outline, shape: Any, hints: Hints) -> Any:
    pieces = outline.pieces
    count = len(pieces)
    words, prose = shape[:, 0], shape[:, SHAPE.index("prose")]
    index = np.arange(count)
    total = max(float(words.sum()), 1.0)
    upto = np.cumsum(words) - words
    prose_upto = np.cumsum(prose) - prose
    all_prose = max(float(prose.sum()), 1.0)
    start, end = best_run(np.where(prose > 0, prose, -12.0).tolist())
    in_run = (index >= start) & (index < end)
    run_words = np.full(count, words[start:end].sum())
    same, same_core, core, near, overlap, title_same = _overlaps(pieces, prose.tolist(), hints.titles)
    after = np.full(count, 999.0)
    hits = [position for position, hit in enumerate(title_same) if hit]
    if hits:
        after = np.clip(
            index - np.array(hits)[np.clip(np.searchsorted(hits, index, side="right") - 1, 0, None)], -20, 200
        )
    last, following = distances(np, prose > 0)
    gap = np.array([piece.gap if not piece.soft else 0 for piece in pieces], dtype=np.float32)
    gap_after = np.append(gap[1:], 2)
    group, group_size = _groups(np, gap)
    heading = np.array([piece.kind == "heading" for piece in pieces], dtype=np.float32)
    level = np.array([piece.level for piece in pieces], dtype=np.float32)
    listed = np.array([piece.kind == "list_item" for piece in pieces], dtype=np.float32)
    list_run, list_prose = _list_runs(np, listed, prose)
    code = np.array(
        [
            ("heading", "paragraph", "list_item", "quote").index(p.kind)
            if p.kind in ("heading", "paragraph", "list_item", "quote")
            else 4
            for p in pieces
        ],
        dtype=np.float32,
    )
    colon = shape[:, SHAPE.index("colon_end")]
    columns = [
        index, count - index, upto / total, 1 - (upto + words) / total, same, same_core, core, near, overlap, title_same, after, in_run,
        index - start, end - index, run_words, last, following, _window(np, prose, 3), _window(np, prose, 8),
        prose_upto / all_prose, 1 - (prose_upto + prose) / all_prose, (prose_upto > 0) & (prose_upto + prose < all_prose), gap, gap_after,
        group, group_size, np.full(count, count), np.full(count, total), heading, level, listed, list_run, list_prose, np.append(code[1:], 9), np.append(0, colon[:-1]),
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _group_evidence(np: Any, outline: Outline, shape: Any, cues: Any) -> Any:
    """What a piece's company says: lines without white space between them are one thing, and share its fate."""
    pieces = outline.pieces
    count = len(pieces)
    if outline.boxes:
        gap = np.array(
            [0]
            + [
                int(a.box != b.box and outline.boxes[a.box].parent != outline.boxes[b.box].parent)
                for a, b in pairwise(pieces)
            ],
            dtype=np.float32,
        )
    else:
        gap = np.array([piece.gap for piece in pieces], dtype=np.float32)
    words, prose, ends = shape[:, 0], shape[:, SHAPE.index("prose")], shape[:, SHAPE.index("ends")]
    start = gap > 0
    start[:1] = True
    number = np.cumsum(start) - 1
    first = np.flatnonzero(start)
    size = np.bincount(number)
    last = first + size - 1

    def total(values: Any) -> Any:
        return np.bincount(number, weights=values)[number]

    own_gap = np.array([piece.gap for piece in pieces])
    style = own_gap * 3 + np.append(own_gap[1:], 2)
    common = np.bincount(style, weights=prose, minlength=9)
    fits = common[style] / max(float(prose.sum()), 1)
    folded = [piece.text.casefold() for piece in pieces]
    copy = np.array(
        [folded[i] in folded[max(0, i - 3) : i] or folded[i] in folded[i + 1 : i + 4] for i in range(count)]
    )
    said: Counter[str] = Counter()
    earlier = []
    for text in folded:
        earlier.append(said[text])
        said[text] += 1
    later = [said[text] - 1 - times for text, times in zip(folded, earlier, strict=True)]
    cut = (words > 14) & (ends == 0)
    heading = (words < 15) & (ends == 0) & (np.append(prose[1:], 0) > 0)
    kind = {name: column for column, name in enumerate(CATEGORIES)}
    columns = [
        total(prose) / np.maximum(total(words), 1), total(cues.any(axis=1)), total(words), words[first][number], ends[last][number],
        total(cues[:, kind["signup"]]), total(cues[:, kind["readalso"]]), fits, np.full(count, (prose > 0).mean()), copy, heading, np.append(fits[1:], 0) * (np.append(prose[1:], 0) > 0), cut, total(cut), earlier, later,
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _trail(np: Any, cues: Any) -> Any:
    """How far the last and the next line of some kinds of chrome are, and how many are around and before."""
    columns = []
    for name in TRAIL:
        flags = cues[:, CATEGORIES.index(name)] > 0
        columns += [*distances(np, flags), _window(np, flags, 6), np.cumsum(flags) - flags]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _hinted(np: Any, outline: Outline, hints: Hints) -> Any:
    """What the page's metadata says about each piece."""
    body = WORD.findall(hints.body)
    known = set(zip(body, body[1:], body[2:], strict=False))
    about = frozenset(WORD.findall(hints.description.lower()))
    wanted = [frozenset(WORD.findall(title.lower())) for title in hints.titles]
    boxes = outline.boxes
    rows = []
    path: dict[int, int] = {}
    since = 0
    for piece in outline.pieces:
        words = WORD.findall(piece.text)
        share = -1.0
        if known and len(words) > 2:
            share = sum(1 for three in zip(words, words[1:], words[2:], strict=False) if three in known) / (
                len(words) - 2
            )
        some = frozenset(word.lower() for word in words[:60])
        overlap = len(some & about) / len(about) if len(about) > 5 else -1.0
        since += 1
        if (
            len(words) < 40
            and wanted
            and (piece.kind == "heading" or not path)
            and any(len(some & title) > 0.7 * len(some | title) for title in wanted)
        ):
            since, path, index = 0, {}, piece.box
            while index >= 0:
                path[index] = boxes[index].depth
                index = boxes[index].parent
        up, index = 0, piece.box
        while path and index not in path and up < 40:
            up, index = up + 1, boxes[index].parent
        rows.append((share, bool(known), overlap, since if path else -1, up if path else -1))
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(HINTED))


def likely_title(pieces: list[Piece]) -> tuple[int, float]:
    """Index and score of the line over the first prose that shares most words with all the prose; (-1, 0) when none does.

    For text without metadata: a headline's words come back in the story, and often in the page's navigation too.
    """
    prose = [index for index, piece in enumerate(pieces) if len(piece.text) > 120 and END.search(piece.text[-8:])]
    if len(prose) < 2:
        return -1, 0.0
    spread = Counter(
        word for index in prose[:60] for word in set(WORD.findall(pieces[index].text.lower())) if len(word) > 3
    )
    first = next((index for index in prose if index + 1 in prose or index + 2 in prose or index + 3 in prose), prose[0])
    best, found = 0.0, -1
    for index in range(max(0, first - 40), first):
        words = [word for word in WORD.findall(pieces[index].text.lower()) if len(word) > 3]
        text = pieces[index].text
        if not 2 <= len(words) <= 16 or text.endswith((".", "…", ")", ":")) or cues_of(text):
            continue
        shared = sum(min(spread[word], 5) for word in words) / len(words) * min(len(words), 7) / 7
        value = shared * sum(1 for word in words if spread[word]) / len(words) * (1 - 0.3 * (first - index) / 40)
        if value > best:
            best, found = value, index
    return found, best


def best_run(weights: list[float]) -> tuple[int, int]:
    """Start and end of the contiguous run with the largest sum."""
    best, found, run, start = 0.0, (0, 0), 0.0, 0
    for position, weight in enumerate(weights):
        if run <= 0:
            run, start = 0.0, position
        run += weight
        if run > best:
            best, found = run, (start, position + 1)
    return found


def _overlaps(pieces: list[Piece], prose: list[float], titles: tuple[str, ...]) -> tuple[list[float], ...]:
    """Repetition, and how far a piece shares its longer words with the page's prose, its neighbourhood and the title."""
    folded = [" ".join(WORD.findall(piece.text.lower())) for piece in pieces]
    times = Counter(folded)
    sets = [
        frozenset(word for word in text.split() if len(word) > 4 or word.isdigit())
        if len(text) < 2000
        else frozenset(text.split()[:400])
        for text in folded
    ]
    spread = Counter(word for words, weight in zip(sets, prose, strict=True) if weight for word in words)
    lines = {text[:60] for text, weight in zip(folded, prose, strict=True) if weight}
    same, same_core, core, near, overlap, title_same = [], [], [], [], [], []
    recent: list[frozenset[str]] = []
    wanted = [frozenset(WORD.findall(title.lower())) for title in titles]
    for text, words, weight in zip(folded, sets, prose, strict=True):
        own = 1 if weight else 0
        n = max(len(words), 1)
        same.append(float(times[text]))
        same_core.append(float(not weight and text[:60] in lines))
        core.append(sum(1 for word in words if spread[word] > own) / n if words else -1.0)
        window = frozenset().union(*recent) if recent else frozenset()
        near.append(len(words & window) / n if words else -1.0)
        if weight:
            recent = [*recent[-3:], words]
        tokens = frozenset(text.split()) if len(text) < 400 else frozenset()
        overlap.append(max((len(tokens & title) / max(len(tokens | title), 1) for title in wanted), default=0.0))
        title_same.append(float(overlap[-1] > 0.6))
    return same, same_core, core, near, overlap, title_same


def distances(np: Any, flags: Any) -> tuple[Any, Any]:
    """Pieces since the last flagged one, and until the next, at most 99."""
    count = len(flags)
    index = np.arange(count)
    before = np.maximum.accumulate(np.where(flags, index, -99))
    before = np.append(-99, before[:-1])
    after = np.minimum.accumulate(np.where(flags, index, count + 99)[::-1])[::-1]
    after = np.append(after[1:], count + 99)
    return np.minimum(index - before, 99), np.minimum(after - index, 99)


def _window(np: Any, values: Any, reach: int) -> Any:
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    return total[np.minimum(index + reach + 1, len(values))] - total[np.maximum(index - reach, 0)]


def _groups(np: Any, gap: Any) -> tuple[Any, Any]:
    """Position in, and size of, the group of lines without white space between them."""
    if not len(gap):
        return gap, gap
    start = gap > 0
    start[0] = True
    number = np.cumsum(start) - 1
    first = np.flatnonzero(start)
    return np.arange(len(gap)) - first[number], np.bincount(number)[number]


def _list_runs(np: Any, listed: Any, prose: Any) -> tuple[Any, Any]:
    """Size of the run of list items around a piece, and the share of it that is prose."""
    if not len(listed):
        return listed, listed
    number = np.cumsum(np.append(True, listed[1:] != listed[:-1])) - 1
    size = np.bincount(number)
    share = np.bincount(number, weights=prose > 0) / size
    return size[number] * listed, share[number] * listed


def _markup(np: Any, outline: Outline, shape: Any) -> Any:
    boxes, pieces = outline.boxes, outline.pieces
    page_prose = max(boxes[0].prose, 1)
    count: Counter[int] = Counter()
    size: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    prose_of: Counter[int] = Counter()
    prose = shape[:, SHAPE.index("prose")].tolist()
    for piece, weight in zip(pieces, prose, strict=True):
        mark = boxes[piece.box].signature
        count[mark] += 1
        size[mark] += len(piece.text)
        linked[mark] += piece.link
        prose_of[mark] += weight > 0
    rows = []
    before: Piece | None = None
    for piece in pieces:
        box = boxes[piece.box]
        parent = boxes[box.parent] if box.parent >= 0 else box
        grand = boxes[parent.parent] if parent.parent >= 0 else parent
        mark, chars, tag = box.signature, len(piece.text), box.tag
        times = count[mark]
        top = box.seen.get("<ul>", box.seen.get("<ol>", -1))
        holder = parent if top >= 0 else box
        rows.append((
            piece.link / chars, piece.links, piece.strong / chars, piece.italic / chars, piece.clock / chars, piece.soft, box.depth,
            box.depth - box.trunk, box.trunk, box.chars, box.link / max(box.chars, 1), box.prose / page_prose,
            parent.chars, parent.link / max(parent.chars, 1), parent.prose / page_prose, parent.pieces,
            grand.link / max(grand.chars, 1), grand.prose / page_prose, grand.chars, times, size[mark] / times, linked[mark] / max(size[mark], 1), prose_of[mark] / times,
            box.nth, parent.children, before is not None and before.box == piece.box,
            before is not None and boxes[before.box].parent == box.parent,
            tag == "p", tag[0] == "h" and tag[1:].isdigit(), tag == "div", tag == "li", tag in ("td", "th"), piece.links == 1 and piece.link >= chars * 0.9,
            holder.link / max(holder.chars, 1) if top >= 0 else -1, holder.pieces if top >= 0 else 0,
        ))  # fmt: skip
        before = piece
    return np.array(rows, dtype=np.float32).reshape(len(pieces), len(MARKUP))


def _kinds(np: Any, outline: Outline) -> Any:
    """Levels up to the nearest element of each kind: 0 the piece's own, 30 none."""
    out = np.full((len(outline.pieces), len(KINDS)), 30, dtype=np.float32)
    place = {kind: column for column, kind in enumerate(KINDS)}
    for row, piece in enumerate(outline.pieces):
        box = outline.boxes[piece.box]
        line = out[row]
        for kind, depth in box.seen.items():
            line[place[kind]] = box.depth - depth
        for kind in piece.inner:
            line[place[kind]] = -1
    return out
