"""Speech: utterances in, clips out. Engines, the cache of what was spoken before, retries, and who speaks.

    choose      settings, language, disclosure           -> Choice (voice, fact sheet, reason)
    fall_back   settings, who failed and how             -> settings for another go, or None
    speak       utterances                               -> clips, in order
    pick_voice  engine, language                         -> Voice
    role_voices main voice, [speech.roles]               -> the others, by role
    voices, info, engine_names                           what there is, without a sound

Names are loaded when they are first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.speech.cache import CacheInfo as CacheInfo
    from narrator.speech.cache import ClipCache as ClipCache
    from narrator.speech.cache import cache_folder as cache_folder
    from narrator.speech.cache import clip_key as clip_key
    from narrator.speech.cache import default_cache as default_cache
    from narrator.speech.choosing import Choice as Choice
    from narrator.speech.choosing import choose as choose
    from narrator.speech.choosing import fall_back as fall_back
    from narrator.speech.downloading import download_voice as download_voice
    from narrator.speech.engines import ENGINES as ENGINES
    from narrator.speech.engines import Engine as Engine
    from narrator.speech.engines import close_engines as close_engines
    from narrator.speech.engines import cost as cost
    from narrator.speech.engines import engine_names as engine_names
    from narrator.speech.engines import info as info
    from narrator.speech.engines import open_engine as open_engine
    from narrator.speech.engines import shape as shape
    from narrator.speech.engines import voices as voices
    from narrator.speech.picking import pick_voice as pick_voice
    from narrator.speech.picking import role_voices as role_voices
    from narrator.speech.speaking import Job as Job
    from narrator.speech.speaking import make as make
    from narrator.speech.speaking import speak as speak

_HOME_OF = {
    "ENGINES": "engines",
    "CacheInfo": "cache",
    "Choice": "choosing",
    "ClipCache": "cache",
    "Engine": "engines",
    "Job": "speaking",
    "cache_folder": "cache",
    "choose": "choosing",
    "clip_key": "cache",
    "close_engines": "engines",
    "cost": "engines",
    "default_cache": "cache",
    "download_voice": "downloading",
    "engine_names": "engines",
    "fall_back": "choosing",
    "info": "engines",
    "make": "speaking",
    "open_engine": "engines",
    "pick_voice": "picking",
    "role_voices": "picking",
    "shape": "engines",
    "speak": "speaking",
    "voices": "engines",
}

__all__ = [  # noqa: PLE0604 - strings, by construction
    *_HOME_OF,
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
