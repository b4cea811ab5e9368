"""A reading list that turns into a podcast: a real site on loopback, espeak's voice, real files."""

import dataclasses
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from narrator import following, standing
from narrator.casting import Wishes
from narrator.errors import FolderBusy, InputError, SettingsError
from narrator.publish import check_feed
from narrator.settings import load
from tests.standins.site import Answer, Site, write

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
DAY = 86_400
ESPEAK = Wishes(engine="espeak")


@pytest.fixture
def site():
    running = Site(3, paragraphs=2)
    yield running
    running.stop()


@pytest.fixture
def follow(site, tmp_path):
    """follow(source, …, since="2026") is one run into tmp_path/out; its events are in follow.events, its clock in follow.now."""

    def run(*sources, wishes=ESPEAK, dry_run=False, retry=False, fetch=(), **wanted):
        follow.events = []
        flags = {
            "follow": {"politeness_s": 0, **wanted},
            "fetch": {"allow_private": ["127.0.0.1"], **dict(fetch)},
            "speech": {"cache": os.environ["NARRATOR_CACHE"]},
            "podcast": {"base_url": "https://audio.example/"},
        }
        return following.follow(
            sources or (site.feed,), load(env={}, flags=flags), output=tmp_path / "out", wishes=wishes, dry_run=dry_run, retry=retry,
            on_event=follow.events.append, clock=lambda: follow.now,
        )  # fmt: skip

    follow = run
    follow.now = NOW
    return follow


def told(follow, kind):
    return [event for event in follow.events if type(event).__name__ == kind]


def items(out):
    feedparser = pytest.importorskip("feedparser")
    return {
        item.title: (item.id, item.enclosures[0].href)
        for item in feedparser.parse((out / "feed.xml").read_bytes()).entries
    }


def spoken(follow):
    return [event for event in told(follow, "UtteranceSpoken") if not event.cached]


def test_a_feed_becomes_a_podcast_and_costs_nothing_when_nothing_is_new(site, follow, tmp_path):
    run = follow()
    assert (len(run.made), run.failed, run.exit_code) == (3, (), 0)
    assert [where for where, _ in site.asked()] == [
        "/feed.xml",
        "/robots.txt",
        *(f"/stories/{n}.html" for n in (3, 2, 1)),
    ]
    assert set(items(tmp_path / "out")) == {article.title for article in site.articles}
    assert not [finding for finding in check_feed(str(tmp_path / "out" / "feed.xml")) if finding.level == "error"]
    before = {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "out").rglob("*")
        if ".narrator" not in path.parts and path.is_file()
    }
    assert follow().made == ()
    assert site.asked() == [("/feed.xml", 304)]
    after = {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "out").rglob("*")
        if ".narrator" not in path.parts and path.is_file()
    }
    assert before == after
    assert (tmp_path / "out" / ".narrator").stat().st_mode & 0o077 == 0


def test_an_updated_article_becomes_a_correction(site, follow, tmp_path):
    follow()
    before = items(tmp_path / "out")
    changed = site.articles[1]
    changed.paragraphs[1][1] = "Nobody had seen a heron on the roof of the museum before."
    follow()
    assert site.asked("/stories/2.html") == [("/stories/2.html", 200)]  # nobody said that it was updated
    changed.updated = datetime(2026, 11, 19, tzinfo=UTC)
    run = follow()
    assert (len(run.made), len(run.corrected)) == (0, 1)
    assert len(spoken(follow)) == 1
    after = items(tmp_path / "out")
    assert {title for title in after if after[title] != before[title]} == {changed.title}
    assert after[changed.title][0] == before[changed.title][0]
    assert after[changed.title][1] != before[changed.title][1]
    site.asked()
    follow()
    assert site.asked() == [("/feed.xml", 304)]


def test_a_feed_that_cries_updated_is_believed_less_each_time(site, follow):
    follow()
    looks = []
    for hour in range(12):
        follow.now = NOW + hour * 3600
        site.articles[0].updated = datetime.fromtimestamp(follow.now, UTC)
        site.asked()
        assert follow(retry_s=1800).corrected == ()
        looks.append(len(site.asked("/stories/1.html")))
    assert looks[:2] == [1, 1]
    assert sum(looks) == 5


def test_a_page_whose_chrome_alone_has_changed_costs_nothing(site, follow):
    follow()
    story = site.articles[0]
    site.answers[story.path] = Answer(site.page(story).replace(b"newsletter", b"weekly letter"))
    story.updated = datetime(2026, 11, 19, tzinfo=UTC)
    assert follow().corrected == ()
    assert [event.outcome for event in told(follow, "EntryDone")] == ["unchanged"]
    assert told(follow, "Progressed") == told(follow, "UtteranceSpoken") == []


