"""What `narrator follow` promises, on a site of generated articles on loopback, with espeak's voice.

    python benchmarks/follow.py                      30 articles, 20 kills (-9) at random, a rerun, a correction
    python benchmarks/follow.py --polls 500          memory and handles of one process over so many polls
    python benchmarks/follow.py --entries 10000      CPU of reading a feed of so many entries, and of later runs

Prints what it found, and exits with 1 if a promise was not kept.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import feedparser

sys.path.insert(0, str(Path(__file__).parent.parent))

from narrator import standing
from narrator.publish import check_feed
from tests.standins.site import Answer, Site

failures = []


def insist(what, found, expected):
    print(f"{'ok  ' if found == expected else 'FAIL'}  {what}: {found}")
    if found != expected:
        failures.append(what)


def command(site, folder, *more):
    return [
        sys.executable,
        "-m",
        "narrator",
        "follow",
        site.feed,
        "--engine",
        "espeak",
        "--allow-private",
        "127.0.0.1",
        "-o",
        str(folder / "out"),
        *more,
    ]


def surroundings(folder):
    return os.environ | {
        "NARRATOR_CACHE": str(folder / "cache"), "NARRATOR_FOLLOW_POLITENESS_S": "0", "NARRATOR_PODCAST_BASE_URL": "https://audio.example/",
    }  # fmt: skip


def run(site, folder, *more):
    """One run to its end; its events."""
    done = subprocess.run(
        [*command(site, folder, "--json"), *more],
        cwd=folder,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        failures.append(f"exit code {done.returncode}: {done.stderr}")
    return [json.loads(row) for row in done.stdout.splitlines()]


def items(folder):
    entries = feedparser.parse((folder / "out" / "feed.xml").read_bytes()).entries
    return {item.title: (item.id, item.enclosures[0].href, int(item.enclosures[0].length)) for item in entries}


def feed_is_valid(folder):
    out = folder / "out"
    if not (out / "feed.xml").exists():
        return True
    whole = all(
        (out / href.removeprefix("https://audio.example/")).stat().st_size == length
        for _, href, length in items(folder).values()
    )
    return whole and not [finding for finding in check_feed(str(out / "feed.xml")) if finding.level == "error"]


def kills(site, folder, count, longest_s):
    draw = random.Random(20)
    valid = ended = 0
    for _ in range(count):
        with subprocess.Popen(
            command(site, folder, "--quiet"),
            cwd=folder,
            env=surroundings(folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(draw.uniform(0.2, longest_s))
            ended += process.poll() is not None
            process.send_signal(signal.SIGKILL)
        valid += feed_is_valid(folder)
    print(f"      {ended} of {count} runs had ended before their kill")
    insist(f"feed valid after each of {count} kills", valid, count)


def story(articles, count, longest_s):
    with tempfile.TemporaryDirectory() as work, contextlib.closing(_Closing(Site(articles))) as holder:
        folder, site = Path(work), holder.site
        kills(site, folder, count, longest_s)
        before = len(list((folder / "out").glob("*/episode.json")))
        events = run(site, folder)
        bundles, sounds = (len(list((folder / "out").glob(f"*/{kind}"))) for kind in ("episode.json", "*.mp3"))
        print(f"      {before} episodes stood after the kills; the last run made the others")
        insist("episodes, MP3 files, items of the feed", (bundles, sounds, len(items(folder))), (articles,) * 3)
        insist("GUIDs, no two alike", len({guid for guid, *_ in items(folder).values()}), articles)
        site.asked()
        events = run(site, folder)
        insist("requests of a second run", site.asked(), [("/feed.xml", 304)])
        insist("sentences spoken by it", sum(event["type"] == "utterance_spoken" for event in events), 0)
        correct(site, folder)


def correct(site, folder):
    """One article changes by one sentence."""
    known = items(folder)
    changed = site.articles[4]
    changed.paragraphs[2][1] = "A sentence that was not there before tells of a heron on the museum's roof."
    changed.updated = datetime(2026, 11, 20, tzinfo=UTC)
    events = run(site, folder)
    now = items(folder)
    insist("corrections", sum(event["type"] == "entry_done" and event["outcome"] == "corrected" for event in events), 1)
    insist("enclosures that changed", [title for title in now if now[title] != known[title]], [changed.title])
    insist("its GUID stayed", now[changed.title][0] == known[changed.title][0], True)
    insist(
        "sentences synthesised", sum(event["type"] == "utterance_spoken" and not event["cached"] for event in events), 1
    )


class _Closing:
    def __init__(self, site):
        self.site = site

    def close(self):
        self.site.stop()


def resources(pid):
    """Resident memory in KiB, open handles and threads of a process."""
    rows = dict(row.split(":", 1) for row in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in row)
    return int(rows["VmRSS"].split()[0]), len(os.listdir(f"/proc/{pid}/fd")), int(rows["Threads"])


def polls(count):
    """A process that follows a feed, second after second; what it holds must not grow."""
    with tempfile.TemporaryDirectory() as work, contextlib.closing(_Closing(Site(10))) as holder:
        folder, site = Path(work), holder.site
        with subprocess.Popen(
            command(site, folder, "--every", "1s", "--quiet"),
            cwd=folder,
            env=surroundings(folder),
            stdout=subprocess.DEVNULL,
        ) as process:
            while standing.read_status(folder / "out").get("state") != "idle":
                time.sleep(0.2)
            site.asked()
            taken = []
            while (done := sum(where == "/feed.xml" for where, _ in list(site.requests))) < count:
                if len(taken) <= done * 10 // count:
                    taken.append(resources(process.pid))
                    print(
                        f"      after {done:4} polls: {taken[-1][0] / 1024:.1f} MB, {taken[-1][1]} handles, {taken[-1][2]} threads",
                        flush=True,
                    )
                time.sleep(0.3)
            taken.append(resources(process.pid))
            print(
                f"      after {done:4} polls: {taken[-1][0] / 1024:.1f} MB, {taken[-1][1]} handles, {taken[-1][2]} threads"
            )
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            insist("exit code after SIGTERM", process.wait(30), 130)
            print(f"      it ended {time.monotonic() - begun:.2f} s after SIGTERM")
        insist("handles more than at the start", taken[-1][1] - taken[0][1], 0)
        insist("memory grew by less than 5 MB", taken[-1][0] - taken[0][0] < 5 * 1024, True)


def entries(count):
    """A feed of `count` entries, none of which is wanted: what is left is reading, noting and remembering."""
    rows = "".join(f"<item><title>Report {n}</title><link>/stories/{n}.html</link></item>" for n in range(count))
    with tempfile.TemporaryDirectory() as work, contextlib.closing(_Closing(Site(0))) as holder:
        folder, site = Path(work), holder.site
        feed = f"<rss version='2.0'><channel><title>Many</title>{rows}</channel></rss>"
        site.answers["/feed.xml"] = Answer(feed.encode(), "application/rss+xml")
        for what in ("first run", "second run", "third run"):
            before = os.times()
            run(site, folder, "--exclude", "report")
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            print(f"      {what}: {spent:.1f} s of CPU, the whole process")
        print(f"      {(folder / 'out' / '.narrator' / 'follow.sqlite').stat().st_size / 1e6:.1f} MB of ledger")


options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
options.add_argument("--articles", type=int, default=30)
options.add_argument("--kills", type=int, default=20)
options.add_argument("--longest", type=float, default=1.0, help="seconds after which a run is killed at the latest")
options.add_argument("--polls", type=int, default=0)
options.add_argument("--entries", type=int, default=0)
chosen = options.parse_args()
if chosen.polls:
    polls(chosen.polls)
elif chosen.entries:
    entries(chosen.entries)
else:
    story(chosen.articles, chosen.kills, chosen.longest)
sys.exit(1 if failures else 0)
