"""What an episode costs, against the bare tools and against the usual script, in pairs from empty caches.

    python benchmarks/against_bare_tools.py ARTICLE [--truth TEXT] [--minutes 45] [--memory 180] [--runs 5]

bare tools    Debian's `espeak-ng -f TEXT --stdout` to a WAV, then `lame -m m --resample 44.1 -b` our bit rate
usual script  a regular expression for sentences, `espeak-ng` to a WAV for each, pydub `+=`, `export` at 22 kHz

ARTICLE is a page for narrator, --truth its clean text for the others. --minutes adds a text of that length made by
long_text.py: against both, its CPU beyond speaking and encoding alone, and what one changed sentence costs. --memory adds the
peak memory of a text that long against one of ten minutes. Prints medians, and the medians of the pairs' ratios.
"""

import argparse
import os
import platform
import resource
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

# CPU seconds of the engine's processes alone, for the sentences of a script.
SPEAK = """
import resource, sys
from narrator import pipeline, script, speech
from narrator.settings import load
settings = load(env={}, flags={"speech": {"engine": "espeak"}})
article = pipeline.prepare(sys.argv[1], settings)
label = script.disclosure(article.language, settings.script)
chosen = speech.choose(settings, language=article.language, disclosure=label)
said = pipeline.plan(article, settings, voice=chosen.voice).utterances
for clip in speech.speak(said, settings, cache=None):
    pass
speech.close_engines()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
"""

# CPU seconds of the encoder alone, for the sound of an MP3.
ENCODE = """
import sys, time
import av, numpy
from narrator.audio import mp3
with av.open(sys.argv[1]) as file:
    sound = numpy.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
pcm = (sound * 32767).astype("<i2").tobytes()
began = time.process_time()
mp3.encode(pcm, rate=44100, kbps=64, last=True)
print(time.process_time() - began)
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


def row(name, mine, theirs, ratio, unit="s"):
    print(f"| {name:44} | {mine:8.2f} {unit} | {theirs:8.2f} {unit} | {ratio:5.2f} |", flush=True)


def compare(name, page, text, other, runs):
    seconds(ours, page)  # the first of all pays for cold files
    pairs = [(seconds(ours, page), seconds(other, text)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    row(name, mine, theirs, statistics.median(one / two for one, two in pairs))


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(program, argument):
    run = subprocess.run([sys.executable, "-c", program, argument], check=True, capture_output=True, text=True)
    return float(run.stdout)


def beyond(name, page):
    """CPU of a whole run against that of speaking and encoding the same alone; the ratio is what comes on top of them."""
    with tempfile.TemporaryDirectory() as folder:
        before = cpu_of_children()
        ours(str(page), folder)
        whole = cpu_of_children() - before
        (made,) = Path(folder, "out").glob("*/*.mp3")
        alone = told(SPEAK, str(page)) + told(ENCODE, str(made))
    row(name, whole, alone, whole / alone - 1)


def correct(name, page):
    """One word in the middle changed, against the first run."""
    text = Path(page).read_text("utf-8")
    paragraphs = text.split("\n\n")
    middle = len(paragraphs) // 2
    paragraphs[middle] = "Yesterday " + paragraphs[middle][0].lower() + paragraphs[middle][1:]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        ours(str(page), folder)
        first = time.perf_counter() - began
        edited = Path(folder, "edited.txt")
        edited.write_text("\n\n".join(paragraphs), "utf-8")
        began = time.perf_counter()
        ours(str(edited), folder)
        second = time.perf_counter() - began
    row(name, second, first, second / first)


def peak_mb(minutes):
    """Peak memory of the process that makes an episode of a long text."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "long.txt")
        text.write_text(long_text.text(minutes), "utf-8")
        arguments = ["make", str(text), "--engine", "espeak", "-o", f"{folder}/out", "--quiet"]
        process = subprocess.Popen(
            [sys.executable, "-m", "narrator", *arguments],
            env={**os.environ, "NARRATOR_CACHE": f"{folder}/cache"},
            stdout=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return used.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("article", type=Path)
    options.add_argument("--truth", type=Path)
    options.add_argument("--minutes", type=float)
    options.add_argument("--memory", type=float)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is compiled once is kept, as it is on a user's machine
    packages = ", ".join(f"{name} {version(name)}" for name in ("article-narrator", "lameenc", "av", "numpy", "nltk"))
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, {packages}; {chosen.runs} pairs"
    )
    print(f"| {'':44} | narrator | other | ratio |\n| --- | --- | --- | --- |")
    text = chosen.truth or chosen.article
    compare("the article, wall, against the bare tools", chosen.article, text, bare, chosen.runs)
    compare("the article, wall, against the usual script", chosen.article, text, usual, chosen.runs)
    if chosen.minutes:
        with tempfile.TemporaryDirectory() as folder:
            long = Path(folder, "long.txt")
            long.write_text(long_text.text(chosen.minutes), "utf-8")
            few, long_one = max(1, chosen.runs // 2), f"{chosen.minutes:g} minutes"
            compare(f"{long_one}, wall, against the bare tools", long, long, bare, few)
            compare(f"{long_one}, wall, against the usual script", long, long, usual, few)
            beyond(f"{long_one}, CPU beyond speaking and encoding", long)
            correct(f"{long_one}, one sentence changed, against the first", long)
    if chosen.memory:
        much, little = peak_mb(chosen.memory), peak_mb(10)
        row(f"peak memory of {chosen.memory:g} minutes against 10", much, little, much / little, "MB")


if __name__ == "__main__":
    main()
