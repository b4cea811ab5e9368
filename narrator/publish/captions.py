"""Captions and the other sidecar files, all written from the one timeline.

WebVTT: https://www.w3.org/TR/webvtt1/; JSON transcript and chapters: the podcast namespace's specifications
(https://github.com/Podcastindex-org/podcast-namespace). A caption has at most two lines of 42 characters and stands
for one to seven seconds, as broadcasters have it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from narrator.model import Cue, Script, Span, Timeline, Voice, plain
from narrator.publish.timing import text_of, words

LINE = 42
_MAX_S, _MIN_S = 7, 1
_CLAUSE = frozenset(',;:.!?…—–)]»”"。、！？')

# SubRip knows no escapes, and players take these for tags, styles and breaks of a line, and drop them.
_TAG = re.compile(r"<(?=[A-Za-z/])")
_BREAK = re.compile(r"\\(?=[Nnh])")
_STYLE = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(Span):
    """One or two lines of text, shown while `start:end` is heard in a voice."""

    lines: tuple[str, ...]
    voice: Voice


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """The timeline's cues in pieces that fit on a screen, none shorter than a second where that can be helped."""
    made = [caption for cue in timeline.cues for caption in _cut(_tokens(cue), cue.utterance.voice)]
    return tuple(_lengthen(_join_short(_stretch(made, timeline))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Span):
    """A word, or a part of one that is too long for a line or a caption; `before` is the space that divides it from the last."""

    text: str
    before: str = " "


def _tokens(cue: Cue) -> list[Token]:
    tokens: list[Token] = []
    text = text_of(cue)
    for word in words(cue):
        written = text[word.first : word.last]
        length, size = word.end - word.start, len(written)
        count = max(-(-size // LINE), min(size, -(-length // (_MAX_S * cue.rate))))
        for index in range(count):
            part = written[size * index // count : size * (index + 1) // count]
            close = index or (tokens and _unspaced(tokens[-1].text[-1]) and _unspaced(part[0]))
            tokens.append(
                Token(
                    start=word.start + length * index // count,
                    end=word.start + length * (index + 1) // count,
                    rate=cue.rate,
                    text=part,
                    before="" if close else " ",
                )
            )
    return tokens


def _cut(tokens: list[Token], voice: Voice) -> list[Caption]:
    """The cheapest cut of an utterance into captions: few, cut after clauses, none too short or too long.

    A shortest path over the words: cost[i] is the cheapest way to caption the first i of them.
    """
    reach = _reach(tokens)
    count = len(tokens)
    cost: list[float] = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for start, first in enumerate(tokens):
        line = reach[start]
        furthest = reach[line] if line < count else line
        for end in range(start + 1, furthest + 1):
            last = tokens[end - 1]
            length = last.end - first.start
            if length > _MAX_S * first.rate and end > start + 1:
                break
            price = cost[start] + 1.0
            if length < _MIN_S * first.rate:
                price += 4.0  # worse than any number of cuts that it could save
            if end < count and last.text[-1] not in _CLAUSE:
                price += 1.2  # one caption more is cheaper than a cut inside a clause
            if price < cost[end]:
                cost[end], came_from[end] = price, start
    made: list[Caption] = []
    end = count
    while end:
        start = came_from[end]
        made.append(_caption(tokens, start, end, reach, voice))
        end = start
    return made[::-1]


def _reach(tokens: list[Token]) -> list[int]:
    """For each word, the end of the longest line that starts with it."""
    reach: list[int] = []
    end, length = 0, 0
    for start, token in enumerate(tokens):
        if end <= start:
            end, length = start + 1, len(token.text)
        while end < len(tokens) and length + len(tokens[end].before) + len(tokens[end].text) <= LINE:
            length += len(tokens[end].before) + len(tokens[end].text)
            end += 1
        reach.append(end)
        if start + 1 < len(tokens):
            length -= len(token.text) + len(tokens[start + 1].before)
    return reach


def _caption(tokens: list[Token], start: int, end: int, reach: list[int], voice: Voice) -> Caption:
    """One line if it holds all; else two, as even as can be, better divided after a clause."""
    if reach[start] >= end:
        lines: tuple[str, ...] = (_line(tokens[start:end]),)
    else:
        lines = _two_lines(tokens, start, end, reach)
    first = tokens[start]
    last = min(tokens[end - 1].end, first.start + _MAX_S * first.rate)
    return Caption(start=first.start, end=last, rate=first.rate, lines=lines, voice=voice)


def _two_lines(tokens: list[Token], start: int, end: int, reach: list[int]) -> tuple[str, str]:
    halves = [(_line(tokens[start:at]), _line(tokens[at:end])) for at in range(start + 1, reach[start] + 1)]
    fitting = [lines for lines in halves if len(lines[1]) <= LINE]
    return min(fitting, key=lambda lines: abs(len(lines[0]) - len(lines[1])) - (8 if lines[0][-1] in _CLAUSE else 0))


def _line(tokens: list[Token]) -> str:
    """Words joined as they are written: with spaces, except in scripts without them."""
    return "".join(token.before + token.text for token in tokens).lstrip(" ")


def _unspaced(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f" or "\u3001" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def _stretch(made: list[Caption], timeline: Timeline) -> list[Caption]:
    """A caption shorter than a second stays on through the pause after it."""
    nexts = [caption.start for caption in made[1:]] + [timeline.samples]
    return [
        replace(caption, end=max(caption.end, min(following, caption.start + _MIN_S * timeline.rate)))
        for caption, following in zip(made, nexts, strict=True)
    ]


def _join_short(made: list[Caption]) -> list[Caption]:
    """A caption that would flash by shares the screen with its neighbour, a line each."""
    joined: list[Caption] = []
    for caption in made:
        before = joined[-1] if joined else None
        alike = before is not None and before.voice == caption.voice and len(before.lines) == len(caption.lines) == 1
        if before and alike and (_short(before) or _short(caption)):
            both = replace(before, end=caption.end, lines=before.lines + caption.lines)
            if both.end - both.start <= _MAX_S * both.rate:
                joined[-1] = both
                continue
        joined.append(caption)
    return joined


def _lengthen(made: list[Caption]) -> list[Caption]:
    """What is still short begins a little early, in the time of the caption before it, or ends late, if that can spare it."""
    for index, caption in enumerate(made):
        if not _short(caption):
            continue
        before = made[index - 1] if index else None
        earliest = before.end - _spare(before) if before else 0
        start = max(earliest, caption.end - _MIN_S * caption.rate)
        after = made[index + 1] if index + 1 < len(made) else None
        latest = after.start + _spare(after) if after else caption.end
        end = min(latest, start + _MIN_S * caption.rate)
        made[index] = replace(caption, start=start, end=end)
        if before:
            made[index - 1] = replace(before, end=min(before.end, start))
        if after:
            made[index + 1] = replace(after, start=max(after.start, end))
    return made


def _short(caption: Caption) -> bool:
    return caption.end - caption.start < _MIN_S * caption.rate


def _spare(caption: Caption) -> int:
    """Samples that a caption can do without."""
    return max(0, caption.end - caption.start - _MIN_S * caption.rate)


# --------------------------------------------------------------------------------------------------- files


def vtt(shown: tuple[Caption, ...], *, disclosure: str, language: str) -> bytes:
    """WebVTT with the voice's name in each cue."""
    head = f"WEBVTT\n\nNOTE\n{_note(disclosure)}\nLanguage: {_note(language)}\n"
    cues = (
        f"\n{_clock(caption.start_ms, '.')} --> {_clock(caption.end_ms, '.')}\n<v {_speaker(caption)}>"
        + "\n".join(_escape(line) for line in caption.lines)
        + "\n"
        for caption in shown
    )
    return (head + "".join(cues)).encode()


def srt(shown: tuple[Caption, ...]) -> bytes:
    """SubRip, for the players that read nothing else."""
    cues = (
        f"{number}\n{_clock(caption.start_ms, ',')} --> {_clock(caption.end_ms, ',')}\n"
        + "\n".join(map(_harmless, caption.lines))
        + "\n\n"
        for number, caption in enumerate(shown, 1)
    )
    return "".join(cues).encode()


def _harmless(line: str) -> str:
    """For SubRip: as it looks, but with nothing in it that a player would not show; the joiner after a backslash is invisible."""
    return _BREAK.sub("\\\\\u2060", _TAG.sub("‹", line.replace("-->", "→"))).translate(_STYLE)


def transcript(timeline: Timeline) -> bytes:
    """JSON transcript of the podcast namespace: a segment an utterance, and in it when each word starts.

    Where times are measured, a word whose own is not (it was said in other words) is marked `"estimated": true`.
    """
    segments = [
        {
            "speaker": speaker_name(cue.utterance.voice),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": text_of(cue),
            "words": [
                {"startTime": word.start_ms / 1000, "body": text_of(cue)[word.first : word.last]}
                | ({"estimated": True} if cue.words and not word.measured else {})
                for word in words(cue)
            ],
            "wordTimes": "measured" if cue.words else "estimated",
        }
        for cue in timeline.cues
    ]
    return msgspec.json.encode({"version": "1.0.0", "segments": segments}) + b"\n"


def chapters(timeline: Timeline, *, title: str, author: str, links: Sequence[str | None] = ()) -> bytes:
    """JSON chapters 1.2 of the podcast namespace; `links` are the addresses of a digest's articles."""
    marks = [
        {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": plain(chapter.title)}
        | ({"url": links[chapter.part]} if chapter.part is not None and links[chapter.part] else {})
        for chapter in timeline.chapters
    ]
    about = {"title": plain(title)} | ({"author": plain(author)} if author else {})
    return msgspec.json.format(msgspec.json.encode({"version": "1.2.0", **about, "chapters": marks}), indent=2) + b"\n"


def script_text(script: Script) -> bytes:
    """What was said, for people: a line an utterance, chapters as headings."""
    lines: list[str] = []
    for scene in script.scenes:
        lines += ["", f"# {plain(scene.title)}", ""]
        lines += [plain(utterance.spoken) for utterance in scene.utterances]
    return "\n".join([*lines[1:], ""]).encode()


def spoken_lines(text: str) -> list[str]:
    """What was said, from what `script_text` wrote."""
    lines = text.split("\n")
    return [
        line
        for number, line in enumerate(lines)
        if line and not (line.startswith("# ") and lines[number + 1 : number + 2] == [""])
    ]


def _speaker(caption: Caption) -> str:
    return re.sub(r"[&<>]", "", speaker_name(caption.voice))


def speaker_name(voice: Voice) -> str:
    """What to call a voice where a speaker is named."""
    return plain(voice.name or f"{voice.engine} {voice.id}")


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _escape(line: str) -> str:
    """For WebVTT: no tag, no entity, and no arrow that a reader could take for a time line."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _note(text: str) -> str:
    """A comment ends at an empty line and must not hold an arrow."""
    return plain(text).replace("-->", "→")
