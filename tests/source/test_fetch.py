import gzip
import pickle
import socket
import struct
import threading
import time
import zlib
from datetime import timedelta

import msgspec
import pytest

from narrator.errors import (
    AddressRefused,
    FetchError,
    InputError,
    NarratorError,
    NotAnArticle,
    SourceError,
    SourceNotFound,
    UnreadableSource,
)
from narrator.settings import Fetch
from narrator.source import read
from narrator.source.fetch import parse

STORY = "<h1>Ferry returns</h1><p>The ferry crossed again on Monday — to applause.</p>".encode()


def test_a_page_keeps_what_the_server_said(server, settings):
    server.answer = server.reply(STORY, Content_Type='Text/HTML; Charset="UTF-8"')
    page = read(server.url("/a/../story%20one?x=1#part"), settings)
    assert page.content == STORY
    assert (page.media_type, page.charset) == ("text/html", "UTF-8")
    assert page.url == page.name == server.url("/story%20one?x=1")
    assert page.retrieved.utcoffset() == timedelta(0)
    assert server.requests[0].startswith("GET /story%20one?x=1 HTTP/1.1\r\n")
    assert f"Host: {server.host}\r\n" in server.requests[0]
    assert "User-Agent: narrator" in server.requests[0]


@pytest.mark.parametrize("written", ["HTTP://{}/", "http:/{}/", "  http://{}/  ", "http:///{}/"])
def test_a_url_may_be_written_carelessly(server, settings, written):
    server.answer = server.reply(STORY)
    assert read(written.format(server.host), settings).url == server.url("/")


@pytest.mark.parametrize(("encoding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_pages_are_unpacked(server, settings, encoding, squeeze):
    server.answer = server.reply(squeeze(STORY), Content_Encoding=encoding)
    assert read(server.url(), settings).content == STORY


def test_chunks_are_joined(server, settings):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (STORY[:20], STORY[20:])) + b"0\r\n\r\n"
    server.answer = server.reply(chunks, Content_Length=None, Transfer_Encoding="chunked")
    assert read(server.url(), settings).content == STORY


def test_an_answer_without_a_length_ends_with_the_connection(server, settings):
    server.answer = server.reply(STORY, Content_Length=None)
    assert read(server.url(), settings).content == STORY


def test_an_unnamed_type_is_left_open(server, settings):
    server.answer = server.reply(b"Plain words.", Content_Type="application/octet-stream")
    assert read(server.url(), settings).media_type is None
    server.answer = server.reply(b"Plain words.", Content_Type=None)
    assert read(server.url(), settings).media_type is None


# ------------------------------------------------------------------------------------------------- redirects


def test_redirects_are_followed_to_the_final_address(server, settings):
    hops = {
        b"/a": server.reply(status="301 Moved", Location="b?q=1"),
        b"/b?q=1": server.reply(status="307 Again", Location=f"//{server.host}/größe"),
        b"/gr%C3%B6%C3%9Fe": server.reply(STORY),
    }
    hops[b"/b?q=1"] = hops[b"/b?q=1"].decode("latin-1").encode("utf-8")
    server.answer = lambda request: hops[request.split()[1]]
    assert read(server.url("/a#top"), settings).url == server.url("/gr%C3%B6%C3%9Fe")


def test_each_address_is_announced_and_a_wait_before_it_does_not_count(server, settings):
    pages = {b"/a": server.reply(status="301 Moved", Location="b"), b"/b": server.reply(STORY)}
    server.answer = lambda request: pages[request.split()[1]]
    told = []

    def come_to(url):
        told.append((url, len(server.requests)))
        time.sleep(0.6)

    hasty = msgspec.structs.replace(settings, timeout_s=1)
    assert read(server.url("/a"), hasty, come_to=come_to).url == server.url("/b")
    assert told == [(server.url("/a"), 0), (server.url("/b"), 1)]


def test_a_redirect_loop_ends(server, settings):
    server.answer = server.reply(status="302 Found", Location="/")
    with pytest.raises(SourceError, match="without end"):
        read(server.url(), settings)
    assert len(server.requests) == 11


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.2/", "http://localhost:1/", "http://[::1]/", "http://0x7f.1/", "http://[::ffff:7f00:1]/"],
)
def test_each_hop_is_checked_again(server, location):
    server.answer = server.reply(status="302 Found", Location=location)
    with pytest.raises(AddressRefused):
        read(server.url(), Fetch(allow_private=(server.host,)))


