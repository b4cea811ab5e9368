"""POST over verified TLS (or, where the operator says so, without TLS), with a deadline that nothing can stretch: not a slow look-up, not a byte a second.

Connections are kept alive and shared by the threads of an engine. Roots are the system's and certifi's, or those of
SSL_CERT_FILE or REQUESTS_CA_BUNDLE; the certificate is always checked. Proxies come from the settings or HTTPS_PROXY.
"""

from __future__ import annotations

import email.utils
import ipaddress
import os
import queue
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
    TimeoutError,  # noqa: A004 - urllib3's, as all of these
)

from narrator.errors import EngineRefused, EngineUnavailable, SettingsError

_CONNECT_S = 10.0
_CHUNK = 1 << 16
_SLOWEST = 4 << 10  # bytes a second of a download on average; slower ones stand still
_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers with lower-case names, and the whole body.

    sized   somebody told how long the body is; else it is what came until the connection ended, whatever ended it
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    sized: bool


@dataclass(frozen=True, slots=True)
class _Request:
    path: str
    body: bytes
    headers: Mapping[str, str]
    max_bytes: int


class Client:
    """A pool of connections to one place.

    url        https://host[:port]; anything else is a SettingsError
    timeout_s  from the look-up of the name to the last byte of an answer
    max_bytes  of an answer's body
    proxy      URL of an HTTP proxy; None means HTTPS_PROXY, except for hosts in NO_PROXY
    plain      http:// will do too; `private` tells whether nobody on another machine can read what is sent
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        max_bytes: int,
        proxy: str | None,
        connections: int,
        plain: bool = False,
    ) -> None:
        self.host, secure = _place(url, plain=plain)
        way = _way(self.host, proxy, scheme="https" if secure else "http")
        self.private = secure or (_is_loopback(self.host) and (way is None or _is_loopback(way.hostname or "")))
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._pool = _pool(way, connections)
        self._lock = threading.Lock()
        self._waiting: set[queue.SimpleQueue[Answer | Exception]] = set()

    def post(self, path: str, body: bytes, headers: Mapping[str, str], *, max_bytes: int | None = None) -> Answer:
        """Send and wait for the whole answer, which may have `max_bytes` (else those of the pool).

        Raises EngineUnavailable or EngineRefused, with what went wrong.
        """
        # The exchange has a thread of its own, because nothing can interrupt a look-up of a name or a TLS handshake.
        # When time is up it is left to itself, and reads no more than one more chunk.
        answers: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()
        with self._lock:
            self._waiting.add(answers)
        request = _Request(path, body, dict(headers), max_bytes or self._max_bytes)
        threading.Thread(target=self._exchange, args=(request, answers), daemon=True, name="narrator-https").start()
        try:
            answer = answers.get(timeout=self._timeout_s)
        except queue.Empty:
            raise self._late() from None
        finally:
            with self._lock:
                self._waiting.discard(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """The body of a page, piece by piece, for as long as it comes: only a stand-still of `timeout_s`, or a trickle, ends it.

        Follows redirects, but never from https to http. Raises EngineUnavailable or EngineRefused.
        """
        url = self._url + path
        try:
            for _ in range(_MOST_REDIRECTS):
                response = self._pool.request(
                    "GET",
                    url,
                    headers={"Accept-Encoding": "identity"},
                    timeout=urllib3.Timeout(connect=min(_CONNECT_S, self._timeout_s), read=self._timeout_s),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    onward = response.get_redirect_location()
                    if not onward:
                        self._check(response.status)
                        yield self._chunks(response)
                        return
                    url = self._onward(url, onward)
                finally:
                    response.close()
        except HTTPError as error:
            raise self._explain(error) from error
        raise EngineRefused(f"{self.host} sends us from place to place.")

    def _chunks(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        began, size = time.monotonic(), 0
        while chunk := response.read1(_CHUNK):
            size += len(chunk)
            if time.monotonic() - began > self._timeout_s + size / _SLOWEST:
                raise EngineUnavailable(f"{self.host} sends too slowly to wait for the end.", hint="Try again later.")
            yield chunk

    def _onward(self, url: str, onward: str) -> str:
        there = urljoin(url, onward)
        if urlsplit(there).scheme != urlsplit(url).scheme:
            raise EngineRefused(f"{self.host} sends us to an address without TLS, or of another kind.")
        return there

    def _check(self, status: int) -> None:
        if status == 429 or status >= 500:
            raise EngineUnavailable(f"{self.host} has trouble of its own (status {status}).")
        if status != 200:
            raise EngineRefused(f"{self.host} has no such file for us (status {status}).")

    def close(self) -> None:
        """Close idle connections; whoever waits for an answer gets EngineUnavailable."""
        with self._lock:
            for answers in self._waiting:
                answers.put(EngineUnavailable("The request was given up."))
        self._pool.clear()

    def _exchange(self, request: _Request, answers: queue.SimpleQueue[Answer | Exception]) -> None:
        deadline = time.monotonic() + self._timeout_s
        try:
            answers.put(self._send(request, deadline))
        except HTTPError as error:
            answers.put(self._explain(error))
        except Exception as error:  # noqa: BLE001 - the waiting thread raises it
            answers.put(error)

    def _send(self, request: _Request, deadline: float) -> Answer:
        timeout = urllib3.Timeout(connect=min(_CONNECT_S, self._timeout_s), read=self._timeout_s)
        response = self._pool.request(
            "POST",
            self._url + request.path,
            body=request.body,
            headers={**request.headers, "Accept-Encoding": "identity"},
            timeout=timeout,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            data = self._receive(response, deadline, request.max_bytes)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        names = {name.lower(): value for name, value in response.headers.items()}
        sized = "content-length" in names or "chunked" in names.get("transfer-encoding", "")
        return Answer(status=response.status, headers=names, body=data, sized=sized)

    def _receive(self, response: urllib3.BaseHTTPResponse, deadline: float, max_bytes: int) -> bytes:
        """The body. read1 returns what there is, so that a drip cannot hide; one that ends early is a ProtocolError."""
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > max_bytes:
                raise EngineUnavailable(f"{self.host} sent more than {max_bytes:,} bytes for one sentence.")
            if time.monotonic() > deadline:
                raise self._late()
        return bytes(data)

    def _late(self) -> EngineUnavailable:
        return EngineUnavailable(f"{self.host} did not answer in full within {self._timeout_s:g} s.")

    def _explain(self, error: HTTPError) -> EngineUnavailable:
        if isinstance(error, ProxyError):
            return EngineUnavailable(
                f"The proxy on the way to {self.host} cannot be used: {error.original_error or error}.",
                hint="Check HTTPS_PROXY or the proxy in the settings.",
            )
        if isinstance(error, SSLError):
            if "CERTIFICATE_VERIFY_FAILED" in str(error) or "doesn't match" in str(error):
                reason = str(error).partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or str(error)
                return EngineRefused(
                    f"The certificate of {self.host} cannot be trusted: {reason}.",
                    hint="Behind a company proxy, set SSL_CERT_FILE to its root certificate.",
                )
            return EngineUnavailable(f"The encrypted connection to {self.host} failed: {error}.")
        if isinstance(error, NameResolutionError):
            return EngineUnavailable(f"The name {self.host} cannot be looked up; is there a network?")
        if isinstance(error, NewConnectionError):
            return EngineUnavailable(f"{self.host} cannot be reached: {_cause(error)}.")
        if isinstance(error, ConnectTimeoutError):
            return EngineUnavailable(f"{self.host} cannot be reached: nothing came back.")
        if isinstance(error, TimeoutError):
            return self._late()
        if isinstance(error, LocationValueError):
            return EngineRefused(
                f"{self.host} cannot be the name of a host.", hint="Check the address in the settings."
            )
        if isinstance(error, ProtocolError):
            return EngineUnavailable(f"The connection to {self.host} broke off in mid-answer.")
        return EngineUnavailable(f"{self.host} cannot be asked: {error}.")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds named by a Retry-After header, as a number or a date; None when there is none that makes sense."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _place(url: str, *, plain: bool) -> tuple[str, bool]:
    """The host of an address, and whether it is spoken to over TLS."""
    parts = _parts(url)
    if parts is None or parts.scheme not in (("https", "http") if plain else ("https",)) or not parts.hostname:
        raise SettingsError(
            f"{url!r} is not an https:// address.",
            hint="Write http://host:port or https://host."
            if plain
            else "Speech is only fetched over verified TLS; set an https URL.",
        )
    if parts.username is not None:
        raise SettingsError(f"The address of {parts.hostname} holds a user name; leave it out.")
    return parts.hostname, parts.scheme == "https"


def _parts(url: str) -> SplitResult | None:
    """The parts of a URL; None when no request could be sent there."""
    try:
        urllib3.util.parse_url(url)
        parts = urlsplit(url)
        usable = parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _way(host: str, proxy: str | None, *, scheme: str) -> SplitResult | None:
    """The proxy on the way to a host: that of the settings, else of the surroundings."""
    from urllib.request import getproxies, proxy_bypass

    if proxy is None and not proxy_bypass(host) and not (scheme == "http" and _is_loopback(host)):
        proxy = getproxies().get(scheme)
    if not proxy:
        return None
    parts = _parts(proxy if "://" in proxy else f"http://{proxy}")
    if parts is None or not parts.hostname:
        raise SettingsError("The proxy is not a usable http:// address.")
    return parts


def _pool(way: SplitResult | None, connections: int) -> urllib3.PoolManager:
    context = _trust()
    if way is None:
        return urllib3.PoolManager(maxsize=connections, ssl_context=context)
    host = f"[{way.hostname}]" if ":" in (way.hostname or "") else way.hostname
    auth = f"{way.username}:{way.password or ''}" if way.username else None
    try:
        return urllib3.ProxyManager(
            f"{way.scheme}://{host}:{way.port or 8080}",
            maxsize=connections,
            ssl_context=context,
            proxy_headers=urllib3.make_headers(proxy_basic_auth=auth) if auth else None,
        )
    except (HTTPError, ValueError) as error:
        raise SettingsError("The proxy is not a usable http:// address.") from error


def _trust() -> ssl.SSLContext:
    """A context that checks certificates and host names against the roots the user trusts."""
    bundle = os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE")
    try:
        if bundle:
            folder = Path(bundle).is_dir()
            return ssl.create_default_context(cafile=None if folder else bundle, capath=bundle if folder else None)
        import certifi

        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
    except OSError as error:
        raise SettingsError(
            f"The certificates in {bundle} cannot be read: {error}.",
            hint="SSL_CERT_FILE and REQUESTS_CA_BUNDLE name a PEM file or a folder of them.",
        ) from error
    return context


def _cause(error: BaseException) -> str:
    inner = error.__cause__ or error.__context__
    return getattr(inner, "strerror", None) or str(inner or error)
