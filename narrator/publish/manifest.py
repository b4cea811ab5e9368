"""episode.json: the record of a bundle, and the point from which it counts as published.

It is written last, so what it names exists. Readers start here, never from a listing. Unknown keys are tolerated:
a newer narrator may have written them.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path
from typing import Annotated, Any

import msgspec

from narrator.errors import BrokenEpisode, OutputError
from narrator.model import Chapter, Episode, plain
from narrator.store import FolderStore, ObjectStore, Store

NAME = "episode.json"
SCHEMA = 1


class _Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON object of the manifest; keys that are absent stay absent."""


class Source(_Record, frozen=True, kw_only=True):
    """What the episode was made from: an address, or the hash of a text without one."""

    url: str | None = None
    sha256: str | None = None


class Speaker(_Record, frozen=True, kw_only=True):
    """The main voice, the version of the engine that spoke, and its other voices that are heard."""

    engine: str
    engine_version: str
    id: str
    others: tuple[str, ...] = ()


class Audio(_Record, frozen=True, kw_only=True):
    """The MP3; how loud it is in tenths, as in `model.Levels`, and absent where an earlier narrator did not tell."""

    file: str
    bytes: Annotated[int, msgspec.Meta(ge=1)]
    sha256: str
    duration_s: Annotated[float, msgspec.Meta(ge=0, le=10_000_000)]
    samples: int
    sample_rate: Annotated[int, msgspec.Meta(gt=0)]
    bitrate_kbps: int
    target_lufs: float | None = None
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None


class Mark(_Record, frozen=True, kw_only=True):
    """A chapter, in milliseconds from the start; in a digest with its level, and the index of its article in `parts`."""

    title: str
    start_ms: int
    end_ms: int
    level: int = 1
    part: int | None = None


class Part(_Record, frozen=True, kw_only=True):
    """An article of a digest; `id` is that of its own episode, made or not."""

    id: str
    title: str
    byline: tuple[str, ...]
    source: Source
    language: str
    published: str | None = None
    site: str | None = None


class Sidecar(_Record, frozen=True, kw_only=True):
    """A file beside the audio."""

    file: str
    sha256: str


class Manifest(_Record, frozen=True, kw_only=True):
    """episode.json.

    fingerprint  hash of everything that went in: equal means that nothing need be made again
    roles        voices that were chosen for headline, heading and quote, whether or not there was one to read
    correction   the note about an error of an earlier version, as it is heard
    page         index.html, apart from `files` because it is rewritten in place a moment before this is
    tags         what the user filed it under
    parts        the articles of a digest, in order
    missing      addresses or file names of articles that a digest should have held
    """

    schema: int
    id: Annotated[str, msgspec.Meta(pattern=r"\S")]
    title: str
    byline: tuple[str, ...]
    source: Source
    language: str
    published: str | None
    voice: Speaker
    disclosure: str
    audio: Audio
    chapters: tuple[Mark, ...]
    files: dict[str, Sidecar]
    page: Sidecar | None = None
    roles: dict[str, str] = {}
    correction: str | None = None
    fingerprint: str = ""
    site: str | None = None
    image: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()


