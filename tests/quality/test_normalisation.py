"""Spoken forms on the development split, against floors that only rise.

`strict` shares by the keys of the split's own scorer; "de without ordinal" leaves out the class whose readings the split
itself calls arbitrary. Classes under ten cases are not gated one by one.
"""

import importlib.util
import os
import tomllib
from pathlib import Path

import pytest

from narrator.script.spoken import normalize

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[3] / "shared" / "data")) / "normalisation"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["normalisation"]

# The scorer leaves its data files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def figures():
    if not (DATA / "score.py").is_file():
        pytest.skip(f"no normalisation data in {DATA}; set NARRATOR_DATA")
    spec = importlib.util.spec_from_file_location("normalisation_score", DATA / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    # The scorer takes an exception for a miss; here it ends the test.
    found = score.run(_safe, DATA)
    every, ordinal = found["de ALL"], found["de ordinal"]
    cases = every["n"] - ordinal["n"]
    found["de without ordinal"] = {
        "strict": (every["strict"] * every["n"] - ordinal["strict"] * ordinal["n"]) / cases,
        "residue": every["residue"],
    }
    return found


ERRORS = []


def _safe(text, language):
    try:
        return normalize(text, language)
    except Exception as error:
        ERRORS.append((language, text, repr(error)))
        raise


@pytest.mark.parametrize("key", FLOORS)
def test_floor(figures, key):
    reached = figures[key]["strict"]
    assert reached >= FLOORS[key], f"{key}: {reached:.4f} is under its floor of {FLOORS[key]}"


def test_nothing_is_left_unread_in_english(figures):
    assert figures["en ALL"]["residue"] == 0


def test_no_case_raises(figures):
    assert figures
    assert ERRORS == []
