"""Sound before and after the speech."""

import os
import subprocess
import wave

import numpy as np
import pytest

from narrator.audio import music, prove
from narrator.errors import SettingsError
from narrator.settings import Audio


@pytest.fixture
def said(lab):
    plan = lab.script(("One", [lab.utterance("a"), lab.utterance("b")]), ("Two", [lab.utterance("c")]))
    return plan, [lab.clip(lab.tone(1.5, hertz=900 + 100 * n)) for n in range(3)]


@pytest.fixture
def jingle(tmp_path, program):
    """jingle("a.flac", seconds=2, rate=48000) is a stereo file with a 440 Hz tone."""

    def make(name, *, seconds=2.0, rate=48_000):
        source = f"sine=frequency=440:duration={seconds}:sample_rate={rate}"
        path = tmp_path / name
        subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", path], check=True)
        return path

    return make


def pitch(sound):
    """The loudest frequency at 44,100 samples a second."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return spectrum.argmax() * 44_100 / len(sound)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus"])
def test_before_and_after(lab, make, said, jingle, name):
    path = jingle(name)
    made = make(*said, intro=str(path), outro=str(path))
    line = made.timeline
    prove(made, loudness_lufs=-19.0)
    sound = lab.DECODERS["ffmpeg"](made.path)
    assert len(sound) == len(lab.DECODERS["mpg123"](made.path)) == line.samples
    assert line.chapters[0].start == 0
    assert line.chapters[-1].end == line.samples
    assert line.cues[0].start == pytest.approx(2.05 * 44_100, abs=0.06 * 44_100)
    assert line.samples - line.cues[-1].end == pytest.approx(2.5 * 44_100, abs=0.06 * 44_100)
    for number, cue in enumerate(line.cues):
        assert abs(lab.onset(sound / sound.max(), cue.start, window=2000, level=1 / 32767) - cue.start) <= 44
        assert pitch(sound[cue.start + 2000 : cue.end - 2000]) == pytest.approx(900 + 100 * number, abs=3)
    assert pitch(sound[4000:80_000]) == pytest.approx(440, abs=3)
    assert pitch(sound[-80_000:-8000]) == pytest.approx(440, abs=3)


def test_only_one_of_them(lab, make, said, jingle):
    path = str(jingle("a.wav", seconds=0.7))
    for settings in ({"intro": path}, {"outro": path}):
        made = make(*said, **settings)
        assert len(lab.DECODERS["PyAV"](made.path)) == prove(made).samples


@pytest.mark.parametrize("promised", [0, 0x7FFFFFF0, 0xFFFFFFFF])
def test_a_file_that_does_not_know_its_length(jingle, make, said, promised):
    """What is written into a pipe promises hours, or nothing: what it holds is what counts."""
    path = jingle("a.wav", seconds=1.0, rate=44_100)
    honest = music.load(str(path), 44_100)
    whole = bytearray(path.read_bytes())
    place = whole.index(b"data") + 4
    whole[place : place + 4] = promised.to_bytes(4, "little")
    path.write_bytes(whole)
    assert abs(len(music.load(str(path), 44_100)) - len(honest)) <= 4
    prove(make(*said, intro=str(path)))


@pytest.mark.parametrize("promised", [1000, 99_999])
def test_a_file_that_lies_about_its_length(jingle, promised):
    """Decoders end where a WAV says that its data end."""
    path = jingle("a.wav", seconds=1.0, rate=44_100)
    whole = bytearray(path.read_bytes())
    place = whole.index(b"data") + 4
    whole[place : place + 4] = promised.to_bytes(4, "little")
    path.write_bytes(whole)
    with pytest.raises(SettingsError, match=r"a\.wav is damaged: it promises .* and holds 1\.0") as caught:
        music.load(str(path), 44_100)
    assert caught.value.hint


@pytest.mark.parametrize(
    "after", [b"LIST\4\0\0\0abcd", b"\0id3 \4\0\0\0abcd", b"ID3\3\0\0\0\0\0\0" + bytes(90_000), b"\0"]
)
def test_other_things_in_a_wav(jingle, after):
    path = jingle("a.wav", seconds=1.0, rate=44_100)
    honest = len(music.load(str(path), 44_100))
    path.write_bytes(path.read_bytes() + after)
    assert len(music.load(str(path), 44_100)) == honest


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.mp3", "a.flac", "a.ogg", "a.m4a"])
def test_a_file_that_was_cut_short(jingle, make, said, name):
    """What its header promises is not there."""
    path = jingle(name, rate=44_100)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(SettingsError, match=r"is damaged: it promises 2\.0 seconds|not sound that can be read"):
        make(*said, intro=str(path))


def test_a_file_with_a_hole(jingle):
    path = jingle("a.flac", rate=44_100)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + data[len(data) // 2 + 9000 :])
    with pytest.raises(SettingsError, match="damaged"):
        music.load(str(path), 44_100)


def test_an_mp3_without_a_header_promises_nothing(tmp_path, program):
    """Of a variable bit rate the length can only be guessed from the first frames."""
    path = tmp_path / "a.mp3"
    sound = "anoisesrc=d=2:a=0.2,volume=enable='lt(t,1)':volume=0"
    options = ("-write_xing", "0", "-q:a", "2", "-ar", "44100")
    subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", sound, *options, path], check=True)
    assert len(music.load(str(path), 44_100)) == pytest.approx(2 * 44_100, abs=4000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("setting", ["intro", "outro", "cover"])
def test_a_pipe_is_not_waited_for(make, said, tmp_path, setting):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(SettingsError, match=r"pipe cannot be read: it is no file"):
        make(*said, **{setting: str(path)})


def test_files_that_cannot_be_used(tmp_path, jingle, program):
    quiet = tmp_path / "quiet.wav"
    subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "anullsrc=d=1", quiet], check=True)
    text = tmp_path / "text.mp3"
    text.write_text("not sound " * 500)
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    picture = tmp_path / "picture.mp4"
    subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "testsrc=d=1:s=64x64", picture], check=True)
    two_sides = tmp_path / "sides.wav"
    source = "sine=frequency=440:duration=1,pan=stereo|c0=c0|c1=-1*c0"
    subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", source, two_sides], check=True)
    cases = {
        picture: "it holds no sound",
        two_sides: "when it is mixed to one channel",
        jingle("long.flac", seconds=121, rate=8000): "longer than 120 seconds",
        quiet: "Nothing is to be heard",
        text: "not sound that can be read",
        empty: "not sound that can be read",
        tmp_path / "none.wav": "No such file",
        tmp_path: "cannot be read|can be read",
    }
    for path, message in cases.items():
        with pytest.raises(SettingsError, match=message) as caught:
            music.load(str(path), 44_100)
        assert caught.value.hint


def beat(name, rate=44_100):
    """Three seconds of something with hard edges and little between them."""
    random = np.random.default_rng(5)
    time = np.arange(3 * rate) / rate
    if name == "clicks":
        return (np.arange(len(time)) % (rate // 20) < 3) * 0.9
    every, decay = {"claps": (0.5, 0.03), "fast claps": (0.25, 0.01), "bursts": (0.2, 0.004)}[name]
    sound = random.standard_normal(len(time)) * np.exp(-(time % every) / decay)
    return sound / np.abs(sound).max() * 0.9


def written(path, sound, rate=44_100):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(np.rint(sound * 32767).astype("<i2").tobytes())
    return str(path)


@pytest.mark.parametrize("name", ["claps", "fast claps", "bursts", "clicks"])
@pytest.mark.parametrize(("target", "kbps"), [(-19.0, 64), (-16.0, 64), (-16.0, 48)])
def test_a_beat_does_not_hinder_the_episode(lab, make, tmp_path, name, target, kbps):
    plan = lab.script(("One", [lab.utterance(str(n)) for n in range(12)]))
    clips = [lab.clip(lab.tone(4.0, hertz=300 + 40 * n)) for n in range(12)]
    path = written(tmp_path / "beat.wav", beat(name))
    prove(make(plan, clips, intro=path, loudness_lufs=target, bitrate_kbps=kbps), loudness_lufs=target)


def test_a_very_short_one_is_brought_to_the_level_too(make, said, tmp_path):
    """In less than 400 ms there is no loudness to be measured."""
    gains = []
    for level in (0.9, 0.09):
        sound = level * np.sin(2 * np.pi * 440 * np.arange(13_230) / 44_100)
        path = written(tmp_path / "short.wav", sound)
        settings = Audio(intro=path)
        gains.append(music.job(music.load(path, 44_100), settings, last=False).gain_db)
    assert gains[1] - gains[0] == pytest.approx(20, abs=0.2)
    assert gains[0] == pytest.approx(-15, abs=1)
