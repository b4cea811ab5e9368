"""Every value that crosses from one room to the next.

All of them are frozen, slotted, keyword-only and picklable; collections are tuples; nothing here does I/O.
The order of this file is the order in which the data walks through the house:
`Page` (named by an `Entry` of a `Listing`) -> `Article` -> `Script` -> `Clip` -> `Recording` -> `Episode`.

Times are whole **samples** at a named rate. Milliseconds and seconds appear only as properties for the edge of a file.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

T = TypeVar("T")

_HALVES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# Lone surrogates, byte order marks, what XML calls no character, and the marks that turn the direction of the text that
# follows: a headline must not be able to mirror the page around it, or what a player shows next to a title.
_UNFIT = re.compile("[\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|mc_[ce]id|igshid|yclid|msclkid|_hs(?:enc|mi)|at_(?:medium|campaign))", re.IGNORECASE
)

# --------------------------------------------------------------------------------------------------- source


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was fetched or read, before anyone looked inside.

    content      the bytes as they came, or text whose decoding was somebody else's job
    url          where it can be found again, after redirects; None for files and pasted text
    media_type   lower-case type without parameters ("text/html"), or None when nobody said
    charset      the encoding named by the sender (an HTTP header), or None
    name         what to call it in messages: the file's name, "-" for standard input, or the URL
    retrieved    when it was read (UTC); never written to a bundle
    """

    content: bytes | str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    name: str = "text"
    retrieved: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article that a feed or another list names.

    url                 absolute http(s) address of its page; None when the list gives none
    id                  the feed's own name for it (guid, id), which some feeds change at each read
    published, updated  ISO 8601, as precise as told; with a time zone if there is a time
    added               when it was put on a reading list, likewise
    html                the whole text if the list holds it, as HTML; whether it is whole is for the reader to judge
    """

    url: str | None = None
    id: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    added: str | None = None
    html: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed or another list of articles, as it is now.

    kind            "RSS feed", "Atom feed", "JSON Feed", "sitemap", "OPML file", "list of addresses", "reading list", "web page"
    leads           further lists that it names: the feeds of an OPML file, the parts of a sitemap, the feed of a web page
    etag, modified  what the server wants to hear next time, to answer that nothing has changed
    notices         plain sentences about what could not be read
    """

    kind: str
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    leads: tuple[str, ...] = ()
    etag: str | None = None
    modified: str | None = None
    notices: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------------------- article

