"""espeak-ng: a formant voice for a hundred languages, without a network, at some hundred times real time.

The wheel espeakng-loader carries the library and its data. The library is GPL and can crash, so it lives in child
processes (`espeak_child`), several at once where several threads speak.
"""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from narrator.errors import BadSpeech, MissingExtra, SpeechError, UnknownVoice
from narrator.model import AudioFormat, Clip, EngineInfo, Utterance, Voice, WordMark
from narrator.settings import Settings
from narrator.speech import espeak_child
from narrator.speech.checking import harmless
from narrator.speech.children import Child, Crew

FORMAT = AudioFormat(rate=22_050)
_REINSTALL = "pip install --force-reinstall espeakng-loader"


class EspeakEngine:
    """libespeak-ng. Voice ids are espeak's own, with a variant if wanted: "en-us", "uk", "de+f3"."""

    format = FORMAT

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.espeak
        self._crew = Crew(self._start)

    @cached_property
    def info(self) -> EngineInfo:
        """The fact sheet; looks at the installed package only."""
        from importlib.metadata import version

        return EngineInfo(
            name="espeak",
            version=version("espeakng-loader"),
            licence="GPL-3.0-or-later, in a process of its own",
            kind="formant",
            concurrency=16,
            word_marks=True,
        )

    @property
    def options(self) -> Mapping[str, int]:
        """What shapes the sound besides voice and text: words a minute and pitch."""
        return {"rate": self._settings.rate, "pitch": self._settings.pitch}

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the data folder, by id."""
        return tuple(found.voice for found in sorted(self._catalogue.values(), key=lambda found: found.voice.id))

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak. Raises UnknownVoice, EngineCrashed when the library died or hung, BadSpeech when it refused."""
        place = self._place(utterance.voice.id)
        text = harmless(utterance.spoken)
        said = self._crew.ask(place, text)
        if said.rate != FORMAT.rate:
            raise SpeechError(f"This espeak-ng speaks at {said.rate} Hz.", hint=_REINSTALL)
        if said.code:
            raise BadSpeech(f"espeak-ng refused to speak {utterance.spoken[:60]!r} (code {said.code:#x}).")
        marks = _marks(said.marks, utterance.spoken, len(said.pcm) // FORMAT.frame_bytes)
        return Clip(format=FORMAT, pcm=said.pcm, marks=marks)

    def close(self) -> None:
        """End the child processes; whoever waits for one of them gets EngineCrashed."""
        self._crew.close()

    def _start(self, place: str) -> Child:
        set_ = self._settings
        name = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}.get(sys.platform, "libespeak-ng.so")
        command = [sys.executable, "-I", "-S", espeak_child.__file__, str(self._home / name), str(self._home), place]
        command += [str(set_.rate), str(set_.pitch), str(int(set_.timeout_s) + 2)]
        return Child("espeak-ng", command, timeout_s=set_.timeout_s, hint=_REINSTALL)

    @cached_property
    def _home(self) -> Path:
        spec = importlib.util.find_spec("espeakng_loader")
        if spec is None or not spec.origin:
            raise MissingExtra(
                "The package espeakng-loader, which carries espeak-ng, is not installed.",
                hint="pip install espeakng-loader",
            )
        return Path(spec.origin).parent

    @cached_property
    def _catalogue(self) -> dict[str, _Listed]:
        languages = self._home / "espeak-ng-data" / "lang"
        catalogue: dict[str, _Listed] = {}
        for path in sorted(languages.rglob("*")):
            found = _read_voice(path, languages) if path.is_file() else None
            if found and found.voice.id in catalogue:  # two spellings of one language
                found = _Listed(replace(found.voice, id=path.name.lower()), found.place)
            if found:
                catalogue[found.voice.id] = found
        return catalogue

    def _place(self, voice: str) -> str:
        """The name by which the library finds a voice fastest: its file, and the variant's."""
        base, _, variant = voice.partition("+")
        found = self._catalogue.get(base)
        if found is None:
            raise UnknownVoice(f"espeak has no voice {voice!r}.", hint="narrator voices --engine espeak lists them.")
        if not variant:
            return found.place
        if variant not in self.variants:
            raise UnknownVoice(
                f"espeak has no variant {variant!r}.", hint=f"Variants: {', '.join(sorted(self.variants))}"
            )
        return f"{found.place}+{variant}"

    @cached_property
    def variants(self) -> frozenset[str]:
        """Names that may follow a voice's id after a plus: other throats for the same language."""
        return frozenset(path.name for path in (self._home / "espeak-ng-data" / "voices" / "!v").glob("*"))


class _Listed:
    """A voice and the file it comes from, relative to the folder of languages."""

    __slots__ = ("place", "voice")

    def __init__(self, voice: Voice, place: str) -> None:
        self.voice = voice
        self.place = place


def _read_voice(path: Path, root: Path) -> _Listed | None:
    """A voice file starts with lines such as `name Ukrainian` and `language uk 5`, the best language first."""
    name = language = ""
    for line in path.read_text("utf-8", "replace").splitlines():
        key, _, value = line.partition(" ")
        if key == "name":
            name = value.strip()
        elif key == "language" and not language:
            language = value.split()[0]
    if not language:
        return None
    voice = Voice(engine="espeak", id=language.lower(), language=_tag(language), name=name)
    return _Listed(voice, path.relative_to(root).as_posix())


def _tag(language: str) -> str:
    """en-us as BCP 47 writes it: en-US."""
    first, *rest = language.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _marks(found: tuple[int, ...], text: str, samples: int) -> tuple[WordMark, ...]:
    """The library's marks as rising, non-empty ranges of the text.

    It marks some words twice ("3.50" once for each part it says) and others not at all; its lengths cannot be relied
    on. So a word goes from its mark to the next mark or white space, without closing punctuation.
    """
    starts: list[tuple[int, int]] = []
    for position, sample in zip(found[::2], found[1::2], strict=True):
        start = position - 1
        if not (0 <= start < len(text) and 0 <= sample <= samples) or text[start].isspace():
            continue
        if not starts or (start > starts[-1][0] and sample >= starts[-1][1]):
            starts.append((start, sample))
    marks = []
    for index, (start, sample) in enumerate(starts):
        limit = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        word = text[start:limit].split(maxsplit=1)[0]
        end = start + len(word)
        while end > start + 1 and unicodedata.category(text[end - 1])[0] == "P":
            end -= 1
        marks.append(WordMark(start=start, end=end, sample=sample))
    return tuple(marks)
