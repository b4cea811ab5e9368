"""Clips in, one chaptered MP3 out: trimmed, stitched, encoded, tagged, and proved against the plan.

    align       clips                             -> the same with word marks where the engine gave none (extra `align`)
    record      clips of a script                 -> Recording (a tagged MP3 in a working folder, with its Timeline)
    prove       Recording's file and its Timeline -> Facts, or ProofFailed
    prove_again a published episode's MP3         -> the same, against its manifest; prove_alone: against its own tag
    probe       any MP3                           -> Facts, found by decoding it
    read_tag    any MP3                           -> Tag

Everything heavy (numpy, PyAV, pydub, LAME) is loaded when the first of these is called, or by `load`.
"""

from __future__ import annotations

import importlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.audio.alignment import align as align
    from narrator.audio.alignment import aligner as aligner
    from narrator.audio.id3 import Tag as Tag
    from narrator.audio.id3 import read_tag as read_tag
    from narrator.audio.proof import Facts as Facts
    from narrator.audio.proof import probe as probe
    from narrator.audio.proof import prove as prove
    from narrator.audio.proof import prove_again as prove_again
    from narrator.audio.proof import prove_alone as prove_alone
    from narrator.audio.recording import record as record

_HOMES = {
    "Facts": "proof",
    "Tag": "id3",
    "align": "alignment",
    "aligner": "alignment",
    "probe": "proof",
    "prove": "proof",
    "prove_again": "proof",
    "prove_alone": "proof",
    "read_tag": "id3",
    "record": "recording",
}

__all__ = [
    "Facts",
    "Tag",
    "align",
    "aligner",
    "load",
    "probe",
    "prove",
    "prove_again",
    "prove_alone",
    "read_tag",
    "record",
]


def load() -> None:
    """Load everything now, in a thread of its own.

    Ctrl-C in the middle of an import may be swallowed by an extension module, or leave Python's import lock behind for good;
    a thread never gets it.
    """
    with ThreadPoolExecutor(1, "narrator-load") as beside:
        for name in ("av", *(f"{__name__}.{home}" for home in sorted(set(_HOMES.values())))):
            beside.submit(importlib.import_module, name).result()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'narrator.audio' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"narrator.audio.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
