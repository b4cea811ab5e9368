"""The linter: quiet about our own feeds, and plain about everybody's mistakes."""

import http.server
import shutil
import threading

import pytest

from narrator.errors import FeedError, FetchError, SettingsError
from narrator.model import slug
from narrator.publish import build_feed, check_feed, publish, server
from narrator.settings import Show
from narrator.store import FolderStore

SHOW = {"title": "Tern Island Radio", "description": "Read aloud.", "author": "Ada Quill", "email": "ada@tern.example"}


def put(bundle, root):
    return publish(bundle, FolderStore(root), slug(bundle.title, bundle.article.identity))


@pytest.fixture(scope="module")
def three(make_bundle, tmp_path_factory):
    root = tmp_path_factory.mktemp("three")
    for number in range(3):
        put(make_bundle(title=f"Story {number}", url=f"https://tern.example/{number}"), root)
    return root


@pytest.fixture
def feed(three, tmp_path):
    root = tmp_path / "show"
    shutil.copytree(three, root)
    build_feed(FolderStore(root), Show(**SHOW, base_url="https://tern.example/audio"))
    return root / "feed.xml"


def test_our_own_feed_has_nothing_to_find(feed):
    assert check_feed(str(feed)) == ()


def test_hostile_episodes_make_a_feed_with_nothing_to_find(make_bundle, tmp_path):
    for number, title in enumerate(
        ["]]> <b>&", "\x00\ud800\ufffe", "\u202e\u05e9\u05dc\u05d5\u05dd \U0001f600", "x" * 10_000]
    ):
        more = {"published": "yesterday", "site": title, "description": title * 3}
        put(make_bundle(title=title, url=f"https://tern.example/{number}", byline=(title,), **more), tmp_path)
    build_feed(FolderStore(tmp_path), Show(**SHOW, base_url="https://tern.example/audio"))
    assert check_feed(str(tmp_path / "feed.xml")) == ()


FAULTS = [
    ("</rss>", "", "not well-formed"),
    ('version="2.0">', 'version="0.91">', "no <rss"),
    ("<title>Tern Island Radio</title>", "", "no <title>"),
    ("<language>en</language>", "<language>English!</language>", "no language code"),
    ('rel="self"', 'rel="other"', "atom:link"),
    ('text="News"', 'text="Newz"', "did you mean 'News'"),
    ("<itunes:explicit>false</itunes:explicit>", "<itunes:explicit>no</itunes:explicit>", "neither true nor false"),
    ("ada@tern.example</itunes:email>", "ada</itunes:email>", "no e-mail"),
    ("<podcast:guid>", "<podcast:guid>x", "no UUID"),
    ('type="audio/mpeg"', 'type="text/html"', "not known to apps"),
    ('length="', 'length="1', "bytes; the feed says"),
    ('length="', 'length="-', "no number of bytes"),
    ('isPermaLink="false"', 'isPermaLink="true"', "isPermaLink"),
    ("2026 12:00:00 +0000", "2026 12 Uhr", "RFC 2822"),
    ("Mar 2026 12:", "Mar 99999999999999999999 12:", "RFC 2822"),
    ("Mar 2026 12:", "Mar 0001 12:", "RFC 2822"),
    ("05 Mar 2026", "31 Feb 2026", "RFC 2822"),
    ("Thu, 05", "Thu 05", "RFC 2822"),
    ("12:00:00 +0000", "12:00:00", "RFC 2822"),
    ("12:00:00 +0000", "12:00:00 XYZ", "RFC 2822"),
    ("12:00:00 +0000", "12:00:00 +9900", "RFC 2822"),
    ("Thu, 05 Mar", "Wed, 05 Mar", "wrong day of the week: Wed, 05 Mar 2026 12:00:00 +0000 is a Thu"),
    ("Thu, 05 Mar 2026", "Thu, 05 Mar 2099", "future"),
    ("<itunes:duration>", "<itunes:duration>about ", "neither seconds"),
    ("</itunes:duration>", ":99</itunes:duration>", "neither seconds"),
    (">true</podcast:txt>", "></podcast:txt>", "ai-content"),
    (">true</podcast:txt>", ">false</podcast:txt>", "ai-content"),
    ("<podcast:medium>podcast", "<podcast:medium>radio", "podcast:medium> is not one that apps know: radio"),
    ("aloud. This audio is created with AI assistance.", "aloud.", "channel: Its description lacks the label"),
    ("This audio is created with AI assistance", "Read by a person", "lacks the label"),
    ('type="application/json+chapters"', 'type="text/plain"', "podcast:chapters"),
    ('type="text/vtt"', 'type="text/rtf"', "podcast:transcript"),
    ('<enclosure url="https:', '<enclosure url="', "no web address"),
    (".mp3", ".m4a", "not there"),
    (".vtt", ".vt", "podcast:transcript> is not there"),
    (".chapters.json", ".chapter.json", "podcast:chapters> is not there"),
    ("cover-", "cuver-", "artwork is not there"),
]


