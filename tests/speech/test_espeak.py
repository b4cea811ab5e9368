"""The child processes: what they promise about the library's crashes, hangs and history."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from narrator.errors import BadSpeech, EngineCrashed, SpeechError, UnknownVoice
from narrator.speech import espeak_child, pick_voice, speak
from narrator.speech.espeak import EspeakEngine

posix = pytest.mark.skipif(os.name != "posix", reason="processes are looked at through signals")
linux = pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to find a process's children in")


@pytest.fixture
def engine(settings):
    engine = EspeakEngine(settings(espeak={"timeout_s": 20}))
    yield engine
    engine.close()


def server(engine):
    """Process id of the only child."""
    (child,) = engine._crew._all
    return child._process.pid


def fork_of(pid):
    """Process id of the fork that waits for the next request: the one that is still there a moment later."""
    before = None
    for _ in range(200):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if children and children == before:
            return int(children[0])
        before = children
        time.sleep(0.1)
    raise AssertionError("no fork was born")


def gone(pid):
    """Wait for a process to end; a zombie has ended but was not collected, and counts as alive."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def kill_soon(pid, how):
    """Send a signal to a stopped process in a while, and let it go on."""

    def kill():
        os.kill(pid, how)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    threading.Timer(0.2, kill).start()


def test_marks_point_at_the_words(engine, say):
    text = "The 😀 cost is $3.50 — “stop” now, well-known I'm."
    marks = engine.synthesize(say(text)).marks
    words = [text[mark.start : mark.end] for mark in marks]
    for word in ("The", "cost", "stop", "now", "well-known", "I'm"):
        assert word in words


def test_marks_keep_the_vowel_signs_of_a_word(engine, say, settings):
    text = "परिषद ने सोमवार को निर्णय लिया।"
    marks = engine.synthesize(say(text, pick_voice("espeak", settings(), "hi", None))).marks
    assert [text[mark.start : mark.end] for mark in marks] == text.rstrip("।").split()


def test_the_catalogue_holds_every_voice_file(engine):
    files = [path for path in (engine._home / "espeak-ng-data" / "lang").rglob("*") if path.is_file()]
    assert len(engine.voices()) == len(files) > 100


def test_marks_point_at_the_sound(engine, say):
    """The second half of a text, spoken alone, is as long as what follows its first mark."""
    whole = "One two three four. Nine ten eleven twelve."
    clip = engine.synthesize(say(whole))
    mark = next(mark for mark in clip.marks if whole[mark.start : mark.end] == "Nine")
    alone = engine.synthesize(say(whole[mark.start :]))
    assert abs((clip.samples - mark.sample) - alone.samples) < clip.format.rate * 0.05


def test_history_does_not_change_the_bytes(engine, say):
    first = engine.synthesize(say("The same sentence, time after time."))
    for text in ("Another.", "Und noch einer, auf Deutsch."):
        engine.synthesize(say(text))
        assert engine.synthesize(say("The same sentence, time after time.")) == first


def test_rate_pitch_and_variant_change_the_sound(settings, engine, say):
    said = say("A sentence of some length, to be heard.")
    plain = engine.synthesize(said)
    fast = EspeakEngine(settings(espeak={"rate": 300}))
    high = EspeakEngine(settings(espeak={"pitch": 90}))
    try:
        assert fast.synthesize(said).samples < 0.8 * plain.samples
        assert high.synthesize(said).pcm != plain.pcm
        voice = pick_voice("espeak", settings(), "en", "en-us+f3")
        assert engine.synthesize(say(said.spoken, voice)).pcm != plain.pcm
    finally:
        fast.close()
        high.close()


def test_an_unknown_variant_names_those_there_are(engine, say, settings):
    voice = pick_voice("espeak", settings(), "en", "en-us+nobody")
    with pytest.raises(UnknownVoice) as caught:
        engine.synthesize(say("Hello.", voice))
    assert "f3" in caught.value.hint


def test_voices_all_over_the_catalogue_speak(engine, say):
    for voice in engine.voices()[::7]:
        clip = engine.synthesize(say("1, 2.", voice))
        assert clip.samples > clip.format.rate // 20, voice


@posix
def test_a_killed_child_is_replaced(engine, say):
    first = engine.synthesize(say("Hello there."))
    os.kill(server(engine), signal.SIGKILL)
    time.sleep(0.05)
    assert engine.synthesize(say("Hello there.")) == first


