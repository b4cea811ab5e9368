"""An article becomes a script: what is said, piece by piece, with the pauses between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from narrator.model import Article, Block, EngineInfo, Role, Script, Utterance, Voice
from narrator.script import chapters, foreign, opening, pieces
from narrator.script.lexicon import Lexicon, Sayings, read_lexicon
from narrator.script.sentences import segment
from narrator.script.words import primary
from narrator.settings import Write

if TYPE_CHECKING:
    from narrator.script.spoken import Spoken

_ROLES: dict[str, Role] = {"heading": "heading", "quote": "quote", "list_item": "list_item"}
# A mark of a footnote follows its word or stop without a space; "[a] mistake" and "say[s]" are an editor's words, km² is a unit.
_FOOTNOTE = re.compile(
    r"(?<=[\w.,;:!?”\"’)\]])\[\d{1,3}\](?!\w)|(?<=[.,;:!?”\"’)])\[[a-z]\](?!\w)"
    r"|\[(?:note \d+|citation needed)\]|(?<=[^\W\d]{4})[¹²³⁰⁴-⁹]+"
    r"|(?:(?<=\w[.,;:!?”\"])|(?<=\w[.,;:!?][”\"]))[¹²³⁰⁴-⁹]+"
)
_INSERTED = re.compile(r"\[(\w{1,12})\](?=\w)|(?<=\w)\[([^\W\d]{1,12})\]")
# An address as people say it: the host, and a path of a word or two.
_URL = re.compile(
    r"(?:https?://(?:www\.)?|www\.)([^\s/?#<>\"]*[^\W_])((?:/[A-Za-z][A-Za-z_-]{0,23}){1,2}(?=/?[.,;:!?)]?(?:\s|$)))?[^\s<>\".,;:!?)]*"
    r"(?:[.,;:!?)]+[^\s<>\".,;:!?)]+)*/?"
)
_EMPHASIS = re.compile(r"(?<!\w)([*_`])(?=\S)([^*_`]{1,400})(?<=\S)\1(?!\w)")
_RUNS = re.compile(r"[*_`~#]{2,}")
_SPACES = re.compile(r"\s+")
_ENDS = ".!?…:;。！？؟।"
_LONG_STOPS = {"zh": "。", "ja": "。", "hi": "।", "mr": "।", "ne": "।", "bn": "।"}


def write(
    article: Article,
    *,
    voice: Voice,
    info: EngineInfo,
    settings: Write,
    lexicon: Lexicon | None = None,
    voice_for: Callable[[str], Voice | None] | None = None,
    roles: Mapping[Role, Voice] = MappingProxyType({}),
) -> Script:
    """The script of an article for one voice.

    roles      other voices of the same engine for some roles
    lexicon    how names are said; None reads the files that `settings.lexicon` names (SettingsError if they cannot be used)
    voice_for  the same engine's voice for a language (BCP 47), or None; asked if `settings.foreign` is "voice"

    The disclosure comes first, then headline, byline and the note of a correction, then the blocks in order as utterances whose `spoken` has at
    most min(info.max_chars, settings.max_chars) characters. A block that holds nothing that can be said (a row of
    asterisks) gives no utterance. The same article, voice, engine and settings give the same script.
    """
    language = article.language if article.language not in {"", "und"} else voice.language
    scribe = _Scribe(
        voice=voice,
        info=info,
        settings=settings,
        language=language,
        lexicon=read_lexicon(settings.lexicon) if lexicon is None else lexicon,
        voice_for=voice_for if settings.foreign == "voice" else None,
        roles=roles,
    )
    sentence = opening.disclosure(language, settings)
    start = _opening(article, sentence, scribe)
    body = [
        (block, scribe.block(index, block, _next_kind(article, index))) for index, block in enumerate(article.blocks)
    ]
    said = [(block, utterances) for block, utterances in body if utterances]
    scenes = chapters.divide(article, start, said)
    note = opening.correction(article.correction, language)
    return Script(language=language, disclosure=sentence, scenes=scenes, correction=note)


def _next_kind(article: Article, index: int) -> str:
    return article.blocks[index + 1].kind if index + 1 < len(article.blocks) else ""


def _opening(article: Article, disclosure: str, scribe: _Scribe) -> tuple[Utterance, ...]:
    pauses = scribe.settings.pauses
    language = scribe.language
    said = list(scribe.say(disclosure, "disclosure", pauses.disclosure))
    if article.title and article.title.strip():
        first = next((block.text for block in article.blocks if block.text.strip()), "")
        if not opening.opens_with(first, article.title):
            said += scribe.say(" ".join(article.title.split()), "headline", pauses.heading)
    said += scribe.say(opening.byline(article.byline, language), "byline", pauses.heading)
    # Here a listener knows what it is about and has not yet heard what was wrong; and nobody skips it by leaving early.
    note = segment(opening.correction(article.correction, language), language)
    for number, part in enumerate(note, 1):
        said += scribe.say(part, "correction", pauses.section if number == len(note) else pauses.sentence)
    return tuple(said)


class _Scribe:
    """Writes utterances for one voice: cuts, spoken forms, pauses; passages in other languages for their own voices."""

    def __init__(
        self,
        *,
        voice: Voice,
        info: EngineInfo,
        settings: Write,
        language: str,
        lexicon: Lexicon,
        voice_for: Callable[[str], Voice | None] | None,
        roles: Mapping[Role, Voice],
    ) -> None:
        self.voice = voice
        self._roles = roles
        self.settings = settings
        self.language = language
        self.limit = min(info.max_chars or settings.max_chars, settings.max_chars)
        self._normalises = info.normalises
        self._lexicon = lexicon
        self._sayings: dict[str, Sayings] = {}
        self._voice_for = voice_for
        self._voices: dict[str, Voice | None] = {}

    def block(self, index: int, block: Block, following: str) -> tuple[Utterance, ...]:
        """The utterances of one block; the last one carries the pause that suits what comes next."""
        role = _ROLES.get(block.kind, "body")
        language = block.language or self.language
        pauses = self.settings.pauses
        if role == "heading":
            return self.say(block.text, "heading", pauses.heading, language=language, block=index)
        after = pauses.list_item if block.kind == following == "list_item" else pauses.paragraph
        if following == "heading":
            after = pauses.section
        said: list[Utterance] = []
        for sentence in segment(block.text, language):
            told = foreign.parts(sentence, language, self._has_voice)
            for number, (part, tongue) in enumerate(told, 1):
                pause = pauses.sentence if number == len(told) else pauses.clause
                said += self.say(part, role, pause, language=tongue, block=index)
        if said:
            said[-1] = replace(said[-1], pause_after_ms=after)
        return tuple(said)

    def say(
        self, text: str, role: Role, pause: int, *, language: str | None = None, block: int | None = None
    ) -> tuple[Utterance, ...]:
        """One sentence as utterances within the limit; inside it the joins carry the clause pause at most."""
        language = language or self.language
        voice, strange = self._reader(role, text, language)
        cut = list(self._fitting(text, self.limit, role, language))
        said: list[Utterance] = []
        for number, (piece, spoken, doubtful) in enumerate(cut):
            last = number == len(cut) - 1
            breath = self.settings.pauses.clause if piece.rstrip()[-1:] in ",;:—–、，；：" else 0
            if not spoken and said and last:
                said[-1] = replace(said[-1], pause_after_ms=pause)
            if spoken:
                said.append(
                    Utterance(
                        text=piece.strip(),
                        spoken=spoken,
                        role=role,
                        language=language,
                        voice=voice,
                        pause_after_ms=pause if last else breath,
                        block=block,
                        low_confidence=doubtful or strange or foreign.has_foreign(piece, language),
                    )
                )
        return tuple(said)

    def _has_voice(self, language: str) -> bool:
        """Has a passage in this language a voice of its own?"""
        if self._voice_for is None:
            return False
        if language not in self._voices:
            self._voices[language] = self._voice_for(language)
        return self._voices[language] is not None

    def _reader(self, role: Role, text: str, language: str) -> tuple[Voice, bool]:
        """Who says a text in a language, and whether that voice is a stranger to it; one word is left to the role's voice."""
        usual = self._roles.get(role, self.voice)
        if primary(language) in {primary(self.language), primary(usual.language)}:
            return usual, False
        own = self._voices[language] if len(text.split()) > 1 and self._has_voice(language) else None
        return own or usual, own is None

    def _fitting(self, text: str, limit: int, role: Role, language: str) -> Iterator[tuple[str, str, bool]]:
        """Pieces of the text with their spoken forms, and whether those are in doubt; cut again where over the limit."""
        names = () if len(text) <= limit else [(name.start, name.end) for name in self._lore(language).matches(text)]
        for piece in pieces.split(text, limit, language, names):
            spoken, doubtful = self._spoken(piece, role, language)
            size = len(piece.strip())
            if len(spoken) > self.limit and size > 1:
                smaller = max(1, min(size - 1, size * self.limit * 9 // (len(spoken) * 10)))
                yield from self._fitting(piece, smaller, role, language)
            elif piece.strip():
                yield piece, spoken, doubtful

    def _spoken(self, piece: str, role: Role, language: str) -> tuple[str, bool]:
        text, doubtful = clean(piece), False
        if role != "disclosure":  # no lexicon may garble it
            text = self._lore(language).say(text)
        text = short_addresses(text)
        if self._normalises:
            text = tidy(text)
        else:
            spelled = _speller()(text, language)
            text, doubtful = _SPACES.sub(" ", spelled.text).strip(), spelled.low_confidence
        if not any(char.isalnum() for char in text):
            return "", False
        if role in {"heading", "headline"} and text[-1] not in _ENDS and len(text) < self.limit:
            text += _LONG_STOPS.get(primary(language), ".")
        return text, doubtful

    def _lore(self, language: str) -> Sayings:
        if language not in self._sayings:
            self._sayings[language] = self._lexicon.sayings(language, self.voice.engine)
        return self._sayings[language]


def _speller() -> Callable[[str, str], Spoken]:
    from narrator.script.spoken import spell  # its tables are only loaded for engines that need them

    return spell


def clean(text: str) -> str:
    """The text without what no engine should see: controls, bidi and zero-width marks, emoji, footnote marks."""
    kept = "".join(char for char in text if not _unspeakable(char))
    return _SPACES.sub(" ", _INSERTED.sub(r"\1\2", _FOOTNOTE.sub("", kept))).strip()


def _unspeakable(char: str) -> bool:
    if char.isascii():
        return not (char.isprintable() or char.isspace())
    if char in "\u200c\u200d":  # joiners shape words in Persian and the scripts of India
        return False
    category = unicodedata.category(char)
    return (
        category in {"Cc", "Cf", "Cs", "Co", "Cn"}
        or (category in {"So", "Sk"} and char not in "°№©®™℃℉")
        or char == "\ufe0f"
    )


def short_addresses(text: str) -> str:
    """The text with its web addresses as people say them: without "https" and "www", and without what no ear can keep."""
    return _URL.sub(r"\1\2", text)


def tidy(text: str) -> str:
    """For an engine that reads numbers and signs itself: marks of markup gone, nothing else touched."""
    return _SPACES.sub(" ", _EMPHASIS.sub(r"\2", _RUNS.sub("", text).replace("|", " "))).strip()
