"""Every fault of a network engine, through the whole line: the bytes of a faultless run, or an error and nothing there."""

import pytest

from narrator import pipeline
from narrator.errors import EngineUnavailable, NarratorError, SpeechError
from narrator.model import Article, Block

PASSING = (
    "429-after",
    "500",
    "503",
    "html",
    "sorry",
    "empty",
    "none",
    "garbage",
    "cut-mp3",
    "cut-base64",
    "silence",
    "reset",
    "half",
    "hang",
)
LASTING = (
    "400",
    "403",
    "404",
    "429",
    "429-later",
    "500",
    "sorry",
    "redirect",
    "empty",
    "cut-base64",
    "silence",
    "half",
    "drip",
    "huge",
)
ARTICLE = Article(
    title="Ice on the harbour", language="en", sha256="1ce" * 21 + "0",
    blocks=tuple(Block(kind="paragraph", text=text) for text in ("The harbour froze over.", "Nobody had seen it before.")),
)  # fmt: skip


@pytest.fixture
def run(google_settings, tmp_path):
    """run("out") makes the article's episode there, with a cache of its own, and returns its files."""

    def make(out):
        conditions = google_settings(
            speech={"engine": "gtts", "retries": 3, "retry_wait_s": 0.01, "cache": str(tmp_path / f"{out}-cache")},
            gtts={"timeout_s": 1.0},
        )
        pipeline.make(ARTICLE, conditions, output=tmp_path / out)
        return files(tmp_path / out)

    return make


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_passes_leaves_the_bundle_of_a_run_without_faults(google, run):
    expected = run("faultless")
    for first, second in zip(PASSING[::2], PASSING[1::2], strict=True):
        google.script(first, "ok", second)
        assert run(f"{first}-{second}") == expected


def test_what_lasts_publishes_nothing(google, run, tmp_path):
    for fault in LASTING:
        google.script("ok", "ok")
        google.mode = fault
        with pytest.raises((EngineUnavailable, SpeechError)) as caught:
            run(fault)
        assert isinstance(caught.value, NarratorError)
        assert caught.value.hint, fault
        assert files(tmp_path / fault) == {}, fault
    google.mode, asked = "ok", google.count
    assert run(LASTING[0]) == run("faultless")
    assert google.count - asked == 4 + 2  # what was said before it failed is not asked for again
