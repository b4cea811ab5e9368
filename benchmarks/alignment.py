"""When sentences start, as an independent ear hears it: PocketSphinx's forced alignment of finished MP3s.

    pip install pocketsphinx
    python benchmarks/alignment.py TEXT… [--sentences 80]

Each text is made into an episode by espeak; the MP3 is decoded again and cut into windows of a few sentences, and PocketSphinx
is given the words that were said in each. What it finds is compared with the times in the episode's transcript: the start of
each sentence, and of each word inside it. Sentences with a word that its dictionary lacks are left out. Wanted of sentence
starts: 30 ms in the middle and 150 ms at most (12 and 100). Exits with 1 where that, or the number of sentences, falls short.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from itertools import groupby

import numpy as np
from pocketsphinx import Decoder

from narrator import audio, normalize, pipeline, speech
from narrator.model import Cue, Recording
from narrator.settings import load

RATE, FRAME_MS = 16_000, 10
WINDOWS = (2, 3, 4)  # sentences
MARGIN_S = 0.15  # of sound around a window, out of the pauses
FLOOR, AIM = (30, 150), (12, 100)  # ms


def recorded(path: str) -> tuple[tuple[Cue, ...], np.ndarray, list[dict]]:
    """The cues of an episode made of a text, its MP3 decoded by ffmpeg, and the segments of its transcript."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(env={}, flags={"speech": {"engine": "espeak", "cache": f"{folder}/cache"}})
        seen: list[Recording] = []
        prove = pipeline.audio.prove

        def watched(recording: Recording, **options: object) -> object:
            seen.append(recording)
            return prove(recording, **options)

        pipeline.audio.prove = watched
        try:
            episode = pipeline.make(path, settings, output=f"{folder}/out")
        finally:
            pipeline.audio.prove = prove
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", episode.audio, "-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"],
            check=True, capture_output=True,
        ).stdout  # fmt: skip
        file = episode.path / episode.manifest["files"]["transcript"]["file"]
        segments = json.loads(file.read_bytes())["segments"]
    return seen[0].timeline.cues, np.frombuffer(raw, "<i2"), segments


def words_of(text: str) -> list[tuple[int, str]]:
    """(position, word) as the dictionary writes it."""
    return [
        (match.start(), match.group().lower().replace("’", "'").strip("'"))
        for match in re.finditer(r"[^\W\d_][\w’']*", text)
    ]


def starts(decoder: Decoder, sound: np.ndarray, words: list[str]) -> list[float] | None:
    """Seconds at which each word begins in a window of sound."""
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(sound.tobytes(), full_utt=True)
    decoder.end_utt()
    found = [
        (segment.word, segment.start_frame * FRAME_MS / 1000)
        for segment in decoder.seg() or ()
        if segment.word[0] not in "<[(+"
    ]
    said = [re.sub(r"\(\d+\)$", "", word) for word, _ in found]
    return [start for _, start in found] if said == words else None


def compare(path: str, decoder: Decoder) -> tuple[list[tuple[float, str]], list[tuple[float, str]], int]:
    """(error in ms, text) of sentence starts and of the words after them, and how many sentences were left out."""
    cues, sound, segments = recorded(path)
    sentences, others, left_out = [], [], 0
    known = []
    for number, (cue, segment) in enumerate(zip(cues, segments, strict=True)):
        words = words_of(cue.utterance.spoken)
        # digits and signs are said in words that are not written
        good = words and not re.search(r"[\d%$€£&@/]", cue.utterance.spoken)
        good = good and all(decoder.lookup_word(word) for _, word in words)
        known.append((number, cue, segment, words) if good else None)
        left_out += not good
    heard: dict[int, list[list[float]]] = defaultdict(list)
    for size in WINDOWS:
        for window in windows(known, size):
            begin = max(0, round((window[0][1].start / window[0][1].rate - MARGIN_S) * RATE))
            end = round((window[-1][1].end / window[-1][1].rate + MARGIN_S) * RATE)
            found = starts(decoder, sound[begin:end], [word for *_, words in window for _, word in words])
            at = 0
            for number, *_, words in window if found else ():
                heard[number].append([begin / RATE + start for start in found[at : at + len(words)]])
                at += len(words)
    for number, cue, segment, words in filter(None, known):
        if len(heard[number]) < len(WINDOWS):
            left_out += 1
            continue
        marks = {word.first: word.start / word.rate for word in cue.words}
        for index, ((position, word), at) in enumerate(zip(words, np.median(heard[number], axis=0), strict=True)):
            if index == 0:
                sentences.append((1000 * (at - segment["startTime"]), cue.utterance.spoken[:50]))
            elif position in marks:
                others.append((1000 * (at - marks[position]), f"{word} in {cue.utterance.spoken[:40]}"))
    return sentences, others, left_out


