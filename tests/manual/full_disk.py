"""A disk that is full, and one that fails, at every write of a run; takes some minutes, needs strace, and root for the small disks.

    sudo python tests/manual/full_disk.py [--disks 16] [--every 1] [--both]

An episode is made and put into a feed; then its article changes, and it is made again while writes fail:

1. output, cache and TMPDIR on a tmpfs with ever more room, from none to enough (--disks sizes);
2. the n-th call of open, write, fsync, rename and mkdir of every thread answered by strace with ENOSPC or EIO (in turn, or
   --both), for each n at which a faultless run touches one of these folders (--every 3 takes every third).

After each: the exit code is not 0 and says why, or the new bundle is whole and what failed is told; what the earlier episode.json
names is untouched; every file is, to the byte, one of the earlier run or of the faultless one; nothing half-made is left. Then the
same command without a fault must exit with 0 and give the bytes of the faultless run. Exits with 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = ("openat", "write", "pwrite64", "fsync", "rename", "mkdir")
FOLDERS = ("out", "cache", "tmp")
STORY = """<!doctype html><html lang="en"><head><title>Market square to lose its cars</title>
<link rel="canonical" href="https://example.org/market-square"><meta property="article:published_time" content="2026-03-02T08:00:00Z">
</head><body><article><h1>Market square to lose its cars</h1>
<p>The council of Oldbridge voted on Monday to close the market square to cars from the first of May. Traders had asked for a
year more, and were given a month.</p>
<h2>What the traders say</h2>
<p>Half of them expect fewer customers, {said}, and the other half expect more. Nobody has counted either kind yet.</p>
<h2>What happens next</h2>
<p>The buses will stop at the old mill, three minutes away on foot, until the new shelter is built in the autumn.</p>
</article></body></html>
"""


@dataclass(frozen=True)
class Run:
    code: int
    told: str


class Bench:
    """A folder with the article, and in it output, cache and TMPDIR of one run after the other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.article = root / "story.html"
        self.wrong: list[str] = []
        self._begin()

    def _begin(self) -> None:
        """The earlier bundle, and what the faultless run of the changed article gives."""
        self.article.write_text(STORY.format(said="says their guild"), "utf-8")
        first = self.root / "first"
        self.clear(first)
        self.make(first)
        done = self.narrator(first, "feed", "build", str(first / "out"))
        if done.code:
            raise SystemExit(done.told)
        shutil.rmtree(first / "cache")
        (first / "cache").mkdir()
        self.article.write_text(STORY.format(said="a poll of the guild says"), "utf-8")
        self.earlier = tree(first / "out")
        whole = self.root / "whole"
        shutil.copytree(first, whole)
        self.make(whole)
        self.whole = tree(whole / "out")
        self.kept = names(whole / "cache")
        (self.manifest,) = (name for name in self.earlier if name.endswith("episode.json"))
        if self.whole[self.manifest] == self.earlier[self.manifest]:
            raise SystemExit("the change in the article changed nothing")

    def clear(self, place: Path) -> None:
        for name in FOLDERS:
            (place / name).mkdir(parents=True)

    def narrator(self, place: Path, *arguments: str, under: tuple[str, ...] = ()) -> Run:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("NARRATOR_")}
        ours = {"NARRATOR_CACHE": str(place / "cache"), "TMPDIR": str(place / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
        ours["NARRATOR_PODCAST_BASE_URL"] = "https://example.org/audio"  # a feed without an address is warned of
        done = subprocess.run(
            [*under, sys.executable, "-m", "narrator", *arguments],
            check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=kept | ours, cwd=self.root, timeout=300,
        )  # fmt: skip
        return Run(done.returncode, done.stderr)

    def again(self, place: Path, under: tuple[str, ...] = ()) -> Run:
        return self.narrator(
            place, "make", str(self.article), "--engine", "espeak", "-o", str(place / "out"), under=under
        )

    def make(self, place: Path) -> None:
        done = self.again(place)
        if done.code:
            raise SystemExit(f"a faultless run failed:\n{done.told}")

    def judge(self, name: str, place: Path, run: Run) -> str:
        """What came of a run with a fault: "new" or "old"; what does not hold goes on the list of what is wrong."""
        found = tree(place / "out")
        finished = found.get(self.manifest) == self.whole[self.manifest]
        wrong = [*self._harm(found, finished=finished), *self._silence(place, found, run, finished=finished)]
        if left := [path.name for path in (place / "tmp").iterdir()]:
            wrong.append(f"left in TMPDIR: {left}")
        self._note(name, wrong, run)
        return "new" if finished else "old"

    def _harm(self, found: dict[str, bytes], *, finished: bool) -> Iterator[str]:
        """What is neither as it was nor as it is to be."""
        if not finished and found.get(self.manifest) != self.earlier[self.manifest]:
            yield "episode.json is neither the earlier nor the new one"
        elif lacking := [file for file in named(found, self.manifest) if file not in found]:
            yield f"episode.json names {lacking}, which are not there"
        for file, data in found.items():
            if data not in (self.earlier.get(file), self.whole.get(file)):
                yield f"{file} has {len(data)} bytes of neither run"
        for file in self.earlier.keys() - found.keys():
            yield f"{file} of the earlier run is gone"

    def _silence(self, place: Path, found: dict[str, bytes], run: Run, *, finished: bool) -> Iterator[str]:
        """What the command should have said, or said badly."""
        if run.code == 0 and not finished:
            yield "exit 0 without the new bundle"
        if run.code and "error" not in run.told.lower():
            yield "failed without a word"
        if "Traceback" in run.told and "/narrator/" in run.told:
            yield "a traceback"
        if run.code == 0 and found != self.whole and "warning" not in run.told:
            yield f"not all is new, and not a word: {differences(self.whole, found)}"
        lost = self.kept - names(place / "cache")
        if run.code == 0 and lost and "warning" not in run.told:
            yield f"not kept for another run, and not a word: {sorted(lost)}"

    def judge_rerun(self, name: str, place: Path) -> None:
        run = self.again(place)
        wrong = [f"the rerun exits with {run.code}"] if run.code else []
        if not run.code and (found := tree(place / "out")) != self.whole:
            wrong.append(
                f"the rerun gives other bytes: {sorted({n for n, _ in set(self.whole.items()) ^ set(found.items())})}"
            )
        self._note(name, wrong, run)

    def _note(self, name: str, wrong: list[str], run: Run) -> None:
        for each in wrong:
            self.wrong.append(f"{name}: {each}")
            print(f"  WRONG {name}: {each}\n{run.told[-1500:]}")


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def names(cache: Path) -> set[str]:
    """What a cache keeps, but for its locks."""
    return {str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file() and path.name != "claims.lock"}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted({name for name, _ in set(one.items()) ^ set(other.items())})


def named(found: dict[str, bytes], manifest: str) -> Iterator[str]:
    told = json.loads(found[manifest])
    folder = manifest.rpartition("/")[0]
    yield from (f"{folder}/{each['file']}" for each in (told["audio"], told["page"], *told["files"].values()))


# ---------------------------------------------------------------------------------------------------- small disks


def small_disks(bench: Bench, count: int) -> None:
    used = sum(len(data) for data in bench.earlier.values())
    place = bench.root / "disk"
    place.mkdir()
    came = Counter()
    # The sound waits once more beside what is kept of it; MP3 and bundle are small.
    enough = 2 * sum(len(data) for data in tree(bench.root / "whole" / "cache").values()) + 2_000_000
    for number in range(count):
        room = enough * number * number // max(count - 1, 1) ** 2  # finer where there is little
        name = f"a disk with {room // 1000} KB left"
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "narrator", str(place)], check=True)
        try:
            for folder in FOLDERS:
                shutil.copytree(bench.root / "first" / folder, place / folder)
            pages = int(
                subprocess.run(
                    ["df", "--output=used", "-B4096", str(place)], check=True, capture_output=True, text=True
                ).stdout.split()[1]
            )
            subprocess.run(["mount", "-o", f"remount,size={4096 * (pages + room // 4096)}", str(place)], check=True)
            run = bench.again(place)
            result = bench.judge(name, place, run)
            came[run.code, result] += 1
            print(f"{name}: exit {run.code}, {result}: {(run.told.strip().splitlines() or ['-'])[0][:110]}", flush=True)
            subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
            bench.judge_rerun(name, place)
        finally:
            subprocess.run(["umount", str(place)], check=True)
    print(f"disks: {told(came)} (the earlier bundle takes {used // 1000} KB)")


