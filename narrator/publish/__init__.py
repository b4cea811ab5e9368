"""Publish: a recording becomes a bundle of audio, captions, chapters and page, and bundles become a podcast feed.

bundle.py    Recording -> the files of a bundle, in the order that keeps readers whole
manifest.py  episode.json: writing, reading, checking, finding
agreement.py do the files of a bundle say the same?
history.py   what the bundle of an earlier run tells the next one
timing.py    when each written word is heard
captions.py  WebVTT, SRT and the sidecar files
page.py      the page of an episode
feed.py      the podcast's feed and its state (rss.py writes the XML, front.py the front page)
check.py     a feed against the rules (lint.py), its files and its host
prune.py     files of earlier versions go
preview.py   the folder as a static host shows it
sync.py      the folder brought to where people read it (target.py: a folder, a bucket; media.py: types, hashed names)
markup.py    HTML that page text can never break
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.publish.agreement import agree as agree
    from narrator.publish.bundle import Bundle as Bundle
    from narrator.publish.bundle import publish as publish
    from narrator.publish.bundle import publish_alone as publish_alone
    from narrator.publish.check import check_feed as check_feed
    from narrator.publish.feed import Feed as Feed
    from narrator.publish.feed import build_feed as build_feed
    from narrator.publish.history import Earlier as Earlier
    from narrator.publish.history import changed as changed
    from narrator.publish.history import earlier as earlier
    from narrator.publish.lint import Finding as Finding
    from narrator.publish.manifest import Manifest as Manifest
    from narrator.publish.manifest import episodes as episodes
    from narrator.publish.manifest import find as find
    from narrator.publish.manifest import load as load
    from narrator.publish.manifest import unchanged as unchanged
    from narrator.publish.preview import server as server
    from narrator.publish.prune import prune as prune
    from narrator.publish.sync import Sync as Sync
    from narrator.publish.sync import sync as sync

_HOME_OF = {
    "agree": "agreement",
    "Bundle": "bundle",
    "publish": "bundle",
    "publish_alone": "bundle",
    "check_feed": "check",
    "Finding": "lint",
    "Earlier": "history",
    "changed": "history",
    "earlier": "history",
    "Feed": "feed",
    "build_feed": "feed",
    "Manifest": "manifest",
    "episodes": "manifest",
    "find": "manifest",
    "load": "manifest",
    "prune": "prune",
    "server": "preview",
    "Sync": "sync",
    "sync": "sync",
    "unchanged": "manifest",
}

__all__ = [
    "Bundle",
    "Earlier",
    "Feed",
    "Finding",
    "Manifest",
    "Sync",
    "agree",
    "build_feed",
    "changed",
    "check_feed",
    "earlier",
    "episodes",
    "find",
    "load",
    "prune",
    "publish",
    "publish_alone",
    "server",
    "sync",
    "unchanged",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'narrator.publish' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"narrator.publish.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