def windows(known: list, size: int) -> Iterator[list]:
    """Runs of sentences that can be judged, cut into windows."""
    for good, run in groupby(known, key=bool):
        rest = list(run) if good else []
        for first in range(0, len(rest), size):
            yield rest[first : first + size]


def own_words(path: str) -> tuple[list[tuple[float, str]], int, float]:
    """What `[audio] align` makes of espeak's clips against espeak's own marks.

    (error in ms, word), clips in which no word was found, CPU a second of sound.
    """
    settings = load(env={})
    voice = speech.pick_voice("espeak", settings, "en", None)
    said = pipeline.plan(pipeline.prepare(path, settings), settings, voice=voice).utterances
    clips = list(speech.speak(said, settings, cache=None))
    began = time.process_time()
    aligned = list(audio.align(said, [replace(clip, marks=()) for clip in clips], spell=normalize))
    cost = (time.process_time() - began) / sum(clip.samples / clip.format.rate for clip in clips)
    errors = []
    for utterance, clip, found in zip(said, clips, aligned, strict=True):
        places = {mark.start: mark.sample for mark in found.marks}
        for mark in clip.marks[1:]:  # the first starts with the cue, whatever the marks say
            if mark.start in places:  # espeak marks both halves of some words
                off = places[mark.start] - mark.sample
                errors.append((1000 * off / clip.format.rate, utterance.spoken[mark.start : mark.end]))
    return errors, sum(not clip.marks for clip in aligned), cost


def describe(name: str, errors: list[tuple[float, str]]) -> tuple[float, float]:
    sizes = np.abs([error for error, _ in errors])
    worst = max(errors, key=lambda each: abs(each[0]))
    print(
        f"{name}: {len(sizes)}, off by {np.median(sizes):.0f} ms in the middle, {np.percentile(sizes, 90):.0f} in 9 of 10, "
        f"{sizes.max():.0f} at most ({worst[1]!r}); {np.mean([error for error, _ in errors]):+.0f} on average"
    )
    return float(np.median(sizes)), float(sizes.max())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--sentences", type=int, default=80)
    options = parser.parse_args()
    # Without wide beams the only path there is may be given up midway.
    decoder = Decoder(samprate=RATE, loglevel="FATAL", bestpath=False, beam=1e-100, pbeam=1e-100, wbeam=1e-80)
    sentences, others, left_out = [], [], 0
    for path in options.texts:
        found = compare(path, decoder)
        sentences += found[0]
        others += found[1]
        left_out += found[2]
    speech.close_engines()
    print(f"Python {platform.python_version()}, pocketsphinx {version('pocketsphinx')}; {left_out} utterances left out")
    middle, most = describe("sentence starts", sentences)
    describe("words inside, by espeak's marks", others)
    extra = [own_words(path) for path in options.texts]
    describe("words inside, [audio] align against espeak's marks", [error for errors, *_ in extra for error in errors])
    lost, speed = sum(lost for _, lost, _ in extra), 1 / np.mean([cost for *_, cost in extra])
    print(f"[audio] align: {lost} clips without, {speed:.0f} times real time")
    for name, (median, largest) in (("wanted", FLOOR), ("aimed at", AIM)):
        print(f"{name}: {median} and {largest} ms: {'yes' if middle <= median and most <= largest else 'no'}")
    return int(len(sentences) < options.sentences or middle > FLOOR[0] or most > FLOOR[1])


if __name__ == "__main__":
    sys.exit(main())
