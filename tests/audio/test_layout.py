"""What must hold for any pieces: nothing overlaps, nothing is lost, every seam lies in silence and on a frame."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio.layout import SEAM, Placed, lay_out
from narrator.audio.loudness import Level
from narrator.audio.mp3 import FRAME, LATENCY
from narrator.audio.resample import length
from narrator.model import Scene, Script, Utterance, Voice

VOICE = Voice(engine="e", id="v", language="en")
NO_LEVEL = Level(np.zeros(0), np.zeros(0, dtype=np.float32))


@st.composite
def plans(draw):
    """Pieces of up to three minutes in up to seven scenes, and a rate."""
    rate = draw(st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000]))
    scenes, pieces = [], []
    for number in range(draw(st.integers(1, 7))):
        said = []
        for _ in range(draw(st.integers(1, 6))):
            pause = draw(st.sampled_from([0, 1, 30, 150, 350, 700, 1200, 5000]))
            said.append(Utterance(text="A", spoken="A", role="body", language="en", voice=VOICE, pause_after_ms=pause))
            onset = draw(st.integers(0, rate // 100))
            spoken = draw(st.sampled_from([1, 2, 777, rate, 7 * rate, 61 * rate]))
            tail = draw(st.integers(0, 3 * rate // 100))
            pieces.append(
                Placed(
                    scene=number, utterance=said[-1], length=onset + spoken + tail, onset=onset, offset=onset + spoken,
                    level=NO_LEVEL,
                )
            )  # fmt: skip
        scenes.append(Scene(title=f"S{number}", utterances=tuple(said)))
    return pieces, Script(language="en", disclosure="D", scenes=tuple(scenes)), rate


@given(
    plans(),
    st.sampled_from([44_100, 48_000]),
    st.sampled_from([0, 40 * FRAME]),
    st.sampled_from([0, 9 * FRAME - LATENCY]),
)
@settings(max_examples=150, deadline=None)
def test_any_plan(plan, target, before, after):
    pieces, script, rate = plan
    line, segments = lay_out(pieces, script, source=rate, target=target, before=before, after=after)
    assert line.samples == before + sum(segment.samples for segment in segments) + after
    assert [n for segment in segments for n in range(segment.first, segment.last)] == list(range(len(pieces)))
    for segment in segments[: None if after else -1]:
        assert segment.samples % FRAME == 0
    assert (line.samples + LATENCY) % FRAME == 0
    for segment in segments:
        run = pieces[segment.first : segment.last]
        filled = length(sum(segment.gaps) + sum(piece.length for piece in run), rate, target)
        assert filled + (0 if segment is segments[-1] and not after else SEAM) <= segment.samples
    assert [chapter.title for chapter in line.chapters] == [scene.title for scene in script.scenes]
    assert (line.chapters[0].start, line.chapters[-1].end) == (0, line.samples)
    assert all(one.end == two.start > one.start for one, two in itertools.pairwise(line.chapters))
    assert [cue.utterance for cue in line.cues] == list(script.utterances)
    for one, two in itertools.pairwise(line.cues):
        assert one.start < one.end <= two.start
    for piece, cue in zip(pieces, line.cues, strict=True):
        assert cue.end - cue.start == pytest.approx((piece.offset - piece.onset) * target / rate, abs=1.5)
    assert line.cues[0].start >= before
    assert line.cues[-1].end < line.samples


@given(plans(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_change_in_one_scene_leaves_the_segments_of_the_others(plan, data):
    from dataclasses import replace

    pieces, script, rate = plan
    _, before = lay_out(pieces, script, source=rate, target=44_100)
    changed = data.draw(st.integers(0, len(pieces) - 1))
    longer = [replace(piece, length=piece.length + 999, offset=piece.offset + 999) if n == changed else piece
              for n, piece in enumerate(pieces)]  # fmt: skip
    _, after = lay_out(longer, script, source=rate, target=44_100)

    def others(segments):
        return [s for s in segments if pieces[s.first].scene != pieces[changed].scene]

    assert others(before) == others(after)
