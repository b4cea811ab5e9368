"""Cuts that a listener would stumble over, at 100 characters: narrator's utterances beside gTTS's own tokenizer.

    python benchmarks/bad_cuts.py [--articles 50] [--limit 100] [--show N]

A cut is a join between two pieces of one sentence. It is bad when no punctuation stands before it and it follows an article,
possessive, preposition, conjunction, title or auxiliary, or falls between two capitalised words or between a number and its
unit; and, unless a sentence ends there, when it falls inside a bracket or a quotation of at most 60 characters.

The articles are the truth texts of the cleaning benchmark (NARRATOR_DATA, default ../shared/data), the first N by the hash of
their names. Nothing is sent anywhere: only gTTS's text processing is called.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from narrator.model import Article, Block, EngineInfo, Voice
from narrator.script import segment, write
from narrator.settings import Write

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[2] / "shared" / "data"))
ARTICLES = "a an the this that these those"
POSSESSIVES = "my your his her its our their whose"
PREPOSITIONS = (
    "about above across after against along amid among around as at before behind below beneath beside between beyond by despite down during "
    "except for from in inside into like near of off on onto out outside over past per since than through throughout till to toward towards under "
    "underneath until up upon via with within without"
)
CONJUNCTIONS = "and or but nor yet so because although though while whereas unless if when where who which whose whom until whether"
TITLES = "mr mrs ms dr prof sen rep gov gen lt col sgt st"
OFFICES = "president minister chancellor king queen pope senator governor general sir lord lady"
AUXILIARIES = (
    "am is are was were be been being has have had do does did will would shall should can could may might must"
)
LEANING = frozenset(f"{ARTICLES} {POSSESSIVES} {PREPOSITIONS} {CONJUNCTIONS} {TITLES} {AUXILIARIES}".split())
UNITS = (
    "percent per cent million billion trillion thousand hundred dollars euros pounds cents km miles meters metres feet inches years year months month weeks "
    "days day hours hour minutes seconds people times degrees kg tons tonnes kilometers kilometres january february march april may june july august "
    "september october november december % a.m. p.m. am pm"
)
PUNCTUATION = ".,;:!?…—–-)]}”’\"'»*•/|="
SPANS = re.compile(r"“[^“”]{1,58}”|\"[^\"]{1,58}\"|«[^«»]{1,58}»|\([^()]{1,98}\)|\[[^\[\]]{1,98}\]")


def articles(count: int) -> list[list[str]]:
    """Paragraphs of the first articles by the hash of their names."""
    path = DATA / "extraction" / "truth.jsonl"
    if not path.is_file():
        raise SystemExit(f"no articles in {path.parent}; set NARRATOR_DATA")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())
    texts = [row["text"] for row in rows[:count]]
    return [[" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()] for text in texts]


def ours(paragraphs: list[str], limit: int) -> Iterable[list[str]]:
    """Our utterances, paragraph by paragraph."""
    info = EngineInfo(name="reader", version="1", licence="none", kind="network", max_chars=limit, normalises=True)
    article = Article(language="en", blocks=tuple(Block(kind="paragraph", text=text) for text in paragraphs))
    script = write(article, voice=Voice(engine="reader", id="en", language="en"), info=info, settings=Write())
    for index in range(len(paragraphs)):
        yield [utterance.text for utterance in script.utterances if utterance.block == index]


def theirs(paragraphs: list[str], limit: int) -> Iterable[list[str]]:
    """The pieces gTTS would send, paragraph by paragraph."""
    from gtts import gTTS
    from gtts.utils import _minimize

    for text in paragraphs:
        speech = gTTS(text, lang="en")
        tokens = [text.strip()] if len(text) <= limit else speech._tokenize(text)  # noqa: SLF001  # no public way to see the pieces
        yield [piece for token in tokens for piece in _minimize(token, " ", limit)]


def judge(pieces: list[str], text: str) -> Counter[str]:
    """Counts of all cuts inside sentences and of the bad ones, by reason."""
    found: Counter[str] = Counter()
    ends, position = set(), 0
    for sentence in segment(text):
        position += len(re.sub(r"\s", "", sentence))
        ends.add(position)
    squeezed = re.sub(r"\s", "", text)
    spans = [
        (len(re.sub(r"\s", "", text[: m.start()])), len(re.sub(r"\s", "", text[: m.end()])))
        for m in SPANS.finditer(text)
    ]
    place = 0
    for piece, following in pairwise(pieces):
        place = squeezed.find(re.sub(r"\s", "", piece), place) + len(re.sub(r"\s", "", piece))
        if place in ends:
            continue
        found["cuts"] += 1
        reason = why(piece, following)
        if any(start < place < end for start, end in spans):
            reason = "inside"
        if reason:
            found[reason] += 1
            found["bad"] += 1
    return found


def why(piece: str, following: str) -> str | None:
    """The reason why an unpunctuated cut is bad, or None."""
    if not piece or not following or piece[-1] in PUNCTUATION or following[0] in PUNCTUATION.replace("-", ""):
        return None
    last, first = piece.rsplit(maxsplit=1)[-1].lstrip("\"'“‘(["), following.split(maxsplit=1)[0].strip("\"'“‘([,.;:")
    if last.lower() in LEANING:
        return "leaning"
    if last.lower() in OFFICES.split() and first[:1].isupper():
        return "leaning"
    if last[:1].isupper() and first[:1].isupper():
        return "capitals"
    if last[-1:].isdigit() and (first.lower() in UNITS.split() or first[:1].isdigit()):
        return "number"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--show", type=int, default=0, help="print this many bad cuts")
    options = parser.parse_args()
    pages = articles(options.articles)
    for name, cut in (("narrator", ours), ("gTTS", theirs)):
        total: Counter[str] = Counter()
        longest = pieces_made = shown = 0
        for paragraphs in pages:
            for text, pieces in zip(paragraphs, cut(paragraphs, options.limit), strict=True):
                found = judge(pieces, text)
                total += found
                pieces_made += len(pieces)
                longest = max([longest, *map(len, pieces)])
                if found["bad"] and shown < options.show and name == "narrator":
                    shown += 1
                    print("   ", " | ".join(pieces))
        share = 100 * total["bad"] / total["cuts"] if total["cuts"] else 0.0
        reasons = ", ".join(f"{reason} {total[reason]}" for reason in ("leaning", "capitals", "number", "inside"))
        print(
            f"{name:9} pieces {pieces_made:5}  longest {longest:3}  cuts in sentences {total['cuts']:5}  bad {total['bad']:4} ({share:.1f} %: {reasons})"
        )


if __name__ == "__main__":
    main()
