"""Order, cache, retries, giving up: real engines, real executors."""

import contextlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from narrator import speech
from narrator.errors import BadSpeech, EngineRefused, RateLimited, UnknownEngine, UnknownVoice
from narrator.events import Retried, UtteranceSpoken, Warned
from narrator.model import Voice
from narrator.speech import ClipCache, speak
from narrator.store import FolderStore

TEXTS = tuple(f"Sentence number {number} of the story." for number in range(12))


class Serial(Executor):
    """Does the work at once, in the calling thread."""

    def submit(self, fn, /, *args, **kwargs):
        assert len(args) == 1
        assert not kwargs
        future = Future()
        try:
            future.set_result(fn(*args))
        except BaseException as error:
            future.set_exception(error)
        return future


@pytest.fixture
def google_said(google_settings, say):
    """google_said(texts, …sections) is the settings and the utterances in Google's voice."""

    def build(texts=TEXTS, **sections):
        conditions = google_settings(**sections)
        voice = speech.pick_voice("gtts", conditions, "en", None)
        return conditions, tuple(say(text, voice) for text in texts)

    return build


def test_clips_come_in_order_from_any_executor(settings, say):
    said = tuple(map(say, TEXTS))
    conditions = settings()
    alone = [next(speak((one,), conditions, cache=None)) for one in said]
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2, mp_context=spawn) as processes:
        for executor in (None, Serial(), threads, processes):
            assert list(speak(said, conditions, cache=None, executor=executor)) == alone


FORKED = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from narrator import speech
from narrator.model import Utterance
from narrator.settings import load
settings = load(env={})
voice = speech.pick_voice("espeak", settings, "en", None)
said = [Utterance(text=text, spoken=text, role="body", language="en", voice=voice) for text in sys.argv[1:]]
alone = list(speech.speak(said, settings, cache=None))
with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as processes:
    assert list(speech.speak(said, settings, cache=None, executor=processes)) == alone
