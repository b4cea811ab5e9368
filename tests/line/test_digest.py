"""Five articles of our own in one episode: what is said, spoken, credited and linked, and what other programs read in it."""

import json
import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from narrator import casting, pipeline
from narrator.digesting import digest
from narrator.errors import InputError, SourceNotFound
from narrator.events import Published, Warned
from narrator.model import Article, Block
from narrator.settings import load
from narrator.store import FolderStore

PAGES = Path(__file__).parent / "briefing"
SOURCES = [PAGES / name for name in ("ferry.html", "tower.html", "leuchtturm.html", "library.html", "market.md")]
LINKS = [
    "https://tern.example/ferry",
    "https://post.example/tower",
    "https://bote.example/leuchtturm",
    "https://tern.example/library",
]
TITLE = "Monday briefing"
READERS = Path(__file__).parent.parent / "audio" / "readers"


def settings(cache, **flags):
    return load(env={}, flags={"speech": {"engine": "espeak", "cache": str(cache)}, **flags})


def told(episode):
    """What the script says, from the episode's own files."""
    return next(episode.path.glob("*.script.txt")).read_text("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """(the five single episodes, the digest made after them, how many utterances were synthesised for it, all events)"""
    root = tmp_path_factory.mktemp("digest")
    singles = [pipeline.make(source, settings(root / "cache"), output=root / "out") for source in SOURCES]
    events = []
    briefing = digest(SOURCES, settings(root / "cache"), title=TITLE, output=root / "out", on_event=events.append)
    return singles, briefing, events


def test_nothing_is_spoken_that_a_single_episode_has(made):
    singles, briefing, events = made
    spoken = [line for episode in singles for line in told(episode).splitlines() if line and not line.startswith("# ")]
    said = [line for line in told(briefing).splitlines() if line and not line.startswith("# ")]
    new = [line for line in said if line not in spoken]
    assert new == ["Monday briefing.", "In this briefing:", "That was Monday briefing."]
    (done,) = [event for event in events if isinstance(event, Published)]
    assert done.made == len(new)
    assert done.utterances == len(said)


def test_the_order_of_what_is_heard(made):
    singles, briefing, _ = made
    lines = [line for line in told(briefing).splitlines() if line and not line.startswith("# ")]
    headlines = [f"{episode.title}." for episode in singles]
    assert lines[:3] == ["This audio is created with AI assistance.", "Monday briefing.", "In this briefing:"]
    assert lines[3:8] == headlines
    assert lines.count("This audio is created with AI assistance.") == 1
    assert not [line for line in lines if "künstlicher Intelligenz" in line]
    places = [lines.index(headline, 8) for headline in headlines]
    assert places == sorted(places)
    bylines = ["By Ada Quill.", "By Bo Marsh.", "Von Jana Reuter.", "By Mira Dunn and Cole Abbey.", "By Tess Orlin."]
    assert [lines[place + 1] for place in places] == bylines
    assert lines[-1] == "That was Monday briefing."


def test_each_article_is_a_chapter_with_its_headings_inside(made):
    singles, briefing, _ = made
    chapters = briefing.chapters
    outer = [chapter for chapter in chapters if chapter.level == 1]
    assert [chapter.title for chapter in outer] == [TITLE, *(episode.title for episode in singles)]
    assert [chapter.part for chapter in outer] == [None, 0, 1, 2, 3, 4]
    for number, episode in enumerate(singles):
        inside = [chapter.title for chapter in chapters if chapter.part == number and chapter.level > 1]
        assert inside == [chapter.title for chapter in episode.chapters[1:]]
    assert [chapter.level for chapter in chapters if chapter.level > 1]
    assert [a.end for a in chapters[:-1]] == [b.start for b in chapters[1:]]
    pipeline.check(briefing.path)


def test_each_voice_is_that_of_its_article(made):
    _, briefing, _ = made
    transcript = json.loads(next(briefing.path.glob("*.transcript.json")).read_text("utf-8"))
    german = {each["speaker"] for each in transcript["segments"] if "Leuchtturm" in each["body"]}
    english = {each["speaker"] for each in transcript["segments"] if "Vell" in each["body"]}
    assert len(german) == len(english) == 1
    assert german != english
    assert briefing.manifest["voice"]["engine"] == "espeak"


# ------------------------------------------------------------------------------------------------ other readers


def plan(briefing):
    return [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in briefing.chapters]


def tree(briefing):
    """The plan as a tree: (title, [titles inside])."""
    found = []
    for chapter in briefing.chapters:
        if chapter.level == 1:
            found.append((chapter.title, []))
        else:
            found[-1][1].append(chapter.title)
    return found


def test_ffprobe_and_pyav(made, program):
    import av

    _, briefing, _ = made
    shown = subprocess.run(
        [program("ffprobe"), "-v", "warning", "-show_chapters", "-of", "json", briefing.audio], check=True, capture_output=True
    )  # fmt: skip
    assert shown.stderr == b""
    found = json.loads(shown.stdout)["chapters"]
    assert [(each["start"], each["end"], each["tags"]["title"]) for each in found] == plan(briefing)
    with av.open(str(briefing.audio)) as container:
        assert [(c["start"], c["end"], c["metadata"]["title"]) for c in container.chapters()] == plan(briefing)


def test_mutagen(made):
    """One flat list of all chapters, and a list for each article that has chapters inside."""
    from mutagen.mp3 import MP3

    _, briefing, _ = made
    tags = MP3(briefing.audio).tags
    (top,) = [each for each in tags.getall("CTOC") if each.flags & 2]
    chapters = {each.element_id: each for each in tags.getall("CHAP")}
    flat = top.child_element_ids
    heard = [(chapters[n].start_time, chapters[n].end_time, str(chapters[n].sub_frames["TIT2"])) for n in flat]
    assert heard == plan(briefing)
    lists = sorted((each for each in tags.getall("CTOC") if each is not top), key=lambda each: each.element_id)
    assert {each.flags for each in lists} == {1}
    seen = [
        (str(each.sub_frames["TIT2"]), [str(chapters[n].sub_frames["TIT2"]) for n in each.child_element_ids])
        for each in lists
    ]
    assert seen == [(title, [title, *inside]) for title, inside in tree(briefing) if inside]
    links = [
        str(chapters[name].sub_frames.getall("WXXX")[0].url) if chapters[name].sub_frames.getall("WXXX") else None
        for name in flat
    ]
    wanted = [LINKS[c.part] if c.part is not None and c.part < 4 else None for c in briefing.chapters]
    assert [link and link.partition("#")[0] for link in links] == wanted


def test_eyed3(made):
    import eyed3

    _, briefing, _ = made
    tag = eyed3.load(briefing.audio).tag

    (top,) = [each for each in tag.table_of_contents if each.toplevel]
    listed = [tag.chapters[name] for name in top.child_ids]
    assert [(c.times.start, c.times.end, c.title) for c in listed] == plan(briefing)
    assert [(c.times.start, c.times.end, c.title) for c in tag.chapters] == plan(briefing)


def test_music_metadata(made):
    _, briefing, _ = made
    modules = Path(os.environ.get("NARRATOR_NODE_MODULES") or Path(__file__).parent.parent / "node_modules")
    if not shutil.which("node") or not (modules / "music-metadata").is_dir():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("node or music-metadata is not installed")
    done = subprocess.run(
        ["node", READERS / "music_metadata.mjs", modules, briefing.audio], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)["chapters"]
    assert [(round(c["start"] * 1000), round(c["end"] * 1000), c["title"]) for c in found] == plan(briefing)


def test_json_chapters_link_to_their_articles(made):
    _, briefing, _ = made
    found = json.loads(next(briefing.path.glob("*.chapters.json")).read_text("utf-8"))
    assert [each["title"] for each in found["chapters"]] == [chapter.title for chapter in briefing.chapters]
    wanted = [LINKS[c.part] if c.part is not None and c.part < 4 else None for c in briefing.chapters]
    assert [each.get("url") for each in found["chapters"]] == wanted


# ------------------------------------------------------------------------------------------------ page and feed


def test_the_page_credits_every_article(made):
    singles, briefing, _ = made
    page = html.parse(str(briefing.path / "index.html")).getroot()
    assert [each.text_content() for each in page.xpath("//h1")] == [TITLE]
    heads = page.xpath("//article//header")
    assert [head.xpath("h2")[0].text_content() for head in heads] == [episode.title for episode in singles]
    assert [head.xpath(".//a/@href") for head in heads] == [[link] for link in LINKS] + [[]]
    bylines = [head.xpath(".//*[@class='byline']")[0].text_content() for head in heads]
    assert bylines == ["By Ada Quill", "By Bo Marsh", "Von Jana Reuter", "By Mira Dunn and Cole Abbey", "By Tess Orlin"]
    outer = page.xpath("//nav[@class='chapters']/ol/li")
    assert [
        (each.xpath("a/span[1]")[0].text_content(), [inner.text_content() for inner in each.xpath("ol/li/a/span[1]")])
        for each in outer
    ] == tree(briefing)
    (german,) = page.xpath("//section[@lang='de'][header]")
    assert "Seemeilen" in german.text_content()
    for number, target in enumerate(page.xpath("//section[@id='chapter-1']//li/a/@href")):
        (section,) = page.xpath(f"//section[@id='{target.removeprefix('#')}']")
        assert section.xpath("header/h2")[0].text_content() == singles[number].title
    levels = [int(each.tag[1]) for each in page.xpath("//article//h2|//article//h3|//article//h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    body = page.xpath("//article")[0].text_content()
    assert "a hand's breadth too far to the north" in body
    (record,) = page.xpath("//script[@type='application/ld+json']")
    assert json.loads(record.text)["isBasedOn"] == LINKS


def test_the_feed_credits_every_article(made):
    from narrator.publish import build_feed
    from narrator.settings import Show

    _, briefing, _ = made
    build_feed(FolderStore(briefing.path.parent), Show(base_url="https://audio.example/"))
    feed = etree.parse(str(briefing.path.parent / "feed.xml"))
    (item,) = [each for each in feed.iter("item") if each.findtext("title") == TITLE]
    notes = html.fromstring(item.findtext("description"))
    assert [link for link in notes.xpath("//a/@href") if "audio.example" not in link] == LINKS
    text = notes.text_content()
    for name in ("Ada Quill", "Bo Marsh", "Jana Reuter", "Mira Dunn", "Cole Abbey", "Tess Orlin", "Hafenbote"):
        assert name in text
    people = [each.text for each in item.iter("{https://podcastindex.org/namespace/1.0}person")]
    assert people == ["Ada Quill", "Bo Marsh", "Jana Reuter", "Mira Dunn", "Cole Abbey", "Tess Orlin"]


# ------------------------------------------------------------------------------------------- identity, bad sources


def article(number, **more):
    text = f"Article number {number} tells of a boat, a storm and a lamp that would not go out. It is not long."
    known = {"title": f"Number {number}", "url": f"https://tern.example/{number}", "language": "en"}
    return Article(blocks=(Block(kind="paragraph", text=text),), **known | more)


def test_the_same_digest_again_and_another_one(tmp_path):
    def make(numbers, title=TITLE):
        return digest([article(n) for n in numbers], settings(tmp_path / "cache"), title=title, output=tmp_path / "out")

    first = make([1, 2])
    assert make([1, 2]).manifest == first.manifest
    turned = make([2, 1])
    assert (turned.path, turned.manifest["id"]) == (first.path, first.manifest["id"])
    assert [part["title"] for part in turned.manifest["parts"]] == ["Number 2", "Number 1"]
    assert make([3, 4]).path != first.path
    assert make([1, 2], "Evening briefing").path != first.path
    assert [part["title"] for part in make([5, 6, 5]).manifest["parts"]] == ["Number 5", "Number 6"]
    assert len(make([7]).manifest["parts"]) == 1


def test_the_voice_and_the_correction_of_a_single_episode_are_kept(tmp_path):
    out, cache = tmp_path / "out", settings(tmp_path / "cache")
    one = pipeline.make(
        article(1, correction="The boat was a ship."), cache, output=out, wishes=casting.Wishes(voice="en-gb-scotland")
    )
    events = []
    briefing = digest([article(1)], cache, title=TITLE, output=out, on_event=events.append)
    assert briefing.manifest["voice"]["id"] == one.manifest["voice"]["id"] == "en-gb-scotland"
    assert "The boat was a ship." in told(briefing)
    assert [event.made for event in events if isinstance(event, Published)] == [3]


def test_a_source_that_fails_is_named_and_nothing_is_made(tmp_path):
    missing = tmp_path / "gone.html"
    with pytest.raises(SourceNotFound, match=r"was not made.*gone\.html") as caught:
        digest([article(1), missing], settings(tmp_path / "c"), title=TITLE, output=tmp_path / "out")
    assert "--skip-failed" in caught.value.hint
    assert not (tmp_path / "out").exists()
    with pytest.raises(SourceNotFound):
        digest([missing], settings(tmp_path / "c"), title=TITLE, output=tmp_path / "out", skip_failed=True)


def test_skipping_says_so_in_the_notes(tmp_path):
    events = []
    briefing = digest(
        [article(1), tmp_path / "gone.html"], settings(tmp_path / "c"), title=TITLE, output=tmp_path / "out",
        skip_failed=True, on_event=events.append,
    )  # fmt: skip
    assert [event for event in events if isinstance(event, Warned) and "gone.html" in event.message]
    assert briefing.manifest["missing"] == ["gone.html"]  # and no path of this machine
    assert "Could not be included: gone.html" in (briefing.path / "index.html").read_text("utf-8")
    from narrator.publish import build_feed
    from narrator.settings import Show

    build_feed(FolderStore(tmp_path / "out"), Show(base_url="https://audio.example/"))
    assert "Could not be included: gone.html" in (tmp_path / "out" / "feed.xml").read_text("utf-8")


def test_digests_that_make_no_sense(tmp_path):
    for sources, title in (([], TITLE), ([article(1)], "  "), ([article(n) for n in range(101)], TITLE)):
        with pytest.raises(InputError):
            digest(sources, settings(tmp_path / "c"), title=title, output=tmp_path / "out")


def test_a_language_without_words_and_articles_without_a_name(tmp_path):
    text = "Laiva lähtee satamasta aamulla ja palaa illalla. Kukaan ei tiedä miksi se on sininen."
    nameless = Article(language="fi", url="https://tern.example/fi", blocks=(Block(kind="paragraph", text=text),))
    briefing = digest([nameless], settings(tmp_path / "c"), title="Maanantai", output=tmp_path / "out")
    lines = [line for line in told(briefing).splitlines() if line and not line.startswith("# ")]
    assert lines[1:3] == ["Maanantai.", "Laiva lähtee satamasta aamulla ja palaa illalla."]
    assert briefing.chapters[1].title == "Laiva lähtee satamasta aamulla ja palaa illalla"


def test_the_command(command, tmp_path):
    done = command("digest", SOURCES[1], SOURCES[4], "--title", "Two", "--engine", "espeak", "-o", "two.mp3")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "two.mp3\n"
    assert (tmp_path / "two.mp3").read_bytes()[:3] == b"ID3"
    done = command("digest", SOURCES[1], "gone.html", "--title", "Two", "--engine", "espeak")
    assert done.returncode == 3
    assert "gone.html" in done.stderr
    assert "--skip-failed" in done.stderr
    done = command("digest", SOURCES[1], "gone.html", "--title", "Two", "--engine", "espeak", "--skip-failed", "--json")
    assert done.returncode == 0, done.stderr
    (made,) = json.loads(done.stdout.splitlines()[-1])["episodes"]
    assert made["missing"] == ["gone.html"]
    assert command("digest", SOURCES[1]).returncode == 2


def test_a_voice_that_was_asked_for_reads_its_own_language(tmp_path):
    german = article(2, language="de", title="Nummer zwei")
    briefing = digest(
        [article(1), german], settings(tmp_path / "c"), title=TITLE, output=tmp_path / "out",
        wishes=casting.Wishes(voice="en-gb-scotland"),
    )  # fmt: skip
    assert (briefing.manifest["voice"]["id"], briefing.manifest["voice"]["others"]) == ("en-gb-scotland", ["de"])
