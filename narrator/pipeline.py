"""The steps in order: a page in, an episode out. Read this file first.

    source.read       a URL, file or standard input            -> Page
    article.clean     chrome out, blocks and metadata          -> Article
    speech.choose     who speaks                               -> Voice
    script.write      chapters, sentences, spoken forms        -> Script
    speech.speak      engine, cache, retries                   -> Clips
    audio.record      stitching, MP3, chapters                 -> Recording
    publish.publish   transcript, page, manifest               -> Episode

A digest is an article that has parts: they are read and cleaned one by one, gathered, and each part's script is written as
if it stood alone (script.compose puts them together). Everything after that is the same.

Only this module knows the order (following.py and digesting.py stand on it, casting.py says who reads); no room knows another. A room loads its
libraries when its step comes, because they may cost more than its work.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from narrator import article as cleaning
from narrator import audio, publish, speech
from narrator import script as writing
from narrator import source as reading
from narrator.casting import NO_WISHES, Wishes, cast, wanted, with_what_is_known
from narrator.errors import InputError, NarratorError, OutputError, UnknownLanguage, UnknownVoice
from narrator.events import (
    Cleaned,
    EngineChosen,
    Event,
    Fetched,
    OnEvent,
    Published,
    ScriptWritten,
    UtteranceSpoken,
    Warned,
    ignore,
)
from narrator.fingerprint import fingerprint
from narrator.model import Article, EngineInfo, Episode, Page, Recording, Role, Script, Voice, slug
from narrator.settings import Settings, load
from narrator.store import Store, Watched, insist_on_writable, open_store


def narrate(
    source: str | Path | Page | Article,
    *,
    engine: str = "auto",
    voice: str | None = None,
    language: str | None = None,
    title: str | None = None,
    output: str | Path = "output",
    on_event: OnEvent | None = None,
) -> Episode:
    """Make an episode of an article.

    source    a URL or path (str or Path), a Page, or an Article
    engine    "auto" (Google's voice if it answers, else espeak), "espeak", "gtts", or any installed engine
    voice     the engine's id of a voice; None takes its best one for the language
    language  BCP 47 tag; None takes what the page says, or what its words look like
    title     None takes the page's headline
    output    the folder for bundles, or a path that ends in .mp3 for that file alone
    on_event  called with every narrator.events value, from the calling thread

    Returns the finished Episode. Raises a NarratorError; nothing half-made is left behind, and what was spoken is
    in the cache. Settings come from narrator.toml and the environment, see narrator.settings.
    """
    wishes = Wishes(engine=None if engine == "auto" else engine, voice=voice, title=title, language=language)
    return make(source, load(), output=output, wishes=wishes, on_event=on_event or ignore)


def prepare(
    source: str | Path | Page | Article, settings: Settings, *, wishes: Wishes = NO_WISHES, on_event: OnEvent = ignore
) -> Article:
    """Read and clean: the first two steps. `source` as for `narrate`."""
    if isinstance(source, Article):
        return wishes.apply(source)
    name = source.name if isinstance(source, Page) else str(source)
    page = source if isinstance(source, Page) else reading.read(_locate(source), settings.fetch)
    on_event(Fetched(source=name, bytes=len(page.content)))
    article = wishes.apply(cleaning.clean(page, settings.clean))
    on_event(Cleaned(source=name, title=article.title, blocks=len(article.blocks), removed=len(article.removed)))
    for notice in article.notices:
        on_event(Warned(source=name, message=notice))
    return article


def plan(
    article: Article,
    settings: Settings,
    *,
    voice: Voice,
    roles: Mapping[Role, Voice] = MappingProxyType({}),
    lexicon: writing.Lexicon | None = None,
    cast: Sequence[speech.Choice] = (),
) -> Script:
    """Write the script of an article for one voice, and others for some roles. Makes no sound and calls no engine.

    lexicon  how names are said; None reads the files that the settings name
    cast     of a digest: who reads each of its articles
    """

    def voice_for(language: str) -> Voice | None:
        try:
            return speech.pick_voice(voice.engine, settings, language, None)
        except (UnknownLanguage, UnknownVoice):
            return None

    info = speech.info(voice.engine, settings)
    if article.parts:
        scripts = [
            plan(part, settings, voice=who.voice, roles=who.roles, lexicon=lexicon)
            for part, who in zip(article.parts, cast, strict=True)
        ]
        return writing.compose(
            article, scripts, voice=voice, info=info, settings=settings.script, lexicon=lexicon, roles=roles
        )
    return writing.write(
        article,
        voice=voice,
        info=info,
        settings=settings.script,
        lexicon=lexicon,
        voice_for=voice_for,
        roles=roles,
    )


def make(
    source: str | Path | Page | Article,
    settings: Settings,
    *,
    output: str | Path | None = None,
    wishes: Wishes = NO_WISHES,
    force: bool = False,
    use_cache: bool = True,
    on_event: OnEvent = ignore,
) -> Episode:
    """The whole line. `force` forgets the voices and the files of an earlier run; `use_cache=False` speaks all anew.

    When the engine fails for good, that of `[speech] fallback` reads the whole article instead.
    """
    name = name_of(source)
    where = str(output or (Path(wishes.corrects).resolve().parent if wishes.corrects else settings.output))
    lone = Path(where).name if where.lower().endswith(".mp3") else None
    store = open_store(Path(where).parent if lone else where)
    cache = speech.default_cache(settings) if use_cache else None
    insist_on_writable(store)
    # A lexicon or an engine that cannot be used stops the run here, before anything is fetched or spoken.
    lexicon = writing.read_lexicon(settings.script.lexicon)
    for notice in lexicon.notices():
        on_event(Warned(source=name, message=notice))
    if settings.speech.fallback:
        speech.info(settings.speech.fallback, settings)

    article = prepare(source, settings, wishes=wishes, on_event=on_event)
    if wishes.corrects:
        article = replace(article, **{"url": None, "sha256": None} | publish.load(wishes.corrects).manifest["source"])
    folder = None if lone else publish.find(store, article.identity)
    before = publish.earlier(store, folder) if folder else None
    if before and article.correction is None:
        article = replace(article, correction=before.correction)
    article, single = with_what_is_known(article, store)
    known = before or next((each for each in single if each), None)  # a digest speaks as its articles did
    remembered = known.voice if known and not force else None
    settings = wanted(settings, wishes, known if remembered else None)
    tags = wishes.tags if wishes.tags is not None else before.tags if before else ()
    place = _Place(store=store, lone=lone, folder=folder, force=force, tags=tags, single=single)
    around = _Around(name=name, cache=cache, lexicon=lexicon, on_event=on_event)
    chosen = _choose(article, settings, None if wishes.engine == "auto" else remembered, around)
    try:
        return _produce(article, settings, chosen, place, around)
    except NarratorError as error:
        other = speech.fall_back(settings, chosen.voice, error)
        if other is None:
            raise
        message = f"{error} So {other.speech.engine} reads the whole article instead."
        on_event(Warned(source=name, message=message))
        return _produce(article, other, _choose(article, other, remembered, around), place, around)


def name_of(source: str | Path | Page | Article) -> str:
    """What to call a source in events."""
    if isinstance(source, Page):
        return source.name
    if isinstance(source, Article):
        return (source.title if source.parts else None) or source.identity
    return str(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where an episode goes: into `folder` of the store if it was made before, or as the MP3 `lone` alone, under its tags.

    single   what the own episodes of a digest's articles tell, as far as they were made there
    """

    store: Store
    lone: str | None
    folder: str | None
    force: bool
    tags: tuple[str, ...]
    single: tuple[publish.Earlier | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What every step of one run needs: the source's name, the cache, how names are said, and who wants to hear of it."""

    name: str
    cache: speech.ClipCache | None
    lexicon: writing.Lexicon
    on_event: OnEvent


def _choose(article: Article, settings: Settings, remembered: Voice | None, around: _Around) -> speech.Choice:
    """Settle who speaks, and say so."""
    chosen = speech.choose(
        settings,
        language=article.language,
        disclosure=writing.disclosure(article.language, settings.script),
        remembered=remembered,
        cache=around.cache,
        on_event=around.on_event,
        source=around.name,
    )
    voice = chosen.voice
    around.on_event(EngineChosen(source=around.name, engine=voice.engine, voice=voice.id, reason=chosen.reason))
    return chosen


def _produce(article: Article, settings: Settings, chosen: speech.Choice, place: _Place, around: _Around) -> Episode:
    """From the script to the episode in its place, in one voice."""
    store, lone, folder = place.store, place.lone, place.folder
    name, on_event = around.name, around.on_event
    title = writing.headline(article)
    readers = cast(article, settings, chosen.voice.engine, place.single)
    script = plan(article, settings, voice=chosen.voice, roles=chosen.roles, lexicon=around.lexicon, cast=readers)
    said = script.utterances
    characters = sum(len(utterance.spoken) for utterance in said)
    on_event(ScriptWritten(source=name, utterances=len(said), chapters=len(script.scenes), characters=characters))

    # what is missing for it is known before anything is spoken
    aligner = audio.aligner() if settings.audio.align and not chosen.info.word_marks else None
    roles = {role: chosen.roles[role].id for role in ("headline", "heading", "quote") if role in chosen.roles}
    mark = fingerprint(
        article,
        script,
        settings.audio,
        info=chosen.info,
        options=speech.shape(
            speech.open_engine(chosen.voice.engine, settings), dict.fromkeys(utterance.voice for utterance in said)
        ),
        aligner=aligner,
        roles=chosen.roles,
        tags=place.tags,
    )
    episode = publish.unchanged(store, folder, mark) if folder and not place.force else None
    unchanged = episode is not None
    changed = 0 if unchanged else publish.changed(store, folder, script) if folder else None
    count = _Count(around.on_event)
    if episode is None:
        around = replace(around, on_event=count)
        with tempfile.TemporaryDirectory(prefix="narrator-") as work:
            recording = _record(
                article, script, settings, around, info=chosen.info, work=Path(work), listen=aligner is not None
            )
            bundle = publish.Bundle(
                article=article,
                title=title,
                script=script,
                recording=recording,
                info=chosen.info,
                roles=roles,
                fingerprint=mark,
                tags=place.tags,
            )
            if lone:
                episode = publish.publish_alone(bundle, store, lone)
            else:
                episode = publish.publish(bundle, store, folder or slug(title, article.identity))
    if not lone:
        _keep_feed(store, settings, on_event, name)
    on_event(
        Published(
            source=name,
            path=str(episode.path),
            duration_s=episode.duration_s,
            unchanged=unchanged,
            utterances=len(said),
            changed=changed,
            made=count.made,
        )
    )
    return episode


class _Count:
    """Passes events on, and counts the utterances that had to be made."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self.made = 0

    def __call__(self, event: Event) -> None:
        self.made += isinstance(event, UtteranceSpoken) and not event.cached
        self._on_event(event)


def _record(
    article: Article, script: Script, settings: Settings, around: _Around, *, info: EngineInfo, work: Path, listen: bool
) -> Recording:
    """Speak, listen for word times if asked to, stitch and prove; the clips flow into the recording one by one."""
    name, cache, on_event = around.name, around.cache, around.on_event
    kept = Watched(cache.store) if cache else None
    spoken = speech.speak(script.utterances, settings, cache=cache, on_event=on_event, source=name)
    try:
        with closing(spoken) as clips:
            audio.load()  # while the engine is already at work
            recording = audio.record(
                article,
                script,
                audio.align(script.utterances, clips, spell=writing.normalize, kept=kept) if listen else clips,
                settings.audio,
                folder=work,
                title=writing.headline(article),
                info=info,
                kept=kept,
                on_event=on_event,
                source=name,
            )
    finally:
        if cache:
            with suppress(OutputError):  # speech has said so
                cache.prune()
    if kept and kept.trouble:
        on_event(Warned(source=name, message=f"What is encoded now cannot be kept for another run: {kept.trouble}"))
    loudness = settings.audio.loudness_lufs
    facts = audio.prove(recording, disclosure=script.disclosure, loudness_lufs=loudness, on_event=on_event, source=name)
    return replace(recording, levels=facts.levels(loudness))


def _keep_feed(store: Store, settings: Settings, on_event: OnEvent, source: str) -> None:
    """Once a feed has been built in a folder, every episode made there lands in it; what is wrong with it is only told."""
    if not store.exists("feed.json"):
        return
    try:
        problems = publish.build_feed(store, settings.podcast).problems
    except NarratorError as error:
        problems = (f"The feed could not be brought up to date: {error}",)
    for problem in problems:
        on_event(Warned(source=source, message=problem))


def check(path: str | Path) -> audio.Facts:
    """Prove a finished episode again, and return what its MP3 holds.

    path   its folder, its episode.json or any file of it; or an MP3 that was made alone, whose tag says what to prove

    Raises BrokenEpisode when a file is missing, does not match its checksum or does not say what the others say,
    ProofFailed when the MP3 is not what the manifest says.
    """
    path = Path(path)
    if path.suffix.lower() == ".mp3" and path.is_file() and not path.with_name("episode.json").exists():
        return audio.prove_alone(path)
    episode = publish.load(path, verify=True)
    return audio.prove_again(episode, publish.agree(episode))


def _locate(source: str | Path) -> str | Path:
    """Refuse what is no place, above all a text that was passed where its place is meant."""
    if not isinstance(source, (str, Path)):
        raise InputError(f"A source is a URL, a path, a Page or an Article, not {type(source).__name__}.")
    if isinstance(source, str) and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|-$", source):
        try:
            known = Path(source).exists()
        except (OSError, ValueError):  # far too long for a path, or with a NUL
            known = False
        prose = "\n" in source or len(source) > 255 or (" " in source and not Path(source).suffix.strip(". "))
        if not known and prose:
            raise InputError(
                "The source is neither a URL nor the path of a file; it looks like the text itself.",
                hint="narrate(extract(text)) narrates a text; narrator make - reads it from standard input.",
            )
    return source
