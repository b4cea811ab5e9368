"""Any server that speaks OpenAI's POST /v1/audio/speech: OpenAI itself, LocalAI, a Kokoro server and the like.

The key comes from NARRATOR_OPENAI_KEY or OPENAI_API_KEY when a request is sent. It is kept nowhere, stands in no
setting, error or cache, and goes over an unencrypted connection to this machine alone.

Such a service may say the same text in another way the next time. What it said once is in the cache; a run from an
empty cache is not the same to the byte.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from narrator.errors import BadSpeech, EngineRefused, EngineUnavailable, RateLimited, SettingsError, UnknownVoice
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice
from narrator.settings import OpenAI, Settings
from narrator.speech.checking import harmless, insist_on_its_end, longest_s, must_sound, silence
from narrator.speech.pace import Pace

if TYPE_CHECKING:
    from narrator.speech.https import Answer, Client

FORMAT = AudioFormat(rate=24_000)
CONCURRENCY = 4

_KEYS = ("NARRATOR_OPENAI_KEY", "OPENAI_API_KEY")
_BURST = 8
_VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse")

# The slowest speech as the largest WAV that anyone sends: no more than this is read of an answer.
_BYTES_START, _BYTES_CHAR = 1_000_000, 100_000


class OpenAIEngine:
    """A server of the settings' choice. Sends the text to it."""

    format = FORMAT

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.openai
        self._client: Client | None = None
        self._pace = Pace(settings.openai.requests_per_s, burst=_BURST)
        self._lock = threading.Lock()

    @property
    def info(self) -> EngineInfo:
        """The fact sheet. What is known of the service's version is the model's name."""
        return EngineInfo(
            name="openai",
            version=self._settings.model,
            licence="a service; its provider's terms apply",
            kind="neural",
            max_chars=self._settings.max_chars,
            needs_network=True,
            concurrency=CONCURRENCY,
            normalises=True,
        )

    @property
    def options(self) -> Mapping[str, object]:
        """What shapes the sound besides voice and text; another server's voice of the same name is another voice."""
        set_ = self._settings
        return {
            "base_url": set_.base_url.rstrip("/"),
            "model": set_.model,
            "instructions": set_.instructions,
            "speed": set_.speed,
            "format": set_.format,
        }

    def voices(self) -> tuple[Voice, ...]:
        """The voice of the settings, then those that they list, or OpenAI's own. Each reads every language."""
        return tuple(Voice(engine="openai", id=name, language="mul", name=name.capitalize()) for name in self._names)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Ask the server.

        Raises UnknownVoice, SettingsError, EngineUnavailable, RateLimited, EngineRefused, BadSpeech.
        """
        if utterance.voice.id not in self._names:
            raise UnknownVoice(
                f"openai has no voice {utterance.voice.id!r}.", hint="[openai] voices lists those of another server."
            )
        text = harmless(utterance.spoken)
        if not must_sound(text):
            return silence(FORMAT)
        client, key = self._connection(), _key()
        if not key and client.host == "api.openai.com":
            raise EngineRefused(
                "api.openai.com wants a key, and there is none.", hint="Put it into the environment: OPENAI_API_KEY."
            )
        headers = {"Content-Type": "application/json"}
        if key and client.private:
            headers["Authorization"] = f"Bearer {key}"
        self._pace.wait()
        most = _BYTES_START + _BYTES_CHAR * len(text)
        answer = client.post("/audio/speech", self._request(text, utterance.voice.id), headers, max_bytes=most)
        _check_status(answer, client, key, self._settings.model)
        return Clip(format=FORMAT, pcm=_audio(answer, client.host, self._settings, text))

    def close(self) -> None:
        """Close the connections; whoever waits for an answer, or for leave to ask, gets EngineUnavailable."""
        self._pace.wake()
        with self._lock:
            client, self._client = self._client, None
        if client:
            client.close()

    def _request(self, text: str, voice: str) -> bytes:
        set_ = self._settings
        fields: dict[str, object] = {
            "model": set_.model,
            "input": text,
            "voice": voice,
            "response_format": set_.format,
        }
        if set_.instructions:
            fields["instructions"] = set_.instructions
        if set_.speed != 1:
            fields["speed"] = set_.speed
        return msgspec.json.encode(fields)

    def _connection(self) -> Client:
        from narrator.speech.https import Client

        with self._lock:
            if self._client is None:
                self._client = Client(
                    self._settings.base_url,
                    timeout_s=self._settings.timeout_s,
                    max_bytes=_BYTES_START,
                    proxy=self._settings.proxy,
                    connections=2 * CONCURRENCY,
                    plain=True,
                )
            return self._client

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self._settings.voice, *(self._settings.voices or _VOICES))))


def _key() -> str:
    """The key of the environment, or "". An error must not show what is in it."""
    for name in _KEYS:
        key = os.environ.get(name, "").strip()
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise SettingsError(f"{name} holds characters that cannot be in a key.", hint="Copy the key again.")
        if key:
            return key
    return ""


def _check_status(answer: Answer, client: Client, key: str, model: str) -> None:
    """Raise what a status other than 200 means."""
    from narrator.speech.https import retry_after

    status, host = answer.status, client.host
    if status == 200:
        return
    said, code = _complaint(answer.body, key)
    if status == 429 and code != "insufficient_quota":
        error = RateLimited(f"{host} has had too many requests (status 429).", hint="Lower [openai] requests_per_s.")
        error.retry_after_s = retry_after(answer.headers)
        raise error
    if status == 429:
        raise EngineRefused(f"{host} says that the account has no money left.", hint="See the provider's billing page.")
    if status == 401:
        raise EngineRefused(f"{host} {_about_key(client, key)} (status 401).", hint=f"Look at {' and '.join(_KEYS)}.")
    if status in (408, 425) or status >= 500:
        trouble = EngineUnavailable(f"{host} has trouble of its own (status {status}).")
        trouble.retry_after_s = retry_after(answer.headers)
        raise trouble
    if 300 <= status < 400:
        raise EngineRefused(f"{host} sends us elsewhere (status {status}).", hint="Check base_url of [openai].")
    if status == 404:
        raise EngineRefused(
            f"{host} has no model {model!r}, or no speech at this address (status 404){said}.",
            hint="Check model and base_url of [openai]; base_url mostly ends in /v1.",
        )
    raise EngineRefused(f"{host} refuses the request (status {status}){said}.")


def _about_key(client: Client, key: str) -> str:
    if not key:
        return "wants a key, and there is none"
    return "does not accept the key" if client.private else "wants a key, which is not sent over http://"


def _complaint(body: bytes, key: str) -> tuple[str, str]:
    """What an error's body says, as the end of a sentence of ours, and its code. The key may be quoted in it."""
    try:
        told = msgspec.json.decode(body[:100_000])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return "", ""
    error = told.get("error", told) if isinstance(told, dict) else {}
    facts = error if isinstance(error, dict) else {"message": error}
    words = facts.get("message") or facts.get("detail")
    if not isinstance(words, str):
        return "", str(facts.get("code"))
    if key:
        words = words.replace(key, "…")
    plain = " ".join("".join(" " if unicodedata.category(char)[0] == "C" else char for char in words).split())
    return f": {plain[:200].rstrip('.')}", str(facts.get("code"))


