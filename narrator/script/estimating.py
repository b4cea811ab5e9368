"""How long a script will take, before any sound is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narrator.model import EngineInfo, Script, Utterance
from narrator.script.words import primary

# Characters of `spoken` a second at an everyday pace (165 words a minute in English), by language.
_PACE = {"zh": 4.4, "ja": 7.0, "ko": 7.0, "th": 12.0}
_USUAL_PACE = 14.5
_ONSET_S = 0.15


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
        pace = _PACE.get(primary(utterance.language), _USUAL_PACE)
        total += _ONSET_S + len(utterance.spoken) / pace + utterance.pause_after_ms / 1000
    return total
