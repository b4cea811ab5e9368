"""What is heard when: pieces of speech laid out in time, and the segments in which they are encoded.

Everything is counted in samples of the finished episode. Pauses are exact, from the end of one speech to the start of the
next, except at a segment's end, where they are rounded to the next MP3 frame (at most 13 ms either way) so that each segment
is a whole number of frames. Where segments end depends on the pieces since the last end alone, so one changed sentence
changes one segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.audio.edges import HEAD_S
from narrator.audio.id3 import MAX_CHAPTERS, clean
from narrator.audio.loudness import Level
from narrator.audio.mp3 import FRAME, LATENCY
from narrator.audio.resample import length
from narrator.model import Chapter, Cue, Scene, Script, Timeline, Utterance, Word, WordMark

CLOSING_S = 0.5
# Before a seam there is at least this much digital silence: more than LAME and decoders look across.
SEAM = 2 * FRAME
# A segment ends with its chapter, or at the first pause that is long enough for how long it has become: (seconds, seconds).
ENDS = ((5.0, 0.5), (60.0, 0.15), (240.0, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A piece that waits on disk, in samples of its own rate: its length, and where its speech starts and ends."""

    scene: int
    utterance: Utterance
    length: int
    onset: int
    offset: int
    level: Level
    marks: tuple[WordMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Pieces `first:last`, encoded in one go.

    gaps      the silence before each, in samples at the pieces' rate
    samples   length in the finished episode; whole MP3 frames but for the last segment
    """

    first: int
    last: int
    gaps: tuple[int, ...]
    samples: int


def lay_out(
    pieces: Sequence[Placed], script: Script, *, source: int, target: int, before: int = 0, after: int = 0
) -> tuple[Timeline, tuple[Segment, ...]]:
    """The timeline at `target` samples a second, and the segments, of pieces at `source` samples a second.

    before, after   samples of an intro and an outro, at `target` a second
    """
    segments: list[Segment] = []
    cues: list[Cue] = []
    begin, first = before, 0
    head = round(HEAD_S * source)
    while first < len(pieces):
        gaps, places, last = _fill(pieces, first, head, source)
        run = pieces[first:last]
        cues += [_cue(piece, place, begin, source, target) for piece, place in zip(run, places, strict=True)]
        spoken = length(places[-1] + run[-1].length, source, target)
        if last == len(pieces) and not after:
            least = max(spoken, cues[-1].end - begin + round(CLOSING_S * target))
            # as long as whole frames give, so that players which do not know of padding show the same length
            samples = FRAME * -(-(least + LATENCY) // FRAME) - LATENCY
        else:
            pause = round(CLOSING_S * source) if last == len(pieces) else _pause(run[-1], source) - head
            exact = length(places[-1] + run[-1].offset + pause, source, target)
            samples = FRAME * max((2 * exact + FRAME) // (2 * FRAME), -(-(spoken + SEAM) // FRAME))
        segments.append(Segment(first=first, last=last, gaps=gaps, samples=samples))
        begin, first = begin + samples, last
    samples = begin + after
    chapters = _chapters(pieces, cues, script.scenes, samples, target)
    return Timeline(rate=target, samples=samples, chapters=chapters, cues=tuple(cues)), tuple(segments)


def _fill(pieces: Sequence[Placed], first: int, head: int, rate: int) -> tuple[tuple[int, ...], list[int], int]:
    """One segment from piece `first` on: the gaps, where each piece starts in it, and the piece after its last."""
    gaps = [max(0, head - pieces[first].onset) if first else 0]
    places = [gaps[0]]
    last = first + 1
    while last < len(pieces) and not _ends(pieces[last - 1], pieces[last], places[-1], rate):
        before, piece = pieces[last - 1], pieces[last]
        gap = max(0, _pause(before, rate) - (before.length - before.offset) - piece.onset)
        gaps.append(gap)
        places.append(places[-1] + before.length + gap)
        last += 1
    return tuple(gaps), places, last


def _ends(piece: Placed, following: Placed, place: int, rate: int) -> bool:
    if piece.scene != following.scene:
        return True
    so_far, pause = (place + piece.length) / rate, _pause(piece, rate) / rate
    return any(so_far >= long and pause >= least for long, least in ENDS)


def _pause(piece: Placed, rate: int) -> int:
    """Samples of silence after a piece; at least a millisecond, so that no cue is empty or meets the next at any rate."""
    return round(max(1, piece.utterance.pause_after_ms) * rate / 1000)


def _cue(piece: Placed, place: int, begin: int, source: int, target: int) -> Cue:
    """When a piece is heard; `place` counts from the segment's start at `begin`."""

    def at(sample: int) -> int:
        return begin + length(place + sample, source, target)

    ends = (*(mark.sample for mark in piece.marks[1:]), piece.offset)
    words = tuple(
        Word(start=at(mark.sample), end=at(max(end, mark.sample)), rate=target, first=mark.start, last=mark.end)
        for mark, end in zip(piece.marks, ends, strict=False)
    )
    start = at(piece.onset)
    return Cue(start=start, end=max(at(piece.offset), start + 1), rate=target, utterance=piece.utterance, words=words)


def _chapters(
    pieces: Sequence[Placed], cues: Sequence[Cue], scenes: Sequence[Scene], samples: int, rate: int
) -> tuple[Chapter, ...]:
    """A chapter for each scene, from its first sound to the next one's; beyond 255 the smallest join the one before."""
    starts: dict[int, int] = {}
    for piece, cue in zip(pieces, cues, strict=True):
        starts.setdefault(piece.scene, cue.start)
    kept = sorted(starts)
    excess = len(kept) - MAX_CHAPTERS
    if excess > 0:
        # ID3 counts chapters in one byte; subsections go first, then the shortest
        until = dict(zip(kept, [*(starts[scene] for scene in kept[1:]), samples], strict=True))
        least = sorted(kept[1:], key=lambda scene: (-scenes[scene].level, until[scene] - starts[scene], scene))
        gone = set(least[:excess])
        kept = [scene for scene in kept if scene not in gone]
    begins = [0, *(starts[scene] for scene in kept[1:])]
    ends = [*begins[1:], samples]
    return tuple(
        Chapter(
            start=start,
            end=end,
            rate=rate,
            title=_title(scenes[scene]),
            level=scenes[scene].level,
            part=scenes[scene].part,
        )
        for start, end, scene in zip(begins, ends, kept, strict=True)
    )


def _title(scene: Scene) -> str:
    """What players can show: one line, never empty (some readers leave out a chapter without a title)."""
    return clean(scene.title) or clean(scene.utterances[0].text, 60) or "…"
