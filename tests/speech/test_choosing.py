"""Who speaks, and how soon that is known."""

import socket
import time

import pytest

from narrator import speech
from narrator.errors import (
    BadSpeech,
    EngineCrashed,
    EngineRefused,
    EngineUnavailable,
    MissingExtra,
    OutputError,
    RateLimited,
    SettingsError,
    UnknownEngine,
    UnknownLanguage,
    UnknownVoice,
)
from narrator.events import Warned
from narrator.model import Voice
from narrator.speech import choose

DISCLOSURE = "This audio is created with AI assistance."
REMEMBERED = Voice(engine="espeak", id="en-gb", language="en")


@pytest.fixture
def decide(google_settings, cache):
    """decide(…) is the Choice and the events, under settings in which gtts asks the stand-in."""

    def run(*, language="en", remembered=None, cache=cache, **sections):
        seen = []
        choice = choose(
            google_settings(**sections), language=language, disclosure=DISCLOSURE, remembered=remembered,
            cache=cache, on_event=seen.append, source="story",
        )  # fmt: skip
        return choice, seen

    return run


def test_google_speaks_when_it_answers_and_the_answer_is_kept(google, google_settings, decide, say, cache):
    choice, seen = decide()
    assert (choice.voice.engine, choice.voice.id, choice.info.name) == ("gtts", "en", "gtts")
    assert google.texts == [DISCLOSURE]
    assert [type(event) for event in seen] == [Warned]
    assert "goes to Google" in seen[0].message
    list(speech.speak((say(DISCLOSURE, choice.voice, role="disclosure"),), google_settings(), cache=cache))
    assert google.count == 1


def test_only_the_disclosure_is_shown_to_google(google, decide):
    decide()
    decide(language="uk")
    assert set(google.texts) == {DISCLOSURE}


@pytest.mark.parametrize("fault", ["429", "403", "500", "sorry", "empty", "silence", "half", "huge"])
def test_espeak_reads_when_google_fails(google, decide, fault):
    google.mode = fault
    choice, seen = decide()
    assert choice.voice.engine == "espeak"
    assert len(seen) == 1
    assert "espeak reads the whole article" in seen[0].message
    assert google.count == 1


@pytest.mark.parametrize("fault", ["hang", "drip", "drip-head"])
def test_the_decision_does_not_wait(google, decide, fault):
    google.mode = fault
    started = time.monotonic()
    choice, seen = decide(speech={"auto_deadline_s": 0.6})
    assert choice.voice.engine == "espeak"
    assert "within 0.6 s" in seen[0].message
    assert time.monotonic() - started < 10


def test_an_answer_in_the_cache_does_not_hide_that_google_is_gone(google, decide):
    decide()
    google.mode = "500"
    assert decide()[0].voice.engine == "espeak"


def test_a_server_that_never_accepts_does_not_hold_us_up(google, decide):
    with socket.socket() as silent:  # listens, and never shakes hands
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"https://localhost:{silent.getsockname()[1]}"
        choice, seen = decide(gtts={"url": url}, speech={"auto_deadline_s": 0.6})
    assert choice.voice.engine == "espeak"
    assert len(seen) == 1


def test_the_voice_of_the_last_run_is_kept_and_nobody_asked(google, decide):
    choice, seen = decide(remembered=REMEMBERED)
    assert choice.voice.id == REMEMBERED.id
    assert google.count == 0
    assert seen == []


def test_an_engine_asked_for_wins_over_the_last_run(google, decide):
    choice, _ = decide(remembered=REMEMBERED, speech={"engine": "gtts"})
    assert choice.voice.engine == "gtts"
    assert google.count == 0


def test_the_engine_of_the_last_run_asked_for_keeps_its_voice(decide):
    choice, _ = decide(remembered=REMEMBERED, speech={"engine": "espeak"})
    assert choice.voice.id == REMEMBERED.id


def test_a_voice_asked_for_wins_over_the_last_run(decide):
    choice, _ = decide(remembered=REMEMBERED, speech={"engine": "espeak", "voice": "en-us+f3"})
    assert choice.voice.id == "en-us+f3"


def test_a_voice_that_only_espeak_has_settles_the_engine(google, decide):
    choice, _ = decide(speech={"voice": "en-gb-scotland"})
    assert choice.voice.id == "en-gb-scotland"
    assert google.count == 0


def test_a_remembered_voice_of_another_language_is_not_kept(google, decide):
    choice, _ = decide(language="uk", remembered=REMEMBERED)
    assert choice.voice.language == "uk"


def test_a_mistake_in_the_settings_does_not_pass_for_a_network_that_is_down(decide):
    with pytest.raises(SettingsError, match="https"):
        decide(gtts={"url": "http://localhost:1"})


@pytest.mark.parametrize(
    "error", [RateLimited, EngineRefused, EngineUnavailable, EngineCrashed, BadSpeech, MissingExtra]
)
def test_another_engine_stands_in_for_one_that_failed(settings, error):
    conditions = settings(speech={"engine": "gtts", "voice": "en@co.uk", "fallback": "espeak"})
    failed = Voice(engine="gtts", id="en@co.uk", language="en")
    other = speech.fall_back(conditions, failed, error("It is over."))
    assert (other.speech.engine, other.speech.voice, other.speech.fallback) == ("espeak", None, None)
    assert choose(other, language="en", disclosure=DISCLOSURE).voice.engine == "espeak"


def test_nobody_stands_in_for_himself_for_a_mistake_or_unasked(settings):
    failed = Voice(engine="gtts", id="en", language="en")
    conditions = settings(speech={"engine": "gtts", "fallback": "espeak"})
    for mistake in (UnknownVoice, UnknownLanguage, UnknownEngine, OutputError, SettingsError):
        assert speech.fall_back(conditions, failed, mistake("No.")) is None
    assert speech.fall_back(settings(speech={"fallback": "gtts"}), failed, RateLimited("No.")) is None
    assert speech.fall_back(settings(), failed, RateLimited("No.")) is None
    with pytest.raises(UnknownEngine):
        speech.fall_back(settings(speech={"fallback": "espaek"}), failed, RateLimited("No."))


def test_unknown_names_are_errors(decide):
    with pytest.raises(UnknownEngine):
        decide(speech={"engine": "espeek"})
    with pytest.raises(UnknownVoice):
        decide(speech={"voice": "nobody"})
    with pytest.raises(UnknownLanguage):
        decide(language="tlh", speech={"engine": "gtts"})
