"""The script of a digest: its own few words, and the scripts of its articles as they are.

What an article says here is what it says alone, to the letter and in the same voice, so nothing is spoken twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from narrator.model import Article, Block, EngineInfo, Role, Scene, Script, Utterance, Voice
from narrator.script.lexicon import Lexicon
from narrator.script.opening import headline
from narrator.script.words import primary
from narrator.script.writing import write
from narrator.settings import Write

# What is said before the list of articles, and at the end with the digest's title.
_WORDS = {
    "ca": ("En aquesta edició:", "Heu escoltat: {}."),
    "cs": ("V tomto vydání:", "Konec: {}."),
    "da": ("I denne udgave:", "Det var: {}."),
    "de": ("In dieser Ausgabe:", "Das war: {}."),
    "en": ("In this briefing:", "That was {}."),
    "es": ("En esta edición:", "Ha escuchado: {}."),
    "fr": ("Au sommaire :", "C'était : {}."),
    "it": ("In questa edizione:", "Avete ascoltato: {}."),
    "ja": ("今回の内容は次のとおりです。", "以上、{}でした。"),
    "nb": ("I denne utgaven:", "Det var: {}."),
    "nl": ("In deze uitgave:", "Dat was: {}."),
    "no": ("I denne utgaven:", "Det var: {}."),
    "pl": ("W tym wydaniu:", "Koniec: {}."),
    "pt": ("Nesta edição:", "Você ouviu: {}."),
    "ro": ("În această ediție:", "Ați ascultat: {}."),
    "ru": ("В этом выпуске:", "Вы слушали: {}."),
    "sk": ("V tomto vydaní:", "Koniec: {}."),
    "sv": ("I det här avsnittet:", "Det var: {}."),
    "tr": ("Bu bültende:", "Dinlediğiniz: {}."),
    "uk": ("У цьому випуску:", "Ви слухали: {}."),
    "zh": ("本期内容：", "以上是{}。"),
}
_OPENING = ("headline", "byline", "correction")


def compose(
    article: Article,
    scripts: Sequence[Script],
    *,
    voice: Voice,
    info: EngineInfo,
    settings: Write,
    lexicon: Lexicon | None = None,
    roles: Mapping[Role, Voice] = MappingProxyType({}),
) -> Script:
    """The script of a digest (an article with parts) from the scripts of its parts.

    The disclosure and the title come first, then a list of the headlines, then each article from headline to end. The
    first chapter is the digest's own; each article is a chapter of level 1, in which those of its own headings have level
    2 or more. In a language without words for it here, the list has no introduction and there is no closing.
    """

    def own(title: str, language: str, *texts: str) -> Script:
        blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
        alone = Article(title=title, language=language, blocks=blocks, correction=article.correction)
        return write(alone, voice=voice, info=info, settings=settings, lexicon=lexicon, roles=roles)

    title = headline(article)
    before, after = _WORDS.get(primary(article.language), ("", ""))
    words = own(title, article.language, *filter(None, (before, after.format(title))))
    pauses = settings.pauses
    start = [said for said in words.utterances if said.block is None]
    if before:
        start += [replace(said, block=None) for said in words.utterances if said.block == 0]
    for part, script in zip(article.parts, scripts, strict=True):
        named = _headline(script) or _headline(own(headline(part), script.language))
        listed = [replace(said, role="list_item", pause_after_ms=said.pause_after_ms) for said in named]
        start += [*listed[:-1], *(replace(said, pause_after_ms=pauses.list_item) for said in listed[-1:])]
    start[-1] = replace(start[-1], pause_after_ms=pauses.section)
    scenes = [Scene(title=title, utterances=tuple(start))]
    first_block = 0
    for number, (part, script) in enumerate(zip(article.parts, scripts, strict=True)):
        scenes += _chapters(headline(part), script, number, first_block, pauses.section)
        first_block += len(part.blocks)
    if after:
        end = [replace(said, role="closing", block=None) for said in words.utterances if said.block == 1]
        scenes[-1] = replace(scenes[-1], utterances=(*scenes[-1].utterances, *end))
    return replace(words, scenes=tuple(scenes))


def _headline(script: Script) -> list[Utterance]:
    return [said for said in script.utterances if said.role == "headline"]


def _chapters(title: str, script: Script, part: int, first_block: int, pause: int) -> Iterator[Scene]:
    """The chapters of one article, without its disclosure: the digest's own covers it."""
    for number, scene in enumerate(script.scenes):
        said = [
            replace(each, block=None if each.block is None else each.block + first_block)
            for each in scene.utterances
            if each.role != "disclosure"
        ]
        if number == len(script.scenes) - 1 and said:
            said[-1] = replace(said[-1], pause_after_ms=pause)
        first = number == 0
        yield Scene(
            title=title if first else scene.title,
            utterances=tuple(said),
            level=1 if first else max(2, scene.level),
            part=part,
        )
