"""Everything that narrator asks of pydub: clips in one format, and joins.

pydub looks for an ffmpeg program when it is imported and warns when there is none. narrator never needs one, so just
that warning is silenced, here and nowhere else. `+=` on its segments copies everything each time and `append` cross-fades,
so pieces are joined as raw data, once.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from narrator.audio.edges import Samples
from narrator.errors import AudioError
from narrator.model import Clip

WIDTH = 2


@functools.cache
def _segment() -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Couldn't find ff", category=RuntimeWarning)
        warnings.filterwarnings("ignore", category=SyntaxWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        from pydub import AudioSegment

    return AudioSegment


def plain(clip: Clip) -> Samples:
    """The clip as 16-bit mono samples at its own rate. Raises AudioError when its format or data make no sense."""
    form = clip.format
    if not 4000 <= form.rate <= 384_000:
        raise AudioError(
            f"A clip of {len(clip.pcm)} bytes has {form.rate} samples a second; from 4,000 to 384,000 can be used.",
            hint="This is a fault of the speech engine; try another one with --engine.",
        )
    if form.width not in (1, 2, 3, 4) or form.channels < 1 or len(clip.pcm) % form.frame_bytes:
        raise AudioError(
            f"A clip holds {len(clip.pcm)} bytes, which is not {form.rate} Hz sound of {form.width} bytes a sample "
            f"and {form.channels} channels.",
            hint="This is a fault of the speech engine; try another one with --engine.",
        )
    if form.width == WIDTH and form.channels == 1:
        return np.frombuffer(clip.pcm, dtype="<i2")
    pcm, width = (_widen(clip.pcm), 4) if form.width == 3 else (clip.pcm, form.width)
    sound = _segment()(data=pcm, sample_width=width, frame_rate=form.rate, channels=form.channels)
    return np.frombuffer(sound.set_channels(1).set_sample_width(WIDTH).raw_data, dtype="<i2")


def join(parts: Iterable[bytes | memoryview], rate: int) -> bytes:
    """16-bit mono pieces and silences as one stretch of sound, copied once."""
    joined: bytes = _segment()(data=b"".join(parts), sample_width=WIDTH, frame_rate=rate, channels=1).raw_data
    return joined


def silence(samples: int) -> bytes:
    """So many samples of nothing (pydub's own silence is in milliseconds)."""
    return bytes(samples * WIDTH)


def _widen(pcm: bytes) -> bytes:
    """24-bit samples as 32-bit ones; pydub does this in a loop of Python's."""
    wide = np.zeros((len(pcm) // 3, 4), dtype=np.uint8)
    wide[:, 1:] = np.frombuffer(pcm, dtype=np.uint8).reshape(-1, 3)
    return wide.tobytes()