def test_entries_that_share_a_link_and_links_to_front_pages(site, follow):
    links = ["/stories/1.html", "/stories/1.html", "/", "/stories/2.html"]
    rows = "".join(f"<item><title>Report {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
    site.answers["/feed.xml"] = feed_of(rows)
    assert len(follow().made) == 2
    assert [event.message for event in told(follow, "Warned")] == ["Skipped 1 that lead to the front page of a site."]
    site.answers["/feed.xml"] = feed_of(rows + " ")
    follow()
    assert told(follow, "ListRead")[0].changed == 0
    assert told(follow, "EntryDue") == []


def test_a_text_in_the_feed_is_read_without_its_page(site, follow, tmp_path):
    site.full_text = True
    site.articles = site.articles[:1]
    site.articles[0].paragraphs *= 3
    assert len(follow().made) == 1
    assert site.asked() == [("/feed.xml", 200)]
    manifest = json.loads(next((tmp_path / "out").glob("*/episode.json")).read_text("utf-8"))
    assert manifest["source"]["url"] == f"{site.url}/stories/1.html"
    assert (manifest["title"], manifest["byline"]) == (site.articles[0].title, [site.articles[0].author])
    # The next version is only announced in the feed; the episode keeps its name.
    site.full_text = False
    site.articles[0].updated = datetime(2026, 11, 19, tzinfo=UTC)
    site.articles[0].paragraphs[0][0] = "A seal has moved into the harbour office."
    assert len(follow().corrected) == 1
    assert len(items(tmp_path / "out")) == 1


def entry(title, text, guid):
    return f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid><description><![CDATA[{text}]]></description></item>"


def feed_of(*entries):
    return Answer(
        f"<rss version='2.0'><channel><title>x</title>{''.join(entries)}</channel></rss>".encode(),
        "application/rss+xml",
    )


STORY = "<p>The tide gauge of Vell has been read by hand for ninety years. Now a small box does it.</p><p>Its readings can be seen by everyone.</p>"


def test_entries_without_a_link(site, follow, tmp_path):
    site.answers["/feed.xml"] = feed_of(entry("Tides", STORY, "a"), "<item><title>Nothing</title></item>")
    run = follow()
    assert (len(run.made), run.failed) == (1, ())
    assert any("neither a link nor a text" in event.message for event in told(follow, "Warned"))
    first = items(tmp_path / "out")
    site.answers["/feed.xml"] = feed_of(entry("Tides", STORY + "<p>One more sentence.</p>", "a"))
    run = follow()
    assert (len(run.made), len(run.corrected)) == (0, 1)
    assert items(tmp_path / "out")["Tides"][0] == first["Tides"][0]
    # The same words under a new name are the same article.
    site.answers["/feed.xml"] = feed_of(entry("Tides", STORY + "<p>One more sentence.</p>", "b"))
    run = follow()
    assert (run.made, run.corrected) == ((), ())
    assert told(follow, "EntryDone")[0].outcome == "known"


def test_guids_that_change_at_each_read_make_nothing_twice(site, follow, tmp_path):
    for number in range(3):
        for article in site.articles:
            article.guid = f"{article.number}-{number}"
        run = follow()
        assert len(run.made) == (3 if number == 0 else 0)
        assert run.corrected == ()
    assert len(items(tmp_path / "out")) == 3


def test_two_lists_and_many_addresses_of_one_article(site, follow, tmp_path):
    listed = tmp_path / "list.txt"
    story = f"{site.url}{site.articles[0].path}"
    listed.write_text(f"{story}?utm_source=list\n{story}#part\n{story}?from=mail Another address\n", "utf-8")
    site.answers[site.articles[0].path + "?from=mail"] = site.answers[site.articles[0].path + "?utm_source=list"] = (
        Answer(site.page(site.articles[0]))
    )
    run = follow(str(listed), site.feed, f"{site.url}/atom.xml")
    assert (len(run.made), run.failed) == (3, ())
    assert len(items(tmp_path / "out")) == 3
    site.asked()
    follow(str(listed), site.feed, f"{site.url}/atom.xml")
    assert site.asked() == [("/feed.xml", 304), ("/atom.xml", 304)]


def test_a_page_that_names_its_feed_is_followed_by_it(site, follow):
    site.answers["/"] = Answer(
        b'<!doctype html><head><title>Vell</title><link rel="alternate" type="application/rss+xml" href="feed.xml"></head>'
    )
    assert len(follow(site.url + "/").made) == 3
    site.asked()
    follow(site.url + "/")
    assert site.asked() == [("/feed.xml", 304)]


def test_opml_and_sitemap_index(site, follow, tmp_path):
    site.answers["/index.xml"] = Answer(
        b"<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>", "text/xml"
    )
    site.answers["/map.xml"] = Answer(
        f"<urlset><url><loc>{site.url}/stories/1.html</loc></url></urlset>".encode(), "text/xml"
    )
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        f"<opml><body><outline xmlUrl='{site.url}/index.xml'/><outline xmlUrl='{site.url}/gone.xml'/></body></opml>",
        "utf-8",
    )
    run = follow(str(opml))
    assert len(run.made) == 1
    assert run.exit_code == 3
    assert [event.source for event in told(follow, "ListFailed")] == [f"{site.url}/gone.xml"]


# ------------------------------------------------------------------------------------------------- limits


