"""What a feed of thousands costs: CPU of building it, and of adding one episode to it.

    python benchmarks/feed_of_many.py [--episodes 5000] [--article examples/night-buses.html] [--keep FOLDER]

One article is made (espeak); its bundle is copied under other titles, addresses and dates, the audio as hard links. Then
the feed is built, and one more article is made into the folder by `narrator make`, which keeps the feed up. The cost of
that make without a feed is taken off, so what is left is the feed's.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = '[podcast]\ntitle = "Many"\nbase_url = "https://audio.example/show/"\nemail = "desk@audio.example"\n'


def grow(bundle, root, count):
    """Copy a finished bundle `count` times into `root`, each with a title, an address, a date and an id of its own."""
    manifest = json.loads((bundle / "episode.json").read_text("utf-8"))
    names = [manifest["audio"]["file"], *(side["file"] for side in manifest["files"].values())]
    start = dt.datetime(2010, 1, 1, 6, tzinfo=dt.UTC)
    for number in range(count):
        url = f"https://paper.example/stories/{number}"
        tail = hashlib.sha256(f"url:{url}".encode()).hexdigest()[:6]
        folder = root / f"story-number-{number}-{tail}"
        folder.mkdir(parents=True)
        for name in (*names, "index.html"):
            os.link(bundle / name, folder / name)
        told = manifest | {
            "id": uuid.uuid5(uuid.NAMESPACE_URL, f"narrator:url:{url}").urn,
            "title": f"Story number {number}",
            "source": {"url": url},
            "published": (start + dt.timedelta(hours=number)).isoformat(),
        }
        (folder / "episode.json").write_text(json.dumps(told, indent=2), "utf-8")


def cpu(*arguments, cwd):
    """CPU seconds of one narrator command."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "narrator", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )
    after = os.times()
    if done.returncode:
        sys.exit(done.stderr)
    return after.children_user + after.children_system - before.children_user - before.children_system, done


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--episodes", type=int, default=5000)
    options.add_argument("--article", type=Path, default=ROOT / "examples" / "night-buses.html")
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = chosen.keep or Path(name)
        work.mkdir(parents=True, exist_ok=True)
        (work / "narrator.toml").write_text(STATE, "utf-8")
        make = ("make", chosen.article.resolve(), "--engine", "espeak", "--json")
        cpu(*make, "-o", "one", cwd=work)  # warms the cache of clips
        (bundle,) = (path.parent for path in (work / "one").glob("*/episode.json"))
        grow(bundle, work / "out", chosen.episodes)
        print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs")
        first, _ = cpu("feed", "build", "out", cwd=work)
        size = (work / "out" / "feed.xml").stat().st_size
        print(f"first build of {chosen.episodes:,}: {first:.2f} s CPU, feed.xml {size / 1e6:.1f} MB")
        again, _ = cpu("feed", "build", "out", cwd=work)
        print(f"build when nothing changed: {again:.2f} s CPU")
        alone, _ = cpu(*make, "-o", "two", cwd=work)
        added, done = cpu(*make, "-o", "out", cwd=work)
        kinds = [json.loads(line) for line in done.stdout.splitlines()]
        spoken = [event for event in kinds if event["type"] == "utterance_spoken"]
        anew = sum(not event["cached"] for event in spoken)
        others = sum(event["source"] != str(chosen.article.resolve()) for event in spoken)
        print(
            f"make of one more: {added:.2f} s CPU, {alone:.2f} s without a feed: the feed costs {added - alone:.2f} s"
        )
        print(f"sentences: {len(spoken) - others} of its own, {others} of other episodes; {anew} spoken anew")


if __name__ == "__main__":
    main()
