"""The written file decoded again and compared with the plan: what does not match is never published."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np

from narrator.audio import id3, limiter, loudness, mp3, tagging
from narrator.audio.edges import Sound
from narrator.audio.layout import CLOSING_S
from narrator.errors import OutputError, ProofFailed
from narrator.events import OnEvent, Progressed, ignore
from narrator.model import Episode, Levels, Recording, Timeline, milliseconds

# Start, end and text of something in an MP3.
Said: TypeAlias = tuple[int, int, str]

# Quieter than this on average (-60 dBFS), an utterance is not heard.
INAUDIBLE = 10 ** (-60 / 20)
TOLERANCE, HIGHEST_PEAK = 0.5, -1.0
# What another decoder or meter may find in a file that was proved once, and told in tenths.
SLACK = 0.2
AGAIN = "The disk may be full or damaged; run the same command again."
# An episode without a peak as high as this was not held back by its peaks.
QUIET_PEAK = -6.0
# Peaks between samples are looked for where samples come this close to where they would matter.
WATCHED = 10 ** (-3 / 20)
# What is measured in one go: whole hops of loudness.
STRETCH_S = 7
# Lets ffmpeg begin behind the tag, whose picture it would decode each time to learn its size.
_SKIP = "skip_initial_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file turned out to hold when it was decoded.

    samples         of one channel, without the encoder's delay and padding
    sample_rate     samples a second
    loudness_lufs   integrated, as EBU R 128 counts it (of the first channel); -inf when it cannot be said
    true_peak_dbtp  loudest value, between samples too; -inf for digital silence
    """

    samples: int
    sample_rate: int
    channels: int
    bitrate_kbps: int
    loudness_lufs: float
    true_peak_dbtp: float
    tag: id3.Tag

    def levels(self, target: float) -> Levels:
        """What is kept of how loud it is, made for a loudness of `target`."""
        known = math.isfinite(self.loudness_lufs)
        return Levels(
            target_lufs=target,
            loudness_lufs=round(self.loudness_lufs, 1) if known else None,
            true_peak_dbtp=round(self.true_peak_dbtp, 1),
        )


def probe(path: Path) -> Facts:
    """Decode an MP3 from end to end. Raises OutputError when it is none, or is damaged."""
    return _decode(path, ())[0]


