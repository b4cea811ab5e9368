"""Keys, entries, damage."""

import hashlib
import os
import secrets
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from narrator import speech
from narrator.errors import OutputError
from narrator.events import Warned
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice, WordMark
from narrator.speech import ClipCache, claims, clip_key
from narrator.store import FolderStore

INFO = EngineInfo(name="espeak", version="1", licence="GPL", kind="formant")
VOICE = Voice(engine="espeak", id="en-us", language="en-US")
SAID = Utterance(text="Hi", spoken="Hi", role="body", language="en", voice=VOICE)
FORMAT = AudioFormat(rate=22_050)
OPTIONS = {"rate": 165}
KEY = clip_key(SAID, INFO, OPTIONS, FORMAT)

words = st.text(min_size=1, max_size=12)


@given(word=words)
def test_whatever_shapes_the_sound_changes_the_key(word):
    changed = [
        (replace(SAID, spoken=SAID.spoken + word), INFO, OPTIONS, FORMAT),
        (replace(SAID, language=SAID.language + word), INFO, OPTIONS, FORMAT),
        (replace(SAID, voice=replace(VOICE, id=VOICE.id + word)), INFO, OPTIONS, FORMAT),
        (SAID, replace(INFO, name=INFO.name + word), OPTIONS, FORMAT),
        (SAID, replace(INFO, version=INFO.version + word), OPTIONS, FORMAT),
        (SAID, INFO, {"rate": 166}, FORMAT),
        (SAID, INFO, {**OPTIONS, word: 1}, FORMAT),
        (SAID, INFO, OPTIONS, AudioFormat(rate=24_000)),
        (SAID, INFO, OPTIONS, AudioFormat(rate=22_050, channels=2)),
    ]
    keys = {clip_key(*parts) for parts in changed}
    assert len(keys) == len(changed)
    assert KEY not in keys


@given(word=words, number=st.integers(0, 5000), flag=st.booleans())
def test_nothing_else_changes_the_key(word, number, flag):
    other = replace(
        SAID, text=word, role="quote", pause_after_ms=number, block=number, low_confidence=flag,
        voice=replace(VOICE, name=word),
    )  # fmt: skip
    info = replace(INFO, licence=word, concurrency=number, normalises=flag, max_chars=number)
    assert clip_key(other, info, dict(OPTIONS), FORMAT) == KEY


@hypothesis_settings(max_examples=30)
@given(
    samples=st.binary(max_size=600),
    marks=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9**9)), max_size=4),
)
def test_a_clip_comes_back_as_it_was(tmp_path_factory, samples, marks):
    cache = ClipCache(FolderStore(tmp_path_factory.mktemp("cache")))
    clip = Clip(format=FORMAT, pcm=samples, marks=tuple(WordMark(start=a, end=b, sample=c) for a, b, c in marks))
    cache.put(KEY, clip)
    assert cache.get(KEY) == clip


def test_what_is_not_there_is_none(cache):
    seen = []
    assert cache.get(KEY, on_event=seen.append) is None
    assert seen == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:0],
        lambda data: data[:10],
        lambda data: data[:40],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: data[:-9] + bytes([data[-9] ^ 128]) + data[-8:],
        lambda data: b"x" * len(data),
    ],
)
def test_a_damaged_entry_is_reported_and_missing(cache, damage):
    cache.put(KEY, Clip(format=FORMAT, pcm=bytes(range(256)) * 4))
    (name,) = cache.store.list()
    path = cache.store.path(name)
    path.write_bytes(damage(path.read_bytes()))
    seen = []
    assert cache.get(KEY, on_event=seen.append, source="story") is None
    assert [(type(event), event.source) for event in seen] == [(Warned, "story")]


