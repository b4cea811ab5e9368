"""MP3 frames by LAME, and the Info header that makes decoders give exactly the planned samples.

An episode is encoded in segments, each by a fresh encoder and each a whole number of frames long. A segment begins and
ends in digital silence, so the frames of two segments laid end to end decode to the two segments laid end to end: no
overlap reaches over the seam, and a fresh encoder's bit reservoir is empty.

LAME delays sound by 576 samples, a decoder by another 529; the header says so, and how many samples at the end are not
part of the episode. References: the Xing/Info header, and the "MP3 Info Tag" of LAME's documentation (revision 1).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

import lameenc

from narrator.errors import AudioError, SettingsError

FRAME = 1152
DELAY = 576
DECODER_DELAY = 529
# What LAME's frame holds back: sound that enters in frame n leaves the decoder this many samples later.
LATENCY = DELAY + DECODER_DELAY
# Quality 7 leaves LAME's noise shaping out: at 64 kbit/s for one voice it is not heard, and costs half the time.
QUALITY = 7
RATES = (44_100, 48_000, 32_000)
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
LOWEST_KBPS = 48
_PORTION = 2 * 64 * FRAME
# Where an Info header says how many samples at either end are not part of the episode.
_ENDS = 162


# LAME turns sound down before it encodes, by its preset for the bit rate.
_SCALES = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}


def check(rate: int, kbps: int) -> None:
    """Raise SettingsError unless an MPEG-1 Layer III stream can have this rate and bit rate."""
    if rate not in RATES:
        raise SettingsError(
            f"audio.sample_rate cannot be {rate}.",
            hint=f"Use {', '.join(map(str, sorted(RATES)))}; 44100 plays everywhere.",
        )
    if kbps not in BITRATES or kbps < LOWEST_KBPS:
        known = ", ".join(str(value) for value in BITRATES if value >= LOWEST_KBPS)
        raise SettingsError(f"audio.bitrate_kbps cannot be {kbps}.", hint=f"Use one of {known}.")


def encode(pcm: bytes, *, rate: int, kbps: int, last: bool = False) -> bytes:
    """16-bit mono sound as MP3 frames: one for each 1152 samples, and for the last segment those that hold the rest."""
    machine = lameenc.Encoder()
    machine.silence()
    machine.set_channels(1)
    machine.set_in_sample_rate(rate)
    # else LAME takes a lower rate by itself where bits are few
    machine.set_out_sample_rate(rate)
    machine.set_bit_rate(kbps)
    machine.set_quality(QUALITY)
    # LAME makes room for all that it is given at once, as floats and for two channels
    parts = [bytes(machine.encode(pcm[place : place + _PORTION])) for place in range(0, len(pcm), _PORTION)]
    stream = b"".join((*parts, bytes(machine.flush())))
    samples = len(pcm) // 2
    wanted = -(-(samples + LATENCY) // FRAME) if last else samples // FRAME
    return stream[: _end(stream, wanted, rate, kbps)]


def _end(stream: bytes, count: int, rate: int, kbps: int) -> int:
    """Where so many frames of the encoder's output end; all are of one length, or a byte longer."""
    length, place, size = 144_000 * kbps // rate, 0, len(stream)
    for number in range(count):
        if place + length > size:
            raise AudioError(f"The encoder gave {number} frames instead of {count}.")
        if stream[place] != 0xFF:
            raise AudioError(f"There is no MP3 frame at byte {place} of the encoder's output.")
        place += length + (stream[place + 2] >> 1 & 1)
    return place


def scale(kbps: int) -> float:
    """What LAME multiplies sound with before it encodes it."""
    return _SCALES.get(kbps, 0.95)


def info_frame(*, rate: int, kbps: int, count: int, octets: int, samples: int) -> bytes:
    """The silent first frame that tells players how long the sound is, and what to skip at its ends.

    count    frames that follow
    octets   bytes that follow
    samples  samples of the episode
    """
    length, bits = _room(rate, kbps)
    frame = bytearray(length)
    frame[:4] = bytes((0xFF, 0xFB, bits << 4 | RATES.index(rate) << 2, 0xC0))
    padding = count * FRAME - DELAY - samples
    if not 0 <= padding < 4096:
        raise AudioError(f"{count} frames do not fit {samples} samples.")
    # constant bit rate: byte positions are proportional to time
    toc = bytes(index * 256 // 100 for index in range(100))
    xing = b"Info" + struct.pack(">III", 0xF, count, octets + length) + toc + struct.pack(">I", 100 - QUALITY)
    lame = (
        b"LAME3.100" + bytes((0x01, 0))  # tag revision 0, constant bit rate; low-pass not said
        + bytes(8) + bytes((0, min(kbps, 255)))
        + (DELAY << 12 | padding).to_bytes(3, "big")
        + bytes(4) + struct.pack(">IH", octets + length, 0)
    )  # fmt: skip
    frame[21 : 21 + len(xing) + len(lame)] = xing + lame
    place = 21 + len(xing) + len(lame)
    frame[place : place + 2] = _crc16(frame[:place]).to_bytes(2, "big")
    return bytes(frame)


class Promise(NamedTuple):
    """What an Info header says of the MP3 that begins with it: its bytes, itself included, and what it decodes to."""

    octets: int
    samples: int
    rate: int


def promise(frame: bytes) -> Promise | None:
    """What the first bytes of an MP3 promise; None when they are no Info header of ours."""
    rate = frame[2] >> 2 & 3 if len(frame) >= _ENDS + 3 else len(RATES)
    if frame[21:25] != b"Info" or rate >= len(RATES):
        return None
    count, octets = struct.unpack_from(">II", frame, 29)
    ends = int.from_bytes(frame[_ENDS : _ENDS + 3], "big")
    return Promise(octets, count * FRAME - (ends >> 12) - (ends & 0xFFF), RATES[rate])


def _room(rate: int, kbps: int) -> tuple[int, int]:
    """Bytes and bit-rate index of the smallest frame, from the stream's own rate upwards, that holds the header."""
    for bits in range(BITRATES.index(kbps), len(BITRATES)):
        length = 144_000 * BITRATES[bits] // rate
        if length >= 21 + 120 + 36:
            return length, bits
    raise AudioError(f"No frame at {rate} Hz holds an Info header.")


def _crc16(data: bytes | bytearray) -> int:
    """CRC-16 with the polynomial 0x8005, bits reflected, as LAME uses it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 * (crc & 1)
    return crc
