"""An article is corrected: the same episode in new audio, one sentence spoken, and a note that is heard and shown."""

import json
import re
from dataclasses import replace

import pytest
from lxml import etree
from mutagen.id3 import ID3

from narrator import casting, pipeline, publish
from narrator.errors import BrokenEpisode, InputError
from narrator.events import Published, UtteranceSpoken
from narrator.model import Article, Block
from narrator.settings import load
from narrator.store import FolderStore

NOTE = "An earlier version said that the vote was twelve to one"
HEARD = f"Correction: {NOTE}."
FIRST = Article(
    title="The ferry stays", url="https://tern.example/ferry", language="en", published="2026-03-05",
    blocks=tuple(Block(kind="paragraph", text=text) for text in (
        "The council voted on Monday to keep the ferry. The vote was twelve to one, after a long night.",
        "Tickets cost the same as last year. Children travel free.",
    )),
)  # fmt: skip
BETTER = replace(
    FIRST, blocks=(replace(FIRST.blocks[0], text=FIRST.blocks[0].text.replace("twelve to one", "nine to four")), FIRST.blocks[1])
)  # fmt: skip


@pytest.fixture
def make(tmp_path):
    """make(article, correction=…) is the manifest, what was told at the end, and the utterances made."""

    def run(article, out="out", force=False, **wishes):
        seen = []
        episode = pipeline.make(
            article, load(env={}, flags={"speech": {"engine": "espeak", "cache": str(tmp_path / "cache")}}),
            output=tmp_path / out, force=force, wishes=casting.Wishes(**wishes), on_event=seen.append,
        )  # fmt: skip
        made = [event for event in seen if isinstance(event, UtteranceSpoken) and not event.cached]
        assert isinstance(seen[-1], Published)
        assert seen[-1].made == len(made)
        return episode, seen[-1]

    return run


def feed_item(folder):
    (item,) = etree.parse(folder / "feed.xml").findall("channel/item")
    return {name: item.find(name).text for name in ("guid", "pubDate", "description")} | {
        "url": item.find("enclosure").get("url")
    }


def test_a_correction_keeps_the_episode_and_speaks_what_changed(make, tmp_path):
    first, told = make(FIRST)
    assert (told.utterances, told.changed, told.made) == (6, None, 6)
    publish.build_feed(FolderStore(tmp_path / "out"), load(env={}).podcast)
    before = feed_item(tmp_path / "out")
    second, told = make(BETTER, correction=NOTE)
    assert (told.utterances, told.changed, told.made) == (7, 2, 2)
    assert second.path == first.path
    assert second.manifest["id"] == first.manifest["id"]
    assert second.manifest["audio"]["file"] != first.manifest["audio"]["file"]
    assert first.audio.is_file()
    after = feed_item(tmp_path / "out")
    assert (after["guid"], after["pubDate"]) == (before["guid"], before["pubDate"])
    assert after["url"] != before["url"]
    assert HEARD in after["description"]
    assert HEARD not in before["description"]


def test_the_note_is_heard_after_the_headline_and_shown_everywhere(make):
    episode, _ = make(BETTER, correction=f"{NOTE}. The count was wrong. ")
    manifest = episode.manifest
    whole = f"{HEARD} The count was wrong."
    assert manifest["correction"] == whole
    transcript = json.loads((episode.path / manifest["files"]["transcript"]["file"]).read_text("utf-8"))
    assert [each["body"] for each in transcript["segments"]][:5] == [
        episode.disclosure, "The ferry stays", HEARD, "The count was wrong.", "The council voted on Monday to keep the ferry.",
    ]  # fmt: skip
    captions = (episode.path / manifest["files"]["vtt"]["file"]).read_text("utf-8")
    assert "Correction: An earlier version" in captions
    page = (episode.path / "index.html").read_text("utf-8")
    (shown,) = re.findall(r'<p class="correction".*?</p>', page)
    assert re.sub(r"<[^>]*>", "", shown) == whole
    assert page.count("The count was wrong.</span>") == 1
    assert json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["correction"] == whole
    assert whole in str(ID3(episode.audio).getall("COMM")[0])
    assert episode.disclosure in str(ID3(episode.audio).getall("COMM")[0])


def test_the_note_stays_until_it_is_replaced_or_taken_away(make):
    first, _ = make(BETTER, correction=NOTE)
    again, told = make(BETTER)
    assert told.unchanged
    assert again.manifest == first.manifest
    forced, _ = make(BETTER, force=True)
    assert forced.manifest == first.manifest
    assert make(BETTER, correction=HEARD)[1].unchanged  # as it is heard: no word is put before it again
    replaced, _ = make(BETTER, correction="The date was wrong")
    assert replaced.manifest["correction"] == "Correction: The date was wrong."
    gone, _ = make(BETTER, correction=" ")
    assert "correction" not in gone.manifest
    assert make(BETTER)[1].unchanged
    by_article, _ = make(replace(BETTER, correction=NOTE))
    assert by_article.manifest == first.manifest
    plain, _ = make(BETTER, out="fresh")
    assert plain.manifest == gone.manifest


def test_the_note_in_other_languages(make):
    article = Article(
        title="Пором лишається", language="uk", url="https://tern.example/porom",
        blocks=(Block(kind="paragraph", text="Рада вирішила залишити пором. Квитки не подорожчають."),),
    )  # fmt: skip
    assert make(article, correction="Дата була хибна.")[0].manifest["correction"] == "Виправлення: Дата була хибна."
    assert (
        make(replace(article, language="eo"), correction="La dato eraris")[0].manifest["correction"]
        == "La dato eraris."
    )


def test_a_source_without_an_address_can_say_what_it_corrects(make, tmp_path):
    first, _ = make(replace(FIRST, url=None))
    (tmp_path / "new.md").write_text("# The ferry stays\n\n" + "\n\n".join(b.text for b in BETTER.blocks), "utf-8")
    other, told = make(tmp_path / "new.md")
    assert (other.path != first.path, told.changed) == (True, None)
    second, told = make(tmp_path / "new.md", corrects=first.path)
    assert (second.path, second.manifest["id"]) == (first.path, first.manifest["id"])
    assert (told.changed, told.made) == (1, 0)
    with pytest.raises(BrokenEpisode, match="nowhere"):
        make(tmp_path / "new.md", corrects=tmp_path / "nowhere")


def test_the_command_says_how_many_changed(command, story, tmp_path):
    arguments = ("--engine", "espeak", "-o", "out", "--title", "The last ferry")
    assert command("make", story, *arguments).returncode == 0
    story.write_text(story.read_text("utf-8").replace("by nine to four", "by twelve to one"), "utf-8")
    (bundle,) = (tmp_path / "out").iterdir()
    done = command("make", story, "--corrects", bundle, "--correction", NOTE, "--json")
    assert done.returncode == 0, done.stderr
    (told,) = [line for line in map(json.loads, done.stdout.splitlines()) if line["type"] == "published"]
    assert (told["changed"], told["made"]) == (2, 2)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [bundle.name]
    said = command("make", story, "--corrects", bundle, "--correction", "")
    assert re.search(r"; 0 of \d+ sentences changed\.", said.stderr), said.stderr
    shown = json.loads(command("script", story, "--correction", NOTE, "--json").stdout)
    roles = [each["role"] for chapter in shown["chapters"] for each in chapter["utterances"]]
    assert roles.count("correction") == 1
    assert command("make", story, story, "--correction", "x").returncode == InputError.exit_code
