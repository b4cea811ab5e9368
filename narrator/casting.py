"""Who reads: what the user wishes for one article, what earlier runs remember, and whoever reads the parts of a digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec.structs import replace as replace_setting

from narrator import publish, speech
from narrator import script as writing
from narrator.model import Article, mended
from narrator.settings import Settings
from narrator.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user says about one article; None leaves it to the page, or to the earlier run and the settings (voice).

    tags   what to file the episode under, for feeds of some of the episodes; None keeps those of the earlier run
    roles       voices by role, as in [speech.roles]; an empty one gives the role back to the main voice
    correction  the note that an error of an earlier version was corrected; "" takes it away again
    corrects    an earlier episode (its folder) that this source is a new version of, although it does not tell so itself
    """

    engine: str | None = None
    voice: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    correction: str | None = None
    corrects: str | Path | None = None
    title: str | None = None
    byline: tuple[str, ...] | None = None
    published: str | None = None
    language: str | None = None
    tags: tuple[str, ...] | None = None

    def apply(self, article: Article) -> Article:
        """The article as the user wants it."""
        wished = replace(
            article,
            title=self.title or article.title,
            byline=article.byline if self.byline is None else self.byline,
            published=self.published or article.published,
            language=self.language or article.language,
            correction=article.correction if self.correction is None else self.correction,
        )
        return mended(wished)


NO_WISHES = Wishes()


def wanted(settings: Settings, wishes: Wishes, before: publish.Earlier | None) -> Settings:
    """The settings with the voices that are wished for; those that were used before outlast what the settings say."""
    if before and wishes.engine not in (None, before.voice.engine):
        before = None
    set_ = settings.speech
    engine = wishes.engine or (before.voice.engine if before else set_.engine)
    voice = wishes.voice
    if voice is None and before is None and wishes.engine in (None, set_.engine):
        voice = set_.voice
    roles = before.roles if before else set_.roles
    roles = replace_setting(roles, **wishes.roles)
    return replace_setting(settings, speech=replace_setting(set_, engine=engine, voice=voice, roles=roles))


def with_what_is_known(article: Article, store: Store) -> tuple[Article, tuple[publish.Earlier | None, ...]]:
    """A digest with the corrections that its articles' own episodes in the store tell, and what else these remember."""
    found = [publish.find(store, part.identity) for part in article.parts]
    single = tuple(publish.earlier(store, folder) if folder else None for folder in found)
    parts = tuple(
        replace(part, correction=before.correction) if before and part.correction is None else part
        for part, before in zip(article.parts, single, strict=True)
    )
    return replace(article, parts=parts), single


def cast(
    article: Article, settings: Settings, engine: str, single: Sequence[publish.Earlier | None]
) -> tuple[speech.Choice, ...]:
    """Who reads each article of a digest: whoever reads, or would read, its own episode, in the one engine.

    A voice that was asked for reads what is in its own language.
    """
    settled = replace_setting(settings, speech=replace_setting(settings.speech, engine=engine))
    free = replace_setting(settled, speech=replace_setting(settled.speech, voice=None))
    wanted = (settings.speech.voice or "").partition("+")[0]
    reads = (
        {voice.language for voice in speech.voices(engine, settings) if voice.id == wanted} if article.parts else set()
    )
    tongues = {language.partition("-")[0] for language in reads}
    return tuple(
        speech.choose(
            settled if not tongues or tongues & {"mul", part.language.partition("-")[0]} else free,
            language=part.language,
            disclosure=writing.disclosure(part.language, settings.script),
            remembered=before.voice if before else None,
        )
        for part, before in zip(article.parts, single, strict=True)
    )