assert list(speech.speak(said, settings, cache=None)) == alone
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_forked_workers_have_engines_of_their_own():
    # In a process of its own: a fork of one that has threads may inherit a lock that nobody will ever open.
    run = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED, *TEXTS]
    done = subprocess.run(run, check=False, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr


def test_an_executor_of_the_callers_stays_open(settings, say):
    with ThreadPoolExecutor(1) as pool:
        list(speak((say("One."),), settings(), cache=None, executor=pool))
        assert pool.submit(int, "3").result() == 3


def test_nothing_to_speak_is_nothing(settings):
    assert list(speak((), settings(), cache=None)) == []


def test_equal_utterances_are_made_once(google, google_said):
    conditions, said = google_said(("Again.", "Other.", "Again.", "Again."))
    seen = []
    clips = list(speak(said, conditions, cache=None, on_event=seen.append))
    assert clips[0] == clips[2] == clips[3]
    assert google.count == 2
    assert [event.done for event in seen][-1] == 4


def test_a_second_run_asks_for_nothing(google, google_said, cache):
    conditions, said = google_said()
    first = list(speak(said, conditions, cache=cache))
    asked, seen = google.count, []
    assert list(speak(said, conditions, cache=cache, on_event=seen.append)) == first
    assert google.count == asked == len(TEXTS)
    assert all(isinstance(event, UtteranceSpoken) and event.cached for event in seen)


def test_one_changed_sentence_is_one_request(google, google_said, cache):
    conditions, said = google_said()
    list(speak(said, conditions, cache=cache))
    _, edited = google_said((*TEXTS[:5], "A sentence that was edited.", *TEXTS[6:]))
    asked = google.count
    list(speak(edited, conditions, cache=cache))
    assert google.texts[asked:] == ["A sentence that was edited."]


def test_a_failure_keeps_what_was_made_and_names_the_way_on(google, google_said, cache):
    conditions, said = google_said(speech={"concurrency": 1, "retries": 1})
    google.script(*["ok"] * 5)
    google.mode = "403"
    with pytest.raises(EngineRefused) as caught:
        list(speak(said, conditions, cache=cache))
    assert "same command" in caught.value.hint
    assert "--engine espeak" in caught.value.hint
    asked, google.mode = google.count, "ok"
    assert len(list(speak(said, conditions, cache=cache))) == len(said)
    assert google.count - asked == len(said) - 5


def test_other_utterances_under_way_are_kept_when_one_fails(google, google_said, cache):
    conditions, said = google_said(TEXTS[:4], speech={"concurrency": 4, "retries": 0})
    google.delay = 0.3
    google.script("403")
    with pytest.raises(EngineRefused):
        list(speak(said, conditions, cache=cache))
    asked, google.delay = google.count, 0
    list(speak(said, conditions, cache=cache))
    assert asked == 4
    assert google.count == 5


def test_retries_end(google, google_said):
    conditions, said = google_said(TEXTS[:1], speech={"retries": 2})
    google.mode, seen = "empty", []
    with pytest.raises(BadSpeech):
        list(speak(said, conditions, cache=None, on_event=seen.append))
    assert google.count == 3
    assert [(type(event), event.attempt) for event in seen] == [(Retried, 1), (Retried, 2)]


def test_a_rate_limit_slows_everyone_down(google, google_said):
    conditions, said = google_said(speech={"concurrency": 4})
    google.script("ok", "429-after")
    started = time.monotonic()
    seen = []
    assert len(list(speak(said, conditions, cache=None, on_event=seen.append))) == len(said)
    assert time.monotonic() - started >= 1
    assert sum(isinstance(event, Retried) for event in seen) == 1
    assert google.count == len(said) + 1


def test_a_service_that_keeps_refusing_is_left_alone(google, google_said):
    """Not every utterance is tried four times over: a few refusals in a row end it."""
    conditions, said = google_said(tuple(f"Sentence {number}." for number in range(40)), speech={"concurrency": 4})
    google.mode = "429"
    with pytest.raises(RateLimited):
        list(speak(said, conditions, cache=None))
    assert google.count <= 4 + 4 + 4  # at once, already on the way, and one at a time


def test_any_mix_of_faults_that_pass_leaves_the_same_bytes(google, google_said):
    texts = tuple(f"Sentence {number} of many." for number in range(30))
    conditions, said = google_said(texts, speech={"retries": 9, "retry_wait_s": 0.002, "concurrency": 4})
    expected = list(speak(said, conditions, cache=None))
    faults = ("429", "500", "sorry", "html", "empty", "garbage", "cut-mp3", "cut-line", "silence", "reset", "half")
    dice = random.Random(7)
    google.script(*(dice.choice(faults) if dice.random() < 0.3 else "ok" for _ in range(60)))
    assert list(speak(said, conditions, cache=None)) == expected


def test_only_a_few_clips_are_made_ahead(google, google_said):
    conditions, said = google_said(tuple(f"Sentence {number}." for number in range(60)), speech={"concurrency": 2})
    clips = speak(said, conditions, cache=None)
    next(clips)
    time.sleep(0.3)
    assert google.count <= 12
    clips.close()


def test_stopping_early_leaves_no_thread_and_no_process(settings, say):
    clips = speak(tuple(map(say, TEXTS)), settings(), cache=None)
    next(clips)
    clips.close()
    for _ in range(100):
        if not [thread for thread in threading.enumerate() if thread.name.startswith("narrator-speech")]:
            break
        time.sleep(0.02)
    else:
        pytest.fail("threads are left")


@pytest.mark.parametrize("where", [".", "clips"])
def test_a_cache_that_cannot_be_written_is_one_warning(settings, say, tmp_path, where):
    root = tmp_path / "cache"
    (root / where).parent.mkdir(exist_ok=True)
    (root / where).write_text("a file where a folder is needed")
    seen = []
    clips = list(speak(tuple(map(say, TEXTS)), settings(), cache=ClipCache(FolderStore(root)), on_event=seen.append))
    assert len(clips) == len(TEXTS)
    assert sum(isinstance(event, Warned) for event in seen) == 1


def test_events_come_in_the_calling_thread_and_count_up(settings, say):
    seen = []
    on_event = lambda event: seen.append((threading.get_ident(), event))  # noqa: E731
    list(speak(tuple(map(say, TEXTS)), settings(), cache=None, on_event=on_event, source="story"))
    assert {thread for thread, _ in seen} == {threading.get_ident()}
    assert [event.done for _, event in seen] == list(range(1, len(TEXTS) + 1))
    assert {(event.total, event.source) for _, event in seen} == {(len(TEXTS), "story")}


def test_events_tell_what_was_kept_what_was_tried_again_and_what_is_left(google, google_said, cache):
    conditions, said = google_said()
    list(speak(said[:4], conditions, cache=cache))
    google.script("500", "500")
    google.delay = 0.1
    seen = []
    list(speak(said, conditions, cache=cache, on_event=seen.append))
    spoken = [event for event in seen if isinstance(event, UtteranceSpoken)]
    assert [event.cached for event in spoken] == [True] * 4 + [False] * 8
    assert [event.left_s for event in spoken[:4]] == [None] * 4
    assert spoken[4].left_s > 0
    assert spoken[-1].left_s == 0
    assert spoken[-1].retried == sum(isinstance(event, Retried) for event in seen) == 2


def test_an_unknown_engine_or_voice_is_an_error(settings, say):
    with pytest.raises(UnknownEngine) as caught:
        list(speak((say("a", Voice(engine="espaek", id="en", language="en")),), settings(), cache=None))
    assert "espeak" in caught.value.hint
    with pytest.raises(UnknownVoice):
        list(speak((say("a", Voice(engine="espeak", id="tlh-opera", language="en")),), settings(), cache=None))


PROGRAM = """
import sys
from narrator import speech
from narrator.model import Utterance
from narrator.settings import load
settings = load(env={}, flags={"gtts": {"url": sys.argv[1]}})
voice = speech.pick_voice("gtts", settings, "en", None)
texts = [f"Sentence number {number} of the story." for number in range(12)]
said = [Utterance(text=text, spoken=text, role="body", language="en", voice=voice) for text in texts]
cache = speech.default_cache(load(env={}, flags={"speech": {"cache": sys.argv[2]}}))
for number, clip in enumerate(speech.speak(said, settings, cache=cache)):
    print(number, clip.samples, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_killed_anywhere_a_rerun_pays_only_for_what_was_missing(google, tmp_path):
    def run(folder):
        command = [sys.executable, "-c", PROGRAM, google.url, str(folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONWARNINGS": ""})

    whole = run(tmp_path / "a").communicate()[0]
    google.texts.clear()
    google.delay = 0.05
    kills = 3
    for lines in range(1, 1 + kills):
        process = run(tmp_path / "b")
        for _ in range(2 * lines):
            process.stdout.readline()
        process.kill()
        process.communicate()
    assert run(tmp_path / "b").communicate()[0] == whole
    assert google.count <= 12 + 4 * kills


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C by signal")
def test_ctrl_c_ends_soon_and_leaves_the_cache_good(google, tmp_path):
    google.script(*["ok"] * 4)
    google.mode = "hang"
    command = [sys.executable, "-c", PROGRAM, google.url, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(4):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=10)
    assert process.returncode is not None, "still waiting for an answer"
    cache = ClipCache(FolderStore(tmp_path))
    names = list(cache.store.list("clips"))
    assert len(names) >= 4
    assert all(cache.get(name.rpartition("/")[2]) for name in names)


@pytest.mark.skipif(os.name != "posix", reason="no file locks")
def test_processes_that_share_a_cache_share_the_work(google, tmp_path):
    google.delay = 0.05
    command = [sys.executable, "-c", PROGRAM, google.url, str(tmp_path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = {process.communicate()[0] for process in processes}
    assert [process.returncode for process in processes] == [0] * 4
    assert len(outputs) == 1
    assert google.count == 12
