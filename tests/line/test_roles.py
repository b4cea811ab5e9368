"""Several voices of one engine: headline, headings and quotations by others than the body."""

import json

import pytest
from mutagen.id3 import ID3

from narrator import casting, pipeline
from narrator.errors import SettingsError, UnknownVoice
from narrator.events import ignore
from narrator.model import Article, Block
from narrator.settings import load
from tests.standins.google import Google

ARTICLE = Article(
    title="The ferry stays", url="https://tern.example/ferry", byline=("Ada Quill",), language="en",
    blocks=(
        Block(kind="paragraph", text="The council voted on Monday to keep the ferry."),
        Block(kind="quote", text="Nobody should have to choose between a doctor and a dry road."),
        Block(kind="heading", text="What it costs", level=2),
        Block(kind="paragraph", text="Tickets cost the same as last year."),
    ),
)  # fmt: skip
ROLES = {"headline": "en-gb-scotland", "quote": "en-gb"}


@pytest.fixture
def make(tmp_path):
    def run(flags=None, article=ARTICLE, out="out", force=False, on_event=ignore, **wishes):
        flags = flags or {}
        settings = load(
            env={}, flags={**flags, "speech": {"cache": str(tmp_path / "cache"), **flags.get("speech", {})}}
        )
        return pipeline.make(
            article, settings, output=tmp_path / out, force=force, wishes=casting.Wishes(**wishes), on_event=on_event
        )

    return run


def speakers(episode):
    transcript = json.loads((episode.path / episode.manifest["files"]["transcript"]["file"]).read_text("utf-8"))
    return {each["body"]: each["speaker"] for each in transcript["segments"]}


def test_each_role_has_its_voice_and_all_are_named(make):
    episode = make({"speech": {"engine": "espeak", "roles": ROLES}})
    who = speakers(episode)
    scottish, british, american = "English (Scotland)", "English (Great Britain)", "English (America)"
    assert who["The ferry stays"] == who["By Ada Quill."] == scottish
    assert who[ARTICLE.blocks[1].text] == british
    assert {who[text] for text in (episode.disclosure, "What it costs", ARTICLE.blocks[0].text)} == {american}
    voice = episode.manifest["voice"]
    assert (voice["engine"], voice["id"], voice["others"]) == ("espeak", "en-us", ["en-gb-scotland", "en-gb"])
    assert episode.manifest["roles"] == ROLES
    captions = (episode.path / episode.manifest["files"]["vtt"]["file"]).read_text("utf-8")
    assert f"<v {british}>Nobody" in captions
    assert f"<v {american}>Tickets" in captions
    page = (episode.path / "index.html").read_text("utf-8")
    assert "espeak: English, America, English, Scotland, English, Great Britain" in page
    tag = ID3(episode.audio)
    assert tag["TXXX:VOICE"].text == ["en-us, en-gb-scotland, en-gb"]
    assert f"Voices: {american}, {scottish}, {british}" in str(tag.getall("COMM")[0])
    one = make({"speech": {"engine": "espeak"}}, out="one")
    assert "roles" not in one.manifest
    assert set(speakers(one).values()) == {american}


def test_a_rerun_keeps_the_voices_of_all_roles(make):
    first = make({"speech": {"engine": "espeak", "roles": ROLES}})
    assert make().manifest == first.manifest
    assert make({"speech": {"engine": "espeak", "roles": {"heading": "en-gb"}}}).manifest == first.manifest
    assert make(engine="espeak").manifest == first.manifest
    other = make(roles={"quote": "", "heading": "en-gb"})
    assert other.manifest["roles"] == {"headline": "en-gb-scotland", "heading": "en-gb"}
    assert make().manifest == other.manifest
    assert "roles" not in make({"speech": {"engine": "espeak"}}, force=True).manifest


def test_a_role_that_nothing_fills_is_remembered_too(make):
    from dataclasses import replace

    without = replace(ARTICLE, blocks=ARTICLE.blocks[:1])
    assert make({"speech": {"engine": "espeak", "roles": {"quote": "en-gb"}}}, article=without).manifest["roles"]
    assert speakers(make())[ARTICLE.blocks[1].text] == "English (Great Britain)"


def test_unknown_roles_and_voices_are_named(make, command, story):
    with pytest.raises(UnknownVoice, match="quote") as caught:
        make({"speech": {"engine": "espeak", "roles": {"quote": "en-gv"}}})
    assert "en-gb" in caught.value.hint
    with pytest.raises(SettingsError, match="qoute") as caught:
        load(env={}, flags={"speech": {"roles": {"qoute": "en-gb"}}})
    assert "quote" in caught.value.hint
    told = command("make", story, "--engine", "espeak", "--role", "qoute=en-gb")
    assert (told.returncode, "quote" in told.stderr) == (2, True)


def test_the_script_shows_who_says_what(command, story):
    shown = json.loads(command("script", story, "--title", "A title", "--role", "headline=en-gb", "--json").stdout)
    voices = {each["role"]: each["voice"] for chapter in shown["chapters"] for each in chapter["utterances"]}
    assert (voices["headline"], voices["body"]) == ("en-gb", "en-us")
    assert "[headline, en-gb]" in command("script", story, "--title", "A title", "--role", "headline=en-gb").stdout


def test_one_engine_reads_in_all_voices(make, monkeypatch):
    """Google's accents for roles; when Google is not there, espeak reads everything in one voice, and says so."""
    roles = {"quote": "en@co.uk"}
    with Google() as google:
        monkeypatch.setenv("SSL_CERT_FILE", google.roots)
        there = {"gtts": {"url": google.url}, "speech": {"roles": roles, "auto_deadline_s": 20, "retry_wait_s": 0.02}}
        spoken = make(there)
        assert (spoken.manifest["voice"]["engine"], spoken.manifest["voice"]["others"]) == ("gtts", ["en@co.uk"])
        only_espeaks = there | {"speech": there["speech"] | {"roles": {"quote": "en-gb"}}}
        assert make(only_espeaks, out="b").manifest["voice"]["engine"] == "espeak"
        google.mode = "403"
        seen = []
        plain = make(there, out="c", on_event=seen.append)
        assert plain.manifest["voice"]["engine"] == "espeak"
        assert "roles" not in plain.manifest
        assert [True for event in seen if "one voice reads everything" in getattr(event, "message", "")] == [True]
        asked = there | {
            "speech": there["speech"] | {"engine": "gtts", "fallback": "espeak", "cache": "memory://fallen"}
        }
        fallen = make(asked, out="d", force=True)
        assert set(speakers(fallen).values()) == {"English (America)"}
    from narrator.speech import close_engines

    close_engines()
