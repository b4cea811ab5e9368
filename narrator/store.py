"""Where bundles, the cache and the feed live: a local folder, or anything that universal_pathlib can open.

Five verbs, and one promise: **what exists is complete**. A reader sees the old bytes or the new ones, never half of
anything, after a kill, a full disk or a power cut.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, cast
from urllib.parse import unquote, urlsplit

from narrator.errors import FolderBusy, OutputError, SettingsError, TargetUnavailable


class Store(Protocol):
    """A flat or nested space of named byte strings; names are relative, with forward slashes."""

    def put(self, name: str, data: bytes | Path) -> None:
        """Write `data`, or the content of the file at that path, under `name`: whole or not at all. Raises OutputError."""
        ...

    def get(self, name: str) -> bytes:
        """The bytes under `name`. Raises FileNotFoundError when there are none, OutputError when they cannot be read."""
        ...

    def exists(self, name: str) -> bool:
        """True when `name` holds complete bytes."""
        ...

    def list(self, prefix: str = "") -> Iterator[str]:
        """Names under the folder `prefix`, sorted; unfinished files are not among them. Raises OutputError."""
        ...

    def delete(self, name: str) -> None:
        """Take `name` away, if it is there. Raises OutputError."""
        ...


_PART = ".part-"
_STUCK_S = 60.0  # how long large bytes may stand still
SLOWEST = 8 << 10  # bytes a second to or from another machine; what is slower counts as stuck
_ANSWER_S, _LIST_S = 20.0, 600.0  # how long a short answer may take, and a list, which comes in many
PRIVATE = ".narrator"  # the folder in a store for what is nobody else's business; it is never published or served


class FolderStore:
    """A store in a local folder: temporary name, fsync, rename, fsync of the folder.

    A killed process leaves its unfinished file behind; whoever next writes to that folder takes it away. A lock, which
    ends with its process, tells an unfinished file from one that is being written.

    durable  False leaves it to the system when bytes reach the disk: a power cut may then damage what was just put, which
             is for those who check what they get
    """

    def __init__(self, root: str | Path, *, durable: bool = True) -> None:
        self.root = Path(root)
        self.durable = durable
        self._swept: set[Path] = set()

    def path(self, name: str) -> Path:
        """Where `name` lies. Raises ValueError for a name that would leave the folder."""
        return self.root.joinpath(*_parts(name))

    def put(self, name: str, data: bytes | Path) -> None:  # noqa: D102 - see Store
        target = self.path(name)
        part: Path | None = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._sweep(target.parent)
            part, file = _begin(target.parent)
            with file:
                if isinstance(data, Path):
                    with data.open("rb") as source:
                        shutil.copyfileobj(source, file, 1 << 20)
                else:
                    file.write(data)
                file.flush()
                if self.durable:
                    os.fsync(file.fileno())
                if os.name != "nt":  # renamed while the lock is held, so that nobody sweeps it away before
                    part.replace(target)
            if os.name == "nt":  # pragma: no cover - an open file cannot be renamed there
                part.replace(target)
            if self.durable:
                _sync_folder(target.parent)
        except OSError as error:
            raise _explain(error, target) from error
        finally:
            if part is not None:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def _sweep(self, folder: Path) -> None:
        if folder in self._swept:
            return
        self._swept.add(folder)
        for part in folder.glob(f"{_PART}*"):
            with contextlib.suppress(OSError), part.open("rb") as file:
                if _lock(file):
                    part.unlink()

    def get(self, name: str) -> bytes:  # noqa: D102 - see Store
        path = self.path(name)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise
        except NotADirectoryError as error:
            raise FileNotFoundError(*error.args) from error
        except OSError as error:
            raise OutputError(f"Cannot read {path}: {error.strerror}.") from error

    def exists(self, name: str) -> bool:  # noqa: D102 - see Store
        return self.path(name).is_file()

    def list(self, prefix: str = "") -> Iterator[str]:  # noqa: D102 - see Store
        folder = self.path(prefix) if prefix else self.root
        if self.root.exists() and not self.root.is_dir():
            raise OutputError(f"{self.root} is not a folder.", hint="Choose another one.")
        found = [
            (Path(base) / file).relative_to(self.root).as_posix()
            for base, _, files in os.walk(folder)
            for file in files
            if not file.startswith(_PART)
        ]
        yield from sorted(found)

    def delete(self, name: str) -> None:  # noqa: D102 - see Store
        path = self.path(name)
        try:
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)  # an empty folder stands where bytes should
        except OSError as error:
            raise OutputError(f"Cannot delete {path}: {error.strerror}.") from error


class ObjectStore:
    """A store in anything else that universal_pathlib opens (memory://, s3://…), where one write is one object."""

    def __init__(self, root: str) -> None:
        from upath import UPath

        try:
            self.root = UPath(root, use_listings_cache=False)  # others write there too
            self._files = self.root.fs
        except (ImportError, ValueError) as error:
            hint = (
                "pip install 'article-narrator[s3]'"
                if root.startswith("s3")
                else "Choose a folder, or s3://bucket/prefix."
            )
            raise SettingsError(f"narrator cannot open {root}: {str(error).rstrip('.')}.", hint=hint) from error

    def put(self, name: str, data: bytes | Path) -> None:  # noqa: D102 - see Store
        path = self._path(name)
        with self._reached(f"write {name} to", missing_too=True):
            data = data.read_bytes() if isinstance(data, Path) else data
            # in one call: a file that is opened and written may be seen empty meanwhile
            self._files.pipe_file(path, data, **self._within(_STUCK_S + len(data) / SLOWEST))

    def get(self, name: str) -> bytes:  # noqa: D102 - see Store
        path = self._path(name)
        with self._reached(f"read {name} from"):
            try:
                return cast(bytes, self._files.cat_file(path, **self._within(_ANSWER_S)))
            except TimeoutError:  # it may be large, if it is there at all
                size = int(self._files.info(path, **self._within(_ANSWER_S))["size"])
                return cast(bytes, self._files.cat_file(path, **self._within(_STUCK_S + size / SLOWEST)))

    def exists(self, name: str) -> bool:  # noqa: D102 - see Store
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError), self._reached(f"look for {name} in"):
            found = self._files.info(path, **self._within(_ANSWER_S))
            return bool(found["type"] == "file")  # isfile() takes any trouble for a no
        return False

    def list(self, prefix: str = "") -> Iterator[str]:  # noqa: D102 - see Store
        folder = self._path(prefix) if prefix else self.root.path
        found: Iterable[str] = ()
        with contextlib.suppress(FileNotFoundError), self._reached("list"):
            found = self._files.find(folder, **self._within(_LIST_S))
        yield from sorted(path.removeprefix(self.root.path).lstrip("/") for path in found)

    def delete(self, name: str) -> None:  # noqa: D102 - see Store
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError), self._reached(f"delete {name} from"):
            self._files.rm_file(path, **self._within(_ANSWER_S))

    def _within(self, seconds: float) -> dict[str, float]:
        """What a question to the library has besides, where it knows deadlines."""
        return {"timeout": seconds} if self._files.async_impl else {}

    def _path(self, name: str) -> str:
        return self.root.joinpath(*_parts(name)).path

    @contextlib.contextmanager
    def _reached(self, what: str, *, missing_too: bool = False) -> Iterator[None]:
        """Whatever a library raises becomes a TargetUnavailable, but a missing file stays one, unless `missing_too`."""
        try:
            yield
        except Exception as error:  # each library has kinds of its own
            if isinstance(error, FileNotFoundError) and not missing_too:
                raise
            told = "no answer came in time" if isinstance(error, TimeoutError) else str(error).rstrip(".")
            told = told or type(error).__name__
            raise TargetUnavailable(
                f"Cannot {what} {self.root}: {told}.",
                hint="Check the address, the network and the credentials, or choose a local folder.",
            ) from error