def told(came: Counter[tuple[int, str]]) -> str:
    return ", ".join(
        f"exit {code} with the {result} bundle {count} times" for (code, result), count in sorted(came.items())
    )


# ------------------------------------------------------------------------------------------------- failing calls


def points(bench: Bench) -> list[tuple[str, int]]:
    """(call, n) such that the n-th call in some thread of a faultless run writes below the work folder."""
    place = bench.root / "traced"
    shutil.copytree(bench.root / "first", place)
    trace = bench.root / "trace"
    run = bench.again(
        place, ("strace", "-f", "--seccomp-bpf", "-y", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS))
    )
    if run.code or tree(place / "out") != bench.whole:
        raise SystemExit(f"the run under strace failed:\n{run.told}")
    counts: dict[tuple[str, str], int] = defaultdict(int)
    found = set()
    for line in trace.read_text("utf-8", "replace").splitlines():
        match = re.match(r"(\d+) +(\w+)\((.*)", line)
        if not match or match[2] not in CALLS:
            continue
        counts[match[1], match[2]] += 1
        writes = match[2] != "openat" or "O_CREAT" in match[3] or "O_TMPFILE" in match[3]
        if writes and str(place) in match[3]:
            found.add((match[2], counts[match[1], match[2]]))
    shutil.rmtree(place)
    return sorted(found)


def failing_calls(bench: Bench, every: int, *, both: bool) -> None:
    came = Counter()
    place = bench.root / "torn"
    all_points = points(bench)
    print(f"{len(all_points)} places to fail: {dict(Counter(call for call, _ in all_points))}", flush=True)
    for index, (call, number) in enumerate(all_points[::every]):
        for error in ("ENOSPC", "EIO") if both else (("ENOSPC", "EIO")[index % 2],):
            name = f"{error} at {call} {number}"
            shutil.copytree(bench.root / "first", place)
            fault = f"inject={call}:error={error}:when={number}"
            under = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", fault)
            run = bench.again(place, under)
            result = bench.judge(name, place, run)
            came[run.code, result] += 1
            print(f"{name}: exit {run.code}, {result}: {(run.told.strip().splitlines() or ['-'])[0][:110]}", flush=True)
            bench.judge_rerun(name, place)
            shutil.rmtree(place)
    print(f"failing calls: {told(came)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--disks", type=int, default=16)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--both", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="full-disk-") as folder:
        bench = Bench(Path(folder))
        if options.disks:
            small_disks(bench, options.disks)
        failing_calls(bench, options.every, both=options.both)
    print("\n".join(bench.wrong) or "all holds")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
