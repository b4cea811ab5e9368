"""Three episodes and their feed, through the command, read by other people's readers."""

import io
import json
import urllib.parse

import pytest

STORIES = {
    "Ferry": "The ferry to Vell will sail all winter, the council said on Monday after a long debate about its cost.",
    "Harbour": "The harbour of Vell gets a new light. It will be seen from nine miles away, the engineers promised.",
    "School": "The school of Vell opens a library for everyone. It has four thousand books and one very old globe.",
}


@pytest.fixture
def output(command, tmp_path):
    for title, text in STORIES.items():
        (tmp_path / f"{title}.txt").write_text("\n\n".join([f"{text} ({number})" for number in range(1, 5)]), "utf-8")
        done = command(
            "make", f"{title}.txt", "--engine", "espeak", "--title", f"{title} & <co>", "--published", "2026-11-20", "-o", "out"
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    (tmp_path / "narrator.toml").write_text('[podcast]\nbase_url = "https://audio.example/show"\n', "utf-8")
    done = command("feed", "build", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "out/feed.xml\n"
    return tmp_path / "out"


def test_two_readers_see_the_same_feed(output):
    feedparser = pytest.importorskip("feedparser")
    podcastparser = pytest.importorskip("podcastparser")
    text = (output / "feed.xml").read_bytes()
    one = feedparser.parse(text)
    other = podcastparser.parse("https://audio.example/show/feed.xml", io.BytesIO(text))
    assert not one.bozo
    seen = sorted(
        (item.title, item.id, int(item.enclosures[0].length), item.enclosures[0].href) for item in one.entries
    )
    also = sorted(
        (item["title"], item["guid"], item["enclosures"][0]["file_size"], item["enclosures"][0]["url"])
        for item in other["episodes"]
    )
    assert seen == also
    assert [title for title, *_ in seen] == sorted(f"{title} & <co>" for title in STORIES)
    for _, guid, length, href in seen:
        file = output / urllib.parse.unquote(href.removeprefix("https://audio.example/show/"))
        assert file.stat().st_size == length
        manifest = json.loads(file.with_name("episode.json").read_text("utf-8"))
        assert guid == manifest["id"]
    durations = sorted(item["total_time"] for item in other["episodes"])
    manifests = [json.loads(path.read_text("utf-8")) for path in output.glob("*/episode.json")]
    assert durations == sorted(round(manifest["audio"]["duration_s"]) for manifest in manifests)
    for item in one.entries:
        assert "This audio is created with AI assistance" in item.description
        assert item.published.startswith("Fri, 20 Nov 2026")


def test_a_rebuild_changes_nothing(output, command):
    before = (output / "feed.xml").read_bytes()
    assert command("feed", "build", "out").returncode == 0
    assert (output / "feed.xml").read_bytes() == before


def test_one_broken_episode_is_named_and_the_others_stay(output, command):
    feedparser = pytest.importorskip("feedparser")
    broken = next(output.glob("ferry*/episode.json"))
    broken.write_text("{", "utf-8")
    done = command("feed", "build", "out")
    assert broken.parent.name in done.stderr
    assert len(feedparser.parse((output / "feed.xml").read_bytes()).entries) == 2


def test_check_proves_an_episode_and_finds_damage(output, command):
    bundle = next(output.glob("ferry*"))
    told = command("check", *output.glob("*/episode.json"))
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("ok  ") == 3
    assert (
        json.loads(command("check", bundle, "--json").stdout)["disclosure"]
        == "This audio is created with AI assistance."
    )
    (mp3,) = bundle.glob("*.mp3")
    data = bytearray(mp3.read_bytes())
    data[len(data) // 2] ^= 1
    mp3.write_bytes(data)
    told = command("check", bundle)
    assert told.returncode == 8
    assert mp3.name in told.stderr


def test_the_feed_is_checked(output, command):
    told = command("feed", "check", "out/feed.xml", "--json")
    assert told.returncode == 0, told.stdout
    assert {finding["level"] for finding in json.loads(told.stdout)} <= {"warning"}
    next(output.glob("ferry*/*.mp3")).write_bytes(b"short")
    told = command("feed", "check", "out/feed.xml")
    assert told.returncode == 8
    assert "error:" in told.stdout
    assert command("feed", "check", "nowhere.xml").returncode == 8


def test_all_feeds_of_a_folder_are_checked(output, command, tmp_path):
    with (tmp_path / "narrator.toml").open("a", encoding="utf-8") as settings:
        settings.write('email = "desk@vell.example"\nauthor = "Vell"\n[podcast.feeds.two]\nlast = 2\n')
    assert command("feed", "build", "out").returncode == 0
    told = command("feed", "check", "out")
    assert (told.returncode, told.stdout) == (0, "")
    feed = output / "feed-two.xml"
    feed.write_text(feed.read_text("utf-8").replace("Fri, 20 Nov", "Mon, 20 Nov"), "utf-8")
    told = command("feed", "check", "out")
    assert told.returncode == 8
    assert told.stdout.count("out/feed-two.xml: error: ") == 2
    assert {each["feed"] for each in json.loads(command("feed", "check", "out", "--json").stdout)} == {
        "out/feed-two.xml"
    }


def test_every_make_keeps_the_feed_up(output, command, tmp_path):
    feedparser = pytest.importorskip("feedparser")
    (tmp_path / "Tower.txt").write_text(
        "The tower of Vell is open again. It has two hundred steps and a bell.\n\n" * 3, "utf-8"
    )
    done = command("make", "Tower.txt", "--engine", "espeak", "--title", "Tower", "-o", "out")
    assert done.returncode == 0, done.stderr
    titles = {item.title for item in feedparser.parse((output / "feed.xml").read_bytes()).entries}
    assert titles == {"Tower", *(f"{title} & <co>" for title in STORIES)}


def test_serve_previews_the_folder(output, tmp_path):
    import os
    import subprocess
    import sys
    import urllib.request

    run = [sys.executable, "-m", "narrator", "serve", "out", "--port", "0"]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=os.environ) as server:
        try:
            url = server.stdout.readline().strip()
            assert url.startswith("http://127.0.0.1:")
            mp3 = next(output.glob("ferry*/*.mp3"))
            ask = urllib.request.Request(f"{url}{mp3.parent.name}/{mp3.name}", headers={"Range": "bytes=0-2"})
            with urllib.request.urlopen(ask) as answer:
                assert (answer.status, answer.read()) == (206, b"ID3")
        finally:
            server.send_signal(2)
        assert server.wait(20) == 0


def test_show_tells_what_is_there(output, command):
    bundle = next(output.glob("ferry*"))
    told = command("show", bundle)
    assert told.returncode == 0
    for expected in ("Ferry & <co>", "espeak", "This audio is created with AI assistance.", "0:00", ".mp3", ".vtt"):
        assert expected in told.stdout
    as_json = command("show", next(bundle.glob("*.mp3")), "--json")
    assert json.loads(as_json.stdout)["title"] == "Ferry & <co>"
    nothing = command("show", "nowhere")
    assert nothing.returncode == 8
    assert "nowhere" in nothing.stderr


def test_a_correction_leaves_files_until_they_are_pruned(output, command):
    (bundle,) = output.glob("ferry*")
    before = {path.name for path in bundle.iterdir()}
    done = command(
        "make", "Ferry.txt", "--engine", "espeak", "--title", "Ferry stays", "-o", "out", "--tag", " the  sea "
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((bundle / "episode.json").read_text("utf-8"))["tags"] == ["the sea"]
    assert "<category>the sea</category>" in (output / "feed.xml").read_text("utf-8")
    assert before < {path.name for path in bundle.iterdir()}
    told = json.loads(command("prune", "out", "--dry-run", "--json").stdout)
    assert command("prune", "out").stdout.splitlines() == [f"out/{name}" for name in told["deleted"]]
    assert all((output / name).parent == bundle for name in told["deleted"])
    left = {path.name for path in bundle.iterdir()}
    assert len(left) == len(before)
    assert len(before - left) == len(told["deleted"]) > 2
    assert command("check", bundle).returncode == 0
    done = command("make", "Ferry.txt", "--engine", "espeak", "--title", "Ferry stays", "-o", "out")
    assert "Nothing has changed" in done.stderr  # the tag is kept


@pytest.mark.parametrize(
    ("arguments", "kind", "code"),
    [
        (("show", "nowhere"), "BrokenEpisode", 8),
        (("script", "nowhere.html"), "SourceNotFound", 3),
        (("feed", "check", "nowhere.xml"), "FeedError", 8),
        (("prune", "nowhere"), "OutputError", 8),
        (("check",), "InputError", 2),
    ],
)
def test_errors_as_json_have_one_form(command, arguments, kind, code):
    done = command(*arguments, "--json")
    told = json.loads(done.stdout)
    assert (told["type"], told["error"], told["exit_code"], done.returncode) == ("error", kind, code, code)
    assert told["message"]
    assert done.stderr == ""
