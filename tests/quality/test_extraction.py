"""Article cleaning on the development pages, each by a model that never saw its site, against floors that only rise."""

import gzip
import hashlib
import importlib.util
import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from narrator.article.cleaning import clean
from narrator.article.forest import Model
from narrator.errors import NotAnArticle
from narrator.model import Page
from narrator.settings import Clean

HERE = Path(__file__).parent
DATA = Path(os.environ.get("NARRATOR_DATA", HERE.parents[2] / "shared" / "data")) / "extraction"
GATE = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
FLOORS, CEILINGS = GATE["extraction"], GATE["extraction-ceilings"]


def load(name):
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def models():
    """The five models of each kind; model k was trained without the sites of fold k."""
    return {
        (kind, fold): Model(json.loads(gzip.decompress((HERE / "models" / f"{kind}-{fold}.json.gz").read_bytes())))
        for kind in ("markup", "text")
        for fold in range(5)
    }


def page_of(truth, kind):
    if kind == "text":
        content = (DATA / "dump" / f"{truth['id']}.txt").read_text(encoding="utf-8")
        return Page(content=content, media_type="text/plain")
    content = gzip.decompress((DATA / "html" / f"{truth['id']}.html.gz").read_bytes())
    return Page(content=content, url=truth["url"], media_type="text/html")


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    if not (DATA / "truth.jsonl").is_file():
        pytest.skip(f"no extraction data in {DATA}; set NARRATOR_DATA")
    score, by_fold = load("score"), models()
    truths = score.load_truth(DATA)
    found = {}
    for kind in ("markup", "text"):
        texts, about = {}, {}
        for truth in truths:
            fold = int(hashlib.sha256(truth["site"].encode()).hexdigest(), 16) % 5
            try:
                article = clean(page_of(truth, kind), Clean(), models=lambda name, fold=fold: by_fold[name, fold])
            except NotAnArticle:
                continue
            texts[truth["id"]] = article.text
            headings = [block.text for block in article.blocks if block.kind == "heading"]
            lines = "\n".join(block.text for block in article.blocks)
            about[truth["id"]] = {
                "text": lines,
                "title": article.title,
                "authors": list(article.byline),
                "published": article.published,
                "headings": headings,
            }
        result, _ = score.evaluate(truths, texts)
        found |= {
            f"{kind} F1": result["F1"],
            f"{kind} worst tenth": result["worst10"],
            f"{kind} exact": result["exact"],
        }
        for part in ("aeb", "wcxb", "moz"):
            found[f"{kind} F1 {part}"] = score.evaluate([truth for truth in truths if truth["set"] == part], texts)[0][
                "F1"
            ]
        if kind == "markup":
            path = tmp_path_factory.mktemp("extraction") / "predictions.json"
            path.write_text(json.dumps(about), encoding="utf-8")
    return found, path


@pytest.fixture(scope="module")
def about(figures):
    """What score_meta.py prints."""
    from contextlib import redirect_stdout
    from io import StringIO
    from unittest.mock import patch

    out = StringIO()
    with redirect_stdout(out), patch("sys.argv", ["score_meta.py", str(DATA), str(figures[1])]):
        load("score_meta").main()
    return {
        name.strip(): float(value)
        for name, value in re.findall(r"^(.+?) +\d+/\d+ ([\d.]+)$", out.getvalue(), re.MULTILINE)
    }


# The scorer leaves its data files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.mark.parametrize("key", FLOORS)
def test_floor(figures, about, key):
    reached = {**figures[0], **about}[key]
    assert reached >= FLOORS[key], f"{key}: {reached:.4f} is under its floor of {FLOORS[key]}"


@pytest.mark.parametrize("key", CEILINGS)
def test_ceiling(about, key):
    assert about[key] <= CEILINGS[key], f"{key}: {about[key]:.4f} is over its ceiling of {CEILINGS[key]}"
