"""Which of an engine's voices reads a language."""

from __future__ import annotations

import difflib
from dataclasses import replace

from narrator.errors import UnknownLanguage, UnknownVoice
from narrator.model import Role, Voice
from narrator.settings import Settings
from narrator.speech.engines import voices

# What a bare language stands for, where an engine has several regions of it and none without a region.
_REGION = {"en": "en-us", "fr": "fr-fr", "zh": "zh-cn"}

_ANY = "mul"
"""BCP 47's word for several languages: what an engine calls a voice that reads whatever it is given."""

# The same language under another code: old ISO 639 codes that engines kept, and members of a macrolanguage.
_ALSO = {
    "cmn": ("zh",), "fil": ("tl",), "he": ("iw",), "id": ("in",), "in": ("id",), "iw": ("he",), "jv": ("jw",),
    "jw": ("jv",), "nb": ("no",), "nn": ("no", "nb"), "no": ("nb",), "tl": ("fil",), "zh": ("cmn",),
}  # fmt: skip


def pick_voice(engine: str, settings: Settings, language: str, wanted: str | None) -> Voice:
    """The voice `wanted` (an engine's id), or the engine's best one for a language. Makes no sound.

    language  BCP 47 tag; regions fall back to the language ("en-NZ" to "en"), "und" is read as English

    A voice that reads every language ("mul") comes back as one of this language.

    Raises UnknownVoice and UnknownLanguage with the nearest names, and what open_engine raises.
    """
    known = voices(engine, settings)
    if not known:
        raise UnknownVoice(
            f"The engine {engine} finds no voice on this machine.",
            hint=f"docs/engines.md tells where it gets them; [{engine}] in narrator.toml where it looks.",
        )
    tag = language.casefold().replace("_", "-")
    if tag in ("", "und", "mul", "zxx"):
        language = tag = "en"
    if wanted is not None:
        return _reading(_named(known, engine, wanted, language), language)
    found = _best(known, tag)
    if found is None:
        speaks = sorted({voice.language.split("-")[0] for voice in known})
        raise UnknownLanguage(
            f"The engine {engine} does not speak {language!r}.",
            hint=_nearest(tag.split("-")[0], speaks) or f"narrator voices --engine {engine} lists what it speaks.",
        )
    return _reading(found, language)


def role_voices(main: Voice, settings: Settings, language: str) -> dict[Role, Voice]:
    """Who reads each role that `[speech.roles]` gives to another voice of the engine of `main`. Raises UnknownVoice."""
    wanted = settings.speech.roles
    ids: dict[Role, str | None] = {
        "headline": wanted.headline,
        "byline": wanted.headline,
        "heading": wanted.heading,
        "quote": wanted.quote,
    }
    found: dict[Role, Voice] = {}
    for role, name in ids.items():
        if not name:
            continue
        try:
            found[role] = pick_voice(main.engine, settings, language, name)
        except UnknownVoice as error:
            hint = f"{error.hint} One engine reads the whole article, in all its voices."
            raise UnknownVoice(f"[speech.roles] {role}: {error}", hint=hint) from error
    return found


def _reading(voice: Voice, language: str) -> Voice:
    return replace(voice, language=language) if voice.language == _ANY else voice


def _named(voices: tuple[Voice, ...], engine: str, wanted: str, language: str) -> Voice:
    by_id = {voice.id.casefold(): voice for voice in voices}
    found = by_id.get(wanted.casefold())
    if found is not None:
        return found
    base, plus, variant = wanted.partition("+")  # another throat for a listed voice; the engine knows which there are
    if plus and variant and base.casefold() in by_id:
        listed = by_id[base.casefold()]
        return Voice(
            engine=engine, id=f"{listed.id}+{variant}", language=listed.language, name=f"{listed.name}, {variant}"
        )
    best = _best(voices, language.casefold())
    close = _nearest(wanted, [voice.id for voice in voices]) or (best and f"For {language} there is {best.id}.")
    raise UnknownVoice(
        f"The engine {engine} has no voice {wanted!r}.", hint=close or f"narrator voices --engine {engine} lists them."
    )


def _best(voices: tuple[Voice, ...], tag: str) -> Voice | None:
    """The whole tag, then shorter and shorter ones, then other names of the language."""
    by_language: dict[str, Voice] = {}
    for voice in voices:
        by_language.setdefault(voice.language.casefold(), voice)
    parts = tag.split("-")
    tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    for candidate in (*tags, *_ALSO.get(parts[0], ())):
        found = by_language.get(candidate) or by_language.get(_REGION.get(candidate, ""))
        if found is not None:
            return found
        regional = sorted(language for language in by_language if language.startswith(f"{candidate}-"))
        if regional:
            return by_language[regional[0]]
    return by_language.get(_ANY)


def _nearest(name: str, names: list[str]) -> str | None:
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else None