def episode_id(identity: str) -> str:
    """The episode's id, also its GUID in feeds: the same for the same article for ever, whatever its headline."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"narrator:{identity}").urn


def encode(manifest: Manifest) -> bytes:
    """The bytes of episode.json."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def decode(data: bytes, name: str) -> Manifest:
    """Read episode.json; `name` is what to call it in messages. Raises BrokenEpisode."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenEpisode(
            f"{name} is not a readable episode: {error}", hint="Make the episode again, or move its folder away."
        ) from error
    if manifest.schema != SCHEMA:
        raise BrokenEpisode(
            f"{name} has schema {manifest.schema}; this narrator reads {SCHEMA}.", hint="Update narrator."
        )
    if not plain(manifest.disclosure):
        raise BrokenEpisode(f"{name} does not say that the audio was made with AI assistance.", hint="Make it again.")
    for file in _files(manifest):
        if "/" in file or "\\" in file or file in ("", ".", ".."):
            raise BrokenEpisode(f"{name} names a file outside its folder: {file!r}.")
    for mark in manifest.chapters:
        if mark.part is not None and not 0 <= mark.part < len(manifest.parts):
            raise BrokenEpisode(f"{name} has a chapter that belongs to no article: {mark.title!r}.")
    return manifest


def _files(manifest: Manifest) -> list[str]:
    """Every file that a manifest names."""
    sidecars = [*manifest.files.values(), *([manifest.page] if manifest.page else [])]
    return [manifest.audio.file, *(sidecar.file for sidecar in sidecars)]


def read(store: Store, folder: str, *, verify: bool = False) -> Manifest:
    """The manifest of the bundle `folder`, checked against its files.

    Without `verify`, they must be there, and the audio must have its length where that costs nothing to know; with it,
    their checksums must be right. Raises FileNotFoundError without a manifest, BrokenEpisode when something is wrong.
    """
    manifest = decode(store.get(_inside(folder, NAME)), _inside(folder, NAME))
    expected = {manifest.audio.file: manifest.audio.sha256}
    expected |= {sidecar.file: sidecar.sha256 for sidecar in manifest.files.values()}
    present = _present(store, folder)
    for file, digest in expected.items():
        if file not in present:
            raise BrokenEpisode(f"{_inside(folder, file)} is missing.", hint="Make the episode again.")
        if verify:
            _verify(store, _inside(folder, file), digest)
    if isinstance(store, FolderStore):
        length = store.path(_inside(folder, manifest.audio.file)).stat().st_size
        if length != manifest.audio.bytes:
            raise BrokenEpisode(
                f"{_inside(folder, manifest.audio.file)} has {length} bytes, not {manifest.audio.bytes}.",
                hint="Make the episode again.",
            )
    return manifest


def load(path: str | Path, *, verify: bool = False) -> Episode:
    """The episode at `path`: its folder, its episode.json, or any other file in its folder.

    verify   read every file but the page and compare checksums

    Raises BrokenEpisode naming the file that is missing or damaged, or is no part of the episode in its folder.
    """
    path = Path(path)
    folder = path if path.is_dir() else path.parent
    hint = "Name the folder of an episode, or its episode.json."
    if not path.exists():
        raise BrokenEpisode(f"There is no {path}.", hint=hint)
    store = FolderStore(folder)
    try:
        manifest = read(store, "", verify=verify)
    except FileNotFoundError as error:
        raise BrokenEpisode(f"There is no {NAME} in {folder}.", hint=hint) from error
    except BrokenEpisode as error:
        raise BrokenEpisode(f"{folder}: {error.message}", hint=error.hint) from error
    if path != folder and path.name not in {NAME, *_files(manifest)}:
        raise BrokenEpisode(f"{path} is no file of the episode in {folder}.", hint=hint)
    return as_episode(manifest, folder)


def find(store: Store, identity: str) -> str | None:
    """The folder of the episode of `Article.identity`, whatever its headline was when it was first published."""
    tail = hashlib.sha256(identity.encode()).hexdigest()[:6]
    wanted = episode_id(identity)
    for folder in folders(store, tail):
        if _id_of(store, folder) == wanted:
            return folder
    return None


def free(store: Store, folder: str, episode: str) -> str:
    """`folder`, or its like if that one is another episode's: the six digits in its name are short, titles may repeat.

    The digits stay last, for `find` looks there.
    """
    head, _, tail = folder.rpartition("-")
    taken, number = folder, 2
    while _id_of(store, taken) not in (None, episode):
        taken, number = f"{head}-{number}-{tail}", number + 1
    return taken


def unchanged(store: Store, folder: str, fingerprint: str) -> Episode | None:
    """The bundle in `folder` if it was made from exactly these inputs and every byte of it is right, else None."""
    try:
        manifest = read(store, folder, verify=True)
    except (FileNotFoundError, OutputError):
        return None
    if manifest.fingerprint != fingerprint or not _page_is_right(store, folder, manifest):
        return None
    return as_episode(manifest, place(store, folder))


def episodes(store: Store) -> tuple[list[tuple[str, Manifest]], list[BrokenEpisode]]:
    """Every bundle of a store as (folder, manifest), by folder, and what is wrong with the others."""
    good: list[tuple[str, Manifest]] = []
    problems: list[BrokenEpisode] = []
    for folder in folders(store):
        try:
            good.append((folder, read(store, folder)))
        except FileNotFoundError:
            continue  # somebody removed it since the listing
        except BrokenEpisode as error:
            problems.append(error)
        except OutputError as error:
            problems.append(BrokenEpisode(error.message, hint=error.hint))
    return good, problems


def as_episode(manifest: Manifest, folder: Path) -> Episode:
    """The manifest as the value that the library hands out."""
    audio = manifest.audio
    marks = manifest.chapters
    # Milliseconds are all that the file keeps; the ends are exact, so that chapters cover every sample.
    samples = [mark.start_ms * audio.sample_rate // 1000 for mark in marks[1:]]
    starts, ends = [0, *samples], [*samples, audio.samples]
    raw: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(manifest))
    return Episode(
        path=folder,
        audio=folder / audio.file,
        title=manifest.title,
        duration_s=audio.duration_s,
        chapters=tuple(
            Chapter(start=start, end=end, rate=audio.sample_rate, title=mark.title, level=mark.level, part=mark.part)
            for mark, start, end in zip(marks, starts, ends, strict=False)
        ),
        disclosure=manifest.disclosure,
        manifest=raw,
    )


def place(store: Store, folder: str) -> Path:
    """Where a bundle lies, as a path; in an object store, its address."""
    root = store.root if isinstance(store, FolderStore | ObjectStore) else ""
    return Path(str(root), folder)


def _present(store: Store, folder: str) -> set[str]:
    """Names in a bundle's folder, by one look at it."""
    if isinstance(store, FolderStore):
        return set(os.listdir(store.path(folder) if folder else store.root))  # noqa: PTH208 - names, not 40,000 paths
    return {name.rpartition("/")[2] for name in store.list(folder)}


