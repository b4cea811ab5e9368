"""Progress as frozen values, handed to one callable.

The library never prints. Whoever wants to see how far it is passes `on_event`; the command draws these, or prints
them as one JSON object a line. `as_dict` gives that object: the class name in snake case as "type", then the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events; `source` names the article they belong to, as the user wrote it."""

    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(Event):
    """Something the user should know, in a plain sentence; the work goes on."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Event):
    """The page is here."""

    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned(Event):
    """The article was found: how many blocks were kept, how many spans left out."""

    title: str | None
    blocks: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChosen(Event):
    """Whose voice it will be, and why ("asked for", "as last time", "Google answered", "no network")."""

    engine: str
    voice: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWritten(Event):
    """What will be said is settled."""

    utterances: int
    chapters: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceSpoken(Event):
    """One more utterance is there; `cached` if it did not have to be made.

    retried  how often anything was tried again so far
    left_s   seconds until the rest is spoken, at the speed so far; None until something had to be made
    """

    done: int
    total: int
    cached: bool
    characters: int
    retried: int = 0
    left_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried(Event):
    """A request failed and is tried again after `wait_s` seconds."""

    reason: str
    attempt: int
    wait_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed(Event):
    """A step that takes a while has come this far, in units of its own."""

    step: Literal["encode", "proof"]
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Event):
    """The episode is in its place; `unchanged` if everything was there already.

    utterances  how many it has
    changed     how many of them are new or changed against the episode that was there before; None if there was none
    made        how many had to be spoken for it; the others were kept from earlier runs
    """

    path: str
    duration_s: float
    unchanged: bool = False
    utterances: int = 0
    changed: int | None = None
    made: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Event):
    """A file was sent to where the folder is published, or taken away there; with a dry run, it would have been."""

    name: str
    bytes: int
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead(Event):
    """A feed or another list was read; `unchanged` if its server said that it is the same as last time.

    In `source`, the query of a list's address is left out: it may be a secret.
    """

    kind: str
    entries: int
    new: int
    changed: int
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFailed(Event):
    """A feed or another list could not be read; the others are."""

    reason: str
    hint: str | None
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDue(Event):
    """An article's turn has come: "new", "again" (after a failure) or "updated"."""

    title: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDone(Event):
    """An article has its episode: "made", "corrected", "unchanged", or "known" if another entry led to the same one."""

    title: str | None
    outcome: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFailed(Event):
    """An article could not be made; `again_at` (ISO 8601) is when it is tried again, None when it is given up."""

    title: str | None
    reason: str
    hint: str | None
    exit_code: int
    attempt: int
    again_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLeft(Event):
    """An article is left alone in this run, and why: the limits, or the wait after a failure."""

    title: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Event):
    """All lists were read and all that was due was tried; `left` articles wait for another run, `next_at` tells when."""

    made: int
    corrected: int
    failed: int
    left: int
    next_at: str | None


OnEvent: TypeAlias = Callable[[Event], None]


def ignore(event: Event) -> None:
    """The callable for those who do not want to know."""


def as_dict(event: Event) -> dict[str, Any]:
    """The event as a JSON-ready dict, `{"type": "utterance_spoken", "done": 3, …}`."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return {"type": kind} | asdict(event)
