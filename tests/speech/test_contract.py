"""What every engine promises. A new engine gets a subclass here, or the last test fails."""

import pickle
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from narrator import speech
from narrator.errors import UnknownVoice
from narrator.model import Clip, EngineInfo, Utterance, Voice
from narrator.speech import Job

SENTENCES = (
    "The council met on Tuesday, and nobody left early.",
    "Who would have thought so?",
    "It rained.",
)


class EngineContract:
    """Subclasses give `name`, a fixture `conditions` with Settings under which the engine works, and `longest`."""

    name: str
    longest: int

    @pytest.fixture
    def engine(self, conditions):
        engine = speech.open_engine(self.name, conditions)
        yield engine
        engine.close()

    @pytest.fixture
    def speak(self, conditions):
        """speak(text) through the worker's own function, so that every check is on."""
        voice = speech.pick_voice(self.name, conditions, "en", None)

        def make(text, voice=voice):
            said = Utterance(text=text, spoken=text, role="body", language="en", voice=voice)
            return speech.make(Job(utterance=said, settings=conditions))

        return make

    def test_the_fact_sheet_is_whole_and_true(self, engine):
        info = engine.info
        assert isinstance(info, EngineInfo)
        assert (info.name, bool(info.version), bool(info.licence)) == (self.name, True, True)
        assert info.concurrency >= 1

    def test_a_b_a_gives_the_bytes_of_a_twice(self, speak):
        first, other, again = speak(SENTENCES[0]), speak(SENTENCES[1]), speak(SENTENCES[0])
        assert first == again
        assert first.pcm != other.pcm

    def test_another_engine_of_the_same_settings_gives_the_same_bytes(self, speak, engine):
        first = speak(SENTENCES[0])
        engine.close()
        assert speak(SENTENCES[0]) == first

    def test_every_clip_has_the_format_of_the_engine(self, speak, engine):
        for text in SENTENCES:
            clip = speak(text)
            assert clip.format == engine.format
            assert len(clip.pcm) == clip.samples * clip.format.frame_bytes

    def test_longer_texts_take_longer(self, speak):
        lengths = [speak(text).samples for text in sorted(SENTENCES, key=len)]
        assert lengths == sorted(lengths)

    def test_marks_rise_inside_the_text(self, speak, engine):
        for text in (
            *SENTENCES,
            "Prices rose by 3.5 % to $1,200 – “a lot”, she said… 😀 Then?",
            "\u00e9t\u00e9 na\u00efve",
        ):
            marks = speak(text).marks
            assert bool(marks) == engine.info.word_marks
            assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
            assert all(a.end <= b.start and a.sample <= b.sample for a, b in pairwise(marks))

    @pytest.mark.parametrize("text", ["…", "* * *", "—", "\u200b", " ", ""])
    def test_nothing_to_say_is_silence(self, speak, text):
        clip = speak(text)
        assert max(map(abs, array("h", clip.pcm)), default=0) < 64

    @pytest.mark.parametrize(
        "text",
        [
            "Dagegen hülfe Übermut, naïveté & “quotes”.",
            "One 😀 and 👩\u200d👩\u200d👧 more.",
            "Fish <b>and</b> [[chips]] &amp; <speak>tea</speak>.",
            "Left \x00 nul \x01 and \x1b[31mcontrols\ue000 here.",
            "A lone surrogate \ud83d stays out.",
        ],
    )
    def test_odd_characters_do_no_harm(self, speak, text):
        assert speak(text).samples > speak("Yes.").samples

    def test_markup_is_read_and_not_obeyed(self, speak):
        assert speak('<break time="10s"/> Go.').samples < 9 * speak("Go.").format.rate

    def test_the_longest_text_is_spoken_in_full(self, speak, engine):
        words = "and so it went on "
        text = (words * (self.longest // len(words) + 1))[: self.longest - 1].strip() + "."
        assert engine.info.max_chars is None or len(text) <= self.longest
        half = speak(text[: len(text) // 2])
        assert 1.6 < speak(text).samples / half.samples < 2.4

    def test_any_text_gives_a_clip(self, speak):
        @hypothesis_settings(max_examples=25, deadline=None, derandomize=True)
        @given(text=st.text(max_size=40))
        def holds(text):
            assert isinstance(speak(f"Well, {text}"), Clip)

        holds()

    def test_an_unknown_voice_is_an_error(self, speak):
        with pytest.raises(UnknownVoice) as caught:
            speak("Hello.", Voice(engine=self.name, id="klingon-opera", language="en"))
        assert caught.value.hint

    def test_there_are_voices_each_with_its_own_id(self, engine):
        voices = engine.voices()
        assert {voice.engine for voice in voices} == {self.name}
        assert len({voice.id for voice in voices}) == len(voices) > 0
        assert any(voice.language.split("-")[0] in ("en", "mul") for voice in voices)

    def test_a_job_crosses_a_process_boundary(self, conditions):
        voice = speech.pick_voice(self.name, conditions, "en", None)
        said = Utterance(text="Yes.", spoken="Yes.", role="body", language="en", voice=voice)
        job = Job(utterance=said, settings=conditions)
        assert pickle.loads(pickle.dumps(job)) == job

    def test_it_works_again_after_close(self, speak, engine):
        first = speak("Once more.")
        engine.close()
        engine.close()
        assert speak("Once more.") == first


class TestEspeak(EngineContract):
    name = "espeak"
    longest = 5000

    @pytest.fixture
    def conditions(self, settings):
        return settings()


class TestGtts(EngineContract):
    name = "gtts"
    longest = 100

    @pytest.fixture
    def conditions(self, google_settings):
        return google_settings()


class TestOpenAI(EngineContract):
    name = "openai"
    longest = 600

    @pytest.fixture
    def conditions(self, openai_settings):
        return openai_settings(openai={"max_chars": self.longest})


class TestPiper(EngineContract):
    name = "piper"
    longest = 500

    @pytest.fixture
    def conditions(self, settings, piper_voice, tmp_path):
        piper_voice.write(tmp_path)
        return settings(piper={"voices": str(tmp_path)})


class TestExample(EngineContract):
    """The engine of docs/write-an-engine.md, found by its entry point as any other package's is."""

    name = "tones"
    longest = 1000

    @pytest.fixture
    def conditions(self, settings, example_engine, monkeypatch):
        monkeypatch.syspath_prepend(example_engine)
        return settings()


def test_every_engine_is_under_contract():
    assert {contract.name for contract in EngineContract.__subclasses__()} == {*speech.ENGINES, "tones"}
