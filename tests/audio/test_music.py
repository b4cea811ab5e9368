"""Sound before and after the speech."""

import subprocess

import numpy as np
import pytest

from narrator.audio import music, prove
from narrator.errors import SettingsError


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


def test_a_file_that_lies_about_its_length(jingle, make, said):
    """A WAV whose header promises four hours, and one that promises nothing: what they hold is what counts."""
    path = jingle("a.wav", seconds=1.0, rate=44_100)
    honest = music.load(str(path), 44_100)
    whole = bytearray(path.read_bytes())
    place = whole.index(b"data") + 4
    for promised in (0x7FFFFFF0, 0):
        whole[place : place + 4] = promised.to_bytes(4, "little")
        path.write_bytes(whole)
        if promised:
            assert abs(len(music.load(str(path), 44_100)) - len(honest)) <= 4
            prove(make(*said, intro=str(path)))


@pytest.mark.parametrize("name", ["a.mp3", "a.flac", "a.ogg", "a.m4a"])
def test_a_file_that_was_cut_short(jingle, make, said, name):
    """What its header promises is not there: an error, or in an MP3 what is left of it."""
    path = jingle(name, rate=44_100)
    whole = len(music.load(str(path), 44_100))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    if name == "a.mp3":
        assert 0 < len(music.load(str(path), 44_100)) < whole
        prove(make(*said, intro=str(path)))
    else:
        with pytest.raises(SettingsError, match="not sound that can be read"):
            make(*said, intro=str(path))


def test_files_that_cannot_be_used(tmp_path, jingle, program):
    quiet = tmp_path / "quiet.wav"
    subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "anullsrc=d=1", quiet], check=True)
    text = tmp_path / "text.mp3"
    text.write_text("not sound " * 500)
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    cases = {
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
