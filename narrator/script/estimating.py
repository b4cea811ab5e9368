"""How long a script will take, before any sound is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narrator.model import EngineInfo, Script, Utterance
from narrator.script.words import primary

# Seconds a letter or digit of `spoken` takes, by language: espeak-ng at 165 words a minute, least squares over 60 sentences each
# (en, de, fr, es, ru, uk; the others are set by ear of those). Sentences come out within 3 to 7 %, Ukrainian 14 %.
_LETTER_S = {
    "de": 0.0636, "en": 0.067, "es": 0.0666, "fr": 0.053, "ja": 0.14, "ko": 0.14, "ru": 0.0613, "th": 0.08, "uk": 0.104, "zh": 0.23,
}  # fmt: skip
_USUAL_LETTER_S = 0.064
_CLAUSE_S = 0.25  # the engine's own pause at a comma
_EDGES_S = 0.05
_CLAUSE_ENDS = str.maketrans("", "", ",;:—–()、，；：")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a script will cost: utterances, requests (utterances of a network engine), characters sent, seconds heard."""

    utterances: int
    requests: int
    characters: int
    duration_s: float


def estimate(script: Script, info: EngineInfo) -> Estimate:
    """Count and time a script for one engine; the duration is meant to be right within about a tenth."""
    utterances = script.utterances
    return Estimate(
        utterances=len(utterances),
        requests=len(utterances) if info.needs_network else 0,
        characters=sum(len(utterance.spoken) for utterance in utterances),
        duration_s=round(seconds(utterances), 1),
    )


def seconds(utterances: Iterable[Utterance]) -> float:
    """Estimated length of some utterances with the pauses after them."""
    total = 0.0
    for utterance in utterances:
        letter = _LETTER_S.get(primary(utterance.language), _USUAL_LETTER_S)
        spoken = utterance.spoken
        pauses = len(spoken) - len(spoken.translate(_CLAUSE_ENDS))
        letters = sum(map(str.isalnum, spoken))
        total += _EDGES_S + letters * letter + pauses * _CLAUSE_S + utterance.pause_after_ms / 1000
    return total
