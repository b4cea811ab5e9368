"""Sentence boundaries on the development split, against floors that only rise."""

import importlib.util
import os
import tomllib
from pathlib import Path

import pytest

from narrator.script import segment

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[3] / "shared" / "data")) / "segmentation"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["segmentation"]

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
