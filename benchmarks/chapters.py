"""Chapter boundaries against headings that were hidden, on the cleaning benchmark's pages that have them.

    python benchmarks/chapters.py [--half 0|1] [--show N]

A page counts when at least three of its HTML headings (h2 to h4) are lines of its truth text. The headings are taken out, what
is left is handed to narrator as paragraphs, and the chapters it finds are compared with where the headings stood,
sentence by sentence: `pk` and `windowdiff` of nltk (0 is perfect, lower is better; k is half the mean reference chapter of the
page), averaged over pages. Beside it, in the same run: one chapter, chapters of equal length (as many as the
reference, which is a favour), and nltk's TextTilingTokenizer. `--half` takes one half of the pages by the hash of their names:
tune on 0, report 1.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from narrator.model import Article, Block, EngineInfo, Voice
from narrator.script import segment, write
from narrator.settings import Write

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[2] / "shared" / "data")) / "extraction"
INFO = EngineInfo(name="reader", version="1", licence="none", kind="network", normalises=True)
VOICE = Voice(engine="reader", id="en", language="en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A page without its headings: `starts` are the paragraphs before which one stood."""

    name: str
    paragraphs: tuple[str, ...]
    starts: tuple[int, ...]


def pages(half: int | None) -> list[Hidden]:
    path = DATA / "truth.jsonl"
    if not path.is_file():
        raise SystemExit(f"no pages in {DATA}; set NARRATOR_DATA")
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half is not None and int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 != half:
            continue
        page = hide(row)
        if len(page.starts) >= 3 and len(page.paragraphs) >= 8:
            found.append(page)
    return found


def hide(row: dict[str, str]) -> Hidden:
    from lxml import html

    tree = html.fromstring(gzip.decompress((DATA / "html" / f"{row['id']}.html.gz").read_bytes()))
    headings = {squeeze(element.text_content()) for element in tree.iter("h2", "h3", "h4")}
    paragraphs: list[str] = []
    starts: set[int] = set()
    for line in row["text"].splitlines():
        text = " ".join(line.split())
        if not text:
            continue
        if squeeze(text) in headings:
            starts.add(len(paragraphs))
        else:
            paragraphs.append(text)
    return Hidden(name=row["id"], paragraphs=tuple(paragraphs), starts=tuple(sorted(starts - {0, len(paragraphs)})))


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def ours(page: Hidden) -> set[int]:
    blocks = tuple(Block(kind="paragraph", text=text) for text in page.paragraphs)
    script = write(Article(language="en", blocks=blocks), voice=VOICE, info=INFO, settings=Write())
    firsts = (next(u.block for u in scene.utterances if u.block is not None) for scene in script.scenes)
    return set(firsts) - {0}


def tiling(page: Hidden) -> set[int]:
    from nltk.tokenize import TextTilingTokenizer

    from narrator.script.words import lexis

    try:
        parts = TextTilingTokenizer(stopwords=set(lexis("en").function)).tokenize("\n\n".join(page.paragraphs))
    except ValueError:
        return set()
    starts, place, position = set(), 0, {}
    for index, text in enumerate(page.paragraphs):
        position[place] = index
        place += len(squeeze(text))
    total = 0
    for part in parts:
        starts.add(position.get(total, 0))
        total += len(squeeze(part))
    return starts - {0}


def even(page: Hidden) -> set[int]:
    sizes = [len(text) for text in page.paragraphs]
    step = sum(sizes) / (len(page.starts) + 1)
    starts, place = set(), 0
    for index, size in enumerate(sizes):
        if index and int(place / step) != int(max(0, place - sizes[index - 1]) / step):
            starts.add(index)
        place += size
    return starts


def score(page: Hidden, starts: set[int]) -> tuple[float, float]:
    """(pk, windowdiff) over sentences."""
    from nltk.metrics.segmentation import pk, windowdiff

    reference, found = [], []
    for index, text in enumerate(page.paragraphs):
        count = max(1, len(segment(text)))
        reference += [str(int(index in page.starts))] + ["0"] * (count - 1)
        found += [str(int(index in starts))] + ["0"] * (count - 1)
    k = max(2, round(len(reference) / (2 * (len(page.starts) + 1))))
    return pk("".join(reference), "".join(found), k), windowdiff("".join(reference), "".join(found), k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0, help="print the chapters of this many pages")
    options = parser.parse_args()
    chosen = pages(options.half)
    print(f"{len(chosen)} pages, {sum(len(page.starts) for page in chosen)} hidden headings")
    methods: tuple[tuple[str, Callable[[Hidden], set[int]]], ...] = (
        ("one chapter", lambda _: set()),
        ("equal length", even),
        ("TextTiling", tiling),
        ("narrator", ours),
    )
    for name, method in methods:
        starts = [method(page) for page in chosen]
        figures = [score(page, found) for page, found in zip(chosen, starts, strict=True)]
        hits = sum(len(found & set(page.starts)) for page, found in zip(chosen, starts, strict=True))
        count = sum(map(len, starts))
        print(
            f"{name:13} pk {fmean(f[0] for f in figures):.3f}  windowdiff {fmean(f[1] for f in figures):.3f}  "
            f"boundaries {count:4}  exact {hits:4}"
        )
    for page in chosen[: options.show]:
        show(page)


def show(page: Hidden) -> None:
    blocks = tuple(Block(kind="paragraph", text=text) for text in page.paragraphs)
    script = write(Article(language="en", blocks=blocks), voice=VOICE, info=INFO, settings=Write())
    print(page.name)
    for scene in script.scenes:
        print("   ", scene.title)


if __name__ == "__main__":
    main()
