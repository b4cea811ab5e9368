"""Articles that nobody would write, but somebody's system sends, through the whole line."""

import json

import pytest
from lxml import etree

from narrator import pipeline, publish
from narrator.model import Article, Block
from narrator.settings import load
from narrator.store import FolderStore

ODD = "Line one\r\nline\0two \u202eאבג مرحبا\u202c 🚀👩‍👩‍👧 \ud83d <b>&amp; "
LONG = (ODD * 30)[:1000]


@pytest.fixture(scope="module")
def episode(tmp_path_factory):
    """300 headings, each odd in its way, under a headline of 1,000 characters."""
    blocks = []
    for number in range(300):
        title = LONG if number == 150 else f"{number} {ODD[number % 40 :][:9]}"
        blocks += [
            Block(kind="heading", level=2, text=title),
            Block(kind="paragraph", text=f"This is passage {number}."),
        ]
    article = Article(
        title=LONG, byline=(ODD, LONG), url="https://example.org/odd", language="en", blocks=tuple(blocks)
    )
    root = tmp_path_factory.mktemp("odd")
    speech = {"engine": "espeak", "cache": str(root / "cache")}
    quick = dict.fromkeys(("sentence", "paragraph", "heading", "section"), 50)
    flags = {"speech": speech, "espeak": {"rate": 450}, "script": {"pauses": quick}}
    settings = load(env={}, flags=flags)
    return pipeline.make(article, settings, output=root / "out")


def test_300_odd_headings_make_a_whole_episode_that_others_can_read(episode):
    facts = pipeline.check(episode.path)
    told = [(chapter.start_ms, chapter.title) for chapter in episode.chapters]
    assert told == [(chapter.start, chapter.title) for chapter in facts.tag.chapters]
    assert 30 < len(told) <= 255
    assert not {char for _, title in told for char in title} & set("\0\r\n\u202e\u202c\ud83d")
    for kind, file in episode.manifest["files"].items():
        text = (episode.path / file["file"]).read_bytes().decode("utf-8")
        assert "\0" not in text
        if file["file"].endswith(".json"):
            json.loads(text)
        assert kind not in {"vtt", "srt"} or text.count("-->") >= 300
    publish.build_feed(FolderStore(episode.path.parent), load(env={}).podcast)
    (item,) = etree.parse(episode.path.parent / "feed.xml").iter("item")
    assert "Line one line" in item.findtext("title")


def test_words_that_are_no_text_are_mended(command, story, tmp_path):
    odd = "Half \udcff a word"  # what Python makes of an argument that is not UTF-8
    done = command("make", story, "--engine", "espeak", "-o", "out", "--title", odd, "--correction", odd)
    assert done.returncode == 0, done.stderr
    (manifest,) = (tmp_path / "out").glob("*/episode.json")
    assert json.loads(manifest.read_text("utf-8"))["title"] == "Half \ufffd a word"
