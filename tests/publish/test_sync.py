"""Publishing to a folder and to a real S3 server over HTTP, killed and cut off while a reader polls the feed."""

import http.server
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from narrator.errors import FeedError, InputError, OutputError, SettingsError, TargetRefused, TargetUnavailable
from narrator.events import Retried
from narrator.model import slug
from narrator.publish import build_feed, publish, sync
from narrator.publish.media import is_hashed, media_type
from narrator.settings import Publish, Selection, Show
from narrator.store import FolderStore
from tests.standins.cutting import Wire

BASE = "https://audio.example/show/"
SHOW = Show(base_url=BASE)
QUICK = Publish(retry_wait_s=0.01, timeout_s=10)


@pytest.fixture
def add(make_bundle, tmp_path):
    """add("Title", words="…") publishes an episode into the folder, or a correction of it, and builds the feed."""
    store = FolderStore(tmp_path / "out")

    def make(title, words="The council voted.", *, feed=True, show=SHOW):
        url = f"https://tern.example/{title}"
        bundle = make_bundle(title=title, url=url, body=(("paragraph", words * 3),), fingerprint=words)
        publish(bundle, store, slug(title, bundle.article.identity))
        if feed:
            build_feed(store, show)
        return slug(title, bundle.article.identity)

    return make


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def enclosures(feed):
    """(name in the folder, length) of each enclosure."""
    from lxml import etree

    return [
        (unquote(node.get("url").removeprefix(BASE)), int(node.get("length")))
        for node in etree.fromstring(feed).iter("enclosure")
    ]


class Reader(threading.Thread):
    """Polls the feed until it is told to stop, and asks for the length of every enclosure of it."""

    def __init__(self, feed, length):
        super().__init__(daemon=True)
        self._feed, self._length = feed, length
        self._stop_now = threading.Event()
        self.polls, self.seen, self.wrong = 0, set(), []

    def run(self):
        while not self._stop_now.is_set():
            time.sleep(0.01)
            feed = self._feed()
            if feed is None:
                continue
            self.polls += 1
            for name, length in enclosures(feed):
                self.seen.add(name)
                found = self._length(name)
                if found != length:
                    self.wrong.append((name, length, found))

    def stop(self):
        self._stop_now.set()
        self.join()
        return self


# ---------------------------------------------------------------------------------------------------- a folder


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_folder_gets_what_readers_need_and_the_feed_last(add, out, tmp_path):
    names = [add("One"), add("Two")]
    (out / ".secret").write_text("no")
    (out / "robots.txt").write_text("User-agent: *")
    done = sync(out, str(tmp_path / "www"), QUICK)
    expected = {name: data for name, data in tree(out).items() if name not in ("feed.json", ".secret", ".publish.lock")}
    assert tree(tmp_path / "www") == expected
    order = list(done.sent)
    assert order[-2:] == ["index.html", "feed.xml"]
    for name in names:
        page, record = order.index(f"{name}/index.html"), order.index(f"{name}/episode.json")
        assert max(i for i, sent in enumerate(order) if is_hashed(sent)) < page < record
    assert done.problems == ()


def test_only_what_changed_is_sent(add, out, tmp_path):
    changed, kept = add("One"), add("Two")
    www = tmp_path / "www"
    everything = sync(out, str(www), QUICK)
    before = {path: path.stat().st_mtime_ns for path in www.rglob("*") if path.is_file()}
    again = sync(out, str(www), QUICK)
    assert (again.sent, again.unchanged) == ((), len(everything.sent))
    assert {path: path.stat().st_mtime_ns for path in www.rglob("*") if path.is_file()} == before
    add("One", "It was all different.")
    done = sync(out, str(www), QUICK)
    assert {name.partition("/")[0] for name in done.sent} == {changed, "index.html", "feed.xml"}
    assert not any(name.startswith(kept) for name in done.sent)
    assert sync(out, str(www), QUICK, everything=True).unchanged == 0


def test_a_dry_run_changes_nothing_and_says_what_would_be(add, out, tmp_path):
    add("One")
    planned = sync(out, str(tmp_path / "www"), QUICK, dry_run=True)
    assert not (tmp_path / "www").exists()
    assert not (out / ".publish.lock").exists()
    done = sync(out, str(tmp_path / "www"), QUICK)
    assert (sorted(planned.sent), planned.bytes) == (sorted(done.sent), done.bytes)


