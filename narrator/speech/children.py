"""Child processes that speak: one program with one voice each, as many as there are threads that want one.

What they say on their pipes is told in `espeak_child`.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import calcsize, pack, unpack
from typing import IO, cast

from narrator.errors import EngineCrashed, SpeechError
from narrator.speech import espeak_child

_MOST_IDLE = 8
_PIPE_BYTES = 1 << 20  # an answer fits in the pipe, so the child can go on before we have read it


@dataclass(frozen=True, slots=True)
class Spoken:
    """A child's answer: its code (0 is good), samples a second, marks (position, sample, position, …) and PCM."""

    code: int
    rate: int
    marks: tuple[int, ...]
    pcm: bytes


class Crew:
    """The children of an engine; `start` makes one for a voice, by the name that its program knows."""

    def __init__(self, start: Callable[[str], Child]) -> None:
        self._start = start
        self._idle: list[tuple[str, Child]] = []
        self._all: set[Child] = set()
        self._lock = threading.Lock()

    def ask(self, place: str, text: str) -> Spoken:
        """Let a child with that voice speak. Raises EngineCrashed, and SpeechError when no child can ever have it."""
        child = self._hire(place)
        try:
            spoken = child.ask(text)
        except BaseException:
            self._dismiss(child)
            raise
        if child.spent:
            self._dismiss(child)
        else:
            with self._lock:
                self._idle.append((place, child))
        return spoken

    def close(self) -> None:
        """End the child processes; whoever waits for one of them gets EngineCrashed."""
        with self._lock:
            children, self._all, self._idle = self._all, set(), []
        for child in children:
            child.kill()

    def __len__(self) -> int:
        return len(self._all)

    def _hire(self, place: str) -> Child:
        """An idle child that has this voice, or a new one; of idle ones, only a few are kept."""
        with self._lock:
            same = [entry for entry in self._idle if entry[0] == place]
            spare = [] if same else self._idle[: max(0, len(self._idle) - _MOST_IDLE + 1)]
            for entry in (*same[-1:], *spare):
                self._idle.remove(entry)
        for _, child in spare:
            self._dismiss(child)
        if same and same[-1][1].alive():
            return same[-1][1]
        if same:
            self._dismiss(same[-1][1])
        child = self._start(place)
        with self._lock:
            self._all.add(child)
        return child

    def _dismiss(self, child: Child) -> None:
        child.kill()
        with self._lock:
            self._all.discard(child)


class Child:
    """One child process with one voice, used by one thread at a time.

    name       of the program, in messages
    timeout_s  for one utterance, the first start included
    hint       what to do when the program cannot be used
    env        the child's environment, if it is not ours
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        timeout_s: float,
        hint: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._name, self._timeout_s, self._hint = name, timeout_s, hint
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=env,
                # A group of its own: Ctrl-C is for us, and a fork that hangs is killed together with its parent.
                process_group=0 if os.name == "posix" else None,
            )
        except OSError as error:
            raise EngineCrashed(f"The process for {name} cannot be started: {error.strerror}.") from error
        self._in, self._out = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        with contextlib.suppress(ImportError, AttributeError, OSError):  # Linux only, and only while there is room
            import fcntl

            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._poll = select.poll() if hasattr(select, "poll") else None
        if self._poll:
            self._poll.register(self._out, select.POLLIN)
        self._rate = 0  # until it has greeted
        self._late = False
        self._deadline = 0.0
        self._busy = threading.Lock()
        self._ended = False
        self.spent = False

    def ask(self, text: str) -> Spoken:
        """Speak one utterance. Raises EngineCrashed; SpeechError when the program says that it cannot be used."""
        request = text.encode()
        self._late = False
        with self._busy, self._watched():
            try:
                self._greet()
                self._in.write(pack(espeak_child.REQUEST, len(request)) + request)
                code, count, size = unpack(espeak_child.ANSWER, self._read(calcsize(espeak_child.ANSWER)))
                marks = unpack(f"<{2 * count}i", self._read(8 * count))
                pcm = self._read(size)
            except (EOFError, OSError, ValueError) as error:
                raise self._obituary(text, late=self._late) from error
        self.spent = not hasattr(os, "fork")
        return Spoken(code, self._rate, marks, pcm)

    def alive(self) -> bool:
        """False when somebody killed it meanwhile."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process and reap it; a second time does nothing."""
        if self._ended:
            return  # its number may be somebody else's by now
        self._kill_group()
        self._process.wait()
        self._ended = True
        with self._busy:  # whoever waits for an answer finds its end first, and not another file of the same number
            with contextlib.suppress(OSError):
                self._in.close()
            self._out.close()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """What takes longer than the timeout ends with the child's death."""
        self._deadline = time.monotonic() + self._timeout_s
        if self._poll:  # then `_read` looks at the clock, which costs less than a thread for each utterance
            yield
            return
        watchdog = threading.Timer(self._timeout_s, self._end_late)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def _end_late(self) -> None:
        self._late = True
        self._kill_group()

    def _greet(self) -> None:
        if self._rate:
            return
        rate, length = unpack(espeak_child.GREETING, self._read(calcsize(espeak_child.GREETING)))
        problem = self._read(length).decode("utf-8", "replace")
        if rate <= 0:
            raise SpeechError(f"{self._name} cannot be used: {problem}.", hint=self._hint)
        self._rate = rate

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            if self._poll and not self._poll.poll(max(0.0, 1000 * (self._deadline - time.monotonic()))):
                self._end_late()
                raise EOFError
            part = self._out.read(size)
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _kill_group(self) -> None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, 9)
            else:
                self._process.kill()

    def _obituary(self, text: str, *, late: bool) -> EngineCrashed:
        what = f"{text[:60]!r}" + ("…" if len(text) > 60 else "")
        if late:
            return EngineCrashed(f"{self._name} did not finish {what} within {self._timeout_s:g} s.")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self._process.returncode
        signal = -status if status is not None and status < 0 else (status or 0) - 128
        cause = f" (signal {signal})" if signal > 0 else ""
        return EngineCrashed(f"{self._name} died{cause} while speaking {what}.")
