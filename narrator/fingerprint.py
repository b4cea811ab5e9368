"""The hash of all that shapes a bundle: while it stays the same there is nothing to make."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
from msgspec.structs import replace as replace_setting

from narrator import __version__
from narrator.model import Article, EngineInfo, Role, Script, Voice
from narrator.settings import Audio


def fingerprint(
    article: Article,
    script: Script,
    audio: Audio,
    *,
    info: EngineInfo,
    options: Mapping[str, object],
    aligner: str | None,
    roles: Mapping[Role, Voice],
    tags: tuple[str, ...],
) -> str:
    """64 hex digits over what is said, in which voices, by an engine with which options, and how it is recorded and filed."""
    told = replace(_told(article), parts=tuple(_told(part) for part in article.parts))
    read_by = {role: voice.id for role, voice in roles.items()}
    files = {name: _digest(getattr(audio, name)) for name in ("cover", "intro", "outro")}
    look = replace_setting(audio, preset="standard", **files)  # the bit rate is what counts
    parts = (__version__, told, script, info, dict(options), look, aligner, read_by, tags)
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def _told(article: Article) -> Article:
    """What of an article shapes its bundle; the script holds a correction as it is heard, and the hash of a page its chrome."""
    return replace(article, removed=(), notices=(), correction=None, sha256=None if article.url else article.sha256)


def _digest(path: str | None) -> str | None:
    """A file shapes the bundle by what is in it, not by where it lies; whether it can be used is said later."""
    if path is None:
        return None
    try:
        # a pipe or a device may have no end
        if not Path(path).is_file():
            return ""
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
