"""Captions and the other sidecar files, all written from the one timeline.

WebVTT: https://www.w3.org/TR/webvtt1/; JSON transcript and chapters: the podcast namespace's specifications
(https://github.com/Podcastindex-org/podcast-namespace). A caption has at most two lines of 42 characters and stands
for one to seven seconds, as broadcasters have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import msgspec

from narrator.model import Script, Span, Timeline, Voice
from narrator.publish.markup import plain
from narrator.publish.timing import Heard, words

LINE = 42
_MAX_S, _MIN_S = 7, 1
_CLAUSE = re.compile(r"[,;:.!?…—–)\]»”\"。、！？]$")

_TAG = re.compile(r"<(?=[A-Za-z/])")  # SubRip knows no escapes, and players drop what looks like a tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(Span):
    """One or two lines of text, shown while `start:end` is heard."""

    lines: tuple[str, ...]


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """The timeline's cues in pieces that fit on a screen, none shorter than a second where that can be helped."""
    made: list[Caption] = []
    for cue in timeline.cues:
        for piece in _pieces(cue.utterance.text, words(cue), timeline.rate):
            lines = _wrap([word for word, _, _ in piece]) or ()
            made.append(Caption(start=piece[0][1], end=piece[-1][2], rate=timeline.rate, lines=lines))
    return tuple(_join_short(_stretch(made, timeline)))


Piece = tuple[str, int, int]


def _split_long(text: str, heard: tuple[Heard, ...]) -> list[Piece]:
    """Words with their times; one that is longer than a line is cut."""
    pieces: list[Piece] = []
    for word in heard:
        written = plain(text[word.first : word.last])
        parts = [written[at : at + LINE] for at in range(0, len(written), LINE)]
        for index, part in enumerate(parts):
            start = word.start + (word.end - word.start) * index // len(parts)
            end = word.start + (word.end - word.start) * (index + 1) // len(parts)
            pieces.append((part, start, end))
    return pieces


def _pieces(text: str, heard: tuple[Heard, ...], rate: int) -> list[list[Piece]]:
    """The cheapest cut of an utterance into captions: few, cut after clauses, none too short or too long.

    A shortest path over the words: cost[i] is the cheapest way to caption the first i of them.
    """
    tokens = _split_long(text, heard)
    cost: list[float] = [0.0] + [float("inf")] * len(tokens)
    cut = [0] * (len(tokens) + 1)
    for end in range(1, len(tokens) + 1):
        for start in range(end - 1, -1, -1):
            group = tokens[start:end]
            if start < end - 1 and (len(group) > 2 * LINE or not _fits(group, rate)):
                break
            price = cost[start] + _price(group, rate, last=end == len(tokens))
            if price < cost[end]:
                cost[end], cut[end] = price, start
    groups: list[list[Piece]] = []
    end = len(tokens)
    while end:
        groups.append(tokens[cut[end] : end])
        end = cut[end]
    return groups[::-1]


def _fits(group: list[Piece], rate: int) -> bool:
    return group[-1][2] - group[0][1] <= _MAX_S * rate and _wrap([word for word, _, _ in group]) is not None


def _price(group: list[Piece], rate: int, *, last: bool) -> float:
    """What a caption costs: one for being there, more for a cut inside a clause, much for a flash."""
    seconds = (group[-1][2] - group[0][1]) / rate
    price = 1.0
    if seconds < _MIN_S:
        price += 4.0
    if not last and not _CLAUSE.search(group[-1][0]):
        price += 1.2
    return price


def _wrap(tokens: list[str]) -> tuple[str, ...] | None:
    """The words in one line of at most 42 characters, or two of even length; None when they need more."""
    whole = _spaced(tokens)
    if len(whole) <= LINE:
        return (whole,)
    best: tuple[int, tuple[str, ...]] | None = None
    for at in range(1, len(tokens)):
        first, second = _spaced(tokens[:at]), _spaced(tokens[at:])
        if max(len(first), len(second)) > LINE:
            continue
        uneven = abs(len(first) - len(second)) - (8 if _CLAUSE.search(first) else 0)
        if best is None or uneven < best[0]:
            best = (uneven, (first, second))
    return best[1] if best else None


def _spaced(tokens: list[str]) -> str:
    """Words joined as they are written: with spaces, except in scripts without them."""
    line = ""
    for token in tokens:
        line += token if not line or (_unspaced(line[-1]) and _unspaced(token[0])) else f" {token}"
    return line


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
        if before and (_short(before) or _short(caption)) and len(before.lines) == len(caption.lines) == 1:
            both = replace(before, end=caption.end, lines=before.lines + caption.lines)
            if both.end - both.start <= _MAX_S * both.rate:
                joined[-1] = both
                continue
        joined.append(caption)
    return joined


def _short(caption: Caption) -> bool:
    return caption.end - caption.start < _MIN_S * caption.rate


# --------------------------------------------------------------------------------------------------- files


def vtt(timeline: Timeline, *, disclosure: str, voice: Voice, language: str) -> bytes:
    """WebVTT with the voice's name in each cue."""
    speaker = re.sub(r"[&<>]", "", speaker_name(voice))
    head = f"WEBVTT\n\nNOTE\n{_note(disclosure)}\nLanguage: {_note(language)}\n"
    cues = (
        f"\n{_clock(caption.start_ms, '.')} --> {_clock(caption.end_ms, '.')}\n<v {speaker}>"
        + "\n".join(_escape(line) for line in caption.lines)
        + "\n"
        for caption in captions(timeline)
    )
    return (head + "".join(cues)).encode()


def srt(timeline: Timeline) -> bytes:
    """SubRip, for the players that read nothing else."""
    cues = (
        f"{number}\n{_clock(caption.start_ms, ',')} --> {_clock(caption.end_ms, ',')}\n"
        + "\n".join(_TAG.sub("‹", line.replace("-->", "→")) for line in caption.lines)
        + "\n\n"
        for number, caption in enumerate(captions(timeline), 1)
    )
    return "".join(cues).encode()


def transcript(timeline: Timeline, *, voice: Voice) -> bytes:
    """JSON transcript of the podcast namespace: a segment an utterance, and in it when each word starts."""
    speaker = speaker_name(voice)
    segments = [
        {
            "speaker": speaker,
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": plain(cue.utterance.text),
            "words": [
                {"startTime": word.start_ms / 1000, "body": plain(cue.utterance.text[word.first : word.last])}
                for word in words(cue)
            ],
            "wordTimes": "measured" if cue.words else "estimated",
        }
        for cue in timeline.cues
    ]
    return msgspec.json.encode({"version": "1.0.0", "segments": segments}) + b"\n"


def chapters(timeline: Timeline, *, title: str, author: str) -> bytes:
    """JSON chapters 1.2 of the podcast namespace."""
    marks = [
        {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": plain(chapter.title)}
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
