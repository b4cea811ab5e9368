"""narrator.toml + NARRATOR_* + flags -> Settings.

Later ones win: the defaults below, then the settings file, then the environment (`NARRATOR_GTTS_URL` is `url` of
`[gtts]`), then what the caller passes. Unknown keys are errors, with the nearest known name as a hint.
Each section is handed to the one room that needs it.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import msgspec

from narrator.errors import SettingsError

Positive = Annotated[float, msgspec.Meta(gt=0, le=2_000_000)]  # seconds that clocks of every system can wait for
Count = Annotated[int, msgspec.Meta(ge=1)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of narrator.toml."""


class Fetch(Section, frozen=True, kw_only=True):
    """[fetch]: how pages are read. Sizes in bytes, times in seconds."""

    timeout_s: Positive = 30.0
    max_bytes: Count = 8_000_000
    user_agent: str = "narrator (article to audio; https://pypi.org/project/article-narrator/)"
    proxy: str | None = None
    allow_private: tuple[str, ...] = ()


Spoken = Literal["speak", "skip"]


class SiteRules(Section, frozen=True, kw_only=True):
    """[clean.sites."example.org"]: what to keep and drop on one site and its subdomains, as in [clean]."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Clean(Section, frozen=True, kw_only=True):
    """[clean]: what belongs to an article besides its body.

    keep and drop overrule the judgement: each is the text a passage begins with, or `css:` and a selector (HTML).
    """

    captions: Spoken = "skip"
    tables: Spoken = "speak"
    footnotes: Spoken = "skip"
    code: Spoken = "speak"
    bios: Spoken = "skip"
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    sites: dict[str, SiteRules] = {}


class Pauses(Section, frozen=True, kw_only=True):
    """[script.pauses]: silence after each kind of utterance, in milliseconds."""

    clause: int = 150
    sentence: int = 350
    paragraph: int = 700
    heading: int = 800
    section: int = 1200
    list_item: int = 500
    disclosure: int = 800


class Write(Section, frozen=True, kw_only=True):
    """[script]: how the script is written. `disclosure` maps a language to the sentence that is heard first.

    lexicon names files that say how names are said, later ones winning; foreign says who reads passages in other languages.
    """

    disclosure: dict[str, Annotated[str, msgspec.Meta(pattern=r"\S")]] = {}
    pauses: Pauses = Pauses()
    max_chars: Annotated[int, msgspec.Meta(ge=40)] = 400
    lexicon: tuple[str, ...] = ()
    foreign: Literal["same", "voice"] = "same"


class Roles(Section, frozen=True, kw_only=True):
    """[speech.roles]: other voices of the same engine, by id; None and "" leave a role to the main voice.

    headline  reads headline and byline; heading the headings inside; quote what stands in the article as a quotation
    """

    headline: str | None = None
    heading: str | None = None
    quote: str | None = None


class Speech(Section, frozen=True, kw_only=True):
    """[speech]: who speaks, and how many utterances are made at once (None: what the engine is glad with).

    A failure that may pass is tried again `retries` times, after `retry_wait_s`, then twice that, and so on. When it does
    not pass, the engine `fallback` reads the whole article instead, if there is one.
    """

    engine: str = "auto"
    voice: str | None = None
    roles: Roles = Roles()
    fallback: str | None = None
    concurrency: Count | None = None
    auto_deadline_s: Positive = 2.5
    retries: Annotated[int, msgspec.Meta(ge=0)] = 4
    retry_wait_s: Positive = 1.0
    cache: str | None = None
    cache_max_mb: Count = 5000


class Gtts(Section, frozen=True, kw_only=True):
    """[gtts]: Google's voice. `url` takes the place of https://translate.google.{tld}."""

    url: str | None = None
    tld: str = "com"
    slow: bool = False
    timeout_s: Positive = 20.0
    requests_per_s: Positive = 20.0
    proxy: str | None = None


class Espeak(Section, frozen=True, kw_only=True):
    """[espeak]: words a minute (80 to 450) and pitch (0 to 99)."""

    rate: Annotated[int, msgspec.Meta(ge=80, le=450)] = 165
    pitch: Annotated[int, msgspec.Meta(ge=0, le=99)] = 50
    timeout_s: Positive = 30.0