class Watched:
    """A store that the work can go on without: remembers in `trouble` what was wrong, and asks none again that cannot be reached."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.trouble: OutputError | None = None
        self.exists, self.list, self.delete = store.exists, store.list, store.delete

    def put(self, name: str, data: bytes | Path) -> None:  # noqa: D102 - see Store
        with self._watching():
            self._store.put(name, data)

    def get(self, name: str) -> bytes:  # noqa: D102 - see Store
        with self._watching():
            return self._store.get(name)

    @contextlib.contextmanager
    def _watching(self) -> Iterator[None]:
        if isinstance(self.trouble, TargetUnavailable):
            raise self.trouble
        try:
            yield
        except OutputError as error:
            self.trouble = self.trouble or error
            raise


def open_store(where: str | Path, *, durable: bool = True) -> Store:
    """The store at a local path, a file:// URL, or a URL that universal_pathlib knows; `durable` as for FolderStore."""
    if isinstance(where, Path) or "://" not in where:
        return FolderStore(where, durable=durable)
    if where.startswith("file://"):
        return FolderStore(unquote(urlsplit(where).path), durable=durable)
    return ObjectStore(where)


def insist_on_writable(store: Store) -> None:
    """Raise OutputError if it is plain before any work that nothing can be put there; makes no folder and no file."""
    if not isinstance(store, FolderStore):
        return
    folder = store.root.absolute()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not existing.is_dir():
        raise _explain(OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)), folder)
    if not os.access(existing, os.W_OK | os.X_OK):
        raise _explain(OSError(errno.EACCES, os.strerror(errno.EACCES)), folder)


