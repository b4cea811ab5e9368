"""Loudness and true peaks, of the decoded MP3, as ffmpeg's ebur128 hears them."""

import re
import subprocess
import wave

import numpy as np
import pytest

from narrator.audio import limiter, loudness

CEILING = limiter.ceiling(-19.0)


@pytest.fixture
def ebur128(program):
    """ebur128(path) is (LUFS, dBTP)."""

    def run(path):
        done = subprocess.run(
            [program("ffmpeg"), "-nostats", "-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        end = done.stderr.rpartition("Summary:")[2]
        return float(re.search(r"I:\s+(-?[\d.]+) LUFS", end)[1]), float(re.search(r"Peak:\s+(-?[\d.]+) dBFS", end)[1])

    return run


def voice(seconds, *, seed=1, level=0.3, rate=22_050, crest=1.0):
    """Something like speech: pulses at a wandering pitch through a few resonances, in syllables."""
    random = np.random.default_rng(seed)
    count = round(seconds * rate)
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.7 * np.arange(count) / rate)
    pulses = np.diff(np.floor(np.cumsum(pitch) / rate), prepend=0) + 0.02 * random.standard_normal(count)
    spectrum = np.fft.rfft(pulses)
    hertz = np.fft.rfftfreq(count, 1 / rate)
    shape = sum(1 / (1 + ((hertz - centre) / width) ** 2) for centre, width in ((500, 80), (1500, 120), (2500, 200)))
    sound = np.fft.irfft(spectrum * shape * np.exp(1j * crest * np.sin(hertz / 300)), count)
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * np.arange(count) / rate) * 2 + 1, 0, 1)
    sound *= syllables
    return np.rint(sound / np.abs(sound).max() * level * 32767).astype("<i2")


@pytest.mark.parametrize("level", [0.01, 0.1, 0.5, 1.0])
def test_an_episode_has_the_targets_loudness(lab, make, ebur128, level):
    clips = [lab.clip(voice(3.0 + n % 3, seed=n, level=level)) for n in range(8)]
    plan = lab.script(("One", [lab.utterance(f"{n}", pause=300 + 100 * n) for n in range(8)]))
    lufs, peak = ebur128(make(plan, clips).path)
    assert lufs == pytest.approx(-19.0, abs=0.2)
    assert peak <= -1.0


@pytest.mark.parametrize("target", [-24.0, -16.0])
def test_other_targets(lab, make, ebur128, target):
    clips = [lab.clip(voice(4.0, seed=n)) for n in range(4)]
    made = make(lab.script(("One", [lab.utterance(f"{n}") for n in range(4)])), clips, loudness_lufs=target)
    lufs, peak = ebur128(made.path)
    assert lufs == pytest.approx(target, abs=0.3)
    assert peak <= -1.0


@pytest.mark.parametrize("kbps", [48, 96, 192, 256])
def test_every_bit_rate_is_as_loud(lab, make, ebur128, kbps):
    clips = [lab.clip(voice(4.0, seed=n)) for n in range(3)]
    made = make(lab.script(("One", [lab.utterance(f"{n}") for n in range(3)])), clips, bitrate_kbps=kbps)
    lufs, peak = ebur128(made.path)
    assert lufs == pytest.approx(-19.0, abs=0.2)
    assert peak <= -1.0


def test_one_gain_for_the_whole_episode(lab, make):
    """A quiet utterance stays as much quieter than a loud one as its engine made it."""
    loud, quiet = lab.tone(2.0, hertz=500, level=0.2), lab.tone(2.0, hertz=500, level=0.05)
    made = make(lab.script(("One", [lab.utterance("a"), lab.utterance("b")])), [lab.clip(loud), lab.clip(quiet)])
    sound = lab.DECODERS["PyAV"](made.path)
    one, two = (np.sqrt((sound[cue.start + 4000 : cue.end - 4000] ** 2).mean()) for cue in made.timeline.cues)
    assert one / two == pytest.approx(4.0, rel=0.01)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_tone_of_known_loudness(rate):
    """BS.1770: a 997 Hz tone at full scale in one channel has -3.01 LUFS."""
    time = np.arange(rate * 5) / rate
    tone = np.cos(2 * np.pi * 997 * time).astype(np.float32)
    level = loudness.measure(tone, rate, full_scale=1.0)
    assert loudness.integrated(level.energies) == pytest.approx(-3.01, abs=0.05)
    assert level.peaks.max() == pytest.approx(1.0, abs=0.01)


