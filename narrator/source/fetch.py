"""A page from the web.

One deadline covers everything: name look-up, connection, TLS, each read, all redirects. Since a look-up cannot be
interrupted, each step is done in a thread of its own that is left behind, its socket shut, when time is up.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError
from urllib3.response import HTTPResponse
from urllib3.util import Url, parse_url

from narrator import addresses
from narrator.errors import FetchError, InputError, SourceError, SourceNotFound, UnreadableSource
from narrator.model import Page
from narrator.settings import Fetch
from narrator.source import route
from narrator.source.contents import require_text

_MAX_REDIRECTS = 10
_REDIRECTS = {301, 302, 303, 307, 308}
_TEXT_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_CHUNK = 65_536
_PAGES = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, */*;q=0.1"
_LISTS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.5, */*;q=0.3"
)


ComeTo: TypeAlias = Callable[[str], None]


def _just_come(url: str) -> None:
    """Nobody need be asked before an address is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server said of a list: `page` is None when it has not changed since `etag` and `modified` were given out."""

    page: Page | None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is asked for: a page that can be read aloud, or any text (`any_type`), unless it is the one that is known."""

    accept: str
    known: dict[str, str]
    any_type: bool = False


def fetch(url: str, settings: Fetch, *, come_to: ComeTo = _just_come) -> Page:
    """The page at an http or https URL, after redirects.

    come_to   called with each address before it is asked for; what it raises ends the walk, and its time does not count

    Raises InputError for a URL that cannot be one, AddressRefused for private networks, SourceNotFound, FetchError
    when trying later may help, UnreadableSource for what is not text or too large, SourceError for the rest.
    """
    page = _visit(url, settings, _Wish(accept=_PAGES, known={}), come_to).page
    if page is None:
        raise FetchError(f"{url} says that it has not changed, though nobody asked.")
    return page


