"""Files of earlier versions: a corrected episode leaves them behind, so that nobody who reads the old feed finds nothing.

A file goes when its name is one that narrator gives (…-<8 hex digits>.<ending>), its manifest does not name it, and no
feed of the folder does. Everything else in the folder is somebody's, and stays.
"""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import BrokenEpisode, InputError, OutputError
from narrator.publish import manifest
from narrator.store import FolderStore, Store, turn

_HASHED = re.compile(r".+-[0-9a-f]{8}\.(mp3|vtt|srt|transcript\.json|chapters\.json|script\.txt)")
_COVER = re.compile(r"cover-[0-9a-f]{8}\.(png|jpg)")
_AT_WORK_S = 3600  # where nobody can lock a folder, a file this young may belong to a run that is not over


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was, or would be, deleted: names in the store with their bytes, and what kept an episode from being looked at."""

    files: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Bytes of all the files."""
        return sum(size for _, size in self.files)


def prune(store: Store, *, days: float = 0, dry_run: bool = False) -> Pruned:
    """Delete the files of earlier versions from the bundles of a local store, and covers that no feed names.

    days      leave alone what was replaced less than so many days ago: apps that read the feed before still ask for it
    dry_run   delete nothing

    Safe beside a running make: a bundle that is being written is waited for. A bundle whose manifest cannot be read is
    left as it is. Raises InputError for an object store, OutputError when a file cannot be deleted.
    """
    if not isinstance(store, FolderStore):
        raise InputError("An object store cannot be pruned from here.", hint="Delete old files with its own tools.")
    if not store.root.is_dir():
        raise OutputError(f"There is no folder {store.root}.", hint="narrator make … -o DIR makes episodes in it.")
    gone: list[tuple[str, int]] = []
    problems: list[str] = []
    feeds = b"\n".join(path.read_bytes() for path in sorted(store.root.glob("feed*.xml")))
    for folder in manifest.folders(store):
        with turn(store, folder) as alone:
            try:
                old = _old(store.path(folder), folder, time.time() - days * 86_400)
            except FileNotFoundError:
                continue  # somebody removed it since the listing
            except BrokenEpisode as error:
                problems.append(f"Left as it is: {error.message}")
                continue
            gone += _delete(store, _free(old, feeds, alone=alone), dry_run=dry_run)
    if feeds:
        with turn(store) as alone:
            covers = [path for path in store.root.glob("cover-*") if _COVER.fullmatch(path.name)]
            gone += _delete(store, _free(covers, feeds, alone=alone), dry_run=dry_run)
    return Pruned(files=tuple(gone), problems=tuple(problems))


def _old(bundle: Path, folder: str, before: float) -> list[Path]:
    """What narrator wrote and the manifest no longer names, if the manifest was written before that time."""
    record = bundle / manifest.NAME
    current = manifest.decode(record.read_bytes(), f"{folder}/{manifest.NAME}")
    if record.stat().st_mtime > before:
        return []
    kept = {current.audio.file, *(sidecar.file for sidecar in current.files.values())}
    return [path for path in bundle.iterdir() if _HASHED.fullmatch(path.name) and path.name not in kept]


def _free(paths: list[Path], feeds: bytes, *, alone: bool) -> list[Path]:
    """Those that no feed names, and that no run can be about to name."""
    latest = math.inf if alone else time.time() - _AT_WORK_S
    return sorted(path for path in paths if path.name.encode() not in feeds and path.stat().st_mtime < latest)


def _delete(store: FolderStore, paths: list[Path], *, dry_run: bool) -> list[tuple[str, int]]:
    gone = [(path.relative_to(store.root).as_posix(), path.stat().st_size) for path in paths]
    for path in paths if not dry_run else ():
        try:
            path.unlink()
        except OSError as error:
            raise OutputError(f"Cannot delete {path}: {error.strerror}.") from error
    return gone