@pytest.mark.parametrize(("written", "instead", "says"), FAULTS)
def test_each_fault_is_named(feed, written, instead, says):
    text = feed.read_text("utf-8")
    assert written.replace('1.0"', "1.0'") in text or written in text or says == "not well-formed"
    text = text.replace(written, instead) if says != "not well-formed" else text[:-20]
    feed.write_text(text, "utf-8")
    found = check_feed(str(feed))
    assert [finding for finding in found if says in str(finding)], found


def test_files_are_found_when_the_feed_says_that_it_is_elsewhere(feed):
    text = feed.read_text("utf-8").replace('<atom:link href="https://tern', '<atom:link href="https://feeds')
    feed.write_text(text, "utf-8")
    assert check_feed(str(feed)) == ()
    feed.write_text(text.replace('length="', 'length="1'), "utf-8")
    assert ["bytes; the feed says 1" in str(finding) for finding in check_feed(str(feed))] == [True] * 3
    next(feed.parent.glob("story-1-*/*.mp3")).unlink()
    (told,) = [str(finding) for finding in check_feed(str(feed)) if finding.level == "warning"]
    assert "audio of 1 episodes is not beside the feed" in told


@pytest.mark.parametrize("name", ["%00.mp3", f"{'x' * 3000}.mp3", "a%2F..%2F..%2F..%2Fb.mp3"])
@pytest.mark.parametrize("host", ["tern.example/audio", "cdn.example/x"])
def test_a_name_that_no_file_can_have(feed, host, name):
    text = feed.read_text("utf-8")
    url = text.partition('<enclosure url="')[2].partition('"')[0]
    feed.write_text(text.replace(url, f"https://{host}/{name}"), "utf-8")
    (told,) = check_feed(str(feed))
    assert "audio of 1 episodes is not beside the feed" in told.message


def test_the_label_is_never_what_is_cut_off(three, tmp_path):
    root = tmp_path / "show"
    shutil.copytree(three, root)
    build_feed(FolderStore(root), Show(**SHOW | {"description": "Long. " * 900}, base_url="https://tern.example/audio"))
    assert check_feed(str(root / "feed.xml")) == ()


def test_a_guid_and_an_address_used_twice(feed):
    text = feed.read_text("utf-8")
    start, end = text.index("    <item>"), text.index("</item>") + 8
    feed.write_text(text[:end] + text[start:end] + text[end:], "utf-8")
    found = [finding.message for finding in check_feed(str(feed))]
    assert any("GUID is also that of 'Story" in message for message in found)
    assert any("audio is also that of 'Story" in message for message in found)


def test_artwork_of_the_wrong_size(feed):
    cover = next(feed.parent.glob("cover-*"))
    data = bytearray(cover.read_bytes())
    data[16:20] = (900).to_bytes(4)
    cover.write_bytes(data)
    (finding,) = check_feed(str(feed))
    assert "900 by 3000" in finding.message
    cover.write_bytes(b"GIF89a")
    (finding,) = check_feed(str(feed))
    assert "neither a JPEG nor a PNG" in finding.message


def test_a_feed_cannot_reach_files_elsewhere(feed, tmp_path):
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    text = feed.read_text("utf-8")
    url = text.partition('<enclosure url="')[2].partition('"')[0]
    feed.write_text(text.replace(url, "https://tern.example/audio/../secret.mp3"), "utf-8")
    assert not any("secret" in finding.message and "bytes" in finding.message for finding in check_feed(str(feed)))


def test_an_xml_bomb_is_harmless(tmp_path):
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    (tmp_path / "feed.xml").write_text(f"{bomb}]><rss version='2.0'><channel><title>&j;</title></channel></rss>")
    (finding,) = check_feed(str(tmp_path / "feed.xml"))
    assert "amplification" in finding.message


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FeedError, match=r"feed\.xml cannot be read"):
        check_feed(str(tmp_path / "feed.xml"))


