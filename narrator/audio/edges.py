"""Where speech starts and ends in a clip, and the clip cut down to it.

Engines put silence around speech (espeak-ng up to 0.3 s, decoded MP3 some padding too), so pauses would depend on the
engine. Each clip is cut to its speech plus a little margin, and faded inside that margin only: a plosive that starts at
full strength is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from narrator.model import WordMark

Samples: TypeAlias = npt.NDArray[np.int16]
Sound: TypeAlias = npt.NDArray[np.float32]

HEAD_S = 0.010
TAIL_S = 0.030
FADE_S = 0.005
# Below -72 dBFS a clip holds nothing that anyone could hear.
SILENT = 8
# Speech is what stands above its own loudest sample less 50 dB: soft fricatives do, breath and MP3 noise do not.
BELOW_PEAK = 10 ** (-50 / 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A clip cut to its speech: 16-bit mono samples, speech from `onset` to `offset`, marks moved along."""

    samples: Samples = field(repr=False)
    onset: int
    offset: int
    marks: tuple[WordMark, ...] = ()


def cut(samples: Samples, rate: int, marks: tuple[WordMark, ...] = (), *, head_s: float = HEAD_S) -> Piece | None:
    """The speech in `samples` with margins and 5 ms fades, or None when they are silent."""
    bounds = speech_bounds(samples)
    if bounds is None:
        return None
    onset, offset = bounds
    first = max(0, onset - int(head_s * rate))
    last = min(len(samples), offset + int(TAIL_S * rate))
    piece = samples[first:last].copy()
    fade = int(FADE_S * rate)
    _ramp(piece[: min(fade, onset - first)])
    _ramp(piece[::-1][: min(fade, last - offset)])
    moved = tuple(
        WordMark(start=mark.start, end=mark.end, sample=min(max(mark.sample - first, onset - first), offset - first))
        for mark in marks
    )
    return Piece(samples=piece, onset=onset - first, offset=offset - first, marks=moved)


def speech_bounds(samples: Samples) -> tuple[int, int] | None:
    """First sample of speech and the one after its last, or None when all is silence."""
    if not len(samples):
        return None
    peak = max(int(samples.max()), -int(samples.min()))
    if peak < SILENT:
        return None
    floor = min(peak - 1, int(max(SILENT / 2, peak * BELOW_PEAK)))
    loud = (samples > floor) | (samples < -floor)
    return int(loud.argmax()), len(loud) - int(loud[::-1].argmax())


def _ramp(samples: Samples) -> None:
    """Fade in, in place."""
    gain = (np.arange(len(samples), dtype=np.float32) + 0.5) / max(len(samples), 1)
    samples[:] = np.rint(samples * gain).astype(np.int16)