def test_delete_takes_what_is_gone_and_leaves_what_others_put_there(add, out, tmp_path):
    gone, stays = add("One"), add("Two")
    www = tmp_path / "www"
    sync(out, str(www), QUICK)
    (www / "mine.html").write_text("a page of somebody else")
    (www / gone / "mine.txt").write_text("beside an episode")
    shutil.rmtree(out / gone)
    build_feed(FolderStore(out), SHOW)
    assert sync(out, str(www), QUICK).removed == ()
    assert (www / gone / "index.html").exists()
    planned = sync(out, str(www), QUICK, delete=True, dry_run=True).removed
    assert (www / gone / "index.html").exists()
    done = sync(out, str(www), QUICK, delete=True)
    assert done.removed == planned
    assert done.removed[-1].endswith(".mp3")
    assert {name.partition("/")[0] for name in done.removed} == {gone}
    assert [path.name for path in (www / gone).iterdir()] == ["mine.txt"]
    assert (www / "mine.html").exists()
    assert (www / stays / "index.html").exists()


def test_nothing_is_deleted_while_a_feed_may_name_it(add, out, tmp_path):
    add("One")
    sync(out, str(tmp_path / "www"), QUICK)
    (out / "feed.xml").unlink()
    with pytest.raises(FeedError, match="nothing was removed"):
        sync(out, str(tmp_path / "www"), QUICK, delete=True)


