"""A recording becomes a bundle: hashed files first, then the page, then episode.json, which makes it count.

Nothing here knows the time, the machine or where the bundle will lie, so the same inputs give the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from narrator.errors import AudioError, ProofFailed
from narrator.model import Article, EngineInfo, Episode, Recording, Script, Voice, plain
from narrator.publish import captions, manifest, page
from narrator.publish.manifest import Audio, Manifest, Mark, Part, Sidecar, Source, Speaker
from narrator.publish.markup import web_url
from narrator.store import FolderStore, Store, turn

PAGE = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Everything that goes into the bundle of one episode.

    title        the headline as it is shown
    info         the fact sheet of the engine that spoke
    roles        the voices of [speech.roles], by role
    fingerprint  hash of all inputs, by which `unchanged` knows that nothing need be made again
    tags         what the user files it under, for feeds of some of the episodes
    """

    article: Article
    title: str
    script: Script
    recording: Recording
    info: EngineInfo
    roles: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    tags: tuple[str, ...] = ()

    @property
    def voice(self) -> Voice:
        """Who speaks: the voice of the first utterance, which is the disclosure."""
        said = self.script.utterances
        if not said:
            raise AudioError("There is nothing to publish: the script is empty.")
        return said[0].voice


def publish(bundle: Bundle, store: Store, folder: str) -> Episode:
    """Write `bundle` into `folder` of the store, and return the finished episode.

    folder   `model.slug` of a new episode, or what `find` says of one that is being corrected

    Files that are there already with the right bytes are left alone; hashed files of earlier versions stay. Until the
    last write, a reader of the earlier episode.json finds all that it names. Raises OutputError.
    """
    _insist(bundle)
    folder = manifest.free(store, folder, manifest.episode_id(bundle.article.identity))
    if isinstance(store, FolderStore):
        with contextlib.suppress(OSError):  # what is wrong with the folder is said when the first file is put
            store.path(folder).mkdir(parents=True, exist_ok=True)
    with turn(store, folder):  # nobody prunes what the manifest is about to name
        return _write(bundle, store, folder)


def _write(bundle: Bundle, store: Store, folder: str) -> Episode:
    digest = _digest(bundle.recording.path)
    audio = _describe(bundle.recording, f"{folder}-{digest[:8]}.mp3", digest)
    _put_audio(store, f"{folder}/{audio.file}", bundle.recording.path, digest)
    files: dict[str, Sidecar] = {}
    for kind, extension, data in _sidecars(bundle):
        digest = hashlib.sha256(data).hexdigest()
        files[kind] = Sidecar(file=f"{folder}-{digest[:8]}.{extension}", sha256=digest)
        _put(store, f"{folder}/{files[kind].file}", data)
    record = _record(bundle, audio, files)
    # The page is the only file that is replaced in place: what it shows is there already, and the manifest comes next.
    names = ", ".join(dict.fromkeys(map(captions.speaker_name, bundle.script.voices)))
    html = page.write(record, bundle.article, bundle.recording.timeline, sound=bundle.recording.path, voices=names)
    record = msgspec.structs.replace(record, page=Sidecar(file=PAGE, sha256=hashlib.sha256(html).hexdigest()))
    _put(store, f"{folder}/{PAGE}", html)
    _put(store, f"{folder}/{manifest.NAME}", manifest.encode(record))
    return manifest.as_episode(record, manifest.place(store, folder))


def publish_alone(bundle: Bundle, store: Store, name: str) -> Episode:
    """Write only the MP3, under `name` in the store; its manifest exists in the returned episode alone."""
    _insist(bundle)
    digest = _digest(bundle.recording.path)
    audio = _describe(bundle.recording, name, digest)
    _put_audio(store, name, bundle.recording.path, digest)
    episode = manifest.as_episode(_record(bundle, audio, {}), manifest.place(store, ""))
    return replace(episode, path=episode.audio)


def _insist(bundle: Bundle) -> None:
    """Nothing is published that does not say what it is."""
    if not plain(bundle.script.disclosure):
        raise ProofFailed(
            "The episode does not say that it was made with AI assistance, so it was not published.",
            hint="Give the disclosure some words: [script.disclosure] in narrator.toml.",
        )


