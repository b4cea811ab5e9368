"""Several processes make several articles each into one folder at once, while its feed is read again and again.

    python benchmarks/many_at_once.py [--processes 8] [--articles 8]

Every reading must be a whole feed without an error in `narrator feed check`'s sense, whose audio is there in full length, and
never have fewer episodes than the one before. Exits with 1 if one was not, or if an episode is missing in the end.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from narrator.publish import check_feed

TEXT = """The clock of {town} was {number} minutes late again on Monday, and nobody in the square looked up.

It has been late since the spring, when the last man who could wind it moved to his daughter's house on the coast. The council
asked three firms what a motor would cost. It heard three prices, and chose to wait.

"A clock that is always late is still right about the order of things," said the baker, who opens by it every day.

Letter number {number} about the clock arrived on Tuesday. The council will read it in the summer, when it meets again.
"""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--processes", type=int, default=8)
    options.add_argument("--articles", type=int, default=8)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        show = '[podcast]\nbase_url = "https://audio.example/show/"\nemail = "desk@audio.example"\n'
        (work / "narrator.toml").write_text(show, "utf-8")
        (work / "out").mkdir()
        narrator = [sys.executable, "-m", "narrator"]
        subprocess.run([*narrator, "feed", "build", "out"], cwd=work, check=True, capture_output=True)
        running = []
        for process in range(chosen.processes):
            files = []
            for article in range(chosen.articles):
                number = process * chosen.articles + article
                files.append(work / f"{number}.txt")
                files[-1].write_text(TEXT.format(town="Vell", number=number + 2), "utf-8")
            command = [*narrator, "make", *files, "--engine", "espeak", "-q", "-o", "out"]
            running.append(subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        return watch(work / "out", running, chosen.processes * chosen.articles)


def watch(folder, running, wanted):
    """Read the feed until all processes are done; 0 when it was always right."""
    start, faults, counts = time.monotonic(), [], []
    while True:
        over = all(process.poll() is not None for process in running)
        findings = [finding for finding in check_feed(str(folder / "feed.xml")) if finding.level == "error"]
        faults += [str(finding) for finding in findings]
        counts.append((folder / "feed.xml").read_text("utf-8").count("<item>"))
        if over:
            break
    failed = [process.stderr.read().decode() for process in running if process.returncode]
    bundles = len(list(folder.glob("*/episode.json")))
    print(f"{len(running)} processes, {wanted} articles, {time.monotonic() - start:.0f} s")
    print(f"{counts[-1]} items of {bundles} bundles in the end; {len(failed)} processes failed")
    print(
        f"{len(counts)} readings, {len(faults)} errors, {sum(a > b for a, b in itertools.pairwise(counts))} steps back"
    )
    for line in [*faults[:5], *failed]:
        print(f"    {line}")
    return 0 if counts[-1] == bundles == wanted and not faults and not failed and counts == sorted(counts) else 1


if __name__ == "__main__":
    sys.exit(main())
