import re

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from narrator.model import Article, Block, EngineInfo, Voice
from narrator.script import estimate, headline, write
from narrator.settings import Pauses, Write

STORY = (
    "The old bridge over the Lunn will close on 3 May for repairs that the town of Ardle has put off since 2009.",
    "“We could not wait any longer,” said Dr. Mara Quill, who leads the works department (and its twelve engineers).",
    "Buses will use the upper road. Ferries run every twenty minutes between the mill and the old harbour wall.",
)


def article(*texts, kind="paragraph", **fields):
    return Article(language="en", blocks=tuple(Block(kind=kind, text=text) for text in texts), **fields)


def words(text):
    return re.findall(r"\w+", text)


def test_disclosure_then_headline_then_byline_in_the_first_scene(voice, reader, settings):
    script = write(
        article(*STORY, title="Bridge to close", byline=("Ann Lee", "Bo Fisk")),
        voice=voice,
        info=reader,
        settings=settings,
    )
    first = script.scenes[0].utterances
    assert [utterance.role for utterance in first[:4]] == ["disclosure", "headline", "byline", "body"]
    assert first[0].text == script.disclosure == "This audio is created with AI assistance."
    assert first[1].spoken == "Bridge to close."
    assert first[2].text == "By Ann Lee and Bo Fisk."
    assert [utterance.block for utterance in first[:4]] == [None, None, None, 0]


def test_a_title_that_is_the_first_words_is_said_once(voice, reader, settings):
    script = write(
        article(*STORY, title="The old bridge over the Lunn will close"), voice=voice, info=reader, settings=settings
    )
    assert "headline" not in {utterance.role for utterance in script.utterances}


def test_headline_of_an_untitled_article_is_a_clause_of_its_first_sentence():
    long = "After nine years of talks, the council of Ardle agreed on Monday to close the old bridge, its members said."
    assert headline(article(long)) == "After nine years of talks, the council of Ardle agreed on Monday"
    assert headline(article("Short and plain. Then more.")) == "Short and plain"
    assert headline(article(long, title=" Given\n title ")) == "Given title"


def test_pauses_come_from_the_settings(voice, plain):
    pauses = Pauses(clause=1, sentence=2, paragraph=3, heading=4, section=5, list_item=6, disclosure=7)
    blocks = (
        Block(kind="paragraph", text="One came. Two left."),
        Block(kind="heading", text="More news", level=2),
        Block(kind="list_item", text="First thing", level=1),
        Block(kind="list_item", text="Second thing", level=1),
    )
    script = write(Article(language="en", blocks=blocks), voice=voice, info=plain, settings=Write(pauses=pauses))
    assert [(u.role, u.pause_after_ms) for u in script.utterances] == [
        ("disclosure", 7), ("body", 2), ("body", 5), ("heading", 4), ("list_item", 6), ("list_item", 3)
    ]  # fmt: skip


def test_an_engine_without_a_small_limit_says_a_sentence_in_one_go(voice, plain, settings):
    script = write(article(*STORY), voice=voice, info=plain, settings=settings)
    assert [utterance.text for utterance in script.utterances if utterance.block == 2] == [
        "Buses will use the upper road.",
        "Ferries run every twenty minutes between the mill and the old harbour wall.",
    ]


def test_what_cannot_be_said_is_no_utterance(voice, reader, settings):
    script = write(article("* * *", "Real words.", "🙂", "\u200b"), voice=voice, info=reader, settings=settings)
    assert [utterance.text for utterance in script.utterances if utterance.block is not None] == ["Real words."]


def test_light_cleaning_for_an_engine_that_reads_numbers_itself(voice, reader, settings):
    text = "See https://www.ardle.example/news/bridge?id=5 for $1.5bn\u200b plans\u202e.[12] 🙂"
    script = write(article(text), voice=voice, info=reader, settings=settings)
    assert script.utterances[1].spoken == "See ardle.example for $1.5bn plans."


AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab AZ.,;:!?'\"()[]-–—…0159%$€ \u200b\u202e\u00a0«»“”你好。、ไทยपа🙂*_"),
        st.characters(codec="utf-8"),
    ),
    max_size=300,
)


@limits(max_examples=60, deadline=None)
@given(
    texts=st.lists(AWKWARD, max_size=5),
    limit=st.sampled_from([1, 7, 40, 100, 400]),
    language=st.sampled_from(["en", "de", "uk", "zh", "th", "xx", "und"]),
)
def test_words_in_order_within_the_limit(texts, limit, language):
    info = EngineInfo(name="reader", version="1", licence="none", kind="network", max_chars=limit, normalises=True)
    source = Article(language=language, blocks=tuple(Block(kind="paragraph", text=text) for text in texts))
    script = write(source, voice=Voice(engine="e", id="x", language="en"), info=info, settings=Write())
    for index, text in enumerate(texts):
        said = " ".join(utterance.text for utterance in script.utterances if utterance.block == index)
        assert re.sub(r"[\W_]", "", said) == re.sub(r"[\W_]", "", text) or not any(char.isalnum() for char in text)
    assert all(
        len(utterance.spoken) <= limit and utterance.spoken
        for utterance in script.utterances
        if utterance.block is not None
    )
    assert len({scene.title.casefold() for scene in script.scenes}) == len(script.scenes)
    assert all(scene.utterances for scene in script.scenes)
    assert all(0 < len(scene.title) <= 60 for scene in script.scenes)


BAD = {
    "one line": "word " * 10_000,
    "no spaces": "漢" * 10_000,
    "capitals": "THE QUICK BROWN FOX. " * 200,
    "digits": "1234567890 " * 300,
    "emoji": "🙂" * 3000,
    "zero width": "\u200b\u200d\ufeff" * 1000 + "word",
    "bidi": "\u202e\u2066abc\u2069" * 500,
    "quotes": "“ ” \" ' « “ word ( [ " * 300,
    "controls": "a\x00b\x1bc\x7f" * 500,
    "empty": "",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_survived(name, voice, reader, settings):
    script = write(article(BAD[name]), voice=voice, info=reader, settings=settings)
    assert script.utterances[0].role == "disclosure"
    assert all(len(utterance.spoken) <= 100 for utterance in script.utterances)


def test_an_article_of_nothing_is_the_disclosure(voice, reader, settings):
    script = write(Article(), voice=voice, info=reader, settings=settings)
    assert [utterance.role for utterance in script.utterances] == ["disclosure"]
    assert script.scenes[0].title


def test_estimate_counts(voice, reader, plain, settings):
    script = write(article(*STORY), voice=voice, info=reader, settings=settings)
    result = estimate(script, reader)
    assert result.utterances == result.requests == len(script.utterances)
    assert result.characters == sum(len(utterance.spoken) for utterance in script.utterances)
    assert 20 < result.duration_s < 60
    assert estimate(script, plain).requests == 0
