"""The right to make a clip, which one thread of one process has at a time.

All claims on a folder are locks on single bytes of one file, which cost no file of their own; the system takes them back when
a process dies. POSIX gives such locks to processes, and takes all of them when a process closes the file once: so it is
open once in a process, for as long as there are claims, and the claims of its threads are counted here.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

try:
    import fcntl

    _LOCKS = True
except ImportError:  # Windows
    _LOCKS = False

_FILE = "claims.lock"
_open: dict[tuple[int, Path], _Folder] = {}
_lock = threading.Lock()


class Claim:
    """The right to make one clip, until it is released or this process ends."""

    def __init__(self, folder: _Folder | None = None, place: int = 0) -> None:
        self._folder, self._place = folder, place

    def release(self) -> None:
        """Give it back; a second time does nothing."""
        with _lock:
            folder, self._folder = self._folder, None
            if folder is not None:
                folder.give_back(self._place)


def claim(root: Path, key: str) -> Claim | None:
    """The claim to a key (hex digits) in a folder; None while somebody else has it.

    Where there are no locks (Windows, some file systems) everybody gets one, and a clip may be made twice.
    """
    if not _LOCKS:
        return Claim()
    place = int(key[:15], 16)  # an offset has 63 bits
    me = (os.getpid(), root)  # a fork's claims are its own
    with _lock:
        try:
            folder = _open.get(me) or _Folder(me)
            return Claim(folder, place) if folder.take(place) else None
        except OSError:
            return Claim()  # who then writes to the folder hears what is wrong with it


class _Folder:
    """The open file of a folder, and the places in it that this process has."""

    def __init__(self, me: tuple[int, Path]) -> None:
        self._me = me
        self._places: set[int] = set()
        me[1].mkdir(parents=True, exist_ok=True)
        self._handle = os.open(me[1] / _FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        _open[me] = self

    def take(self, place: int) -> bool:
        if place in self._places:
            return False
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            self._close_if_idle()
            return False
        except OSError:
            self._close_if_idle()
            raise
        self._places.add(place)
        return True

    def give_back(self, place: int) -> None:
        self._places.discard(place)
        with contextlib.suppress(OSError):
            fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, place)
        self._close_if_idle()

    def _close_if_idle(self) -> None:
        if not self._places:
            del _open[self._me]
            os.close(self._handle)
