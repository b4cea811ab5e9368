"""Files that do not match their plan are found out."""

import wave
from dataclasses import replace

import pytest

from narrator.audio import probe, prove, read_tag
from narrator.audio.proof import Facts
from narrator.errors import OutputError, ProofFailed


@pytest.fixture
def made(lab, make):
    said = [lab.utterance(f"Said {n}.", pause=600) for n in range(4)]
    plan = lab.script(("One", said[:2]), ("Two", said[2:]))
    return make(plan, [lab.clip(lab.tone(1.0, hertz=400 + 50 * n)) for n in range(4)])


def test_what_was_made_is_proved(made):
    facts = prove(made, disclosure="This audio is created with AI assistance.")
    assert isinstance(facts, Facts)
    assert (facts.samples, facts.sample_rate, facts.channels, facts.bitrate_kbps) == (
        made.timeline.samples,
        44_100,
        1,
        64,
    )
    assert facts.true_peak_dbtp < -10
    assert probe(made.path) == facts


def test_a_truncated_file(made):
    """What a disk that fills up leaves behind, and some tools return without an error."""
    whole = made.path.read_bytes()
    for keep in (len(whole) - 200, len(whole) * 3 // 4, read_tag(made.path).size + 1000):
        made.path.write_bytes(whole[:keep])
        with pytest.raises(ProofFailed, match="bytes of sound instead of"):
            prove(made)


def test_a_file_with_a_frame_more(made):
    whole = made.path.read_bytes()
    made.path.write_bytes(whole + whole[-209:])
    with pytest.raises(ProofFailed, match="bytes of sound instead of"):
        prove(made)


def test_a_plan_of_another_length(made):
    longer = replace(made, timeline=replace(made.timeline, samples=made.timeline.samples + 1))
    with pytest.raises(ProofFailed, match="samples"):
        prove(longer)


def test_an_utterance_that_is_not_heard(lab, made, make):
    """A file as long as planned, in which the third utterance is missing."""
    line = made.timeline
    quiet = line.cues[2]
    moved = replace(quiet, start=quiet.end + 2500, end=quiet.end + 20_000)
    other = replace(made, timeline=replace(line, cues=(*line.cues[:2], moved, line.cues[3])))
    with pytest.raises(ProofFailed, match=r"Said 2\.. cannot be heard"):
        prove(other)


def test_damage_in_the_frames(made):
    whole = bytearray(made.path.read_bytes())
    start = read_tag(made.path).size + 10 * 209
    whole[start : start + 2000] = bytes(2000)
    made.path.write_bytes(whole)
    with pytest.raises((ProofFailed, OutputError)):
        prove(made)


def test_chapters_that_are_not_the_planned_ones(made):
    for old, new in ((b"Two", b"Too"), (b"CHAP", b"XHAP")):
        whole = made.path.read_bytes()
        made.path.write_bytes(whole.replace(old, new))
        with pytest.raises(ProofFailed, match="chapters"):
            prove(made)
        made.path.write_bytes(whole)


def test_a_tag_without_the_disclosure(made):
    with pytest.raises(ProofFailed, match="made with AI"):
        prove(made, disclosure="Something else.")
    whole = made.path.read_bytes()
    made.path.write_bytes(whole.replace(b"DISCLOSURE", b"DISCLOSED!"))
    with pytest.raises(ProofFailed, match="made with AI"):
        prove(made)


def test_a_hint_that_helps(lab, make, tmp_path):
    """What is too quiet is not told to be quieter, and an intro is named."""
    plan = lab.script(("One", [lab.utterance()]))
    quiet = make(plan, [lab.clip(lab.tone(2.0, level=0.0005))])
    with pytest.raises(ProofFailed, match="LUFS") as caught:
        prove(quiet, loudness_lufs=-19.0)
    assert "too quiet" in caught.value.hint
    assert "intro" not in caught.value.hint

    path = tmp_path / "intro.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(lab.tone(3.0, rate=44_100).tobytes())
    for settings, named in (({"intro": str(path)}, "the intro:"), ({"outro": str(path)}, "the outro:")):
        loud = make(plan, [lab.clip(lab.tone(0.5))], **settings)
        with pytest.raises(ProofFailed, match="LUFS") as caught:
            prove(loud, loudness_lufs=-24.0)
        assert named in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"not audio at all" * 50, b"ID3\3\0\0\0\0\0\0", bytes(5000)])
def test_what_is_no_mp3(tmp_path, content):
    path = tmp_path / "no.mp3"
    path.write_bytes(content)
    with pytest.raises(OutputError, match="not an MP3"):
        probe(path)


def test_no_file(tmp_path):
    with pytest.raises(OutputError, match="Cannot read"):
        probe(tmp_path / "none.mp3")


def test_a_file_of_someone_else(tmp_path, program):
    """An MP3 by Debian's ffmpeg: 2 s at 48 kHz in stereo."""
    import subprocess

    path = tmp_path / "other.mp3"
    source = "sine=frequency=440:duration=2:sample_rate=48000"
    subprocess.run(
        [program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", "-b:a", "128k", path], check=True
    )
    facts = probe(path)
    assert (facts.samples, facts.sample_rate, facts.channels, facts.bitrate_kbps) == (96_000, 48_000, 2, 128)
    assert facts.tag.disclosure is None
