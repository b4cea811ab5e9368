"""Clips to an MP3, looked at with other people's decoders."""

import hashlib
import itertools
import os
import pickle
import resource
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from dataclasses import replace

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.audio import edges, mp3, prove, read_tag, recording, segments
from narrator.audio.resample import length, resample
from narrator.audio.segments import Job
from narrator.errors import AudioError, OutputError, SettingsError
from narrator.events import Progressed
from narrator.model import AudioFormat, Clip, WordMark
from narrator.store import FolderStore


@pytest.fixture
def tones(lab):
    """Six utterances in three scenes; tone number n sounds at 400 + 100 n Hz and has its own silence around it."""
    said = [lab.utterance(f"Tone {n}.", pause=150 + 137 * n) for n in range(6)]
    plan = lab.script(("One", said[:2]), ("Two", said[2:3]), ("Three", said[3:]))
    clips = [
        lab.clip(lab.tone(0.4 + 0.13 * n, hertz=400 + 100 * n, before=0.02 * n, after=0.3 - 0.03 * n)) for n in range(6)
    ]
    return plan, clips


@pytest.mark.parametrize("decoder", ["ffmpeg", "mpg123", "PyAV"])
def test_decoders_give_exactly_the_planned_samples(lab, make, tones, decoder):
    made = make(*tones)
    assert len(lab.DECODERS[decoder](made.path)) == made.timeline.samples


@pytest.mark.parametrize("decoder", ["ffmpeg", "mpg123", "PyAV"])
def test_chapters_and_cues_start_where_the_sound_does(lab, make, tones, decoder):
    made = make(*tones)
    sound = lab.DECODERS[decoder](made.path)
    for cue in made.timeline.cues:
        assert abs(lab.onset(sound, cue.start, window=2000, level=0.25) - cue.start) <= 44  # 1 ms
    starts = {cue.start for cue in made.timeline.cues}
    assert {chapter.start for chapter in made.timeline.chapters} <= starts


def test_timeline(make, tones):
    plan, clips = tones
    line = make(plan, clips).timeline
    assert [chapter.title for chapter in line.chapters] == ["One", "Two", "Three"]
    assert line.chapters[0].start == line.cues[0].start == 0
    assert line.chapters[-1].end == line.samples
    assert all(one.end == two.start for one, two in itertools.pairwise(line.chapters))
    assert [cue.utterance for cue in line.cues] == list(plan.utterances)
    for number, (one, two) in enumerate(itertools.pairwise(line.cues)):
        planned = one.utterance.pause_after_ms * 44.1
        # exact, but at the end of a segment rounded to the next MP3 frame
        slack = 2 if plan.utterances[number].text not in ("Tone 1.", "Tone 2.") else mp3.FRAME / 2 + 2
        assert abs(two.start - one.end - planned) <= slack
    for number, cue in enumerate(line.cues):
        assert cue.end - cue.start == pytest.approx((0.4 + 0.13 * number) * 44_100, abs=40)


def test_pauses_are_silent_and_nothing_clicks(lab, make, tones):
    made = make(*tones)
    sound = lab.DECODERS["PyAV"](made.path)
    for one, two in itertools.pairwise(made.timeline.cues):
        pause = sound[one.end + 1400 : two.start - 1400]
        assert np.abs(pause).max(initial=0) < 3


def test_no_seam_can_be_measured(lab, make):
    """Tones in segments of their own: what is wrong at the seams is no more than what LAME does to a tone that starts."""
    said = [lab.utterance(f"{n}", pause=600) for n in range(6)]
    clips = [lab.clip(lab.tone(4.0, hertz=523.25 + n)) for n in range(6)]
    whole = make(lab.script(*((f"S{n}", [one]) for n, one in enumerate(said))), clips)
    many = lab.DECODERS["PyAV"](whole.path)
    ideal = np.zeros(len(many))
    for cue, sound in zip(whole.timeline.cues, clips, strict=True):
        clean = resample(np.frombuffer(sound.pcm, "<i2").astype(np.float32), 22_050, 44_100)
        ideal[cue.start : cue.start + len(clean)] = clean
    wrong = many - ideal * (many @ ideal) / (ideal @ ideal)  # the level is another test's business
    for cue in whole.timeline.cues:
        steady = wrong[cue.start + 2000 : cue.end - 2000]
        edge = np.concatenate(
            [wrong[max(0, cue.start - 4000) : cue.start + 2000], wrong[cue.end - 2000 : cue.end + 4000]]
        )
        assert np.sqrt((steady**2).mean()) < 80  # -52 dB below the tone: LAME's own error
        assert np.sqrt((edge**2).mean()) < 400


