"""OpenAI's protocol over real sockets: what is asked, what is kept secret, and every way to fail."""

import json
import pickle
import traceback

import pytest

from narrator import speech
from narrator.errors import (
    BadSpeech,
    EngineRefused,
    NarratorError,
    SettingsError,
    UnknownVoice,
)
from narrator.settings import load
from narrator.speech import Job, make

TEXT = "The harbour froze over in the night."
KEY = "sk-a-secret-that-nobody-may-see"


@pytest.fixture
def job(openai_settings, say):
    """job(openai={…}) is the worker's job for TEXT under those settings."""

    def build(text=TEXT, voice=None, language="en", **sections):
        conditions = openai_settings(**sections)
        return Job(utterance=say(text, speech.pick_voice("openai", conditions, language, voice)), settings=conditions)

    return build


def test_what_is_asked_is_what_the_settings_say(openai, job):
    make(job("Left \x00 right “quoted” 5 €.", openai={"instructions": "Calmly.", "speed": 1.25, "model": "tts-1"}))
    assert openai.asked == [{
        "model": "tts-1", "input": "Left   right “quoted” 5 €.", "voice": "alloy", "response_format": "wav",
        "instructions": "Calmly.", "speed": 1.25,
    }]  # fmt: skip
    assert "authorization" not in openai.heads[0]


@pytest.mark.parametrize("kind", ["wav", "mp3", "pcm"])
def test_every_format_gives_the_same_sound(openai, job, kind):
    import numpy as np

    plain = np.frombuffer(make(job()).pcm, dtype="<i2").astype(float)
    other = np.frombuffer(make(job(openai={"format": kind})).pcm, dtype="<i2").astype(float)
    assert openai.asked[-1]["response_format"] == kind
    assert abs(len(other) - len(plain)) < 0.1 * 24_000
    energy = lambda sound: float(np.sqrt((sound**2).mean()))  # noqa: E731
    assert abs(energy(other) / energy(plain) - 1) < 0.1


