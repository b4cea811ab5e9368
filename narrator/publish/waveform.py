"""How loud the audio is along the way, read off the MP3's own frames without decoding them.

Each granule of an MP3 frame names a global gain, the step of its quantiser (ISO 11172-3, 2.4.1.7: amplitudes grow with
2 to the power of gain / 4). At a constant bit rate it follows the loudness in decibels closely enough to draw it, and
costs a hundredth of what decoding does.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SILENT = 27  # steps of 1.5 dB below the loudest frame that count as silence: 40 dB
_CHUNK, _HEAD = 1 << 20, 16


def bars(path: Path, count: int = 120) -> tuple[int, ...]:
    """`count` heights from 0 to 100, evenly spaced over the audio at `path`; () when these are no MP3 frames."""
    with path.open("rb") as file:
        gains = _gains(file)[1:]  # the first frame holds the encoder's notes, not sound
    if not any(gains):
        return (0,) * count if gains else ()
    top = sorted(gains)[-(len(gains) // 50 + 1)]  # but for a few peaks
    levels = [min(1.0, max(0.0, 1 - (top - gain) / _SILENT)) if gain else 0.0 for gain in range(256)]
    heights: list[float] = []
    for bar in range(count):
        start = len(gains) * bar // count
        group = gains[start : max(start + 1, len(gains) * (bar + 1) // count)]
        heights.append(sum(levels[gain] for gain in group) / len(group))
    tallest = max(heights)
    return tuple(round(100 * height / tallest) for height in heights) if tallest else (0,) * count


def _gains(file: BinaryIO) -> bytes:
    """One byte a frame: the global gain of its first granule and channel, or 0 where that has no bits."""
    found = bytearray()
    chunk = file.read(_CHUNK)
    at = 0
    if chunk[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(chunk[6:10], (21, 14, 7, 0), strict=False))
    known: dict[bytes, tuple[int, int, int]] = {}  # a file has few different headers, and many frames
    while True:
        if at + _HEAD > len(chunk):
            file.seek(at - len(chunk), 1)
            chunk, at = file.read(_CHUNK), 0
            if len(chunk) < _HEAD:
                return bytes(found)
        head = chunk[at : at + 4]
        if head not in known:
            known[head] = (_size(head), *_place(head))
        size, side, skip = known[head]
        if not size:
            return bytes(found)
        bits = int.from_bytes(chunk[at + side : at + side + 8]) >> skip
        found.append(bits & 0xFF if bits >> 17 & 0xFFF else 0)
        at += size


def _size(head: bytes) -> int:
    """Bytes of the frame that begins with these four, or 0 when there is none of layer III."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if head[0] != 0xFF or head[1] < 0xE0 or layer != 1 or version == 1 or rate == 3 or not 0 < bitrate < 15:
        return 0
    kbps = (_KBPS_1 if version == 3 else _KBPS_2)[bitrate]
    return (144_000 if version == 3 else 72_000) * kbps // _RATES[version][rate] + padding


def _place(head: bytes) -> tuple[int, int]:
    """Where in a frame the side information begins, and how many of its first 64 bits follow the first granule's gain."""
    newer, mono = head[1] >> 3 & 3 != 3, head[3] >> 6 == 3
    # Bits before the granule: where the main data begins, private bits, and what MPEG-1 shares between granules.
    before = (9 if mono else 10) if newer else (18 if mono else 20)
    return (4 if head[1] & 1 else 6), 64 - before - 29
