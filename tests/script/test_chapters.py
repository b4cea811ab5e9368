import os
from pathlib import Path

import pytest

from narrator.model import Article, Block
from narrator.script import write
from narrator.script.estimating import seconds
from narrator.script.titles import name

LONG = "The committee met again in the evening and heard the reports of its members about the harbour. " * 5
DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[3] / "shared" / "data"))


def script(blocks, voice, reader, settings, **fields):
    return write(Article(language="en", blocks=tuple(blocks), **fields), voice=voice, info=reader, settings=settings)


def heading(text, level=2):
    return Block(kind="heading", text=text, level=level)


def paragraph(text=LONG):
    return Block(kind="paragraph", text=text.strip())


def test_headings_make_chapters_with_their_levels(voice, reader, settings):
    blocks = [
        paragraph(),
        heading("The harbour"),
        paragraph(),
        heading("Its wall", 3),
        paragraph(),
        heading("The harbour"),
        paragraph(),
    ]
    scenes = script(blocks, voice, reader, settings, title="What the committee heard").scenes
    assert [scene.level for scene in scenes] == [1, 2, 3, 2]
    assert [scene.title for scene in scenes[:3]] == ["What the committee heard", "The harbour", "Its wall"]
    assert len({scene.title for scene in scenes}) == 4
    assert scenes[0].utterances[0].role == "disclosure"


def test_short_sections_are_merged_with_a_neighbour(voice, reader, settings):
    blocks = [paragraph(), heading("Tiny"), paragraph("A word."), heading("Full"), paragraph()]
    scenes = script(blocks, voice, reader, settings).scenes
    assert all(seconds(scene.utterances) >= 20 for scene in scenes)
    assert sum(len(scene.utterances) for scene in scenes) == len(script(blocks, voice, reader, settings).utterances)


def test_at_most_255_chapters(voice, reader, settings):
    blocks = [block for number in range(300) for block in (heading(f"Part {number}"), paragraph())]
    scenes = script(blocks, voice, reader, settings).scenes
    assert len(scenes) == 255


def test_a_long_heading_is_cut_to_sixty_characters(voice, reader, settings):
    blocks = [heading("A heading that goes on and on and does not seem to know where it should end " * 3), paragraph()]
    assert len(script(blocks, voice, reader, settings).scenes[0].title) <= 60


def test_a_page_without_headings_gets_chapters_named_by_its_own_words(voice, reader, settings):
    texts = sorted((DATA / "seed").glob("*.truth.txt"))
    if not texts:
        pytest.skip(f"no sample page in {DATA}; set NARRATOR_DATA")
    blocks = [paragraph(text) for text in texts[0].read_text(encoding="utf-8").split("\n\n") if text.strip()]
    result = script(blocks, voice, reader, settings)
    assert len(result.scenes) >= 3
    assert result == script(blocks, voice, reader, settings)
    for scene in result.scenes:
        body = " ".join(utterance.text for utterance in scene.utterances)
        assert scene.title in body
        assert 2 <= len(scene.title.split()) <= 12
        assert seconds(scene.utterances) >= 20


def test_titles_begin_with_a_capital_and_show_where_they_were_cut():
    long = "A heading that goes on for so long that no player on any telephone could ever show all of it"
    said = "The old ferry crosses the bay at dawn. " * 12
    assert name([[said], [said]], ["Short and whole.", long], "en")[0] == "Short and whole"
    cut = name([[said], [said]], ["Short and whole.", long], "en")[1]
    assert cut.endswith("…")
    assert len(cut) <= 60
    assert long.startswith(cut[:-1])
    found = name([["Everybody met beside the research vessel Halcyon in March."] * 5], [None], "en")[0]
    assert found[0].isupper()
