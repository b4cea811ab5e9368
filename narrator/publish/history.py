"""What the bundle of an earlier run tells the next one: who spoke, what was corrected, and what was said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec

from narrator.errors import OutputError
from narrator.model import Script, Voice, plain
from narrator.publish import captions, manifest
from narrator.publish.manifest import Manifest
from narrator.settings import Roles
from narrator.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The main voice, the voices of roles, the note of a correction and the tags of an episode that was made before."""

    voice: Voice
    roles: Roles
    correction: str | None
    tags: tuple[str, ...]


class _Segment(msgspec.Struct, frozen=True, kw_only=True):
    speaker: str


class _Transcript(msgspec.Struct, frozen=True, kw_only=True):
    segments: tuple[_Segment, ...]


def earlier(store: Store, folder: str) -> Earlier | None:
    """What the bundle in `folder` remembers, or None when its manifest cannot be read."""
    record = _record(store, folder)
    if record is None:
        return None
    voice = Voice(engine=record.voice.engine, id=record.voice.id, language=record.language)
    known = {role: name for role, name in record.roles.items() if role in Roles.__struct_fields__}
    return Earlier(voice=voice, roles=Roles(**known), correction=record.correction, tags=record.tags)


def changed(store: Store, folder: str, script: Script) -> int | None:
    """How many utterances of a script the bundle in `folder` does not hold in the same voice; None when nobody can tell."""
    record = _record(store, folder)
    if record is None:
        return None
    try:
        text = store.get(f"{folder}/{record.files['script'].file}").decode()
        told = msgspec.json.decode(store.get(f"{folder}/{record.files['transcript'].file}"), type=_Transcript)
        before = Counter(zip((each.speaker for each in told.segments), captions.spoken_lines(text), strict=True))
    except (KeyError, ValueError, FileNotFoundError, OutputError, msgspec.DecodeError):
        return None
    now = Counter((captions.speaker_name(said.voice), plain(said.spoken)) for said in script.utterances)
    return (now - before).total()


def _record(store: Store, folder: str) -> Manifest | None:
    name = f"{folder}/{manifest.NAME}"
    try:
        return manifest.decode(store.get(name), name)
    except (FileNotFoundError, OutputError):
        return None
