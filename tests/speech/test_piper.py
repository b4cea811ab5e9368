"""Piper itself, with voices of a page of code: what its files may be, what shapes the sound, what goes wrong."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from narrator import speech
from narrator.errors import EngineCrashed, MissingExtra, SpeechError, UnknownVoice
from narrator.model import Voice
from narrator.speech import Job, make, speak
from narrator.speech.piper import PiperEngine

TEXT = "The harbour froze over in the night."


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "voices"


@pytest.fixture
def job(folder, settings, say):
    """job(text, voice, piper={…}) is the worker's job under those settings."""

    def build(text=TEXT, voice=None, language="en", **sections):
        conditions = settings(**{**sections, "piper": {"voices": str(folder), **sections.get("piper", {})}})
        return Job(utterance=say(text, speech.pick_voice("piper", conditions, language, voice)), settings=conditions)

    yield build
    speech.close_engines()


def pitch(clip):
    """Frequency of the loudest tone."""
    sound = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    return np.argmax(np.abs(np.fft.rfft(sound))) * clip.format.rate / len(sound)


def test_voices_are_the_files_of_the_folder(piper_voice, folder, job, settings):
    for name in ("en_US-tones-low", "en_GB-tones-low", "uk_UA-tones-low"):
        piper_voice.write(folder, name)
    found = speech.voices("piper", settings(piper={"voices": str(folder)}))
    assert [(voice.id, voice.language) for voice in found] == [
        ("en_GB-tones-low", "en-GB"), ("en_US-tones-low", "en-US"), ("uk_UA-tones-low", "uk-UA"),
    ]  # fmt: skip
    assert job(language="en").utterance.voice.id == "en_US-tones-low"
    assert job(language="en-GB").utterance.voice.id == "en_GB-tones-low"
    assert job("Привіт усім.", language="uk").utterance.voice.id == "uk_UA-tones-low"
    assert make(job("Привіт усім.", language="uk")).samples


def test_the_noise_of_an_utterance_does_not_hang_on_what_was_said_before(piper_voice, folder, job):
    """In other processes, in another order, over several at once: the same bytes."""
    piper_voice.write(folder)
    texts = [f"Sentence {number}." for number in range(6)]
    first = [make(job(text)) for text in texts]
    speech.close_engines()
    said = [job(text).utterance for text in reversed(texts)]
    again = list(speak(said, job(speech={"concurrency": 2}).settings, cache=None))
    assert again[::-1] == first
    quiet = make(job(texts[0], piper={"noise": 0.0}))
    assert quiet != first[0]


def test_one_process_speaks_many_utterances(piper_voice, folder, job):
    piper_voice.write(folder)
    engine = speech.open_engine("piper", job().settings)
    for number in range(5):
        make(job(f"Sentence {number}."))
    assert len(engine._crew._all) == 1


def test_speed(piper_voice, folder, job):
    piper_voice.write(folder)
    assert abs(make(job(piper={"speed": 2.0})).samples / make(job()).samples - 0.5) < 0.01


def test_a_voice_of_another_rate_is_brought_to_ours(piper_voice, folder, job):
    piper_voice.write(folder)
    piper_voice.write(folder, "en_US-slow-x_low", rate=16_000)
    usual, other = make(job()), make(job(voice="en_US-slow-x_low"))
    assert other.format == usual.format
    assert abs(other.samples - usual.samples) < 50
    assert abs(pitch(other) - pitch(usual)) < 5


def test_a_voice_with_several_speakers(piper_voice, folder, job):
    piper_voice.write(folder, "en_US-many-low", speakers=3)
    first, last, by_number = (make(job(voice=f"en_US-many-low{plus}")) for plus in ("", "+p2", "+2"))
    assert 150 < pitch(last) - pitch(first) < 250
    assert by_number == last
    with pytest.raises(SpeechError, match="no speaker nobody") as caught:
        make(job(voice="en_US-many-low+nobody"))
    assert not caught.value.retryable


def test_double_brackets_are_no_phonemes(piper_voice, folder, job):
    piper_voice.write(folder)
    assert make(job("Press [[Enter]] now.")) == make(job("Press Enter now."))


@pytest.mark.parametrize("rest", [b"", b"no model", bytes(range(256)) * 40])
def test_a_file_that_is_no_voice_is_named(piper_voice, folder, job, rest):
    piper_voice.write(folder).write_bytes(rest)
    with pytest.raises(SpeechError, match="en_US-tones-low cannot be used") as caught:
        list(speak((job().utterance,), job().settings, cache=None))
    assert not caught.value.retryable
    assert "again" in caught.value.hint


def test_a_model_of_another_kind_is_named(piper_voice, folder, job):
    import onnx
    from onnx import TensorProto, helper

    path = piper_voice.write(folder)
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])], "other",
        [info("x", TensorProto.FLOAT, [1])], [info("y", TensorProto.FLOAT, [1])],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    with pytest.raises(SpeechError, match="no Piper voice"):
        make(job())


@pytest.mark.parametrize("config", ["", "{", "[]", "{}", '{"audio": 5}'])
def test_a_description_that_cannot_be_read_is_named(piper_voice, folder, job, config):
    path = piper_voice.write(folder)
    path.with_name(f"{path.name}.json").write_text(config)
    with pytest.raises(SpeechError, match="cannot be used"):
        make(job())


