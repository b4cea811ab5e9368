"""Sound from one sample rate to another, by swresample, without a shift in time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from narrator.audio.edges import Samples


def length(samples: int, source: int, target: int) -> int:
    """How many samples at `target` a second last as long as `samples` at `source` (rounded half up)."""
    return (2 * samples * target + source) // (2 * source)


def resample(samples: Samples, source: int, target: int) -> npt.NDArray[np.float32]:
    """16-bit samples at another rate, as floats on the same scale (full scale is 32768)."""
    if source == target or not len(samples):
        return samples.astype(np.float32)
    import av

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None, :], format="s16p", layout="mono")
    frame.sample_rate = source
    frame.pts = 0
    frame.time_base = Fraction(1, source)
    machine = av.AudioResampler(format="fltp", layout="mono", rate=target)
    parts = [part.to_ndarray()[0] for part in (*machine.resample(frame), *machine.resample(None))]
    sound = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
    wanted = length(len(samples), source, target)
    # the filter's tail may be a sample or two longer or shorter than the exact ratio
    result = np.zeros(wanted, dtype=np.float32)
    result[: min(wanted, len(sound))] = sound[:wanted] * 32768.0
    return result


def to_16_bit(sound: npt.NDArray[np.float32]) -> Samples:
    """Floats rounded to 16-bit samples; what is beyond full scale is held there."""
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
