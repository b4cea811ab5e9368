"""Sound of the user's before and after the speech: any audio file that PyAV reads, as one segment each."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np

from narrator.audio import limiter, loudness
from narrator.audio.edges import SILENT, Samples
from narrator.audio.layout import SEAM
from narrator.audio.mp3 import FRAME, LATENCY
from narrator.audio.segments import Job
from narrator.errors import SettingsError
from narrator.settings import Audio

LONGEST_S = 120
FADE_S = 0.005


def load(path: str | None, rate: int) -> Samples | None:
    """The sound of a file, in one channel. What its header says about its length does not matter; what it holds does.

    Raises SettingsError when it cannot be read, is silent, or is longer than two minutes.
    """
    if path is None:
        return None
    sound = _decode(Path(path), rate)
    if not len(sound) or max(int(sound.max()), -int(sound.min())) < SILENT:
        raise SettingsError(f"Nothing is to be heard in {path}.", hint="Name another file, or none.")
    if len(sound) > LONGEST_S * rate:
        raise SettingsError(f"{path} is longer than {LONGEST_S} seconds.", hint="Cut it to what is to be heard.")
    fade = min(int(FADE_S * rate), len(sound) // 2)
    ramp = np.linspace(0, 1, fade, endpoint=False)
    sound[:fade] = np.rint(sound[:fade] * ramp)
    sound[len(sound) - fade :] = np.rint(sound[len(sound) - fade :] * ramp[::-1])
    return sound


def samples_before(sound: Samples) -> int:
    """How long an intro is in the episode: whole frames, with silence for the seam at its end."""
    return FRAME * -(-(len(sound) + SEAM) // FRAME)


def samples_after(sound: Samples) -> int:
    """How long an outro is in the episode, which ends with it."""
    return FRAME * -(-(len(sound) + LATENCY) // FRAME) - LATENCY


def job(sound: Samples, settings: Audio, *, last: bool) -> Job:
    """The segment of an intro or, at the end, of an outro. It has a gain of its own, so that it is as loud as the speech."""
    level = loudness.measure(sound, settings.sample_rate, full_scale=loudness.FULL_SCALE)
    return Job(
        parts=(sound.tobytes(),),
        gaps=(0,),
        samples=samples_after(sound) if last else samples_before(sound),
        source=settings.sample_rate,
        target=settings.sample_rate,
        kbps=settings.bitrate_kbps,
        gain_db=loudness.gain_db(level, settings.loudness_lufs),
        ceiling=limiter.ceiling(settings.loudness_lufs),
        last=last,
    )


def _decode(path: Path, rate: int) -> Samples:
    """The file's sound, or as much of it as shows that it is too long."""
    import av

    parts: list[Samples] = []
    length = 0
    try:
        with av.open(str(path)) as container:
            machine = av.AudioResampler(format="s16", layout="mono", rate=rate)
            # the frame after the last is None, which empties the resampler
            for frame in chain(container.decode(audio=0), (None,)):
                for part in machine.resample(frame):
                    parts.append(part.to_ndarray()[0])
                    length += part.samples
                if length > LONGEST_S * rate:
                    break
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise SettingsError(
            f"{path} is not sound that can be read: {error}.", hint="WAV, FLAC, MP3, M4A, Ogg and Opus files all work."
        ) from error
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)
