"""What each file of an output folder is to a web server: its media type, and whether its name is a promise.

A hashed name is never used for other bytes, so it may be kept for ever; every other file is looked at again after a while.
"""

from __future__ import annotations

import re

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
_HASHED = re.compile(
    r"(?P<folder>[^/]+)/(?P=folder)-[0-9a-f]{8}\.(?:mp3|vtt|srt|transcript\.json|chapters\.json|script\.txt)"
    r"|cover-[0-9a-f]{8}\.(?:png|jpg)"
)


def media_type(name: str) -> str:
    """The Content-Type of a file, by the end of its name."""
    for ending, kind in _TYPES.items():
        if name.endswith(ending):
            return kind
    return "application/octet-stream"


def is_hashed(name: str) -> bool:
    """Does this name, relative to the output folder, hold the hash of the file's content, as narrator gives it?"""
    return _HASHED.fullmatch(name) is not None


def hash_in(name: str) -> str:
    """The eight hex digits of the content's SHA-256 in a hashed name."""
    return name.rpartition("/")[2].partition(".")[0][-8:]
