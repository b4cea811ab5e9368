"""How loud the finished MP3s are: decoded and measured by ffmpeg's ebur128 and by pyloudnorm, which narrator does not use.

    pip install pyloudnorm
    python benchmarks/loudness.py DATA [--articles 20] [--words 150] [--full 3] [--standin 6]

DATA is the folder of measuring data. The first words of real articles (and a few in full) are read by espeak; some more by a
stand-in for Google that answers espeak's speech brought to -30 and to -12 LUFS, a request. Each episode goes through the whole
of `make`. Wanted: -19 LUFS within 0.5 LU (0.2), true peaks of -1 dBTP at most. Exits with 1 where that does not hold.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from narrator import extract, pipeline
from narrator.model import Article
from narrator.settings import load
from tests.standins import google as standin

TARGET, FLOOR, AIM, PEAK = -19.0, 0.5, 0.2, -1.0


def texts(data: Path, count: int) -> list[tuple[str, str]]:
    """(id, text) of articles in English, evenly over the file."""
    rows = [json.loads(line) for line in (data / "extraction" / "truth.jsonl").open(encoding="utf-8")]
    long = [row for row in rows if len(row["text"].split()) > 200 and extract(row["text"]).language.startswith("en")]
    return [(row["id"], row["text"]) for row in long[:: len(long) // count][:count]]


def begin(text: str, words: int) -> str:
    """The paragraphs of a text until so many words are reached."""
    taken: list[str] = []
    for line in text.splitlines():
        if sum(len(part.split()) for part in taken) >= words:
            break
        taken.append(line)
    return "\n".join(taken)


def decoded(path: Path) -> tuple[np.ndarray, int]:
    rate = 44_100
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-f", "f32le", "-ac", "1", "-ar", str(rate), "-"],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    return np.frombuffer(raw, dtype="<f4").astype(np.float64), rate


def by_ffmpeg(path: Path) -> tuple[float, float]:
    """LUFS and dBTP."""
    done = subprocess.run(
        ["ffmpeg", "-nostats", "-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    end = done.stderr.rpartition("Summary:")[2]
    return float(re.search(r"I:\s+(-?[\d.]+) LUFS", end)[1]), float(re.search(r"Peak:\s+(-?[\d.]+) dBFS", end)[1])


def by_pyloudnorm(path: Path) -> float:
    import pyloudnorm

    sound, rate = decoded(path)
    return float(pyloudnorm.Meter(rate).integrated_loudness(sound))


def brought_to(lufs: float) -> float:
    """The gain that brings espeak's speech to a loudness; clipped where it has to be, as a hot service would."""
    import pyloudnorm

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "speech.mp3")
        path.write_bytes(standin.mp3_of("The council voted on Monday to keep the ferry running through the winter."))
        sound, rate = decoded(path)
    return 10 ** ((lufs - pyloudnorm.Meter(rate).integrated_loudness(sound)) / 20)


def article(text: str, name: str) -> Article:
    from dataclasses import replace

    return replace(extract(text), title=f"Article {name}", url=f"https://example.org/{name}")


def measure(label: str, engine: str, taken: list[tuple[str, str]], flags: dict) -> list[tuple[float, float, float]]:
    found = []
    for name, text in taken:
        with tempfile.TemporaryDirectory() as folder:
            settings = load(env={}, flags={**flags, "speech": {"engine": engine, "cache": f"{folder}/cache"}})
            episode = pipeline.make(article(text, name), settings, output=f"{folder}/out")
            lufs, peak = by_ffmpeg(episode.audio)
            other = by_pyloudnorm(episode.audio)
        found.append((lufs, other, peak))
        print(
            f"{label:28} {episode.duration_s:6.0f} s  ffmpeg {lufs:6.1f}  pyloudnorm {other:7.2f} LUFS  {peak:5.1f} dBTP",
            flush=True,
        )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--words", type=int, default=150)
    parser.add_argument("--full", type=int, default=3)
    parser.add_argument("--standin", type=int, default=6)
    options = parser.parse_args()
    rows = texts(options.data, options.articles)
    short = [(name, begin(text, options.words)) for name, text in rows]
    found = measure("espeak, first words", "espeak", short, {})
    found += measure("espeak, in full", "espeak", rows[: options.full], {})
    for lufs in (-30.0, -12.0):
        with standin.Google(gain=brought_to(lufs)) as server:
            os.environ["SSL_CERT_FILE"] = server.roots
            found += measure(
                f"stand-in at {lufs:.0f} LUFS", "gtts", short[: options.standin], {"gtts": {"url": server.url}}
            )
    errors = [abs(value - TARGET) for row in found for value in row[:2]]
    peak = max(row[2] for row in found)
    print(
        f"{len(found)} episodes: off by {max(errors):.2f} LU at most, {np.median(errors):.2f} in the middle; peaks {peak:.1f} dBTP at most"
    )
    print(f"within {AIM} LU: {sum(error <= AIM for error in errors)} of {len(errors)} measurements")
    return int(max(errors) > FLOOR or peak > PEAK or not all(map(math.isfinite, errors)))


if __name__ == "__main__":
    sys.exit(main())
