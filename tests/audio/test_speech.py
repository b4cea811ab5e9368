"""The real thing: espeak's voice from engine to MP3."""

from dataclasses import replace

import numpy as np
import pytest

from narrator import speech
from narrator.audio import prove
from narrator.settings import Settings

SAID = (
    "This audio is created with AI assistance.",
    "Peter picked a peck of pickled peppers.",
    "Fishermen found five hundred fresh flounders off the coast.",
    "Nobody knew why.",
    "Ten tall trees stood at the top of the hill; two of them were cut.",
    "She sells sea shells by the shore.",
    "Huge hopes hang heavily here.",
    "The end.",
)


@pytest.fixture(scope="module")
def spoken():
    """Utterances and their clips by espeak."""
    settings = Settings()
    voice = speech.pick_voice("espeak", settings, "en", None)
    from narrator.model import Utterance

    said = [
        Utterance(text=text, spoken=text, role="body", language="en", voice=voice, pause_after_ms=400) for text in SAID
    ]
    try:
        return said, list(speech.speak(said, settings, cache=None))
    finally:
        speech.close_engines()


def test_speech_is_heard_where_the_cues_say(lab, make, spoken):
    said, clips = spoken
    made = make(lab.script(("One", said[:4]), ("Two", said[4:])), clips)
    facts = prove(made, disclosure=lab.DISCLOSURE, loudness_lufs=-19.0)
    assert facts.loudness_lufs == pytest.approx(-19.0, abs=0.2)
    assert facts.true_peak_dbtp <= -1.0
    sound = np.abs(lab.DECODERS["PyAV"](made.path)) / 32768
    for cue in made.timeline.cues:
        assert sound[cue.start : cue.start + 3500].max() > 0.01
        assert sound[cue.end - 3500 : cue.end].max() > 0.005
        # 10 ms beside a cue there is at most the tail that was faded out, and 50 ms later nothing at all
        assert sound[max(0, cue.start - 2000) : max(0, cue.start - 900)].max(initial=0) < 0.003
        assert sound[cue.end + 2500 : cue.end + 6000].max() < 0.001


def test_engine_silence_is_cut_and_speech_is_not(lab, make, spoken):
    """What lies outside a cue in the clip is at least 45 dB below its loudest sample."""
    said, clips = spoken
    made = make(lab.script(("One", said)), clips)
    for cue, clip in zip(made.timeline.cues, clips, strict=True):
        samples = np.abs(np.frombuffer(clip.pcm, "<i2").astype(np.int32))
        inside = round((cue.end - cue.start) / 2)
        loud = np.flatnonzero(samples > samples.max() * 10 ** (-45 / 20))
        assert loud[-1] - loud[0] <= inside <= len(samples)


def test_word_marks_follow_the_speech(lab, make, spoken):
    said, clips = spoken
    made = make(lab.script(("One", said)), clips)
    for cue in made.timeline.cues:
        assert [cue.utterance.spoken[word.first : word.last] for word in cue.words][:1] == [
            cue.utterance.spoken.split()[0]
        ]
        starts = [word.start for word in cue.words]
        assert starts == sorted(starts)
        assert cue.start <= starts[0] <= cue.start + 4410
        assert all(cue.start <= word.start <= word.end <= cue.end for word in cue.words)


def test_a_quiet_and_a_loud_engine(lab, make, spoken):
    said, clips = spoken
    for gain in (10 ** (-12 / 20), 10 ** (6 / 20)):
        louder = [
            replace(
                clip, pcm=np.clip(np.rint(np.frombuffer(clip.pcm, "<i2") * gain), -32768, 32767).astype("<i2").tobytes()
            )
            for clip in clips
        ]
        facts = prove(make(lab.script(("One", said)), louder), loudness_lufs=-19.0)
        assert facts.loudness_lufs == pytest.approx(-19.0, abs=0.2)
        assert facts.true_peak_dbtp <= -1.0


@pytest.mark.parametrize("target", [-14.0, -14.5, -15.0])
@pytest.mark.parametrize("kbps", [48, 64])
def test_loud_targets(lab, make, spoken, target, kbps):
    """As loud as any setting allows: much of it is limited, and still it is all there."""
    said, clips = spoken
    made = make(lab.script(("One", said)), clips, loudness_lufs=target, bitrate_kbps=kbps)
    facts = prove(made, loudness_lufs=target)
    assert facts.loudness_lufs == pytest.approx(target, abs=0.25)


@pytest.mark.parametrize("target", [-19.0, -14.0])
def test_words_cut_off_at_full_level(lab, make, spoken, target):
    """Some services end a clip in the middle of a sound; peaks must not rise there."""
    said, clips = spoken
    cut = []
    for clip in clips:
        samples = np.frombuffer(clip.pcm, "<i2")
        loudest = int(np.abs(samples.astype(np.int32)).argmax())
        cut.append(replace(clip, pcm=np.tile(samples[: loudest + 1], 2).tobytes(), marks=()))
    made = make(lab.script(*((one.text, [one]) for one in said)), cut, loudness_lufs=target)
    prove(made, loudness_lufs=target)