@posix
@linux
@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_in_the_library_is_an_error_and_the_next_utterance_works(engine, say, how):
    first = engine.synthesize(say("Hello there."))
    fork = fork_of(server(engine))
    os.kill(fork, signal.SIGSTOP)
    kill_soon(fork, how)
    with pytest.raises(EngineCrashed, match=f"signal {int(how)}"):
        engine.synthesize(say("This one dies."))
    assert engine.synthesize(say("Hello there.")) == first


@posix
@linux
def test_a_hang_is_an_error_and_leaves_no_process(settings, say):
    engine = EspeakEngine(settings(espeak={"timeout_s": 0.5}))
    engine.synthesize(say("Hello there."))
    pid = server(engine)
    fork = fork_of(pid)
    os.kill(fork, signal.SIGSTOP)
    with pytest.raises(EngineCrashed, match=r"within 0\.5 s"):
        engine.synthesize(say("This one hangs."))
    assert gone(fork)
    assert gone(pid)
    engine.close()


@posix
@linux
def test_a_crash_is_tried_again(settings, say):
    from narrator.speech import open_engine

    conditions = settings()
    engine = open_engine("espeak", conditions)
    said = say("To be tried twice.")
    first = engine.synthesize(said)
    engine.close()
    engine.synthesize(say("Something else."))
    fork = fork_of(server(engine))
    os.kill(fork, signal.SIGSTOP)
    kill_soon(fork, signal.SIGSEGV)
    seen = []
    assert list(speak((said,), conditions, cache=None, on_event=seen.append)) == [first]
    assert [type(event).__name__ for event in seen] == ["Retried", "UtteranceSpoken"]


@posix
@linux
def test_children_end_with_their_parent_however_it_dies():
    program = (
        "import os, sys\n"
        "from narrator.model import Utterance, Voice\n"
        "from narrator.settings import load\n"
        "from narrator.speech.espeak import EspeakEngine\n"
        "engine = EspeakEngine(load(env={}))\n"
        "voice = Voice(engine='espeak', id='en-us', language='en')\n"
        "engine.synthesize(Utterance(text='a', spoken='a', role='body', language='en', voice=voice))\n"
        "(child,) = engine._crew._all\n"
        "print(child._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pid = int(process.stdout.readline())
    fork = fork_of(pid)
    process.kill()
    process.communicate()
    assert gone(fork)
    assert gone(pid)


def test_close_wakes_whoever_waits_and_leaves_no_process(engine, say):
    engine.synthesize(say("Hello."))
    pid = server(engine)
    engine.close()
    assert gone(pid)


def test_a_missing_library_is_named(engine, say, tmp_path):
    engine.voices()  # from the real package
    engine.__dict__["_home"] = tmp_path
    with pytest.raises(SpeechError, match="cannot be used") as caught:
        engine.synthesize(say("Hello."))
    assert not caught.value.retryable
    assert "espeakng-loader" in caught.value.hint


def test_missing_voice_data_is_named(engine, say, tmp_path):
    library = next(engine._home.glob("*espeak-ng.*"))
    (tmp_path / library.name).symlink_to(library)
    engine.voices()
    engine.__dict__["_home"] = tmp_path
    with pytest.raises((SpeechError, BadSpeech)) as caught:
        engine.synthesize(say("Hello."))
    assert caught.value.message


def test_several_threads_get_the_bytes_of_one(engine, say):
    texts = [f"Sentence number {number} of a dozen." for number in range(12)]
    alone = [engine.synthesize(say(text)) for text in texts]
    together = [None] * len(texts)

    def work(index):
        together[index] = engine.synthesize(say(texts[index]))

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is nothing to compare with")
def test_a_system_without_fork_gets_the_same_bytes(engine, say, monkeypatch, tmp_path):
    texts = ("One after the other.", "And this.", "One after the other.")
    forked = [engine.synthesize(say(text)) for text in texts]
    engine.close()
    without = tmp_path / "without.py"
    without.write_text(
        f"import os, runpy, sys\ndel os.fork\nrunpy.run_path({espeak_child.__file__!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(espeak_child, "__file__", str(without))
    monkeypatch.delattr(os, "fork")
    assert [engine.synthesize(say(text)) for text in texts] == forked


def test_idle_processes_do_not_pile_up(engine, say):
    for voice in engine.voices()[:12]:
        engine.synthesize(say("1.", voice))
    assert len(engine._crew._all) <= 8
