"""MP3 as engines send it, decoded to PCM of one format."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from narrator.errors import BadSpeech
from narrator.model import AudioFormat

_DELAY = 1105
"""Samples that LAME and any decoder put before the sound: 576 of the encoder, 529 of the decoder."""

_QUIET = 96
"""Peak (of 32767) up to which padding counts as silence and may go."""

_SLOWEST_RATE, _FASTEST_RATE = 4_000, 400_000

_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def decode(data: bytes, target: AudioFormat, longest_s: float) -> bytes:
    """PCM (16 bit) of a whole MP3 at the target's rate and channels, without the encoder's delay at its start.

    Raises BadSpeech when it is not MP3, ends in the middle of a frame or is longer than `longest_s`.
    """
    _check_frames(data)
    pcm = to_pcm(data, "mp3", target, longest_s)
    return pcm[_padding(pcm, target) :]


def starts(data: bytes) -> bool:
    """True when data begins like an MP3: with a tag, or with two frames in a row."""
    size = _frame_bytes(data[:4])
    return data[:3] == b"ID3" or (size is not None and _frame_bytes(data[size : size + 4]) is not None)


def to_pcm(data: bytes, kind: str, target: AudioFormat, longest_s: float) -> bytes:
    """PCM (16 bit) of a file of that kind, as FFmpeg names it, at the target's rate and channels.

    Raises BadSpeech, and that before much is decoded when it is longer than `longest_s`.
    """
    import av
    from av.error import FFmpegError

    try:
        with av.open(io.BytesIO(data), "r", format=kind) as container:
            frames = list(_up_to(longest_s, container.decode(audio=0)))
        if all(_only_needs_rounding(frame, target) for frame in frames):
            return _rounded(b"".join(_bytes(frame, 4) for frame in frames))
        layout = "mono" if target.channels == 1 else "stereo"
        resampler = av.AudioResampler(format="s16", layout=layout, rate=target.rate)
        resampled = [out for frame in (*frames, None) for out in resampler.resample(frame)]
    except (FFmpegError, IndexError) as error:
        raise BadSpeech(f"The audio that came back cannot be decoded: {error}.") from error
    return b"".join(_bytes(frame, 2 * target.channels) for frame in resampled)


def _up_to(longest_s: float, frames: Iterable[Any]) -> Iterator[Any]:
    """The frames as they are decoded. A header may claim a rate at which a little data lasts for days."""
    seconds = 0.0
    for frame in frames:
        if not _SLOWEST_RATE <= frame.sample_rate <= _FASTEST_RATE:
            raise BadSpeech(f"The audio that came back has {frame.sample_rate} samples a second, as no speech has.")
        seconds += frame.samples / frame.sample_rate
        if seconds > longest_s:
            raise BadSpeech(f"The audio that came back is longer than {longest_s:.0f} s, far more than its text.")
        yield frame


def _only_needs_rounding(frame: Any, target: AudioFormat) -> bool:
    """True for floats at the target's rate, as services send them: a resampler takes three times as long, for the same bytes."""
    return (
        target.channels == 1
        and frame.format.name in ("flt", "fltp")
        and len(frame.layout.channels) == 1
        and frame.sample_rate == target.rate
    )


def _rounded(floats: bytes) -> bytes:
    import numpy as np

    samples = np.rint(np.frombuffer(floats, dtype=np.float32) * np.float32(32768))
    pcm: bytes = np.clip(samples, -32768, 32767).astype("<i2").tobytes()
    return pcm


def _bytes(frame: Any, frame_bytes: int) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * frame_bytes]


def _padding(pcm: bytes, target: AudioFormat) -> int:
    """Bytes at the start that are silence, at most the delay: where the encoder left none, no sound is lost."""
    import numpy as np

    head = np.frombuffer(pcm[: _DELAY * target.frame_bytes], dtype="<i2")
    loud = np.flatnonzero(np.abs(head.astype(np.int32)) > _QUIET)
    samples = int(loud[0]) // target.channels if loud.size else len(head) // target.channels
    return samples * target.frame_bytes


def _check_frames(data: bytes) -> None:
    """Walk from header to header: decoders are content with garbage and with half an MP3, and say nothing."""
    end = len(data) - (128 if data[-128:-125] == b"TAG" else 0)  # an ID3v1 tag
    position = 10 + _syncsafe(data[6:10]) if data[:3] == b"ID3" and len(data) > 10 else 0
    if position >= end:
        raise BadSpeech("The audio that came back is empty.")
    while position < end:
        size = _frame_bytes(data[position : position + 4])
        if size is None:
            raise BadSpeech("What came back is not MP3.")
        position += size
    if position > end:
        raise BadSpeech("The audio that came back is cut short.")


def _frame_bytes(header: bytes) -> int | None:
    """Length of the Layer III frame that starts with these 4 bytes, or None if no frame does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or header[1] >> 1 & 3 != 1:
        return None
    version, rate_index, kbps_index = header[1] >> 3 & 3, header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or rate_index == 3 or kbps_index in (0, 15):
        return None
    kbps = (_KBPS_1 if version == 3 else _KBPS_2)[kbps_index]
    return (144_000 if version == 3 else 72_000) * kbps // _RATES[version][rate_index] + (header[2] >> 1 & 1)


def _syncsafe(four: bytes) -> int:
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]
