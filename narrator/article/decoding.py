"""Bytes -> text: byte order mark, what the sender says, what the page says, UTF-8, and a guess, in the order of trust."""

from __future__ import annotations

import re

from narrator.errors import UnreadableSource

_MAGIC = {
    b"%PDF": "a PDF file", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive (or an office document or e-book)", b"\x1f\x8b": "a gzip archive", b"ID3": "an MP3 file",
    b"OggS": "an Ogg file", b"RIFF": "a WAV, AVI or WebP file", b"\x7fELF": "a program", b"MZ\x90": "a program",
    b"BZh": "a bzip2 archive", b"7z\xbc\xaf": "a 7-Zip archive", b"fLaC": "a FLAC file", b"\xd0\xcf\x11\xe0": "an old office document",
}  # fmt: skip
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_META = re.compile(
    rb"""<(?:meta\s[^>]{0,300}?charset\s*=|\?xml\s[^>]{0,100}?encoding\s*=)\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
# what pages call them and what browsers take them for
_ALIASES = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252",
            "iso-8859-9": "windows-1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
            "ks_c_5601-1987": "cp949", "iso-8859-11": "cp874", "tis-620": "cp874", "unicode": "utf-8", "utf8": "utf-8", "x-user-defined": "windows-1252"}  # fmt: skip
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))


MANY, OFTEN, SELDOM = 8, 0.25, 0.02  # pairs of bytes to look at, and shares of zeros among one half of them


def decode(raw: bytes, *, charset: str | None = None, name: str = "The source") -> str:
    """Text of `raw`.

    charset   what the sender named (an HTTP header), believed only where the bytes agree

    Raises UnreadableSource for files that are no text.
    """
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(codec, "replace")
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, "replace")
    _refuse_binary(raw, name)
    found = _META.search(raw[:4096])
    declared = [label for label in (charset, found.group(1).decode("ascii") if found else None) if label]
    return _utf8(raw) or _declared(raw, declared) or _guess(raw, name)


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: zeros stand in one half of each pair of bytes, wherever a letter is a plain one, and never in the other."""
    head = raw[:2000]
    half = len(head) // 2
    if half < MANY:
        return None
    first, second = head[::2].count(0) / half, head[1::2].count(0) / half
    if second > OFTEN and first < SELDOM:
        return "utf-16-le"
    return "utf-16-be" if first > OFTEN and second < SELDOM else None


def _refuse_binary(raw: bytes, name: str) -> None:
    hint = "Give narrator a web page, a text file or a Markdown file."
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise UnreadableSource(f"{name} is {what}, not a text.", hint=hint)
    head = raw[:65536]
    strange = len(head) - len(head.translate(None, _CONTROL))
    if strange > max(4, len(head) // 100):
        raise UnreadableSource(f"{name} is a binary file, not a text.", hint=hint)


def _utf8(raw: bytes) -> str | None:
    """Strict UTF-8 is never a coincidence; a few broken bytes among many good characters are forgiven."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(1 for char in text if char > "\x7f") - broken
    return text if wide > 20 * broken else None


def _declared(raw: bytes, labels: list[str]) -> str | None:
    for label in labels:
        codec = _ALIASES.get(label.lower(), label)
        try:
            text = raw.decode(codec)
        except (LookupError, UnicodeError):
            if codec != "windows-1252":
                continue
            text = raw.decode(codec, "replace")
        if _plausible(text):
            return text
    return None


def _plausible(text: str) -> bool:
    """Western text has few accented letters in a row; Cyrillic or Greek read as Western has little else."""
    accented = sum(1 for char in text if "\xc0" <= char <= "\xff")
    plain = sum(1 for char in re.sub(r"<[^>]*>", "", text) if char.isascii() and char.isalpha())
    controls = sum(1 for char in text if "\x80" <= char <= "\x9f")
    return accented <= max(10, plain) and controls <= len(text) // 200 and "\ufffd" * 3 not in text


def _guess(raw: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise UnreadableSource(
            f"{name} is in an encoding that narrator does not recognise.", hint="Save it as UTF-8 and try again."
        )
    return raw.decode(best.encoding, "replace")
