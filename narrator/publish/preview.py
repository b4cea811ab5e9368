"""A preview of the output folder as a static host shows it: HEAD, byte ranges, ETags and the right media types.

For one's own machine. It reads below its folder only, lists nothing, and when it listens on loopback it answers to
loopback names alone, so that no web page can reach it under a name of its own.
"""

from __future__ import annotations

import http.server
import ipaddress
import re
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, ClassVar
from urllib.parse import unquote, urlsplit

from narrator.errors import OutputError
from narrator.publish.media import media_type

_CHUNK = 1 << 16
_INDEX = "index.html"


def server(folder: str | Path, *, host: str = "127.0.0.1", port: int = 8000) -> http.server.ThreadingHTTPServer:
    """A web server of `folder`, ready for `serve_forever()`; `port` 0 takes any free one, see `server_port`.

    Raises OutputError when there is no such folder, or the address is taken.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise OutputError(f"There is no folder {folder}.", hint="narrator make … -o DIR makes episodes in it.")

    class Handler(_Handler):
        folder = root
        loopback = _is_loopback(host)

    try:
        return http.server.ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise OutputError(f"Cannot listen on {host}:{port}: {error.strerror}.", hint="Choose another port.") from error


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "narrator"
    sys_version = ""
    timeout = 60
    folder: ClassVar[Path]
    loopback: ClassVar[bool]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, *_: object) -> None:
        """The library does not print."""

    def _answer(self, *, body: bool) -> None:
        try:
            name, asked = urlsplit(f"//{self.headers.get('Host', '')}").hostname or "", urlsplit(self.path)
        except ValueError:  # half an IPv6 address
            return self._refuse(HTTPStatus.BAD_REQUEST)
        if self.loopback and not _is_loopback(name):
            return self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
        try:
            path = self._path(unquote(asked.path))
            if path is None:
                return self._refuse(HTTPStatus.NOT_FOUND)
            if path.name == _INDEX and asked.path.rpartition("/")[2] not in (
                "",
                _INDEX,
            ):  # its links are relative to it
                return self._refuse(HTTPStatus.MOVED_PERMANENTLY, f"./{asked.path.rpartition('/')[2]}/")
            with path.open("rb") as file:
                self._send(path, file, body=body)
        except (BrokenPipeError, ConnectionResetError):  # a player that seeks lets go of what it asked for
            self.close_connection = True
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND)
        return None

    def _path(self, asked: str) -> Path | None:
        """The file that is asked for: inside the folder after all links are followed, and not hidden. Raises OSError."""
        if "\0" in asked or any(part.startswith(".") for part in asked.split("/")):
            return None
        path = (self.folder / asked.lstrip("/")).resolve()
        if path.is_dir():
            path /= _INDEX
        return path if path.is_file() and path.resolve().is_relative_to(self.folder) else None

    def _send(self, path: Path, file: BinaryIO, *, body: bool) -> None:
        about = path.stat()
        tag = f'"{about.st_size:x}-{about.st_mtime_ns:x}"'
        known = self.headers.get("If-None-Match", "")
        if tag in known or known.strip() == "*":
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", tag)
            return self.end_headers()
        whole = self.headers.get("If-Range", tag) != tag
        span = None if whole else _span(self.headers.get("Range", ""), about.st_size)
        if span == (0, 0):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{about.st_size}")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        start, end = span or (0, about.st_size)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK)
        if span:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{about.st_size}")
        self.send_header("Content-Type", media_type(path.name))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(about.st_mtime, usegmt=True))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if body:
            file.seek(start)
            self._copy(file, end - start)
        return None

    def _copy(self, file: BinaryIO, left: int) -> None:
        while left and (chunk := file.read(min(left, _CHUNK))):
            self.wfile.write(chunk)
            left -= len(chunk)
        if left:  # the file shrank under us: an answer that is too short must not look whole
            self.close_connection = True

    def _refuse(self, status: HTTPStatus, onward: str | None = None) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        if onward:
            self.send_header("Location", onward)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)


def _span(header: str, size: int) -> tuple[int, int] | None:
    """Start and end of a single byte range; None for no range that we know, (0, 0) for one outside the file."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if not found or found.groups() == ("", ""):
        return None
    # No file is that long, and Python reads no number of thousands of digits.
    first, last = (int(digits.lstrip("0")[:20] or 0) if digits else None for digits in found.groups())
    if first is None:
        start, end = max(0, size - (last or 0)), size
    else:
        start, end = first, size if last is None else min(size, last + 1)
        if last is not None and last < first:
            return None
    return (start, end) if start < end else (0, 0)
