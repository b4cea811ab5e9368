"""Google's voice by narrator and by gtts-cli, over the same way in: an HTTPS proxy that leads to a stand-in for Google.

    python benchmarks/gtts_cli.py TEXT [--delay 0.3] [--concurrency 4 8]

The stand-in (tests/standins/google.py) is a process of its own, answers each request after the delay with speech as long
as the text, and makes every speech before anything is timed: a first round of both programs goes unmeasured. Then, for
each program, wall time of the whole process and the requests it sent. narrator's time includes cleaning, script,
stitching, MP3, proof and bundle; gtts-cli's is the MP3 alone. At the end: a second run, and one with one word changed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STANDIN = Path(__file__).parents[1] / "tests" / "standins" / "google.py"


class Standin:
    """The stand-in's process; `requests` is what it has answered so far."""

    def __init__(self, delay: float) -> None:
        command = [sys.executable, str(STANDIN), "--delay", str(delay)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = dict(self._process.stdout.readline().strip().split("=", 1) for _ in range(3))
        self.reach = {name: told[name] for name in ("SSL_CERT_FILE", "HTTPS_PROXY")}

    @property
    def requests(self) -> int:
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline().split()[0])

    def close(self) -> None:
        self._process.communicate()


def run(standin: Standin, arguments: list[str], **environment: str) -> tuple[float, int]:
    """Wall time of a process and the requests it sent."""
    before = standin.requests
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NARRATOR_")}
    for name in ("NO_PROXY", "no_proxy"):
        kept.pop(name, None)
    began = time.monotonic()
    done = subprocess.run(
        arguments, check=False, capture_output=True, text=True, env={**kept, **standin.reach, **environment}
    )
    seconds = time.monotonic() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return seconds, standin.requests - before


def change(text: str) -> str:
    """The text with one word in its middle replaced by another of the same kind of length."""
    words = text.split(" ")
    middle = next(at for at in range(len(words) // 2, len(words)) if words[at].isalpha() and len(words[at]) > 4)
    words[middle] = "something"
    return " ".join(words)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("text", type=Path)
    options.add_argument("--delay", type=float, default=0.3)
    options.add_argument("--concurrency", type=int, nargs="+", default=[4, 8])
    chosen = options.parse_args()
    standin = Standin(chosen.delay)
    with tempfile.TemporaryDirectory() as folder:
        theirs = [str(Path(sys.executable).with_name("gtts-cli")), "--file", str(chosen.text), "-o", f"{folder}/x.mp3"]

        def ours(name: str, text: Path, concurrency: int) -> tuple[float, int]:
            command = [sys.executable, "-m", "narrator", "make", str(text), "--engine", "gtts", "--title", "A title"]
            return run(
                standin,
                [*command, "-o", f"{folder}/{name}"],
                NARRATOR_CACHE=f"{folder}/{name}-cache",
                NARRATOR_SPEECH_CONCURRENCY=str(concurrency),
            )

        edited = Path(folder) / "edited.txt"
        edited.write_text(change(chosen.text.read_text("utf-8")), "utf-8")
        ours("warm-up", chosen.text, 16)
        ours("warm-up", edited, 16)
        run(standin, theirs)
        print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {chosen.delay:g} s a request")
        base, asked = run(standin, theirs)
        print(f"{'gtts-cli':28} {base:6.2f} s  {asked:3} requests")

        def row(name: str, seconds: float, asked: int) -> None:
            print(f"{name:28} {seconds:6.2f} s  {asked:3} requests   1/{base / seconds:.2f} of gtts-cli's time")

        for concurrency in chosen.concurrency:
            row(f"narrator, {concurrency} at once", *ours(f"at-{concurrency}", chosen.text, concurrency))
        last = chosen.concurrency[0]
        row("the same again", *ours(f"at-{last}", chosen.text, last))
        row("one word changed", *ours(f"at-{last}", edited, last))
    standin.close()


if __name__ == "__main__":
    main()
