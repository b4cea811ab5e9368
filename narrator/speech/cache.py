"""Clips that were made before, each under the hash of everything that shapes its sound.

An entry is one file: a line that names the format, the SHA-256 of its key and the rest, then a line of JSON, then the PCM.
It is written whole or not at all. A damaged one is reported and counts as missing.

Processes that share a folder claim what they make, so that none makes it twice (claims.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from narrator.errors import OutputError, TargetUnavailable
from narrator.events import OnEvent, Warned, ignore
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, WordMark
from narrator.settings import Settings
from narrator.speech import claims
from narrator.speech.claims import Claim
from narrator.store import FolderStore, Store, open_store

_MAGIC, _EARLIER = b"narrator clip 2\n", b"narrator clip 1\n"  # earlier ones do not tell whose they are
_RECIPE = 1
"""Goes up when narrator itself makes other samples from the same answer of an engine."""

_SHELVES = ("clips", "segments", "words")
"""What lies in the folder and counts towards its size: clips, and of episodes the encoded segments and the times of words, which have no owner here."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheInfo:
    """How much a cache holds: spoken sentences, other entries, bytes of all (None: an object store does not tell)."""

    clips: int
    others: int
    bytes: int | None


class ClipCache:
    """Clips in a store. Safe for many threads and processes: equal keys mean equal bytes, and each is put whole.

    store      where they lie
    max_bytes  what `prune` leaves; None means no limit
    """

    def __init__(self, store: Store, *, max_bytes: int | None = None) -> None:
        self.store = store
        self.max_bytes = max_bytes

    def get(self, key: str, *, on_event: OnEvent = ignore, source: str = "") -> Clip | None:
        """The clip of that key, or None. A damaged or unreadable one is None too, and a Warned event. Raises TargetUnavailable."""
        try:
            clip = _decode(key, self.store.get(_name(key)))
        except FileNotFoundError:
            return None
        except TargetUnavailable:
            raise
        except (_Damaged, OutputError) as error:
            message = f"A sentence kept from an earlier run cannot be used and is spoken again: {error}"
            on_event(Warned(source=source, message=message))
            with contextlib.suppress(OutputError):
                self.store.delete(_name(key))
            return None
        if isinstance(self.store, FolderStore):
            with contextlib.suppress(OSError):
                os.utime(self.store.path(_name(key)))  # it was used: the last to go
        return clip

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip. Raises OutputError."""
        self.store.put(_name(key), _encode(key, clip))

    def claim(self, key: str) -> Claim | None:
        """The right to make a clip, until it is released or this process ends; None while somebody else has it.

        Only folders can hold claims, and only on POSIX; elsewhere a clip may be made twice, which costs time alone.
        """
        return claims.claim(self.store.root, key) if isinstance(self.store, FolderStore) else Claim()

    def info(self) -> CacheInfo:
        """Number and size of the entries. Raises OutputError."""
        clips, *others = (sum(1 for _ in self.store.list(shelf)) for shelf in _SHELVES)
        total = sum(size for _, size, _ in self._entries()) if isinstance(self.store, FolderStore) else None
        return CacheInfo(clips=clips, others=sum(others), bytes=total)

    def prune(self, max_bytes: int | None = None) -> int:
        """Delete what was not used for longest, until `max_bytes` (default: the cache's limit) are left; returns how many.

        A cache in an object store is pruned by the rules of that store.
        """
        limit = self.max_bytes if max_bytes is None else max_bytes
        if limit is None:
            return 0
        entries = sorted(self._entries(), key=lambda entry: entry[2])
        total = sum(size for _, size, _ in entries)
        gone = 0
        for path, size, _ in entries:
            if total <= limit:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
            total -= size
        return gone

    def verify(self, *, delete: bool = False) -> tuple[str, ...]:
        """Names of the clips that are damaged or cannot be read; `delete` takes them out. Raises OutputError."""
        bad = []
        for name in self.store.list("clips"):
            try:
                _decode(name.rpartition("/")[2], self.store.get(name))
            except FileNotFoundError:
                continue  # somebody has deleted it meanwhile
            except TargetUnavailable:
                raise
            except (_Damaged, OutputError):
                bad.append(name)
                if delete:
                    with contextlib.suppress(OutputError):
                        self.store.delete(name)
        return tuple(bad)

    def _entries(self) -> Iterator[tuple[Path, int, int]]:
        """Path, bytes and time of last use of each entry of a folder."""
        if not isinstance(self.store, FolderStore):
            return
        for name in (name for shelf in _SHELVES for name in self.store.list(shelf)):
            path = self.store.path(name)
            with contextlib.suppress(OSError):
                facts = path.stat()
                yield path, facts.st_size, facts.st_mtime_ns


def cache_folder(settings: Settings) -> str:
    """Where clips are kept: `[speech] cache` or NARRATOR_CACHE, else where the system keeps caches."""
    if settings.speech.cache:
        return settings.speech.cache
    from platformdirs import user_cache_dir

    return user_cache_dir("narrator", appauthor=False)


def default_cache(settings: Settings) -> ClipCache:
    """The cache that the settings name."""
    where = cache_folder(settings)
    # Not durable: what a power cut damages is told by its checksum, and only costs its time again.
    store = open_store(where if "://" in where else Path(where).expanduser(), durable=False)
    return ClipCache(store, max_bytes=settings.speech.cache_max_mb * 1_000_000)


class _Damaged(Exception):
    """The bytes of an entry are not what was written."""


def _name(key: str) -> str:
    return f"clips/{key[:2]}/{key}"


def _encode(key: str, clip: Clip) -> bytes:
    header = msgspec.json.encode(
        _Header(
            rate=clip.format.rate,
            width=clip.format.width,
            channels=clip.format.channels,
            marks=tuple((mark.start, mark.end, mark.sample) for mark in clip.marks),
        )
    )
    digest = hashlib.sha256(key.encode())
    digest.update(header)
    digest.update(b"\n")
    digest.update(clip.pcm)
    return b"".join((_MAGIC, digest.digest(), header, b"\n", clip.pcm))


def _decode(key: str, data: bytes) -> Clip:
    digest = hashlib.sha256(b"" if data.startswith(_EARLIER) else key.encode())
    digest.update(memoryview(data)[len(_MAGIC) + 32 :])
    if not data.startswith((_MAGIC, _EARLIER)) or digest.digest() != data[len(_MAGIC) : len(_MAGIC) + 32]:
        raise _Damaged("its checksum is wrong.")
    end = data.index(b"\n", len(_MAGIC) + 32)
    try:
        header = msgspec.json.decode(data[len(_MAGIC) + 32 : end], type=_Header)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _Damaged(f"its header cannot be read ({error}).") from error
    return Clip(
        format=AudioFormat(rate=header.rate, width=header.width, channels=header.channels),
        pcm=data[end + 1 :],
        marks=tuple(WordMark(start=start, end=stop, sample=sample) for start, stop, sample in header.marks),
    )
