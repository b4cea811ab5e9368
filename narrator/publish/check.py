"""narrator feed check: a feed against the rules, against its files, and against the host that serves it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from narrator import addresses
from narrator.errors import AddressRefused, FeedError, FetchError, NarratorError, SettingsError
from narrator.publish import artwork
from narrator.publish.lint import Finding, error, home, lint, warning
from narrator.publish.markup import escape, web_url
from narrator.publish.rules import AUDIO_TYPES

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_MAX_FEED = 50_000_000
_TIMEOUT_S = 20.0
_MAX_REDIRECTS = 10
_NEWEST = 20


def check_feed(source: str) -> tuple[Finding, ...]:
    """Everything that podcast apps will not like about a feed.

    source   path of a feed.xml, whose addresses are compared with the files beside it; or an http(s) address, whose
             newest 20 episodes are asked for by HEAD and Range. Redirects are followed. Other hosts than the feed's
             are asked only on the public internet: they are not the operator's word.

    Raises FeedError when the file cannot be read, FetchError when the address cannot.
    """
    if web_url(source):
        return tuple(_online(source))
    try:
        xml = Path(source).read_bytes()
    except OSError as reason:
        raise FeedError(
            f"{source} cannot be read: {reason.strerror}.", hint="narrator feed build writes a feed."
        ) from reason
    findings, channel = lint(xml)
    if channel is not None:
        findings += _files(channel, Path(source).parent)
    return tuple(findings)


# --------------------------------------------------------------------------------------------------- on disk


def _files(channel: Any, folder: Path) -> Iterator[Finding]:
    local = _finder(channel, folder)
    image = channel.find(f"{_ITUNES}image")
    if image is not None and (path := local(image.get("href"))):
        yield from _picture(path.read_bytes() if path.is_file() else None, image.get("href"))
    sounds = [(item, item.find("enclosure")) for item in channel.findall("item") if item.find("enclosure") is not None]
    here = [(item, sound, path) for item, sound in sounds if (path := local(sound.get("url")))]
    for item, sound, path in here:
        where = _where(item)
        if not path.is_file():
            yield error(where, f"Its audio is not there: {path}.", "RSS 2.0")
        elif str(path.stat().st_size) != sound.get("length"):
            yield error(
                where, f"Its audio has {path.stat().st_size} bytes; the feed says {sound.get('length')}.", "RSS 2.0"
            )
        yield from _beside(item, local, where)
    yield from _labels(channel, [(item, path.parent) for item, _, path in here])
    if len(here) < len(sounds):
        lost = (
            f"The audio of {len(sounds) - len(here)} episodes is not beside the feed, so nothing was compared with it."
        )
        yield warning("channel", lost, "RSS 2.0")


def _finder(channel: Any, folder: Path) -> Callable[[str | None], Path | None]:
    """What finds the file that an address of a feed stands for: from where the feed says that it is, else by its name here."""
    base = home(channel)

    def local(url: str | None) -> Path | None:
        if not url or not web_url(url):
            return None
        below = base != "/" and url.startswith(base)
        parts = url.removeprefix(base).split("/") if below else urlsplit(url).path.split("/")[-2:]
        path = folder / unquote("/".join(parts))
        try:
            inside, there = path.resolve().is_relative_to(folder.resolve()), path.is_file()
        except (OSError, ValueError):  # what no file can be called
            return None
        return path if inside and (below or there) else None

    return local


def _where(item: Any) -> str:
    return (item.findtext("title") or "")[:80]


def _beside(item: Any, local: Callable[[str | None], Path | None], where: str) -> Iterator[Finding]:
    """Transcripts and chapters must be there."""
    for kind in ("transcript", "chapters"):
        for node in item.findall(f"{_PODCAST}{kind}"):
            path = local(node.get("url"))
            if path is not None and not path.is_file():
                yield error(where, f"Its <podcast:{kind}> is not there: {path}.", "Podcasting 2.0")


def _labels(channel: Any, bundles: list[tuple[Any, Path]]) -> Iterator[Finding]:
    """The disclosure of each episode's manifest must stand in its description, and that of one of them in the channel's."""
    from narrator.publish.manifest import NAME, decode

    labels = []
    for item, bundle in bundles:
        with contextlib.suppress(OSError):
            labels.append(decode((bundle / NAME).read_bytes(), str(bundle / NAME)).disclosure)
            if escape(labels[-1]) not in (item.findtext("description") or ""):
                yield error(_where(item), f"Its description lacks the label {labels[-1]!r}.", "Apple")
    if labels and not any(label in (channel.findtext("description") or "") for label in labels):
        yield warning("channel", f"Its description lacks the label {labels[0]!r}.", "Apple")


def _picture(data: bytes | None, name: str) -> Iterator[Finding]:
    if data is None:
        yield error("channel", f"Its artwork is not there: {name}.", "PSP-1")
        return
    try:
        _, width, height = artwork.measure(data)
    except SettingsError as reason:
        yield error("channel", reason.message, "Apple")
        return
    if width != height or not artwork.SMALLEST <= width <= artwork.LARGEST:
        yield error("channel", f"Its artwork has {width} by {height} pixels, not 1400 to 3000 squared.", "Apple")


# ---------------------------------------------------------------------------------------------------- online


def _online(url: str) -> Iterator[Finding]:
    import urllib3

    pool = _pool(url)
    try:
        with contextlib.closing(_ask(pool, "GET", url)) as answer:
            xml = answer.read(_MAX_FEED + 1)
    except (urllib3.exceptions.HTTPError, FetchError) as reason:
        raise FetchError(f"{url} cannot be read: {_cause(reason)}") from reason
    if answer.status != 200:
        raise FetchError(f"{url} answers {answer.status}.")
    if len(xml) > _MAX_FEED:
        raise FetchError(f"{url} is larger than {_MAX_FEED // 1_000_000} MB.")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in ("application/rss+xml", "application/xml", "text/xml"):
        yield warning("feed", f"It is sent as {kind or 'no type'}, not application/rss+xml.", "PSP-1")
    findings, channel = lint(xml)
    yield from findings
    if channel is None:
        return
    image = channel.find(f"{_ITUNES}image")
    if image is not None and web_url(image.get("href")):
        yield from _picture(_get(pool, image.get("href")), image.get("href"))
    for item in channel.findall("item")[:_NEWEST]:
        enclosure = item.find("enclosure")
        if enclosure is not None and web_url(enclosure.get("url")):
            yield from _served(pool, enclosure, _where(item))


def _pool(url: str) -> Any:
    """Connections to the machine that the operator named, and to public ones, wherever a feed or a redirect leads."""
    import urllib3

    named = urlsplit(url)
    ports = {named.port or (443 if named.scheme == "https" else 80), 443}  # http may send its readers on to https
    allowed = [f"{named.hostname}:{port}" for port in ports]

    def connect(connection: urllib3.connection.HTTPConnection) -> socket.socket:
        return addresses.connect(connection.host, connection.port or 80, allowed, lambda: _TIMEOUT_S)

    class Http(urllib3.connection.HTTPConnection):
        _new_conn = connect

    class Https(urllib3.connection.HTTPSConnection):
        _new_conn = connect

    class HttpPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Https

    # No retries: what a podcast app meets at its first try is what counts.
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=_TIMEOUT_S))
    pool.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}
    return pool


def _ask(pool: Any, method: str, url: str, **headers: str) -> Any:
    """The answer at the end of the redirects, which apps follow too; its body is yet to be read."""
    for _ in range(_MAX_REDIRECTS + 1):
        answer = pool.request(method, url, headers=headers, preload_content=False, redirect=False)
        onward = answer.get_redirect_location()
        if not onward:
            return answer
        answer.close()
        try:
            url = urljoin(url, onward)
        except ValueError as error:
            raise FetchError(f"it sends us to an address that cannot be read: {onward[:200]!r}.") from error
    raise FetchError("it sends us from one address to the next without end.")


def _cause(error: Exception) -> Exception:
    """What our own part of a connection said, which the library passes on inside an error of its own."""
    return next((each for each in error.args if isinstance(each, NarratorError)), error)


def _get(pool: Any, url: str) -> bytes | None:
    import urllib3

    try:
        with contextlib.closing(_ask(pool, "GET", url)) as answer:
            data: bytes = answer.read(10_000_000)
    except (urllib3.exceptions.HTTPError, FetchError):
        return None
    return data if answer.status == 200 else None


def _served(pool: Any, enclosure: Any, where: str) -> Iterator[Finding]:
    """HEAD must tell length and type, and a Range must be kept: players seek by it."""
    import urllib3

    url = enclosure.get("url")
    try:
        head, part = _ask(pool, "HEAD", url), _ask(pool, "GET", url, Range="bytes=0-1")
        head.close()
        part.close()
    except (urllib3.exceptions.HTTPError, FetchError) as reason:
        cause = _cause(reason)
        if isinstance(cause, AddressRefused):
            yield warning(where, f"Its audio was not asked for: {cause}", "Apple")
        else:
            yield error(where, f"Its audio cannot be read: {cause}", "Apple")
        return
    if head.status != 200:
        yield error(where, f"HEAD of its audio answers {head.status}.", "Apple")
        return
    length = head.headers.get("Content-Length")
    if length != enclosure.get("length"):
        yield error(
            where,
            f"Its audio has {length or 'no known number of'} bytes; the feed says {enclosure.get('length')}.",
            "RSS 2.0",
        )
    if head.headers.get("Content-Type", "").partition(";")[0] not in AUDIO_TYPES:
        yield error(where, f"Its audio is sent as {head.headers.get('Content-Type')}.", "Apple")
    if part.status != 206:
        yield error(where, f"Its host answers {part.status} to a Range, not 206.", "Apple")
