"""Sound from one sample rate to another, by swresample, without a shift in time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from narrator.audio.edges import Samples, Sound

if TYPE_CHECKING:
    import av

STRETCH = 16_384


def length(samples: int, source: int, target: int) -> int:
    """How many samples at `target` a second last as long as `samples` at `source` (rounded half up)."""
    return (2 * samples * target + source) // (2 * source)


def resample(sound: Sound, source: int, target: int) -> Sound:
    """The same sound at another rate, on the same scale."""
    if source == target or not len(sound):
        return sound
    import av

    machine = av.AudioResampler(format="fltp", layout="mono", rate=target)
    # the filter's tail may be a sample or two longer or shorter than the exact ratio
    result = np.zeros(length(len(sound), source, target), dtype=np.float32)
    place = 0
    for frame in (*_frames(sound, source), None):
        for part in machine.resample(frame):
            found = part.to_ndarray()[0][: len(result) - place]
            result[place : place + len(found)] = found
            place += len(found)
    return result


def resample_16_bit(samples: Samples, source: int, target: int) -> Samples:
    """16-bit samples at another rate."""
    return to_16_bit(resample(samples.astype(np.float32), source, target))


def _frames(sound: Sound, rate: int) -> Iterator[av.AudioFrame]:
    """The sound in stretches that fit a processor's cache."""
    import av

    for place in range(0, len(sound), STRETCH):
        stretch = np.ascontiguousarray(sound[None, place : place + STRETCH])
        frame = av.AudioFrame.from_ndarray(stretch, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, place, Fraction(1, rate)
        yield frame


def to_16_bit(sound: Sound) -> Samples:
    """Floats rounded to 16-bit samples; what is beyond full scale is held there. The floats are used up."""
    np.rint(sound, out=sound)
    np.clip(sound, -32768, 32767, out=sound)
    return sound.astype(np.int16)
