"""What making the MP3 costs beyond encoding, and how memory grows.

    python benchmarks/audio_stages.py SPEECH.wav MINUTES…

Cuts SPEECH.wav (16-bit mono, a few minutes) into clips of 6 s, takes as many as are needed, and prints for each length the
CPU seconds of LAME alone, of `record` and of `prove`, and the peak memory. Each length runs in a process of its own.
"""

import multiprocessing
import os
import platform
import resource
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path

from narrator.audio import mp3, prove, record, segments
from narrator.model import Article, AudioFormat, Clip, Scene, Script, Utterance, Voice
from narrator.settings import Audio

VOICE = Voice(engine="espeak", id="en", language="en")
CLIP_S = 6


def script(count: int) -> Script:
    said = [
        Utterance(
            text=f"Number {number}.", spoken="", role="body", language="en", voice=VOICE,
            pause_after_ms=350 if number % 4 else 700,
        )
        for number in range(count)
    ]  # fmt: skip
    scenes = [Scene(title=f"From {at}", utterances=tuple(said[at : at + 40])) for at in range(0, count, 40)]
    return Script(language="en", disclosure="This audio is created with AI assistance.", scenes=tuple(scenes))


def clips(raw: bytes, rate: int, count: int) -> Iterator[Clip]:
    size = CLIP_S * rate * 2
    for number in range(count):
        at = number * 99_991 * 2 % (len(raw) - size)
        yield Clip(format=AudioFormat(rate=rate), pcm=raw[at : at + size])


def run(path: str, minutes: float) -> None:
    with wave.open(path) as file:
        raw, rate = file.readframes(file.getnframes()), file.getframerate()
    count = round(minutes * 60 / (CLIP_S + 0.4))
    lame = [0.0]
    encode = mp3.encode

    def timed(pcm: bytes, **options: object) -> bytes:
        start = time.thread_time()
        try:
            return encode(pcm, **options)  # type: ignore[arg-type]  # whatever render passes
        finally:
            lame[0] += time.thread_time() - start

    segments.mp3.encode = timed  # type: ignore[assignment]  # the benchmark listens in
    with tempfile.TemporaryDirectory() as folder:
        start, wall = time.process_time(), time.perf_counter()
        made = record(Article(title="A"), script(count), clips(raw, rate, count), Audio(), folder=Path(folder))
        recorded, waited = time.process_time() - start, time.perf_counter() - wall
        start = time.process_time()
        facts = prove(made, loudness_lufs=-19.0)
        proved = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {made.timeline.duration_s / 60:.0f} | {lame[0]:.1f} | {recorded:.1f} | {waited:.1f} | {proved:.1f} | {peak} | "
          f"{facts.loudness_lufs:.2f} | {facts.true_peak_dbtp:.2f} |", flush=True)  # fmt: skip


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("| minutes | LAME, CPU s | record, CPU s | record, wall s | prove, CPU s | peak MB | LUFS | dBTP |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for minutes in sys.argv[2:]:
        child = multiprocessing.get_context("spawn").Process(target=run, args=(sys.argv[1], float(minutes)))
        child.start()
        child.join()


if __name__ == "__main__":
    main()
