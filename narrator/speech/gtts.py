"""Google's voice, by way of gTTS: it knows languages, domains and how a request is written; we send it, over verified TLS.

The service is the one behind translate.google.com's loudspeaker button. It is unofficial and may refuse at any time.
A voice is a language, or a language at one of Google's domains, which gives the accent: "en", "en@co.uk", "pt-PT".
"""

from __future__ import annotations

import base64
import binascii
import difflib
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from narrator.errors import BadSpeech, EngineRefused, EngineUnavailable, RateLimited, SettingsError, UnknownVoice
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice
from narrator.settings import Settings
from narrator.speech.checking import harmless, longest_s, must_sound, silence
from narrator.speech.pace import Pace

if TYPE_CHECKING:
    from narrator.speech.https import Answer, Client

FORMAT = AudioFormat(rate=24_000)
MAX_CHARS = 100
CONCURRENCY = 4

_BURST = 40

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_RPC = "jQ1olc"
_MAX_BYTES = 4_000_000  # a hundred characters come as about 60,000

# Accents that gTTS documents: language, domain, BCP 47 tag, what to call it.
_ACCENTS = (
    ("en", "com.au", "en-AU", "English (Australia)"),
    ("en", "ca", "en-CA", "English (Canada)"),
    ("en", "co.uk", "en-GB", "English (United Kingdom)"),
    ("en", "ie", "en-IE", "English (Ireland)"),
    ("en", "co.in", "en-IN", "English (India)"),
    ("en", "com.ng", "en-NG", "English (Nigeria)"),
    ("en", "co.za", "en-ZA", "English (South Africa)"),
    ("es", "es", "es-ES", "Spanish (Spain)"),
    ("es", "com.mx", "es-MX", "Spanish (Mexico)"),
    ("es", "us", "es-US", "Spanish (United States)"),
)
_TAGS = {"iw": "he", "jw": "jv", "tl": "fil", "no": "nb"}


class GttsEngine:
    """Google's voice. Sends the text to Google."""

    format = FORMAT

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.gtts
        self._clients: dict[str, Client] = {}
        self._pace = Pace(settings.gtts.requests_per_s, burst=_BURST)
        self._lock = threading.Lock()

    @cached_property
    def info(self) -> EngineInfo:
        """The fact sheet; looks at the installed package only."""
        from importlib.metadata import version

        return EngineInfo(
            name="gtts",
            version=version("gTTS"),
            licence="MIT; the voice is a service of Google's, without a contract",
            kind="network",
            max_chars=MAX_CHARS,
            needs_network=True,
            concurrency=CONCURRENCY,
            normalises=True,
        )

    @property
    def options(self) -> Mapping[str, object]:
        """What shapes the sound besides voice and text; another address may speak in another way."""
        url = self._settings.url
        return {"slow": self._settings.slow} | ({"url": url.rstrip("/")} if url else {})

    def voices(self) -> tuple[Voice, ...]:
        """Every language at the domain of the settings, then at Google's own, then the accents that gTTS documents."""
        plain = [
            Voice(engine="gtts", id=_voice_id(code, tld), language=_TAGS.get(code, code), name=name)
            for tld in dict.fromkeys((self._tld, "com"))
            for code, name in sorted(self._languages.items())
        ]
        accents = [
            Voice(engine="gtts", id=_voice_id(code, tld), language=tag, name=name)
            for code, tld, tag, name in _ACCENTS
            if tld != self._tld
        ]
        return (*plain, *accents)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Ask Google, once for every hundred characters.

        Raises UnknownVoice, EngineUnavailable, RateLimited, EngineRefused, BadSpeech.
        """
        language, tld = self._resolve(utterance.voice.id)
        if not must_sound(utterance.spoken):
            return silence(FORMAT)
        client = self._client(tld)
        pieces = [
            self._ask(client, piece, language) for piece in pieces_of(harmless(utterance.spoken)) if must_sound(piece)
        ]
        return Clip(format=FORMAT, pcm=b"".join(pieces))

    def close(self) -> None:
        """Close the connections; whoever waits for an answer, or for leave to ask, gets EngineUnavailable."""
        self._pace.wake()
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def _ask(self, client: Client, text: str, language: str) -> bytes:
        from gtts import gTTS

        from narrator.speech.mp3 import decode

        # Without its pre-processors, which drop full stops and replace words: what is written is what is said.
        request = gTTS(text, lang=language, slow=self._settings.slow, lang_check=False, pre_processor_funcs=[])
        (body,) = request.get_bodies()
        self._pace.wait()
        answer = client.post(_PATH, body.encode("ascii"), gTTS.GOOGLE_TTS_HEADERS)
        _check_status(answer, client.host)
        return decode(_audio(answer, client.host), FORMAT, longest_s(text))

    def _client(self, tld: str) -> Client:
        from narrator.speech.https import Client

        template = self._settings.url or "https://translate.google.{tld}"
        url = template.replace("{tld}", tld)
        with self._lock:
            if url not in self._clients:
                self._clients[url] = Client(
                    url,
                    timeout_s=self._settings.timeout_s,
                    max_bytes=_MAX_BYTES,
                    proxy=self._settings.proxy,
                    connections=2 * CONCURRENCY,
                )
            return self._clients[url]

    def _resolve(self, voice: str) -> tuple[str, str]:
        """Language and domain of a voice's id."""
        from gtts.accents import accents

        language, _, tld = voice.partition("@")
        if language not in self._languages or (tld and tld not in accents):
            raise UnknownVoice(f"gtts has no voice {voice!r}.", hint="narrator voices --engine gtts lists them.")
        return language, tld or "com"

    @cached_property
    def _languages(self) -> dict[str, str]:
        from gtts.lang import tts_langs

        return dict(tts_langs())

    @cached_property
    def _tld(self) -> str:
        from gtts.accents import accents

        tld = self._settings.tld
        if tld not in accents:
            close = difflib.get_close_matches(tld, accents, n=3)
            raise SettingsError(
                f"Google Translate has no domain translate.google.{tld}.",
                hint=f"Did you mean {' or '.join(close)}?" if close else "The usual one is com.",
            )
        return tld