@pytest.mark.parametrize("gone", ["{}", "cover-*", "{}/*.vtt", "{}/index.html"])
def test_nothing_goes_that_a_feed_there_still_names(add, out, tmp_path, gone):
    name = add("One")
    add("Two")
    sync(out, str(tmp_path / "www"), QUICK)
    before = tree(tmp_path / "www")
    for path in out.glob(gone.format(name)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for dry_run in (True, False):
        with pytest.raises(FeedError, match=r"feed\.xml names .* nothing was removed") as caught:
            sync(out, str(tmp_path / "www"), QUICK, delete=True, dry_run=dry_run)
        assert "narrator feed build" in caught.value.hint
    assert tree(tmp_path / "www") == before


def test_a_further_feed_that_is_given_up_is_told_of_until_it_is_deleted(add, out, tmp_path):
    www = str(tmp_path / "www")
    first = add("One", show=replace(SHOW, feeds={"two": Selection()}))
    sync(out, www, QUICK)
    for _ in range(2):
        (problem,) = build_feed(FolderStore(out), SHOW).problems
        assert problem.startswith("feed-two.xml is not kept up")
    add("Three")
    shutil.rmtree(out / first)
    build_feed(FolderStore(out), SHOW)
    with pytest.raises(FeedError, match=r"feed-two\.xml names") as caught:
        sync(out, www, QUICK, delete=True)
    assert "delete feed-two.xml" in caught.value.hint
    assert first in {name.partition("/")[0] for name in tree(tmp_path / "www")}
    (out / "feed-two.xml").unlink()
    assert build_feed(FolderStore(out), SHOW).problems == ()
    removed = sync(out, www, QUICK, delete=True).removed
    assert removed[0] == "feed-two.xml"
    assert {name.partition("/")[0] for name in removed[1:]} == {first}


def test_a_feed_that_names_what_is_not_there_stays_away(add, out, tmp_path):
    www = tmp_path / "www"
    first = add("One")
    sync(out, str(www), QUICK)
    before = (www / "feed.xml").read_bytes()
    second = add("Two")
    (sound,) = (out / second).glob("*.mp3")
    whole = sound.read_bytes()
    sound.write_bytes(whole[:-10])
    with pytest.raises(FeedError, match=second):
        sync(out, str(www), QUICK)
    sound.unlink()
    with pytest.raises(FeedError, match=second):
        sync(out, str(www), QUICK)
    assert (www / "feed.xml").read_bytes() == before
    assert not (www / second / "episode.json").exists()
    sound.write_bytes(whole)
    (out / first / "episode.json").write_text("{")
    done = sync(out, str(www), QUICK)
    assert [problem for problem in done.problems if first in problem]
    assert {name for name, _ in enclosures((www / "feed.xml").read_bytes())} == {
        f"{folder}/{next((out / folder).glob('*.mp3')).name}" for folder in (first, second)
    }


def test_a_damaged_file_of_the_same_length_is_noticed(add, out, tmp_path):
    name = add("One")
    (sound,) = (out / name).glob("*.mp3")
    data = bytearray(sound.read_bytes())
    data[len(data) // 2] ^= 1
    sound.write_bytes(data)
    with pytest.raises(FeedError, match=sound.name):
        sync(out, str(tmp_path / "www"), QUICK)


def test_warnings_about_the_address_and_the_feed(add, out, tmp_path):
    add("One", feed=False)
    (problem,) = sync(out, str(tmp_path / "www"), QUICK).problems
    assert "no feed.xml" in problem
    build_feed(FolderStore(out), Show())
    (problem,) = sync(out, str(tmp_path / "www"), QUICK).problems
    assert "base_url" in problem


def test_one_run_at_a_time(add, out, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    add("One")
    with (out / ".publish.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another run"):
            sync(out, str(tmp_path / "www"), QUICK)
    assert sync(out, str(tmp_path / "www"), QUICK).sent


@pytest.mark.parametrize(
    ("where", "kind", "told"),
    [
        ("ftp://example.org/x", InputError, "ftp"),
        ("s3:///x", InputError, "bucket"),
        ("s3://KEY:SECRET@bucket/x", InputError, "credentials"),
        ("{out}/public", InputError, "in each other"),
        ("{out}", InputError, "in each other"),
        ("{out}/..", InputError, "in each other"),
        ("{file}", OutputError, "file"),
    ],
)
def test_places_that_make_no_sense(add, out, tmp_path, where, kind, told):
    add("One")
    (tmp_path / "file").write_text("")
    with pytest.raises(kind, match=told) as caught:
        sync(out, where.format(out=out, file=tmp_path / "file"), QUICK)
    assert caught.value.hint
    assert "SECRET" not in str(caught.value)


def test_nothing_to_publish(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in ("nowhere", "empty"):
        with pytest.raises(InputError):
            sync(tmp_path / folder, str(tmp_path / "www"), QUICK)
    with pytest.raises(SettingsError):
        sync(tmp_path / "empty", "s3://b/x", replace(QUICK, endpoint_url="nonsense"))


NURSERY = """
import os, sys
from narrator.publish import sync
from narrator.settings import Publish
import narrator.publish.sync
for _ in sys.stdin:
    child = os.fork()
    if not child:
        sync(sys.argv[1], sys.argv[2], Publish(concurrency=2), on_event=lambda event: os.write(1, b"sent\\n"))
        os._exit(0)
    os.write(1, b"pid %d\\n" % child)
    os.write(1, b"code %d\\n" % os.waitstatus_to_exitcode(os.wait()[1]))
"""


def killed(nursery, after, wait_s):
    """Kill a run `wait_s` after so many files were sent; was it still at work?"""
    nursery.stdin.write("\n")
    child, sent = None, 0
    while child is None or sent < after:
        word, _, number = nursery.stdout.readline().partition(" ")
        child = int(number) if word == "pid" else child
        sent += word.strip() == "sent"
        if word == "code":
            return False
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    codes = (line.partition(" ") for line in iter(nursery.stdout.readline, ""))
    return next(int(number) for word, _, number in codes if word == "code") == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_twenty_kills_while_a_reader_polls_a_folder(add, out, tmp_path):
    www = tmp_path / "www"

    def feed():
        try:
            return (www / "feed.xml").read_bytes()
        except FileNotFoundError:
            return None

    def length(name):
        path = www / name
        return path.stat().st_size if path.is_file() else None

    for title in ("One", "Two", "Three"):
        add(title)
    sync(out, str(www), QUICK)
    reader = Reader(feed, length)
    reader.start()
    chance = random.Random(20261125)
    unfinished = 0
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, out, www], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        for kill in range(20):
            add(("One", "Two", "Three")[kill % 3], f"It was {kill} to {kill + 1}.")
            unfinished += killed(nursery, chance.randrange(8), chance.uniform(0, 0.002))
    sync(out, str(www), QUICK)
    reader.stop()
    assert reader.wrong == []
    assert reader.polls > 50
    assert unfinished >= 10
    assert len(reader.seen) > 3
    assert set(enclosures((www / "feed.xml").read_bytes())) == set(enclosures((out / "feed.xml").read_bytes()))


# ---------------------------------------------------------------------------------------------------- a bucket


@pytest.fixture
def bucket(s3, request):
    client, host, port = s3
    name = f"bucket-{abs(hash(request.node.name))}"
    client.create_bucket(Bucket=name)
    return name, replace(QUICK, endpoint_url=f"http://{host}:{port}")


def keys(client, bucket):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {about["Key"]: about for page in pages for about in page.get("Contents", ())}


def test_a_bucket_gets_types_and_cache_times(add, out, s3, bucket):
    client, *_ = s3
    name, settings = bucket
    folder = add("One")
    done = sync(out, f"s3://{name}/show", settings)
    assert keys(client, name).keys() == {f"show/{sent}" for sent in done.sent}
    forever = "public, max-age=31536000, immutable"
    for sent in done.sent:
        url = client.generate_presigned_url("get_object", Params={"Bucket": name, "Key": f"show/{sent}"})
        with urllib.request.urlopen(url) as answer:
            assert answer.headers["Content-Type"] == media_type(sent)
            assert answer.headers["Cache-Control"] == (forever if is_hashed(sent) else "public, max-age=300")
            assert answer.read() == (out / sent).read_bytes()
    told = {media_type(sent).partition(";")[0] for sent in done.sent}
    assert told >= {"audio/mpeg", "text/vtt", "application/rss+xml", "text/html", "application/json+chapters"}
    assert sum(is_hashed(sent) for sent in done.sent if sent.startswith(folder)) == 6
    assert done.sent[-1] == "feed.xml"


def test_a_bucket_is_sent_only_what_changed(add, out, s3, bucket):
    client, *_ = s3
    name, settings = bucket
    changed, gone = add("One"), add("Two")
    client.put_object(Bucket=name, Key="mine.html", Body=b"not narrator's")
    assert sync(out, f"s3://{name}", settings).sent
    assert sync(out, f"s3://{name}", settings).sent == ()
    add("One", "It was all different.")
    assert {sent.partition("/")[0] for sent in sync(out, f"s3://{name}", settings).sent} == {
        changed,
        "index.html",
        "feed.xml",
    }
    shutil.rmtree(out / gone)
    build_feed(FolderStore(out), SHOW)
    planned = sync(out, f"s3://{name}", settings, delete=True, dry_run=True)
    done = sync(out, f"s3://{name}", settings, delete=True)
    assert sorted(done.sent) == sorted(planned.sent)
    assert done.removed == planned.removed
    assert done.removed[-1].endswith(".mp3")
    left = keys(client, name)
    assert "mine.html" in left
    assert not any(key.startswith(gone) for key in left)


def test_large_files_go_in_parts(out, add, s3, bucket, monkeypatch):
    client, *_ = s3
    name, settings = bucket
    monkeypatch.setattr("narrator.publish.target._PART_BYTES", 5 << 20)
    add("One")
    (out / "large.bin").write_bytes(random.Random(1).randbytes(11 << 20))
    sync(out, f"s3://{name}", settings)
    about = client.head_object(Bucket=name, Key="large.bin")
    assert (about["ContentLength"], about["ContentType"]) == (11 << 20, "application/octet-stream")
    assert about["CacheControl"] == "public, max-age=300"


def test_twenty_cuts_while_a_reader_polls_a_bucket(add, out, s3, bucket):
    """Half of them with retries, which get over them, and half without, which ends the run; the next one goes on."""
    client, host, port = s3
    name, settings = bucket

    def feed():
        try:
            return client.get_object(Bucket=name, Key="feed.xml")["Body"].read()
        except client.exceptions.NoSuchKey:
            return None

    def length(key):
        try:
            return client.head_object(Bucket=name, Key=key)["ContentLength"]
        except client.exceptions.ClientError:
            return None

    for title in ("One", "Two", "Three"):
        add(title)
    chance = random.Random(20261125)
    reader = Reader(feed, length)
    reader.start()
    failed, retried = 0, []
    with Wire(host, port) as wire:
        through = replace(settings, endpoint_url=f"http://127.0.0.1:{wire.port}", concurrency=2)
        turn = 0
        while wire.cuts < 20 and turn < 60:
            steady = turn % 2 == 0
            folder = add(("One", "Two", "Three")[turn % 3], f"It was {turn} to {turn + 1}.")
            size = max(path.stat().st_size for path in (out / folder).iterdir())
            cuts = min(4 if steady else 1, 20 - wire.cuts)
            wire.cut_after(*(int(chance.uniform(0.02, 0.8) * size / cuts) for _ in range(cuts)))
            try:
                sync(
                    out, f"s3://{name}", replace(through, retries=6 if steady else 0),
                    on_event=lambda event: retried.append(event) if isinstance(event, Retried) else None,
                )  # fmt: skip
            except TargetUnavailable:
                failed += 1
            turn += 1
        wire.cut_after()
        sync(out, f"s3://{name}", through)
    reader.stop()
    assert wire.cuts == 20
    assert failed  # some cuts fall on a connection that was used before, which the HTTP library opens again by itself
    assert retried
    assert reader.wrong == []
    assert reader.polls > 20
    assert len(reader.seen) > 3
    assert client.get_object(Bucket=name, Key="feed.xml")["Body"].read() == (out / "feed.xml").read_bytes()
    there = {key: about["Size"] for key, about in keys(client, name).items()}
    assert there == {key: len(data) for key, data in tree(out).items() if key not in ("feed.json", ".publish.lock")}


class Stuck(http.server.BaseHTTPRequestHandler):
    """A server that lists an empty bucket, and asks nobody to go on with an upload that it was told of."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_expect_100(self):
        self.server.told.append(self.path)
        return True

    def do_GET(self):
        listing = b"<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>"
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(listing)))
        self.end_headers()
        self.wfile.write(listing)

    def do_PUT(self):
        self.rfile.read(1)


def test_an_upload_that_stands_still_ends(add, out, s3, monkeypatch):
    """The server is alive and says nothing, neither yes nor no: no library's timeout has begun by then."""
    monkeypatch.setattr("narrator.publish.target.SLOWEST", 1 << 20)
    add("One")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stuck) as server:
        server.daemon_threads, server.told = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            with pytest.raises(TargetUnavailable, match="stood still"):
                sync(out, "s3://bucket", replace(QUICK, endpoint_url=address, timeout_s=0.5, retries=0))
        finally:
            server.shutdown()
        assert server.told


def test_a_bucket_that_cannot_be_used(add, out, s3, bucket, monkeypatch):
    name, settings = bucket
    add("One")
    with pytest.raises(OutputError, match="no bucket nowhere"):
        sync(out, "s3://nowhere-at-all", settings)
    with pytest.raises(TargetUnavailable, match="cannot be reached"):
        sync(out, f"s3://{name}", replace(settings, endpoint_url="http://127.0.0.1:9", retries=1))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(TargetRefused, match="no usable AWS credentials"):
        sync(out, f"s3://{name}", settings)


def test_without_the_extra(add, out):
    add("One")
    code = """
import sys
sys.modules["s3fs"] = None
from narrator.cli.app import run
sys.exit(run(["publish", "s3://bucket/x", "-o", sys.argv[1]]))
"""
    told = subprocess.run([sys.executable, "-c", code, out], check=False, capture_output=True, text=True)
    assert told.returncode == 2
    assert "article-narrator[s3]" in told.stderr


# ---------------------------------------------------------------------------------------------------- the command


def test_the_command(add, out, tmp_path, command):
    add("One")
    (tmp_path / "narrator.toml").write_text('[publish]\ntarget = "www"\n', "utf-8")
    done = command("publish", "-o", out, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "sent feed.xml"
    assert "Dry run" in done.stderr
    assert not (tmp_path / "www").exists()
    told = json.loads(command("publish", "-o", out, "--json").stdout)
    assert (told["target"], told["sent"][-1]) == ("www", "feed.xml")
    again = command("publish", "-o", out)
    assert again.stdout == ""
    assert "0 sent" in again.stderr
    (tmp_path / "narrator.toml").unlink()
    assert command("publish", "-o", out).returncode == 2
    assert command("publish", "s3://x/y", "-o", "nowhere").returncode == 2
