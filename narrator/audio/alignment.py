"""When each word of a clip is heard, for engines that do not say: PocketSphinx's forced alignment (extra `align`, English).

The aligner is told the words and finds where in the sound they are. Whatever goes wrong, the clip stays as it was, and the
word times of its captions are estimated. What it found is kept beside the clip, so a rerun does not listen again.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import SequenceMatcher
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from narrator.audio import stitch
from narrator.audio.edges import Samples
from narrator.audio.resample import resample_16_bit, to_16_bit
from narrator.errors import MissingExtra, OutputError
from narrator.model import Clip, Utterance, WordMark
from narrator.store import Store

if TYPE_CHECKING:
    from pocketsphinx import Decoder

# (text, language) -> the text in words, numbers and signs spelled out
Spell: TypeAlias = Callable[[str, str], str]

# Goes up when the same clip is to get other times.
RECIPE = 1
RATE = 16_000
FRAME = RATE // 100
MARGIN = RATE * 3 // 10
# Digital silence between words is nothing that the aligner ever heard; with a little noise (-80 dBFS) it errs a third less.
NOISE = 3.0
# Without wide beams the only path there is may be given up midway.
BEAMS = {"beam": 1e-200, "pbeam": 1e-200, "wbeam": 1e-200}

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")

# How letters sound that stand in no dictionary (names, above all); roughly is enough to find where a word begins.
_SOUNDS = {
    "tion": "SH AH N", "tch": "CH", "igh": "AY", "sch": "SH", "eau": "OW", "qu": "K W", "th": "TH", "sh": "SH", "ch": "CH",
    "ph": "F", "wh": "W", "ck": "K", "ng": "NG", "ee": "IY", "ea": "IY", "ie": "IY", "oo": "UW", "ou": "AW", "ow": "OW",
    "ai": "EY", "ay": "EY", "ei": "AY", "ey": "IY", "oa": "OW", "oi": "OY", "oy": "OY", "au": "AO", "aw": "AO", "er": "ER",
    "ar": "AA R", "or": "AO R", "ir": "ER", "ur": "ER", "kn": "N", "wr": "R", "a": "AE", "b": "B", "c": "K", "d": "D",
    "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA",
    "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip
_LETTERS = re.compile("|".join(_SOUNDS))


@functools.cache
def aligner() -> str:
    """Who listens, with its version; loads nothing. Raises MissingExtra."""
    try:
        return f"pocketsphinx {version('pocketsphinx')}"
    except ImportError as error:
        raise MissingExtra(
            "audio.align needs a package that is not installed: pocketsphinx.",
            hint="pip install 'article-narrator[align]'",
        ) from error


def align(
    utterances: Sequence[Utterance], clips: Iterable[Clip], *, spell: Spell, kept: Store | None = None
) -> Iterator[Clip]:
    """The clips of utterances, one by one, with word marks where they had none and the words are English.

    spell   text and language -> the text in words; what an engine makes of numbers is guessed by it
    kept    where the times are kept for the next time; None keeps none
    """
    for number, clip in enumerate(clips):
        if number < len(utterances) and not clip.marks and utterances[number].language.partition("-")[0] == "en":
            yield replace(clip, marks=_marks(clip, utterances[number], spell, kept))
        else:
            yield clip


def _marks(clip: Clip, utterance: Utterance, spell: Spell, kept: Store | None) -> tuple[WordMark, ...]:
    name = _name(clip, utterance.spoken)
    found: list[tuple[int, int, int]] | None = None
    if kept is not None:
        with suppress(FileNotFoundError, OutputError, msgspec.DecodeError):
            found = msgspec.json.decode(kept.get(name), type=list[tuple[int, int, int]])
    if found is None:
        found = _listen(clip, utterance.spoken, spell(utterance.spoken, utterance.language))
        if kept is not None:
            with suppress(OutputError):
                kept.put(name, msgspec.json.encode(found))
    return tuple(WordMark(start=start, end=end, sample=sample) for start, end, sample in found)


def _name(clip: Clip, spoken: str) -> str:
    form = clip.format
    told = repr((RECIPE, aligner(), form.rate, form.width, form.channels, spoken)).encode()
    digest = hashlib.blake2b(told + b"\0" + clip.pcm, digest_size=32).hexdigest()
    return f"words/{digest[:2]}/{digest}"


def _listen(clip: Clip, text: str, spelled: str) -> list[tuple[int, int, int]]:
    """(start, end, sample) of each word of `text` in the clip, or nothing when it cannot be told."""
    words = _plain(spelled)
    tokens = [match.span() for match in re.finditer(r"\S+", text)]
    tokens = [(start, end) for start, end in tokens if any(char.isalnum() for char in text[start:end])]
    if not words or not tokens:
        return []
    rate = clip.format.rate
    sound = resample_16_bit(stitch.plain(clip), rate, RATE)
    starts = _starts(_in_a_room(sound), words)
    if starts is None:
        return []
    times = [max(0, start - MARGIN) * rate // RATE for start in starts] + [clip.samples]
    places = _carry([" ".join(_plain(text[start:end])) for start, end in tokens], words, times)
    return [(start, end, min(place, clip.samples)) for (start, end), place in zip(tokens, places, strict=True)]


def _in_a_room(sound: Samples) -> Samples:
    """The sound with margins and a little noise, always the same."""
    heard = np.random.default_rng(0).normal(0.0, NOISE, len(sound) + 2 * MARGIN).astype(np.float32)
    heard[MARGIN : MARGIN + len(sound)] += sound
    return to_16_bit(heard)


def _plain(text: str) -> list[str]:
    """Words as the dictionary writes them."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return _WORD.findall("".join(char for char in folded if not unicodedata.combining(char)))