def test_a_description_that_is_missing_is_named(piper_voice, folder, job):
    path = piper_voice.write(folder)
    path.with_name(f"{path.name}.json").unlink()
    with pytest.raises(SpeechError, match=r"lacks its other file, en_US-tones-low\.onnx\.json"):
        make(job())


def test_no_voice_at_all_says_where_to_get_one(folder, job):
    with pytest.raises(UnknownVoice, match="finds no voice") as caught:
        job()
    assert "[piper]" in caught.value.hint


def test_an_unknown_voice_gets_the_nearest_names(piper_voice, folder, job):
    piper_voice.write(folder)
    with pytest.raises(UnknownVoice) as caught:
        job(voice="en_US-tunes-low")
    assert "en_US-tones-low" in caught.value.hint
    stray = Voice(engine="piper", id="../voices/en_US-tones-low", language="en")
    with pytest.raises(UnknownVoice):
        make(Job(utterance=replace(job().utterance, voice=stray), settings=job().settings))


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_process_that_dies_is_an_error_and_the_next_one_works(piper_voice, folder, job):
    piper_voice.write(folder)
    expected = make(job())
    engine = speech.open_engine("piper", job().settings)
    (child,) = engine._crew._all
    os.kill(child._process.pid, 9)
    child._process.wait()
    assert make(job()) == expected


@pytest.mark.skipif(os.name != "posix", reason="stops by signal")
def test_a_process_that_hangs_is_ended(piper_voice, folder, job):
    import signal

    piper_voice.write(folder)
    said = job(piper={"timeout_s": 1.5})
    engine = speech.open_engine("piper", said.settings)
    try:
        make(said)
    except EngineCrashed:
        pytest.skip("this machine is too busy to start a process in time")
    (child,) = engine._crew._all
    os.killpg(child._process.pid, signal.SIGSTOP)
    with pytest.raises(EngineCrashed, match=r"within 1\.5 s"):
        make(said)
    assert not engine._crew._all


def test_without_the_package_it_is_listed_and_says_how_to_install_it(folder, job, piper_voice, monkeypatch):
    import importlib.metadata
    import importlib.util

    piper_voice.write(folder)
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "piper" else real(name, *rest))

    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert PiperEngine(job().settings).info.version == "not installed"
    with pytest.raises(MissingExtra) as caught:
        PiperEngine(job().settings).synthesize(job().utterance)
    assert caught.value.hint == "pip install 'article-narrator[piper]'"


def test_our_process_loads_nothing_of_it(piper_voice, folder):
    piper_voice.write(folder)
    program = (
        "import sys\n"
        "from narrator import speech\n"
        "from narrator.model import Utterance\n"
        "from narrator.settings import load\n"
        "settings = load(env={}, flags={'piper': {'voices': sys.argv[1]}})\n"
        "voice = speech.pick_voice('piper', settings, 'en', None)\n"
        "said = Utterance(text='One.', spoken='One.', role='body', language='en', voice=voice)\n"
        "assert [clip.samples > 0 for clip in speech.speak((said,), settings, cache=None)] == [True]\n"
        "print([name for name in ('piper', 'onnxruntime', 'ctypes') if name in sys.modules])\n"
    )
    told = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    assert "piper" not in told.stdout
    assert "onnxruntime" not in told.stdout


def test_an_episode_in_its_voice(piper_voice, folder, command, tmp_path):
    piper_voice.write(folder)
    (tmp_path / "story.txt").write_text("A story\n\n" + "It rained on the harbour all day long. " * 8, "utf-8")
    arguments = ("make", "story.txt", "--engine", "piper", "-o")
    env = {"NARRATOR_PIPER_VOICES": str(folder)}
    done = command(*arguments, "out", env=env)
    assert done.returncode == 0, done.stderr
    again = command(*arguments, "again", env={**env, "NARRATOR_CACHE": str(tmp_path / "empty")})
    assert again.returncode == 0, again.stderr
    bundles = [
        {path.name: path.read_bytes() for path in (tmp_path / out).rglob("*") if path.is_file()}
        for out in ("out", "again")
    ]
    assert bundles[0] == bundles[1]


def test_other_files_under_the_same_name_are_another_voice(piper_voice, folder, command, tmp_path):
    (tmp_path / "story.txt").write_text("A story\n\n" + "It rained on the harbour all day long. " * 8, "utf-8")
    env = {"NARRATOR_PIPER_VOICES": str(folder)}
    lengths, made = [], []
    for slowness in (1, 1, 2, 1):
        piper_voice.write(folder, inference={"noise_scale": 0.667, "length_scale": slowness, "noise_w": 0.8})
        done = command("make", "story.txt", "--engine", "piper", "-o", "out", "--json", env=env)
        assert done.returncode == 0, done.stderr
        *events, told = map(json.loads, done.stdout.splitlines())
        lengths.append(told["episodes"][0]["audio"]["duration_s"])
        made.append(sum(event["type"] == "utterance_spoken" and not event["cached"] for event in events))
    assert lengths[0] == lengths[1] == lengths[3] < lengths[2]
    assert made[0] == made[2] > 0
    assert made[1] == made[3] == 0
