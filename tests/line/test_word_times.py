"""When words are heard, where the engine does not tell: found by forced alignment, in the speech itself."""

import json
import statistics
from dataclasses import replace

import numpy as np
import pytest

from narrator import pipeline, speech
from narrator.audio import alignment
from narrator.errors import MissingExtra
from narrator.model import Article, Block, Utterance
from narrator.settings import load
from tests.standins.google import Google

pytest.importorskip("pocketsphinx", reason="the extra align is not installed")

SENTENCES = (
    "The ferry to Zelbrugh leaves the harbour at seven, and nobody is late.",
    "Its captain has counted 31 seals, two otters and a very old dog.",
    "Whoever misses the boat waits on the quay until the evening.",
    "Children under twelve travel free of charge this winter.",
    "“I told them so,” she said, and closed the door behind her.",
)
ARTICLE = Article(
    title="A ferry in winter",
    url="https://example.org/ferry",
    language="en",
    blocks=tuple(Block(kind="paragraph", text=text) for text in SENTENCES),
)


def segments(episode):
    told = json.loads((episode.path / episode.manifest["files"]["transcript"]["file"]).read_bytes())["segments"]
    return {segment["body"]: segment for segment in told}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """made(engine, align) is an episode; the stand-in for Google answers with espeak's speech."""
    root = tmp_path_factory.mktemp("made")
    with Google() as google, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", google.roots)

        def make(engine, *, align, name="out"):
            flags = {"speech": {"engine": engine, "cache": str(root / "cache")}, "gtts": {"url": google.url}}
            settings = load(env={}, flags={**flags, "audio": {"align": align}})
            return pipeline.make(ARTICLE, settings, output=root / f"{name}-{engine}-{align}")

        yield make
    speech.close_engines()


def test_words_are_heard_where_espeak_itself_says(made):
    truth, heard, guessed = (
        segments(made(engine, align=align)) for engine, align in (("espeak", False), ("gtts", True), ("gtts", False))
    )
    errors = {"heard": [], "guessed": []}
    for text in SENTENCES:
        assert [each[text]["wordTimes"] for each in (truth, heard, guessed)] == ["measured", "measured", "estimated"]
        for name, found in (("heard", heard), ("guessed", guessed)):
            for word, own in zip(found[text]["words"], truth[text]["words"], strict=True):
                assert word["body"] == own["body"]
                off = word["startTime"] - found[text]["startTime"] - own["startTime"] + truth[text]["startTime"]
                errors[name].append(abs(off))
    assert statistics.median(errors["heard"]) < 0.025
    assert max(errors["heard"]) < 0.2
    assert statistics.median(errors["heard"]) < statistics.median(errors["guessed"]) / 2


def test_they_are_found_once_and_the_bytes_are_the_same(made, monkeypatch):
    first = made("gtts", align=True)
    monkeypatch.setattr(alignment, "_listen", None)
    again = made("gtts", align=True, name="again")
    assert [path.read_bytes() for path in sorted(first.path.iterdir())] == [
        path.read_bytes() for path in sorted(again.path.iterdir())
    ]


def test_an_engine_that_tells_is_believed(made, monkeypatch):
    monkeypatch.setattr(alignment, "aligner", None)
    assert {segment["wordTimes"] for segment in segments(made("espeak", align=True)).values()} == {"measured"}


def test_without_the_package_nothing_is_spoken(made, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(alignment, "version", missing)
    alignment.aligner.cache_clear()
    with pytest.raises(MissingExtra) as caught:
        made("gtts", align=True, name="none")
    assert "article-narrator[align]" in caught.value.hint


@pytest.fixture(scope="module")
def spoken():
    """Utterances, and espeak's clips of them."""
    settings = load(env={})
    voice = speech.pick_voice("espeak", settings, "en", None)
    said = [Utterance(text=text, spoken=text, role="body", language="en", voice=voice) for text in SENTENCES[:3]]
    clips = list(speech.speak(said, settings, cache=None))
    speech.close_engines()
    return said, clips


def aligned(said, clips, spell=lambda text, _language: text):
    return list(alignment.align(said, [replace(clip, marks=()) for clip in clips], spell=spell))


def test_what_was_heard_before_changes_nothing(spoken):
    (first, second, _), (one, two, _) = spoken
    once, _, again = aligned([first, second, first], [one, two, one])
    assert once == again
    assert [first.spoken[mark.start : mark.end] for mark in once.marks] == first.spoken.split()
    assert [mark.sample for mark in once.marks] == sorted({mark.sample for mark in once.marks})


def test_other_languages_and_own_marks_are_left_alone(spoken):
    said, clips = spoken
    german = [replace(utterance, language="de") for utterance in said]
    assert aligned(german, clips) == [replace(clip, marks=()) for clip in clips]
    assert list(alignment.align(said, clips, spell=None)) == clips


@pytest.mark.parametrize("text", ["…", "Всё", "123", "a" * 3000, "The ferry " * 300])
def test_words_that_are_not_there_lose_no_speech(spoken, text):
    said, clips = spoken
    (clip,) = aligned([replace(said[0], spoken=text)], clips[:1])
    assert clip.pcm == clips[0].pcm
    assert all(0 <= mark.sample <= clip.samples for mark in clip.marks)


def test_noise_and_silence_lose_no_speech(spoken):
    said, clips = spoken
    noise = np.random.default_rng(1).normal(0, 3000, 30_000).astype("<i2").tobytes()
    for pcm in (b"", b"\0" * 30_000, noise):
        (clip,) = aligned(said[:1], [replace(clips[0], pcm=pcm)])
        assert clip.pcm == pcm
        assert all(0 <= mark.sample <= clip.samples for mark in clip.marks)


def test_numbers_are_found_as_they_are_said():
    said = ["counted", "thirty", "one", "seals"]
    assert alignment._carry(["counted", "", "seals"], said, [0, 10, 16, 22, 30]) == [0, 10, 22]
    assert alignment._carry(["counted", "seals"], ["counted"], [0, 10, 30]) == [0, 10]
    assert alignment._pronunciation("zelbrugh").startswith("Z EH L B")
    assert alignment._plain("Café Müller’s “ÉTÉ”, 3rd") == ["cafe", "muller's", "ete", "rd"]
