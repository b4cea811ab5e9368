"""Do the files of a bundle agree? Checksums only tell that they are those that episode.json was written for.

What is heard stands in the transcript and in both kinds of captions, when chapters begin in episode.json and in the JSON
chapters, and the label on the page too: all of it is read again and compared.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from narrator.errors import BrokenEpisode
from narrator.model import Episode, milliseconds
from narrator.publish import manifest
from narrator.publish.manifest import Manifest
from narrator.publish.markup import web_url
from narrator.store import FolderStore

# Start and end in milliseconds, and text.
Said: TypeAlias = tuple[int, int, str]

KINDS = ("vtt", "srt", "transcript", "chapters", "script")
_TIMES = re.compile(r"^(\d{2,4}):(\d\d):(\d\d)[.,](\d{3}) --> (\d{2,4}):(\d\d):(\d\d)[.,](\d{3})$", re.MULTILINE)
_LONGEST_S = 10**7  # what is longer would not be a number of milliseconds
_SPEAKER = re.compile("<v [^<>]*>")
_SIGNS = re.compile(r"[\W_]+")


def agree(episode: Episode) -> list[Said]:
    """When each utterance is heard, and its text, if all files beside the MP3 say what they should.

    Raises BrokenEpisode naming the file that does not.
    """
    record = msgspec.convert(dict(episode.manifest), Manifest)
    _insist_on_the_record(episode.path / manifest.NAME, record)
    paths = {kind: episode.path / record.files[kind].file for kind in KINDS}
    said = _transcript(paths["transcript"])
    words, label = _letters(said), _SIGNS.sub("", record.disclosure)
    length = milliseconds(record.audio.samples, record.audio.sample_rate)
    _insist(_in_order(said, length) and words.startswith(label), paths["transcript"], "say what is heard")
    vtt, srt = _captions(paths["vtt"]), _captions(paths["srt"])
    for path, cues in ((paths["vtt"], vtt), (paths["srt"], srt)):
        _insist(_in_order(cues, length) and _letters(cues) == words, path, "say what the transcript says")
    same = [cue[:2] for cue in vtt] == [cue[:2] for cue in srt]
    _insist(same, paths["srt"], "show its lines when the other captions do")
    _insist(_chapters(paths["chapters"]) == _marks(record), paths["chapters"], "have the chapters of episode.json")
    manifest.verify_page(FolderStore(episode.path), "", record)
    page = episode.path / (record.page.file if record.page else "")
    _insist(label in _label(page), page, "say that the audio is made with AI assistance")
    return said


def _insist_on_the_record(path: Path, record: Manifest) -> None:
    for kind in KINDS:
        _insist(kind in record.files, path, f"name a {kind} file")
    _insist(record.page is not None, path, "name a page")
    length = round(record.audio.samples / record.audio.sample_rate, 3)
    _insist(record.audio.duration_s == length, path, "have the length of its samples")


def _insist(agrees: bool, path: Path, what: str) -> None:
    if not agrees:
        raise BrokenEpisode(f"{path} does not {what}.", hint="Make the episode again, with --force.")


def _in_order(said: list[Said], latest: int) -> bool:
    times = [time for start, end, _ in said for time in (start, end)]
    return bool(times) and times[0] >= 0 and times[-1] <= latest and all(one <= two for one, two in pairwise(times))


def _letters(said: list[Said]) -> str:
    """What is said without spaces and signs, which captions break and replace."""
    return _SIGNS.sub("", "".join(text for _, _, text in said))


def _json(path: Path, key: str) -> list[dict[str, Any]]:
    """The objects in a list of a JSON file; none when it holds something else."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return msgspec.convert(found.get(key), list[dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []


def _ms(seconds: object) -> int:
    return round(seconds * 1000) if isinstance(seconds, int | float) and 0 <= seconds < _LONGEST_S else -1


def _transcript(path: Path) -> list[Said]:
    return [
        (_ms(each.get("startTime")), _ms(each.get("endTime")), str(each.get("body")))
        for each in _json(path, "segments")
    ]


def _captions(path: Path) -> list[Said]:
    """The cues of a WebVTT or SubRip file as narrator writes them: a line of times, and the text below it."""
    cues: list[Said] = []
    for block in path.read_bytes().decode("utf-8", "replace").split("\n\n"):
        found = _TIMES.search(block)
        if found:
            h1, m1, s1, ms1, h2, m2, s2, ms2 = map(int, found.groups())
            start, end = ((h1 * 60 + m1) * 60 + s1) * 1000 + ms1, ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2
            text = block[found.end() :]
            cues.append((start, end, html.unescape(_SPEAKER.sub("", text)) if path.suffix == ".vtt" else text))
    return cues


def _chapters(path: Path) -> list[tuple[int, int, str, str | None]]:
    return [
        (_ms(each.get("startTime")), _ms(each.get("endTime")), str(each.get("title")), each.get("url"))
        for each in _json(path, "chapters")
    ]


def _marks(record: Manifest) -> list[tuple[int, int, str, str | None]]:
    links = [web_url(part.source.url) for part in record.parts]
    return [
        (mark.start_ms, mark.end_ms, mark.title, None if mark.part is None else links[mark.part])
        for mark in record.chapters
    ]


def _label(page: Path) -> str:
    """What a page says in its label, without spaces and signs."""
    from lxml import etree

    root = etree.HTML(page.read_bytes() or b" ", etree.HTMLParser(encoding="utf-8"))
    labels = [] if root is None else root.findall(".//p[@class='label']")
    return _SIGNS.sub("", "".join(text for label in labels for text in label.itertext()))
