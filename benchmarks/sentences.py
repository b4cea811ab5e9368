"""How well and how fast texts are cut into sentences: F1 of the development split, and sentences a second against nltk's Punkt.

    python benchmarks/sentences.py [--data DIR]

F1 of inner boundaries comes from the split's own scorer (NARRATOR_DATA, default ../shared/data), for all documents and for three
parts of them by the hash of their names: rules are written while looking at two, and the third shows how they do on others.
Speed is sentences a second of CPU, ours and plain Punkt's (nltk's tokenizer without a trained model) on the same paragraphs, the
better of two passes. Last, hostile texts of a megabyte and of half of it, which must take about half the time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from narrator.script import normalize, segment

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[2] / "shared" / "data")) / "segmentation"
KEYS = ("en POOLED", "en all-news", "others POOLED", "rules all", "golden en")
SEEN = {0: "third", 1: "seen", 2: "seen"}
HOSTILE = {
    "one line": "The tide was low and Dr. Orr left at 5 p.m. on Monday. ",
    "no spaces": "thetidewaslowandnobodywent",
    "all capitals": "THE TIDE WAS LOW. MR. ORR LEFT AT 5 P.M. ",
    "digits": "0123456789",
    "digits and dots": "1.2.",
    "emoji": "😀🎉",
    "zero width, bidi": "a\u200b\u202eb. C\u2066d\u2069! ",
    "open quotations": '"Who is there? “He said. ',
    "open brackets": "(He (said. [No! ",
    "stops": ".?! … ",
    "Chinese": "潮水退了。没有人来。",
    "Thai": "น้ำลงแล้วไม่มีใครมา",
}


def scorer(data: Path) -> ModuleType:
    if not (data / "score.py").is_file():
        raise SystemExit(f"no documents in {data}; set NARRATOR_DATA")
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parts(data: Path, folder: Path) -> dict[str, Path]:
    """The split's files in two folders: what rules were written on, and the third that was not looked at."""
    lines: dict[tuple[str, str], list[str]] = {}
    for file in sorted(data.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            digest = hashlib.sha256(row.get("id", row.get("text", "")).encode()).hexdigest()
            lines.setdefault((SEEN[int(digest[:8], 16) % 3], file.name), []).append(line)
    for (part, name), found in lines.items():
        (folder / part).mkdir(exist_ok=True)
        (folder / part / name).write_text("\n".join(found) + "\n", encoding="utf-8")
    return {part: folder / part for part in ("seen", "third")}


def rate(cut: Callable[[str], Iterable[str]], paragraphs: list[tuple[str, int]]) -> float:
    fastest = float("inf")
    for _ in range(2):
        start = time.process_time()
        for text, _ in paragraphs:
            list(cut(text))
        fastest = min(fastest, time.process_time() - start)
    return sum(count for _, count in paragraphs) / fastest


def compare_speed(data: Path) -> None:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    plain = PunktSentenceTokenizer()
    texts: dict[str, list[tuple[str, int]]] = {}
    for file in sorted(data.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for paragraph in row.get("paragraphs", ()):
                texts.setdefault(row["lang"], []).append((paragraph["text"], len(paragraph["ends"])))
    for language, paragraphs in texts.items():
        segment(paragraphs[0][0], language)
        ours = rate(lambda text, language=language: segment(text, language), paragraphs)
        theirs = rate(plain.tokenize, paragraphs)
        print(f"{language:3} {ours:9,.0f} sentences a second; plain Punkt {theirs:9,.0f}; ratio {ours / theirs:.2f}")


def seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    score = scorer(options.data)
    with tempfile.TemporaryDirectory() as folder:
        for part, path in {"all": options.data, **parts(options.data, Path(folder))}.items():
            found = score.run(lambda text, language: list(segment(text, language)), path)
            print(f"{part:6}", "  ".join(f"{key} {found[key].get('F1', found[key].get('rate')):.4f}" for key in KEYS))
    compare_speed(options.data)
    for name, piece in HOSTILE.items():
        text = piece * (1_000_000 // len(piece))
        half = text[: len(text) // 2]
        figures = "  ".join(
            f"{label} {seconds(work, half):6.2f} s, {seconds(work, text):6.2f} s"
            for label, work in (("segment", segment), ("normalize", normalize))
        )
        print(f"{name:18} {figures}")


if __name__ == "__main__":
    main()
