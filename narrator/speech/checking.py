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


def check(utterance: Utterance, clip: Clip, format: AudioFormat) -> Clip:  # noqa: A002 - the field's own word
    """The clip itself. Raises BadSpeech when it is empty, silent, of another format or far too short or long."""
    text = utterance.spoken
    quoted = repr(text[:60]) + ("…" if len(text) > 60 else "")
    if clip.format != format or len(clip.pcm) % format.frame_bytes:
        raise BadSpeech(f"The sound of {quoted} is {clip.format}, not {format}.")
    if any(not 0 <= mark.start < mark.end <= len(text) or mark.sample > clip.samples for mark in clip.marks):
        raise BadSpeech(f"The word marks of {quoted} do not fit it.")
    seconds = clip.samples / format.rate
    alphabetic, spaces = sum(map(str.isalpha, text)), sum(map(str.isspace, text))
    if seconds > _SLOW_START + _SLOW_LETTER * alphabetic + _SLOW_SIGN * (len(text) - alphabetic - spaces):
        raise BadSpeech(f"The sound of {quoted} is {seconds:.1f} s long, far more than its text.")
    if not must_sound(text):
        return clip
    if not clip.pcm:
        raise BadSpeech(f"The engine {utterance.voice.engine} returned no sound for {quoted}.")
    if format.width == 2 and _peak(clip.pcm) < _SILENT:
        raise BadSpeech(f"The engine {utterance.voice.engine} returned silence for {quoted}.")
    letters = sum(map(str.isalnum, text))
    if letters >= 12 and seconds < letters / _FASTEST:
        raise BadSpeech(f"The sound of {quoted} is {seconds:.2f} s long, far less than its text.")
    return clip


def _peak(pcm: bytes) -> int:
    """Roughly the largest sample: one in 31 is looked at, which no sound can hide from."""
    some = array("h", pcm)[::31]
    highest, lowest = max(some), min(some)
    return max(highest, -lowest)