@pytest.mark.parametrize(
    "location", ["file:///etc/hosts", "javascript:alert(1)", "data:text/html,x", "http://u:p@127.0.0.1/", "http://["]
)
def test_a_redirect_leads_to_web_addresses_only(server, settings, location):
    server.answer = server.reply(status="302 Found", Location=location)
    with pytest.raises(SourceError, match="cannot be read") as caught:
        read(server.url(), settings)
    assert caught.value.exit_code == 3


# ----------------------------------------------------------------------------------------- addresses that may not be


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0",
        "[::1]",
        "[::]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "１２７.0.0.1",
    ],
)
def test_private_networks_are_never_reached(server, host):
    with pytest.raises(NarratorError) as caught:
        read(server.url(host=host), Fetch(timeout_s=5))
    assert isinstance(caught.value, (AddressRefused, InputError))
    if isinstance(caught.value, AddressRefused):
        assert "--allow-private" in caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize(
    "trick", ["http://{}\\@example.com/", "http://example.com@{}/", "http://u:p@{}/", "http://{}\t/"]
)
def test_urls_that_read_in_two_ways_are_refused(server, trick):
    with pytest.raises(InputError):
        read(trick.format(server.host), Fetch(timeout_s=5))
    assert server.requests == []


def test_allowing_a_host_allows_that_host_alone(server):
    server.answer = server.reply(STORY)
    assert read(server.url(), Fetch(allow_private=(server.host,))).content == STORY
    assert read(server.url(host="localhost"), Fetch(allow_private=(" LocalHost. ",))).content == STORY
    for allowed in ("localhost", "127.0.0.2", "127.0.0.1:1", "127.0.0", "*", ""):
        with pytest.raises(AddressRefused):
            read(server.url(), Fetch(allow_private=(allowed,)))


def test_a_host_with_one_private_address_is_refused(monkeypatch, server):
    """A name with a public and a private address could otherwise be switched between check and use."""
    real = socket.getaddrinfo

    def rebound(host, port, *rest, **more):
        public = real("192.0.3.1", port, *rest, **more)
        return public + real("127.0.0.1", port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1"):
        read(server.url(host="news.example"), Fetch(timeout_s=5))
    assert server.requests == []


def test_names_in_any_script():
    assert parse("https://größe.example/Straße?q=ü#x").url == "https://xn--gre-6ka8i.example/Stra%C3%9Fe?q=%C3%BC"


@pytest.mark.parametrize("bad", ["http://", "https://?x", "http://[::1", "http://a:99999/", "http://exa mple.com/"])
def test_urls_that_cannot_be(bad):
    with pytest.raises((InputError, SourceError)):
        read(bad, Fetch(timeout_s=5))


# -------------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        ("404 Not Found", SourceNotFound, "There is no page"),
        ("410 Gone", SourceNotFound, "There is no page"),
        ("401 Unauthorized", SourceError, "login or a subscription"),
        ("402 Payment Required", SourceError, "login or a subscription"),
        ("403 Forbidden", SourceError, "login or a subscription"),
        ("418 Teapot", SourceError, "418"),
        ("304 Not Modified", SourceError, "304"),
        ("429 Too Many Requests", FetchError, "429"),
        ("500 Oops", FetchError, "500"),
        ("503 Later", FetchError, "503"),
    ],
)
def test_each_status_has_its_error(server, settings, status, kind, said):
    server.answer = server.reply(b"<p>An error page.</p>", status=status)
    with pytest.raises(SourceError, match=said) as caught:
        read(server.url(), settings)
    assert type(caught.value) is kind
    assert caught.value.retryable == (kind is FetchError)
    assert caught.value.hint
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.hint) == (kind, str(caught.value), caught.value.hint)


