"""A stand-in for Google's speech service, for tests and benchmarks: the real protocol over real TLS on loopback.

It answers the request of translate.google.com's loudspeaker button with speech that is as long as the text (made by
espeak, encoded to MP3 without a Xing header at 24 kHz, as Google's is), counts the requests, and fails in every way
that has been seen when told to:

    with Google() as google:
        google.script("429", "ok")         # what the next requests meet; after that, `google.mode`
        settings = load(flags={"gtts": {"url": google.url}})
        environ["SSL_CERT_FILE"] = google.roots

As a program it prints its URL, the file of roots, and a proxy that leads every https address to it, and serves until
standard input ends; each line there is answered with how many requests and connections there have been:

    python tests/standins/google.py --delay 0.3
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import json
import socket
import sys
import threading
import urllib.parse
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).parents[2]))  # it is a program too

from tests.standins.frame import Handler, Standin

RATE = 24_000
PATH = "/_/TranslateWebserverUi/data/batchexecute"


@cache
def mp3_of(text: str, language: str = "en", *, slow: bool = False, gain: float = 1.0) -> bytes:
    """Speech for a text as MP3: mono, 24 kHz, 32 kbit/s, without a Xing header."""
    import av
    import numpy as np

    from narrator.model import Utterance
    from narrator.settings import load
    from narrator.speech import open_engine, pick_voice

    settings = load(env={}, flags={"espeak": {"rate": 110 if slow else 165}})
    voice = pick_voice("espeak", settings, language, None)
    spoken = Utterance(text=text, spoken=text, role="body", language=language, voice=voice)
    clip = open_engine("espeak", settings).synthesize(spoken)
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float64) * gain
    positions = np.arange(int(len(samples) * RATE / clip.format.rate)) * clip.format.rate / RATE
    return encode(np.interp(positions, np.arange(len(samples)), samples), av)


def encode(samples: Any, av: Any) -> bytes:
    """MP3 of samples (numbers up to 32767) at 24 kHz."""
    import numpy as np

    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = 32_000
        pcm = np.clip(samples, -32768, 32767).astype("<i2")
        for start in range(0, len(pcm), 576):
            frame = av.AudioFrame.from_ndarray(pcm[start : start + 576].reshape(1, -1), format="s16p", layout="mono")
            frame.rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def silence(seconds: float) -> bytes:
    """MP3 of nothing."""
    import av
    import numpy as np

    return encode(np.zeros(int(seconds * RATE)), av)


def answer(mp3: bytes | None) -> bytes:
    """The body that carries an MP3, or none."""
    inner = None if mp3 is None else json.dumps([base64.b64encode(mp3).decode()], separators=(",", ":"))
    rows = [["wrb.fr", "jQ1olc", inner, None, None, None, "generic"], ["di", 37], ["af.httprm", 36, "-42", 29]]
    line = json.dumps(rows, separators=(",", ":")) + "\n"
    tail = json.dumps([["e", 4, None, None, 134]], separators=(",", ":")) + "\n"
    return f")]}}'\n\n{len(line)}\n{line}{len(tail)}\n{tail}".encode()


SORRY = (
    b"<html><head><title>Sorry...</title></head><body>Our systems have detected unusual traffic from your computer "
    b'network.<form action="/sorry/index" method="post"></form></body></html>'
)


class Google(Standin):
    """Google on a free port of loopback.

    count  requests so far; `texts` what they asked for, `connections` how many were opened
    gain   of the loudness of its speech
    """

    def __init__(self, *, certificate: str = "good", delay: float = 0.0, gain: float = 1.0) -> None:
        super().__init__(_Handler, certificate=certificate, delay=delay)
        self.gain = gain
        self.texts: list[str] = []
        self.url = self.origin

    @property
    def count(self) -> int:
        return len(self.texts)


class Proxy:
    """An HTTP proxy on a free port of loopback that knows CONNECT only; `asked` are the heads of its requests.

    leads_to   a Google to which every tunnel leads, whatever was asked for; None leads where it was asked to
    """

    def __init__(self, leads_to: Google | None = None) -> None:
        self.asked: list[bytes] = []
        self._leads_to = leads_to and ("localhost", leads_to.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._tunnel, args=(self._listener.accept()[0],), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(4096)
        self.asked.append(head)
        host, _, port = head.split()[1].decode().partition(":")
        with client, socket.create_connection(self._leads_to or (host, int(port))) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self._copy, args=(server, client), daemon=True)
            back.start()
            self._copy(client, server)
            back.join()

    def _copy(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


class _Handler(Handler):
    media_type = "application/json; charset=utf-8"

    def meet(self, body: bytes) -> None:
        ((_, text, language, slow),) = _calls(body.decode())
        google = self.server.owner
        google.texts.append(text)
        mode = google.next_mode()
        self.wait()
        if self.path != PATH:
            self.reply(b"no such page", status=404)
        elif mode == "ok":
            self.reply(answer(mp3_of(text, language, slow=bool(slow), gain=google.gain)))
        else:
            FAULTS[mode](self, text)


def _calls(body: str) -> list[tuple[str, str, str, bool | None]]:
    """Request id, text, language and slowness of each call in a form's body."""
    form = urllib.parse.parse_qs(body)
    found = []
    for call in json.loads(form["f.req"][0])[0]:
        text, language, slow, _ = json.loads(call[1])
        if call[0] != "jQ1olc":
            raise ValueError(f"not a request for speech: {call[0]}")
        found.append((call[0], text, language, slow))
    return found