def test_same_bytes_in_another_process_and_on_one_core(make, tones, article):
    made = make(*tones)
    here = hashlib.sha256(made.path.read_bytes()).hexdigest()
    code = textwrap.dedent("""
        import hashlib, os, pickle, sys
        from pathlib import Path
        from narrator.audio import record
        from narrator.settings import Audio
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        article, plan, clips = pickle.load(sys.stdin.buffer)
        made = record(article, plan, iter(clips), Audio(), folder=Path(sys.argv[1]))
        print(hashlib.sha256(made.path.read_bytes()).hexdigest())
    """)
    done = subprocess.run(
        [sys.executable, "-c", code, str(made.path.parent / "other")],
        input=pickle.dumps((article, *tones)), check=True, capture_output=True,
    )  # fmt: skip
    assert done.stdout.decode().strip() == here


def test_mixed_formats(lab, make):
    """8, 16, 24 and 32 bits, one, two and three channels, four rates: every tone where and as loud as it should be."""
    wanted, clips = lab.tone(0.5, hertz=700), []
    for rate, width, channels in ((22_050, 2, 1), (24_000, 2, 2), (16_000, 1, 1), (48_000, 3, 1), (44_100, 4, 3)):
        wanted = lab.tone(0.5, hertz=700, rate=rate).astype(np.int64)
        wide = np.repeat(wanted[:, None], channels, axis=1)
        shifted = wide * 256 ** (width - 2) if width >= 2 else wide // 256
        raw = shifted.astype("<i8").reshape(-1, 1).view(np.uint8)[:, :width].tobytes()
        clips.append(Clip(format=AudioFormat(rate=rate, width=width, channels=channels), pcm=raw))
    made = make(lab.script(("All", [lab.utterance(f"{n}") for n in range(len(clips))])), clips)
    sound = lab.DECODERS["PyAV"](made.path)
    assert len(sound) == made.timeline.samples
    levels = []
    for cue in made.timeline.cues:
        assert cue.end - cue.start == pytest.approx(22_050, abs=60)
        inside = sound[cue.start + 2000 : cue.end - 2000]
        levels.append(np.sqrt((inside**2).mean()))
    assert levels == pytest.approx([levels[0]] * len(levels), rel=0.01)


def test_word_marks_move_with_the_speech(lab, make):
    samples = lab.tone(1.0, before=0.2, after=0.3)
    marks = [WordMark(start=0, end=3, sample=round(0.2 * 22_050)), WordMark(start=4, end=8, sample=round(0.7 * 22_050))]
    plan = lab.script(("One", [lab.utterance("Said.", pause=500), lab.utterance("One two.")]))
    second = make(plan, [lab.clip(lab.tone(0.5)), lab.clip(samples, marks=marks)]).timeline.cues[1]
    assert [(word.first, word.last) for word in second.words] == [(0, 3), (4, 8)]
    assert second.words[0].start == pytest.approx(second.start, abs=2)
    assert second.words[1].start == pytest.approx(second.start + 0.5 * 44_100, abs=2)
    assert second.words[0].end == second.words[1].start
    assert second.words[1].end == second.end


def test_a_clip_of_one_sample(lab, make):
    plan = lab.script(("One", [lab.utterance("a"), lab.utterance("b"), lab.utterance("c")]))
    made = make(plan, [lab.clip(lab.tone(0.3)), lab.clip([9000]), lab.clip(lab.tone(0.3))])
    assert len(lab.DECODERS["ffmpeg"](made.path)) == made.timeline.samples
    assert made.timeline.cues[1].end - made.timeline.cues[1].start == 2


