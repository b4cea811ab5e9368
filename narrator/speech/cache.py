"""Clips that were made before, each under the hash of everything that shapes its sound.

An entry is one file: a line that names the format, the SHA-256 of the rest, then a line of JSON, then the PCM.
It is written whole or not at all. A damaged one is reported and counts as missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from narrator.events import OnEvent, Warned, ignore
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, WordMark
from narrator.settings import Settings
from narrator.store import Store, open_store

_MAGIC = b"narrator clip 1\n"
_RECIPE = 1
"""Goes up when narrator itself makes other samples from the same answer of an engine."""


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    rate: int
    width: int
    channels: int
    marks: tuple[tuple[int, int, int], ...]


def clip_key(utterance: Utterance, info: EngineInfo, options: Mapping[str, object], format: AudioFormat) -> str:  # noqa: A002
    """The name of an utterance's sound: 64 hex digits over engine, version, voice, options, language, text and format.

    Nothing else is in it: not the role, not the text as written, not the place in the article.
    """
    parts = {
        "recipe": _RECIPE,
        "engine": info.name,
        "version": info.version,
        "voice": utterance.voice.id,
        "options": dict(options),
        "language": utterance.language,
        "spoken": utterance.spoken,
        "format": [format.rate, format.width, format.channels],
    }
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


class ClipCache:
    """Clips in a store. Safe for many threads and processes: equal keys mean equal bytes, and each is put whole."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, key: str, *, on_event: OnEvent = ignore, source: str = "") -> Clip | None:
        """The clip of that key, or None. A damaged one is None too, and a Warned event. Raises OutputError."""
        try:
            return _decode(self.store.get(_name(key)))
        except FileNotFoundError:
            return None
        except _Damaged as error:
            message = f"A sentence kept from an earlier run cannot be used and is spoken again: {error}"
            on_event(Warned(source=source, message=message))
            return None

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip. Raises OutputError."""
        self.store.put(_name(key), _encode(clip))


def cache_folder(settings: Settings) -> str:
    """Where clips are kept: `[speech] cache` or NARRATOR_CACHE, else where the system keeps caches."""
    if settings.speech.cache:
        return settings.speech.cache
    from platformdirs import user_cache_dir

    return user_cache_dir("narrator", appauthor=False)


def default_cache(settings: Settings) -> ClipCache:
    """The cache that the settings name."""
    where = cache_folder(settings)
    return ClipCache(open_store(where if "://" in where else Path(where).expanduser()))


class _Damaged(Exception):
    """The bytes of an entry are not what was written."""


def _name(key: str) -> str:
    return f"clips/{key[:2]}/{key}"


def _encode(clip: Clip) -> bytes:
    header = msgspec.json.encode(
        _Header(
            rate=clip.format.rate,
            width=clip.format.width,
            channels=clip.format.channels,
            marks=tuple((mark.start, mark.end, mark.sample) for mark in clip.marks),
        )
    )
    digest = hashlib.sha256(header)
    digest.update(b"\n")
    digest.update(clip.pcm)
    return b"".join((_MAGIC, digest.digest(), header, b"\n", clip.pcm))


def _decode(data: bytes) -> Clip:
    body = memoryview(data)[len(_MAGIC) + 32 :]
    if not data.startswith(_MAGIC) or hashlib.sha256(body).digest() != data[len(_MAGIC) : len(_MAGIC) + 32]:
        raise _Damaged("its checksum is wrong.")
    end = data.index(b"\n", len(_MAGIC) + 32)
    try:
        header = msgspec.json.decode(data[len(_MAGIC) + 32 : end], type=_Header)
    except msgspec.DecodeError as error:
        raise _Damaged(f"its header cannot be read ({error}).") from error
    return Clip(
        format=AudioFormat(rate=header.rate, width=header.width, channels=header.channels),
        pcm=data[end + 1 :],
        marks=tuple(WordMark(start=start, end=stop, sample=sample) for start, stop, sample in header.marks),
    )
