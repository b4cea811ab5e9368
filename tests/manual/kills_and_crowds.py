"""Kills at random moments, and several processes at once, on an article of sixty utterances; takes some minutes.

    python tests/manual/kills_and_crowds.py [--kills 50] [--processes 8] [--seed 1]

A stand-in for Google answers each request after 0.3 s. First an uninterrupted run, as the measure of all. Then a run that
is killed (-9) again and again, each time after a few more requests or somewhere in what follows the last one, and resumed:
its bundle must be the same to the byte, its requests no more than the utterances and four for each kill. Then several
processes at once on one new cache and one new folder: all must exit with 0, the bundle must be the same, and at most one
request in fifty may be made twice. Exits with 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.standins.google import Google

AT_ONCE = 4
NOUNS = ["harbour", "ferry", "council", "lantern", "winter", "bridge", "baker", "orchard", "railway", "market"]
VERBS = ["opened", "closed", "froze", "waited", "moved"]
TEXT = "The sixty sentences\n\n" + "\n\n".join(
    " ".join(
        f"The {NOUNS[(row + at) % 10]} of the {NOUNS[(3 * at + row + 1) % 10]} {VERBS[(row + at) % 5]} on day {10 * row + at + 1}."
        for at in range(10)
    )
    for row in range(6)
)


class Runs:
    """narrator make on the article, in processes of their own, asking the stand-in."""

    def __init__(self, folder: Path, google: Google) -> None:
        self.folder, self.google = folder, google
        (folder / "story.txt").write_text(TEXT, "utf-8")

    def start(self, name: str) -> subprocess.Popen[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("NARRATOR_")}
        reach = {
            "NARRATOR_GTTS_URL": self.google.url,
            "SSL_CERT_FILE": self.google.roots,
            "NARRATOR_CACHE": str(self.folder / f"{name}-cache"),
        }
        command = [sys.executable, "-m", "narrator", "make", str(self.folder / "story.txt"), "--engine", "gtts"]
        return subprocess.Popen(
            [*command, "-o", str(self.folder / name)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=kept | reach,
        )  # fmt: skip

    def tree(self, name: str) -> dict[str, bytes]:
        root = self.folder / name
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def kill_again_and_again(runs: Runs, kills: int, dice: random.Random, utterances: int) -> tuple[int, int]:
    """Requests in all, and how many kills came while something was still to be spoken."""
    began, midway = runs.google.count, 0
    for _ in range(kills):
        process = runs.start("torn")
        enough = runs.google.count + dice.randint(0, 4)
        last_of_all = time.monotonic() + dice.uniform(0.2, 4.0)
        while runs.google.count < enough and process.poll() is None and time.monotonic() < last_of_all:
            time.sleep(0.005)
        time.sleep(dice.uniform(0.0, 0.35))
        process.kill()
        process.communicate()
        midway += len(list((runs.folder / "torn-cache" / "clips").rglob("*/*"))) < utterances
        if any((runs.folder / "torn").glob("*/episode.json")):
            shutil.rmtree(runs.folder / "torn")  # it was faster than the kill
    process = runs.start("torn")
    told = process.communicate()[1]
    if process.returncode:
        raise SystemExit(f"the last run failed:\n{told}")
    return runs.google.count - began, midway


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory() as folder, Google(delay=0.3) as google:
        runs = Runs(Path(folder), google)
        process = runs.start("whole")
        told = process.communicate()[1]
        if process.returncode:
            raise SystemExit(f"the uninterrupted run failed:\n{told}")
        whole, utterances = runs.tree("whole"), google.count
        print(f"uninterrupted: {utterances} requests, {len(whole)} files")

        asked, midway = kill_again_and_again(runs, options.kills, random.Random(options.seed), utterances)
        most = utterances + AT_ONCE * options.kills
        same = runs.tree("torn") == whole
        print(f"{options.kills} kills ({midway} before all was spoken): {asked} requests of at most {most}, {same=}")
        if asked > most or not same:
            wrong.append("kills")

        before = google.count
        crowd = [runs.start("crowd") for _ in range(options.processes)]
        ends = [process.communicate()[1] for process in crowd]
        codes = [process.returncode for process in crowd]
        asked = google.count - before
        same = runs.tree("crowd") == whole
        print(f"{options.processes} processes: exit {codes}, {asked} requests for {utterances} utterances, {same=}")
        if any(codes) or not same or asked > utterances * 1.02:
            wrong += ["crowd", *filter(None, ends)]
    print("\n".join(wrong) or "all holds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