def test_a_damaged_entry_is_made_again(cache, settings, say):
    said = (say("To be damaged."),)
    (first,) = speech.speak(said, settings(), cache=cache)
    (name,) = cache.store.list("clips")
    cache.store.path(name).write_bytes(b"rubbish")
    seen = []
    assert list(speech.speak(said, settings(), cache=cache, on_event=seen.append)) == [first]
    assert [type(event).__name__ for event in seen] == ["Warned", "UtteranceSpoken"]
    seen.clear()
    list(speech.speak(said, settings(), cache=cache, on_event=seen.append))
    assert [event.cached for event in seen] == [True]


def test_a_sentence_under_the_name_of_another_is_damaged(cache):
    for key, pcm in ((KEY, b"abcd"), ("f" * 64, b"efgh")):
        cache.put(key, Clip(format=FORMAT, pcm=pcm))
    mine, other = (cache.store.path(f"clips/{key[:2]}/{key}") for key in (KEY, "f" * 64))
    mine.write_bytes(other.read_bytes())
    assert cache.verify() == (f"clips/{KEY[:2]}/{KEY}",)
    assert cache.get(KEY) is None
    assert cache.get("f" * 64).pcm == b"efgh"


def test_a_sentence_that_an_earlier_version_kept_is_used(cache):
    clip = Clip(format=FORMAT, pcm=b"abcd")
    cache.put(KEY, clip)
    path = cache.store.path(f"clips/{KEY[:2]}/{KEY}")
    rest = path.read_bytes()[16 + 32 :]
    path.write_bytes(b"narrator clip 1\n" + hashlib.sha256(rest).digest() + rest)
    assert cache.get(KEY) == clip
    assert cache.verify() == ()


def test_an_entry_that_cannot_be_read_is_damaged_and_one_that_cannot_be_written_an_error(cache):
    cache.put(KEY, Clip(format=FORMAT, pcm=b"ab"))
    (name,) = cache.store.list()
    path = cache.store.path(name)
    path.unlink()
    (path / "inside").mkdir(parents=True)
    seen = []
    assert cache.get(KEY, on_event=seen.append) is None
    assert [type(event) for event in seen] == [Warned]
    with pytest.raises(OutputError):
        cache.put(KEY, Clip(format=FORMAT, pcm=b"ab"))


def test_an_entry_that_cannot_be_read_is_made_again_and_the_others_are_kept(cache, settings, say):
    said = tuple(say(f"Sentence number {number}.") for number in range(4))
    clips = list(speech.speak(said[:1], settings(), cache=cache))
    (name,) = cache.store.list("clips")
    cache.store.delete(name)
    cache.store.path(name).mkdir()
    seen = []
    assert list(speech.speak(said, settings(), cache=cache, on_event=seen.append))[:1] == clips
    assert [event.message for event in seen if isinstance(event, Warned)] == [seen[0].message]
    assert cache.info().clips == 4


def test_what_is_damaged_in_an_object_store_is_told_once_and_taken_out(settings, say):
    conditions = settings(speech={"cache": f"memory://{secrets.token_hex(8)}"})
    kept, said = speech.default_cache(conditions), (say("To be damaged."), say("To stay."))
    list(speech.speak(said, conditions, cache=kept))
    name = next(kept.store.list("clips"))
    kept.store.put(name, b"rubbish")
    seen = []
    list(speech.speak(said, conditions, cache=kept, on_event=seen.append))
    assert sum(isinstance(event, Warned) for event in seen) == 1
    kept.store.put(name, b"rubbish")
    assert kept.verify(delete=True) == (name,)
    assert kept.verify() == ()
    assert kept.info().clips == 1


def test_the_cache_lies_where_the_settings_say(settings, tmp_path):
    conditions = settings(speech={"cache": str(tmp_path / "here")})
    assert speech.cache_folder(conditions) == str(tmp_path / "here")
    speech.default_cache(conditions).put(KEY, Clip(format=FORMAT, pcm=b"ab"))
    assert (tmp_path / "here" / "clips" / KEY[:2] / KEY).is_file()


def test_the_cache_may_lie_in_an_object_store(settings):
    cache = speech.default_cache(settings(speech={"cache": "memory://narrator-cache"}))
    clip = Clip(format=FORMAT, pcm=b"abcd")
    cache.put(KEY, clip)
    assert cache.get(KEY) == clip


