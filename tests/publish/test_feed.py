"""The feed, as podcast apps read it."""

import dataclasses
import io
import json
import multiprocessing
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import msgspec
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from narrator.errors import FeedError, SettingsError
from narrator.model import slug
from narrator.publish import build_feed, check_feed, find, publish
from narrator.publish.rss import parse_date
from narrator.settings import Selection, Show
from narrator.store import FolderStore

SHOW = Show(
    title="Tern Island Radio",
    description="The island's news, read aloud.",
    author="Ada Quill",
    email="ada@tern.example",
    base_url="https://tern.example/audio",
    link="https://tern.example/",
)
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


def put(bundle, root):
    return publish(bundle, FolderStore(root), slug(bundle.title, bundle.article.identity))


def build(root, show=SHOW):
    built = build_feed(FolderStore(root), show)
    return (root / built.name).read_bytes(), built


def read_both(xml):
    """The same list of plain facts from two independent readers."""
    feed = feedparser.parse(xml)
    assert not feed.bozo, feed.get("bozo_exception")
    one = [
        (e.title, e.id, int(e.enclosures[0].length), e.enclosures[0].href, int(e.itunes_duration), e.link)
        for e in feed.entries
    ]
    parsed = podcastparser.parse("https://tern.example/audio/feed.xml", io.BytesIO(xml))
    two = [
        (e["title"], e["guid"], e["enclosures"][0]["file_size"], e["enclosures"][0]["url"], e["total_time"], e["link"])
        for e in parsed["episodes"]
    ]
    return one, two


@pytest.fixture(scope="module")
def three(make_bundle, tmp_path_factory):
    root = tmp_path_factory.mktemp("three")
    for number, day in enumerate(("2026-03-05", "2026-03-07T06:00:00+02:00", "2026-03-06")):
        put(make_bundle(title=f"Story {number}", url=f"https://tern.example/{number}", published=day), root)
    return root


def test_two_readers_agree_and_lengths_are_the_files(three):
    xml, built = build(three)
    assert (built.episodes, built.problems) == (3, ())
    one, two = read_both(xml)
    assert one == two
    assert [title for title, *_ in one] == ["Story 1", "Story 2", "Story 0"]
    for _, guid, length, url, duration, link in one:
        path = three / url.removeprefix("https://tern.example/audio/")
        assert path.stat().st_size == length
        manifest = json.loads((path.parent / "episode.json").read_text())
        assert guid == manifest["id"]
        assert duration == round(manifest["audio"]["duration_s"])
        assert link == manifest["source"]["url"]


def test_a_third_reader_agrees(three, package, program):
    xml, _ = build(three)
    modules = package("podcast-partytime").parent
    script = Path(__file__).parent / "readers" / "partytime.mjs"
    run = subprocess.run([program("node"), script, modules, three / "feed.xml"], capture_output=True, check=True)
    read = json.loads(run.stdout)
    assert read["guid"] == etree.fromstring(xml).findtext("channel/podcast:guid", namespaces=NS)
    one, _ = read_both(xml)
    assert [
        (i["title"], i["guid"], i["enclosure"]["length"], i["enclosure"]["url"], i["duration"], i["link"])
        for i in read["items"]
    ] == one
    for item in read["items"]:
        assert len(item["podcastTranscripts"]) == 3
        assert item["podcastChapters"]["type"] == "application/json+chapters"
        assert item["podcastPeople"] == [{"name": "Ada Quill", "role": "Author", "group": "Writing"}]


