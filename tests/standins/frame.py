"""What the stand-ins share: a server on loopback that follows a script of faults, over TLS or not."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import struct
import tempfile
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import trustme


class Standin:
    """A server on a free port of loopback, for as long as a `with` lasts.

    certificate  "good", "expired", "wrong-host", "untrusted", or None for no TLS
    mode         what a request meets when the script is empty: the name of a fault, or "ok"
    delay        seconds before an answer
    roots        a file of the certificates that a client may trust
    released     set when it ends: what hangs or drips looks at it
    """

    def __init__(self, handler: type[Handler], *, certificate: str | None = "good", delay: float = 0.0) -> None:
        self.mode, self.delay = "ok", delay
        self.connections = 0
        self.most_at_once = 0
        self.released = threading.Event()
        self.lock = threading.Lock()
        self._at_once = 0
        self._script: deque[str] = deque()
        self._folder = tempfile.TemporaryDirectory(prefix="standin-")
        self._server = _Server(("127.0.0.1", 0), handler)
        self._server.owner = self
        self.roots = ""
        if certificate:
            self.roots, self._server.context = _certificates(certificate, Path(self._folder.name))
        self.port = self._server.server_address[1]
        self.origin = f"{'https' if certificate else 'http'}://localhost:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def script(self, *modes: str) -> None:
        """What the next requests meet, one each."""
        self._script.extend(modes)

    def next_mode(self) -> str:
        with self.lock:
            return self._script.popleft() if self._script else self.mode

    def entered(self, step: int) -> None:
        with self.lock:
            self._at_once += step
            self.most_at_once = max(self.most_at_once, self._at_once)

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
    owner: Standin
    context: ssl.SSLContext | None = None

    def finish_request(self, request: socket.socket, client_address: Any) -> None:
        request.settimeout(60)
        with self.owner.lock:
            self.owner.connections += 1
        try:
            if self.context:
                with self.context.wrap_socket(request, server_side=True) as secure:
                    super().finish_request(secure, client_address)
            else:
                super().finish_request(request, client_address)
        except OSError:
            pass  # the client did not trust us, or left

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    """Answers, and the ways of not answering that every service has."""

    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True
    media_type = "application/octet-stream"

    def do_POST(self) -> None:
        """Count who is inside, and wait before the answer."""
        owner = self.server.owner
        body = self.rfile.read(int(self.headers["Content-Length"]))
        owner.entered(1)
        try:
            self.meet(body)
        finally:
            owner.entered(-1)

    def meet(self, body: bytes) -> None:
        """Answer a request."""
        raise NotImplementedError

    def wait(self) -> None:
        if self.server.owner.delay:
            self.server.owner.released.wait(self.server.owner.delay)

    def reply(
        self, body: bytes, *, status: int = 200, kind: str = "", length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind or self.media_type)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def break_off(self) -> None:
        """Reset the connection, under the TLS layer if there is one: to a careless client it looks like a clean end."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        socket.socket.close(self.connection)

    def half(self, body: bytes) -> None:
        """Half of what was announced, and a reset."""
        self.reply(body[: len(body) // 2], length=len(body))
        self.break_off()

    def drip(self, head: bytes = b"", pause: float = 0.05) -> None:
        """A byte at a time, a minute long; after `head`, else in a body of which more is promised."""
        if not head:
            self.reply(b"", length=100_000)
        for byte in head + b"x" * 600:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.owner.released.wait(pause):
                break
        self.close_connection = True

    def huge(self, first: bytes = b"") -> None:
        """Ten gigabytes whose length nobody names, for as long as somebody listens."""
        self.send_response(200)
        self.send_header("Content-Type", self.media_type)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            self.wfile.write(first)
            for _number in range(10_000):
                self.wfile.write(b"A" * (1 << 20))
        except OSError:
            pass
        self.close_connection = True

    def hang(self) -> None:
        self.server.owner.released.wait(60)
        self.break_off()

    def log_message(self, *args: Any) -> None:
        pass


def _certificates(kind: str, folder: Path) -> tuple[str, ssl.SSLContext]:
    """A file of roots that a client may trust, and the server's context; wrong in the way that `kind` names."""
    authority = trustme.CA()
    expires = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) if kind == "expired" else None
    hosts = ["localhost", "translate.google.com", "translate.google.co.uk"]
    if kind == "wrong-host":
        hosts = ["elsewhere.example"]
    issuer = trustme.CA() if kind == "untrusted" else authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(*hosts, not_after=expires).configure_cert(context)
    roots = folder / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    return str(roots), context