@pytest.fixture
def online(three, tmp_path, serve):
    root = tmp_path / "online"
    shutil.copytree(three, root)
    address = serve(root)
    build_feed(FolderStore(root), Show(**SHOW, base_url=address))
    return root, address


def test_a_good_host(online):
    _, address = online
    found = check_feed(f"{address}/feed.xml")
    assert [str(finding) for finding in found] == []


def test_a_host_without_ranges_and_with_another_length(three, tmp_path):
    root = tmp_path / "plain"
    shutil.copytree(three, root)

    class Plain(http.server.SimpleHTTPRequestHandler):  # Python's own server knows no Range
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(root))

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        build_feed(FolderStore(root), Show(**SHOW, base_url=address))
        next(root.glob("story-0-*/*.mp3")).write_bytes(b"x" * 1000)
        found = [str(finding) for finding in check_feed(f"{address}/feed.xml")]
        server.shutdown()
    assert sum("200 to a Range, not 206" in finding for finding in found) == 3
    assert sum("has 1000 bytes" in finding for finding in found) == 1


@pytest.fixture
def deaf():
    """The address of a server on another port of this machine, and what was asked of it."""
    asked = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(self.path)

        do_GET = do_HEAD  # noqa: N815 - the server's own name

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture
def turning(online, deaf):
    """The address of a host that sends its readers on: /go/x to /x, /round/x to itself, /safe/x to its https, /away/x elsewhere, /odd/x nowhere."""
    root, _ = online

    with server(root, port=0) as running:

        class Turning(running.RequestHandlerClass):
            def turn(self):
                way, _, name = self.path[1:].partition("/")
                safe, away = f"https://127.0.0.1/{name}", f"{deaf[0]}/{name}"
                onward = {"go": f"/{name}", "round": self.path, "safe": safe, "away": away, "odd": "http://[::1"}.get(
                    way
                )
                if not onward:
                    return super().do_HEAD() if self.command == "HEAD" else super().do_GET()
                self.send_response(302)
                self.send_header("Location", onward)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None

            do_GET = do_HEAD = turn  # noqa: N815 - the server's own names

        running.RequestHandlerClass = Turning
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_port}"
        build_feed(FolderStore(root), Show(**SHOW, base_url=address))
        yield root, address
        running.shutdown()


def test_redirects_are_followed_as_apps_do(turning):
    root, address = turning
    text = (root / "feed.xml").read_text("utf-8")
    (root / "feed.xml").write_text(
        text.replace(f'<enclosure url="{address}/', f'<enclosure url="{address}/go/'), "utf-8"
    )
    assert [str(finding) for finding in check_feed(f"{address}/go/feed.xml")] == []
    for way, told in (("round", "without end"), ("odd", "cannot be read: 'http")):
        with pytest.raises(FetchError, match=told):
            check_feed(f"{address}/{way}/feed.xml")
    with pytest.raises(FetchError) as caught:  # nobody is there, or nobody who can prove it
        check_feed(f"{address}/safe/feed.xml")
    assert "public internet" not in str(caught.value)


@pytest.mark.parametrize("way", ["", "/away"])
def test_private_machines_are_asked_only_when_they_are_named(turning, deaf, way):
    root, address = turning
    elsewhere, asked = deaf
    text = (root / "feed.xml").read_text("utf-8")
    audio = f"{address}{way}" if way else elsewhere
    (root / "feed.xml").write_text(text.replace(f'<enclosure url="{address}', f'<enclosure url="{audio}'), "utf-8")
    found = check_feed(f"{address}/feed.xml")
    assert sum("was not asked for: 127.0.0.1 is not on the public internet" in str(finding) for finding in found) == 3
    with pytest.raises(FetchError, match="not on the public internet"):
        check_feed(f"{address}/away/feed.xml")
    assert asked == []


def test_a_host_that_does_not_answer(online):
    _, address = online
    with pytest.raises(FetchError, match="404"):
        check_feed(f"{address}/nothing.xml")
    with pytest.raises(FetchError, match="cannot be read"):
        check_feed("http://127.0.0.1:9/feed.xml")


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "Newz"}, {"category": "News > Cats"}, {"language": "English"}, {"email": "nobody"},
        {"title": " "}, {"description": ""}, {"image": "nowhere.png"},
    ],
)  # fmt: skip
def test_nothing_invalid_is_written(feed, wrong):
    before = feed.read_bytes()
    with pytest.raises(SettingsError):
        build_feed(FolderStore(feed.parent), Show(**SHOW | {"base_url": "https://tern.example/audio"} | wrong))
    assert feed.read_bytes() == before