def test_limits(site, follow):
    site.articles[0].author, site.articles[1].author, site.articles[2].author = "Ann Quill", "Ada", "Ada"
    site.articles[0].category, site.articles[1].category, site.articles[2].category = "Sport", "Sportive", "Island"
    left = {
        event.source[-6]: event.reason
        for event in (follow(dry_run=True, since="2026-11-01T09:30:00Z", exclude=["sport"]), *follow.events)
        if type(event).__name__ == "EntryLeft"
    }
    assert left == {"1": "older than --since"}
    follow(dry_run=True, exclude=["category:sport"])
    assert [event.source[-6] for event in told(follow, "EntryDue")] == ["3", "2"]
    follow(dry_run=True, include=["author:ann quill"])
    assert [event.source[-6] for event in told(follow, "EntryDue")] == ["1"]
    follow(dry_run=True, include=["Report 2", "title:report 3"], exclude=["report 3"])
    assert [event.source[-6] for event in told(follow, "EntryDue")] == ["2"]


def test_a_dry_run_leaves_nothing(site, follow, tmp_path):
    run = follow(dry_run=True)
    assert (run.made, run.left) == ((), 3)
    assert not (tmp_path / "out").exists()
    follow(max=1)

    def everything():
        return {
            path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file() and path.name != "lock"
        }

    before = everything()
    assert follow(dry_run=True).left == 2
    assert before == everything()


def test_at_most_so_many_a_run_newest_first(site, follow):
    made = []
    for _ in range(4):
        run = follow(max=1)
        made += [event.title.partition(":")[0] for event in told(follow, "EntryDone")]
    assert made == ["Report 3", "Report 2", "Report 1"]
    assert run.left == 0


def test_ten_thousand_entries_are_a_matter_of_their_limits(site, follow, tmp_path):
    rows = "".join(f"<item><title>Report {n}</title><link>/stories/{n}.html</link></item>" for n in range(1, 10_001))
    site.answers["/feed.xml"] = feed_of(rows)
    run = follow(max=2)
    assert (len(run.made), run.left) == (2, 9998)
    assert any("9,998 more wait" in event.message for event in told(follow, "Warned"))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [({"since": "soon"}, "date"), ({"sources": []}, "no source"), ({"include": ["title: "]}, "no words"), ({"exclude": [""]}, "no words")],
)  # fmt: skip
def test_what_makes_no_sense_is_said_before_anything_is_touched(follow, site, tmp_path, wanted, told):
    with pytest.raises((InputError, SettingsError), match=told):
        following.follow(
            () if "sources" in wanted else (site.feed,), load(env={}, flags={"follow": wanted}), output=tmp_path / "out"
        )
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="no folder of this machine"):
        following.follow((site.feed,), load(env={}), output="memory://x")


# ----------------------------------------------------------------------------------------------- failures


def test_what_fails_is_tried_again_with_growing_delay_and_given_up(site, follow, tmp_path):
    site.answers["/stories/2.html"] = Answer(b"busy", status=500)
    tried = []
    for minutes in (0, 10, 15, 44, 45, 104, 105, 224, 225, 464, 465, 9999):
        follow.now = NOW + minutes * 60
        run = follow(attempts=5)
        if told(follow, "EntryFailed"):
            tried.append(minutes)
    assert tried == [0, 15, 45, 105, 225]
    assert told(follow, "RunFinished")[0].left == 0
    stand = standing.status(tmp_path / "out")
    assert stand["articles"] == {"gone": 1, "made": 2}
    (trouble,) = stand["troubled"]
    assert trouble["again_at"] is None
    assert "500" in trouble["reason"]
    del site.answers["/stories/2.html"]
    assert follow(attempts=5).made == ()
    run = follow(attempts=5, retry=True)
    assert len(run.made) == 1
    assert standing.status(tmp_path / "out")["troubled"] == []


def test_one_bad_page_of_each_kind_and_the_rest_goes_on(site, follow, tmp_path):
    site.articles = [
        dataclasses.replace(
            site.articles[0], number=n, title=f"Report {n}", published=datetime(2026, 11, n, tzinfo=UTC)
        )
        for n in range(1, 8)
    ]
    loop = Answer(b"", status=302, headers={"Location": "/stories/1.html"})
    away = Answer(b"", status=302, headers={"Location": "http://10.1.2.3/story"})
    site.answers |= {
        "/stories/1.html": loop,
        "/stories/2.html": away,
        "/stories/3.html": Answer(b"%PDF-1.4 x", "application/pdf"),
        "/stories/4.html": Answer(b"<p>Log in</p>"),
    }
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /stories/5.html", "text/plain")
    rest = feed_of(
        "".join(f"<item><title>Report {n}</title><link>/stories/{n}.html</link></item>" for n in range(1, 8)),
        "<item><link>http://192.168.0.1/router</link></item><item><link>http://[::1]/x</link></item><item><link>file:///etc/passwd</link></item>",
    )
    site.answers["/feed.xml"] = rest
    run = follow()
    assert len(run.made) == 2
    reasons = {event.source.rpartition("/")[2]: (event.reason, event.again_at) for event in told(follow, "EntryFailed")}
    assert "without end" in reasons["1.html"][0]
    assert "not on the public internet" in reasons["2.html"][0]
    assert "PDF" in reasons["3.html"][0]
    assert "robots.txt" in reasons["5.html"][0]
    assert reasons["router"][1] is reasons["x"][1] is None
    assert reasons["4.html"][1] is not None
    assert set(reasons) == {"1.html", "2.html", "3.html", "4.html", "5.html", "router", "x"}
    assert follow().failed == ()