def prove(
    recording: Recording,
    *,
    disclosure: str | None = None,
    loudness_lufs: float | None = None,
    on_event: OnEvent = ignore,
    source: str = "",
) -> Facts:
    """Compare a recording with its plan, by decoding the file.

    disclosure     the sentence that the tag must hold; None asks for any
    loudness_lufs  the loudness it was made for; None does not ask

    The samples must be as many as planned, each utterance must be heard where it should be, and the tag must hold the
    chapters and the disclosure. Raises ProofFailed with the first thing that does not match.
    """
    timeline = recording.timeline

    def told(done: int) -> None:
        on_event(Progressed(source=source, step="proof", done=min(done, timeline.samples), total=timeline.samples))

    plan = _Plan(
        samples=timeline.samples,
        rate=timeline.rate,
        kbps=recording.bitrate_kbps,
        said=[(cue.start, cue.end, cue.utterance.text) for cue in timeline.cues],
        chapters=[(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in timeline.chapters],
        disclosure=disclosure,
    )
    facts = _compare(recording.path, plan, told)
    if loudness_lufs is not None:
        _prove_levels(facts, loudness_lufs, music=_music(timeline))
    return facts


def prove_again(episode: Episode, said: Sequence[Said]) -> Facts:
    """Compare the MP3 of a published episode with its manifest.

    said   start and end in milliseconds, and text, of each utterance

    Raises ProofFailed with the first thing that does not match, OutputError when it cannot be decoded.
    """
    told = episode.manifest
    sound, rate = told["audio"], told["audio"]["sample_rate"]
    plan = _Plan(
        samples=sound["samples"],
        rate=rate,
        kbps=sound["bitrate_kbps"],
        said=[(start * rate // 1000, -(-end * rate // 1000), text) for start, end, text in said],
        chapters=[(mark["start_ms"], mark["end_ms"], mark["title"]) for mark in told["chapters"]],
        disclosure=told["disclosure"],
    )
    with _naming(episode.audio):
        facts = _compare(episode.audio, plan)
        _prove_texts(facts.tag, told)
        _prove_levels(facts, sound.get("target_lufs"), slack=SLACK)
        for what, unit, known, found in (
            ("a loudness", "LUFS", sound.get("loudness_lufs"), facts.loudness_lufs),
            ("a true peak", "dBTP", sound.get("true_peak_dbtp"), facts.true_peak_dbtp),
        ):
            if known is not None and not abs(found - known) <= SLACK:
                raise ProofFailed(f"The MP3 has {what} of {found:.1f} {unit}, not {known:.1f} as its manifest says.")
    return facts


def prove_alone(path: Path) -> Facts:
    """Prove an MP3 that was made without a manifest: its own tag and header are the plan.

    What is said in it is not known, so each chapter must be heard. Raises ProofFailed, OutputError.
    """
    with _naming(path):
        tag = id3.read_tag(path)
        _prove_label(tag, None)
        promised = _prove_size(path)
        marks = [(chapter.start, chapter.end, chapter.title) for chapter in tag.chapters]
        starts, ends = [start for start, _, _ in marks], [end for _, end, _ in marks]
        length = milliseconds(promised.samples, promised.rate)
        if not marks or starts != [0, *ends[:-1]] or ends[-1] != length or starts != sorted(set(starts)):
            raise ProofFailed("The chapters in the MP3's tag do not follow each other from its start to its end.")
        spans = [(start * promised.rate // 1000, end * promised.rate // 1000, title) for start, end, title in marks]
        plan = _Plan(
            samples=promised.samples, rate=promised.rate, kbps=None, said=spans, chapters=marks, disclosure=None
        )
        facts = _compare(path, plan)
        _prove_levels(facts, None, slack=SLACK)
    return facts


class _Plan(NamedTuple):
    """What an MP3 should hold: `said` in samples, `chapters` in milliseconds; None asks for nothing."""

    samples: int
    rate: int
    kbps: int | None
    said: Sequence[Said]
    chapters: Sequence[Said]
    disclosure: str | None


def _compare(path: Path, plan: _Plan, told: Callable[[int], None] | None = None) -> Facts:
    """The file's facts, if it is as planned."""
    _prove_size(path)
    facts, levels = _decode(path, [(start, end) for start, end, _ in plan.said], told)
    if (facts.samples, facts.sample_rate) != (plan.samples, plan.rate):
        raise ProofFailed(
            f"The MP3 has {facts.samples} samples at {facts.sample_rate} Hz instead of {plan.samples} at {plan.rate}.",
            hint=AGAIN,
        )
    if plan.kbps not in (None, facts.bitrate_kbps):
        raise ProofFailed(f"The MP3 has {facts.bitrate_kbps} kbit/s instead of {plan.kbps}.")
    for (_, _, text), level in zip(plan.said, levels, strict=True):
        if level < INAUDIBLE:
            raise ProofFailed(f"“{text[:60]}” cannot be heard in the MP3.")
    written = [(chapter.start, chapter.end, chapter.title) for chapter in facts.tag.chapters]
    if list(plan.chapters) != written:
        raise ProofFailed(
            f"The MP3's tag lists {len(written)} chapters that are not the {len(plan.chapters)} planned ones."
        )
    _prove_label(facts.tag, plan.disclosure)
    return facts


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Whoever proves several files wants to know which one failed, and how to mend it."""
    try:
        yield
    except ProofFailed as error:
        raise ProofFailed(f"{path}: {error.message}", hint="Make it again, with --force.") from error


def _prove_levels(facts: Facts, target: float | None, *, music: str = "", slack: float = 0.0) -> None:
    """Loudness within half a unit, unless it is too short to say; no peak above -1 dBTP. `music` begins the hint."""
    found, peak = facts.loudness_lufs, facts.true_peak_dbtp
    if target is not None and math.isfinite(found) and abs(found - target) > TOLERANCE + slack:
        lower = "Set audio.loudness_lufs lower: the louder the target, the more of the peaks is in its way."
        if found < target and peak < QUIET_PEAK:
            lower = "The speech is too quiet to be raised that far; try another engine with --engine."
        raise ProofFailed(f"The MP3 has {found:.1f} LUFS instead of {target:.1f}.", hint=music + lower)
    if peak > HIGHEST_PEAK + slack:
        raise ProofFailed(
            f"The MP3 has peaks of {peak:.1f} dBTP; players may distort above {HIGHEST_PEAK:.0f}.",
            hint=f"{music}Set audio.loudness_lufs lower, or audio.bitrate_kbps higher.",
        )


def _music(timeline: Timeline) -> str:
    """A sentence on the intro and the outro, when there are any."""
    before, after = timeline.cues[0].start, timeline.samples - timeline.cues[-1].end
    limits = {"intro": before > 0.1 * timeline.rate, "outro": after > (CLOSING_S + 0.1) * timeline.rate}
    names = " or ".join(f"the {name}" for name, there in limits.items() if there)
    return f"It may be {names}: try without. " if names else ""


def _prove_size(path: Path) -> mp3.Promise:
    """Decoders make up for half a frame at the end without a word, so the bytes are counted too."""
    try:
        size = id3.read_tag(path).size
        with path.open("rb") as file:
            file.seek(size)
            promised = mp3.promise(file.read(200))
            there = file.seek(0, 2) - size
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
    if promised is None:
        raise ProofFailed("The MP3 does not begin with a header that tells its length, as all that narrator makes do.")
    if promised.octets != there:
        raise ProofFailed(f"The MP3 has {there} bytes of sound instead of {promised.octets}.", hint=AGAIN)
    return promised


def _prove_label(tag: id3.Tag, disclosure: str | None) -> None:
    if not tag.disclosure or (disclosure is not None and tag.disclosure != id3.clean(disclosure)):
        raise ProofFailed("The MP3's tag does not say that the audio is made with AI.")


# What the tag and the manifest both say.
_SAID_TWICE = {
    "TIT2": "title", "TPE1": "byline", "TALB": "site", "TYER": "year", "TDAT": "day", "TIME": "hour", "TLAN": "language",
    "TPUB": "site", "TLEN": "length", "ENGINE": "engine", "VOICE": "voice",
}  # fmt: skip


def _prove_texts(tag: id3.Tag, told: Mapping[str, Any]) -> None:
    voice, sound = told["voice"], told["audio"]
    planned = tagging.texts(
        title=told["title"],
        byline=told["byline"],
        album=told.get("site"),
        published=told["published"],
        language=told["language"],
        site=told.get("site"),
        samples=sound["samples"],
        rate=sound["sample_rate"],
    ) | tagging.provenance(
        disclosure=told["disclosure"],
        engine=f"{voice['engine']} {voice['engine_version']}",
        voices=[voice["id"], *voice.get("others", ())],
    )
    if told["language"] in ("", "und"):  # the tag has the voice's
        del planned["TLAN"]
    for name, text in planned.items():
        found = tag.text(name) or ""
        if name in _SAID_TWICE and found != text:
            raise ProofFailed(
                f"The {_SAID_TWICE[name]} in the MP3's tag is “{found}”, not “{text}” as its manifest says."
            )
    address = id3.web_address(told["source"].get("url") or "")
    if dict(tag.links).get("WOAS") != address:
        raise ProofFailed(f"The MP3's tag does not lead to {address or 'nothing'}, as its manifest does.")


def _decode(
    path: Path, spans: Sequence[tuple[int, int]], told: Callable[[int], None] | None = None
) -> tuple[Facts, list[float]]:
    """The file's facts, and the level (RMS, 1.0 is full scale) of each span of samples; spans are in order."""
    import av

    tag = id3.read_tag(path)
    meter = _Meter(spans)
    try:
        with av.open(str(path.absolute()), format="mp3", options={_SKIP: str(tag.size)}) as container:
            found = container.streams.audio[0].codec_context
            rate, kbps, channels = found.sample_rate, round((found.bit_rate or 0) / 1000), found.channels
        with ThreadPoolExecutor(1, "narrator-meter") as beside:
            measured: Future[None] | None = None
            for sound in _stretches(path, tag.size, STRETCH_S * rate):
                if measured:
                    measured.result()
                    if told:
                        told(meter.samples)
                measured = beside.submit(meter.add, sound, rate)  # while the next stretch is decoded
            if measured:
                measured.result()
    except (av.FFmpegError, IndexError) as error:
        raise OutputError(f"{path} is not an MP3 that can be decoded: {error}.") from error
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
    if told:
        told(meter.samples)
    facts = Facts(
        samples=meter.samples,
        sample_rate=rate,
        channels=channels,
        bitrate_kbps=kbps,
        loudness_lufs=round(meter.lufs, 2),
        true_peak_dbtp=round(20 * math.log10(meter.peak), 2) if meter.peak else -math.inf,
        tag=tag,
    )
    return facts, meter.levels


def _stretches(path: Path, skip: int, samples: int) -> Iterator[Sound]:
    """The first channel of an MP3 whose frames begin behind `skip` bytes, in stretches of so many samples but for the last, as floats between -1 and 1.

    It is decoded behind a filter graph, which hands on a stretch where a decoder hands on a fortieth of a second, for each
    of which Python would be needed, and one thread at a time.
    """
    import av

    graph = av.filter.Graph()
    steps = (
        graph.add("amovie", filename=str(path.absolute()), format_name="mp3", format_opts=f"{_SKIP}={skip}"),
        graph.add("aformat", sample_fmts="fltp"),
        graph.add("asetnsamples", nb_out_samples=str(samples), pad="0"),
        graph.add("abuffersink"),
    )
    graph.link_nodes(*steps).configure()
    while True:
        try:
            frame = cast("av.AudioFrame", graph.pull())
        except EOFError:
            return
        yield np.frombuffer(memoryview(frame.planes[0]), dtype=np.float32, count=frame.samples)


class _Meter:
    """Counts samples, and measures peak, loudness and the levels of spans, stretch by stretch."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._energies = [0.0] * len(spans)
        self._next = 0
        self._hops: list[loudness.Energies] = []
        self.samples = 0
        self.peak = 0.0

    def add(self, sound: Sound, rate: int) -> None:
        """The next stretch."""
        begin, end = self.samples, self.samples + len(sound)
        self.samples = end
        level = loudness.measure(sound, rate, full_scale=1.0)
        self._hops.append(level.energies)
        self.peak = max(self.peak, limiter.true_peak(sound, rate, above=max(self.peak, WATCHED)))
        for number in range(self._next, len(self._spans)):
            first, last = self._spans[number]
            if first >= end:
                break
            part = sound[max(first - begin, 0) : max(last - begin, 0)]
            self._energies[number] += float(np.einsum("i,i->", part, part))
            if last <= end:
                self._next = number + 1

    @property
    def lufs(self) -> float:
        """Loudness of all that was measured."""
        return loudness.integrated(np.concatenate(self._hops)) if self._hops else float("-inf")

    @property
    def levels(self) -> list[float]:
        """RMS of each span."""
        return [
            (energy / max(last - first, 1)) ** 0.5
            for energy, (first, last) in zip(self._energies, self._spans, strict=True)
        ]