def _audio(answer: Answer, host: str, settings: OpenAI, text: str) -> bytes:
    """PCM of an answer, which is what it looks like, whatever was asked for: not every server listens."""
    from narrator.speech import mp3, wav

    body = answer.body
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    head = body[:2000].lstrip().lower()
    if kind == "text/html" or head.startswith((b"<!doctype html", b"<html")):
        raise EngineUnavailable(
            f"{host} answered with a web page instead of speech.",
            hint="Check base_url of [openai]; it mostly ends in /v1. A proxy or a login page may stand between too.",
        )
    if kind == "application/json" or kind.startswith("text/") or _is_json(body):
        raise BadSpeech(f"{host} answered with words instead of speech.")
    if not body:
        raise BadSpeech(f"{host} answered without any audio.")
    if body.startswith((b"OggS", b"fLaC")):
        raise EngineRefused(
            f"{host} answered with Ogg or FLAC, which are not read.", hint="Try another format of [openai]."
        )
    most = longest_s(text)
    if body.startswith(b"RIFF"):
        pcm, whole = wav.decode(body, FORMAT, most), wav.says_its_length(body)
    elif settings.format != "pcm" or kind in ("audio/mpeg", "audio/mp3") or mp3.starts(body):
        pcm, whole = mp3.decode(body, FORMAT, most), True
    elif len(body) % FORMAT.frame_bytes:
        raise BadSpeech("The audio that came back is cut short.")
    else:
        pcm, whole = body, False
    if not (whole or answer.sized):
        insist_on_its_end(text, pcm, FORMAT, settings.speed)
    return pcm


def _is_json(body: bytes) -> bool:
    """True for an object as text, whatever it is said to be: no sound is UTF-8 to its end."""
    try:
        return body[:100].lstrip()[:1] == b"{" and bool(body.decode())
    except UnicodeDecodeError:
        return False
