"""narrator turns a written article into an episode: a chaptered MP3 with its transcript, its page and its place in a feed.

    from narrator import narrate
    episode = narrate("https://example.com/story", output="episodes")
    print(episode.audio, episode.duration_s, [chapter.title for chapter in episode.chapters])

Names are loaded when they are first asked for, so that importing narrator costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article import extract as extract
    from narrator.errors import NarratorError as NarratorError
    from narrator.model import Article as Article
    from narrator.model import AudioFormat as AudioFormat
    from narrator.model import Block as Block
    from narrator.model import Chapter as Chapter
    from narrator.model import Clip as Clip
    from narrator.model import Cue as Cue
    from narrator.model import EngineInfo as EngineInfo
    from narrator.model import Episode as Episode
    from narrator.model import Page as Page
    from narrator.model import Removed as Removed
    from narrator.model import Scene as Scene
    from narrator.model import Script as Script
    from narrator.model import Timeline as Timeline
    from narrator.model import Utterance as Utterance
    from narrator.model import Voice as Voice
    from narrator.model import WordMark as WordMark
    from narrator.pipeline import narrate as narrate
    from narrator.script import normalize as normalize
    from narrator.script import segment as segment

__version__ = "0.1.0"

_HOMES = {
    "narrator.pipeline": ("narrate",),
    "narrator.article": ("extract",),
    "narrator.script": ("segment", "normalize"),
    "narrator.errors": ("NarratorError",),
    "narrator.model": (
        "Article", "AudioFormat", "Block", "Chapter", "Clip", "Cue", "EngineInfo", "Episode", "Page", "Removed",
        "Scene", "Script", "Timeline", "Utterance", "Voice", "WordMark",
    ),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME_OF)]  # noqa: PLE0604 - strings, by construction


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'narrator' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
