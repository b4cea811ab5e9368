"""How loud speech is, as ITU-R BS.1770 and EBU R 128 count it, and the one gain that brings an episode to its target.

Sound is weighted and measured once, in hops of 20 ms, as each clip passes by; from the hops' energies the loudness of the
whole follows, however they are laid out. The gain is one for the whole episode and a multiple of 0.1 dB, so that a changed
sentence seldom changes it. It makes up for what the limiter will take off the peaks.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

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
# Where a decibel more of gain brings less than this, it goes into noise and distortion.
WORTH = 0.05
BATCH = 256
CELLS = 20
HIGH_PASS_HZ = 38.135


class Level(NamedTuple):
    """Weighted mean square and loudest sample (1.0 is full scale) of each hop."""

    energies: Energies
    peaks: npt.NDArray[np.float32]


def hop(rate: int) -> int:
    """Samples of a hop."""
    return rate // HOPS_A_SECOND


def measure(samples: npt.NDArray[np.int16] | npt.NDArray[np.float32], rate: int, *, full_scale: float) -> Level:
    """The hops of a stretch of sound, with silence before it; the last is filled up with silence."""
    size, meter = hop(rate), _meter(rate)
    count = -(-len(samples) // size)
    energies, peaks = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    left = np.zeros((2, 2), dtype=np.float32)
    for first in range(0, count, BATCH):
        part = samples[first * size : (first + BATCH) * size]
        rows = np.zeros((-(-len(part) // size), size), dtype=np.float32)
        np.multiply(part, np.float32(1 / full_scale), out=rows.reshape(-1)[: len(part)])
        peaks[first : first + BATCH] = np.maximum(rows.max(axis=1), -rows.min(axis=1))
        low = np.empty((len(rows), CELLS + 2), dtype=np.float32)
        np.add.reduceat(rows, meter.cells, axis=1, out=low[:, :CELLS])
        left = np.concatenate([left[-2:], low[:, :CELLS] @ meter.leaves])
        low[:, CELLS:] = left[1:-1] + left[:-2] @ meter.fades
        # numpy computes a transform that it does not have to scale in double precision
        parts = np.fft.rfft(rows, axis=1, norm="forward").astype(np.complex64, copy=False).view(np.float32)
        parts *= parts
        taken = np.einsum("ij,ij->i", low @ meter.takes, low)
        energies[first : first + BATCH] = np.einsum("ij,j->i", parts, meter.weights) - taken
    return Level(np.maximum(energies, 0, out=energies), peaks)


class _Meter(NamedTuple):
    """K-weighting for one rate: the power of a hop's spectrum, less what the high-pass takes away.

    The high-pass remembers 40 ms, and what it takes away lies below the bins of a hop, so that is told from sums over the cells
    of a hop and from what the two hops before it left. It is right within 0.1 dB from 30 Hz upwards.

    weights  for the square of the real and the imaginary part of each bin, of a spectrum scaled by the hop's length
    cells    where each cell begins
    leaves   what a cell's sum adds to the two states at the end of its hop
    fades    what becomes of the states over a hop
    takes    the energy taken away, as a quadratic form of the sums and the states
    """

    weights: npt.NDArray[np.float32]
    cells: npt.NDArray[np.intp]
    leaves: npt.NDArray[np.float32]
    fades: npt.NDArray[np.float32]
    takes: npt.NDArray[np.float32]


@functools.cache
def _meter(rate: int) -> _Meter:
    size, turn = hop(rate), HIGH_PASS_HZ * 2 * np.pi / rate
    ends = np.arange(CELLS + 1) * size // CELLS
    cells, lengths, samples = ends[:-1], np.diff(ends), np.arange(size)

    def left(after: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What the high-pass has left of a step so many samples later."""
        since = turn * np.maximum(after, 0)
        result: npt.NDArray[Any] = np.exp(-since) * (1 - since)
        return result

    time = samples + 0.5
    decay = np.exp(-turn * time)
    # from the end of a hop on, that is a sum of two shapes: the states
    states = np.stack([left(size - ends), -np.exp(-turn * (size - ends))], axis=-1)
    leaves = np.diff(states, axis=0) / lengths[:, None]
    fades = np.exp(-turn * size) * np.array([[1, 0], [turn * size, 1]])
    # the spectra of what the cells and the states are in the sound, and of what the high-pass takes from it
    held = np.zeros((CELLS + 2, size))
    held[np.repeat(np.arange(CELLS), lengths), samples] = np.repeat(1 / lengths, lengths)
    taken = np.concatenate(
        [np.diff(left(time - ends[:, None]), axis=0) / lengths[:, None], [decay, decay * turn * time]]
    )
    there, taken = (np.fft.rfft(rows, axis=1, norm="forward").view(np.float64) for rows in (held, taken))
    shelf, high_pass = (np.repeat(power, 2) for power in _responses(np.fft.rfftfreq(size, 1 / rate)))
    # each bin but the first and, of an even number of samples, the last stands for two
    twice = np.full(len(shelf), 2.0)
    twice[:2] = 1
    if size % 2 == 0:
        twice[-2:] = 1
    # einsum, because products of matrices this large are shared among threads that would have to be waited for
    takes = np.einsum("ik,jk->ij", (2 * there - taken) * shelf * twice, taken)
    takes = (takes + takes.T) / 2
    # so that a steady tone in the middle of a bin has just the power that the standard gives it
    sums = there[:CELLS].T * (size * lengths)
    states = np.einsum("ij,jk->ik", sums, leaves + leaves @ fades)
    steady = np.concatenate([sums, states], axis=1)
    lost = (np.einsum("ij,jk->ik", steady, takes) * steady).sum(axis=1).reshape(-1, 2).sum(axis=1)
    weights = twice * (shelf * high_pass + np.repeat(lost, 2))
    return _Meter(
        weights=weights.astype(np.float32),
        cells=cells,
        leaves=leaves.astype(np.float32),
        fades=fades.astype(np.float32),
        takes=takes.astype(np.float32),
    )


def _responses(hertz: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The power of the two filters of BS.1770, as given there for 48 kHz; the shelf has the gain of both."""
    turn = np.exp(-2j * np.pi * hertz / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    poles = np.array([1, -1.99004745483398, 0.99007225036621])
    high_pass = (1 - turn) ** 2 / (poles[0] + poles[1] * turn + poles[2] * turn**2)
    gain = 4 / (poles[0] - poles[1] + poles[2])
    return np.abs(shelf * gain) ** 2, np.abs(high_pass / gain) ** 2


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
    """The gain, in tenths of a decibel, after which the limited episode has the target's loudness, or comes close to it."""
    if 0 < len(level.peaks) < BLOCK:  # too short for a loudness of its own: as if it went on like this
        level = Level(*(np.resize(part, BLOCK) for part in level))
    gain, highest = 0.0, ceiling(target)
    before = (-MAX_GAIN_DB, -np.inf)
    for _ in range(50):  # the more is limited, the less a step achieves
        held = np.minimum(1.0, highest / np.maximum(level.peaks * 10 ** (gain / 20), 1e-9))
        held *= held
        held *= level.energies
        now = integrated(held * 10 ** (gain / 10))
        if not np.isfinite(now):
            return 0.0
        if gain > before[0] and now - before[1] < WORTH * (gain - before[0]):
            gain = before[0]
            break
        before = gain, now
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
