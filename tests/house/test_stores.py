"""Every store keeps the same promise: five verbs, and what exists is complete."""

import os
import secrets
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrator.errors import OutputError, SettingsError, TargetUnavailable
from narrator.store import FolderStore, Store, Watched, open_store


class StoreContract:
    def open(self, tmp_path) -> Store:
        raise NotImplementedError

    def test_what_was_put_is_got(self, tmp_path):
        store = self.open(tmp_path)
        store.put("a/b.bin", b"\x00one")
        assert store.exists("a/b.bin")
        assert store.get("a/b.bin") == b"\x00one"

    def test_put_replaces(self, tmp_path):
        store = self.open(tmp_path)
        store.put("x", b"old")
        store.put("x", b"new")
        assert store.get("x") == b"new"

    def test_a_file_is_put_like_its_bytes(self, tmp_path):
        store = self.open(tmp_path / "store")
        (tmp_path / "song").write_bytes(b"la" * 1_000_000)
        store.put("a/song", tmp_path / "song")
        assert store.get("a/song") == b"la" * 1_000_000

    def test_missing_is_missing(self, tmp_path):
        store = self.open(tmp_path)
        assert not store.exists("nothing")
        with pytest.raises(FileNotFoundError):
            store.get("nothing")

    def test_list_is_sorted_and_relative(self, tmp_path):
        store = self.open(tmp_path)
        assert list(store.list()) == []
        for name in ("b/2", "a", "b/1", "b/c/3"):
            store.put(name, b"")
        assert list(store.list()) == ["a", "b/1", "b/2", "b/c/3"]
        assert list(store.list("b")) == ["b/1", "b/2", "b/c/3"]
        assert list(store.list("nowhere")) == []

    def test_what_is_deleted_is_missing(self, tmp_path):
        store = self.open(tmp_path)
        store.put("a/x", b"1")
        store.put("a/y", b"2")
        store.delete("a/x")
        store.delete("a/x")
        store.delete("nowhere/x")
        assert list(store.list()) == ["a/y"]
        with pytest.raises(ValueError, match="not a name"):
            store.delete("../x")

    @pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "a//b", "a/\0"])
    def test_names_cannot_leave_the_store(self, tmp_path, name):
        store = self.open(tmp_path)
        with pytest.raises(ValueError, match="not a name"):
            store.put(name, b"x")

    def test_readers_never_see_half(self, tmp_path):
        store = self.open(tmp_path)
        old, new = b"a" * 300_000, b"b" * 300_000
        store.put("x", old)
        seen = set()
        done = threading.Event()

        def read():
            while not done.is_set():
                seen.add(store.get("x"))

        reader = threading.Thread(target=read)
        reader.start()
        for round_ in range(30):
            store.put("x", new if round_ % 2 else old)
        done.set()
        reader.join()
        assert seen <= {old, new}


class TestFolderStore(StoreContract):
    def open(self, tmp_path):
        return open_store(tmp_path / "store")

    def test_file_urls_are_folders(self, tmp_path):
        open_store(f"file://{tmp_path}/a%20b").put("x", b"1")
        assert (tmp_path / "a b" / "x").read_bytes() == b"1"

    def test_a_failed_put_leaves_the_old_bytes_and_no_litter(self, tmp_path):
        resource = pytest.importorskip("resource")
        store = FolderStore(tmp_path)
        store.put("x", b"old")
        if os.fork() == 0:  # the limit lasts as long as a process, so another one takes it on
            import signal

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
            try:
                store.put("x", b"n" * 5000)
            except OutputError:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.wait()[1]) == 7
        assert store.get("x") == b"old"
        assert os.listdir(tmp_path) == ["x"]

    def test_unfinished_files_are_not_listed(self, tmp_path):
        (tmp_path / ".part-123").write_bytes(b"half")
        assert list(FolderStore(tmp_path).list()) == []

    def test_what_a_killed_writer_left_is_swept_away(self, tmp_path):
        (tmp_path / ".part-dead").write_bytes(b"half")
        FolderStore(tmp_path).put("x", b"1")
        assert os.listdir(tmp_path) == ["x"]

    def test_what_is_being_written_is_left_alone(self, tmp_path):
        fcntl = pytest.importorskip("fcntl")
        with (tmp_path / ".part-alive").open("wb") as busy:
            fcntl.flock(busy, fcntl.LOCK_EX)
            FolderStore(tmp_path).put("x", b"1")
        assert sorted(os.listdir(tmp_path)) == [".part-alive", "x"]

    def test_many_writers_at_once(self, tmp_path):
        def write(number):
            for turn in range(20):
                FolderStore(tmp_path).put("x", bytes([number]) * 1000 + bytes([turn]))

        writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert os.listdir(tmp_path) == ["x"]
        assert len(set((tmp_path / "x").read_bytes()[:1000])) == 1

    def test_a_file_in_its_place_holds_nothing_and_is_told(self, tmp_path):
        (tmp_path / "file").write_bytes(b"")
        store = FolderStore(tmp_path / "file")
        assert not store.exists("a/b")
        with pytest.raises(FileNotFoundError):
            store.get("a/b")
        with pytest.raises(OutputError, match="not a folder"):
            list(store.list("a"))

    def test_an_unwritable_folder_has_a_hint(self, tmp_path):
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(OutputError) as caught:
            FolderStore(tmp_path / "file").put("x", b"1")
        assert "another folder" in caught.value.hint