def _half_unsaid(handler: _Handler, text: str) -> None:
    """Half a body whose length nobody named, ended by closing."""
    body = answer(mp3_of(text))
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def _page(status: int, **headers: str) -> Callable[[_Handler, str], None]:
    return lambda handler, _text: handler.reply(b"<html>no</html>", status=status, **headers)


FAULTS: dict[str, Callable[[_Handler, str], None]] = {
    "400": _page(400),
    "403": _page(403),
    "404": _page(404),
    "429": _page(429),
    "429-after": _page(429, Retry_After="1"),
    "429-later": _page(429, Retry_After="3600"),
    "503-later": _page(503, Retry_After="3600"),
    "deep": lambda handler, _: handler.reply(b'[["wrb.fr","jQ1olc",' + b"[" * 100_000),
    "500": _page(500),
    "503": _page(503),
    "redirect": _page(302, Location="https://consent.google.com/"),
    "sorry": lambda handler, _text: handler.reply(SORRY),
    "sorry-302": _page(302, Location="https://www.google.com/sorry/index?continue=x"),
    "html": lambda handler, _text: handler.reply(b"<!doctype html><html><body>Please log in</body></html>"),
    "empty": lambda handler, _text: handler.reply(answer(b"")),
    "none": lambda handler, _text: handler.reply(answer(None)),
    "nothing": lambda handler, _text: handler.reply(b""),
    "garbage": lambda handler, _text: handler.reply(answer(bytes(range(256)) * 40)),
    "noise": lambda handler, _text: handler.reply(bytes(range(256)) * 40),
    "cut-mp3": lambda handler, text: handler.reply(answer(mp3_of(text)[:-50])),
    "cut-base64": lambda handler, text: handler.reply(answer(mp3_of(text)).replace(b'\\"]"', b'A\\"]"', 1)),
    "cut-line": lambda handler, text: handler.reply(answer(mp3_of(text))[:-200]),
    "short": lambda handler, _text: handler.reply(answer(mp3_of("a")[: 6 * 96])),  # six frames: 0.14 s
    "long": lambda handler, _text: handler.reply(answer(mp3_of("one two three four " * 60))),
    "silence": lambda handler, _text: handler.reply(answer(silence(3))),
    "reset": lambda handler, _text: handler.break_off(),
    "half": lambda handler, text: handler.half(answer(mp3_of(text))),
    "half-unsaid": _half_unsaid,
    "hang": lambda handler, _text: handler.hang(),
    "drip": lambda handler, _text: handler.drip(),
    "drip-head": lambda handler, _text: handler.drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "huge": lambda handler, _text: handler.huge(b')]}\'\n\n1\n["wrb.fr","jQ1olc"'),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve speech in Google's protocol on loopback.")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--mode", default="ok", choices=["ok", *FAULTS])
    options = parser.parse_args()
    with Google(delay=options.delay) as google, Proxy(google) as proxy:
        google.mode = options.mode
        sys.stdout.write(f"NARRATOR_GTTS_URL={google.url}\nSSL_CERT_FILE={google.roots}\nHTTPS_PROXY={proxy.url}\n")
        sys.stdout.flush()
        for _line in sys.stdin:
            sys.stdout.write(f"{google.count} requests over {google.connections} connections\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
