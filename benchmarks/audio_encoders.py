"""LAME in two wheels, side by side: times real time on one core, and how close the sound stays to the original.

    python benchmarks/audio_encoders.py SPEECH.wav [KBIT/S]

Prints a table. SPEECH.wav is 16-bit mono of a few minutes at any rate; it is brought to 44,100 samples a second first.
"""

import io
import os
import platform
import sys
import time
import wave
from fractions import Fraction
from importlib.metadata import version

import av
import lameenc
import numpy as np

from narrator.audio.resample import resample_16_bit

RATE = 44_100


def with_pyav(sound: np.ndarray, kbps: int, quality: int) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream(
            "libmp3lame", rate=RATE, layout="mono", options={"compression_level": str(quality)}
        )
        stream.bit_rate = kbps * 1000
        for place in range(0, len(sound), 65_536):
            frame = av.AudioFrame.from_ndarray(sound[None, place : place + 65_536], format="s16p", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, place, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def with_lameenc(sound: np.ndarray, kbps: int, quality: int) -> bytes:
    machine = lameenc.Encoder()
    machine.silence()
    machine.set_channels(1)
    machine.set_in_sample_rate(RATE)
    machine.set_out_sample_rate(RATE)
    machine.set_bit_rate(kbps)
    machine.set_quality(quality)
    return bytes(machine.encode(sound.tobytes())) + bytes(machine.flush())


def segmental_snr(sound: np.ndarray, mp3: bytes) -> float:
    """Median over stretches of 20 ms, in decibels; LAME's own gain is taken out."""
    with av.open(io.BytesIO(mp3), format="mp3") as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]) * 32768.0
    if len(heard) >= len(sound) + 1105:
        heard = heard[1105:]
    size = min(len(heard), len(sound)) // 882 * 882
    original, heard = sound[:size].astype(np.float64), heard[:size]
    heard = heard * (original @ original) / (heard @ original)
    signal, noise = ((part.reshape(-1, 882) ** 2).sum(axis=1) for part in (original, heard - original))
    loud = signal > signal.mean() / 100
    return float(np.median(10 * np.log10(signal[loud] / noise[loud])))


def main() -> None:
    with wave.open(sys.argv[1]) as file:
        raw, rate = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2"), file.getframerate()
    kbps = int(sys.argv[2]) if len(sys.argv) > 2 else 64
    sound = resample_16_bit(raw, rate, RATE)
    seconds = len(sound) / RATE
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, av {version('av')}, "
          f"lameenc {version('lameenc')}; {seconds:.0f} s of speech at {RATE} Hz, {kbps} kbit/s")  # fmt: skip
    print("| encoder | quality | times real time | segmental SNR, dB |\n| --- | --- | --- | --- |")
    for name, encode in (("PyAV", with_pyav), ("lameenc", with_lameenc)):
        for quality in (2, 5, 7, 9):
            start = time.process_time()
            mp3 = encode(sound, kbps, quality)
            spent = time.process_time() - start
            print(f"| {name} | {quality} | {seconds / spent:.0f} | {segmental_snr(sound, mp3):.1f} |")


if __name__ == "__main__":
    main()