class OpenAI(Section, frozen=True, kw_only=True):
    """[openai]: any server that speaks POST {base_url}/audio/speech. Its key comes from OPENAI_API_KEY, never from here.

    voice is the first choice, voices all that the server has; price is for a million characters, in any currency.
    """

    base_url: str = "https://api.openai.com/v1"
    model: str = "gpt-4o-mini-tts"
    voice: str = "alloy"
    voices: tuple[str, ...] = ()
    instructions: str = ""
    speed: Annotated[float, msgspec.Meta(ge=0.25, le=4)] = 1.0
    format: Literal["wav", "mp3", "pcm"] = "wav"
    max_chars: Count = 4096
    timeout_s: Positive = 60.0
    requests_per_s: Positive = 8.0
    price: Annotated[float, msgspec.Meta(ge=0)] | None = None
    proxy: str | None = None


class Piper(Section, frozen=True, kw_only=True):
    """[piper]: neural voices on this machine. `voices` is the folder of their files (None: the user's data folder).

    speed is relative to the voice's own; a voice is varied by noise and noise_width as it says itself, if None.
    """

    voices: str | None = None
    speed: Annotated[float, msgspec.Meta(ge=0.25, le=4)] = 1.0
    noise: Annotated[float, msgspec.Meta(ge=0, le=2)] | None = None
    noise_width: Annotated[float, msgspec.Meta(ge=0, le=2)] | None = None
    timeout_s: Positive = 120.0
    url: str = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
    proxy: str | None = None


PRESETS = {"small": 48, "standard": 64, "high": 128}
"""kbit/s of `[audio] preset`."""


class Audio(Section, frozen=True, kw_only=True):
    """[audio]: the MP3. Constant bit rate, mono; loudness as EBU R 128 counts it.

    preset chooses the bit rate; one that is named itself wins. align lets an independent ear find when words of English are heard, where the engine does not tell (extra `align`).
    """

    preset: Literal["small", "standard", "high"] = "standard"
    sample_rate: int = 44_100
    bitrate_kbps: int = None  # type: ignore[assignment] # until __post_init__ takes the preset's
    loudness_lufs: Annotated[float, msgspec.Meta(ge=-40, le=-14)] = -19.0
    cover: str | None = None
    intro: str | None = None
    outro: str | None = None
    align: bool = False

    def __post_init__(self) -> None:
        if cast("int | None", self.bitrate_kbps) is None:
            msgspec.structs.force_setattr(self, "bitrate_kbps", PRESETS[self.preset])


class Selection(Section, frozen=True, kw_only=True):
    """[podcast.feeds.NAME]: one more feed, feed-NAME.xml, of the episodes that match all that is said here."""

    title: str = ""
    description: str = ""
    last: Count | None = None
    author: str = ""
    site: str = ""
    language: str = ""
    tag: str = ""


class Show(Section, frozen=True, kw_only=True):
    """[podcast]: the feed's channel. `last` keeps the newest episodes only; `feeds` are further feeds of some of them."""

    title: str = "My reading list"
    description: str = "Articles, read aloud."
    author: str = ""
    email: str = ""
    language: str = "en"
    link: str = ""
    base_url: str = ""
    category: str = "News"
    explicit: bool = False
    image: str = ""
    last: Count | None = None
    feeds: dict[str, Selection] = {}


class Publish(Section, frozen=True, kw_only=True):
    """[publish]: where the output folder is published: a folder, or s3://bucket/prefix (extra `s3`).

    endpoint_url is the address of an S3 service that is not Amazon's. Credentials are never settings. max_age_s is how long
    caches may keep files that change (feed, pages); the others never change. timeout_s is how long an answer may take, and
    an upload may stand still. A failure that may pass is tried again `retries` times, after `retry_wait_s`, then twice that,
    and so on.
    """

    target: str = ""
    endpoint_url: str | None = None
    max_age_s: Annotated[int, msgspec.Meta(ge=0)] = 300
    concurrency: Annotated[int, msgspec.Meta(ge=1, le=64)] = 8
    timeout_s: Positive = 60.0
    retries: Annotated[int, msgspec.Meta(ge=0)] = 5
    retry_wait_s: Positive = 1.0


