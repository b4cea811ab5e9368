"""Voices for Piper, fetched when somebody asks for one: a list with sizes and checksums first, then the voice's two files.

Nothing is downloaded by itself. The address is a setting; what it sends is checked against its list.
"""

from __future__ import annotations

import difflib
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import msgspec

from narrator.errors import BadSpeech, EngineRefused, EngineUnavailable, OutputError, UnknownVoice
from narrator.settings import Settings
from narrator.store import FolderStore

OnBytes: TypeAlias = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes there will be."""

_MOST_LIST_BYTES = 10_000_000
_CHUNK = 1 << 18
_STALLED_S = 30.0


class _File(msgspec.Struct, frozen=True):
    size_bytes: int
    md5_digest: str


class _Entry(msgspec.Struct, frozen=True):
    files: dict[str, _File] = {}


def download_voice(name: str, settings: Settings, *, on_bytes: OnBytes | None = None) -> Path:
    """Fetch a voice of Piper's into the folder of `[piper] voices`; returns the path of its model.

    What is there already, whole, is not fetched again. Each file is put whole, the model last: a voice that is listed is
    complete. Raises UnknownVoice with the nearest names, EngineUnavailable, EngineRefused, BadSpeech when what came is not
    what the list says, OutputError, SettingsError.
    """
    from narrator.speech.piper import folder_of

    source, folder = _Source(settings), folder_of(settings.piper)
    listed = source.voices()
    if name not in listed:
        close = difflib.get_close_matches(name, listed, n=3)
        hint = f"Did you mean {' or '.join(close)}?" if close else f"{source.url}/voices.json lists them."
        raise UnknownVoice(f"There is no voice {name!r} to download.", hint=hint)
    wanted = {}
    for ending in (".onnx.json", ".onnx"):
        paths = [path for path in listed[name].files if path.rpartition("/")[2] == name + ending]
        if not paths:
            raise BadSpeech(f"The list of voices names no {name}{ending}.")
        wanted[name + ending] = paths[0], listed[name].files[paths[0]]
    total, done = sum(file.size_bytes for _, file in wanted.values()), 0
    store = FolderStore(folder)
    for title, (path, file) in wanted.items():
        if not _is_whole(folder / title, file):
            with tempfile.TemporaryDirectory(prefix="narrator-") as work:
                part = Path(work) / title
                for here in source.fetch(path, file, part):
                    if on_bytes:
                        on_bytes(done + here, total)
                store.put(title, part)
        done += file.size_bytes
    if on_bytes:
        on_bytes(total, total)
    return folder / f"{name}.onnx"


def _is_whole(path: Path, file: _File) -> bool:
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, _md5).hexdigest() == file.md5_digest
    except OSError:
        return False


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


class _Source:
    """Where voices come from."""

    def __init__(self, settings: Settings) -> None:
        from narrator.speech.https import Client

        self.url = settings.piper.url.rstrip("/")
        self._client = Client(
            self.url,
            timeout_s=_STALLED_S,
            max_bytes=_MOST_LIST_BYTES,
            proxy=settings.piper.proxy,
            connections=1,
            plain=True,
        )

    def voices(self) -> dict[str, _Entry]:
        """What there is, by name."""
        data = bytearray()
        with self._client.stream("/voices.json") as chunks:
            for chunk in chunks:
                data += chunk
                if len(data) > _MOST_LIST_BYTES:
                    raise EngineRefused(f"{self._client.host} sent a list of voices that does not end.")
        try:
            return msgspec.json.decode(bytes(data), type=dict[str, _Entry])
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise EngineRefused(
                f"{self._client.host} has no list of voices that can be read.", hint="Check url of [piper]."
            ) from error

    def fetch(self, path: str, file: _File, target: Path) -> Iterator[int]:
        """One file, checked; gives the bytes that are here as they come."""
        digest, size = _md5(), 0
        with self._client.stream(f"/{quote(path)}") as chunks, _writing(target) as write:
            for chunk in chunks:
                size += len(chunk)
                digest.update(chunk)
                if size > file.size_bytes:
                    break
                write(chunk)
                yield size
        if size != file.size_bytes or digest.hexdigest() != file.md5_digest:
            raise BadSpeech(
                f"What came for {target.name} is not what {self._client.host} says it is.", hint="Try again later."
            )


@contextmanager
def _writing(target: Path) -> Iterator[Callable[[bytes], object]]:
    try:
        with target.open("wb") as file:
            yield file.write
    except OSError as error:
        if isinstance(error, EngineUnavailable):
            raise
        raise OutputError(f"Cannot write {target}: {error.strerror}.", hint="Free some space.") from error
