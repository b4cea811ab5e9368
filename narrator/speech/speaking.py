"""From utterances to clips: cache first, then the engine through an executor, with retries; in order, and never a gap."""

from __future__ import annotations

import contextlib
import os
import queue
import random
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, NoReturn

from narrator.errors import EngineUnavailable, NarratorError, OutputError, TargetUnavailable
from narrator.events import OnEvent, Retried, UtteranceSpoken, Warned, ignore
from narrator.model import Clip, EngineInfo, Utterance
from narrator.settings import Settings
from narrator.speech.cache import ClipCache, clip_key
from narrator.speech.checking import check, sayable, silence
from narrator.speech.claims import Claim
from narrator.speech.engines import Engine, blaming, open_engine, shape

_LONGEST_WAIT_S = 60.0
"""A server that wants more patience than this gets an error that names the way on instead."""

_LOOK_AGAIN_S = 0.05
"""How soon to ask the cache again for a clip that another process is making."""

_PATIENCE_S = 30.0
"""How long another process may take for one clip; longer where an engine may."""

_NOTICE_S = 0.5
"""The longest wait at a stretch: a signal that arrives just as a thread lies down does not wake it."""

_GRACE_S = 5.0
"""How long utterances under way may still finish, and be kept, after another has failed."""

_WAKING = 10
"""How often threads that wait are told to stop, a tenth of a second apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One utterance for one worker, in this process, another or on another machine."""

    utterance: Utterance
    settings: Settings


def make(job: Job) -> Clip:
    """Speak one utterance, and check that it is the speech that was asked for. Runs in the worker."""
    name = job.utterance.voice.engine
    engine = open_engine(name, job.settings)
    if not sayable(job.utterance.spoken):
        return silence(engine.format)
    with blaming(name):
        clip = engine.synthesize(job.utterance)
        if not isinstance(clip, Clip):
            raise TypeError(f"it returned {type(clip).__name__}, which is no Clip")
        return check(job.utterance, clip, engine.format)


def speak(
    utterances: Sequence[Utterance],
    settings: Settings,
    *,
    cache: ClipCache | None,
    executor: Executor | None = None,
    on_event: OnEvent = ignore,
    source: str = "",
) -> Generator[Clip, None, None]:
    """The clips of utterances, in their order, made by the engines that their voices name.

    cache     asked first; every new clip is put there as soon as it exists
    executor  where the engine works; None means threads of this process, as many as engine and settings allow
    on_event  called in the calling thread with UtteranceSpoken, Retried and Warned

    The first clips are begun at once, before any is asked for; who does not take them all closes the iterator. Equal utterances are made once. Only a few clips ahead of
    the caller are made or held, so memory does not grow with the length. Failures that may pass are tried again, ever more
    slowly. When one does not pass, what is under way may still be finished and kept, and the error says how to go on. Raises
    what Engine.synthesize and open_engine raise.
    """
    engines = [open_engine(name, settings) for name in dict.fromkeys(each.voice.engine for each in utterances)]
    workers = _workers([engine.info for engine in engines], settings)
    pool = executor or ThreadPoolExecutor(workers, thread_name_prefix="narrator-speech")
    run = _Run(tuple(utterances), settings, cache, pool, 4 * workers, on_event, source)
    clips = _spoken(run, engines if executor is None else ())
    next(clips)  # up to where the first ones are under way
    return clips


def _spoken(run: _Run, engines: Sequence[Engine]) -> Generator[Any, None, None]:
    """None once the first clips are under way, then the clips; `engines` are those that work in a pool of our own."""
    orderly = finished = False
    try:
        run.begin()
        yield None
        yield from run.clips()
        orderly = finished = True
    except NarratorError:
        orderly = True
        raise
    finally:
        run.abandon()
        if engines:
            if not finished:
                run.wake(engines)
            # Not waited for after Ctrl-C, which is to end soon; else what is under way gets into the cache.
            run.pool.shutdown(wait=orderly, cancel_futures=True)
        run.tell_trouble()  # the last clip was handed on before it was put into the cache


def _workers(infos: Sequence[EngineInfo], settings: Settings) -> int:
    """As many at once as the engine is glad with; one that works on this machine gets no more than its cores."""
    if settings.speech.concurrency:
        return settings.speech.concurrency
    cores = os.cpu_count() or 1
    each = (info.concurrency if info.needs_network else min(info.concurrency, cores) for info in infos)
    return max(1, min(each, default=1))


@dataclass(slots=True)
class _Task:
    """An utterance that is to be made: its next attempt, not before `due`; `wanted` since then while another process makes it."""

    key: str
    utterance: Utterance
    attempt: int = 1
    due: float = 0.0
    begun: float = 0.0
    wanted: float = 0.0


