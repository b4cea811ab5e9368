"""Feeds of one and of fifty episodes in other people's readers; `benchmarks/feed_readers.py` does the same with thousands."""

import importlib.util
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from narrator.model import slug
from narrator.publish import build_feed, publish
from narrator.settings import Show
from narrator.store import FolderStore

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


def script(name):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def put(bundle, root):
    return publish(bundle, FolderStore(root), slug(bundle.title, bundle.article.identity))


@pytest.fixture(scope="module")
def readers():
    return script("feed_readers")


@pytest.fixture(scope="module", params=[1, 50])
def show(request, make_bundle, tmp_path_factory, readers):
    """The folder of a podcast of so many episodes."""
    root = tmp_path_factory.mktemp("show")
    made = put(make_bundle(), root / "one")
    script("feed_of_many").grow(made.path, root / "out", request.param)
    build_feed(FolderStore(root / "out"), Show(base_url=readers.BASE, email="ada@tern.example"))
    return root / "out"


@pytest.mark.parametrize("reader", ["feedparser", "podcastparser", "partytime"])
def test_readers_find_what_is_on_disk(show, readers, package, program, reader):
    if reader == "partytime":
        program("node")
        found = readers.partytime(show / "feed.xml", package("podcast-partytime").parent)
    else:
        found = getattr(readers, reader)((show / "feed.xml").read_bytes())
    truth = readers.on_disk(show)
    assert len(truth) in (1, 50)
    assert readers.differences(truth, found) == []


def test_a_difference_would_be_seen(show, readers):
    truth = readers.on_disk(show)
    other = readers.podcastparser((show / "feed.xml").read_bytes().replace(b"<itunes:duration>", b"<itunes:duration>1"))
    assert len(readers.differences(truth, other)) == len(truth)


@pytest.fixture
def online(make_bundle, serve, tmp_path):
    """A podcast of two episodes on loopback: its folder and its address."""
    root = tmp_path / "out"
    for number in range(2):
        put(make_bundle(title=f"Story {number} & more", url=f"https://tern.example/{number}"), root)
    address = serve(root)
    build_feed(FolderStore(root), Show(title="Tern Island Radio", base_url=address))
    return root, f"{address}/feed.xml"


def test_gpodder_subscribes_and_downloads_the_same_bytes(online, program, tmp_path):
    root, address = online
    home = tmp_path / "gpodder"
    home.mkdir()
    own = {"GPODDER_HOME": str(home), "HOME": str(home), "LC_ALL": "C.UTF-8"}
    for arguments in (("subscribe", address), ("update",), ("download",)):
        subprocess.run(
            [program("gpo"), *arguments], check=True, capture_output=True, timeout=60, env={**os.environ, **own}
        )
    downloaded = {path.name: path.read_bytes() for path in home.glob("Downloads/*/*.mp3")}
    assert downloaded == {path.name: path.read_bytes() for path in root.glob("*/*.mp3")}
    assert len(downloaded) == 2


def test_newsboat_reloads(online, program, readers, tmp_path):
    root, address = online
    for name, text in (("urls", f"{address}\n"), ("config", "")):
        (tmp_path / name).write_text(text)
    cache = tmp_path / "cache.db"
    files = ["-u", tmp_path / "urls", "-c", cache, "-C", tmp_path / "config"]
    subprocess.run(
        [program("newsboat"), *files, "-x", "reload"], check=True, timeout=60, env={**os.environ, "HOME": str(tmp_path)}
    )
    with closing(sqlite3.connect(cache)) as database:
        rows = database.execute("SELECT guid, title, enclosure_url, enclosure_type FROM rss_item").fetchall()
    facts = readers.on_disk(root, address.removesuffix("feed.xml"))
    assert sorted(rows) == sorted((guid, one["title"], one["audio"], "audio/mpeg") for guid, one in facts.items())