class TestObjectStore(StoreContract):
    def open(self, tmp_path):  # noqa: ARG002 - the contract's signature
        return open_store(f"memory://{secrets.token_hex(8)}")

    @pytest.mark.parametrize(("where", "told"), [("nonsense://x", "nonsense"), ("gs://bucket/x", "gcsfs")])
    def test_what_nothing_opens_is_told(self, where, told):
        with pytest.raises(SettingsError, match=told) as caught:
            open_store(where)
        assert caught.value.hint


class TestBucket(StoreContract):
    """A real S3 server over HTTP."""

    @pytest.fixture(autouse=True)
    def bucket(self, s3, monkeypatch):
        client, host, port = s3
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()  # it looks at its surroundings once
        self.name = f"bucket-{secrets.token_hex(8)}"
        client.create_bucket(Bucket=self.name)

    def open(self, tmp_path):  # noqa: ARG002 - the contract's signature
        return open_store(f"s3://{self.name}/a/b")

    def test_a_bucket_that_is_not_there(self):
        store = open_store("s3://nowhere-at-all/cache")
        assert not store.exists("x")
        with pytest.raises(FileNotFoundError):
            store.get("x")
        with pytest.raises(OutputError, match="nowhere-at-all"):
            store.put("x", b"1")


def test_a_server_that_is_away_is_asked_once(s3, monkeypatch):
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()  # it looks at its surroundings once
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    store = open_store("s3://bucket/cache")
    monkeypatch.setattr(store._files, "retries", 1)
    kept = Watched(store)
    with pytest.raises(TargetUnavailable, match=str(port)) as first:
        kept.get("x")
    assert first.value.hint
    with pytest.raises(TargetUnavailable) as second:
        kept.put("x", b"1")
    assert second.value is first.value is kept.trouble
    for verb in (store.exists, lambda name: list(store.list(name)), lambda name: store.put(name, b"1")):
        with pytest.raises(TargetUnavailable):
            verb("x")


def test_a_server_that_never_answers_is_not_waited_for(s3, monkeypatch):
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        for limit in ("_ANSWER_S", "_LIST_S"):
            monkeypatch.setattr(f"narrator.store.{limit}", 0.2)
        store = open_store("s3://bucket/cache")
        for verb in (store.get, store.exists, store.delete, lambda name: list(store.list(name))):
            began = time.monotonic()
            with pytest.raises(TargetUnavailable, match="in time"):
                verb("x")
            assert time.monotonic() - began < 5


class Slow(BaseHTTPRequestHandler):
    """Tells at once how large everything is, and takes its time to send it."""

    body = b"la" * 5000
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.send_header("Last-Modified", "Mon, 04 May 2026 08:00:00 GMT")
        self.send_header("ETag", '"la"')
        self.end_headers()

    def do_GET(self):
        time.sleep(1.5)
        self.do_HEAD()
        self.wfile.write(self.body)

    def log_message(self, *args):
        pass


def test_what_is_large_may_take_longer(s3, monkeypatch):
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setattr("narrator.store._ANSWER_S", 0.5)
        assert open_store("s3://bucket/cache").get("x") == Slow.body
        server.shutdown()


def test_every_store_has_a_contract():
    from narrator import store

    stores = {name for name, kind in vars(store).items() if isinstance(kind, type) and name.endswith("Store")} - {
        "Store"
    }
    tested = {name.removeprefix("Test") for name in vars(sys.modules[__name__]) if name.startswith("Test")}
    assert stores <= tested