@pytest.mark.parametrize(
    ("status", "wish", "asked"),
    [
        (429, "7200", [0, 120]), (503, "date", [0, 120]), (500, "", [0, 15, 45, 105]), (500, "soon", [0, 15, 45, 105]),
        (500, "99999999", [0]),
    ],
    ids=["seconds", "date", "nothing", "words", "years"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/feed.xml", "/stories/1.html"])
def test_a_server_that_asks_for_a_pause_gets_it(site, follow, path, status, wish, asked):
    site.articles = site.articles[:1]
    if wish == "date":
        wish = format_datetime(datetime.now(UTC) + timedelta(hours=2))
    site.answers[path] = Answer(b"busy", status=status, headers={"Retry-After": wish} if wish else {})
    tried = []
    for minutes in (0, 1, 14, 15, 44, 45, 104, 105, 119, 120, 200):
        follow.now = NOW + minutes * 60
        follow(since="2026")
        tried += [minutes] * len(site.asked(path))
    assert tried == asked
    del site.answers[path]
    assert len(follow(retry=True).made) == 1


def test_a_list_that_no_network_leads_to_is_asked_for_in_every_run(site, follow):
    closed = Site(0)
    closed.stop()
    assert [len(follow(closed.feed).failed) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("kind", ["paywall", "stub", "gone", "robots"])
def test_a_page_that_turned_into_something_else_leaves_its_episode_alone(site, follow, tmp_path, kind):
    follow()
    before = items(tmp_path / "out")
    changed = site.articles[0]
    changed.updated = datetime(2026, 11, 19, tzinfo=UTC)
    whole = [list(sentences) for sentences in changed.paragraphs]
    if kind == "paywall":
        page = site.page(changed).replace(
            b"</article>", b"<p>Subscribe to continue reading this article.</p></article>"
        )
        site.answers[changed.path] = Answer(page)
    elif kind == "stub":
        changed.paragraphs[:] = [
            [
                "The harbour has a new plan for the coming winter, and all of the island talks about it today and tomorrow."
            ]
        ]
    else:
        site.answers[changed.path] = Answer(
            b"<p>Not found</p>" if kind == "gone" else b"Verify you are human", status=404 if kind == "gone" else 200
        )
    run = follow()
    assert (run.made, run.corrected) == ((), ())
    assert len(run.failed) == 1
    assert items(tmp_path / "out") == before
    assert standing.status(tmp_path / "out")["articles"] == {"made": 3}
    site.answers.pop(changed.path, None)
    changed.paragraphs[:] = whole
    changed.paragraphs[0][0] = "A new sentence opens the report."
    follow.now += 3600
    assert len(follow().corrected) == 1


def test_a_teaser_is_no_article_and_a_long_text_may_end_in_dots(site, follow):
    teaser, long = site.articles = [site.articles[0], write(2, paragraphs=6)]
    for story in (teaser, long):
        story.paragraphs = [
            *story.paragraphs,
            ["Nobody knows what the winter will bring to the quay, and to the ferry…"],
        ]
    run = follow()
    assert [event.title for event in told(follow, "EntryDone")] == [long.title]
    assert "only the beginning" in run.failed[0][1].message


def test_robots_txt_is_heeded_where_a_redirect_leads(site, follow):
    other = Site(1, paragraphs=2)
    try:
        other.answers["/robots.txt"] = Answer(b"User-agent: narrator/1.0\nDisallow: /stories", "text/plain")
        for number, goal in enumerate(("/private/1", f"{other.url}/stories/1.html", "/go/3", "/stories/1.html")):
            site.answers[f"/go/{number}"] = Answer(b"", status=302, headers={"Location": goal})
        site.answers["/private/1"] = Answer(site.page(site.articles[1]))
        site.answers["/feed.xml"] = feed_of(*(f"<item><link>/go/{number}</link></item>" for number in range(3)))
        run = follow()
        assert len(run.made) == 1
        assert ["robots.txt" in error.message for _, error in run.failed] == [True, True]
        assert site.asked("/private/1") == other.asked("/stories/1.html") == []
    finally:
        other.stop()


def test_a_page_that_speaks_for_another_site_does_not_replace_its_episode(site, follow, tmp_path):
    follow()
    before = items(tmp_path / "out")
    thief = Site(1, paragraphs=2)
    try:
        thief.articles[0].title = "Another story"
        page = thief.page(thief.articles[0]).replace(
            f"{thief.url}{thief.articles[0].path}".encode(), f"{site.url}/stories/1.html".encode()
        )
        thief.answers["/stories/1.html"] = Answer(page)
        assert len(follow(thief.feed).made) == 1
    finally:
        thief.stop()
    after = items(tmp_path / "out")
    assert {title: after[title] for title in before} == before


def test_a_clock_that_was_set_back_stops_nothing(site, follow):
    site.answers["/stories/2.html"] = Answer(b"busy", status=503)
    follow.now = NOW + 900 * DAY
    follow()
    del site.answers["/stories/2.html"]
    follow.now = NOW
    assert len(follow().made) == 1
    site.articles[0].updated = datetime(2026, 11, 19, tzinfo=UTC)
    site.articles[0].paragraphs[0][0] = "A new sentence opens the report."
    assert len(follow().corrected) == 1


def corrupt(path, way):
    if way == "nonsense":
        path.write_bytes(b"nonsense" * 500)
    elif way == "middle":
        data = bytearray(path.read_bytes())
        data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
        path.write_bytes(data)
    elif way == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif way == "another":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE x (y)")
            other.execute("PRAGMA user_version = 1")
        other.close()
    else:
        path.unlink()


@pytest.mark.parametrize("way", ["nonsense", "middle", "half", "another", "lost"])
def test_a_store_that_is_damaged_is_begun_anew_and_nothing_is_spoken_again(site, follow, tmp_path, way):
    follow()
    before = items(tmp_path / "out")
    corrupt(tmp_path / "out" / ".narrator" / "follow.sqlite", way)
    run = follow()
    assert (run.made, run.corrected, run.failed) == ((), (), ())
    assert spoken(follow) == []
    assert [event.outcome for event in told(follow, "EntryDone")] == ["known"] * 3
    assert any("was damaged" in event.message for event in told(follow, "Warned")) is (way != "lost")
    assert items(tmp_path / "out") == before
    site.asked()
    follow()
    assert site.asked() == [("/feed.xml", 304)]


def test_a_host_that_is_down_is_not_hammered(site, follow):
    site.articles = [dataclasses.replace(site.articles[0], number=n, title=f"Report {n}") for n in range(1, 9)]
    site.answers |= {article.path: Answer(b"busy", status=503) for article in site.articles}
    run = follow()
    assert len(run.failed) == 3
    assert run.left == 8


def test_an_engine_that_is_missing_stops_the_run_and_harms_no_article(follow, tmp_path):
    run = follow(wishes=Wishes(engine="nonesuch"))
    assert (run.exit_code, run.failed, run.left) == (5, (), 3)
    assert len(follow().made) == 3


# ------------------------------------------------------------------------------------- alone and unattended


def arguments(site, *more):
    return ("follow", site.feed, "--engine", "espeak", "--allow-private", "127.0.0.1", "-o", "out", *more)


QUICK = {"NARRATOR_FOLLOW_POLITENESS_S": "0", "NARRATOR_PODCAST_BASE_URL": "https://audio.example/"}


def test_the_command_and_its_status(site, command, tmp_path):
    site.answers["/stories/2.html"] = Answer(b"<p>Log in</p>")
    nothing = command("status", "-o", "out")
    assert nothing.returncode == 8
    done = command(*arguments(site), env=QUICK)
    assert done.returncode == 4
    assert len(done.stdout.splitlines()) == 2
    assert "2 made, 0 corrected, 1 failed, 1 left" in done.stderr
    told = command("status", "-o", "out")
    assert told.returncode == 4
    assert "2 with an episode, 1 without, 0 given up" in told.stdout
    assert f"failed      {site.url}/stories/2.html" in told.stdout
    status = json.loads(command("status", "-o", "out", "--json").stdout)
    assert status["last_run"]["state"] == "idle"
    assert status["lists"][0]["kind"] == "RSS feed"
    again = command(*arguments(site, "--json"), env=QUICK)
    rows = [json.loads(row) for row in again.stdout.splitlines()]
    assert again.returncode == 0
    assert {"time", "type", "source"} <= set(rows[0])
    assert rows[-1]["type"] == "run_finished"
    dry = command(*arguments(site, "--dry-run"), env=QUICK)
    assert "left:" in dry.stderr
    assert dry.stdout == ""


def start(site, tmp_path, *more, **popen):
    surroundings = {**os.environ, "NARRATOR_CACHE": str(tmp_path / "cache"), **QUICK}
    return subprocess.Popen(
        [sys.executable, "-m", "narrator", *arguments(site, *more)], cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **popen
    )  # fmt: skip


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_one_narrator_a_folder_and_a_polite_end(site, command, tmp_path):
    with start(site, tmp_path, "--every", "1h") as first:
        wait_for(lambda: standing.read_status(tmp_path / "out").get("state") == "idle")
        second = command(*arguments(site), env=QUICK)
        assert second.returncode == FolderBusy.exit_code == 9
        assert "Another narrator is at work in out since 20" in second.stderr
        stand = json.loads(command("status", "-o", "out", "--json").stdout)
        assert stand["at_work"]["pid"] == first.pid
        assert stand["last_run"]["next_run"] is not None
        begun = time.monotonic()
        first.send_signal(signal.SIGTERM)
        assert first.wait(20) == 130
        assert time.monotonic() - begun < 20
        first.communicate()
    assert json.loads(command("status", "-o", "out", "--json").stdout)["last_run"]["next_run"] is None
    assert command(*arguments(site), env=QUICK).returncode == 0


def test_kills_at_random_lose_nothing_and_make_nothing_twice(tmp_path, command):
    """Kill it five times in mid-run; benchmarks/follow.py does so with more articles and more kills."""
    site = Site(4, paragraphs=2)
    out = tmp_path / "out"
    draw = random.Random(8)
    try:
        for _ in range(5):
            with start(site, tmp_path) as run:
                wait_for(lambda run=run: site.requests or run.poll() is not None)
                time.sleep(draw.uniform(0, 1.5))
                run.kill()
                run.communicate()
            site.asked()
            if (out / "feed.xml").exists():
                assert not [finding for finding in check_feed(str(out / "feed.xml")) if finding.level == "error"]
                assert len(items(out)) >= len(list(out.glob("*/episode.json"))) - 1
        done = command(*arguments(site), env=QUICK)
        assert done.returncode == 0, done.stderr
        assert len(list(out.glob("*/episode.json"))) == len(list(out.glob("*/*.mp3"))) == len(items(out)) == 4
        site.asked()
        assert command(*arguments(site), env=QUICK).returncode == 0
        assert site.asked() == [("/feed.xml", 304)]
    finally:
        site.stop()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists a process's handles")
def test_polls_leave_no_handles_behind(site, tmp_path):
    flags = {
        "follow": {"politeness_s": 0},
        "fetch": {"allow_private": ["127.0.0.1"]},
        "speech": {"cache": str(tmp_path / "cache")},
    }
    runs = following.keep_following(
        (site.feed,),
        load(env={}, flags=flags),
        every_s=1,
        output=tmp_path / "out",
        wishes=Wishes(engine="espeak"),
        sleep=lambda _: None,
    )
    next(runs)
    next(runs)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        assert next(runs).made == ()
    assert abs(len(os.listdir("/proc/self/fd")) - before) <= 1
    runs.close()
    shutil.rmtree(tmp_path / "out")


# --------------------------------------------------------------------------- what lists say of articles over the time


def test_articles_go_with_the_list_to_its_new_address(site, follow, tmp_path):
    site.answers |= {path: (lambda: Answer(site.rss(), "application/rss+xml")) for path in ("/old.xml", "/new.xml")}
    assert len(follow(f"{site.url}/old.xml", max=1).made) == 1
    run = follow(f"{site.url}/new.xml", max=1)
    assert (len(run.made), run.left) == (1, 1)
    site.articles[2].updated = datetime(2026, 11, 19, tzinfo=UTC)
    site.articles[2].paragraphs[0][0] = "A new sentence opens the report."
    run = follow(f"{site.url}/new.xml")
    assert (len(run.made), len(run.corrected), run.left) == (1, 1, 0)
    assert len(items(tmp_path / "out")) == 3


def test_two_lists_that_are_read_in_turn_do_not_contradict_each_other(site, follow):
    other = site.rss().replace(b"<title>Report", b"<title>The report")
    site.answers["/other.xml"] = Answer(other, "application/rss+xml")
    follow()
    follow(f"{site.url}/other.xml")
    for _ in range(2):
        follow()
        assert told(follow, "EntryDue") == []
        follow(f"{site.url}/other.xml")
        assert told(follow, "EntryDue") == []


def test_of_two_lists_in_one_file_the_first_is_believed(site, follow, tmp_path):
    site.full_text = True
    site.articles = site.articles[:1]
    site.articles[0].paragraphs *= 3
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        f"<opml><body><outline xmlUrl='{site.feed}'/><outline xmlUrl='{site.url}/atom.xml'/></body></opml>", "utf-8"
    )
    assert len(follow(str(opml)).made) == 1
    assert site.asked() == [("/feed.xml", 200), ("/atom.xml", 200)]  # the text of the first; the other one has none


def test_a_text_in_two_lists_becomes_one_episode(site, follow, tmp_path):
    lists = [f"{site.url}/a.xml", f"{site.url}/b.xml"]
    for text in (STORY, STORY + "<p>One more sentence.</p>"):
        site.answers |= {path: feed_of(entry("Tides", text, "a")) for path in ("/a.xml", "/b.xml")}
        run = follow(*lists)
        assert len(run.made) + len(run.corrected) == 1
    site.answers["/b.xml"] = feed_of(entry("Tides", STORY + "<p>And another one.</p>", "a"))
    follow.now += DAY
    assert len(follow(lists[1]).corrected) == 1
    # The list moves, and says something new at the same time.
    site.answers["/c.xml"] = feed_of(entry("Tides", STORY + "<p>This is the last one.</p>", "a"))
    assert len(follow(f"{site.url}/c.xml").corrected) == 1
    for moved in (lists[0], f"{site.url}/c.xml"):
        follow.now += DAY
        follow(moved)
        assert told(follow, "EntryDue") == []
    assert len(items(tmp_path / "out")) == 1


ANNOUNCED = {
    "RSS": lambda url, words, date: f"<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><item><title>One</title><link>{url}</link>"
    f"<description>{words}</description><a:updated>{date}</a:updated></item></channel></rss>",
    "Atom": lambda url, words, date: f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title><link href='{url}'/>"
    f"<content>{words}</content><updated>{date}</updated></entry></feed>",
    "JSON": lambda url, words, date: json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "One", "url": url, "content_text": words, "date_modified": date}]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANNOUNCED)
