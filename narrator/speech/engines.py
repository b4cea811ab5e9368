"""The speech engines: what each of them promises, and how one is found by its name.

Built-in engines stand in a table of strings and are imported when they are asked for. Others announce a class under
the entry point group `narrator.engines`; it is called with the Settings.
"""

from __future__ import annotations

import atexit
import contextlib
import difflib
import importlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, cast

import msgspec

from narrator.errors import MissingExtra, NarratorError, SpeechError, UnknownEngine
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice
from narrator.settings import Settings

ENGINES = {
    "espeak": "narrator.speech.espeak:EspeakEngine",
    "gtts": "narrator.speech.gtts:GttsEngine",
    "openai": "narrator.speech.openai:OpenAIEngine",
    "piper": "narrator.speech.piper:PiperEngine",
}
GROUP = "narrator.engines"


class Engine(Protocol):
    """Turns one utterance into sound. Built with the Settings, at no cost; used by several threads at once.

    Contract: `synthesize` of A, of B and of A again gives A's bytes twice; every clip has the engine's `format`;
    marks rise and lie inside `spoken`. A text with a letter or a digit sounds; mere punctuation is never asked for.
    """

    @property
    def info(self) -> EngineInfo:
        """The fact sheet; needs no network and no other process."""
        ...

    @property
    def format(self) -> AudioFormat:
        """The format of every clip of this engine."""
        ...

    @property
    def options(self) -> Mapping[str, object]:
        """JSON-ready values that shape the sound besides voice, language and text; nothing else belongs here."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """Every voice, without making a sound."""
        ...

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak `utterance.spoken` with `utterance.voice`.

        Raises UnknownVoice; EngineUnavailable and RateLimited from a network engine; EngineCrashed; BadSpeech.
        """
        ...

    def close(self) -> None:
        """Let go of processes and connections. Whoever waits for one gets an error; the engine can be used again."""
        ...


_open: dict[tuple[str, bytes], Engine] = {}
_lock = threading.Lock()


def _start_afresh() -> None:
    """A forked process must not talk to its parent's children, nor wait for a lock that some thread there held."""
    global _lock  # noqa: PLW0603 - there is one in a process
    _lock = threading.Lock()
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh)


def engine_names() -> tuple[str, ...]:
    """Every engine that can be asked for: the built-in ones first, then those of other packages by name."""
    return (*ENGINES, *sorted(set(_entry_points()) - set(ENGINES)))


def open_engine(name: str, settings: Settings) -> Engine:
    """The engine of that name, one for each name and settings in a process.

    Raises UnknownEngine with the nearest names as a hint, MissingExtra with the line that installs what is missing,
    SpeechError for one of another package that is broken.
    """
    key = name, msgspec.json.encode(settings)
    with _lock:
        if key not in _open:
            _open[key] = _find(name)(settings) if name in ENGINES else _of_another(name, settings)
        return _open[key]


@contextlib.contextmanager
def blaming(name: str) -> Iterator[None]:
    """What an engine raises by mistake becomes a SpeechError that names it."""
    try:
        yield
    except NarratorError:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {error}".rstrip(": .")
        raise SpeechError(f"The engine {name} is broken ({told}).", hint="Tell those who made it.") from error


def close_engines() -> None:
    """Close every engine of this process; happens by itself when it ends."""
    with _lock:
        engines = list(_open.values())
        _open.clear()
    for engine in engines:
        engine.close()


atexit.register(close_engines)


def info(name: str, settings: Settings) -> EngineInfo:
    """An engine's fact sheet, without a network, another process or a sound."""
    return open_engine(name, settings).info


def voices(name: str, settings: Settings) -> tuple[Voice, ...]:
    """Every voice of an engine."""
    engine = open_engine(name, settings)
    with blaming(name):
        found = tuple(engine.voices())
        strange = {voice.engine for voice in found} - {name}
        if strange:
            raise ValueError(f"its voices are those of {', '.join(strange)}")
        return found


def shape(engine: Engine, voices: Iterable[Voice]) -> dict[str, object]:
    """What shapes the sound of voices besides their ids: the engine's options, and what their files hold if it tells."""
    digest = getattr(engine, "digest", None)
    return {**engine.options, "files": {voice.id: digest(voice) for voice in voices}} if digest else {**engine.options}


def cost(name: str, characters: int, settings: Settings) -> float | None:
    """What it costs to have so many characters spoken, in the currency of the engine's `price`; None without one."""
    price = getattr(getattr(settings, name, None), "price", None)
    return None if price is None else characters * price / 1_000_000


def _find(name: str) -> Callable[[Settings], Engine]:
    where = ENGINES.get(name)
    try:
        if where is not None:
            module, _, attribute = where.partition(":")
            return cast("Callable[[Settings], Engine]", getattr(importlib.import_module(module), attribute))
        others = _entry_points()
        if name in others:
            return others[name]()
    except ImportError as error:
        raise MissingExtra(
            f"The engine {name} needs a package that is not installed: {error}.",
            hint=f"pip install 'article-narrator[{name}]'" if where else None,
        ) from error
    close = difflib.get_close_matches(name, engine_names(), n=2)
    hint = f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(engine_names())}."
    raise UnknownEngine(f"There is no speech engine {name!r}.", hint=hint)


def _of_another(name: str, settings: Settings) -> Engine:
    """An engine of another package, which tells what is needed of it before anything is spoken."""
    with blaming(name):
        engine = _find(name)(settings)
        msgspec.json.encode(dict(engine.options))
        called = engine.info.name
    if called != name:
        raise SpeechError(
            f"The engine {name} calls itself {called!r}.", hint="Its announcement must have the same name."
        )
    return engine


def _entry_points() -> dict[str, Callable[[], Callable[[Settings], Engine]]]:
    from importlib.metadata import entry_points

    return {point.name: point.load for point in entry_points(group=GROUP)}
