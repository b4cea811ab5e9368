"""The picture in the tag: narrator's own, or a JPEG or PNG file of the user's."""

from __future__ import annotations

import io
from importlib import resources
from pathlib import Path

from narrator.errors import SettingsError

MAX_BYTES = 10_000_000
HINT = "Set audio.cover to a .jpg or .png file of 1400 to 3000 px."
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def load(path: str | None) -> tuple[str, bytes]:
    """Media type and bytes of the cover. Raises SettingsError when the file is not an image that players show."""
    image = _read(Path(path)) if path else resources.files("narrator.audio").joinpath("cover.png").read_bytes()
    for magic, mime in _MAGIC.items():
        if image.startswith(magic):
            if path and not _can_be_seen(image):
                raise SettingsError(f"The cover {path} is damaged: it cannot be shown.", hint=HINT)
            return mime, image
    raise SettingsError(f"The cover {path} is neither a JPEG nor a PNG image.", hint=HINT)


def _can_be_seen(image: bytes) -> bool:
    import av

    if not _has_an_end(image):
        return False
    try:
        with av.open(io.BytesIO(image), "r") as container:
            return any(frame.width for frame in container.decode(video=0))
    except (av.FFmpegError, IndexError, ValueError):
        return False


def _has_an_end(image: bytes) -> bool:
    """Whether a JPEG's picture ends with its mark; decoders paint grey what is missing. Of a PNG they refuse what was cut off."""
    if not image.startswith(b"\xff\xd8"):
        return True
    at = 2
    # the segments before the picture may hold a small one with an end of its own
    while image[at : at + 1] == b"\xff" and image[at + 1 : at + 2] != b"\xda":
        at += 1 if image[at + 1 : at + 2] == b"\xff" else 2 + int.from_bytes(image[at + 2 : at + 4])
    return image.find(b"\xff\xd9", at) >= 0


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise SettingsError(f"The cover {path} cannot be read: it is no file.", hint=HINT)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SettingsError(
                f"The cover {path} has {size / 1e6:.0f} MB; it would stand in every episode.",
                hint=f"Use a JPEG of under {MAX_BYTES // 1_000_000} MB; 3000 px at middling quality is enough.",
            )
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"The cover {path} cannot be read: {error.strerror}.") from error
