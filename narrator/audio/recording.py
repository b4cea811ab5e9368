"""Clips in script order, one by one, to a tagged MP3 in a working folder.

The clips are cut to their speech and wait in a nameless file, so that memory does not grow with length; then everything is
laid out in time, and the segments of that plan are stitched and encoded on all cores. The plan depends on the sound alone,
and so do the bytes, however many cores there are.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, TypeAlias

from narrator.audio import cover, edges, layout, limiter, loudness, mp3, music, stitch, tagging
from narrator.audio.resample import length, resample_16_bit
from narrator.audio.segments import Job, encoded
from narrator.errors import AudioError, NarratorError, OutputError
from narrator.events import OnEvent, Progressed, ignore
from narrator.model import Article, Clip, EngineInfo, Recording, Script, Timeline, Utterance
from narrator.settings import Audio
from narrator.store import Store

OnDone: TypeAlias = Callable[[int], None]

# The first sound starts the episode, so almost nothing is left before it.
FIRST_HEAD_S = 0.001


def record(
    article: Article,
    script: Script,
    clips: Iterable[Clip],
    settings: Audio,
    *,
    folder: Path,
    title: str | None = None,
    show: str = "",
    info: EngineInfo | None = None,
    kept: Store | None = None,
    on_event: OnEvent = ignore,
    source: str = "",
) -> Recording:
    """Make the MP3 of an article.

    clips   one for each utterance, in the script's order; taken one by one and not kept
    folder  where the MP3 is written, and where sound waits meanwhile (about 160 MB an hour at 22,050 Hz)
    title   of the episode; None takes the article's
    kept    where encoded segments are kept for the next time; None keeps none
    show    what the episode belongs to (the tag's album); empty takes the article's site

    Raises AudioError when a clip is silent, missing or one too many, SettingsError for a cover, intro, outro, rate
    or bit rate that cannot be used, OutputError when the folder cannot be written. Then no file is left.
    """

    def told(done: int) -> None:
        on_event(Progressed(source=source, step="encode", done=done, total=timeline.samples))

    mp3.check(settings.sample_rate, settings.bitrate_kbps)
    image = cover.load(settings.cover)
    intro, outro = (music.load(path, settings.sample_rate) for path in (settings.intro, settings.outro))
    with _waiting_room(folder) as room:
        pieces, rate = _collect(script, clips, room)
        timeline, segments = layout.lay_out(
            pieces,
            script,
            source=rate,
            target=settings.sample_rate,
            before=0 if intro is None else music.samples_before(intro),
            after=0 if outro is None else music.samples_after(outro),
        )
        tag = tagging.write(
            article,
            script,
            timeline,
            title=title or article.title or "",
            album=show or article.site or "",
            info=info,
            cover=image,
        )
        gain_db = _gain_db(pieces, timeline, settings)
        path = folder / "episode.mp3"
        with _working_file(path) as file:
            file.write(tag)
            speech = _jobs(pieces, segments, room, rate=rate, gain_db=gain_db, settings=settings, last=outro is None)
            first = () if intro is None else (music.job(intro, settings, last=False, kept=kept),)
            final = () if outro is None else (music.job(outro, settings, last=True, kept=kept),)
            _encode(chain(first, speech, final), timeline, file, kbps=settings.bitrate_kbps, kept=kept, told=told)
    return Recording(path=path, timeline=timeline, bitrate_kbps=settings.bitrate_kbps)


# ------------------------------------------------------------------------------------------------ first pass


def _collect(script: Script, clips: Iterable[Clip], room: IO[bytes]) -> tuple[list[layout.Placed], int]:
    """Every clip cut to its speech and put into the waiting room; the rate of the first is everyone's."""
    said = [(number, utterance) for number, scene in enumerate(script.scenes) for utterance in scene.utterances]
    if not said:
        raise AudioError("The script says nothing, so there is no sound to record.")
    pieces: list[layout.Placed] = []
    rate = 0
    for clip in clips:
        if len(pieces) == len(said):
            raise AudioError(f"There are more clips than the {len(said)} utterances of the script.")
        scene, utterance = said[len(pieces)]
        rate = rate or clip.format.rate
        piece = _cut(clip, rate, utterance, first=not pieces)
        with _writing("the sound of the episode"):
            room.write(piece.samples.tobytes())
        pieces.append(
            layout.Placed(
                scene=scene,
                utterance=utterance,
                length=len(piece.samples),
                onset=piece.onset,
                offset=piece.offset,
                level=loudness.measure(piece.samples, rate, full_scale=loudness.FULL_SCALE),
                marks=piece.marks,
            )
        )
    if len(pieces) < len(said):
        raise AudioError(f"Only {len(pieces)} of {len(said)} utterances have a clip.")
    return pieces, rate


def _cut(clip: Clip, rate: int, utterance: Utterance, *, first: bool) -> edges.Piece:
    samples, marks = stitch.plain(clip), clip.marks
    if clip.format.rate != rate:
        marks = tuple(replace(mark, sample=length(mark.sample, clip.format.rate, rate)) for mark in marks)
        samples = resample_16_bit(samples, clip.format.rate, rate)
    piece = edges.cut(samples, rate, marks, head_s=FIRST_HEAD_S if first else edges.HEAD_S)
    if piece is None:
        raise AudioError(
            f"The clip for “{utterance.text[:60]}” is silent, so the episode would have a gap.",
            hint="Run again with --no-cache; if it stays silent, try another engine with --engine.",
        )
    return piece


def _gain_db(pieces: Sequence[layout.Placed], timeline: Timeline, settings: Audio) -> float:
    starts = (cue.start for cue in timeline.cues)
    whole = loudness.lay([(start, piece.level) for start, piece in zip(starts, pieces, strict=True)], timeline)
    return loudness.gain_db(whole, settings.loudness_lufs)


# ----------------------------------------------------------------------------------------------- second pass


def _jobs(
    pieces: Sequence[layout.Placed],
    segments: Sequence[layout.Segment],
    room: IO[bytes],
    *,
    rate: int,
    gain_db: float,
    settings: Audio,
    last: bool,
) -> Iterator[Job]:
    with _writing("the sound of the episode"):
        room.seek(0)
        for segment in segments:
            run = pieces[segment.first : segment.last]
            parts = tuple(room.read(2 * piece.length) for piece in run)
            if any(len(part) != 2 * piece.length for part, piece in zip(parts, run, strict=True)):
                raise OutputError("Sound that was put aside cannot be read back.", hint="The disk may be damaged.")
            yield Job(
                parts=parts,
                gaps=segment.gaps,
                samples=segment.samples,
                source=rate,
                target=settings.sample_rate,
                kbps=settings.bitrate_kbps,
                gain_db=gain_db,
                ceiling=limiter.ceiling(settings.loudness_lufs),
                last=last and segment.last == len(pieces),
            )


def _encode(
    jobs: Iterator[Job], timeline: Timeline, file: IO[bytes], *, kbps: int, kept: Store | None, told: OnDone
) -> None:
    """Write the Info header and all segments' frames, in order; only a few segments are in memory at a time."""
    start = file.tell()
    rate = timeline.rate
    count = -(-(timeline.samples + mp3.LATENCY) // mp3.FRAME)
    file.write(mp3.info_frame(rate=rate, kbps=kbps, count=count, octets=0, samples=timeline.samples))
    octets = done = 0
    for samples, stream in _rendered(jobs, kept):
        file.write(stream)
        octets += len(stream)
        done += samples
        told(done)
    file.seek(start)
    file.write(mp3.info_frame(rate=rate, kbps=kbps, count=count, octets=octets, samples=timeline.samples))


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _rendered(jobs: Iterator[Job], kept: Store | None) -> Iterator[tuple[int, bytes]]:
    """Each segment's length and frames, in order, made on all cores: LAME, numpy and swresample let other threads run."""
    workers = _cores()
    with ThreadPoolExecutor(workers, thread_name_prefix="narrator-mp3") as pool:
        waiting: deque[tuple[int, Future[bytes]]] = deque()
        for job in jobs:
            waiting.append((job.samples, pool.submit(encoded, job, kept)))
            if len(waiting) > workers + 1:
                samples, future = waiting.popleft()
                yield samples, future.result()
        for samples, future in waiting:
            yield samples, future.result()


# ----------------------------------------------------------------------------------------------------- files


@contextmanager
def _waiting_room(folder: Path) -> Iterator[IO[bytes]]:
    """A file without a name: whatever happens, it is gone when the process is."""
    with _writing(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        room = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed below, also when it cannot be flushed
    try:
        yield room
    finally:
        # what was not yet written does not matter any more, even when the disk is full
        with suppress(OSError):
            room.close()


@contextmanager
def _working_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is complete and on the disk afterwards, or not there."""
    try:
        with _writing(str(path)), path.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _writing(what: str) -> Iterator[None]:
    """Turn the system's errors into OutputError; narrator's own pass through."""
    try:
        yield
    except NarratorError:
        raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise OutputError(
            f"Cannot write {what}: {error.strerror or error}.",
            hint="Free some space, or point TMPDIR at a larger disk, and run the same command again." if full else None,
        ) from error
