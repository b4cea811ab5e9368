"""How loud speech is, as ITU-R BS.1770 and EBU R 128 count it, and the one gain that brings an episode to its target.

Sound is weighted and measured once, in hops of 20 ms, as each clip passes by; from the hops' energies the loudness of the
whole follows, however they are laid out. The gain is one for the whole episode and a multiple of 0.1 dB, so that a changed
sentence seldom changes it. It makes up for what the limiter will take off the peaks.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from narrator.audio.limiter import ceiling
from narrator.model import Timeline

Energies: TypeAlias = npt.NDArray[np.float32]

HOPS_A_SECOND = 50
# A gating block lasts 400 ms, and a new one starts every 100 ms.
BLOCK, STEP = 20, 5
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0
FULL_SCALE = 32768.0
MAX_GAIN_DB = 40.0
BATCH = 256


class Level(NamedTuple):
    """Weighted mean square and loudest sample (1.0 is full scale) of each hop."""

    energies: Energies
    peaks: npt.NDArray[np.float32]


def hop(rate: int) -> int:
    """Samples of a hop."""
    return rate // HOPS_A_SECOND


def measure(samples: npt.NDArray[np.int16] | npt.NDArray[np.float32], rate: int, *, full_scale: float) -> Level:
    """The hops of a stretch of sound; the last is filled up with silence."""
    size = hop(rate)
    count = -(-len(samples) // size)
    energies, peaks = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    for first in range(0, count, BATCH):
        part = samples[first * size : (first + BATCH) * size]
        rows = np.zeros((-(-len(part) // size), size), dtype=np.float32)
        np.multiply(part, np.float32(1 / full_scale), out=rows.reshape(-1)[: len(part)])
        # numpy computes a transform that it does not have to scale in double precision
        parts = np.fft.rfft(rows, axis=1, norm="forward").astype(np.complex64, copy=False).view(np.float32)
        parts *= parts
        parts *= _weights(rate)
        energies[first : first + BATCH] = parts.sum(axis=1)
        peaks[first : first + BATCH] = np.maximum(rows.max(axis=1), -rows.min(axis=1))
    return Level(energies, peaks)


@functools.cache
def _weights(rate: int) -> npt.NDArray[np.float32]:
    """The K-weighting filter's power for the real and the imaginary part of each bin of a hop's spectrum.

    The weighted sum of their squares is the hop's mean square, for a spectrum scaled by the hop's length.
    """
    size = hop(rate)
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / 48_000)
    # the two filters of BS.1770, as given there for 48 kHz
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    high_pass = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    weights = np.abs(shelf * high_pass) ** 2 * 2
    weights[0] /= 2
    if size % 2 == 0:
        weights[-1] /= 2
    result: npt.NDArray[np.float32] = np.repeat(weights, 2).astype(np.float32)
    return result


def integrated(energies: Energies) -> float:
    """Gated loudness of a row of hops, in LUFS; -inf when there are fewer than 400 ms or all is silence."""
    if len(energies) < BLOCK:
        return -np.inf
    sums = np.concatenate([[0.0], np.cumsum(energies, dtype=np.float64)])
    blocks = (sums[BLOCK:] - sums[:-BLOCK])[::STEP] / BLOCK
    heard = blocks[blocks > _power(ABSOLUTE_GATE)]
    if not len(heard):
        return -np.inf
    gated = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return float(-0.691 + 10 * np.log10(gated.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def gain_db(level: Level, target: float) -> float:
    """The gain, in tenths of a decibel, after which the limited episode has the target's loudness."""
    gain, highest = 0.0, ceiling(target)
    for _ in range(50):  # the more is limited, the less a step achieves
        held = np.minimum(1.0, highest / np.maximum(level.peaks * 10 ** (gain / 20), 1e-9))
        held *= held
        held *= level.energies
        now = integrated(held * 10 ** (gain / 10))
        if not np.isfinite(now):
            return 0.0
        gain = float(np.clip(gain + target - now, -MAX_GAIN_DB, MAX_GAIN_DB))
        if abs(target - now) < 0.01:
            break
    return round(gain, 1)


def lay(levels: Sequence[tuple[int, Level]], timeline: Timeline) -> Level:
    """The hops of a whole episode from those of its pieces and the sample at which each begins."""
    size = timeline.rate / HOPS_A_SECOND
    total = max([round(timeline.samples / size), *(round(start / size) + len(level.peaks) for start, level in levels)])
    energies, peaks = np.zeros(total, dtype=np.float32), np.zeros(total, dtype=np.float32)
    for start, level in levels:
        place = slice(first := round(start / size), first + len(level.peaks))
        energies[place] += level.energies
        np.maximum(peaks[place], level.peaks, out=peaks[place])
    return Level(energies, peaks)