def _starts(sound: Samples, words: list[str]) -> list[int] | None:
    """The sample at which each word begins; None when the sound does not hold them in this order."""
    decoder = _decoder()
    for word in dict.fromkeys(words):
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, _pronunciation(word), True)
    try:
        decoder.reinit_feat()  # forgets the noise of the sound before: equal clips get equal times
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(sound.tobytes(), full_utt=True)
        decoder.end_utt()
        found = [part for part in decoder.seg() or () if part.word[0] not in "<[(+"]
    except RuntimeError:  # what the library makes of sound that it cannot place
        return None
    if [part.word.partition("(")[0] for part in found] != words:
        return None
    return [part.start_frame * FRAME for part in found]


@functools.cache
def _decoder() -> Decoder:
    from pocketsphinx import Decoder

    return Decoder(samprate=RATE, loglevel="FATAL", lm=None, bestpath=False, cmn="batch", **BEAMS)


def _pronunciation(word: str) -> str:
    letters = re.sub(r"(.)\1", r"\1", word.replace("'", ""))
    silent = len(letters) > 3 and letters.endswith("e")
    return " ".join(_SOUNDS[part] for part in _LETTERS.findall(letters[:-1] if silent else letters)) or "AH"


def _carry(written: list[str], words: list[str], times: list[int]) -> list[int]:
    """When each written word begins, from the words that were said and when; what was said otherwise shares its time."""
    said = [word for entry in written for word in entry.split() or [""]]
    owners = [number for number, entry in enumerate(written) for _ in entry.split() or [""]]
    starts: dict[int, int] = {}
    for _, i1, i2, j1, j2 in SequenceMatcher(None, said, words, autojunk=False).get_opcodes():
        span = times[j2] - times[j1]
        for index in range(i1, i2):
            alike = i2 - i1 == j2 - j1
            time = times[j1 + index - i1] if alike else times[j1] + span * (index - i1) // (i2 - i1)
            starts.setdefault(owners[index], time)
    return [starts[number] for number in range(len(written))]
