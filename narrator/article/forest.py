"""Boosted trees from a plain JSON file, evaluated with numpy alone.

Every inner node of every tree is tested at once; each failed test strikes out the leaves on its left side as bits of a
word, and the lowest bit that is left names the leaf. That needs no loop over trees or depths (at most 16 leaves a tree).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

LEAVES = 16
CHUNK = 4096  # rows evaluated at once: keeps memory flat on huge pages


class Forest:
    """One boosted model: `score` gives the log odds of each row."""

    def __init__(self, table: dict[str, Any]) -> None:
        import numpy as np

        self.np = np
        self.bias = float(table["bias"])
        self.feature = np.array(table["feature"], dtype=np.intp)
        self.threshold = np.array(table["threshold"], dtype=np.float32)
        self.mask = np.array(table["mask"], dtype=np.uint16)
        self.starts = np.array(table["starts"], dtype=np.intp)
        self.leaves = np.array(table["leaves"], dtype=np.float32)
        self.first_leaf = np.array(table["first_leaf"], dtype=np.intp)
        self.bit = np.zeros(1 << LEAVES, dtype=np.uint8)
        for place in range(LEAVES - 1, -1, -1):
            self.bit[1 << place :: 1 << (place + 1)] = place

    def score(self, rows: Any) -> Any:
        """Log odds, one a row."""
        np = self.np
        out = np.empty(len(rows), dtype=np.float64)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            left = part[:, self.feature] <= self.threshold
            words = np.where(left, np.uint16(0xFFFF), self.mask)
            alive = np.bitwise_and.reduceat(words, self.starts, axis=1)
            leaf = self.bit[alive] + self.first_leaf
            out[start : start + CHUNK] = self.bias + self.leaves[leaf].sum(axis=1, dtype=np.float64)
        return out


def flatten(trees: list[dict[str, Any]], bias: float = 0.0) -> dict[str, Any]:
    """The file form of trees given as nested {"feature", "threshold", "left", "right"} and {"leaf"}; for the trainer."""
    table: dict[str, Any] = {
        "bias": bias,
        "feature": [],
        "threshold": [],
        "mask": [],
        "starts": [],
        "leaves": [],
        "first_leaf": [],
    }
    for tree in trees:
        table["starts"].append(len(table["feature"]))
        table["first_leaf"].append(len(table["leaves"]))
        _flatten(tree, table, 0)
        if len(table["feature"]) == table["starts"][-1]:  # a tree that is one leaf still needs a test
            table["feature"].append(0)
            table["threshold"].append(0.0)
            table["mask"].append(0xFFFF)
    return table


def _flatten(node: dict[str, Any], table: dict[str, Any], base: int) -> int:
    """Append `node`, whose leaves start at bit `base`; returns the number of its leaves."""
    if "leaf" in node:
        table["leaves"].append(node["leaf"])
        return 1
    place = len(table["feature"])
    table["feature"].append(node["feature"])
    table["threshold"].append(node["threshold"])
    table["mask"].append(0)
    left = _flatten(node["left"], table, base)
    table["mask"][place] = 0xFFFF & ~(((1 << left) - 1) << base)
    return left + _flatten(node["right"], table, base + left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """Settings of `sequence.decode`, chosen with the model."""

    blend: float = 0.0
    group: float = 0.0
    change: float = 0.0


class Model:
    """What one file holds: the trees, and the settings of the decoder."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.header = table["header"]
        self.forest = Forest(table["forest"])
        self.decoding = Decoding(**table["decoding"])


@lru_cache(maxsize=2)
def shipped(name: str) -> Model:
    """The model that comes with narrator: "markup" or "text"."""
    return Model(json.loads(resources.files("narrator.article").joinpath("models", f"{name}.json").read_text("utf-8")))