def test_a_wav_at_another_rate_is_brought_to_ours(openai_standin):
    from narrator.speech import wav
    from narrator.speech.openai import FORMAT

    sent = openai_standin.wav_of(openai_standin.pcm_of(TEXT), rate=48_000, streamed=False)
    assert abs(len(wav.decode(sent, FORMAT, 60)) - len(sent) // 2) < 200


@pytest.mark.parametrize("kind", ["audio/mpeg", "application/octet-stream"])
def test_a_server_that_sends_mp3_whatever_is_asked(openai, job, openai_standin, monkeypatch, kind):
    monkeypatch.setitem(
        openai_standin.FAULTS, "mp3",
        lambda handler, fields: handler.reply(openai_standin.mp3_of(handler.sound(fields)), kind=kind),
    )  # fmt: skip
    openai.mode = "mp3"
    assert make(job(openai={"format": "wav"})) == make(job(openai={"format": "pcm"}))


@pytest.mark.parametrize(("body", "error", "words"), [
    (b"OggS" + bytes(60_000), EngineRefused, "Ogg"), (b"fLaC" + bytes(60_000), EngineRefused, "FLAC"),
    (json.dumps({"why": "Ґанок" * 9_000}, ensure_ascii=False).encode(), BadSpeech, "words"),
])  # fmt: skip
def test_what_is_no_pcm_is_not_taken_for_it(openai, job, openai_standin, monkeypatch, body, error, words):
    monkeypatch.setitem(
        openai_standin.FAULTS, "other", lambda handler, _: handler.reply(body, kind="application/octet-stream")
    )
    openai.mode = "other"
    with pytest.raises(error, match=words):
        make(job(openai={"format": "pcm"}))


def test_a_body_that_ends_with_the_connection_is_taken_when_it_comes_to_its_end(
    openai, job, openai_standin, monkeypatch
):
    import numpy as np

    expected = make(job())
    spoken = openai_standin.pcm_of(TEXT)
    loud = int(np.abs(np.frombuffer(spoken, "<i2")[openai_standin.RATE :]).argmax()) + openai_standin.RATE
    sent = {"whole": spoken, "half": spoken[: len(spoken) // 4 * 2], "loud": spoken[: 2 * loud + 2]}
    for name, pcm in sent.items():
        monkeypatch.setitem(
            openai_standin.FAULTS, name, lambda handler, _, pcm=pcm: handler.unsaid(openai_standin.wav_of(pcm))
        )
        openai.mode = name
        if name == "whole":
            assert make(job()) == expected
            continue
        with pytest.raises(BadSpeech, match="breaks off"):
            make(job())


def test_voices_of_the_settings(openai, job, openai_settings):
    conditions = openai_settings(openai={"voices": ["af_heart", "nova"], "voice": "nova"})
    assert [voice.id for voice in speech.voices("openai", conditions)] == ["nova", "af_heart"]
    with pytest.raises(UnknownVoice) as caught:
        speech.pick_voice("openai", conditions, "en", "af_hart")
    assert "af_heart" in caught.value.hint
    assert make(job(voice="nova")) != make(job())


def test_every_voice_reads_the_language_of_the_article(openai_settings):
    conditions = openai_settings()
    assert speech.pick_voice("openai", conditions, "uk", None).language == "uk"
    assert speech.pick_voice("openai", conditions, "pt-BR", "nova").language == "pt-BR"
    assert speech.pick_voice("openai", conditions, "und", None).language == "en"


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "NARRATOR_OPENAI_KEY"])
def test_the_key_comes_from_the_environment(openai, job, monkeypatch, name):
    openai.key = KEY
    with pytest.raises(EngineRefused, match="wants a key, and there is none") as caught:
        make(job())
    assert "OPENAI_API_KEY" in caught.value.hint
    monkeypatch.setenv(name, f" {KEY}\n")
    assert make(job()).samples
    assert openai.heads[-1]["authorization"] == f"Bearer {KEY}"


def test_a_key_of_our_own_wins(openai, job, monkeypatch):
    openai.key = KEY
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    monkeypatch.setenv("NARRATOR_OPENAI_KEY", KEY)
    assert make(job()).samples
    assert load(env={"NARRATOR_OPENAI_KEY": KEY}) == load(env={})


def test_no_error_shows_the_key(openai, openai_standin, job, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    said = job(openai={"timeout_s": 1.0})
    for fault in (*openai_standin.FAULTS, "wrong"):
        openai.key = "another" if fault == "wrong" else None
        openai.mode = "ok" if fault == "wrong" else fault
        with pytest.raises(NarratorError) as caught:
            make(said)
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.hint)
        assert KEY not in shown, fault
        assert KEY.encode() not in pickle.dumps(caught.value), fault


def test_a_server_that_quotes_the_key_is_not_repeated(openai, job, openai_standin, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setitem(
        openai_standin.FAULTS, "quote", lambda handler, _: handler.complain(400, f"I do not like {KEY}.", "no")
    )
    openai.mode = "quote"
    with pytest.raises(EngineRefused, match="I do not like …"):
        make(job())


@pytest.mark.parametrize("key", ["sk-\u2026", "one two", "one\ntwo", "k\x00"])
def test_what_cannot_be_a_key_is_an_error_that_does_not_show_it(openai, job, monkeypatch, key):
    import os

    monkeypatch.setattr(os, "environ", {**os.environ, "OPENAI_API_KEY": key})
    with pytest.raises(SettingsError, match="OPENAI_API_KEY") as caught:
        make(job())
    assert key not in str(caught.value)


def test_the_key_is_kept_nowhere(openai, monkeypatch, command, tmp_path):
    """The whole command, with a key: it is in no file, no line of output, not even with --debug."""
    openai.key = KEY
    (tmp_path / "story.txt").write_text("A story\n\n" + "It rained on the harbour all day long. " * 8, "utf-8")
    env = {"OPENAI_API_KEY": KEY, "NARRATOR_OPENAI_BASE_URL": openai.url, "NARRATOR_SPEECH_RETRIES": "0"}
    done = command("make", "story.txt", "--engine", "openai", "-o", "out", "--json", env=env)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["episodes"][0]["voice"]["engine"] == "openai"
    openai.mode = "500"
    failed = command(
        "--debug", "make", "story.txt", "--engine", "openai", "--no-cache", "--force", "-o", "out", env=env
    )
    assert failed.returncode == 6
    assert KEY not in done.stdout + done.stderr + failed.stdout + failed.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_without_tls_the_key_stays_on_this_machine(settings, monkeypatch):
    """The rule itself; that nothing is sent needs a machine that is not this one."""
    from narrator.speech.https import Client

    def private(url, proxy=None):
        return Client(url, timeout_s=1, max_bytes=1, proxy=proxy, connections=1, plain=True).private

    assert private("http://localhost:1/v1")
    assert private("http://127.0.0.9/v1")
    assert private("http://[::1]:8880/v1")
    assert private("https://example.org/v1")
    assert not private("http://192.168.1.5:8880/v1")
    assert not private("http://localhost.example.org/v1")
    assert not private("http://localhost:1/v1", proxy="http://192.168.1.5:8901")
    assert not private("http://localhost:1/v1", proxy="192.168.1.5:8901")
    assert private("http://localhost:1/v1", proxy="http://[::1]:8901")
    assert private("https://example.org/v1", proxy="http://192.168.1.5:8901")


def test_over_tls(openai_standin, settings, say, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with openai_standin.OpenAI(key=KEY, certificate="good") as server:
        conditions = settings(openai={"base_url": server.url})
        said = Job(utterance=say(TEXT, speech.pick_voice("openai", conditions, "en", None)), settings=conditions)
        with pytest.raises(EngineRefused, match="cannot be trusted"):
            make(said)
        assert server.heads == []
        speech.close_engines()
        monkeypatch.setenv("SSL_CERT_FILE", server.roots)
        assert make(said).samples
    speech.close_engines()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://localhost/v1", "https://"),
        ("localhost:1/v1", "https://"),
        ("http://me:secret@localhost/v1", "localhost"),
        ("http://[::1", "https://"),
        ("http://localhost:99999/v1", "https://"),
        ("http://localhost:abc/v1", "https://"),
        ("http://local host:1/v1", "https://"),
    ],
)
def test_an_address_that_cannot_be_used_is_an_error(job, url, words):
    with pytest.raises(SettingsError, match=words) as caught:
        make(job(openai={"base_url": url}))
    assert "secret" not in str(caught.value)


def test_a_name_that_no_host_can_have_is_not_asked_for_again(job):
    with pytest.raises(EngineRefused, match="name of a host"):
        make(job(openai={"base_url": f"http://{'x' * 70}.example/v1"}))


@pytest.mark.parametrize(
    "proxy", ["http://[", "http://localhost:99999", "localhost:abc", "http://a b", "http://", "ftp://a"]
)
def test_a_proxy_that_cannot_be_used_is_an_error(job, proxy):
    with pytest.raises(SettingsError, match="proxy"):
        make(job(openai={"proxy": proxy}))


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300", "0"])
def test_a_wait_without_an_end_is_an_error(seconds):
    with pytest.raises(SettingsError, match="timeout_s"):
        load(env={"NARRATOR_OPENAI_TIMEOUT_S": seconds})


def test_openai_itself_is_not_asked_without_a_key(settings, say):
    conditions = settings()
    said = Job(utterance=say(TEXT, speech.pick_voice("openai", conditions, "en", None)), settings=conditions)
    with pytest.raises(EngineRefused, match=r"api\.openai\.com wants a key"):
        make(said)


def test_whatever_shapes_the_sound_is_in_the_key(openai_settings, say):
    def key(**section):
        conditions = openai_settings(openai=section)
        engine = speech.open_engine("openai", conditions)
        said = say(TEXT, speech.pick_voice("openai", conditions, "en", None))
        return speech.clip_key(said, engine.info, engine.options, engine.format)

    plain = key()
    assert plain == key(timeout_s=3, requests_per_s=1, price=15.0, max_chars=100)
    changes = [
        {"base_url": "http://localhost:9/v1"}, {"model": "tts-1"}, {"voice": "nova"}, {"instructions": "Sing."},
        {"speed": 2.0}, {"format": "mp3"},
    ]  # fmt: skip
    assert len({plain, *(key(**change) for change in changes)}) == 1 + len(changes)


def test_the_price_of_the_settings_gives_the_cost(settings):
    assert speech.cost("openai", 20_000, settings(openai={"price": 15.0})) == 0.3
    assert speech.cost("openai", 20_000, settings()) is None
    assert speech.cost("espeak", 20_000, settings()) is None