def pieces_of(text: str) -> list[str]:
    """The text in pieces of at most a hundred characters, cut after punctuation, else at white space, else anywhere."""
    pieces = []
    rest = text.strip()
    while len(rest) > MAX_CHARS:
        window = rest[: MAX_CHARS + 1]
        cut = max(
            (index + 1 for index, char in enumerate(window[:-1]) if char in ".!?;:,…—" and window[index + 1] == " "),
            default=0,
        )
        cut = cut or window.rfind(" ")
        cut = cut if cut > 0 else MAX_CHARS
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*pieces, rest] if rest else pieces


def _voice_id(language: str, tld: str) -> str:
    return language if tld == "com" else f"{language}@{tld}"


def _check_status(answer: Answer, host: str) -> None:
    """Raise what a status other than 200 means."""
    from narrator.speech.https import retry_after

    status = answer.status
    sorry = "/sorry/" in answer.headers.get("location", "") or _is_sorry(answer.body)
    if status == 429 or sorry:
        error = RateLimited(
            f"{host} takes us for a robot or has had too many requests (status {status}).",
            hint="Wait some minutes, or lower [speech] concurrency.",
        )
        error.retry_after_s = retry_after(answer.headers)
        raise error
    if status == 200:
        return
    if status >= 500:
        trouble = EngineUnavailable(f"{host} has trouble of its own (status {status}).")
        trouble.retry_after_s = retry_after(answer.headers)
        raise trouble
    if status == 404:
        raise EngineRefused(f"{host} has no speech service (status 404).", hint="Check url and tld of [gtts].")
    if 300 <= status < 400:
        raise EngineRefused(f"{host} sends us elsewhere (status {status}), perhaps to a page for consent or login.")
    raise EngineRefused(f"{host} refuses the request (status {status}).")


def _is_sorry(body: bytes) -> bool:
    head = body[:20_000].lower()
    return b"<html" in head and (b"unusual traffic" in head or b"/sorry/" in head or b"<title>sorry" in head)


def _audio(answer: Answer, host: str) -> bytes:
    """The MP3 inside an answer: a line of JSON that holds JSON that holds base64. Raises BadSpeech, EngineUnavailable."""
    marker = f'"{_RPC}"'.encode()
    line = next((line for line in answer.body.split(b"\n") if marker in line), None)
    if line is None:
        if b"<html" in answer.body[:2000].lower() or b"<!doctype" in answer.body[:2000].lower():
            raise EngineUnavailable(
                f"{host} answered with a web page instead of speech.",
                hint="A proxy or a login page may stand between; check the network.",
            )
        raise BadSpeech(f"The answer of {host} holds no speech.")
    try:
        rows = msgspec.json.decode(line)
        payload = next(row[2] for row in rows if row[:2] == ["wrb.fr", _RPC])
        encoded = msgspec.json.decode(payload)[0] if payload else None
        data = base64.b64decode(encoded, validate=True) if encoded else b""
    except (
        msgspec.DecodeError,
        binascii.Error,
        StopIteration,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise BadSpeech(f"The answer of {host} is cut short or garbled.") from error
    if not data:
        raise BadSpeech(f"{host} answered without any audio; it may not speak this text in this language.")
    return data
