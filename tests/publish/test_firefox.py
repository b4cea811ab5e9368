"""The page in a real Firefox, which shares no code with the browser of test_page.py."""

import importlib.util
from pathlib import Path

import pytest

from narrator.model import slug
from narrator.publish import build_feed, publish
from narrator.settings import Show
from narrator.store import FolderStore

TIME = "document.querySelector('audio').currentTime"
READY = "document.querySelector('audio').readyState > 0"
WATCH = (
    "(window.sought = null, document.querySelector('audio').addEventListener('seeking',"
    " event => { window.sought ??= event.target.currentTime; }, { once: true }), 1)"
)


def put(bundle, root):
    return publish(bundle, FolderStore(root), slug(bundle.title, bundle.article.identity))


@pytest.fixture(scope="module")
def firefox(program, tmp_path_factory):
    spec = importlib.util.spec_from_file_location("firefox", Path(__file__).with_name("firefox.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    running = module.Firefox(program("firefox-esr"), program("pulseaudio"), tmp_path_factory.mktemp("firefox"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def bundle(make_bundle):
    return make_bundle()


@pytest.fixture(scope="module")
def episode(bundle, tmp_path_factory):
    made = put(bundle, tmp_path_factory.mktemp("page"))
    build_feed(FolderStore(made.path.parent), Show())
    return made


@pytest.fixture(scope="module")
def address(episode, serve):
    return f"{serve(episode.path.parent)}/{episode.path.name}/index.html"


@pytest.fixture
def page(firefox, address):
    opened = firefox.page()
    opened.open(address)
    opened.wait_for(READY)
    return opened


def test_it_plays_and_the_highlight_keeps_up(page, bundle):
    page.click(*page.middle(".play"))
    page.wait_for(f"{TIME} > 0.3")
    timeline = bundle.recording.timeline
    for index in (4, 9):
        start = timeline.cues[index].start / timeline.rate
        seen = []
        for _ in range(5):  # a machine that is busy may miss a frame or two
            seen.append(page.run(
                f"new Promise(done => {{ document.querySelector('audio').currentTime = {start - 0.4};"
                f" const look = () => {{ const on = document.querySelector('#s{index}.on'), t = {TIME};"
                f" if (on && t < {start} + 2) done(t - {start}); else requestAnimationFrame(look); }};"
                " requestAnimationFrame(() => requestAnimationFrame(look)); })"
            ))  # fmt: skip
            if -0.05 <= seen[-1] <= 0.15:
                break
        assert -0.05 <= seen[-1] <= 0.15, seen
    assert page.run("document.querySelector('.s.on b.on').textContent") in timeline.cues[9].utterance.text
    assert page.complaints == []


def test_chapters_words_and_deep_links_seek(page, address, bundle, episode):
    for number, chapter in enumerate(episode.chapters):
        page.run(f"document.querySelectorAll('.chapters a')[{number}].click()")
        page.run("document.querySelector('audio').pause()")
        assert page.run(TIME) == pytest.approx(chapter.start_ms / 1000, abs=0.1)
    page.wait_for("!document.querySelector('audio').seeking")
    index, cue = next(
        (i, cue)
        for i, cue in enumerate(bundle.recording.timeline.cues)
        if cue.utterance.text.startswith("The repair costs")
    )
    page.run(f"location.hash = 's{index}'")  # divides the sentence into words
    spot = page.wait_for(
        f"(b => {{ if (!b) return null; b.scrollIntoView({{ block: 'center', behavior: 'instant' }});"
        " const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })"
        f"([...document.querySelectorAll('#s{index} b')].find(b => b.textContent === 'council'))"
    )
    page.wait_for("!document.querySelector('audio').seeking")
    page.run(WATCH)
    page.click(*spot)
    word = next(word for word in cue.words if cue.utterance.spoken[word.first : word.last] == "council")
    assert page.wait_for("window.sought") == pytest.approx(word.start_ms / 1000, abs=0.1)
    page.open(f"{address}?again#t=12")
    page.wait_for(f"{READY} && Math.abs({TIME} - 12) < 0.1")
    page.run("location.hash = 'chapter-3'")
    page.wait_for(f"Math.abs({TIME} - {episode.chapters[2].start_ms / 1000}) < 0.1")
    assert page.complaints == []


def test_by_keyboard_alone(page):
    page.key(" ")
    page.wait_for(f"!document.querySelector('audio').paused && {TIME} > 0.1")
    page.key("k")
    page.wait_for("document.querySelector('audio').paused")
    start = page.run(TIME)
    page.key("l")
    page.wait_for(f"Math.abs({TIME} - {start} - 15) < 0.1")
    page.key("ArrowLeft")
    page.wait_for(f"Math.abs({TIME} - {start} - 10) < 0.1")
    page.key("]")
    page.wait_for("document.querySelector('audio').playbackRate === 1.25")
    reached = set()
    for _ in range(20):
        page.key("Tab")
        reached.add(page.run("document.activeElement.className || document.activeElement.tagName"))
    assert {"back", "play", "forward", "seek", "speed", "volume", "copy"} <= reached


def test_from_a_file(firefox, episode):
    page = firefox.page()
    page.open(f"file://{episode.path}/index.html")
    page.wait_for(READY)
    page.run("document.querySelectorAll('.chapters a')[2].click()")
    page.wait_for(f"{TIME} >= {episode.chapters[2].start_ms / 1000} - 0.1")
    assert page.complaints == []


def test_without_scripts(firefox, address):
    page = firefox.page(scripts=False)
    page.open(address)
    assert page.box("audio")["height"] > 20
    assert page.box(".custom")["height"] == 0
    assert "nine votes to four" in page.text("article")


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1440, False)])
def test_it_fits_and_axe_finds_nothing(firefox, address, package, width, dark):
    axe = (package("axe-core") / "axe.min.js").read_text("utf-8")
    for url in (address, address.rsplit("/", 2)[0] + "/index.html"):
        page = firefox.page(width=width, dark=dark)
        page.open(url)
        assert page.run("innerWidth") == width
        assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.run("matchMedia('(prefers-color-scheme: dark)').matches") == dark
        found = page.run(
            f"(() => {{ const module = undefined, exports = undefined; {axe}; return axe; }})()"
            ".run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html)))"
        )
        assert found == []
        assert page.complaints == []
