"""Google's protocol over real TLS, and every way in which it is known to fail."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from narrator import speech
from narrator.errors import (
    BadSpeech,
    EngineUnavailable,
    SettingsError,
    SpeechError,
)
from narrator.speech import Job, make, speak
from narrator.speech.gtts import GttsEngine, pieces_of

TEXT = "The harbour froze over in the night."


@pytest.fixture
def job(google_settings, say):
    """job(gtts={…}) is the worker's job for TEXT under those settings."""

    def build(text=TEXT, **sections):
        conditions = google_settings(**sections)
        return Job(utterance=say(text, speech.pick_voice("gtts", conditions, "en", None)), settings=conditions)

    return build


def test_requests_ca_bundle_is_honoured(google, job, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", google.roots)
    assert make(job()).samples


def test_roots_that_cannot_be_read_are_named(google, job, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/roots.pem")
    with pytest.raises(SettingsError, match="/nowhere"):
        make(job())


def test_plain_http_is_refused(job):
    with pytest.raises(SettingsError, match="https"):
        make(job(gtts={"url": "http://localhost:1"}))


def test_a_proxy_is_used_and_sees_only_a_tunnel(google, job, standin, monkeypatch):
    """From the settings and from HTTPS_PROXY; NO_PROXY is honoured."""
    with standin.Proxy() as proxy:
        expected = make(job())
        assert make(job(gtts={"proxy": proxy.url})) == expected
        assert len(proxy.asked) == 1
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:secret@"))
        speech.close_engines()
        make(job())
        assert len(proxy.asked) == 1
        monkeypatch.delenv("NO_PROXY")
        speech.close_engines()
        make(job())
        assert len(proxy.asked) == 2
        assert b"CONNECT localhost:" in proxy.asked[1]
        assert b"Proxy-Authorization" in proxy.asked[1] or b"proxy-authorization" in proxy.asked[1]


def test_the_default_address_is_googles_own(google, standin, settings, say, monkeypatch):
    """By way of a proxy that leads every address to the stand-in, which has a certificate for it."""
    with standin.Proxy(leads_to=google) as proxy:
        monkeypatch.delenv("NO_PROXY")
        conditions = settings(gtts={"proxy": proxy.url})
        voices = [speech.pick_voice("gtts", conditions, language, None) for language in ("en", "en-GB")]
        clips = [make(Job(utterance=say(TEXT, voice), settings=conditions)) for voice in voices]
    assert clips[0] == clips[1]
    hosts = [head.split()[1] for head in proxy.asked]
    assert hosts == [b"translate.google.com:443", b"translate.google.co.uk:443"]
    speech.close_engines()


def test_requests_keep_to_their_pace():
    from narrator.speech.pace import Pace

    pace = Pace(rate=100, burst=3)
    started = time.monotonic()
    for _ in range(13):
        pace.wait()
    assert time.monotonic() - started >= 0.09


def test_connections_are_kept_and_few(google, google_settings, say):
    conditions = google_settings()
    voice = speech.pick_voice("gtts", conditions, "en", None)
    said = [say(f"Sentence {number} is here.", voice) for number in range(20)]
    google.delay = 0.02
    assert len(list(speak(said, conditions, cache=None))) == 20
    assert google.count == 20
    assert google.connections <= 4
    assert google.most_at_once <= 4


def test_the_text_arrives_as_it_stands(google, job):
    texts = ("Mr. Ó Sé paid 5 € at St. Giles’ on Jan. 5.", "Ціна — 12 грн.", 'Say "yes" \\ & <no> + 1')
    for text in texts:
        make(job(text))
    assert google.texts == list(texts)


@hypothesis_settings(deadline=None, max_examples=60)
@given(text=st.text(alphabet=st.sampled_from("ab., ;!—界x "), max_size=400))
def test_long_texts_are_cut_without_a_loss(text):
    pieces = pieces_of(text)
    assert all(0 < len(piece) <= 100 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_long_texts_are_cut_where_a_speaker_would():
    text = (
        "A first clause of some length that ends here, and a second one that goes on and on for quite a while longer."
    )
    assert pieces_of(text)[0] == "A first clause of some length that ends here,"


def test_pieces_join_without_the_encoders_padding(google, google_settings, say):
    """Two sentences in one utterance are as long as the two alone: nothing is put between them."""
    conditions = google_settings()
    voice = speech.pick_voice("gtts", conditions, "en", None)
    one = "This sentence is long enough to fill more than half of a single request on its own, it seems."
    two = "This other one is just as long, so that the two of them can never share a single request."
    alone = [make(Job(utterance=say(text, voice), settings=conditions)) for text in (one, two)]
    both = make(Job(utterance=say(f"{one} {two}", voice), settings=conditions))
    assert both.pcm == alone[0].pcm + alone[1].pcm


def test_the_domain_of_the_settings_is_part_of_the_voice(settings):
    voice = speech.pick_voice("gtts", settings(gtts={"tld": "co.uk"}), "en", None)
    assert voice.id == "en@co.uk"


def test_an_unknown_domain_is_an_error_with_the_nearest(settings):
    with pytest.raises(SettingsError) as caught:
        speech.pick_voice("gtts", settings(gtts={"tld": "com.uk"}), "en", None)
    assert "com.uk" in caught.value.message
    assert "Did you mean" in caught.value.hint


def test_close_wakes_whoever_waits(google, job):
    google.mode = "hang"
    said = job()
    caught = []

    def work():
        try:
            make(said)
        except (EngineUnavailable, SpeechError) as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not google.count:
        pass
    speech.open_engine("gtts", said.settings).close()
    thread.join(5)
    assert len(caught) == 1


def test_close_wakes_whoever_waits_for_leave_to_ask(google, job, monkeypatch):
    monkeypatch.setattr("narrator.speech.gtts._BURST", 1)
    said = job(gtts={"requests_per_s": 0.01})
    assert make(said).samples
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(make, said)
        with pytest.raises(TimeoutError):
            waits.result(0.2)
        speech.open_engine("gtts", said.settings).close()
        assert isinstance(waits.exception(5), EngineUnavailable)
    assert google.count == 1


def test_building_the_engine_costs_no_import(settings):
    assert GttsEngine(settings()).info.max_chars == 100


def test_rounding_gives_the_bytes_of_a_resampler(standin):
    import io

    import av
    import numpy as np

    from narrator.model import AudioFormat
    from narrator.speech import mp3

    loud = np.random.default_rng(1).normal(0, 20_000, 48_000)
    for data in (standin.mp3_of(TEXT), standin.encode(loud, av)):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=24_000)
        with av.open(io.BytesIO(data), "r", format="mp3") as container:
            frames = [out for frame in (*container.decode(audio=0), None) for out in resampler.resample(frame)]
        expected = np.concatenate([frame.to_ndarray()[0] for frame in frames]).tobytes()
        assert mp3.to_pcm(data, "mp3", AudioFormat(rate=24_000), 60) == expected


def test_a_tag_at_the_end_of_an_mp3_is_no_sound(standin):
    from narrator.speech import mp3

    plain = standin.mp3_of(TEXT)
    tagged = plain + b"TAG" + b"A title".ljust(125, b"\0")
    assert mp3.decode(tagged, GttsEngine.format, 60) == mp3.decode(plain, GttsEngine.format, 60)
    with pytest.raises(BadSpeech, match="not MP3"):
        mp3.decode(plain + b"TUG" + bytes(125), GttsEngine.format, 60)


def test_another_address_is_in_the_key(settings):
    plain = GttsEngine(settings()).options
    there = GttsEngine(settings(gtts={"url": "https://a.example"})).options
    assert plain != there == GttsEngine(settings(gtts={"url": "https://a.example/"})).options