class Follow(Section, frozen=True, kw_only=True):
    """[follow]: what `narrator follow` reads, and how much of it is made in one run (None: no limit).

    include and exclude are words of a title, author or category, or of one of these: "author:Ann Quill". An article that
    fails is tried again after `retry_s`, then twice that, up to a day, and given up after `attempts`.
    """

    sources: tuple[str, ...] = ()
    every: str | None = None
    since: str | None = None
    max: Count | None = 50
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    politeness_s: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    robots: bool = True
    max_bytes: Count = 50_000_000
    attempts: Count = 10
    retry_s: Positive = 900.0


class Settings(Section, frozen=True, kw_only=True):
    """Everything that can be set."""

    output: str = "output"
    fetch: Fetch = Fetch()
    clean: Clean = Clean()
    script: Write = Write()
    speech: Speech = Speech()
    gtts: Gtts = Gtts()
    espeak: Espeak = Espeak()
    openai: OpenAI = OpenAI()
    piper: Piper = Piper()
    audio: Audio = Audio()
    podcast: Show = Show()
    publish: Publish = Publish()
    follow: Follow = Follow()


def load(
    file: str | Path | None = None, *, env: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
) -> Settings:
    """Read the settings.

    file   the settings file; None means NARRATOR_CONFIG, else narrator.toml in the current folder if there is one
    env    the environment (os.environ)
    flags  nested values that win over all, {"speech": {"engine": "espeak"}}; None values are left out

    Raises SettingsError with the file, the key and what was expected.
    """
    env = os.environ if env is None else env
    path = Path(file or env.get("NARRATOR_CONFIG") or "narrator.toml")
    merged: dict[str, Any] = {}
    if file or "NARRATOR_CONFIG" in env or path.is_file():
        merged = _read(path)
        _convert(merged, str(path))
    variables = _from_env(env)
    _convert(variables, "the environment", strict=False)
    _merge(merged, variables)
    _merge(merged, flags or {})
    return _convert(merged, "the settings", strict=False)


def _read(path: Path) -> dict[str, Any]:
    try:
        table = msgspec.toml.decode(path.read_bytes())
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error.strerror}.", hint="narrator init writes a commented one."
        ) from error
    except (msgspec.DecodeError, ValueError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    if not isinstance(table, dict):
        raise SettingsError(f"{path} is not a table of settings.")
    return table


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    """NARRATOR_OUTPUT, NARRATOR_CACHE and NARRATOR_<SECTION>_<KEY>; other NARRATOR_* names are not ours to judge."""
    found: dict[str, Any] = {}
    sections = {name for name, kind in Settings.__annotations__.items() if name != "output"}
    for name, value in env.items():
        if not name.startswith("NARRATOR_") or not value:
            continue
        key = name.removeprefix("NARRATOR_").lower()
        section, _, option = key.partition("_")
        if key == "output":
            found["output"] = value
        elif key == "openai_key":
            continue  # a secret, and no setting
        elif key == "cache":
            found.setdefault("speech", {})["cache"] = value
        elif section in sections and option:
            found.setdefault(section, {})[option] = _split(value) if option in _LISTS and section != "piper" else value
    return found


_LISTS = ("allow_private", "voices", "lexicon", "sources", "include", "exclude")


def _split(value: str) -> list[str]:
    """A list in the environment is written with commas."""
    return [part.strip() for part in value.split(",") if part.strip()]


def _merge(base: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            inner = base.setdefault(key, {})
            if isinstance(inner, dict):
                _merge(inner, value)
            else:
                base[key] = dict(value)
        elif value is not None:
            base[key] = value


def _convert(table: Mapping[str, Any], origin: str, *, strict: bool = True) -> Settings:
    try:
        return msgspec.convert(table, Settings, strict=strict)
    except msgspec.ValidationError as error:
        message = str(error)
        raise SettingsError(f"Wrong value in {origin}: {message}", hint=_nearest(message)) from error


def _nearest(message: str) -> str | None:
    """For "Object contains unknown field `bitrat`": the known name that looks most like it."""
    _, found, rest = message.partition("unknown field `")
    if not found:
        return None
    known: list[str] = [name for kind in Section.__subclasses__() for name in kind.__struct_fields__]
    close = difflib.get_close_matches(rest.partition("`")[0], known, n=1)
    return f"Did you mean {close[0]}?" if close else "narrator init writes a file with every setting."
