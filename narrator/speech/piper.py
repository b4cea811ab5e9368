"""Piper: neural voices on this machine, without a network.

The package piper-tts is GPL, so it lives in child processes (`piper_child`), several at once where several threads
speak. Its voices are pairs of files, NAME.onnx and NAME.onnx.json, in a folder of the user's. A voice's id is NAME,
with a speaker if it has several: "en_US-lessac-medium", "en_US-libritts-high+p3922".
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from narrator.errors import BadSpeech, MissingExtra, SpeechError, UnknownVoice
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice
from narrator.settings import Piper, Settings
from narrator.speech import piper_child
from narrator.speech.checking import harmless, longest_s, must_sound, silence
from narrator.speech.children import Child, Crew

FORMAT = AudioFormat(rate=22_050)
"""What most voices speak at; the others are brought to it."""

_CONCURRENCY = 4  # each child holds a model of its own, some hundred megabytes


class PiperEngine:
    """Voices from a folder."""

    format = FORMAT

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.piper
        self._crew = Crew(self._start)
        self._digests: dict[str, str] = {}

    @cached_property
    def info(self) -> EngineInfo:
        """The fact sheet; looks at the installed package only, and says so when there is none."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            installed = version("piper-tts")
        except PackageNotFoundError:
            installed = "not installed"
        return EngineInfo(
            name="piper",
            version=installed,
            licence="GPL-3.0-or-later, in a process of its own; each voice has a licence too",
            kind="neural",
            concurrency=_CONCURRENCY,
        )

    @property
    def options(self) -> Mapping[str, object]:
        """What shapes the sound besides voice and text."""
        set_ = self._settings
        return {"speed": set_.speed, "noise": set_.noise, "noise_width": set_.noise_width}

    def digest(self, voice: Voice) -> str:
        """Over the files of a voice, 32 hex digits: other files under the same name are another voice. Raises UnknownVoice."""
        if voice.id not in self._digests:
            model = self._model(voice.id)
            digest = hashlib.blake2b(digest_size=16)
            for path in (model, model.with_name(f"{model.name}.json")):
                with contextlib.suppress(OSError), path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "blake2b").digest())
            self._digests[voice.id] = digest.hexdigest()
        return self._digests[voice.id]

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the folder, by name; none when there is no such folder."""
        return tuple(_listed(path) for path in sorted(self._folder.glob("*.onnx")))

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak. Raises UnknownVoice, MissingExtra, SpeechError for files that are no voice, EngineCrashed, BadSpeech."""
        place = utterance.voice.id
        self._model(place)
        text = harmless(utterance.spoken)
        if not must_sound(text):
            return silence(FORMAT)
        if importlib.util.find_spec("piper") is None:
            raise MissingExtra("The package piper-tts is not installed.", hint="pip install 'article-narrator[piper]'")
        said = self._crew.ask(place, text)
        if said.code:
            raise BadSpeech(f"The voice {place} could not speak {text[:60]!r}.")
        if said.rate == FORMAT.rate or not said.pcm:
            return Clip(format=FORMAT, pcm=said.pcm)
        from narrator.speech import wav

        spoken = wav.encode(said.pcm, AudioFormat(rate=said.rate))
        return Clip(format=FORMAT, pcm=wav.decode(spoken, FORMAT, longest_s(text)))

    def close(self) -> None:
        """End the child processes; whoever waits for one of them gets EngineCrashed."""
        self._crew.close()

    def _start(self, voice: str) -> Child:
        set_ = self._settings
        model = self._model(voice)
        config = model.with_name(f"{model.name}.json")
        if not config.is_file():
            raise SpeechError(
                f"The voice {model.stem} lacks its other file, {config.name}.", hint=f"Put it into {model.parent}."
            )
        # -P: nothing that lies beside the script may take the place of a package.
        command = [sys.executable, "-P", piper_child.__file__, str(model), str(config), voice.partition("+")[2]]
        command += [str(set_.speed), *("" if value is None else str(value) for value in (set_.noise, set_.noise_width))]
        command.append(str(int(set_.timeout_s) + 2))
        alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads would not live on in a fork
        return Child(
            f"The voice {voice}",
            command,
            timeout_s=set_.timeout_s,
            hint=f"Get {model.name} and {config.name} again, or choose another voice: narrator voices --engine piper.",
            env={**os.environ, **alone},
        )

    def _model(self, voice: str) -> Path:
        """The file of a voice's model. Raises UnknownVoice."""
        name = voice.partition("+")[0]
        if name in {path.stem for path in self._folder.glob("*.onnx")}:
            return self._folder / f"{name}.onnx"
        raise UnknownVoice(
            f"There is no voice {name!r} in {self._folder}.",
            hint="narrator voices --engine piper lists those there are.",
        )

    @cached_property
    def _folder(self) -> Path:
        return folder_of(self._settings)


def folder_of(settings: Piper) -> Path:
    """Where voices lie: `[piper] voices`, else where the system keeps a user's data."""
    if settings.voices:
        return Path(settings.voices).expanduser()
    from platformdirs import user_data_path

    return user_data_path("narrator", appauthor=False) / "piper"


class _Language(msgspec.Struct, frozen=True):
    code: str = ""
    name_english: str = ""


class _Config(msgspec.Struct, frozen=True):
    """What a voice says of itself, as far as it matters here."""

    language: _Language = _Language()


def _listed(model: Path) -> Voice:
    """A voice by its files, whose names start with the language; whether they are a voice shows when it speaks."""
    said = _Language()
    with contextlib.suppress(OSError, msgspec.DecodeError, ValueError, RecursionError):
        said = msgspec.json.decode(model.with_name(f"{model.name}.json").read_bytes(), type=_Config).language
    code = said.code or model.stem.partition("-")[0]
    tag = code.replace("_", "-") if re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*", code) else "und"
    return Voice(engine="piper", id=model.stem, language=tag, name=said.name_english or model.stem)
