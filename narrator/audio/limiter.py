"""A look-ahead limiter: peaks above the ceiling are turned down smoothly, all else passes untouched.

The gain that each hop of about 1.5 ms needs is held for 7 ms on both sides and then smoothed, so it falls before a peak arrives
and stays down over a voice's pitch periods. Peaks between samples are looked for only where samples come near the ceiling.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from narrator.audio.edges import Sound

HOLD = 5
SMOOTH = 4
# Between samples a peak may be this much above them; below that nothing needs a closer look.
NEAR, NEAR_IN_SPEECH = 0.7, 0.84
OVERSAMPLING, TAPS = 4, 16


def ceiling(target_lufs: float) -> float:
    """Where peaks are held so that the decoded MP3 stays below -1 dBTP.

    LAME at 64 kbit/s adds up to 1 dB to a peak of speech at -16 LUFS and below, and up to 1.5 dB at -14, where more of it is
    limited (0.3 dB more at 48 kbit/s). Lower than this it would not help: then so much is limited that LAME adds more.
    """
    return float(10 ** ((-2.5 - 0.3 * max(0.0, target_lufs + 16)) / 20))


def _hop(rate: int) -> int:
    """Samples of a hop: 1.5 ms at 22,050 or 44,100 samples a second."""
    return 32 if rate < 32_000 else 64


def limit(sound: Sound, ceiling: float, rate: int) -> Sound:
    """The sound (1.0 is full scale) with no peak above `ceiling` on a grid four times as fine; changed in place where its length allows it."""
    hop = _hop(rate)
    sound = _filled(sound, hop)
    peaks = _peaks(sound, hop)
    near = np.flatnonzero(peaks > ceiling * NEAR)
    if not len(near):
        return sound
    peaks[near] = np.maximum(peaks[near], true_peaks(sound, near, hop))
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
    if needed.min() == 1.0:
        return sound
    held = functools.reduce(np.minimum, _shifted(needed, HOLD))
    window = np.hanning(2 * SMOOTH + 3)[1:-1].astype(np.float32)
    curve = sum(weight * part for weight, part in zip(window / window.sum(), _shifted(held, SMOOTH), strict=True))
    edges = np.concatenate([[curve[0]], (curve[1:] + curve[:-1]) / 2, [curve[-1]]]).astype(np.float32)
    touched = np.flatnonzero(np.minimum(edges[1:], edges[:-1]) < 0.99999)
    slope = (np.arange(hop, dtype=np.float32) + 0.5) / hop
    rows = sound.reshape(-1, hop)
    rows[touched] *= edges[touched, None] * (1 - slope) + edges[touched + 1, None] * slope
    return sound


def true_peak(sound: Sound, rate: int, *, above: float) -> float:
    """The loudest value; exact between samples too where it lies above `above`."""
    hop = _hop(rate)
    sound = _filled(sound, hop)
    peaks = _peaks(sound, hop)
    near = np.flatnonzero(peaks > above * NEAR_IN_SPEECH)
    fine = true_peaks(sound, near, hop).max(initial=0.0)
    return float(max(peaks.max(initial=0.0), fine))


def _filled(sound: Sound, hop: int) -> Sound:
    """The sound, filled up with silence to whole hops if it has to be."""
    missing = -len(sound) % hop
    return np.concatenate([sound, np.zeros(missing, dtype=np.float32)]) if missing else sound


def _peaks(sound: Sound, hop: int) -> Sound:
    """The loudest sample of each hop."""
    starts = np.arange(0, len(sound), hop)
    if not len(starts):
        return np.zeros(0, dtype=np.float32)
    # several times faster than max() over rows this short
    return np.maximum(np.maximum.reduceat(sound, starts), -np.minimum.reduceat(sound, starts))


def true_peaks(sound: Sound, hops: npt.NDArray[np.intp], hop: int) -> Sound:
    """The loudest value of each given hop on a grid four times as fine."""
    padded = np.concatenate([np.zeros(TAPS, dtype=np.float32), sound, np.zeros(TAPS, dtype=np.float32)])
    spans = np.lib.stride_tricks.sliding_window_view(padded, hop + 2 * TAPS)[::hop]
    size = OVERSAMPLING * (hop + 2 * TAPS)
    found = np.zeros(len(hops), dtype=np.float32)
    for first in range(0, len(hops), 1024):
        part = hops[first : first + 1024]
        # numpy computes a transform that it does not have to scale in double precision
        spectrum = np.fft.rfft(spans[part] * _taper(hop), axis=1, norm="forward")
        fine = np.fft.irfft(spectrum, size, axis=1)
        inner = fine[:, OVERSAMPLING * TAPS : -OVERSAMPLING * TAPS]
        found[first : first + 1024] = np.maximum(inner.max(axis=1), -inner.min(axis=1)) * size
    return found


@functools.cache
def _taper(hop: int) -> Sound:
    """Flat over a hop, falling to nothing over the samples beside it, so that the ends do not ring into it."""
    ramp = np.hanning(2 * TAPS + 1)[:TAPS]
    return np.concatenate([ramp, np.ones(hop), ramp[::-1]]).astype(np.float32)


def _shifted(values: Sound, reach: int) -> list[Sound]:
    """The row of values moved by -reach to reach places, with its ends going on outside: a sound that is cut off is limited too."""
    padded = np.concatenate([np.full(reach, values[0]), values, np.full(reach, values[-1])])
    return [padded[shift : shift + len(values)] for shift in range(2 * reach + 1)]
