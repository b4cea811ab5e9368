"""One segment of an episode: its pieces stitched, brought to rate and level, and encoded; or found as encoded before.

A segment's frames follow from its job alone. They are kept under the job's hash, so that after a change in the article only
the segments that hold it are encoded again.
"""

from __future__ import annotations

import functools
import hashlib
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from importlib.metadata import version

import numpy as np

from narrator.audio import limiter, loudness, mp3, stitch
from narrator.audio.resample import resample, to_16_bit
from narrator.errors import OutputError
from narrator.store import Store

# Goes up when the same job is to give other frames.
RECIPE = 3
DIGEST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that it takes to encode one segment: its pieces as raw 16-bit sound, the gaps before them, and the wanted length.

    samples   of the segment at `target` a second
    gain_db   for the whole episode
    ceiling   of true peaks, 1.0 is full scale
    last      no segment follows, so the frames that hold the encoder's delay are wanted too
    """

    parts: tuple[bytes, ...] = field(repr=False)
    gaps: tuple[int, ...]
    samples: int
    source: int
    target: int
    kbps: int
    gain_db: float
    ceiling: float
    last: bool


def render(job: Job) -> bytes:
    """The MP3 frames of one segment."""
    return mp3.encode(_sound(job), rate=job.target, kbps=job.kbps, last=job.last)


def _sound(job: Job) -> bytes:
    """The segment as 16-bit sound of its full length, for the encoder."""
    laid = [sound for gap, part in zip(job.gaps, job.parts, strict=True) for sound in (stitch.silence(gap), part)]
    sound = np.frombuffer(stitch.join(laid, job.source), dtype="<i2").astype(np.float32)
    sound *= 10 ** (job.gain_db / 20) / loudness.FULL_SCALE
    # Before it is resampled there is less of it to look at, and peaks between samples are found all the same.
    sound = resample(limiter.limit(sound, job.ceiling, job.source), job.source, job.target)[: job.samples]
    sound *= loudness.FULL_SCALE / mp3.scale(job.kbps)
    return to_16_bit(sound).tobytes() + bytes(2 * (job.samples - len(sound)))


def encoded(job: Job, kept: Store | None) -> bytes:
    """The MP3 frames of one segment, from the store if they are there. A store that fails is done without."""
    if kept is None:
        return render(job)
    name = _name(job)
    with suppress(FileNotFoundError, OutputError):
        entry = kept.get(name)
        if hashlib.blake2b(entry[DIGEST:], digest_size=DIGEST).digest() == entry[:DIGEST]:
            return entry[DIGEST:]
    frames = render(job)
    with suppress(OutputError):
        kept.put(name, hashlib.blake2b(frames, digest_size=DIGEST).digest() + frames)
    return frames


def _name(job: Job) -> str:
    """Where the frames of a job are kept: the hash of all that shapes them."""
    shape = (RECIPE, *_programs(), [len(part) for part in job.parts], *astuple(replace(job, parts=())))
    digest = hashlib.blake2b(repr(shape).encode(), digest_size=DIGEST)
    for part in job.parts:
        digest.update(part)
    found = digest.hexdigest()
    return f"segments/{found[:2]}/{found}"


@functools.cache
def _programs() -> tuple[str, ...]:
    """Versions of what makes the bytes, beside narrator."""
    return tuple(version(name) for name in ("av", "lameenc", "numpy"))
