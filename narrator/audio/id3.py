"""ID3v2.3 tags, written in the order given and read back.

Version 2.3, because common players drop a v2.4 chapter with a sub-frame of 128 bytes or more; frames in the order in which
they are given, because many readers list chapters in file order. Text is Latin-1 where that is enough, else UTF-16 with a
byte order mark. References: "ID3 tag version 2.3.0" and "ID3v2 Chapter Frame Addendum 1.0" (id3.org).

Every text goes through `clean`, which leaves no control character and no terminator, and every length is written by us: what
stands in a page cannot become a frame.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from narrator.errors import OutputError
from narrator.model import Chapter, plain

MAX_CHAPTERS = 255
NO_OFFSET = 0xFFFFFFFF
TOP_LEVEL_ORDERED, ORDERED = 0b11, 0b01
FRONT_COVER = 3
LONGEST = 2000


def clean(text: str, limit: int = LONGEST) -> str:
    """One line of fitting text, never over `limit` characters."""
    line = plain(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def web_address(url: str) -> str | None:
    """An http(s) URL as ID3 wants it (ASCII), or None for anything else."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")


def tag(frames: Sequence[bytes]) -> bytes:
    """A whole ID3v2.3 tag, without unsynchronisation, padding or extended header."""
    body = b"".join(frames)
    if len(body) >= 1 << 28:
        raise OutputError(f"A tag of {len(body)} bytes is more than ID3 allows.", hint="Use a smaller cover.")
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def frame(name: str, body: bytes) -> bytes:
    """One frame, or one sub-frame of a chapter."""
    return name.encode("ascii") + struct.pack(">IH", len(body), 0) + body


def text_frame(name: str, text: str) -> bytes:
    """A T… frame (not TXXX)."""
    code, data = _encode(clean(text))
    return frame(name, bytes((code,)) + data)


def labelled_text(label: str, text: str) -> bytes:
    """A TXXX frame: text under a label of our own."""
    label, text = clean(label), clean(text)
    code, data = _encode(label, text)
    return frame("TXXX", bytes((code,)) + data)


def comment(language: str, text: str) -> bytes:
    """A COMM frame with an empty description, which is the one that players show. `language` is an ISO 639-2 code."""
    code, data = _encode("", clean(text))
    return frame("COMM", bytes((code,)) + language.encode("ascii") + data)


def url_frame(name: str, url: str) -> bytes:
    """A W… frame (not WXXX) with an address that `web_address` made."""
    return frame(name, url.encode("ascii"))


def labelled_url(label: str, url: str) -> bytes:
    """A WXXX frame: an address under a label of our own."""
    code, data = _encode(clean(label), terminate=True)
    return frame("WXXX", bytes((code,)) + data + url.encode("ascii"))


def picture(mime: str, image: bytes) -> bytes:
    """An APIC frame with the front cover."""
    return frame("APIC", b"\0" + mime.encode("ascii") + b"\0" + bytes((FRONT_COVER,)) + b"\0" + image)


def contents(ids: Sequence[str]) -> bytes:
    """A CTOC frame: the top-level, ordered list of chapters."""
    return _contents("toc", TOP_LEVEL_ORDERED, ids)


def inner_contents(name: str, ids: Sequence[str], title: str) -> bytes:
    """A CTOC frame below the top level: an ordered list of some of the chapters, which together are called `title`."""
    return _contents(name, ORDERED, ids, text_frame("TIT2", title))


def _contents(name: str, flags: int, ids: Sequence[str], subframe: bytes = b"") -> bytes:
    names = b"".join(each.encode("ascii") + b"\0" for each in ids)
    return frame("CTOC", name.encode("ascii") + b"\0" + bytes((flags, len(ids))) + names + subframe)


def chapter_frame(name: str, start_ms: int, end_ms: int, subframes: Sequence[bytes]) -> bytes:
    """A CHAP frame; byte offsets are left unsaid, since times are exact."""
    times = struct.pack(">IIII", start_ms, end_ms, NO_OFFSET, NO_OFFSET)
    return frame("CHAP", name.encode("ascii") + b"\0" + times + b"".join(subframes))


def _encode(*texts: str, terminate: bool = False) -> tuple[int, bytes]:
    """Encoding byte and texts with a terminator between them (and after the last, if asked for)."""
    try:
        parts, code, end = [text.encode("latin-1") for text in texts], 0, b"\0"
    except UnicodeEncodeError:
        parts, code, end = [b"\xff\xfe" + text.encode("utf-16-le") for text in texts], 1, b"\0\0"
    return code, end.join(parts) + (end if terminate else b"")


