"""Voices fetched over a real socket, from a server of our own that can fail."""

import contextlib
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrator import speech
from narrator.errors import BadSpeech, EngineRefused, EngineUnavailable, NarratorError, OutputError, UnknownVoice
from narrator.speech import Job, make

NAME = "en_US-tones-low"
PLACE = f"en/en_US/tones/low/{NAME}.onnx"


class Shelf(ThreadingHTTPServer):
    """Serves `files` by path; `bad` maps a path to what is sent instead, or to a status."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.bad, self.asked = {}, {}, []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/main"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.removeprefix("/main/").removeprefix("elsewhere/")
        self.server.asked.append(path)
        what = self.server.bad.get(path, self.server.files.get(path, 404))
        if what == "redirect" and not self.path.startswith("/main/elsewhere/"):
            self.send_response(302)
            self.send_header("Location", f"/main/elsewhere/{path}")
            self.end_headers()
            return
        if what == "around":
            self.send_response(302)
            self.send_header("Location", self.path)
            self.end_headers()
            return
        trickles = what == "trickle"
        what = self.server.files[path] if what in ("redirect", "half", "trickle") else what
        half = self.server.bad.get(path) == "half"
        self.send_response(what if isinstance(what, int) else 200)
        body = b"" if isinstance(what, int) else what
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if trickles:
            with contextlib.suppress(OSError):
                for byte in body[:200]:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)
            return
        self.wfile.write(body[: len(body) // 2] if half else body)

    def log_message(self, *args):
        pass


@pytest.fixture
def shelf(piper_voice, tmp_path):
    """A server with one voice that really speaks."""
    model = piper_voice.write(tmp_path / "origin")
    files = {PLACE: model.read_bytes(), f"{PLACE}.json": model.with_name(f"{model.name}.json").read_bytes()}
    listed = {
        path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()} for path, data in files.items()
    }
    with Shelf() as server:
        index = {NAME: {"key": NAME, "files": {**listed, "en/MODEL_CARD": {"size_bytes": 1, "md5_digest": "x"}}}}
        server.files = {**files, "voices.json": json.dumps(index).encode()}
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
    speech.close_engines()


@pytest.fixture
def conditions(shelf, settings, tmp_path):
    return settings(piper={"voices": str(tmp_path / "voices"), "url": shelf.url})


def test_a_voice_is_fetched_once_and_speaks(shelf, conditions, tmp_path, say):
    seen = []
    path = speech.download_voice(NAME, conditions, on_bytes=lambda here, total: seen.append((here, total)))
    assert path == tmp_path / "voices" / f"{NAME}.onnx"
    assert sorted(file.name for file in path.parent.iterdir()) == [f"{NAME}.onnx", f"{NAME}.onnx.json"]
    total = len(shelf.files[PLACE]) + len(shelf.files[f"{PLACE}.json"])
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)
    assert shelf.asked == ["voices.json", f"{PLACE}.json", PLACE]
    said = say("It rained.", speech.pick_voice("piper", conditions, "en", None))
    assert make(Job(utterance=said, settings=conditions)).samples
    speech.download_voice(NAME, conditions)
    assert shelf.asked[3:] == ["voices.json"]


def test_a_damaged_file_is_fetched_again(shelf, conditions):
    path = speech.download_voice(NAME, conditions)
    path.write_bytes(b"damaged")
    speech.download_voice(NAME, conditions)
    assert path.read_bytes() == shelf.files[PLACE]
    assert shelf.asked[3:] == ["voices.json", PLACE]


def test_an_onward_address_is_followed(shelf, conditions):
    shelf.bad[PLACE] = "redirect"
    assert speech.download_voice(NAME, conditions).read_bytes() == shelf.files[PLACE]


@pytest.mark.parametrize(
    ("path", "what", "error"),
    [
        (PLACE, b"another file", BadSpeech),
        (PLACE, bytes(50_000), BadSpeech),
        (PLACE, b"", BadSpeech),
        (PLACE, "half", EngineUnavailable),
        (PLACE, "around", EngineRefused),
        (PLACE, 404, EngineRefused),
        (PLACE, 503, EngineUnavailable),
        (PLACE, 429, EngineUnavailable),
        ("voices.json", b"<html>Please log in</html>", EngineRefused),
        ("voices.json", b'{"en_US-tones-low": {"files": {}}}', BadSpeech),
        ("voices.json", bytes(11_000_000), EngineRefused),
        ("voices.json", 404, EngineRefused),
    ],
)
def test_what_goes_wrong_is_named_and_leaves_no_voice(shelf, conditions, tmp_path, path, what, error):
    shelf.bad[path] = what
    with pytest.raises(NarratorError) as caught:
        speech.download_voice(NAME, conditions)
    assert type(caught.value) is error
    assert speech.voices("piper", conditions) == ()
    del shelf.bad[path]
    assert speech.download_voice(NAME, conditions).is_file()


def test_a_trickle_is_not_waited_for(shelf, conditions, monkeypatch):
    monkeypatch.setattr("narrator.speech.downloading._STALLED_S", 0.3)
    shelf.bad[PLACE] = "trickle"
    with pytest.raises(EngineUnavailable, match="too slowly"):
        speech.download_voice(NAME, conditions)


def test_an_unknown_voice_gets_the_nearest_names(shelf, conditions):
    with pytest.raises(UnknownVoice) as caught:
        speech.download_voice("en_US-tunes-low", conditions)
    assert NAME in caught.value.hint
    assert shelf.asked == ["voices.json"]


def test_a_folder_that_cannot_be_written_is_named(shelf, settings, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        speech.download_voice(NAME, settings(piper={"voices": str(tmp_path / "file"), "url": shelf.url}))


def test_nobody_there_is_named(settings, tmp_path):
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        speech.download_voice(NAME, settings(piper={"voices": str(tmp_path), "url": "http://127.0.0.1:9"}))


def test_the_command(shelf, command, tmp_path):
    env = {"NARRATOR_PIPER_URL": shelf.url, "NARRATOR_PIPER_VOICES": str(tmp_path / "voices")}
    done = command("voices", "--download", NAME, env=env)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'voices' / NAME}.onnx\n"), done.stderr
    listed = command("voices", "--engine", "piper", "--lang", "en-US", env=env)
    assert NAME in listed.stdout