def _inside(folder: str, file: str) -> str:
    return f"{folder}/{file}" if folder else file


def folders(store: Store, tail: str = "") -> list[str]:
    """Folders of the first level that hold a manifest and whose names end with `tail`."""
    if isinstance(store, FolderStore):  # one level is enough: the folder may be somebody's home
        return sorted(path.parent.name for path in store.root.glob(f"*{tail}/{NAME}"))
    names = (name.split("/") for name in store.list())
    return [parts[0] for parts in names if len(parts) == 2 and parts[1] == NAME and parts[0].endswith(tail)]


def _id_of(store: Store, folder: str) -> str | None:
    try:
        return decode(store.get(_inside(folder, NAME)), folder).id
    except (FileNotFoundError, OutputError):
        return None


def _page_is_right(store: Store, folder: str, manifest: Manifest) -> bool:
    """False after a run that was killed between the page and the manifest."""
    try:
        verify_page(store, folder, manifest)
    except OutputError:
        return False
    return manifest.page is not None


def verify_page(store: Store, folder: str, manifest: Manifest) -> None:
    """Raise BrokenEpisode unless the page is there and has its checksum; apart, because it is replaced in place."""
    if manifest.page:
        _verify(store, _inside(folder, manifest.page.file), manifest.page.sha256)


def _verify(store: Store, name: str, digest: str) -> None:
    try:
        if isinstance(store, FolderStore):  # a file of hours need not come into memory
            with store.path(name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            found = hashlib.sha256(store.get(name)).hexdigest()
    except FileNotFoundError as error:
        raise BrokenEpisode(f"{name} is missing.", hint="Make the episode again.") from error
    except OSError as error:
        raise BrokenEpisode(f"{name} cannot be read: {error.strerror}.") from error
    if found != digest:
        raise BrokenEpisode(f"{name} is not what episode.json says it is.", hint="Make the episode again.")
