"""A stand-in for servers that speak OpenAI's POST /v1/audio/speech, for tests: the real protocol on loopback.

It speaks by espeak at 24 kHz, as long as the text, in whichever format is asked for (a streamed WAV, as OpenAI sends
it, does not know its length); asks for the key that it was given; and fails in every way when told to:

    with OpenAI(key="sk-secret") as server:
        server.script("429", "ok")          # what the next requests meet; after that, `server.mode`
        settings = load(flags={"openai": {"base_url": server.url}})
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.standins.frame import Handler, Standin

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


class OpenAI(Standin):
    """A service on a free port of loopback.

    key          what it wants to hear; None asks for none
    asked        the fields of the requests so far; `heads` their headers
    certificate  as of every stand-in; without TLS by default
    """

    def __init__(self, *, key: str | None = None, certificate: str | None = None) -> None:
        super().__init__(_Handler, certificate=certificate)
        self.key = key
        self.asked: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.url = f"{self.origin}/v1"

    @property
    def count(self) -> int:
        return len(self.asked)


class _Handler(Handler):
    media_type = "audio/wav"

    def meet(self, body: bytes) -> None:
        fields = json.loads(body)
        server = self.server.owner
        server.asked.append(fields)
        server.heads.append({name.lower(): value for name, value in self.headers.items()})
        mode = server.next_mode()
        self.wait()
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

    def unsaid(self, body: bytes) -> None:
        """A body that ends with the connection."""
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _status(status: int, code: str = "", **headers: str) -> Callable[[_Handler, dict[str, Any]], None]:
    return lambda handler, _: handler.complain(status, "What happened, in\nwords.", code, **headers)


def _half_chunked(handler: _Handler, fields: dict[str, Any]) -> None:
    """A streamed answer that breaks off: the chunk that says "the end" never comes."""
    body = wav_of(handler.sound(fields))[:9000]
    handler.send_response(200)
    handler.send_header("Content-Type", "audio/wav")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
    handler.break_off()


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
    "503-later": _status(503, Retry_After="3600"),
    "deep": lambda handler, _: handler.reply(b"[" * 100_000, status=400, kind="application/json"),
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
    "wav-slow": lambda handler, fields: handler.reply(wav_of(handler.sound(fields), rate=100)),
    "wav-quick": lambda handler, fields: handler.reply(wav_of(handler.sound(fields), rate=2_000_000_000)),
    "wav-endless": lambda handler, _: handler.reply(wav_of(bytes(4_000_000), rate=4_000)),
    "short": lambda handler, _: handler.reply(wav_of(pcm_of("a")[: 2 * RATE * 14 // 100])),
    "long": lambda handler, _: handler.reply(wav_of(pcm_of("one two three four " * 90))),
    "reset": lambda handler, _: handler.break_off(),
    "half": lambda handler, fields: handler.half(wav_of(handler.sound(fields))),
    "half-chunked": _half_chunked,
    "huge": lambda handler, _: handler.huge(),
    "hang": lambda handler, _: handler.hang(),
    "drip": lambda handler, _: handler.drip(),
    "drip-head": lambda handler, _: handler.drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
}
