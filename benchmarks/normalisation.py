"""How well and how fast texts are said: the development split's shares, and characters a second.

    python benchmarks/normalisation.py [--data DIR] [--classes]

Accuracy is `strict` of the split's own scorer (NARRATOR_DATA, default ../shared/data). The cases are also shown in three
parts by the hash of their written form: rules were written while looking at two of them, and the third shows how they do on
others. Speed is characters a second of CPU, on plain news prose (a paragraph of this file, repeated) and on a text that is nothing but numbers,
and as the time for twice the length, which must be about twice the time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import tempfile
import time
from pathlib import Path
from types import ModuleType

from narrator.script.spoken import normalize

DATA = Path(os.environ.get("NARRATOR_DATA", Path(__file__).parents[2] / "shared" / "data")) / "normalisation"
PROSE = (
    "The ministry said on Tuesday that the talks would resume next week in Geneva, and that both sides had agreed to a pause. "
    "Officials in the capital, who asked not to be named, described the mood as cautious. Nearly 1,200 people attended the "
    "event, up 3% from 2014. Mr. Smith, who leads the committee, told reporters that the plan would cost $1.5bn and that NATO "
    "had been informed. "
)
DENSE = "On Feb. 14, 2025, at 5:58 p.m., 1,234 of 5,678 (21.7%) paid $20.50 for 3-5 km at 60 mph; see www.example.org/page. "
SEEN = {0: "third", 1: "seen", 2: "seen"}


def scorer(data: Path) -> ModuleType:
    if not (data / "score.py").is_file():
        raise SystemExit(f"no cases in {data}; set NARRATOR_DATA")
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parts(data: Path, folder: Path) -> dict[str, Path]:
    """The split's files in two folders: cases seen while the rules were written, and the third that was not."""
    lines: dict[tuple[str, str], list[str]] = {}
    for file in sorted(data.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            digest = hashlib.md5(json.loads(line)["written"].encode(), usedforsecurity=False).hexdigest()
            lines.setdefault((SEEN[int(digest[:8], 16) % 3], file.name), []).append(line)
    for (part, name), found in lines.items():
        (folder / part).mkdir(exist_ok=True)
        (folder / part / name).write_text("\n".join(found) + "\n", encoding="utf-8")
    return {part: folder / part for part in ("seen", "third")}


def speed(text: str) -> float:
    normalize(text[:10_000])
    start = time.process_time()
    normalize(text)
    return len(text) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--classes", action="store_true", help="every class, not the sums alone")
    options = parser.parse_args()
    score = scorer(options.data)
    with tempfile.TemporaryDirectory() as folder:
        for part, path in {"all": options.data, **parts(options.data, Path(folder))}.items():
            for key, found in score.run(normalize, path).items():
                if "strict" in found and (options.classes or "ALL" in key or "source:" in key):
                    print(f"{part:6} {key:28} n={found['n']:4} strict={found['strict']:.3f} residue={found['residue']}")
    for name, text in (("prose", PROSE), ("dense", DENSE)):
        long = text * (1_000_000 // len(text))
        print(
            f"{name:6} {speed(long):12,.0f} characters a second of CPU; at half the length {speed(long[: len(long) // 2]):12,.0f}"
        )


if __name__ == "__main__":
    main()
