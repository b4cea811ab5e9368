"""The preview, asked over a real socket."""

import http.client
from urllib.parse import urljoin

import pytest

from narrator.errors import OutputError
from narrator.publish import server


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "root"
    (root / "story").mkdir(parents=True)
    (root / "index.html").write_text("front")
    (root / "feed.xml").write_text("<rss/>")
    (root / "story" / "index.html").write_text("page")
    (root / "story" / "a b.mp3").write_bytes(bytes(range(256)) * 40)
    (root / "story" / "a.chapters.json").write_text("{}")
    (root / ".part-x").write_text("unfinished")
    (root / "empty.txt").write_text("")
    (tmp_path / "secret").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret")
    return root


@pytest.fixture
def ask(folder, serve):
    port = int(serve(folder).rpartition(":")[2])

    def send(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), body

    return send


SOUND = "/story/a%20b.mp3"


def test_files_with_their_types(ask):
    for path, kind, body in [
        ("/", "text/html; charset=utf-8", b"front"),
        ("/story/", "text/html; charset=utf-8", b"page"),
        ("/feed.xml?x=1", "application/rss+xml; charset=utf-8", b"<rss/>"),
        ("/story/a.chapters.json", "application/json+chapters", b"{}"),
        ("/empty.txt", "text/plain; charset=utf-8", b""),
    ]:
        status, headers, got = ask(path)
        assert (status, headers["Content-Type"], got) == (200, kind, body)


@pytest.mark.parametrize(
    ("path", "onward"),
    [("/story", "/story/"), ("/story?x=1", "/story/"), ("/a%20b%3Ac", "/a%20b%3Ac/"), ("/index.html", None)],
)  # fmt: skip
def test_a_folder_without_its_slash_is_sent_on(ask, folder, path, onward):
    (folder / "a b:c").mkdir()
    (folder / "a b:c" / "index.html").write_text("odd")
    status, headers, _ = ask(path)
    assert status == (301 if onward else 200)
    assert onward is None or urljoin(f"http://127.0.0.1{path}", headers["Location"]).endswith(onward)


def test_head_tells_the_length_and_sends_nothing(ask):
    status, headers, body = ask(SOUND, "HEAD")
    assert (status, headers["Content-Length"], headers["Accept-Ranges"], body) == (200, "10240", "bytes", b"")


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-1", 206, (0, 2)), ("bytes=10000-", 206, (10000, 10240)), ("bytes=-3", 206, (10237, 10240)),
        ("bytes=0-99999", 206, (0, 10240)), ("bytes=-99999", 206, (0, 10240)),
        ("bytes=10240-", 416, None), ("bytes=-0", 416, None), (f"bytes={'9' * 5000}-", 416, None),
        (f"bytes={'0' * 5000}5-{'9' * 5000}", 206, (5, 10240)), (f"bytes=-{'9' * 5000}", 206, (0, 10240)),
        ("bytes=5-2", 200, (0, 10240)), ("bytes=0-1,5-6", 200, (0, 10240)), ("chars=0-1", 200, (0, 10240)), ("", 200, (0, 10240)),
    ],
)  # fmt: skip
def test_ranges(ask, folder, asked, status, span):
    got, headers, body = ask(SOUND, Range=asked)
    assert got == status
    if span is None:
        assert headers["Content-Range"] == "bytes */10240"
        return
    assert body == (folder / "story" / "a b.mp3").read_bytes()[slice(*span)]
    if status == 206:
        assert headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/10240"


def test_etags(ask, folder):
    _, headers, _ = ask(SOUND)
    tag = headers["ETag"]
    assert ask(SOUND, If_None_Match=tag)[0] == 304
    assert ask(SOUND, If_None_Match=f'"other", W/{tag}')[0] == 304
    assert ask(SOUND, If_None_Match="*")[0] == 304
    assert ask(SOUND, Range="bytes=0-1", If_Range=tag)[0] == 206
    assert ask(SOUND, Range="bytes=0-1", If_Range='"old"')[0] == 200
    (folder / "story" / "a b.mp3").write_bytes(b"new")
    assert ask(SOUND, If_None_Match=tag)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/../secret",
        "/%2e%2e/secret",
        "/story/..%2f..%2fsecret",
        "//secret",
        "/.part-x",
        "/link.txt",
        "/%00",
        "/a\\..\\b",
        "/" + "x" * 3000,
    ],
)
def test_nothing_else_can_be_read(ask, path):
    status, _, body = ask(path)
    assert status == 404
    assert b"secret" not in body


def test_other_names_are_not_answered(ask):
    assert ask("/", Host="evil.example")[0] == 421
    assert ask("/", Host="localhost:8000")[0] == 200
    assert ask("/", Host="[::1]")[0] == 200
    assert ask("/", Host="[::1")[0] == 400


def test_other_methods_are_refused(ask):
    assert ask("/", "POST")[0] == 501


def test_clear_errors(folder, tmp_path):
    with pytest.raises(OutputError, match="no folder"):
        server(tmp_path / "nowhere")
    with server(folder, port=0) as first, pytest.raises(OutputError, match="Cannot listen"):
        server(folder, port=first.server_port)