def fetch_list(url: str, settings: Fetch, *, etag: str | None = None, modified: str | None = None) -> Reply:
    """The feed or other list at a URL, of whatever type the server says it is, unpacked if it is a gzip file.

    etag, modified   of the last answer: the server need not send again what is still the same

    Raises what `fetch` raises.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    wish = _Wish(accept=_LISTS, known={name: value for name, value in known.items() if value}, any_type=True)
    return _visit(url, settings, wish)


def _visit(url: str, settings: Fetch, wish: _Wish, come_to: ComeTo = _just_come) -> Reply:
    """Go there, and on to where it sends us."""
    visit = _Visit(settings, wish)
    target = start = parse(url)
    for _ in range(_MAX_REDIRECTS + 1):
        with visit.paused():
            come_to(target.url)
        answer = visit.step(target)
        if isinstance(answer, Reply):
            return answer
        target = answer
    raise SourceError(f"{start.url} sends us from one address to the next without end.", hint="Open it in a browser.")


def parse(url: str) -> Url:
    """A URL as urllib3 reads it, which is how it will be used. Raises InputError for one that reads in two ways."""
    try:
        target = parse_url(url)
    except (LocationParseError, ValueError):
        raise InputError(f"{url} is not a valid URL.", hint="It should look like https://example.com/story") from None
    if target.scheme not in route.PORTS:
        raise InputError(f"{url} is not a web address.", hint="Narrator reads http:// and https:// addresses.")
    if not target.host or re.search(r"[\x00-\x1f\x7f\\]", url):
        raise InputError(f"{url!r} is not a valid URL.", hint="It should look like https://example.com/story")
    if target.auth is not None:
        raise InputError(
            f"The address of {target.host} holds a user name.", hint="Save the page from a browser and give the file."
        )
    port = None if target.port == route.PORTS[target.scheme] else target.port
    return target._replace(path=target.path or "/", port=port, fragment=None)


class _Http(HTTPConnection):
    opened: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.opened


class _Https(HTTPSConnection):
    opened: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.opened


def _connection(end: Url, *, secure: bool, proxy: Url | None) -> _Http | _Https:
    """A connection to `end`, not yet opened; `secure` when the page is https, even if the proxy is not."""
    host, port = route.bare_host(end), route.port(end)
    if not secure and end.scheme == "http":
        return _Http(host, port)
    config = route.proxy_config() if proxy else None
    return _Https(host, port, ssl_context=route.tls_context(), proxy=proxy, proxy_config=config)


class _Visit:
    """One walk along the redirects, with its deadline and the socket that is open just now."""

    def __init__(self, settings: Fetch, wish: _Wish) -> None:
        self._settings = settings
        self._wish = wish
        self._deadline = time.monotonic() + settings.timeout_s
        self._socket: socket.socket | None = None
        self._host = "The server"

    def step(self, target: Url) -> Reply | Url:
        """What is said at one address: a page, or where to go from there."""
        outcome: Future[Reply | Url] = Future()

        def work() -> None:
            try:
                outcome.set_result(self._ask(target))
            except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the caller's thread
                outcome.set_exception(error)

        threading.Thread(target=work, name="narrator-fetch", daemon=True).start()
        try:
            return outcome.result(max(0.0, self._deadline - time.monotonic()))
        except TimeoutError:
            raise self.too_slow() from None
        finally:
            self.abandon()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Time in which nothing is asked of the server, so that it need not hurry for it."""
        begun = time.monotonic()
        yield
        self._deadline += time.monotonic() - begun

    def _ask(self, target: Url) -> Reply | Url:
        proxy = self._proxy(target)
        self._host = f"{target.host} (through the proxy {proxy.host})" if proxy else str(target.host)
        try:
            return self._get(target)
        except SourceError:
            raise
        except (HTTPError, http.client.HTTPException, OSError) as error:
            raise self._explain(error) from error

    def abandon(self) -> None:
        """Wake the thread that waits for the socket; it then ends by itself."""
        if (waiting := self._socket) is not None:
            with contextlib.suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)

    def too_slow(self) -> FetchError:
        """What to say when the deadline has passed."""
        return FetchError(
            f"{self._host} did not deliver the page within {self._settings.timeout_s:g} s.",
            hint="Try again later, or give it longer: timeout_s in [fetch] of narrator.toml.",
        )

    def _remaining_s(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left

    def _get(self, target: Url) -> Reply | Url:
        with contextlib.closing(self._open(target)) as connection:
            where = target.url if self._forwarded(target) else target.request_uri
            connection.request(
                "GET",
                where,
                headers={
                    "User-Agent": self._settings.user_agent,
                    "Accept": self._wish.accept,
                    "Accept-Encoding": "gzip, deflate",
                    **self._wish.known,
                    **(route.credentials(self._proxy(target)) if self._forwarded(target) else {}),
                },
                preload_content=False,
            )
            with contextlib.closing(connection.getresponse()) as response:
                location = response.headers.get("location")
                if response.status in _REDIRECTS and location:
                    return self._next(target, location)
                if response.status == http.client.NOT_MODIFIED and self._wish.known:
                    return Reply(page=None)
                return Reply(
                    page=self._page(target, response),
                    etag=response.headers.get("etag"),
                    modified=response.headers.get("last-modified"),
                )

    def _proxy(self, target: Url) -> Url | None:
        return route.proxy_for(target, self._settings.proxy)

    def _forwarded(self, target: Url) -> bool:
        """Plain http through a proxy asks the proxy for the whole URL; https goes through a tunnel."""
        return target.scheme == "http" and self._proxy(target) is not None

    def _open(self, target: Url) -> _Http | _Https:
        """A connection to the page's machine, or to the proxy; the latter is the operator's word and may be private."""
        host, port = route.bare_host(target), route.port(target)
        allowed = self._settings.allow_private
        proxy = self._proxy(target)
        if proxy is None:
            opened = addresses.connect(host, port, allowed, self._remaining_s)
        else:
            addresses.require_public_name(host, port, allowed)
            near = route.bare_host(proxy)
            opened = addresses.connect(near, route.port(proxy), (near,), self._remaining_s)
        self._socket = opened
        with contextlib.ExitStack() as undo:
            undo.callback(opened.close)
            connection = _connection(proxy or target, secure=target.scheme == "https", proxy=proxy)
            undo.callback(connection.close)
            connection.opened = opened
            if proxy is not None and target.scheme == "https":
                connection.set_tunnel(str(target.host), port, route.credentials(proxy), scheme=str(proxy.scheme))
            connection.connect()
            # TLS inside TLS is no socket but wraps one.
            self._socket = getattr(connection.sock, "socket", connection.sock)
            undo.pop_all()
        return connection

    def _next(self, target: Url, location: str) -> Url:
        # http.client hands header bytes over as Latin-1; browsers read them as UTF-8.
        location = location.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            return parse(urljoin(target.url, location))
        except (InputError, ValueError) as error:
            raise SourceError(
                f"{target.host} sends us to an address that cannot be read: {location[:200]!r}"
            ) from error

    def _page(self, target: Url, response: HTTPResponse) -> Page:
        _require_success(target, response)
        declared = response.headers.get("content-type", "")
        media_type = declared.partition(";")[0].strip().lower() or None
        charset = re.search(r"""charset\s*=\s*["']?([^\s"';,]+)""", declared, re.IGNORECASE)
        encoding = charset.group(1) if charset else None
        content = self._body(response)
        if self._wish.any_type and content.startswith(b"\x1f\x8b"):
            content = self._unpack(content)
        # What the bytes are says more than a type that the server guessed ("a PDF" instead of "application/…").
        require_text(content, target.url, charset=encoding)
        if media_type == "application/octet-stream":
            media_type = None
        if media_type is not None and media_type not in _TEXT_TYPES and not self._wish.any_type:
            raise UnreadableSource(
                f"{target.url} is {media_type}, not a page that can be read aloud.",
                hint="Give the address of the article's own page.",
            )
        return Page(
            content=content,
            url=target.url,
            media_type=media_type,
            charset=encoding,
            name=target.url,
            retrieved=datetime.now(UTC),
        )

    def _body(self, response: HTTPResponse) -> bytes:
        limit = self._settings.max_bytes
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise FetchError(f"{self._host} compressed the page in a way that was not asked for ({encoding[:40]}).")
        parts: list[bytes] = []
        size = 0
        # Counted after decompression, so that a small answer cannot unfold into a huge one.
        while part := response.read(_CHUNK, decode_content=True):
            self._remaining_s()
            parts.append(part)
            size += len(part)
            if size > limit:
                raise self._too_large()
        return b"".join(parts)

    def _unpack(self, content: bytes) -> bytes:
        """Sitemaps are often stored as gzip files."""
        limit = self._settings.max_bytes
        try:
            unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            unpacked = unpacker.decompress(content, limit + 1)
        except zlib.error:
            raise UnreadableSource(f"The gzip file at {self._host} is damaged.") from None
        if len(unpacked) > limit:
            raise self._too_large()
        if not unpacker.eof:
            raise FetchError(f"The gzip file at {self._host} breaks off.", hint="Try again.")
        return unpacked

    def _too_large(self) -> UnreadableSource:
        what, section = ("list", "follow") if self._wish.any_type else ("page", "fetch")
        return UnreadableSource(
            f"The {what} at {self._host} is larger than {self._settings.max_bytes:,} bytes.",
            hint=f"If it is {'a feed' if self._wish.any_type else 'an article'} after all, raise max_bytes in [{section}] of narrator.toml.",
        )

    def _explain(self, error: Exception) -> SourceError:
        """An error of the libraries below, in plain words."""
        if isinstance(error, TimeoutError) or time.monotonic() >= self._deadline:
            return self.too_slow()
        for cause in (error, error.__cause__, error.__context__, *error.args):
            if isinstance(cause, ssl.SSLCertVerificationError):
                return SourceError(
                    f"{self._host} cannot prove who it is: {cause.verify_message.rstrip('.')}.",
                    hint="If your network uses a certificate authority of its own, name its file in SSL_CERT_FILE.",
                )
        if isinstance(error, ssl.SSLError):
            return FetchError(f"{self._host} failed to open a secure connection: {error.reason or error}.")
        if isinstance(error, DecodeError):
            return FetchError(f"{self._host} sent a page whose compression is damaged.", hint="Try again.")
        if isinstance(error, HTTPError | http.client.RemoteDisconnected):
            return FetchError(f"{self._host} broke off before the page was complete.", hint="Try again.")
        if isinstance(error, http.client.HTTPException):
            return FetchError(f"{self._host} does not answer as a web server does.")
        return FetchError(
            f"The connection to {self._host} failed: {getattr(error, 'strerror', None) or error}.", hint="Try again."
        )


def _require_success(target: Url, response: HTTPResponse) -> None:
    status = response.status
    told = f"{status} {http.client.responses.get(status, '')}".strip()
    if 200 <= status < 300:
        return
    if status in (404, 410):
        raise SourceNotFound(f"There is no page at {target.url} ({told}).", hint="Check the address.")
    if status in (401, 402, 403, 451):
        raise SourceError(
            f"{target.host} does not give this page to narrator ({told}); it may want a login or a subscription.",
            hint="Open it in a browser, save it as HTML, and give that file.",
        )
    if status in (408, 425, 429) or status >= 500:
        wait = response.headers.get("retry-after", "").strip()[:40]
        hint = f"It asks to come back after {wait}{' s' if wait.isdigit() else ''}." if wait else "Try again later."
        error = FetchError(f"{target.host} cannot deliver the page now ({told}).", hint=hint)
        error.retry_after_s = _seconds(wait)
        raise error
    raise SourceError(f"{target.host} answered {told} instead of the page.", hint="Open the address in a browser.")


def _seconds(wait: str) -> float:
    """Seconds that Retry-After asks for, as a number or as a date; 0 when it says nothing that can be read."""
    if re.fullmatch(r"[0-9]{1,9}", wait):
        return float(wait)
    try:
        then = parsedate_to_datetime(wait)
        return max(0.0, (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - time.time())
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
