import contextlib
import itertools
import socket
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from narrator.errors import AddressRefused, FetchError, SettingsError, SourceError
from narrator.settings import Fetch
from narrator.source import read

STORY = b"<p>The ferry crossed again on Monday.</p>"

# ------------------------------------------------------------------------------------------------ certificates


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_an_authority_of_ones_own(tls_server, authority, settings, monkeypatch, tmp_path, variable):
    server = tls_server(authority, "localhost", "127.0.0.1")
    server.answer = server.reply(STORY)
    roots = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(roots)
    monkeypatch.setenv(variable, str(roots))
    for host in ("localhost", "127.0.0.1"):
        assert read(server.url(scheme="https", host=host), settings).content == STORY


def test_certificates_that_prove_nothing(tls_server, authority, settings, monkeypatch, tmp_path):
    roots = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(roots)
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    expired = datetime.now(UTC) - timedelta(days=1)
    for server, said in (
        (tls_server(trustme.CA(), "localhost"), "issuer"),
        (tls_server(authority, "elsewhere.example"), "Hostname mismatch"),
        (tls_server(authority, "localhost", not_after=expired), "expired"),
    ):
        with pytest.raises(SourceError, match=f"cannot prove who it is.*{said}") as caught:
            read(server.url(scheme="https", host="localhost"), settings)
        assert not caught.value.retryable
        assert server.requests == []


def test_plain_http_where_tls_is_meant(server, settings):
    server.answer = server.reply(STORY)
    with pytest.raises(FetchError, match="secure connection"):
        read(server.url(scheme="https"), settings)


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_roots_that_cannot_be_read(settings, monkeypatch, tmp_path, server, content):
    roots = tmp_path / "roots.pem"
    if content:
        roots.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    with pytest.raises(SettingsError, match="roots"):
        read(server.url(scheme="https"), settings)


# ----------------------------------------------------------------------------------------------------- proxies


def test_plain_http_through_a_proxy(server):
    server.answer = server.reply(STORY)
    page = read("http://news.example/story?x", Fetch(proxy=f"http://us%65r:pa%3Ass@{server.host}"))
    assert page.url == "http://news.example/story?x"
    assert server.requests[0].startswith("GET http://news.example/story?x HTTP/1.1\r\nHost: news.example\r\n")
    assert "proxy-authorization: basic dXNlcjpwYTpzcw==\r\n".lower() in server.requests[0].lower()


def _tunnel(behind):
    def act(connection):
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        connection.settimeout(0.02)
        with socket.create_connection(("127.0.0.1", behind.port)) as far:
            far.settimeout(0.02)
            # In turns, since a TLS socket may not be read and written by two threads at once.
            for near, other in itertools.cycle(((connection, far), (far, connection))):
                with contextlib.suppress(TimeoutError):
                    if not (part := near.recv(65_536)):
                        return
                    other.sendall(part)

    return act


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_https_through_a_tunnel(tls_server, authority, server, monkeypatch, tmp_path, scheme):
    authority.cert_pem.write_to_path(tmp_path / "roots.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    behind = tls_server(authority, "news.example")
    proxy = server if scheme == "http" else tls_server(authority, "localhost")
    behind.answer = behind.reply(STORY)

    proxy.stream = _tunnel(behind)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url("", scheme, "localhost"))
    page = read("https://news.example/story", Fetch(timeout_s=10))
    assert page.content == STORY
    assert proxy.requests[0].startswith("CONNECT news.example:443 HTTP/1.")
    assert "Host: news.example\r\n" in behind.requests[0]


def test_a_proxy_that_speaks_tls(tls_server, authority, monkeypatch, tmp_path):
    authority.cert_pem.write_to_path(tmp_path / "roots.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    proxy = tls_server(authority, "localhost")
    proxy.answer = proxy.reply(STORY)
    page = read("http://news.example/story", Fetch(proxy=proxy.url(scheme="https", host="localhost"), timeout_s=10))
    assert page.content == STORY
    assert proxy.requests[0].startswith("GET http://news.example/story HTTP/1.1\r\n")


def test_no_proxy_is_kept(server, settings, monkeypatch):
    server.answer = server.reply(STORY)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert read(server.url(), settings).content == STORY


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://0x7f.1/", "https://localhost/", "http://[::1]/", "http://a.localhost./"]
)
def test_a_proxy_is_no_way_around(server, url):
    with pytest.raises(AddressRefused):
        read(url, Fetch(proxy=f"http://{server.host}"))
    assert server.requests == []


def test_a_proxy_that_refuses(server):
    server.answer = server.reply(status="407 Proxy Authentication Required")
    with pytest.raises(FetchError, match="407"):
        read("https://news.example/", Fetch(proxy=f"http://{server.host}", timeout_s=5))


def test_a_proxy_that_cannot_be():
    with pytest.raises(SettingsError, match="proxy"):
        read("http://news.example/", Fetch(proxy="socks5://127.0.0.1:9"))
