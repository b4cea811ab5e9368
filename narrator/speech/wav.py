"""WAV as engines send it, decoded to PCM of one format."""

from __future__ import annotations

import struct

from narrator.errors import BadSpeech
from narrator.model import AudioFormat

_UNSAID = 0x7FFF_0000
"""Sizes from here on, and 0, stand for "until the end": whoever streams a WAV does not know its length."""


def decode(data: bytes, target: AudioFormat, longest_s: float) -> bytes:
    """PCM (16 bit) of a whole WAV at the target's rate and channels.

    Raises BadSpeech when it is not WAV, holds no sound or less than its header says, or is longer than `longest_s`.
    """
    from narrator.speech.mp3 import to_pcm

    position, size = _sound(data)
    if _is_said(size) and position + size > len(data):
        raise BadSpeech("The audio that came back is cut short.")
    if position == len(data):
        raise BadSpeech("The audio that came back is empty.")
    return to_pcm(data, "wav", target, longest_s)


def says_its_length(data: bytes) -> bool:
    """False when a WAV was written before anybody knew where it ends."""
    return _is_said(_sound(data)[1])


def _is_said(size: int) -> bool:
    return 0 < size < _UNSAID


def _sound(data: bytes) -> tuple[int, int]:
    """Where the sound begins, and how many bytes of it there are by the header. Raises BadSpeech."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadSpeech("What came back is not WAV.")
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        position += 8
        if name == b"data":
            return position, size
        position += size + size % 2
    raise BadSpeech("The audio that came back is cut short, or is no WAV.")


def encode(pcm: bytes, format: AudioFormat) -> bytes:  # noqa: A002 - the field's own word
    """A WAV of that PCM."""
    channels, rate, width = format.channels, format.rate, format.width
    facts = struct.pack("<HHIIHH", 1, channels, rate, rate * format.frame_bytes, format.frame_bytes, 8 * width)
    body = b"WAVEfmt " + struct.pack("<I", len(facts)) + facts + b"data" + struct.pack("<I", len(pcm)) + pcm
    return b"RIFF" + struct.pack("<I", len(body)) + body