def _describe(recording: Recording, file: str, digest: str) -> Audio:
    timeline, levels = recording.timeline, recording.levels
    return Audio(
        file=file,
        bytes=recording.path.stat().st_size,
        sha256=digest,
        duration_s=round(timeline.duration_s, 3),
        samples=timeline.samples,
        sample_rate=timeline.rate,
        bitrate_kbps=recording.bitrate_kbps,
        target_lufs=levels.target_lufs if levels else None,
        loudness_lufs=levels.loudness_lufs if levels else None,
        true_peak_dbtp=levels.true_peak_dbtp if levels else None,
    )


def _record(bundle: Bundle, audio: Audio, files: dict[str, Sidecar]) -> Manifest:
    article, voice = bundle.article, bundle.voice
    return Manifest(
        schema=manifest.SCHEMA,
        id=manifest.episode_id(article.identity),
        title=plain(bundle.title),
        byline=tuple(plain(name) for name in article.byline),
        source=_source(article),
        language=article.language,
        published=plain(article.published) if article.published else None,
        voice=Speaker(
            engine=voice.engine,
            engine_version=bundle.info.version,
            id=voice.id,
            others=tuple(dict.fromkeys(other.id for other in bundle.script.voices if other.id != voice.id)),
        ),
        roles=dict(bundle.roles),
        correction=plain(bundle.script.correction) or None,
        disclosure=plain(bundle.script.disclosure),
        audio=audio,
        chapters=tuple(
            Mark(
                title=plain(chapter.title),
                start_ms=chapter.start_ms,
                end_ms=chapter.end_ms,
                level=chapter.level if article.parts else 1,
                part=chapter.part,
            )
            for chapter in bundle.recording.timeline.chapters
        ),
        files=files,
        fingerprint=bundle.fingerprint,
        site=plain(article.site) if article.site else None,
        image=web_url(article.image),
        description=plain(article.description) if article.description else None,
        tags=bundle.tags,
        parts=tuple(
            _part(article.parts[chapter.part], chapter.title)
            for chapter in bundle.recording.timeline.chapters
            if chapter.part is not None and chapter.level == 1
        ),
        missing=tuple(plain(source) for source in article.missing),
    )


def _source(article: Article) -> Source:
    """What the manifest names is what the folder was named by."""
    kind, _, value = article.identity.partition(":")
    return Source(url=plain(value)) if kind == "url" else Source(sha256=value)


def _part(article: Article, title: str) -> Part:
    return Part(
        id=manifest.episode_id(article.identity),
        title=plain(title),
        byline=tuple(plain(name) for name in article.byline),
        source=_source(article),
        language=article.language,
        published=plain(article.published) if article.published else None,
        site=plain(article.site) if article.site else None,
    )


def _sidecars(bundle: Bundle) -> Iterator[tuple[str, str, bytes]]:
    """(key in the manifest, extension, bytes) of each file beside the audio."""
    timeline, script = bundle.recording.timeline, bundle.script
    shown = captions.captions(timeline)
    yield "vtt", "vtt", captions.vtt(shown, disclosure=script.disclosure, language=script.language)
    yield "srt", "srt", captions.srt(shown)
    yield "transcript", "transcript.json", captions.transcript(timeline)
    author = ", ".join(bundle.article.byline)
    links = [web_url(part.url) for part in bundle.article.parts]
    yield "chapters", "chapters.json", captions.chapters(timeline, title=bundle.title, author=author, links=links)
    yield "script", "script.txt", captions.script_text(script)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_audio(store: Store, name: str, sound: Path, digest: str) -> None:
    """As `_put`, without ever holding hours of audio in memory."""
    if isinstance(store, FolderStore) and store.exists(name) and _digest(store.path(name)) == digest:
        return
    store.put(name, sound)


def _put(store: Store, name: str, data: bytes) -> None:
    """Write, unless exactly that is there: a web server would take a new file for a changed one."""
    try:
        if store.get(name) == data:
            return
    except FileNotFoundError:
        pass
    store.put(name, data)
