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
# A click stands alone: where speech starts and ends, more than one sample in sixteen is above that within 10 ms.
LASTS_S, DENSE = 0.010, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A clip cut to its speech: 16-bit mono samples, speech from `onset` to `offset`, marks moved along."""

    samples: Samples = field(repr=False)
    onset: int
    offset: int
    marks: tuple[WordMark, ...] = ()


def cut(samples: Samples, rate: int, marks: tuple[WordMark, ...] = (), *, head_s: float = HEAD_S) -> Piece | None:
    """The speech in `samples` with margins and 5 ms fades, or None when they are silent.

    Values that rest beside zero are moved there; a click by itself and noise in which single samples stand out are no speech.
    """
    samples = _centred(samples, int(FADE_S * rate))
    bounds = speech_bounds(samples, int(LASTS_S * rate))
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


def speech_bounds(samples: Samples, window: int) -> tuple[int, int] | None:
    """First sample of speech and the one after its last, or None when all is silence.

    window   samples within which a sound lasts; what does not counts where nothing else is heard
    """
    peak = _peak(samples)
    if peak < SILENT:
        return None
    floor = min(peak - 1, _floor(peak))
    loud = (samples > floor) | (samples < -floor)
    return _begin(loud, window), len(loud) - _begin(loud[::-1], window)


def _begin(loud: npt.NDArray[np.bool_], window: int) -> int:
    """The first loud sample that others follow closely, else the first of all."""
    first = int(loud.argmax())
    if np.count_nonzero(loud[first : first + window]) * DENSE > window:
        return first
    sums = np.concatenate([[0], np.cumsum(loud)])
    following = sums[np.minimum(np.arange(len(loud)) + window, len(loud))] - sums[:-1]
    dense = loud & (following * DENSE > window)
    return int(dense.argmax()) if dense.any() else first


def _centred(samples: Samples, edge: int) -> Samples:
    """The samples around zero, where they rest at another value at both ends."""
    if len(samples) < 4 * edge or min(abs(int(samples[0])), abs(int(samples[-1]))) < SILENT:
        return samples
    ends = np.concatenate([samples[:edge], samples[len(samples) - edge :]]).astype(np.int32)
    rest = round(ends.mean())
    centred = np.clip(samples.astype(np.int32) - rest, -32768, 32767).astype(np.int16)
    return centred if np.abs(ends - rest).max() <= _floor(_peak(centred)) else samples


def _peak(samples: Samples) -> int:
    return max(int(samples.max()), -int(samples.min())) if len(samples) else 0


def _floor(peak: int) -> int:
    return int(max(SILENT / 2, peak * BELOW_PEAK))


def _ramp(samples: Samples) -> None:
    """Fade in, in place."""
    gain = (np.arange(len(samples), dtype=np.float32) + 0.5) / max(len(samples), 1)
    samples[:] = np.rint(samples * gain).astype(np.int16)