def test_a_new_date_beside_a_teaser_is_an_update_and_another_teaser_is_none(site, follow, kind):
    story = site.articles[0]

    def say(words, date):
        written = ANNOUNCED[kind](f"{site.url}{story.path}", words, f"2026-11-{date}T08:00:00Z")
        site.answers["/feed.xml"] = Answer(written.encode(), "text/plain")

    say("The harbour has a plan", 1)
    assert len(follow().made) == 1
    say("What the harbour plans", 1)
    follow()
    assert told(follow, "EntryDue") == []
    say("What the harbour plans", 19)
    story.paragraphs[0][0] = "A new sentence opens the report."
    assert len(follow().corrected) == 1


def write_the_first_format(path):
    """Make the store what the first version wrote: it kept teasers, and what a list said of an article went by their words."""
    with sqlite3.connect(path) as db:
        (sources, entries) = (
            [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")] for table in ("source", "entry")
        )
        assert {"attempts", "due"} <= set(sources)
        db.execute("DROP TABLE named")
        db.execute("ALTER TABLE source DROP COLUMN attempts")
        db.execute("ALTER TABLE source DROP COLUMN due")
        db.execute("UPDATE entry SET digest = 'words ' || key, mark = CASE WHEN mark IS latest THEN 'words ' || key ELSE mark END, latest = 'words ' || key")  # fmt: skip
        db.execute("UPDATE source SET etag = NULL, modified = NULL")
        db.execute("PRAGMA user_version = 1")
    db.close()
    return entries


def test_a_store_of_the_first_format_is_read_and_nothing_is_made_or_asked_for_twice(site, follow, tmp_path):
    site.answers["/stories/2.html"] = Answer(b"busy", status=503)
    rows = "".join(
        f"<item><title>{article.title}</title><link>{article.path}</link><description>A teaser</description><pubDate>{article.published:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for article in site.articles
    )
    site.answers["/feed.xml"] = feed_of(rows)
    follow()
    write_the_first_format(tmp_path / "out" / ".narrator" / "follow.sqlite")
    site.asked()
    run = follow()
    assert (run.made, run.corrected, run.left) == ((), (), 1)
    assert told(follow, "Warned") == told(follow, "EntryDue") == []
    assert site.asked() == [("/feed.xml", 200)]
    del site.answers["/stories/2.html"]
    follow.now += DAY
    assert len(follow().made) == 1
    assert len(items(tmp_path / "out")) == 3


def damage(path, what):
    """One byte of a row is another, or one value is of another kind; SQLite sees nothing wrong in it."""
    with sqlite3.connect(path) as db:
        db.execute(what)
        assert db.total_changes
    db.close()


DAMAGES = {
    "told": "UPDATE entry SET told = replace(told, '{', '[')",
    "letter": "UPDATE entry SET told = CAST(x'ff' || told AS BLOB)",
    "kind": "UPDATE entry SET due = 'soon'",
    "reason": "UPDATE entry SET reason = CAST(x'ff41' AS TEXT)",
    "leads": "UPDATE source SET leads = '[x'",
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_row_costs_only_its_article_a_look(site, follow, tmp_path, what):
    site.answers["/stories/2.html"] = Answer(b"busy", status=503)
    follow(max=2)
    store = tmp_path / "out" / ".narrator" / "follow.sqlite"
    damage(store, DAMAGES[what])
    assert follow(dry_run=True).stopped is None
    assert standing.status(tmp_path / "out")["articles"]["made"] == 1
    del site.answers["/stories/2.html"]
    follow.now += DAY
    runs = [follow(), follow()]
    assert [run.failed for run in runs] == [(), ()]
    assert sum(len(run.made) for run in runs) == 2
    assert sum(len(run.corrected) for run in runs) == 0
    assert len(items(tmp_path / "out")) == 3
    site.articles[2].updated = datetime(2026, 11, 19, tzinfo=UTC)
    site.articles[2].paragraphs[0][0] = "A new sentence opens the report."
    assert sum(len(follow().corrected) for _ in range(2)) == 1
    site.asked()
    assert follow().left == 0
    assert site.asked() == [("/feed.xml", 304)]


@pytest.mark.parametrize("linked", [True, False])
def test_a_damaged_text_is_read_from_its_page_or_asked_for_again(site, follow, tmp_path, linked):
    site.full_text = True
    story = site.articles[0]
    site.articles = [story]
    story.paragraphs *= 3
    if not linked:
        site.answers["/feed.xml"] = feed_of(entry("Tides", STORY, "a"))
    follow(wishes=Wishes(engine="nonesuch"))
    damage(tmp_path / "out" / ".narrator" / "follow.sqlite", "UPDATE entry SET html = CAST('x' || html AS BLOB)")
    runs = [follow(), follow()]
    assert [len(run.made) for run in runs] == [int(linked), int(not linked)]
    assert [len(run.failed) for run in runs] == [int(not linked), 0]
    assert len(items(tmp_path / "out")) == 1


def test_a_deleted_episode_leaves_the_feed_and_does_not_come_back(site, follow, tmp_path):
    follow()
    story = site.articles[1]
    (gone,) = (
        path.parent for path in (tmp_path / "out").glob("*/episode.json") if story.title in path.read_text("utf-8")
    )
    shutil.rmtree(gone)
    assert (follow().made, set(items(tmp_path / "out"))) == ((), {site.articles[0].title, site.articles[2].title})
    assert not [finding for finding in check_feed(str(tmp_path / "out" / "feed.xml")) if finding.level == "error"]
    story.updated = datetime(2026, 11, 19, tzinfo=UTC)
    story.paragraphs[0][0] = "A new sentence opens the report."
    site.asked()
    run = follow()
    assert (run.made, run.corrected, run.left) == ((), (), 0)
    assert site.asked() == [("/feed.xml", 200)]
    follow(dry_run=True)
    assert [event.reason for event in told(follow, "EntryLeft")] == ["its episode was deleted"]
    assert not gone.exists()


def test_a_feed_that_cannot_be_brought_up_to_date_is_told_and_stops_nothing(site, follow, tmp_path):
    follow(max=1)
    state = tmp_path / "out" / "feed.json"
    whole = state.read_bytes()
    state.write_bytes(b"{")
    (tmp_path / "out" / "notes").mkdir()
    assert len(follow(max=1).made) == 1
    assert any("could not be brought up to date" in event.message for event in told(follow, "Warned"))
    state.write_bytes(whole)
    follow(exclude=["report"])
    assert len(items(tmp_path / "out")) == 2


@pytest.mark.parametrize("end", ["killed", "unforeseen", "asked to stop"])
def test_a_run_that_breaks_off_is_told_by_its_status(site, follow, command, tmp_path, monkeypatch, end):
    def break_off(*_, **__):
        if end == "asked to stop":
            raise KeyboardInterrupt
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(following._Work, "_do", break_off)
        if end == "killed":
            broken.setattr(following._Work, "_finish", break_off)
        with pytest.raises(KeyboardInterrupt if end == "asked to stop" else ZeroDivisionError):
            follow()
    shown = command("status", "-o", "out")
    assert shown.returncode == (130 if end == "asked to stop" else 70)
    assert ("3 left for later" in shown.stdout) is (end != "killed")
    assert "nothing waits" not in shown.stdout
    assert len(follow().made) == 3
    assert command("status", "-o", "out").returncode == 0


def test_status_tells_of_the_lists_that_are_followed(site, follow, command, tmp_path):
    site.answers["/stories/1.html"] = Answer(b"busy", status=500)
    site.answers["/other.xml"] = feed_of("")
    follow(site.feed, f"{site.url}/gone.xml")
    follow(f"{site.url}/other.xml")
    shown = command("status", "-o", "out").stdout
    assert shown.count("list  ") == 1
    assert "and 2 that the last run did not read" in shown
    assert "gone.xml" not in shown
    assert "failed  " not in shown
    assert "no list of the last run names them" in shown
    lists = json.loads(command("status", "-o", "out", "--json").stdout)["lists"]
    assert {one["source"].rpartition("/")[2]: one["followed"] for one in lists} == {
        "feed.xml": False,
        "gone.xml": False,
        "other.xml": True,
    }


@pytest.mark.parametrize("more", [(), ("--quiet",), ("--json",)])
def test_the_query_of_a_lists_address_is_nowhere_shown(site, command, tmp_path, more):
    site.answers |= {
        f"/{name}?token=SECRET": Answer(b"", status=status)
        for name, status in (("gone", 404), ("busy", 503), ("empty", 200))
    }
    site.answers["/feed.xml?token=SECRET"] = Answer(site.rss(), "application/rss+xml")
    lists = [f"{site.url}/{name}?token=SECRET" for name in ("gone", "busy", "empty", "feed.xml")]
    for _ in range(2):
        done = command("follow", *lists, *arguments(site, "--exclude", "report", *more)[2:], env=QUICK)
        assert "/gone?…" in done.stdout + done.stderr
        told = command("status", "-o", "out")
        assert "/feed.xml?…" in told.stdout
        state = (tmp_path / "out" / ".narrator" / "status.json").read_text("utf-8")
        assert "SECRET" not in done.stdout + done.stderr + told.stdout + state