@pytest.mark.parametrize("samples", [[], [0] * 5000, [0, 1, -1, 2] * 900])
def test_silence_is_an_error(lab, make, tmp_path, samples):
    plan = lab.script(("One", [lab.utterance("Fine."), lab.utterance("Not heard.")]))
    with pytest.raises(AudioError, match="Not heard") as caught:
        make(plan, [lab.clip(lab.tone(0.3)), lab.clip(samples)])
    assert caught.value.hint
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(("count", "said"), [(0, "Only 0 of 3"), (2, "Only 2 of 3"), (4, "more clips than the 3")])
def test_clips_and_utterances_must_match(lab, make, tmp_path, count, said):
    plan = lab.script(("One", [lab.utterance(str(n)) for n in range(3)]))
    with pytest.raises(AudioError, match=said):
        make(plan, [lab.clip(lab.tone(0.2))] * count)
    assert list((tmp_path / "work").iterdir()) == []


def test_a_script_of_nothing(lab, make):
    with pytest.raises(AudioError, match="says nothing"):
        make(lab.script(("One", [])), [])


@pytest.mark.parametrize("form", [(0, 2, 1), (22_050, 5, 1), (22_050, 2, 0), (22_050, 2, 2), (22_050, 2, 1)])
def test_impossible_clips(lab, make, form):
    rate, width, channels = form
    odd = Clip(format=AudioFormat(rate=rate, width=width, channels=channels), pcm=b"\1\2\3\4\5")
    with pytest.raises(AudioError, match="5 bytes"):
        make(lab.script(("One", [lab.utterance()])), [odd])


@pytest.mark.parametrize("rate", [0, 3999, 384_001])
def test_rates_that_cannot_be_used(lab, make, rate):
    with pytest.raises(AudioError, match=f"{rate} samples a second; from 4,000 to") as caught:
        make(lab.script(("One", [lab.utterance()])), [lab.clip(lab.tone(0.3), rate=rate)])
    assert caught.value.hint


