"""Sentence boundaries on the development split, against floors that only rise."""

import importlib.util
import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from narrator.script import segment

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[3] / "shared" / "data")) / "segmentation"
GATE = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
FLOORS = GATE["segmentation"]
CEILINGS = GATE["utterances"]  # these only fall

# The scorer leaves its data files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def figures():
    if not (DATA / "score.py").is_file():
        pytest.skip(f"no segmentation data in {DATA}; set NARRATOR_DATA")
    spec = importlib.util.spec_from_file_location("segmentation_score", DATA / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score.run(lambda text, language: list(segment(text, language)), DATA)


@pytest.mark.parametrize("key", FLOORS)
def test_floor(figures, key):
    found = figures[key]
    reached = found["F1"] if "F1" in found else found["rate"]
    assert reached >= FLOORS[key], f"{key}: {reached:.4f} is under its floor of {FLOORS[key]}"


def test_no_character_is_changed(figures):
    assert not any(found.get("changed") for found in figures.values())


def test_bad_cuts():
    """Share of cuts at 100 characters that a listener would stumble over, as benchmarks/bad_cuts.py counts them."""
    if not (DATA.parent / "extraction" / "truth.jsonl").is_file():
        pytest.skip(f"no articles in {DATA.parent}; set NARRATOR_DATA")
    path = Path(__file__).parents[2] / "benchmarks" / "bad_cuts.py"
    spec = importlib.util.spec_from_file_location("bad_cuts", path)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    total = Counter()
    for paragraphs in bench.articles(15):
        for text, pieces in zip(paragraphs, bench.ours(paragraphs, 100), strict=True):
            total += bench.judge(pieces, text)
    assert total["cuts"] > 500
    assert total["bad"] / total["cuts"] <= CEILINGS["bad cuts"]
