"""From single judgements to one coherent article.

A first model judges each piece by its own evidence. A second one sees that evidence again, with the first one's opinion
of the neighbours and of the page around them. Then the sequence is decoded: the cheapest path through "in" and "out",
where every change of state has its price.
"""

from __future__ import annotations

from typing import Any

from narrator.article.evidence import best_run, distances, shift
from narrator.article.forest import Model

NEIGHBOURS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
CONTEXT = (
    "p", *(f"p{by:+d}" for by in NEIGHBOURS),
    *(f"{name}{reach}" for reach in (2, 5, 10, 20) for name in ("wmean", "mean")),
    *(f"{name}{reach}" for reach in (3, 8, 20) for name in ("before", "after")),
    "mass_before", "mass_after", "words_before", "words_after", "in_run", "from_start", "to_end", "run_words",
    "last_sure", "next_sure", "last_long", "next_long", "last_out", "next_out", "share_in", "words_in",
)  # fmt: skip


def probability(np: Any, odds: Any) -> Any:
    """Log odds -> probability."""
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))


def context(np: Any, prob: Any, words: Any) -> Any:
    """Second-stage columns (CONTEXT) from first-stage probabilities and words a piece."""
    count = len(prob)
    index = np.arange(count)
    sums = [np.concatenate([[0.0], np.cumsum(values)]) for values in (prob * words, words, prob)]
    mass, size, share = sums
    columns = [prob, *(shift(np, prob, by, -0.1) for by in NEIGHBOURS)]
    for reach in (2, 5, 10, 20):
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        columns += [(mass[high] - mass[low]) / np.maximum(size[high] - size[low], 1), (share[high] - share[low]) / (high - low)]
    for reach in (3, 8, 20):
        low, high, following = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count), np.minimum(index + 1, count)
        columns += [(share[index] - share[low]) / np.maximum(index - low, 1), (share[high] - share[following]) / np.maximum(high - following, 1)]
    total = max(float(mass[-1]), 1.0)
    start, end = best_run((words * (prob - 0.5)).tolist())
    columns += [mass[:-1] / total, 1 - mass[1:] / total, mass[:-1], total - mass[1:]]
    columns += [(index >= start) & (index < end), index - start, end - index, np.full(count, words[start:end].sum())]
    for flags in (prob > 0.7, (prob > 0.7) & (words > 9), prob < 0.1):
        columns += distances(np, flags)
    columns += [np.full(count, (prob > 0.5).mean() if count else 0), np.full(count, total)]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def decode(odds: list[float], start: float, stop: float) -> list[bool]:
    """The path through "out" and "in" with the best sum of log odds, when entering costs `start` and leaving `stop`."""
    out, inside = 0.0, -start
    back: list[tuple[bool, bool]] = []
    for value in odds:
        inside += value
        left, stay = inside - stop > out, inside >= out - start
        back.append((left, stay))
        out, inside = (inside - stop if left else out), (inside if stay else out - start)
    state = False
    path = []
    for left, stay in reversed(back):
        state = stay if state else left
        path.append(state)
    return path[::-1]


def judge(model: Model, rows: Any) -> tuple[list[bool], list[float]]:
    """Kept or not, and the probability, for each piece."""
    import numpy as np  # noqa: PLC0415 - imported when the first page is judged

    words = rows[:, 0].astype(np.float64)
    first = probability(np, model.first.score(rows))
    odds = model.second.score(np.concatenate([rows, context(np, first, words)], axis=1))
    weight = np.sqrt(np.minimum(words, 60)) / 3
    kept = decode(((odds + model.shift) * weight).tolist(), model.start, model.stop)
    return kept, probability(np, odds).tolist()
