"""What an episode's tag says, frame by frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from narrator.audio import id3
from narrator.audio.languages import three_letters
from narrator.model import Article, EngineInfo, Script, Timeline, milliseconds, plain

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
    main = voices[0].engine
    engine = f"{main} {info.version}" if info else main
    about = texts(
        title=title,
        byline=article.byline,
        album=album,
        published=article.published,
        language=script.language,
        site=article.site,
        samples=timeline.samples,
        rate=timeline.rate,
    )
    frames = [id3.text_frame(name, text) for name, text in about.items() if text]
    url = id3.web_address(plain(article.url)) if article.url else None
    if url:
        frames += [id3.url_frame("WOAS", url), id3.labelled_url("Article", url)]
    called = ", ".join(dict.fromkeys(voice.name or voice.id for voice in voices))
    spoken = f"{'Voice' if len(voices) == 1 else 'Voices'}: {called} ({engine})."
    frames.append(id3.comment(about["TLAN"], _remark(script, article.description, spoken)))
    origin = provenance(disclosure=script.disclosure, engine=engine, voices=[voice.id for voice in voices])
    frames += [id3.labelled_text(label, text) for label, text in origin.items()]
    frames += _contents(timeline)
    for name, chapter, passage in zip(_names(timeline), timeline.chapters, _passages(timeline), strict=True):
        inside = [id3.text_frame("TIT2", chapter.title)]
        source = article if chapter.part is None else article.parts[chapter.part]
        if url := id3.web_address(source.url or ""):
            inside.append(id3.labelled_url("Passage", _fragment(url, passage)))
        frames.append(id3.chapter_frame(name, chapter.start_ms, chapter.end_ms, inside))
    frames.append(id3.picture(*cover))
    return id3.tag(frames)


def texts(
    *,
    title: str,
    byline: Sequence[str],
    album: str | None,
    published: str | None,
    language: str,
    site: str | None,
    samples: int,
    rate: int,
) -> dict[str, str]:
    """What each text frame says, in the tag's order; empty for one that is left out."""
    return {
        "TIT2": id3.clean(title) or "Untitled",
        "TPE1": id3.clean(", ".join(map(plain, byline))),
        "TALB": id3.clean(album or ""),
        **_dates(plain(published or "")),
        "TLAN": three_letters(language),
        "TCON": SPEECH,
        "TPUB": id3.clean(site or ""),
        "TLEN": str(milliseconds(samples, rate)),
        "TSSE": "narrator, LAME",
    }


def provenance(*, disclosure: str, engine: str, voices: Sequence[str]) -> dict[str, str]:
    """What stands under labels of our own: how the sound was made."""
    return {
        "DISCLOSURE": id3.clean(disclosure),
        "ENGINE": id3.clean(engine),
        "VOICE": id3.clean(", ".join(dict.fromkeys(voices))),
    }


def _remark(script: Script, description: str | None, spoken: str) -> str:
    """The label, the correction, what the article is about, as far as there is room, and who speaks."""
    end = id3.clean(spoken, id3.LONGEST // 4)
    room = id3.LONGEST - len(end) - 1
    start = id3.clean(f"{script.disclosure} {script.correction}", room)
    about = id3.clean(description or "", max(1, room - len(start) - 1))
    return " ".join(part for part in (start, about, end) if part not in ("", "…"))


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


def _dates(published: str) -> dict[str, str]:
    """TYER, TDAT (DDMM) and TIME (HHMM) as far as they are known: version 2.3 has no single frame for a date."""
    known = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?)?", published)
    year, month, day, hour, minute = known.groups(default="") if known else ("",) * 5
    return {"TYER": year, "TDAT": day + month if day else "", "TIME": hour + minute}
