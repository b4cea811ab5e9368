"""espeak-ng: a formant voice for a hundred languages, without a network, at some hundred times real time.

The wheel espeakng-loader carries the library and its data. The library is GPL and can crash, so it lives in child
processes (`espeak_child`), several at once where several threads speak.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from struct import calcsize, pack, unpack
from typing import IO, cast

from narrator.errors import BadSpeech, EngineCrashed, MissingExtra, SpeechError, UnknownVoice
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice, WordMark
from narrator.settings import Espeak, Settings
from narrator.speech import espeak_child
from narrator.speech.checking import harmless

FORMAT = AudioFormat(rate=22_050)
_MOST_IDLE = 8
_PIPE_BYTES = 1 << 20  # an answer fits in the pipe, so the child can go on before we have read it


class EspeakEngine:
    """libespeak-ng. Voice ids are espeak's own, with a variant if wanted: "en-us", "uk", "de+f3"."""

    format = FORMAT

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.espeak
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._lock = threading.Lock()

    @cached_property
    def info(self) -> EngineInfo:
        """The fact sheet; looks at the installed package only."""
        from importlib.metadata import version

        return EngineInfo(
            name="espeak",
            version=version("espeakng-loader"),
            licence="GPL-3.0-or-later, in a process of its own",
            kind="formant",
            concurrency=16,
            word_marks=True,
        )

    @property
    def options(self) -> Mapping[str, int]:
        """What shapes the sound besides voice and text: words a minute and pitch."""
        return {"rate": self._settings.rate, "pitch": self._settings.pitch}

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the data folder, by id."""
        return tuple(found.voice for found in sorted(self._catalogue.values(), key=lambda found: found.voice.id))

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak. Raises UnknownVoice, EngineCrashed when the library died or hung, BadSpeech when it refused."""
        place = self._place(utterance.voice.id)
        text = harmless(utterance.spoken)
        child = self._hire(place)
        try:
            code, marks, pcm = child.ask(text)
        except BaseException:
            self._dismiss(child)
            raise
        if child.spent:
            self._dismiss(child)
        else:
            with self._lock:
                self._idle.append(child)
        if code:
            raise BadSpeech(f"espeak-ng refused to speak {utterance.spoken[:60]!r} (code {code:#x}).")
        return Clip(format=FORMAT, pcm=pcm, marks=_marks(marks, utterance.spoken, len(pcm) // FORMAT.frame_bytes))

    def close(self) -> None:
        """End the child processes; whoever waits for one of them gets EngineCrashed."""
        with self._lock:
            children, self._all, self._idle = self._all, set(), []
        for child in children:
            child.kill()

    def _hire(self, place: str) -> _Child:
        """An idle child that has this voice, or a new one; of idle ones, only a few are kept."""
        with self._lock:
            same = [child for child in self._idle if child.place == place]
            spare = [] if same else self._idle[: max(0, len(self._idle) - _MOST_IDLE + 1)]
            for child in (*same[-1:], *spare):
                self._idle.remove(child)
        for child in spare:
            self._dismiss(child)
        if same and same[-1].alive():
            return same[-1]
        if same:
            self._dismiss(same[-1])
        child = _Child(self._home, place, self._settings)
        with self._lock:
            self._all.add(child)
        return child

    def _dismiss(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._all.discard(child)

    @cached_property
    def _home(self) -> Path:
        spec = importlib.util.find_spec("espeakng_loader")
        if spec is None or not spec.origin:
            raise MissingExtra(
                "The package espeakng-loader, which carries espeak-ng, is not installed.",
                hint="pip install espeakng-loader",
            )
        return Path(spec.origin).parent

    @cached_property
    def _catalogue(self) -> dict[str, _Listed]:
        languages = self._home / "espeak-ng-data" / "lang"
        catalogue: dict[str, _Listed] = {}
        for path in sorted(languages.rglob("*")):
            found = _read_voice(path, languages) if path.is_file() else None
            if found and found.voice.id in catalogue:  # two spellings of one language
                found = _Listed(replace(found.voice, id=path.name.lower()), found.place)
            if found:
                catalogue[found.voice.id] = found
        return catalogue

    def _place(self, voice: str) -> str:
        """The name by which the library finds a voice fastest: its file, and the variant's."""
        base, _, variant = voice.partition("+")
        found = self._catalogue.get(base)
        if found is None:
            raise UnknownVoice(f"espeak has no voice {voice!r}.", hint="narrator voices --engine espeak lists them.")
        if not variant:
            return found.place
        if variant not in self.variants:
            raise UnknownVoice(
                f"espeak has no variant {variant!r}.", hint=f"Variants: {', '.join(sorted(self.variants))}"
            )
        return f"{found.place}+{variant}"

    @cached_property
    def variants(self) -> frozenset[str]:
        """Names that may follow a voice's id after a plus: other throats for the same language."""
        return frozenset(path.name for path in (self._home / "espeak-ng-data" / "voices" / "!v").glob("*"))


class _Listed:
    """A voice and the file it comes from, relative to the folder of languages."""

    __slots__ = ("place", "voice")

    def __init__(self, voice: Voice, place: str) -> None:
        self.voice = voice
        self.place = place


def _read_voice(path: Path, root: Path) -> _Listed | None:
    """A voice file starts with lines such as `name Ukrainian` and `language uk 5`, the best language first."""
    name = language = ""
    for line in path.read_text("utf-8", "replace").splitlines():
        key, _, value = line.partition(" ")
        if key == "name":
            name = value.strip()
        elif key == "language" and not language:
            language = value.split()[0]
    if not language:
        return None
    voice = Voice(engine="espeak", id=language.lower(), language=_tag(language), name=name)
    return _Listed(voice, path.relative_to(root).as_posix())


def _tag(language: str) -> str:
    """en-us as BCP 47 writes it: en-US."""
    first, *rest = language.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _marks(found: tuple[int, ...], text: str, samples: int) -> tuple[WordMark, ...]:
    """The library's marks as rising, non-empty ranges of the text.

    It marks some words twice ("3.50" once for each part it says) and others not at all; its lengths cannot be relied
    on. So a word goes from its mark to the next mark or white space, without closing punctuation.
    """
    starts: list[tuple[int, int]] = []
    for position, sample in zip(found[::2], found[1::2], strict=True):
        start = position - 1
        if not (0 <= start < len(text) and 0 <= sample <= samples) or text[start].isspace():
            continue
        if not starts or (start > starts[-1][0] and sample >= starts[-1][1]):
            starts.append((start, sample))
    marks = []
    for index, (start, sample) in enumerate(starts):
        limit = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        word = text[start:limit].split(maxsplit=1)[0]
        end = start + len(word)
        while end > start + 1 and unicodedata.category(text[end - 1])[0] == "P":
            end -= 1
        marks.append(WordMark(start=start, end=end, sample=sample))
    return tuple(marks)


class _Child:
    """One child process with one voice, used by one thread at a time."""

    def __init__(self, home: Path, place: str, settings: Espeak) -> None:
        self.place = place
        self._timeout_s = settings.timeout_s
        name = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}.get(sys.platform, "libespeak-ng.so")
        command = [sys.executable, "-I", "-S", espeak_child.__file__, str(home / name), str(home), place]
        command += [str(settings.rate), str(settings.pitch), str(int(settings.timeout_s) + 2)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # A group of its own: Ctrl-C is for us, and a fork that hangs is killed together with its parent.
                process_group=0 if os.name == "posix" else None,
            )
        except OSError as error:
            raise EngineCrashed(f"The process for espeak-ng cannot be started: {error.strerror}.") from error
        self._in, self._out = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        with contextlib.suppress(ImportError, AttributeError, OSError):  # Linux only, and only while there is room
            import fcntl

            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._greeted = self._ended = False
        self.spent = False

    def ask(self, text: str) -> tuple[int, tuple[int, ...], bytes]:
        """Code, marks (position, sample, position, …) and PCM of one utterance. Raises EngineCrashed."""
        request = text.encode()
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill_group()

        watchdog = threading.Timer(self._timeout_s, stop)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._greet()
            self._in.write(pack(espeak_child.REQUEST, len(request)) + request)
            self._in.flush()
            code, count, size = unpack(espeak_child.ANSWER, self._read(calcsize(espeak_child.ANSWER)))
            marks = unpack(f"<{2 * count}i", self._read(8 * count))
            pcm = self._read(size)
        except (EOFError, BrokenPipeError, ValueError) as error:
            raise self._obituary(text, late=late.is_set()) from error
        finally:
            watchdog.cancel()
        self.spent = not hasattr(os, "fork")
        return code, marks, pcm

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
        with contextlib.suppress(OSError):
            self._in.close()
        self._out.close()

    def _greet(self) -> None:
        if self._greeted:
            return
        rate, length = unpack(espeak_child.GREETING, self._read(calcsize(espeak_child.GREETING)))
        problem = self._read(length).decode("utf-8", "replace")
        if rate != FORMAT.rate:
            raise SpeechError(
                f"The espeak-ng library cannot be used: {problem or f'it speaks at {rate} Hz'}.",
                hint="pip install --force-reinstall espeakng-loader",
            )
        self._greeted = True

    def _read(self, size: int) -> bytes:
        data = self._out.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _kill_group(self) -> None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, 9)
            else:
                self._process.kill()

    def _obituary(self, text: str, *, late: bool) -> EngineCrashed:
        what = f"{text[:60]!r}" + ("…" if len(text) > 60 else "")
        if late:
            return EngineCrashed(f"espeak-ng did not finish {what} within {self._timeout_s:g} s.")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self._process.returncode
        signal = -status if status is not None and status < 0 else (status or 0) - 128
        cause = f" (signal {signal})" if signal > 0 else ""
        return EngineCrashed(f"espeak-ng died{cause} while speaking {what}.")
