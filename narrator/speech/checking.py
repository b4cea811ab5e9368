"""Is this the speech that was asked for? What comes back from an engine counts only after this."""

from __future__ import annotations

import unicodedata
from array import array

from narrator.errors import BadSpeech
from narrator.model import AudioFormat, Clip, Utterance

_SILENT = 64
"""Peak of a 16 bit sample below which nobody hears anything (-54 dBFS)."""

_FASTEST = 60.0
"""Letters and digits a second of the fastest speech; espeak at its highest rate comes near 50."""

_SOME = 12
"""Letters and digits from which on the length of their sound tells something."""

_HURRIED = 30.0
"""Letters and digits a second that no voice reaches at its own speed, which is near 15; half a sentence often does."""

_FALL_S, _FALLEN = 0.01, 0.5
"""Speech that has come to its end has fallen, for so many seconds, below this part of its peak; mostly below a tenth."""

_SLOW_LETTER, _SLOW_SIGN, _SLOW_START = 1.0, 4.0, 8.0
"""Seconds of the slowest speech: a letter, any other character (digits, signs and emoji become words), the rest."""


def sayable(text: str) -> bool:
    """True when there is anything but punctuation, spaces and controls. Engines read out what a rule of * * * is made of."""
    return any(unicodedata.category(char)[0] in "LNS" for char in text)


def harmless(text: str) -> str:
    """The text with a space for each control, private or lone surrogate character: they steer engines, or break them."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Co") else char for char in text)


def must_sound(text: str) -> bool:
    """True when the text has a letter or a digit; mere signs may be silent in an engine that does not know them."""
    return any(char.isalnum() for char in text)


def silence(format: AudioFormat) -> Clip:  # noqa: A002 - the field's own word
    """The sound of nothing to say, a twentieth of a second."""
    return Clip(format=format, pcm=b"\0" * (format.rate // 20 * format.frame_bytes))


def longest_s(text: str) -> float:
    """Seconds that the slowest speech of a text takes."""
    alphabetic, spaces = sum(map(str.isalpha, text)), sum(map(str.isspace, text))
    return _SLOW_START + _SLOW_LETTER * alphabetic + _SLOW_SIGN * (len(text) - alphabetic - spaces)


def check(utterance: Utterance, clip: Clip, format: AudioFormat) -> Clip:  # noqa: A002 - the field's own word
    """The clip itself. Raises BadSpeech when it is empty, silent, of another format or far too short or long."""
    text = utterance.spoken
    quoted = repr(text[:60]) + ("…" if len(text) > 60 else "")
    if clip.format != format or len(clip.pcm) % format.frame_bytes:
        raise BadSpeech(f"The sound of {quoted} is {clip.format}, not {format}.")
    if any(not 0 <= mark.start < mark.end <= len(text) or mark.sample > clip.samples for mark in clip.marks):
        raise BadSpeech(f"The word marks of {quoted} do not fit it.")
    seconds = clip.samples / format.rate
    if seconds > longest_s(text):
        raise BadSpeech(f"The sound of {quoted} is {seconds:.1f} s long, far more than its text.")
    if not must_sound(text):
        return clip
    if not clip.pcm:
        raise BadSpeech(f"The engine {utterance.voice.engine} returned no sound for {quoted}.")
    if format.width == 2 and _peak(clip.pcm) < _SILENT:
        raise BadSpeech(f"The engine {utterance.voice.engine} returned silence for {quoted}.")
    letters = sum(map(str.isalnum, text))
    if letters >= _SOME and seconds < letters / _FASTEST:
        raise BadSpeech(f"The sound of {quoted} is {seconds:.2f} s long, far less than its text.")
    return clip


def insist_on_its_end(text: str, pcm: bytes, format: AudioFormat, speed: float) -> None:  # noqa: A002
    """Raise BadSpeech for 16-bit sound that looks like the first part of an answer whose length nobody told."""
    letters, sound = sum(map(str.isalnum, text)), array("h", pcm)
    seconds = len(sound) / (format.rate * format.channels)
    last = sound[-round(_FALL_S * format.rate * format.channels) :]
    hurried = letters >= _SOME and seconds * speed < letters / _HURRIED
    if hurried or _loudest(last) > _FALLEN * _loudest(sound):
        raise BadSpeech(f"The audio that came back breaks off after {seconds:.1f} s.")


def _loudest(sound: array[int]) -> int:
    return max(max(sound, default=0), -min(sound, default=0))


def _peak(pcm: bytes) -> int:
    """Roughly the largest sample: one in 31 is looked at, which no sound can hide from."""
    return _loudest(array("h", pcm)[::31])