@dataclass(slots=True)
class _Run:
    """The state of one call of `speak`.

    known      keys that were looked up; `ready` those whose clips are here, `backlog` and `running` the others
    done       futures of `running` as they finish: a queue written in C, which Ctrl-C cannot leave locked
    refusals   rounds in a row in which the network engine refused; while there are any, one request at a time feels
               its way, after `closed_until`
    missing    characters of what is not here yet; `characters` of what had to be made
    trouble    what is wrong with the cache; told once
    """

    utterances: tuple[Utterance, ...]
    settings: Settings
    cache: ClipCache | None
    pool: Executor
    ahead: int
    on_event: OnEvent
    source: str
    keys: tuple[str, ...] = ()
    uses: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    ready: dict[str, Clip] = field(default_factory=dict)
    backlog: list[_Task] = field(default_factory=list)
    running: dict[Future[Clip], _Task] = field(default_factory=dict)
    done: queue.SimpleQueue[Future[Clip]] = field(default_factory=queue.SimpleQueue)
    spoken: int = 0
    retried: int = 0
    began: float = field(default_factory=time.monotonic)
    characters: int = 0
    missing: int = 0
    refusals: int = 0
    refused: float = 0.0
    closed_until: float = 0.0
    trouble: OutputError | None = None
    trouble_told: bool = False

    def begin(self) -> None:
        self.keys = tuple(self._key(utterance) for utterance in self.utterances)
        self.uses = Counter(self.keys)
        self.missing = sum(len(said.spoken) for said in dict(zip(self.keys, self.utterances, strict=True)).values())
        self._look_ahead(0)

    def clips(self) -> Iterator[Clip]:
        left = self.uses.copy()
        for index, key in enumerate(self.keys):
            self._look_ahead(index)
            while key not in self.ready:
                self._step()
            left[key] -= 1
            clip = self.ready[key] if left[key] else self.ready.pop(key)
            yield clip

    def abandon(self) -> None:
        """Nobody wants the rest: drop what has not begun."""
        for future in self.running:
            future.cancel()

    def wake(self, engines: Sequence[Engine]) -> None:
        """End the waiting of threads for an answer nobody wants any more; some may only now be about to ask."""
        for _ in range(_WAKING):
            for engine in engines:
                engine.close()
            if not wait([future for future in self.running if not future.cancelled()], timeout=0.1).not_done:
                return

    def _key(self, utterance: Utterance) -> str:
        engine = open_engine(utterance.voice.engine, self.settings)
        return clip_key(utterance, engine.info, shape(engine, (utterance.voice,)), engine.format)

    def _look_ahead(self, index: int) -> None:
        """Fetch from the cache, or put on the list, whatever comes next."""
        for position in range(index, min(index + self.ahead, len(self.keys))):
            key = self.keys[position]
            if key in self.known:
                continue
            self.known.add(key)
            clip = self._remembered(key, self.on_event)
            if clip is None:
                self.backlog.append(_Task(key, self.utterances[position]))
            else:
                self._arrived(key, self.utterances[position], clip, cached=True)
        self._begin()

    def _remembered(self, key: str, on_event: OnEvent) -> Clip | None:
        if not self.cache or isinstance(self.trouble, TargetUnavailable):  # each question may take its time
            return None
        try:
            return self.cache.get(key, on_event=on_event, source=self.source)
        except OutputError as error:
            self.trouble = self.trouble or error
            self.tell_trouble()
            return None

    def _begin(self) -> None:
        """Hand to the executor whatever may begin now."""
        now = time.monotonic()
        for task in tuple(self.backlog):
            if now < self.closed_until or (self.refusals and self.running):
                return
            if task.due <= now:
                self._submit(task, now)

    def _submit(self, task: _Task, now: float) -> None:
        claim = self.cache.claim(task.key) if self.cache else None
        if self.cache and claim is None:  # another process is making it
            task.wanted = task.wanted or now
            task.due = now + _LOOK_AGAIN_S
            if now < task.wanted + self._patience(task):
                return
            message = f"Another run has not finished a sentence in {now - task.wanted:.0f} s, so it is spoken here too."
            self.on_event(Warned(source=self.source, message=message))
            claim = Claim()
        self.backlog.remove(task)
        task.wanted = 0.0
        if claim and (clip := self._remembered(task.key, ignore)):  # what is damaged was told before
            claim.release()  # another process has just made it
            self._arrived(task.key, task.utterance, clip, cached=True)
            return
        task.begun = now
        future = self.pool.submit(make, Job(utterance=task.utterance, settings=self.settings))
        self.running[future] = task
        future.add_done_callback(self.done.put)
        if claim:
            # In the worker's thread: the clip is safe even while the caller is busy with the one before.
            future.add_done_callback(lambda done: self._keep(task.key, done, claim))

    def _patience(self, task: _Task) -> float:
        """Seconds that somebody else may take for an utterance: a process that is stopped takes for ever."""
        section = getattr(self.settings, task.utterance.voice.engine, None)
        return max(_PATIENCE_S, getattr(section, "timeout_s", 0.0))

    def _keep(self, key: str, done: Future[Clip], claim: Claim) -> None:
        try:
            if self.cache and not self.trouble and not done.cancelled() and not done.exception():
                self.cache.put(key, done.result())
        except OutputError as error:
            self.trouble = error
        finally:
            claim.release()

    def _step(self) -> None:
        """Wait until something has finished, or may begin."""
        self._begin()
        now = time.monotonic()
        next_due = min((max(task.due, self.closed_until) for task in self.backlog), default=now)
        if not self.running:
            time.sleep(max(0.0, next_due - now))
            return
        timeout = min(next_due - now, _NOTICE_S) if next_due > now else _NOTICE_S
        with contextlib.suppress(queue.Empty):
            self._finished(self.done.get(timeout=timeout))
            while True:
                self._finished(self.done.get_nowait())
        self.tell_trouble()

    def _finished(self, future: Future[Clip]) -> None:
        task = self.running.pop(future, None)
        if task is None:
            return  # recalled a moment ago
        error = future.exception()
        if error is None:
            self.refusals = 0
            self._arrived(task.key, task.utterance, future.result(), cached=False)
        else:
            self._failed(task, error)

    def _arrived(self, key: str, utterance: Utterance, clip: Clip, *, cached: bool) -> None:
        self.ready[key] = clip
        self.spoken += self.uses[key]
        self.missing -= len(utterance.spoken)
        if not cached:
            self.characters += len(utterance.spoken)
        self.on_event(
            UtteranceSpoken(
                source=self.source,
                done=self.spoken,
                total=len(self.keys),
                cached=cached,
                characters=len(utterance.spoken),
                retried=self.retried,
                left_s=self._left_s(),
            )
        )

    def _left_s(self) -> float | None:
        """What is not here yet at the pace of what was made, as if none of it were kept."""
        if not self.characters:
            return None
        return round((time.monotonic() - self.began) / self.characters * self.missing, 1)

    def tell_trouble(self) -> None:
        """Say once what is wrong with the cache."""
        if self.trouble and not self.trouble_told:
            self.trouble_told = True
            message = f"What is spoken now cannot be kept for another run: {self.trouble}"
            self.on_event(Warned(source=self.source, message=message))

    def _failed(self, task: _Task, error: BaseException) -> None:
        """Put the task back on the list for another try, or give up: keep what can be kept and raise."""
        if not (isinstance(error, NarratorError) and error.retryable) or task.attempt > self.settings.speech.retries:
            self._give_up(error)
        now = time.monotonic()
        shared = isinstance(error, EngineUnavailable)  # a trouble of the service, not of this utterance
        if shared and task.begun < self.refused:
            pause = self.closed_until - now  # sent before the last refusal was known: of the same round
        else:
            rounds = self.refusals + 1 if shared else task.attempt
            pause = self.settings.speech.retry_wait_s * 2 ** (rounds - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
            named = error.retry_after_s if isinstance(error, EngineUnavailable) else None
            pause = max(pause, named or 0.0)
            if pause > _LONGEST_WAIT_S:
                self._give_up(error)
            if shared:
                self.refusals, self.refused, self.closed_until = rounds, now, now + pause
                self._recall()
        pause = max(0.0, pause)
        self.retried += 1
        self.on_event(Retried(source=self.source, reason=str(error), attempt=task.attempt, wait_s=round(pause, 1)))
        task.attempt += 1
        task.due = now + pause
        self.backlog.insert(0, task)

    def _recall(self) -> None:
        """Take back what waits in the executor's queue: it would only be refused too."""
        for future in tuple(self.running):
            if future.cancel():
                self.backlog.append(self.running.pop(future))
        order = {key: position for position, key in reversed(tuple(enumerate(self.keys)))}
        self.backlog.sort(key=lambda task: order[task.key])

    def _give_up(self, error: BaseException) -> NoReturn:
        self.abandon()
        wait([future for future in self.running if not future.cancelled()], timeout=_GRACE_S)
        if not isinstance(error, NarratorError):
            raise error
        kept = self.cache and not self.trouble
        on = "What was spoken so far is kept: the same command goes on from there" if kept else "Try again later"
        other = ", or --engine espeak reads the whole article in another voice" * isinstance(error, EngineUnavailable)
        hint = f"{error.hint} " if error.hint else ""
        error.hint = f"{hint}{on}{other}."
        raise error