def test_what_was_not_used_for_longest_goes_first(cache):
    keys = [f"{number:02}" * 32 for number in range(4)]
    for age, key in enumerate(keys):
        cache.put(key, Clip(format=FORMAT, pcm=bytes(1000)))
        path = cache.store.path(f"clips/{key[:2]}/{key}")
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    assert cache.get(keys[0])
    size = cache.info().bytes // 4
    assert cache.prune(size * 2) == 2
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True]
    assert cache.info().clips == 2


def test_encoded_segments_count_and_go_too(cache):
    cache.put(KEY, Clip(format=FORMAT, pcm=bytes(1000)))
    cache.store.put("segments/ab/abcd", bytes(5000))
    os.utime(cache.store.path("segments/ab/abcd"), (1_000_000, 1_000_000))
    facts = cache.info()
    assert (facts.clips, facts.others) == (1, 1)
    assert 6000 < facts.bytes < 6500
    assert cache.prune(3000) == 1
    assert (cache.info().clips, cache.info().others) == (1, 0)


def test_verify_names_what_is_damaged(cache):
    for number in range(3):
        cache.put(f"{number}" * 64, Clip(format=FORMAT, pcm=bytes(100)))
    assert cache.verify() == ()
    cache.store.path(f"clips/11/{'1' * 64}").write_bytes(b"rubbish")
    assert cache.verify() == (f"clips/11/{'1' * 64}",)
    assert cache.verify(delete=True) == (f"clips/11/{'1' * 64}",)
    assert cache.verify() == ()
    assert cache.info().clips == 2


@pytest.mark.skipif(os.name != "posix", reason="no file locks")
def test_a_claim_is_held_by_one_until_released(cache):
    claim = cache.claim(KEY)
    assert claim
    assert cache.claim(KEY) is None
    claim.release()
    claim.release()
    again = cache.claim(KEY)
    assert again
    other = cache.claim("f" * 64)
    assert other  # and does not stand in the way of others
    again.release()
    assert cache.claim("f" * 64) is None
    other.release()
    assert cache.store.root not in {root for _, root in claims._open}


HOLDER = (
    "import sys\n"
    "from narrator.speech import ClipCache\n"
    "from narrator.store import FolderStore\n"
    "claim = ClipCache(FolderStore(sys.argv[1])).claim(sys.argv[2])\n"
    "print(bool(claim), flush=True)\n"
    "sys.stdin.read()\n"
)


@pytest.fixture
def holder(cache):
    """holder(key) is another process that has the claim to a key, and does nothing with it."""
    processes = []

    def hold(key):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(cache.store.root), key],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        processes.append(process)
        assert process.stdout.readline() == "True\n"
        return process

    yield hold
    for process in processes:
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name != "posix", reason="no file locks")
def test_a_claim_dies_with_its_process(cache, holder):
    process = holder(KEY)
    assert cache.claim(KEY) is None
    other = cache.claim("f" * 64)
    assert other
    other.release()
    assert cache.claim(KEY) is None
    process.kill()
    process.communicate()
    claim = cache.claim(KEY)
    assert claim
    claim.release()


@pytest.mark.skipif(os.name != "posix", reason="no file locks")
def test_a_process_that_stands_still_is_not_waited_for(cache, holder, settings, say, monkeypatch):
    monkeypatch.setattr("narrator.speech.speaking._PATIENCE_S", 0.2)
    conditions, said = settings(espeak={"timeout_s": 0.5}), (say("Somebody is at it."), say("Nobody is at this."))
    engine = speech.open_engine("espeak", conditions)
    holder(clip_key(said[0], engine.info, engine.options, engine.format))
    seen = []
    began = time.monotonic()
    assert len(list(speech.speak(said, conditions, cache=cache, on_event=seen.append))) == 2
    assert 0.5 <= time.monotonic() - began < 10
    (told,) = (event.message for event in seen if isinstance(event, Warned))
    assert "spoken here too" in told
    assert cache.info().clips == 2
