"""How long an episode takes, against the bare tools and against the usual script, in pairs from empty caches.

    python benchmarks/against_bare_tools.py ARTICLE [--truth TEXT] [--minutes 45] [--runs 5]

bare tools    Debian's `espeak-ng -f TEXT --stdout` to a WAV, then `lame -m m --resample 44.1 -b` our bit rate
usual script  a regular expression for sentences, `espeak-ng` to a WAV for each, pydub `+=`, `export` at 22 kHz

ARTICLE is a page for narrator, --truth its clean text for the others. --minutes adds a long text made by long_text.py. Prints medians of
wall seconds and of the pairs' ratios.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import long_text

USUAL = """
import re, subprocess, sys, warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
text, folder = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2]
whole = AudioSegment.silent(0, frame_rate=22050)
for number, sentence in enumerate(re.split(r"(?<=[.!?])\\s+", text)):
    path = f"{folder}/{number}.wav"
    subprocess.run(["espeak-ng", "-w", path, sentence], check=True)
    whole += AudioSegment.from_wav(path)
    whole += AudioSegment.silent(350, frame_rate=22050)
whole.export(f"{folder}/usual.mp3", format="mp3", bitrate="64k")
"""


def ours(page, folder):
    environment = {**os.environ, "NARRATOR_CACHE": f"{folder}/cache"}
    run = [sys.executable, "-m", "narrator", "make", page, "--engine", "espeak", "-o", f"{folder}/out", "--quiet"]
    subprocess.run(run, check=True, env=environment, stdout=subprocess.DEVNULL)


def bare(text, folder):
    with open(f"{folder}/bare.wav", "wb") as wav:
        subprocess.run(["espeak-ng", "-f", text, "--stdout"], stdout=wav, check=True)
    lame = ["lame", "--quiet", "-m", "m", "--resample", "44.1", "-b", "64", f"{folder}/bare.wav", f"{folder}/bare.mp3"]
    subprocess.run(lame, check=True)


def usual(text, folder):
    subprocess.run([sys.executable, "-c", USUAL, text, folder], check=True)


def seconds(action, source):
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        action(str(source), folder)
        return time.perf_counter() - began


def compare(name, page, text, other, runs):
    seconds(ours, page)  # the first of all pays for cold files
    pairs = [(seconds(ours, page), seconds(other, text)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / two for one, two in pairs)
    print(f"{name:34} {mine:8.2f} s {theirs:8.2f} s   {ratio:5.2f}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("article", type=Path)
    options.add_argument("--truth", type=Path)
    options.add_argument("--minutes", type=float)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    print(
        f"narrator {version('article-narrator')}, Python {platform.python_version()}, {os.cpu_count()} CPUs, {chosen.runs} pairs"
    )
    print(f"{'':34} {'narrator':>10} {'other':>10}   ratio")
    text = chosen.truth or chosen.article
    compare("article against bare tools", chosen.article, text, bare, chosen.runs)
    compare("article against usual script", chosen.article, text, usual, chosen.runs)
    if chosen.minutes:
        with tempfile.TemporaryDirectory() as folder:
            long = Path(folder, "long.txt")
            long.write_text(long_text.text(chosen.minutes), "utf-8")
            few = max(1, chosen.runs // 2)
            compare(f"{chosen.minutes:g} minutes against bare tools", long, long, bare, few)
            compare(f"{chosen.minutes:g} minutes against usual script", long, long, usual, few)


if __name__ == "__main__":
    main()