def test_retry_after_is_passed_on(server, settings):
    server.answer = server.reply(status="429 Too Many Requests", Retry_After="120")
    with pytest.raises(FetchError) as caught:
        read(server.url(), settings)
    assert "120 s" in caught.value.hint


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "PDF"),
        (b"%PDF-1.7 ...", "text/html", "PDF"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png", "PNG"),
        (b"\x00\x01\x02" * 50, "text/html", "binary"),
    ],
)
def test_what_is_not_a_page_is_named(server, settings, body, media_type, said):
    server.answer = server.reply(body, Content_Type=media_type)
    with pytest.raises(UnreadableSource, match=said):
        read(server.url(), settings)


def test_an_empty_page_is_no_article(server, settings):
    server.answer = server.reply(b" \n")
    with pytest.raises(NotAnArticle, match="is empty"):
        read(server.url(), settings)


# ------------------------------------------------------------------------------------- servers that misbehave


def test_a_bomb_is_stopped_while_it_unfolds(server):
    import tracemalloc

    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    server.answer = server.reply(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableSource, match="larger than"):
            read(server.url(), Fetch(allow_private=("127.0.0.1",), max_bytes=1_000_000))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_in_a_bomb_is_not_opened(server, settings):
    server.answer = server.reply(gzip.compress(gzip.compress(STORY)), Content_Encoding="gzip, gzip")
    with pytest.raises(FetchError, match="not asked for"):
        read(server.url(), settings)


def test_a_page_without_end_is_stopped(server):
    def flood(connection):
        connection.sendall(server.reply(Content_Length=None))
        while True:
            connection.sendall(b"word " * 10_000)

    server.stream = flood
    with pytest.raises(UnreadableSource, match="larger than"):
        read(server.url(), Fetch(allow_private=("127.0.0.1",), max_bytes=1_000_000))


def _drip(server, start, piece):
    def act(connection):
        connection.sendall(start)
        while not server.wait(0.05):
            connection.sendall(piece)

    return act


@pytest.mark.parametrize("where", ["body", "headers", "never", "redirects"])
def test_one_deadline_covers_all(server, where):
    if where == "redirects":

        def slow_hop(request):
            server.wait(0.2)
            return server.reply(status="302 Found", Location="/")

        server.answer = slow_hop
    else:
        start = {"body": server.reply(length=1_000_000), "headers": b"HTTP/1.1 200 OK\r\nX-A: ", "never": b""}[where]
        server.stream = _drip(server, start, b"" if where == "never" else b"a")
    with pytest.raises(FetchError, match=r"within 0\.6 s"):
        read(server.url(), Fetch(allow_private=("127.0.0.1",), timeout_s=0.6))
    for thread in threading.enumerate():
        if thread.name == "narrator-fetch":
            thread.join(5)
            assert not thread.is_alive()


def test_half_a_body_is_an_error(server, settings):
    server.answer = server.reply(STORY, length=len(STORY) + 1)
    with pytest.raises(FetchError, match="broke off"):
        read(server.url(), settings)


def test_half_a_chunked_body_is_an_error(server, settings):
    server.answer = server.reply(b"ff\r\nhalf", Content_Length=None, Transfer_Encoding="chunked")
    with pytest.raises(FetchError, match="broke off"):
        read(server.url(), settings)


def test_damaged_compression_is_an_error(server, settings):
    server.answer = server.reply(b"\x1f\x8b\x08\x00garbage that is no deflate stream", Content_Encoding="gzip")
    with pytest.raises(FetchError, match="damaged"):
        read(server.url(), settings)


def test_a_reset_is_an_error(server, settings):
    def reset(connection):
        connection.sendall(server.reply(STORY, length=1_000_000))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    server.stream = reset
    with pytest.raises(FetchError):
        read(server.url(), settings)


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-server\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000]
)
def test_what_is_no_web_server(server, settings, answer):
    server.answer = answer
    with pytest.raises(FetchError):
        read(server.url(), settings)


def test_nobody_listens(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="refuses the connection"):
        read(f"http://127.0.0.1:{port}/", settings)


def test_a_name_that_does_not_exist(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"no machine called nowhere\.invalid"):
        read("https://nowhere.invalid/", Fetch())


def test_a_look_up_that_hangs_is_given_up(monkeypatch):
    done = threading.Event()

    def hang(*_, **__):
        done.wait(20)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(FetchError, match="within"):
        read("https://slow.invalid/", Fetch(timeout_s=0.3))
    done.set()