BlockKind: TypeAlias = Literal[
    "heading", "paragraph", "quote", "list_item", "table_row", "caption", "code", "footnote", "bio"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the article that will be read aloud.

    level     headings: 1 to 6; list items and quotes: depth of nesting from 1; else 0
    text      one line, white space collapsed, as written (a numbered list item keeps its number: "2. Sign here")
    language  BCP 47 tag when the source says that it differs from the article's
    origin    where it came from: an XPath for HTML ("/html/body/main/p[3]"), "line 12" for text, "" when unknown
    """

    kind: BlockKind
    text: str
    level: int = 0
    language: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A span of the source that will not be read, and why: cleaning is never silent.

    rule    short stable name of what removed it ("newsletter", "caption", "after-the-end", …)
    detail  in plain words for an editor, with the evidence and score if a model decided
    before  index in `Article.blocks` of the first kept block after the span (len(blocks) at the end)
    """

    text: str
    rule: str
    detail: str = ""
    before: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article without its chrome.

    published, modified   ISO 8601, as precise as known ("2025", "2025-03-05", "2025-03-05T17:58:00+02:00")
    language              BCP 47 tag, declared by the page or detected; "und" when neither is possible
    sha256                hash of the source's content, the identity of an article without a URL
    correction            what an editor says about an error of an earlier version; heard and shown. None keeps the note of
                          an episode that was made before, "" takes it away
    notices               plain sentences about doubts ("The page looks truncated by a paywall.")
    parts                 of a digest: its articles, in order; `blocks` are then all of theirs, and url is None
    missing               of a digest: addresses or file names of articles that could not be had
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str = "und"
    image: str | None = None
    description: str | None = None
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    sha256: str | None = None
    notices: tuple[str, ...] = ()
    correction: str | None = None
    parts: tuple[Article, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as read aloud: blocks in order, a blank line between two, without the headline."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def identity(self) -> str:
        """`url:…` of the canonical address, else `sha256:…` of the source; what makes two runs the same episode."""
        if self.url:
            return f"url:{self.url}"
        digest = self.sha256 or hashlib.sha256(f"{self.title or ''}\n\n{self.text}".encode()).hexdigest()
        return f"sha256:{digest}"


# --------------------------------------------------------------------------------------------------- script

Role: TypeAlias = Literal[
    "disclosure", "headline", "byline", "correction", "heading", "body", "quote", "list_item", "closing"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks: an engine's name, the engine's own id for the voice, and the voice's BCP 47 language."""

    engine: str
    id: str
    language: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One piece of speech, made in one go by an engine (the word is the W3C's).

    text            as written in the article
    spoken          as it is handed to the engine
    pause_after_ms  silence that follows, in milliseconds: a script knows no sample rate
    block           index in `Article.blocks`, or None for what narrator adds (disclosure, headline, byline, correction)
    low_confidence  the spoken form is a plain reading of something that could not be classified
    """

    text: str
    spoken: str
    role: Role
    language: str
    voice: Voice
    pause_after_ms: int = 0
    block: int | None = None
    low_confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One chapter of a script: its title, its heading level (1 where there is none) and what is said in it.

    part   of a digest: index in `Article.parts` of the article that it belongs to
    """

    title: str
    utterances: tuple[Utterance, ...]
    level: int = 1
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What will be said, from the disclosure to the closing; `correction` is the sentence about an earlier error, or ""."""

    language: str
    disclosure: str
    scenes: tuple[Scene, ...]
    correction: str = ""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All utterances in the order they are heard."""
        return tuple(utterance for scene in self.scenes for utterance in scene.utterances)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Everyone who is heard, in the order of their first words; the first is the main voice."""
        return tuple(dict.fromkeys(utterance.voice for utterance in self.utterances))


# --------------------------------------------------------------------------------------------------- speech


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """An engine's fact sheet.

    max_chars      longest `spoken` it accepts in one request, or None
    concurrency    how many utterances it is glad to make at once
    normalises     True when it reads numbers, dates and signs itself
    word_marks     True when its clips say where each word starts
    kind           "network", "formant" or "neural", for people and for the provenance record
    """

    name: str
    version: str
    licence: str
    kind: Literal["network", "formant", "neural"]
    max_chars: int | None = None
    needs_network: bool = False
    concurrency: int = 1
    normalises: bool = False
    word_marks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat:
    """Uncompressed audio: samples a second, bytes a sample (little-endian, signed), channels (interleaved)."""

    rate: int
    width: int = 2
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample over all channels."""
        return self.width * self.channels


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMark:
    """Where a word starts: characters `start:end` of `Utterance.spoken`, heard from `sample` of the clip on."""

    start: int
    end: int
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The sound of one utterance as PCM, untrimmed, with the engine's word marks if it gives them."""

    format: AudioFormat
    pcm: bytes = field(repr=False)
    marks: tuple[WordMark, ...] = ()

    @property
    def samples(self) -> int:
        """Length in samples of one channel."""
        return len(self.pcm) // self.format.frame_bytes


# ---------------------------------------------------------------------------------------------------- audio


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the episode: samples `start` (inclusive) to `end` (exclusive) at `rate` a second."""

    start: int
    end: int
    rate: int

    @property
    def start_ms(self) -> int:
        """Start in whole milliseconds, for the edge of a file."""
        return milliseconds(self.start, self.rate)

    @property
    def end_ms(self) -> int:
        """End in whole milliseconds, for the edge of a file."""
        return milliseconds(self.end, self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Span):
    """A titled stretch; an episode's chapters are contiguous, the first at 0, the last ending with the audio.

    part   of a digest: index in `Article.parts`; a chapter of level 1 is followed by those inside it
    """

    title: str
    level: int = 1
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Span):
    """One word of a cue: characters `first:last` of the utterance's `spoken`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(Span):
    """When an utterance is heard (WebVTT's word); the pause after it belongs to no cue."""

    utterance: Utterance
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When everything is heard. ID3 chapters, JSON chapters, captions and the page are all written from this one."""

    rate: int
    samples: int
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]

    @property
    def duration_s(self) -> float:
        """Length of the episode in seconds."""
        return self.samples / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How loud a finished MP3 is when it is decoded, in tenths: in what is smaller, decoders differ.

    target_lufs     the loudness it was made for
    loudness_lufs   integrated; None when it is too short to have one
    true_peak_dbtp  its loudest value, between samples too
    """

    target_lufs: float
    loudness_lufs: float | None
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A finished audio file that waits in a working folder to be published.

    path          the tagged MP3
    bitrate_kbps  constant bit rate of its frames
    levels        what its proof measured; None before that
    """

    path: Path
    timeline: Timeline
    bitrate_kbps: int
    levels: Levels | None = None


# -------------------------------------------------------------------------------------------------- publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A finished bundle on disk.

    path      its folder (of a lone MP3: the file)
    audio     the MP3
    manifest  episode.json as a dict, the record that everything else is checked against
    """

    path: Path
    audio: Path
    title: str
    duration_s: float
    chapters: tuple[Chapter, ...]
    disclosure: str
    manifest: Mapping[str, Any]


def mended(value: T) -> T:
    """The value, all texts in it with U+FFFD for halves of characters (lone surrogates), which no file can hold."""
    result: Any = value
    if isinstance(value, str):
        result = _HALVES.sub("\ufffd", value)
    elif isinstance(value, tuple):
        result = tuple(map(mended, value))
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{part.name: mended(getattr(value, part.name)) for part in fields(value)})
    return cast("T", result)


def milliseconds(samples: int, rate: int) -> int:
    """The nearest whole milliseconds: what every file says of a place in the sound."""
    return (samples * 1000 + rate // 2) // rate


def fit(text: str) -> str:
    """The text without what XML, HTML, JSON or ID3 cannot hold, or would turn around what follows; controls become spaces."""
    if text.isascii() and text.isprintable():  # most text
        return text
    return _UNFIT.sub("", _CONTROLS.sub(" ", text))


def plain(text: str) -> str:
    """One line of fitting text, white space collapsed: every file of an episode says a text by this rule."""
    if "  " not in text and text.isascii() and text.isprintable():  # this is asked for often
        return text.strip()
    return " ".join(fit(text).split())


def slug(title: str, identity: str) -> str:
    """Folder name of an episode: the title in `[a-z0-9-]`, at most 60 characters, and 6 hex digits of the identity."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].rstrip("-")
    tail = hashlib.sha256(identity.encode()).hexdigest()[:6]
    return f"{words}-{tail}" if words else f"episode-{tail}"


def plain_url(url: str) -> str:
    """An address without what only tells where its reader came from."""
    parts = urlsplit(url)
    query = [pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", "&".join(query), ""))