@contextlib.contextmanager
def turn(store: Store, folder: str = "") -> Iterator[bool]:
    """Hold a folder of a local store, so that those who change it take turns.

    folder   its name in the store; "" is the root

    Yields False where nothing can be locked: in an object store, on Windows, on some network file systems.
    """
    if os.name == "nt" or not isinstance(store, FolderStore):
        yield False
        return
    import fcntl  # Unix only

    try:
        handle = os.open(store.path(folder) if folder else store.root, os.O_RDONLY)
    except OSError:  # not there, or not ours: who writes to it says so
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            yield False
        else:
            yield True
    finally:
        os.close(handle)


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Be the only narrator that works by itself in `folder`; ends with the process, however that ends. Raises FolderBusy."""
    path = folder / PRIVATE / "lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise _explain(error, path) from error
    with file:
        for _ in range(10):  # somebody who only looks whether it is held lets go at once
            if _claim(file):
                break
            time.sleep(0.05)
        else:
            told = _told(path)
            since = f" since {told['since']} (process {told['pid']})" if told else ""
            raise FolderBusy(
                f"Another narrator is at work in {folder}{since}.",
                hint="Let it finish, or choose another folder with -o.",
            )
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}).encode())
        file.flush()
        yield


def holder(folder: Path) -> dict[str, Any] | None:
    """Who holds `folder` just now: its process ("pid") and since when ("since")."""
    path = folder / PRIVATE / "lock"
    try:
        with path.open("r+b") as file:
            return None if _claim(file, shared=True) else _told(path)
    except OSError:
        return None


def _claim(file: IO[bytes], *, shared: bool = False) -> bool:
    """Lock a file for as long as it is open; True where the file system knows no locks."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows locks bytes, and what is locked cannot be read: far behind the end
        import msvcrt

        file.seek(1 << 30)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _told(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and {"pid", "since"} <= set(told) else {}


def _parts(name: str) -> list[str]:
    """The steps of a name. Raises ValueError for one that would leave the store."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise ValueError(f"not a name inside a store: {name!r}")
    return parts


def _begin(folder: Path) -> tuple[Path, IO[bytes]]:
    """A new unfinished file, locked; again if somebody swept it away between its birth and its lock."""
    while True:
        part = folder / f"{_PART}{secrets.token_hex(8)}"
        file = part.open("xb")
        if _lock(file, wait=True) and os.fstat(file.fileno()).st_nlink:
            return part, file
        file.close()


def _lock(file: IO[bytes], *, wait: bool = False) -> bool:
    """Lock a file for as long as it is open; False if another process has it. Where there are no locks, all is ours."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows refuses to delete an open file, which serves as well
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: nothing is swept, everything can be written
        return wait
    return True


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets us (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explain(error: OSError, target: Path) -> OutputError:
    hints = {
        errno.ENOSPC: "The disk is full; free some space and run the same command again.",
        errno.EDQUOT: "Your quota is used up; free some space and run the same command again.",
        errno.EACCES: "Choose a folder that you may write to with -o.",
        errno.EPERM: "Choose a folder that you may write to with -o.",
        errno.ENOENT: "Choose another folder with -o.",
        errno.EROFS: "The file system is read-only; choose another folder with -o.",
        errno.EEXIST: "A file stands where a folder is needed; choose another folder with -o.",
        errno.ENOTDIR: "A file stands where a folder is needed; choose another folder with -o.",
    }
    return OutputError(f"Cannot write {target}: {error.strerror or error}.", hint=hints.get(error.errno or 0))
