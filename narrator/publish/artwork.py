"""The podcast's picture: narrator's own, a file of the user's, or an address.

Apple wants a square JPEG or PNG of 1400 to 3000 pixels, and so does PSP-1.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from narrator.errors import SettingsError
from narrator.publish.markup import web_url
from narrator.store import Store

SMALLEST, LARGEST = 1400, 3000
_HINT = "Set image in [podcast] to a square .jpg or .png of 1400 to 3000 pixels."
_MAX_BYTES = 10_000_000


def place(store: Store, image: str) -> str:
    """Put the picture into the store under a name made of its content, and return that name; an address stays as it is.

    image   http(s) address, path of a file, or "" for narrator's own. Raises SettingsError for what apps refuse.
    """
    if web_url(image):
        return image
    data = _read(Path(image)) if image else resources.files("narrator").joinpath("audio", "cover.png").read_bytes()
    extension, width, height = measure(data)
    if width != height or not SMALLEST <= width <= LARGEST:
        raise SettingsError(f"The artwork {image} is {width} by {height} pixels.", hint=_HINT)
    name = f"cover-{hashlib.sha256(data).hexdigest()[:8]}.{extension}"
    if not store.exists(name):
        store.put(name, data)
    return name


def measure(data: bytes) -> tuple[str, int, int]:
    """Extension, width and height of a PNG or JPEG image. Raises SettingsError for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return "png", int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
            # Frame headers are C0 to CF, but for tables (C4), extensions (C8) and arithmetic coding (CC).
            if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
                return "jpg", int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
            at += 1 if kind == 0xFF else 2 + length
    raise SettingsError("The artwork is neither a JPEG nor a PNG image.", hint=_HINT)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SettingsError(f"The artwork {path} is larger than {_MAX_BYTES // 1_000_000} MB.", hint=_HINT)
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"The artwork {path} cannot be read: {error.strerror}.", hint=_HINT) from error
