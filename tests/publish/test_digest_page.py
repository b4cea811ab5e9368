"""The page of a digest in a real Chromium: readable at the word that is being said, and its list leads to the articles."""

from pathlib import Path

import pytest

from narrator.digesting import digest
from narrator.settings import load

PAGES = Path(__file__).parent.parent / "line" / "briefing"


@pytest.fixture(scope="module")
def briefing(tmp_path_factory):
    root = tmp_path_factory.mktemp("digest")
    settings = load(env={}, flags={"speech": {"engine": "espeak", "cache": str(root / "cache")}})
    sources = [PAGES / "leuchtturm.html", PAGES / "market.md"]
    return digest(sources, settings, title="Two of them", output=root / "out")


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1440, False)])
def test_axe_finds_nothing_and_the_list_leads_on(browser, serve, package, briefing, width, dark):
    address = f"{serve(briefing.path.parent)}/{briefing.path.name}/index.html"
    axe = (package("axe-core") / "axe.min.js").read_text("utf-8")
    page = browser.page(width=width, dark=dark)
    page.open(address)
    page.wait_for("document.querySelector('audio').readyState > 0")
    page.run("location.hash = 't=' + (+document.querySelector('.contents .s').dataset.t / 1000 + 0.4);1")
    page.wait_for("!!document.querySelector('.contents .s.on')")
    page.call("Page.setBypassCSP", enabled=True)
    page.run(f"{axe};1")
    found = page.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html)))")
    assert found == []
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    target = next(chapter for chapter in briefing.chapters if chapter.part == 1)
    page.run("document.querySelector('.contents li:nth-child(2) a').click();1")
    page.wait_for(f"Math.abs(document.querySelector('audio').currentTime - {target.start / target.rate}) < 0.1")
