"""Sound of the user's before and after the speech: any audio file that PyAV reads, as one segment each."""

from __future__ import annotations

import io
import math
import re
import struct
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from narrator.audio import limiter, loudness
from narrator.audio.edges import SILENT, Samples
from narrator.audio.layout import SEAM
from narrator.audio.mp3 import FRAME, LATENCY
from narrator.audio.segments import Job, encoded
from narrator.errors import SettingsError
from narrator.settings import Audio
from narrator.store import Store

if TYPE_CHECKING:
    import av.container

LONGEST_S = 120
FADE_S = 0.005
# An intro may be this far from the loudness that is wanted, and this high; the whole episode's limits are a little wider.
TRIES, TOLERANCE, HIGHEST_PEAK, MOST_LIMITED_DB = 4, 0.2, -1.2, 12.0
FORMATS = "WAV, FLAC, MP3, M4A, Ogg and Opus files all work."
# Less than what the header promises may be missing: encoders count their own delay, or do not.
MISSING_S = 0.1
# Whoever writes a WAV into a pipe does not know its length: 0 and what is close to 2 or 4 GB promise nothing.
STREAMED = (range(0x7FFF_0000, 0x8000_0001), range(0xFFFF_0000, 0x1_0000_0000), range(1))
# Containers that say how long their sound is; of others ffmpeg makes an estimate.
_PROMISING = {"aiff", "au", "caf", "flac", "mov,mp4,m4a,3gp,3g2,mj2", "w64"}
# What follows a WAV's data, maybe behind a byte that makes them even: the name of another chunk, or a tag that someone added.
_CHUNK = re.compile(rb".?(?:[\w ]{4}|ID3)", re.DOTALL)


def load(path: str | None, rate: int) -> Samples | None:
    """The sound of a file, in one channel.

    Raises SettingsError when it cannot be read, holds less or more than its header promises, is silent, or is longer than two
    minutes.
    """
    if path is None:
        return None
    _check(Path(path))
    sound = _decode(Path(path), rate)
    if not len(sound) or max(int(sound.max()), -int(sound.min())) < SILENT:
        raise SettingsError(
            f"Nothing is to be heard in {path} when it is mixed to one channel.", hint="Name another file, or none."
        )
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


def job(sound: Samples, settings: Audio, *, last: bool, kept: Store | None = None) -> Job:
    """The segment of an intro or, at the end, of an outro. It has a gain of its own, so that it is as loud as the speech.

    But no more than 12 dB are taken off its peaks: a beat has little between them that could become louder. What has to be limited
    is tried, because it is not as loud afterwards as speech would be, and the encoder adds more to its peaks.
    """
    rate, target = settings.sample_rate, settings.loudness_lufs
    level, ceiling = loudness.measure(sound, rate, full_scale=loudness.FULL_SCALE), limiter.ceiling(target)
    untouched = 20 * math.log10(ceiling / float(level.peaks.max()))
    found = Job(
        parts=(sound.tobytes(),),
        gaps=(0,),
        samples=samples_after(sound) if last else samples_before(sound),
        source=rate,
        target=rate,
        kbps=settings.bitrate_kbps,
        gain_db=round(min(loudness.gain_db(level, target), untouched + MOST_LIMITED_DB), 1),
        ceiling=ceiling,
        last=last,
    )
    if found.gain_db <= untouched:
        return found
    for more in reversed(range(TRIES)):
        lufs, peak = _heard(found, kept)
        over = peak - HIGHEST_PEAK
        wanted = (
            min(found.gain_db + target - lufs, untouched + MOST_LIMITED_DB) if math.isfinite(lufs) else found.gain_db
        )
        if over > 0:
            found = replace(found, gain_db=round(found.gain_db - over, 1), ceiling=found.ceiling * 10 ** (-over / 20))
        elif more and found.ceiling == ceiling and abs(wanted - found.gain_db) > TOLERANCE:
            found = replace(found, gain_db=round(wanted, 1))
        else:
            break
    return found


def _heard(job: Job, kept: Store | None) -> tuple[float, float]:
    """Loudness and true peak, in decibels, of a segment as it is decoded."""
    import av

    with av.open(io.BytesIO(encoded(job, kept)), "r", format="mp3") as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    level = loudness.measure(sound, job.target, full_scale=1.0)
    peak = limiter.true_peak(sound, job.target, above=job.ceiling)
    return loudness.integrated(level.energies), 20 * math.log10(max(peak, 1e-9))


def _decode(path: Path, rate: int) -> Samples:
    """The file's sound, or as much of it as shows that it is too long."""
    import av

    parts: list[Samples] = []
    length = 0
    try:
        with av.open(str(path)) as container:
            promised = _promised(container)
            machine = av.AudioResampler(format="s16", layout="mono", rate=rate)
            # the frame after the last is None, which empties the resampler
            for frame in chain(container.decode(audio=0), (None,)):
                for part in machine.resample(frame):
                    parts.append(part.to_ndarray()[0])
                    length += part.samples
                if length > LONGEST_S * rate:
                    return np.concatenate(parts)
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise SettingsError(f"{path} is not sound that can be read: {error}.", hint=FORMATS) from error
    if length < (promised - MISSING_S) * rate:
        raise _lies(path, promised, length / rate)
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)


def _promised(container: av.container.InputContainer) -> float:
    """Seconds that the file's header promises; 0 when it only lets its length be estimated."""
    if not container.streams.audio:
        raise ValueError("it holds no sound")
    stream = container.streams.audio[0]
    # an MP3 promises something when it has an encoder's header, which says how much to skip too
    if container.format.name in _PROMISING or (container.format.name == "mp3" and stream.start_time):
        return float((stream.duration or 0) * (stream.time_base or 0))
    return 0.0


def _check(path: Path) -> None:
    """Raise SettingsError for what is no file, and for a WAV whose data are not as long as it says.

    Decoders make the best of such a WAV without a word; a pipe may have no end.
    """
    try:
        if path.exists() and not path.is_file():
            raise SettingsError(f"{path} cannot be read: it is no file.", hint=FORMATS)
        with path.open("rb") as file:
            promised, there = _seconds_of_wav(file)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", hint=FORMATS) from error
    if abs(there - promised) > MISSING_S:
        raise _lies(path, promised, there)


def _seconds_of_wav(file: IO[bytes]) -> tuple[float, float]:
    """How long a WAV says its sound is, and how long it is; zeros for what is none or does not say."""
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return 0, 0
    size, place, second, name, length = file.seek(0, 2), 12, 0, b"", 0
    while name != b"data" and place + length + 8 <= size:
        place += length + length % 2
        file.seek(place)
        name, length = struct.unpack("<4sI", file.read(8))
        place += 8
        if name == b"fmt ":
            second = int.from_bytes(file.read(12)[8:], "little")
    if name != b"data" or not second or any(length in lengths for lengths in STREAMED):
        return 0, 0
    file.seek(min(place + length, size))
    there = min(length, size - place)
    if not _CHUNK.match(file.read(5)):
        there = size - place
    return length / second, there / second


def _lies(path: Path, promised: float, there: float) -> SettingsError:
    return SettingsError(
        f"{path} is damaged: it promises {promised:.1f} seconds of sound and holds {there:.1f}.",
        hint="Export or copy it again.",
    )
