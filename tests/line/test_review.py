"""The page for editors: everything kept and everything left out is on it, as text."""

import json
import re

import pytest
from lxml import html

from narrator import extract


@pytest.fixture
def page(command, story, tmp_path):
    done = command("script", story, "--html", tmp_path / "review.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'review.html'}\n"
    return html.fromstring((tmp_path / "review.html").read_text("utf-8"))


def test_everything_is_there_in_order(page, story):
    article = extract(story.read_text("utf-8"))
    words = page.text_content()
    places = [words.index(block.text) for block in article.blocks]
    assert places == sorted(places)
    struck = [node.text_content() for node in page.iter("del")]
    assert struck[1:] == [span.text for span in article.removed]  # the first stands in the key
    assert "said:" in words
    assert page.cssselect("section.out h6")


def test_nothing_in_it_can_run(command, tmp_path):
    attack = (
        "<script>alert(1)</script> & <img src=x onerror=alert(2)> were found on the wall of the town hall on Monday."
    )
    (tmp_path / "x.txt").write_text("\n\n".join([attack] * 4), "utf-8")
    done = command("script", "x.txt", "--title", '"><script>alert(3)</script>', "--html", "r.html")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "r.html").read_text("utf-8")
    assert not list(html.fromstring(written).iter("script", "img", "iframe", "link"))
    assert "default-src 'none'" in written


def test_what_an_editor_drops_is_dropped(command, story):
    told = json.loads(command("script", story, "--drop", "Fishermen in the harbour", "--json").stdout)
    said = " ".join(one["text"] for chapter in told["chapters"] for one in chapter["utterances"])
    assert "Fishermen" not in said
    assert any(re.match("Fishermen", span["text"]) for span in told["removed"])


WALLED = """<html><head><title>The bridge</title></head><body><article><h1>The bridge of Vell is closed for the winter</h1>
<p>The bridge of Vell was closed on Monday after engineers had found cracks in two of its nine arches, the council said.</p>
<p>Nobody knows how long the repair will take. The mayor spoke of weeks, the engineers of months, and the ferryman smiled.</p>
<p>Until then the only way across the river is the small ferry, which carries twelve people and no cars at all.</p>
<div class="paywall">Subscribe to continue reading this story. Already a subscriber? Log in.</div></article></body></html>"""


def test_a_story_behind_a_wall_is_said_to_be_cut(command, tmp_path):
    (tmp_path / "wall.html").write_text(WALLED, "utf-8")
    done = command("make", "wall.html", "--engine", "espeak", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "warning:" in done.stderr
    assert "Subscribe to continue" not in next((tmp_path / "out").glob("*/*.script.txt")).read_text("utf-8")
