"""What an episode's tag says, frame by frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from narrator.audio import id3
from narrator.audio.languages import three_letters
from narrator.model import Article, EngineInfo, Script, Timeline

SPEECH = "Speech"
LINKED_WORDS = 10


def write(
    article: Article,
    script: Script,
    timeline: Timeline,
    *,
    title: str,
    album: str,
    info: EngineInfo | None,
    cover: tuple[str, bytes],
) -> bytes:
    """The whole tag. Chapters stand in time order after their table of contents; the cover, which is large, stands last."""
    voices = script.voices
    engine = f"{info.name} {info.version}" if info else voices[0].engine
    language = three_letters(script.language)
    frames = [id3.text_frame("TIT2", title or "Untitled")]
    if article.byline:
        frames.append(id3.text_frame("TPE1", ", ".join(article.byline)))
    if album:
        frames.append(id3.text_frame("TALB", album))
    frames += _dates(article.published)
    frames += [id3.text_frame("TLAN", language), id3.text_frame("TCON", SPEECH)]
    if article.site:
        frames.append(id3.text_frame("TPUB", article.site))
    frames += [id3.text_frame("TLEN", str(_milliseconds(timeline))), id3.text_frame("TSSE", "narrator, LAME")]
    url = id3.web_address(article.url) if article.url else None
    if url:
        frames += [id3.url_frame("WOAS", url), id3.labelled_url("Article", url)]
    called = ", ".join(dict.fromkeys(voice.name or voice.id for voice in voices))
    spoken = f"{'Voice' if len(voices) == 1 else 'Voices'}: {called} ({engine})"
    frames += [
        id3.comment(
            language, " ".join(filter(None, (script.disclosure, script.correction, article.description, spoken + ".")))
        ),
        id3.labelled_text("DISCLOSURE", script.disclosure),
        id3.labelled_text("ENGINE", engine),
        id3.labelled_text("VOICE", ", ".join(dict.fromkeys(voice.id for voice in voices))),
    ]
    frames += _contents(timeline)
    for name, chapter, passage in zip(_names(timeline), timeline.chapters, _passages(timeline), strict=True):
        inside = [id3.text_frame("TIT2", chapter.title)]
        source = article if chapter.part is None else article.parts[chapter.part]
        if url := id3.web_address(source.url or ""):
            inside.append(id3.labelled_url("Passage", _fragment(url, passage)))
        frames.append(id3.chapter_frame(name, chapter.start_ms, chapter.end_ms, inside))
    frames.append(id3.picture(*cover))
    return id3.tag(frames)


def _names(timeline: Timeline) -> list[str]:
    """What the tag calls its chapters."""
    return [f"ch{number}" for number in range(len(timeline.chapters))]


def _contents(timeline: Timeline) -> list[bytes]:
    """The table of contents: all chapters in one list, since some readers follow none below it.

    In a digest each article with chapters inside it has a list of its own besides, with its headline.
    """
    names = _names(timeline)
    articles: dict[int, list[int]] = {}
    for number, chapter in enumerate(timeline.chapters):
        if chapter.part is not None:
            articles.setdefault(chapter.part, []).append(number)
    inner = [
        id3.inner_contents(f"a{part}", [names[number] for number in numbers], timeline.chapters[numbers[0]].title)
        for part, numbers in articles.items()
        if len(numbers) > 1
    ]
    return [id3.contents(names), *inner]


def _passages(timeline: Timeline) -> Iterator[str]:
    """The first words of the article in each chapter, as written there; empty for a chapter that has none."""
    for chapter in timeline.chapters:
        inside = (cue.utterance for cue in timeline.cues if chapter.start <= cue.start < chapter.end)
        said = next((utterance.text for utterance in inside if utterance.block is not None), "")
        yield " ".join(said.split()[:LINKED_WORDS])


def _fragment(url: str, passage: str) -> str:
    """The address with a text fragment, by which browsers scroll to the passage and mark it."""
    if not passage:
        return url
    # a hyphen has a meaning of its own in a text fragment, and quote() leaves it
    return f"{url}{'' if '#' in url else '#'}:~:text={quote(passage, safe='').replace('-', '%2D')}"


def _dates(published: str | None) -> list[bytes]:
    """TYER, TDAT (DDMM) and TIME (HHMM) as far as they are known: version 2.3 has no single frame for a date."""
    known = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?)?", published or "")
    if not known:
        return []
    year, month, day, hour, minute = known.groups()
    frames = [id3.text_frame("TYER", year)]
    if day:
        frames.append(id3.text_frame("TDAT", day + month))
    if minute:
        frames.append(id3.text_frame("TIME", hour + minute))
    return frames


def _milliseconds(timeline: Timeline) -> int:
    return (timeline.samples * 1000 + timeline.rate // 2) // timeline.rate
