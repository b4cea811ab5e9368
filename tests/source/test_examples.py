"""The examples can be read, and their truth holds what they say and nothing else."""

from pathlib import Path

import lxml.html
import pytest

from narrator.settings import Fetch
from narrator.source import read

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGES = sorted(path for path in EXAMPLES.iterdir() if path.with_suffix(".truth.txt").exists())


def test_there_is_one_of_each_kind():
    assert {path.suffix for path in PAGES} == {".html", ".md", ".txt"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_truth_is_in_the_page(path):
    page = read(path, Fetch())
    written = page.content.decode()
    if page.media_type == "text/html":
        written = lxml.html.fromstring(written).text_content()
    if page.media_type == "text/markdown":
        written = written.replace("*", "").replace("](https://weather.example.org/orlen)", "").replace("[", "")
    written = " ".join(written.split())
    blocks = path.with_suffix(".truth.txt").read_text("utf-8").strip().split("\n\n")
    place = 0
    for block in blocks:
        number, dot, item = block.partition(". ")
        said = item if dot and number.isdigit() else block  # HTML does not write the numbers of its lists
        place = written.find(said, place)
        assert place >= 0, f"not in the page, or not in this order: {block}"
    assert 300 <= sum(len(block.split()) for block in blocks) <= 600
