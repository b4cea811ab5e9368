"""A stand-in for servers that speak OpenAI's POST /v1/audio/speech, for tests: the real protocol on loopback.

It speaks by espeak at 24 kHz, as long as the text, in whichever format is asked for (a streamed WAV, as OpenAI sends
it, does not know its length); asks for the key that it was given; and fails in every way when told to:

    with OpenAI(key="sk-secret") as server:
        server.script("429", "ok")          # what the next requests meet; after that, `server.mode`
        settings = load(flags={"openai": {"base_url": server.url}})
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import trustme

RATE = 24_000
VOICES = {"alloy": 165, "nova": 140, "af_heart": 180}  # words a minute: so that they differ
TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "pcm": "audio/pcm"}


@cache
def pcm_of(text: str, rate: int = 165) -> bytes:
    """Speech for a text: mono, 24 kHz, 16 bit."""
    import numpy as np

    from narrator.model import Utterance
    from narrator.settings import load
    from narrator.speech import open_engine, pick_voice

    settings = load(env={}, flags={"espeak": {"rate": rate}})
    voice = pick_voice("espeak", settings, "en", None)
    spoken = Utterance(text=text, spoken=text, role="body", language="en", voice=voice)
    clip = open_engine("espeak", settings).synthesize(spoken)
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float64)
    positions = np.arange(int(len(samples) * RATE / clip.format.rate)) * clip.format.rate / RATE
    return np.interp(positions, np.arange(len(samples)), samples).astype("<i2").tobytes()


def wav_of(pcm: bytes, *, rate: int = RATE, streamed: bool = True) -> bytes:
    """A WAV whose header says that it goes on for ever, or how long it is."""
    size = 0xFFFFFFFF if streamed else len(pcm)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0xFFFFFFFF if streamed else size + 36, b"WAVE", b"fmt ", 16,
                       1, 1, rate, 2 * rate, 2, 16, b"data", size)  # fmt: skip
    return head + pcm


@cache
def mp3_of(pcm: bytes) -> bytes:
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


class OpenAI:
    """A server on a free port of loopback.

    mode     what a request meets when the script is empty: a key of FAULTS, or "ok"
    key      what it wants to hear; None asks for none
    asked    the fields of the requests so far; `heads` their headers
    tls      over TLS, with a certificate from `roots`
    """

    def __init__(self, *, key: str | None = None, tls: bool = False) -> None:
        self.mode, self.key = "ok", key
        self.asked: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.released = threading.Event()
        self._script: deque[str] = deque()
        self._folder = tempfile.TemporaryDirectory(prefix="standin-")
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.openai = self
        self.roots = ""
        if tls:
            authority = trustme.CA()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(context)
            self.roots = str(Path(self._folder.name) / "roots.pem")
            authority.cert_pem.write_to_path(self.roots)
            self._server.context = context
        self.port = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://localhost:{self.port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def count(self) -> int:
        return len(self.asked)

    def script(self, *modes: str) -> None:
        """What the next requests meet, one each."""
        self._script.extend(modes)

    def next_mode(self) -> str:
        return self._script.popleft() if self._script else self.mode

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    openai: OpenAI
    context: ssl.SSLContext | None = None

    def finish_request(self, request: socket.socket, client_address: Any) -> None:
        request.settimeout(60)
        try:
            if self.context:
                with self.context.wrap_socket(request, server_side=True) as secure:
                    super().finish_request(secure, client_address)
            else:
                super().finish_request(request, client_address)
        except OSError:
            pass  # the client left

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        fields = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server.openai
        server.asked.append(fields)
        server.heads.append({name.lower(): value for name, value in self.headers.items()})
        mode = server.next_mode()
        if self.path != "/v1/audio/speech":
            self.complain(404, "Invalid URL", "not_found")
        elif server.key and self.headers["Authorization"] != f"Bearer {server.key}":
            self.complain(401, f"Incorrect API key provided: {self.headers['Authorization']}.", "invalid_api_key")
        elif mode != "ok":
            FAULTS[mode](self, fields)
        elif fields["model"] not in ("gpt-4o-mini-tts", "tts-1", "kokoro"):
            self.complain(404, f"The model `{fields['model']}` does not exist.", "model_not_found")
        elif fields["voice"] not in VOICES:
            self.complain(400, f"Invalid value: '{fields['voice']}'.", "invalid_value")
        else:
            self.speak(fields)

    def speak(self, fields: dict[str, Any]) -> None:
        pcm = self.sound(fields)
        kind = fields.get("response_format", "mp3")
        self.reply({"wav": wav_of, "mp3": mp3_of, "pcm": bytes}[kind](pcm), kind=TYPES[kind])

    def sound(self, fields: dict[str, Any]) -> bytes:
        return pcm_of(fields["input"], int(VOICES[fields["voice"]] * fields.get("speed", 1)))

    def complain(self, status: int, message: str, code: str, **headers: str) -> None:
        body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}
        self.reply(json.dumps(body).encode(), status=status, kind="application/json", **headers)

    def reply(self, body: bytes, *, status: int = 200, kind: str = "audio/wav", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def break_off(self) -> None:
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        socket.socket.close(self.connection)


def _status(status: int, code: str = "", **headers: str) -> Callable[[_Handler, dict[str, Any]], None]:
    return lambda handler, _: handler.complain(status, "What happened, in\nwords.", code, **headers)


def _half(handler: _Handler, fields: dict[str, Any]) -> None:
    body = wav_of(handler.sound(fields))
    handler.reply(body[: len(body) // 2], length=str(len(body)))
    handler.break_off()


def _half_chunked(handler: _Handler, fields: dict[str, Any]) -> None:
    """A streamed answer that breaks off: the chunk that says "the end" never comes."""
    body = wav_of(handler.sound(fields))[:9000]
    handler.send_response(200)
    handler.send_header("Content-Type", "audio/wav")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
    handler.break_off()


def _huge(handler: _Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "audio/wav")
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        for _number in range(10_000):
            handler.wfile.write(bytes(1 << 20))
    except OSError:
        pass
    handler.close_connection = True


def _drip(handler: _Handler, _: dict[str, Any]) -> None:
    handler.reply(b"", length="100000")
    for _number in range(600):
        handler.wfile.write(b"x")
        if handler.server.openai.released.wait(0.05):
            break
    handler.close_connection = True


def _wav(change: Callable[[bytes], bytes]) -> Callable[[_Handler, dict[str, Any]], None]:
    return lambda handler, fields: handler.reply(change(wav_of(handler.sound(fields), streamed=False)))


FAULTS: dict[str, Callable[[_Handler, dict[str, Any]], None]] = {
    "400": _status(400, "invalid_value"),
    "401": _status(401, "invalid_api_key"),
    "403": _status(403),
    "404": _status(404),
    "413": _status(413),
    "429": _status(429, "rate_limit_exceeded"),
    "429-after": _status(429, "rate_limit_exceeded", Retry_After="1"),
    "429-later": _status(429, "rate_limit_exceeded", Retry_After="3600"),
    "429-quota": _status(429, "insufficient_quota"),
    "500": _status(500, "server_error"),
    "503": _status(503),
    "redirect": lambda handler, _: handler.reply(b"", status=301, Location="https://elsewhere.example/"),
    "html": lambda handler, _: handler.reply(b"<!doctype html><html>Please log in</html>", kind="text/html"),
    "html-unsaid": lambda handler, _: handler.reply(b"\n<html>Please log in</html>"),
    "json": lambda handler, _: handler.complain(200, "No.", "no"),
    "nothing": lambda handler, _: handler.reply(b""),
    "garbage": lambda handler, _: handler.reply(bytes(range(256)) * 40),
    "wav-garbage": lambda handler, _: handler.reply(b"RIFF\xff\xff\xff\xffWAVE" + bytes(range(256)) * 40),
    "wav-empty": _wav(lambda wav: wav[:44]),
    "wav-cut": _wav(lambda wav: wav[:-1000]),
    "wav-head": _wav(lambda wav: wav[:30]),
    "silence": _wav(lambda wav: wav[:44] + bytes(len(wav) - 44)),
    "short": lambda handler, _: handler.reply(wav_of(pcm_of("a"))),
    "long": lambda handler, _: handler.reply(wav_of(pcm_of("one two three four " * 90))),
    "reset": lambda handler, _: handler.break_off(),
    "half": _half,
    "half-chunked": _half_chunked,
    "huge": _huge,
    "hang": lambda handler, _: (handler.server.openai.released.wait(60), handler.break_off())[1],
    "drip": _drip,
}
