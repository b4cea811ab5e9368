"""Files of earlier versions go when they are told to, and nothing else does."""

import os
import threading
import time

import pytest
from lxml import etree

from narrator.errors import InputError, OutputError
from narrator.model import slug
from narrator.publish import build_feed, load, prune, publish
from narrator.settings import Show
from narrator.store import FolderStore, ObjectStore, turn

SHOW = Show(title="Tern Island Radio", base_url="https://tern.example/audio")
NEW = (("paragraph", "There will be two ferries, and they will be faster."),)


@pytest.fixture
def corrected(make_bundle, tmp_path):
    """The store and the folder of an episode that was made twice, and a stranger's files in it."""
    store = FolderStore(tmp_path / "out")
    bundle = make_bundle()
    folder = slug(bundle.title, bundle.article.identity)
    publish(bundle, store, folder)
    (store.root / folder / "my notes-12345678.doc").write_text("keep")
    (store.root / folder / "holiday.mp3").write_text("keep")
    publish(make_bundle(body=NEW), store, folder)
    return store, folder


def names(store):
    return {path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file()}


def test_what_the_manifest_does_not_name_goes_and_the_rest_stays(corrected):
    store, folder = corrected
    before = names(store)
    told = prune(store, dry_run=True)
    assert names(store) == before
    assert prune(store).files == told.files
    gone = before - names(store)
    assert gone == {name for name, _ in told.files}
    assert sorted(name.split(".", 1)[1] for name in gone) == [
        "chapters.json", "mp3", "script.txt", "srt", "transcript.json", "vtt"
    ]  # fmt: skip
    assert told.bytes > 10_000
    load(store.root / folder, verify=True)
    assert {f"{folder}/my notes-12345678.doc", f"{folder}/holiday.mp3"} < names(store)
    assert prune(store).files == ()


def test_what_a_feed_still_names_stays(make_bundle, tmp_path):
    store = FolderStore(tmp_path)
    bundle = make_bundle()
    folder = slug(bundle.title, bundle.article.identity)
    publish(bundle, store, folder)
    build_feed(store, SHOW)
    publish(make_bundle(body=NEW), store, folder)  # and the feed is not built yet
    audio = etree.fromstring(store.get("feed.xml")).find("channel/item/enclosure").get("url").rsplit("/", 1)[1]
    gone = {name.partition("/")[2].split(".", 1)[1] for name, _ in prune(store).files}
    assert gone == {"script.txt"}
    assert store.exists(f"{folder}/{audio}")
    build_feed(store, SHOW)
    assert any(name.endswith(audio) for name, _ in prune(store).files)


def test_old_covers_go(make_bundle, tmp_path):
    store = FolderStore(tmp_path)
    publish(make_bundle(), store, "story-abcdef")
    build_feed(store, SHOW)
    store.put("cover-00000000.png", b"old")
    assert [name for name, _ in prune(store).files] == ["cover-00000000.png"]
    assert len([name for name in names(store) if name.startswith("cover-")]) == 1


def test_days_of_grace(corrected):
    store, folder = corrected
    assert prune(store, days=1).files == ()
    past = time.time() - 2 * 86_400
    os.utime(store.root / folder / "episode.json", (past, past))
    assert len(prune(store, days=1).files) == 6


def test_a_bundle_that_cannot_be_read_is_named_and_left(corrected):
    store, folder = corrected
    store.put(f"{folder}/episode.json", b"{")
    before = names(store)
    told = prune(store)
    assert told.files == ()
    assert folder in told.problems[0]
    assert names(store) == before


def test_a_bundle_that_is_being_written_is_waited_for(corrected):
    store, folder = corrected
    done = threading.Event()

    def sweep():
        prune(store)
        done.set()

    before = names(store)
    with turn(store, folder) as alone:
        assert alone
        thread = threading.Thread(target=sweep)
        thread.start()
        assert not done.wait(0.2)
        assert names(store) == before
    thread.join()
    assert len(before - names(store)) == 6


def test_without_locks_young_files_stay(corrected, monkeypatch):
    store, folder = corrected
    monkeypatch.setattr("narrator.store.os.name", "nt", raising=True)
    assert prune(store).files == ()
    for path in (store.root / folder).iterdir():
        os.utime(path, (1e9, 1e9))
    assert len(prune(store).files) == 6


def test_clear_errors(tmp_path):
    with pytest.raises(InputError, match="object store"):
        prune(ObjectStore("memory://nothing"))
    with pytest.raises(OutputError, match="no folder"):
        prune(FolderStore(tmp_path / "nowhere"))
