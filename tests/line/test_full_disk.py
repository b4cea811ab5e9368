"""A disk that is full, or fails, at every write of a run: the new bundle or the old one, never a piece of either."""

import resource
import shutil
import signal

import pytest

from narrator import pipeline, publish, speech
from narrator.errors import OutputError
from narrator.events import Warned
from narrator.model import Page
from narrator.settings import load
from narrator.speech import ClipCache
from narrator.store import FolderStore

STORY = """<html lang="en"><head><link rel="canonical" href="https://example.org/mill">
<meta property="article:published_time" content="2026-03-02T08:00:00Z"></head><body><article><h1>The old mill opens its doors</h1>
<p>The mill at the end of the long lane has been closed for thirty years, and on Sunday it opens again, {how}.</p>
<p>Its wheel turns, its stones are new, and nobody who lives nearby remembers how loud it used to be.</p></article></body></html>"""


def page(how):
    return Page(name="mill.html", content=STORY.format(how=how).encode(), media_type="text/html")


def tree(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Full(FolderStore):
    """A store whose n-th put finds the disk full."""

    def __init__(self, root, puts):
        super().__init__(root)
        self.puts = puts

    def put(self, name, data):
        self.puts -= 1
        if self.puts == -1:
            raise OutputError(f"Cannot write {name}: No space left on device.")
        super().put(name, data)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return Runs(tmp_path_factory.mktemp("runs"))


class Runs:
    """An episode in a feed, what becomes of it when its article changes, and how to make that happen in a copy."""

    def __init__(self, root):
        self.root = root
        self.number = 0
        flags = {"speech": {"engine": "espeak", "cache": str(root / "cache")}}
        self.settings = load(env={}, flags={**flags, "podcast": {"base_url": "https://example.org/"}})
        pipeline.make(page("for an hour"), self.settings, output=root / "old")
        publish.build_feed(FolderStore(root / "old"), self.settings.podcast)
        self.old = tree(root / "old")
        shutil.copytree(root / "old", root / "new")
        pipeline.make(page("for a day"), self.settings, output=root / "new")
        self.new = tree(root / "new")
        (self.manifest,) = (name for name in self.old if name.endswith("episode.json"))
        assert self.old[self.manifest] != self.new[self.manifest]

    def copy(self):
        self.number += 1
        return shutil.copytree(self.root / "old", self.root / str(self.number))

    def again(self, folder, **options):
        told = []
        pipeline.make(page("for a day"), self.settings, output=folder, on_event=told.append, **options)
        return [event.message for event in told if isinstance(event, Warned)]

    def insist_on_old_or_new(self, folder):
        """True when the new bundle counts. Every file is one of either run, and the earlier bundle is whole."""
        found = tree(folder)
        assert [name for name, data in found.items() if data not in (self.old.get(name), self.new.get(name))] == []
        assert found.keys() >= self.old.keys()
        return found[self.manifest] == self.new[self.manifest]


def test_at_any_write_of_the_output(runs, monkeypatch):
    outcomes = []
    for puts in range(40):
        folder = runs.copy()
        with monkeypatch.context() as patch:
            full = Full(folder, puts)
            patch.setattr(pipeline, "open_store", lambda _where, full=full: full)
            try:
                outcomes.append("warning" if runs.again(folder) else "done")
            except OutputError as error:
                outcomes.append("error" if "No space left" in str(error) else str(error))
            assert runs.insist_on_old_or_new(folder) == (outcomes[-1] != "error")
        assert runs.again(folder) == []
        assert tree(folder) == runs.new
        if outcomes[-1] == "done":
            break
    # audio, page, manifest and what else changed; then the feed's files, which do not take the episode back; then none
    assert outcomes.count("error") >= 7
    assert outcomes.count("warning") >= 1
    assert sorted(outcomes, key=["error", "warning", "done"].index) == outcomes


def test_at_any_write_of_the_cache(runs, monkeypatch, tmp_path):
    troubled = 0
    for puts in range(40):
        folder = runs.copy()
        full = Full(tmp_path / f"cache-{puts}", puts)
        with monkeypatch.context() as patch:
            patch.setattr(speech, "default_cache", lambda _settings, full=full: ClipCache(full), raising=False)
            warned = runs.again(folder)
        assert tree(folder) == runs.new
        assert full.puts >= 0 or any("cannot be kept" in message for message in warned)
        if full.puts >= 0:
            assert warned == []
            break
        troubled += 1
    assert troubled >= 4


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
@pytest.mark.parametrize("kb", [0, 1, 10, 40, 100])
def test_files_that_cannot_grow(runs, kb):
    folder = runs.copy()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kb * 1000, limits[1]))
    try:
        with pytest.raises(OutputError) as caught:
            runs.again(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.hint
    assert not runs.insist_on_old_or_new(folder)
    assert runs.again(folder) == []
    assert tree(folder) == runs.new
