"""From single judgements to one coherent article.

The forest gives each piece its odds by its own evidence, its neighbours' and its place in the page. Then the page is
decoded as a whole, in four steps, each with one figure in the model's file:

* `blend`: odds are mixed with those of the pieces beside, so that a lone doubt inside a confident run is overruled;
* `group`: pieces of one family share their odds: in a text, a few lines without white space between them; in HTML, all
  that stand in the same kind of element, whose ancestors are of the same kinds;
* the cut is put where the expected F1 of the article, over its words, is best. On a page that the forest is sure of that
  is near one half; where it hesitates about everything the cut falls, so that an odd page still gives an article;
* `change`: the best path through "in" and "out", where every change of state has its price, makes the article one
  coherent run with holes punched for boxes.
"""

from __future__ import annotations

from typing import Any

from narrator.article.evidence import GROUP_SIZE, PLACE_IN_GROUP, WORDS, shift
from narrator.article.forest import Decoding, Model
from narrator.article.piece import Outline

HIGHEST, LOWEST = 0.6, 0.1  # bounds of the cut: chrome below, doubt above
SMALLEST_FAMILY = 3
LARGEST_GROUP = 8  # more lines than this without white space are how the text was copied, not what belongs together


def judge(model: Model, rows: Any, outline: Outline) -> tuple[list[bool], list[float]]:
    """Kept or not, and the probability, for each piece, by its row of `evidence.matrix`."""
    import numpy as np

    odds, kept = decode(np, model.forest.score(rows), rows, families(np, rows, outline), model.decoding)
    return kept, (1 / (1 + np.exp(-odds))).tolist()


def families(np: Any, rows: Any, outline: Outline) -> tuple[Any, Any]:
    """Number of each piece's family, -1 for none, and its weight in it."""
    if outline.boxes:
        _, number = np.unique([outline.boxes[piece.box].signature for piece in outline.pieces], return_inverse=True)
        return np.where(np.bincount(number)[number] >= SMALLEST_FAMILY, number, -1), np.ones(len(rows))
    size = rows[:, GROUP_SIZE]
    number = np.cumsum(rows[:, PLACE_IN_GROUP] == 0) - 1
    return np.where((size > 1) & (size <= LARGEST_GROUP), number, -1), np.maximum(rows[:, WORDS], 1)


def decode(np: Any, odds: Any, rows: Any, family: tuple[Any, Any], by: Decoding) -> tuple[Any, list[bool]]:
    """The odds after blending, and which pieces are kept."""
    words = rows[:, WORDS].astype(np.float64)
    odds = _grouped(np, _blended(np, np.clip(odds, -9, 9), by.blend), family, by.group)
    level = cut(np, 1 / (1 + np.exp(-odds)), words)
    above = odds - np.log(level / (1 - level))
    if not by.change:
        return odds, (above >= 0).tolist()
    return odds, _path((above * np.sqrt(np.minimum(words, 60)) / 3).tolist(), by.change)


def _blended(np: Any, odds: Any, blend: float) -> Any:
    """Odds with a share of the neighbours': `blend` of the nearest, half of it of the next; beyond the ends is chrome."""
    if not blend or len(odds) < 3:
        return odds
    near = shift(np, odds, 1, -2) + shift(np, odds, -1, -2)
    further = shift(np, odds, 2, -2) + shift(np, odds, -2, -2)
    return (odds + blend * near + blend / 2 * further) / (1 + 3 * blend)


def _grouped(np: Any, odds: Any, family: tuple[Any, Any], share: float) -> Any:
    """Odds with `share` of the mean of the family."""
    number, weight = family
    if not share or not len(odds) or number.max() < 0:
        return odds
    own = np.maximum(number, 0)
    counted = weight * (number >= 0)
    mean = np.bincount(own, weights=counted * odds) / np.maximum(np.bincount(own, weights=counted), 1e-9)
    return np.where(number >= 0, (1 - share) * odds + share * mean[own], odds)


def cut(np: Any, prob: Any, words: Any) -> float:
    """The probability from which on pieces are kept: where the expected F1 over words is largest."""
    order = np.argsort(-prob, kind="stable")
    size = words[order]
    likely = size * prob[order]
    f1 = 2 * np.cumsum(likely) / (np.cumsum(size) + likely.sum() + 1e-9)
    return float(min(max(prob[order][int(np.argmax(f1))], LOWEST), HIGHEST))


def _path(gains: list[float], change: float) -> list[bool]:
    """The path through "out" and "in" with the best sum of gains, when each change of state costs `change`."""
    out, inside = 0.0, -change
    back: list[tuple[bool, bool]] = []
    for gain in gains:
        inside += gain
        left, stay = inside - change > out, inside >= out - change
        back.append((left, stay))
        out, inside = (inside - change if left else out), (inside if stay else out - change)
    state = False
    path = []
    for left, stay in reversed(back):
        state = stay if state else left
        path.append(state)
    return path[::-1]