def test_everything_that_psp_1_asks_for(three):
    root = etree.fromstring(build(three)[0])
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    link = channel.find("atom:link", NS)
    assert (link.get("rel"), link.get("type")) == ("self", "application/rss+xml")
    assert link.get("href") == "https://tern.example/audio/feed.xml"
    for name in ("title", "description", "link", "language", "itunes:author", "podcast:guid", "itunes:owner"):
        assert channel.find(name, NS) is not None, name
    assert channel.find("itunes:category", NS).get("text") == "News"
    assert channel.findtext("itunes:explicit", namespaces=NS) == "false"
    cover = channel.find("itunes:image", NS).get("href").removeprefix("https://tern.example/audio/")
    assert (three / cover).read_bytes()[16:24] == (3000).to_bytes(4) * 2
    assert channel.findtext("podcast:locked", namespaces=NS) == "yes"
    assert channel.find("podcast:txt", NS).get("purpose") == "ai-content"
    for item in channel.findall("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.find("enclosure").get("type") == "audio/mpeg"
        assert item.find("podcast:txt", NS).text == "true"
        assert item.findtext("podcast:person", namespaces=NS) == "Ada Quill"
        kinds = [node.get("type") for node in item.findall("podcast:transcript", NS)]
        assert kinds == ["text/vtt", "application/x-subrip", "application/json"]
        for node in [*item.findall("podcast:transcript", NS), item.find("podcast:chapters", NS)]:
            assert (three / node.get("url").removeprefix("https://tern.example/audio/")).is_file()


def test_the_description_has_the_label_and_the_chapters(three):
    entry = feedparser.parse(build(three)[0]).entries[0]
    assert "This audio is created with AI assistance." in entry.description
    assert "00:00:00 Story 1" in entry.description
    assert "The money" in entry.description


def test_building_again_changes_no_file(three):
    build(three)
    before = {path: path.stat().st_mtime_ns for path in three.iterdir()}
    build(three)
    assert {path: path.stat().st_mtime_ns for path in three.iterdir()} == before


def test_the_guid_is_assigned_once(three, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    feed = etree.fromstring(build(root)[0])
    first = feed.findtext("channel/podcast:guid", namespaces=NS)
    moved = Show(title="Another name", base_url="https://elsewhere.example/")
    feed = etree.fromstring(build(root, moved)[0])
    assert feed.findtext("channel/podcast:guid", namespaces=NS) == first


def test_the_guid_is_the_one_of_the_namespace():
    from narrator.publish.feed import podcast_guid

    # The example in the specification of podcast:guid.
    assert podcast_guid("https://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.mark.parametrize("published", [None, "2026-03-05"])
def test_a_correction_keeps_guid_and_date_and_changes_the_address(make_bundle, tmp_path, published):
    old = put(make_bundle(published=published), tmp_path)
    before = etree.fromstring(build(tmp_path)[0]).find("channel/item")
    body = (("paragraph", "There will be two ferries, and they will be faster."),)
    later = make_bundle(title="Two ferries", published="2026-04-01", body=body)
    publish(later, FolderStore(tmp_path), old.path.name)
    after = etree.fromstring(build(tmp_path)[0]).find("channel/item")
    assert after.findtext("title") == "Two ferries"
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert after.find("enclosure").get("url") != before.find("enclosure").get("url")


def test_an_article_without_a_date_gets_one_once(make_bundle, tmp_path):
    put(make_bundle(published=None), tmp_path)
    start = datetime.now(UTC).replace(microsecond=0)
    xml, _ = build(tmp_path)
    date = feedparser.parse(xml).entries[0].published_parsed
    assert start <= datetime(*date[:6], tzinfo=UTC) <= datetime.now(UTC)
    state = json.loads((tmp_path / "feed.json").read_text())
    (identifier,) = state["published"]
    state["published"][identifier] = "2020-02-02T02:02:02+00:00"  # as if it had been made long ago
    (tmp_path / "feed.json").write_text(json.dumps(state))
    assert feedparser.parse(build(tmp_path)[0]).entries[0].published == "Sun, 02 Feb 2020 02:02:02 +0000"


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        "[]",
        '{"published": {"x": "yesterday"}}',
        '{"published": {"x": "2026-03-05T10:00:00"}}',
        '{"guids": {"feed.xml": 7}}',
    ],
)
def test_a_damaged_state_is_named_and_kept(three, tmp_path, damage):
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    build(root)
    (root / "feed.json").write_text(damage)
    feed = (root / "feed.xml").read_bytes()
    with pytest.raises(FeedError, match=r"feed\.json is damaged"):
        build(root)
    assert (root / "feed.xml").read_bytes() == feed
    assert (root / "feed.json").read_text() == damage


def test_a_broken_episode_is_named_and_the_rest_goes_on(three, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    (folders[0] / "episode.json").write_text('{"schema": 1, "id": ')
    next(folders[1].glob("*.mp3")).unlink()
    (root / "holiday photos").mkdir()
    xml, built = build(root)
    assert built.episodes == 1
    assert len(feedparser.parse(xml).entries) == 1
    assert folders[0].name in built.problems[0]
    assert folders[1].name in built.problems[1]


def test_a_copied_bundle_is_said_and_left_out(three, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    folder = next(path for path in sorted(root.iterdir()) if path.is_dir())
    shutil.copytree(folder, root / "zz-copy")
    xml, built = build(root)
    assert built.episodes == 3
    assert "zz-copy" in built.problems[0]
    guids = [entry.id for entry in feedparser.parse(xml).entries]
    assert len(guids) == len(set(guids)) == 3


def test_without_a_base_url_the_feed_is_valid_and_says_where_it_leads(three, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    (root / "feed.json").unlink(missing_ok=True)
    xml, built = build(root, Show())
    assert "base_url" in built.problems[0]
    one, two = read_both(xml)
    assert one == two
    assert one[0][3].startswith("http://127.0.0.1:8000/story-1-")
    assert etree.fromstring(xml).find("channel/podcast:guid", NS) is None  # the address is not known yet


@pytest.mark.parametrize(
    "base", ["tern.example/audio", "ftp://x.example/", "https://", "https://x.example/?a=b", "//x"]
)
def test_a_base_url_that_leads_nowhere_is_refused(three, base):
    with pytest.raises(SettingsError, match="base_url"):
        build(three, Show(base_url=base))


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FeedError, match="no folder"):
        build(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_other_peoples_files_are_left_alone(three, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(three, root)
    for name in ("index.html", "feed.xml"):
        (root / name).unlink(missing_ok=True)
    (root / "index.html").write_text("<h1>My home page</h1>")
    _, built = build(root)
    assert built.episodes == 3
    assert "index.html was not written by narrator" in built.problems[0]
    assert (root / "index.html").read_text() == "<h1>My home page</h1>"
    (root / "feed.xml").write_text("<rss><channel><title>My blog</title></channel></rss>")
    with pytest.raises(FeedError, match=r"feed\.xml was not written by narrator"):
        build(root)
    assert "My blog" in (root / "feed.xml").read_text()


def test_an_empty_folder_gives_an_empty_feed(tmp_path):
    xml, built = build(tmp_path)
    assert built.episodes == 0
    assert feedparser.parse(xml).feed.title == "Tern Island Radio"


HOSTILE = [
    "]]> <b>bold</b> & &amp; <!-- -->",
    "Null \x00 bell \x07 escape \x1b[31m \ud800 \ufffe",
    "Emoji \U0001f9d1\u200d\U0001f680 and \u05e9\u05dc\u05d5\u05dd \u202e reversed",
    "x" * 10_000,
    "long words " * 1000,
    "line\nbreak\r\n\ttab",
]


def test_hostile_titles_are_read_alike(make_bundle, tmp_path):
    for number, title in enumerate(HOSTILE):
        put(make_bundle(title=title, url=f"https://tern.example/{number}?a=1&b=<2>", byline=(title,)), tmp_path)
    xml, built = build(tmp_path)
    assert (built.episodes, built.problems) == (6, ())
    parsed = podcastparser.parse("https://tern.example/feed.xml", io.BytesIO(xml))
    by_guid = {entry.id: entry for entry in feedparser.parse(xml).entries}
    for episode in parsed["episodes"]:
        assert by_guid[episode["guid"]].enclosures[0].href == episode["enclosures"][0]["url"]
    titles = etree.fromstring(xml).xpath("channel/item/title/text()")
    assert "]]> <b>bold</b> & &amp; <!-- -->" in titles
    assert "line break tab" in titles
    assert "Null bell escape [31m" in titles
    assert max(map(len, titles)) <= 250


def test_further_feeds_hold_some_of_the_episodes(make_bundle, tmp_path):
    for number, (author, language) in enumerate(
        [("Ada Quill", "en"), ("Bo Reed", "en"), ("Bo Reed", "uk"), ("Cy", "en-GB")]
    ):
        url, day = f"https://tern.example/{number}", f"2026-03-0{number + 1}"
        bundle = make_bundle(title=f"Story {number}", url=url, byline=(author,), language=language, published=day)
        put(dataclasses.replace(bundle, tags=("Harbour", "Money & ice")[: number + 1] if number < 2 else ()), tmp_path)
    feeds = {
        "bo": Selection(title="Bo reads", author="bo reed"),
        "english": Selection(language="en", last=2),
        "post": Selection(site="The Other Post"),
        "money": Selection(title="Money", tag="money & ICE"),
    }
    build(tmp_path, msgspec.structs.replace(SHOW, last=3, feeds=feeds))
    titles = {}
    for file in ("feed.xml", "feed-bo.xml", "feed-english.xml", "feed-post.xml", "feed-money.xml"):
        feed = feedparser.parse((tmp_path / file).read_bytes())
        titles[feed.feed.title] = [entry.title for entry in feed.entries]
        assert feed.feed.links[-1].href.endswith(file) or any(link.href.endswith(file) for link in feed.feed.links)
    assert titles == {
        "Tern Island Radio": ["Story 3", "Story 2", "Story 1"],
        "Bo reads": ["Story 2", "Story 1"],
        "Tern Island Radio: english": ["Story 3", "Story 1"],
        "Tern Island Radio: post": [],
        "Money": ["Story 1"],
    }
    item = etree.fromstring((tmp_path / "feed-money.xml").read_bytes()).find("channel/item")
    assert [node.text for node in item.findall("category")] == ["Harbour", "Money & ice"]
    assert len(set(json.loads((tmp_path / "feed.json").read_text())["guids"].values())) == 5
    with pytest.raises(SettingsError, match="file name"):
        build(tmp_path, msgspec.structs.replace(SHOW, feeds={"../x": Selection()}))


def _make_some(bundles, root):
    for bundle in bundles:
        put(bundle, root)
        build_feed(FolderStore(root), SHOW)


def test_several_at_once_lose_no_episode_and_the_feed_is_always_whole(make_bundle, tmp_path):
    bundles = [
        make_bundle(title=f"Story {number}", url=f"https://tern.example/{number}", published=None)
        for number in range(12)
    ]
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_make_some, args=(bundles[start::4], tmp_path)) for start in range(4)]
    for worker in workers:
        worker.start()
    counts = []
    while any(worker.is_alive() for worker in workers):
        if (tmp_path / "feed.xml").exists():
            counts.append(len(etree.fromstring((tmp_path / "feed.xml").read_bytes()).findall("channel/item")))
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert counts == sorted(counts)
    assert len(etree.fromstring((tmp_path / "feed.xml").read_bytes()).findall("channel/item")) == 12
    assert len(json.loads((tmp_path / "feed.json").read_text())["published"]) == 12


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025", "2025-01-01T12:00:00+00:00"),
        ("2025-03", "2025-03-01T12:00:00+00:00"),
        ("2025-03-05", "2025-03-05T12:00:00+00:00"),
        ("2025-03-05T17:58:00+02:00", "2025-03-05T15:58:00+00:00"),
        ("2025-03-05T17:58:00Z", "2025-03-05T17:58:00+00:00"),
        ("2025-03-05T17:58", "2025-03-05T17:58:00+00:00"),
        ("2025-13-45", None),
        ("last Monday", None),
        ("", None),
        (None, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_as_precise_as_known(written, read):
    date = parse_date(written)
    assert (date.isoformat() if date else None) == read


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_date_is_read_or_refused(text):
    date = parse_date(text)
    assert date is None or date.tzinfo is not None


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_jumps_leaves_a_valid_feed_and_earlier_dates(make_bundle, tmp_path, monkeypatch, year):
    put(make_bundle(title="Before", published=None), tmp_path)
    before = feedparser.parse(build(tmp_path)[0]).entries[0].published

    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(year, 1, 1, tzinfo=tz)

    monkeypatch.setattr("narrator.publish.feed.datetime", Wrong)
    put(make_bundle(title="After", url="https://tern.example/after", published=None), tmp_path)
    xml, _ = build(tmp_path)
    dates = {entry.title: entry.published for entry in feedparser.parse(xml).entries}
    assert dates == {"Before": before, "After": f"{datetime(year, 1, 1, tzinfo=UTC):%a}, 01 Jan {year} 00:00:00 +0000"}
    errors = [finding for finding in check_feed(str(tmp_path / "feed.xml")) if finding.level == "error"]
    assert errors == []
    monkeypatch.undo()
    assert build(tmp_path)[0] == xml


def test_one_title_for_two_articles_and_two_titles_for_one(make_bundle, tmp_path):
    put(make_bundle(title="Briefing", url="https://tern.example/1"), tmp_path)
    put(make_bundle(title="Briefing", url="https://tern.example/2"), tmp_path)
    folder = find(FolderStore(tmp_path), "url:https://tern.example/2")
    publish(make_bundle(title="Evening briefing", url="https://tern.example/2"), FolderStore(tmp_path), folder)
    titles = sorted(entry.title for entry in feedparser.parse(build(tmp_path)[0]).entries)
    assert titles == ["Briefing", "Evening briefing"]


def test_a_folder_of_another_episode_is_not_written_over(make_bundle, tmp_path):
    store = FolderStore(tmp_path)
    for number in range(3):  # as if the six digits of three addresses were the same
        publish(make_bundle(title="Briefing", url=f"https://tern.example/{number}"), store, "briefing-abcdef")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "briefing-2-abcdef", "briefing-3-abcdef", "briefing-abcdef"
    ]  # fmt: skip
    assert len(feedparser.parse(build(tmp_path)[0]).entries) == 3


def test_a_date_that_is_still_to_come_is_told_and_takes_no_place(make_bundle, tmp_path):
    for number in range(3):
        put(
            make_bundle(
                title=f"Story {number}", url=f"https://tern.example/{number}", published=f"2026-03-0{number + 1}"
            ),
            tmp_path,
        )
    build(tmp_path)
    state = json.loads((tmp_path / "feed.json").read_text("utf-8"))
    late = next(name for name, date in state["published"].items() if date.startswith("2026-03-02"))
    state["published"][late] = "2199-11-20T12:00:00+00:00"  # the clock of the machine was wrong when it was made
    (tmp_path / "feed.json").write_text(json.dumps(state), "utf-8")
    xml, built = build(tmp_path, msgspec.structs.replace(SHOW, last=2))
    assert [entry.title for entry in feedparser.parse(xml).entries] == ["Story 2", "Story 0"]
    (problem,) = built.problems
    assert "2199-11-20" in problem
    assert late in problem
    assert [entry.title for entry in feedparser.parse(build(tmp_path)[0]).entries] == ["Story 1", "Story 2", "Story 0"]
    del state["published"][late]
    (tmp_path / "feed.json").write_text(json.dumps(state), "utf-8")
    xml, built = build(tmp_path)
    assert built.problems == ()
    assert [entry.title for entry in feedparser.parse(xml).entries] == ["Story 2", "Story 1", "Story 0"]