def _syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


# ------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What an MP3 says about itself. Chapter times are in milliseconds (their `rate` is 1000).

    texts    of each T… frame its text ("TIT2" is the title), TXXX by its label
    links    of each W… frame its address, WXXX by its label
    size     bytes of the tag, 0 when there is none
    """

    size: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    comment: str | None = None
    chapters: tuple[Chapter, ...] = ()
    picture: tuple[str, bytes] | None = None

    def text(self, name: str) -> str | None:
        """The first text under a frame's name or a TXXX label."""
        return next((value for key, value in self.texts if key == name), None)

    @property
    def title(self) -> str | None:
        """What the episode is called."""
        return self.text("TIT2")

    @property
    def disclosure(self) -> str | None:
        """The sentence that says that the audio is made with AI."""
        return self.text("DISCLOSURE")


def read_tag(path: Path) -> Tag:
    """The ID3v2.3 or v2.4 tag in front of a file; an empty Tag when there is none. Raises OutputError if it is damaged."""
    try:
        with path.open("rb") as file:
            head = file.read(10)
            body = file.read(_number(head[6:10], syncsafe=True)) if head[:3] == b"ID3" and len(head) == 10 else b""
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
    if not body or head[3] not in (3, 4):
        return Tag()
    try:
        return parse(body, head[3])
    except (ValueError, IndexError, struct.error, UnicodeError) as error:
        raise OutputError(f"The ID3 tag of {path} is damaged: {error}.") from error


def parse(body: bytes, version: int) -> Tag:
    """The frames of a tag's body."""
    texts: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    chapters: list[Chapter] = []
    remark = None
    image = None
    for name, data in _frames(body, version):
        if name == "CHAP":
            chapters.append(_chapter(data, version))
        elif name == "COMM":
            remark = remark or _decode(data[0], _terminated(data[0], data[4:])[1])
        elif name == "APIC":
            image = image or _picture(data)
        elif name in ("TXXX", "WXXX"):
            label, value = _labelled(data, link=name == "WXXX")
            (links if name == "WXXX" else texts).append((label, value))
        elif name[0] == "T":
            texts.append((name, _decode(data[0], data[1:])))
        elif name[0] == "W":
            links.append((name, data.rstrip(b"\0").decode("latin-1")))
    return Tag(
        size=len(body) + 10,
        texts=tuple(texts),
        links=tuple(links),
        comment=remark,
        chapters=tuple(chapters),
        picture=image,
    )


def _frames(body: bytes, version: int) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place + 10 <= len(body) and body[place]:
        name = body[place : place + 4].decode("ascii")
        size = _number(body[place + 4 : place + 8], syncsafe=version == 4)
        if not size or place + 10 + size > len(body):
            raise ValueError(f"a frame {name} of {size} bytes")
        yield name, body[place + 10 : place + 10 + size]
        place += 10 + size


def _chapter(data: bytes, version: int) -> Chapter:
    _, _, rest = data.partition(b"\0")
    start, end = struct.unpack_from(">II", rest)
    title = next((_decode(sub[0], sub[1:]) for name, sub in _frames(rest[16:], version) if name == "TIT2"), "")
    return Chapter(start=start, end=end, rate=1000, title=title)


def _picture(data: bytes) -> tuple[str, bytes]:
    mime, _, rest = data[1:].partition(b"\0")
    _, image = _terminated(data[0], rest[1:])
    return mime.decode("latin-1"), image


def _labelled(data: bytes, *, link: bool) -> tuple[str, str]:
    label, rest = _terminated(data[0], data[1:])
    value = rest.decode("latin-1").rstrip("\0") if link else _decode(data[0], rest)
    return _decode(data[0], label), value


def _terminated(code: int, data: bytes) -> tuple[bytes, bytes]:
    """The bytes before a text's terminator, and those after it."""
    width = 2 if code in (1, 2) else 1
    for place in range(0, len(data), width):
        if data[place : place + width] == bytes(width):
            return data[:place], data[place + width :]
    raise ValueError("a text without an end")


def _decode(code: int, data: bytes) -> str:
    """A text up to its terminator, if it has one."""
    return data.decode(("latin-1", "utf-16", "utf-16-be", "utf-8")[code]).partition("\0")[0]


def _number(data: bytes, *, syncsafe: bool) -> int:
    if not syncsafe:
        return int.from_bytes(data, "big")
    return sum((byte & 0x7F) << shift for byte, shift in zip(data, (21, 14, 7, 0), strict=True))
