"""Who speaks: the engine that was asked for, the voice of the last run, or whoever can be reached."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from narrator.errors import (
    EngineUnavailable,
    NarratorError,
    OutputError,
    SettingsError,
    SpeechError,
    UnknownLanguage,
    UnknownVoice,
)
from narrator.events import OnEvent, Warned, ignore
from narrator.model import EngineInfo, Role, Utterance, Voice
from narrator.settings import Roles, Settings
from narrator.speech.cache import ClipCache, clip_key
from narrator.speech.engines import info, open_engine, shape
from narrator.speech.picking import pick_voice, role_voices
from narrator.speech.speaking import Job, make

AUTO = "auto"
_FIRST, _ELSE = "gtts", "espeak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A voice, its engine's fact sheet, and why it was chosen, in words that complete "because".

    roles  other voices of that engine for what `[speech.roles]` names
    """

    voice: Voice
    info: EngineInfo
    reason: str
    roles: Mapping[Role, Voice]


def choose(
    settings: Settings,
    *,
    language: str,
    disclosure: str,
    remembered: Voice | None = None,
    cache: ClipCache | None = None,
    on_event: OnEvent = ignore,
    source: str = "",
) -> Choice:
    """Settle who speaks the whole article.

    The engine asked for wins, then the voice of the last run (`remembered`). "auto" asks Google for the disclosure,
    a sentence that is needed anyway and tells nothing about the article, and keeps the answer in the cache; when none
    has come within `[speech] auto_deadline_s`, whatever holds it up, espeak reads everything.

    Raises UnknownEngine, UnknownVoice, UnknownLanguage, MissingExtra, SettingsError.
    """
    asked, wanted = settings.speech.engine, settings.speech.voice
    if asked != AUTO:
        same = remembered is not None and remembered.engine == asked and wanted is None and _reads(remembered, language)
        # looked up by its id: what is remembered may not hold the voice's name
        voice = pick_voice(asked, settings, language, remembered.id if remembered and same else wanted)
        return _chosen(voice, settings, language, "it was asked for")
    if remembered is not None and wanted is None and _reads(remembered, language):
        voice = pick_voice(remembered.engine, settings, language, remembered.id)
        return _chosen(voice, settings, language, "it read this article last time")
    deadline = time.monotonic() + settings.speech.auto_deadline_s
    try:
        voice = pick_voice(_FIRST, settings, language, wanted)
        choice = _chosen(voice, settings, language, "Google answered")
    except (UnknownVoice, UnknownLanguage):
        voice = pick_voice(_ELSE, settings, language, wanted)
        return _chosen(voice, settings, language, "only this engine has such a voice")
    # as the script will say it, so that the answer is found again
    tongue = voice.language if language in ("", "und") else language
    sentence = Utterance(text=disclosure, spoken=disclosure, role="disclosure", language=tongue, voice=voice)
    problem = _ask(sentence, settings, cache, deadline)
    if not problem:
        on_event(Warned(source=source, message="The text of the article goes to Google, whose voice reads it."))
        return choice
    message = f"Google's voice cannot be used, so espeak reads the whole article. {problem}"
    other = pick_voice(_ELSE, settings, language, None if wanted == voice.id else wanted)
    try:
        choice = _chosen(other, settings, language, "Google did not answer")
    except UnknownVoice:
        message += " It has not the voices of [speech.roles], so one voice reads everything."
        choice = _chosen(other, _without_roles(settings), language, "Google did not answer")
    on_event(Warned(source=source, message=message))
    return choice


def fall_back(settings: Settings, failed: Voice, error: NarratorError) -> Settings | None:
    """Settings under which `[speech] fallback` reads the article, after the engine of `failed` gave up; None without one.

    For engines that fail, not for mistakes such as a voice that does not exist. They name no further fallback. What the
    other engine has said stays in the cache, and none of it is in the new reading. Raises UnknownEngine.
    """
    other = settings.speech.fallback
    fails = isinstance(error, (SpeechError, EngineUnavailable)) and not isinstance(error, LookupError)
    if other is None or other == failed.engine or not fails:
        return None
    info(other, settings)
    alone = _without_roles(settings)
    return replace(alone, speech=replace(alone.speech, engine=other, voice=None, fallback=None))


def _without_roles(settings: Settings) -> Settings:
    return replace(settings, speech=replace(settings.speech, roles=Roles()))


def _chosen(voice: Voice, settings: Settings, language: str, reason: str) -> Choice:
    roles = role_voices(voice, settings, language)
    return Choice(voice=voice, info=info(voice.engine, settings), reason=reason, roles=roles)


def _reads(voice: Voice, language: str) -> bool:
    """A remembered voice is of no use when the article is now said to be in another language."""
    primary = language.split("-", maxsplit=1)[0].casefold()
    return primary in ("und", voice.language.split("-")[0].casefold())


def _ask(utterance: Utterance, settings: Settings, cache: ClipCache | None, deadline: float) -> str | None:
    """None when the engine has spoken the utterance before the deadline, else what went wrong.

    In a thread that is left to itself when time is up, since nothing else ends a look-up of a name. It asks even if
    the cache knows the answer: the question is whether the engine can be reached.
    """
    answers: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            engine = open_engine(utterance.voice.engine, settings)
            clip = make(Job(utterance=utterance, settings=settings))
            if cache:
                key = clip_key(utterance, engine.info, shape(engine, (utterance.voice,)), engine.format)
                with contextlib.suppress(OutputError):  # speak() will say so
                    cache.put(key, clip)
            answers.put(None)
        except Exception as error:  # noqa: BLE001 - whatever it is, there is another voice
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="narrator-auto").start()
    try:
        error = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return f"It did not answer within {settings.speech.auto_deadline_s:g} s."
    if isinstance(error, SettingsError):
        raise error  # a mistake, which must not pass for a network that is down
    if error is None:
        return None
    return str(error) if isinstance(error, NarratorError) else f"{type(error).__name__}: {error}"
