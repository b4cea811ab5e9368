"""What a file is, by its first bytes: what can be read passes, the rest is named so that the user knows why not."""

from __future__ import annotations

from narrator.errors import NotAnArticle, UnreadableSource

_SAVE_AS_HTML = "Save the page as “HTML only”, or copy its text into a .txt file."
_EXPORT = "Open it and export it as HTML or plain text."

# Signature, what it is, what to do. The first that fits wins.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", _EXPORT),
    (b"{\\rtf", "an RTF document", _EXPORT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _EXPORT),
    (b"bplist00", "a Safari web archive", _SAVE_AS_HTML),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "Narrator reads text, not pictures of it."),
    (b"\xff\xd8\xff", "a JPEG image", "Narrator reads text, not pictures of it."),
    (b"GIF8", "a GIF image", "Narrator reads text, not pictures of it."),
    (b"ID3", "an MP3 file", "It is audio already."),
    (b"OggS", "an Ogg file", "It is audio or video already."),
    (b"fLaC", "a FLAC file", "It is audio already."),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video", "Give the page with the text instead."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3\x00", "a SQLite database", "Give a page instead."),
    (b"\x7fELF", "a program", "Give a page instead."),
)
_RIFF = {b"WAVE": "a WAV file", b"WEBP": "a WebP image", b"AVI ": "an AVI video"}
_MP3_FRAMES = {b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"}
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\x0b\x0c\r\x1b")


def require_text(content: bytes, name: str, *, charset: str | None = None) -> None:
    """Let text pass.

    charset  what the sender says the encoding is; UTF-16 and UTF-32 are full of zero bytes and are still text

    Raises NotAnArticle when there is nothing at all, UnreadableSource for anything that is not text.
    """
    if not content.strip():
        raise NotAnArticle(
            f"{_subject(name)} is empty.", hint="If a browser shows more, save the page from there as HTML."
        )
    found = _identify(content)
    if found is None and _looks_binary(content, charset):
        found = "a binary file", "Narrator reads HTML, Markdown and plain text."
    if found is not None:
        what, hint = found
        raise UnreadableSource(f"{_subject(name)} is {what}, not a page that can be read aloud.", hint=hint)


def _subject(name: str) -> str:
    return "Standard input" if name == "-" else name


def _identify(content: bytes) -> tuple[str, str] | None:
    head = content[:4096]
    for signature, what, hint in _SIGNATURES:
        if head.startswith(signature):
            return what, hint
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]], "Give the page with the text instead."
    if head[4:8] == b"ftyp":
        return "an MP4 or HEIC file", "Give the page with the text instead."
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(content)
    if head[:2] in _MP3_FRAMES and b"\x00" in head:
        return "an MP3 file", "It is audio already."
    if b"MIME-Version:" in head and b"multipart/related" in head:
        return "an MHTML web archive", _SAVE_AS_HTML
    return None


def _archive(content: bytes) -> tuple[str, str]:
    """Office documents and e-books are ZIP archives; the names of their members tell them apart."""
    for member, what in (
        (b"word/", "a Word document"),
        (b"xl/", "an Excel workbook"),
        (b"ppt/", "a PowerPoint presentation"),
        (b"opendocument", "an OpenDocument file"),
        (b"application/epub+zip", "an EPUB book"),
    ):
        if member in content:
            return what, _EXPORT
    return "a ZIP archive", "Unpack it first."


def _looks_binary(content: bytes, charset: str | None) -> bool:
    if content.startswith(_BYTE_ORDER_MARKS) or (charset or "").lower().startswith(("utf-16", "utf-32", "ucs-")):
        return False
    head = content[:8192]
    # Text in any old encoding holds no zero byte; a stray control character happens, one in fifty does not.
    return b"\x00" in head or sum(byte in _CONTROLS for byte in head) * 50 > len(head)