def test_clips_that_fail_midway_leave_nothing(lab, make, tmp_path):
    def failing():
        yield lab.clip(lab.tone(0.3))
        raise ConnectionResetError("the engine went away")

    with pytest.raises(ConnectionResetError):
        make(lab.script(("One", [lab.utterance("a"), lab.utterance("b")])), failing())
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("limit", [1_000, 45_000, 70_000])
@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
def test_a_full_disk(lab, make, tones, tmp_path, limit):
    """The limit strikes while sound waits, in the tag, or in the frames."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        with pytest.raises(OutputError) as caught:
            make(*tones)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.hint
    assert list((tmp_path / "work").iterdir()) == []


def test_a_folder_that_cannot_be_written(make, tones, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="Cannot write"):
        make(*tones, folder=tmp_path / "file" / "work")


def test_an_encoder_that_gives_nothing_leaves_nothing(make, tones, tmp_path, monkeypatch):
    def broken(job, kept):
        raise AudioError("no frames")

    monkeypatch.setattr(recording, "encoded", broken)
    with pytest.raises(AudioError, match="no frames"):
        make(*tones)
    assert list((tmp_path / "work").iterdir()) == []


def test_300_scenes_become_255_chapters(lab, make):
    beep = lab.clip(lab.tone(0.1))
    plan = lab.script(*((f"Scene {n}", [lab.utterance(f"{n}", pause=100)]) for n in range(300)))
    made = make(plan, (beep for _ in range(300)))
    chapters = made.timeline.chapters
    assert len(chapters) == 255
    assert (chapters[0].start, chapters[-1].end) == (0, made.timeline.samples)
    assert all(one.end == two.start for one, two in itertools.pairwise(chapters))
    assert len(made.timeline.cues) == 300
    assert prove(made).samples == made.timeline.samples


def test_settings_that_cannot_be(lab, make, tones):
    for settings in ({"sample_rate": 22_050}, {"sample_rate": 0}, {"bitrate_kbps": 65}, {"bitrate_kbps": 32}):
        with pytest.raises(SettingsError) as caught:
            make(*tones, **settings)
        assert caught.value.hint


@pytest.mark.parametrize("settings", [(44_100, 48), (44_100, 96), (44_100, 320), (48_000, 64), (32_000, 64)])
def test_every_rate_is_exact(lab, make, tones, settings):
    rate, kbps = settings
    made = make(*tones, sample_rate=rate, bitrate_kbps=kbps)
    assert made.timeline.rate == rate
    for decoder in lab.DECODERS.values():
        assert len(decoder(made.path)) == made.timeline.samples
    assert prove(made).bitrate_kbps == kbps


def test_progress(make, tones):
    heard = []
    made = make(*tones, on_event=heard.append)
    assert all(isinstance(event, Progressed) and event.step == "encode" for event in heard)
    assert [event.done for event in heard] == sorted({event.done for event in heard})
    assert heard[-1].done == heard[-1].total == made.timeline.samples
    heard.clear()
    prove(made, on_event=heard.append, source="page")
    assert (heard[-1].step, heard[-1].source, heard[-1].done) == ("proof", "page", heard[-1].total)


def test_memory_does_not_grow_with_length(lab, make, monkeypatch):
    """Ten times as long, but no more than a few segments in memory."""
    sound = np.tile(lab.tone(0.5, level=0.1), 10)

    monkeypatch.setattr(recording, "_cores", lambda: 2)  # each core has a segment of its own in memory

    def peak(count):
        plan = lab.script(("One", [lab.utterance(str(n), pause=600) for n in range(count)]))
        tracemalloc.start()
        try:
            make(plan, (lab.clip(sound + number) for number in range(count)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is imported once
    assert peak(100) < 1.5 * peak(10)


@pytest.mark.parametrize(("source", "target"), [(22_050, 44_100), (24_000, 44_100), (16_000, 44_100), (48_000, 44_100)])
def test_the_resampler_does_not_shift_time(lab, source, target):
    bump = np.zeros(source, np.float32)
    bump[source // 2 - 40 : source // 2 + 41] = 20_000 * np.hanning(81)
    there = resample(bump, source, target)
    assert len(there) == length(source, source, target) == target
    centre = (there * np.arange(target)).sum() / there.sum()
    assert centre == pytest.approx(target / 2, abs=0.5)


def test_a_plosive_is_not_touched():
    burst = np.concatenate([np.zeros(100, "<i2"), np.full(500, 20_000, "<i2"), np.zeros(2000, "<i2")])
    piece = edges.cut(burst, 22_050)
    assert (piece.samples[piece.onset : piece.offset] == 20_000).all()
    assert piece.offset - piece.onset == 500


def test_margins_are_faded():
    hum = np.full(22_050, 20, "<i2")
    hum[::2] = -20
    hum[8000:12_000] = 20_000
    piece = edges.cut(hum, 22_050)
    assert piece.onset == 220
    assert piece.samples[0] == 0
    assert piece.samples[151] == 20
    assert piece.samples[-1] == 0


@pytest.mark.parametrize("offset", [-1600, 160, 1600])
def test_an_offset_is_taken_out(lab, offset):
    sound = lab.tone(1.0, before=0.25, after=0.25)
    clean, moved = edges.cut(sound, 22_050), edges.cut(sound + np.int16(offset), 22_050)
    assert (moved.onset, moved.offset) == (clean.onset, clean.offset)
    assert (moved.samples == clean.samples).all()


def test_a_clip_that_is_all_speech_is_no_offset(lab):
    low = lab.tone(0.06, hertz=10, level=0.5)
    assert (edges.cut(low, 22_050).samples == low).all()


def test_noise_and_clicks_are_no_speech(lab):
    """Noise 58 dB below the speech has samples that stand out, and a click is one."""
    sound = lab.tone(1.0, before=0.3, after=0.3, level=0.5)
    clean = edges.cut(sound, 22_050)
    noise = np.rint(np.random.default_rng(1).standard_normal(len(sound)) * 16_384 * 10 ** (-58 / 20)).astype("<i2")
    clicked = sound.copy()
    clicked[[100, -100]] = 9000
    for other in (sound + noise, clicked, clicked[::-1]):
        piece = edges.cut(other, 22_050)
        assert 0 <= len(piece.samples) - len(clean.samples) <= 441  # a sample within 10 ms may stand out


@pytest.mark.parametrize("place", [0, 50, 5000])
def test_a_click_alone_is_all_there_is(place):
    click = np.zeros(6000, "<i2")
    click[place] = 9000
    piece = edges.cut(click, 22_050)
    assert piece.samples[piece.onset] == 9000
    assert piece.offset - piece.onset == 1


def test_tag_stands_in_front_and_names_everything(make, tones):
    made = make(*tones, title="Another title")
    tag = read_tag(made.path)
    assert tag.title == "Another title"
    assert tag.disclosure == "This audio is created with AI assistance."
    assert tag.text("TALB") == tag.text("TPUB") == "The Daily Example"
    assert (tag.text("TYER"), tag.text("TDAT"), tag.text("TIME")) == ("2025", "0503", "1758")
    assert ("WOAS", "https://example.org/a-title") in tag.links
    assert os.path.getsize(made.path) > tag.size


def test_encoded_segments_are_kept(make, tones, tmp_path):
    plan, clips = tones
    store = FolderStore(tmp_path / "kept")
    first = make(plan, clips, kept=store).path.read_bytes()
    names = list(store.list())
    assert len(names) == 3
    stamps = [store.path(name).stat().st_mtime_ns for name in names]
    assert make(plan, clips, kept=store).path.read_bytes() == first == make(plan, clips).path.read_bytes()
    assert [store.path(name).stat().st_mtime_ns for name in names] == stamps


def test_one_changed_clip_is_one_segment_encoded(lab, make, tmp_path):
    plan = lab.script(*((f"Scene {n}", [lab.utterance(str(n))]) for n in range(12)))
    clips = [lab.clip(lab.tone(0.6, hertz=990 + n)) for n in range(12)]
    store = FolderStore(tmp_path / "kept")
    make(plan, clips, kept=store)
    before = set(store.list())
    other = [*clips[:4], lab.clip(lab.tone(0.7, hertz=1001)), *clips[5:]]
    made = make(plan, other, kept=store)
    assert len(set(store.list()) - before) == 1
    assert made.path.read_bytes() == make(plan, other).path.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"short", bytes(5000)])
def test_a_damaged_segment_is_encoded_again(make, tones, tmp_path, damage):
    store = FolderStore(tmp_path / "kept")
    whole = make(*tones, kept=store).path.read_bytes()
    for name in list(store.list()):
        store.path(name).write_bytes(damage)
    assert make(*tones, kept=store).path.read_bytes() == whole
    assert all(store.get(name) != damage for name in store.list())


def test_a_store_that_fails_is_done_without(make, tones, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert prove(make(*tones, kept=FolderStore(tmp_path / "file")))


@given(st.data())
@hypothesis.settings(max_examples=60, deadline=None)
def test_whatever_shapes_the_frames_is_in_the_name(data):
    job = Job(parts=(b"\1\0" * 50,), gaps=(0,), samples=1152, source=22_050, target=44_100, kbps=64,
              gain_db=1.0, ceiling=0.8, last=False)  # fmt: skip
    other = data.draw(st.sampled_from([
        {"parts": (b"\1\0" * 49 + b"\2\0",)}, {"parts": (b"\1\0" * 25, b"\1\0" * 25)}, {"gaps": (1,)}, {"samples": 2304},
        {"source": 24_000}, {"target": 48_000}, {"kbps": 96}, {"gain_db": 1.1}, {"ceiling": 0.7}, {"last": True},
    ]))  # fmt: skip
    assert segments._name(replace(job, **other)) != segments._name(job) == segments._name(replace(job))