def bass(name, rate):
    """Five seconds of something low; a number is the pitch of a tone."""
    time = np.arange(rate * 5) / rate
    beat = time % 0.5
    sounds = {
        "kick": np.sin(2 * np.pi * 60 * time) * np.exp(-beat / 0.08),
        "falling": np.sin(2 * np.pi * (40 * beat - 3 * np.exp(-beat / 0.05))) * np.exp(-beat / 0.15),
        "square": np.sign(np.sin(2 * np.pi * 30 * time)),
        "hum": np.sin(2 * np.pi * 40 * time) + 0.1 * np.sin(2 * np.pi * 1000 * time),
        "offset": 0.9 + 0.05 * np.sin(2 * np.pi * 300 * time),
    }
    return 0.5 * (sounds[name] if name in sounds else np.sin(2 * np.pi * float(name) * time)).astype(np.float32)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
@pytest.mark.parametrize("name", ["30", "38", "47", "60", "75", "120", "kick", "falling", "square", "hum", "offset"])
def test_low_sound(tmp_path, ebur128, name, rate):
    """The weighting's high-pass counts most where a hop's spectrum says least."""
    sound = bass(name, rate)
    path = tmp_path / "bass.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(np.rint(sound * 32767).astype("<i2").tobytes())
    level = loudness.measure(sound, rate, full_scale=1.0)
    assert loudness.integrated(level.energies) == pytest.approx(ebur128(path)[0], abs=0.15)


def test_silence_does_not_count():
    sound = np.full(500, 0.01)
    quieter = np.concatenate([sound, np.zeros(2000), np.full(500, 0.0005)])
    assert loudness.integrated(quieter) == pytest.approx(loudness.integrated(sound), abs=0.1)


def test_too_short_or_silent_has_no_loudness():
    assert loudness.integrated(np.full(19, 0.01)) == -np.inf
    assert loudness.integrated(np.zeros(500)) == -np.inf


def test_what_cannot_be_as_loud_is_not_driven_to_the_end():
    """Short bursts far apart: more gain would raise the noise between them, and next to nothing else."""
    random = np.random.default_rng(3)
    sound = (random.standard_normal(22_050 * 10) * 1e-4).astype(np.float32)
    sound[::11_025] = 0.9
    level = loudness.measure(sound, 22_050, full_scale=1.0)
    assert loudness.gain_db(level, -19.0) < 20


def fine(sound):
    """The sound on a grid eight times as fine, by one long FFT: the judge of true peaks."""
    return np.fft.irfft(np.fft.rfft(sound.astype(np.float64)), 8 * len(sound)) * 8


@pytest.mark.parametrize("rate", [22_050, 44_100])
@pytest.mark.parametrize("drive", [0.9, 1.5, 4.0])
def test_the_limiter_keeps_true_peaks_below_the_ceiling(drive, rate):
    random = np.random.default_rng(7)
    for sound in (
        voice(4.0, rate=rate, level=1.0) / 32768 * drive,
        drive * np.cos(np.pi / 2 * np.arange(44_100) + np.pi / 4),  # peaks between all samples
        drive * np.convolve(random.standard_normal(44_100), np.hanning(9) / 4, "same"),
        drive * (np.arange(40_000) % 4000 == 2000),
    ):
        limited = limiter.limit(sound.astype(np.float32), CEILING, rate)
        assert np.abs(fine(limited[1000:-1000])[8000:-8000]).max() <= CEILING * 1.03


@pytest.mark.parametrize("rate", [22_050, 44_100])
def test_the_limiter_holds_what_is_cut_off_too(rate):
    """Loud from the first sample to the last, which no hop of silence follows."""
    random = np.random.default_rng(2)
    for length in (320, 6400, 6413):
        noise = random.standard_normal(length).astype(np.float32)
        assert np.abs(limiter.limit(noise, CEILING, rate)).max() <= CEILING * 1.0001


def test_the_limiter_leaves_quiet_sound_alone():
    sound = voice(2.0, rate=44_100, level=0.5).astype(np.float32) / 32768
    before = sound.copy()
    assert (limiter.limit(sound, CEILING, 44_100)[: len(before)] == before).all()


def test_the_limiter_acts_near_peaks_only_and_smoothly():
    sound = np.full(44_100, 0.5, dtype=np.float32)
    sound[20_000:20_010] = 1.6
    gain = limiter.limit(sound.copy(), CEILING, 44_100)[: len(sound)] / sound
    assert (gain[:19_000] == 1).all()
    assert (gain[21_000:] == 1).all()
    assert gain[20_000:20_010].max() <= CEILING / 1.6 + 1e-6
    assert np.abs(np.diff(gain)).max() < 0.01
