"""What other people's readers find in our feeds, against what lies on disk; and what the W3C feed validator says.

    python benchmarks/feed_readers.py [--sizes 1 50 5000] [--article examples/night-buses.html]

Feeds of these sizes are made as in feed_of_many.py. feedparser, podcastparser and podcast-partytime (npm, in tests/
node_modules or NARRATOR_NODE_MODULES) must find each episode's title, GUID, audio, length, duration, chapters and transcripts.
Where NARRATOR_FEEDVALIDATOR names the validator's source (a checkout of https://github.com/w3c/feedvalidator, with what it
needs installed), it reads them too. Exits with 1 at any difference, and at any error of the validator; its warnings are shown.
"""

import argparse
import collections
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://audio.example/show/"
SHOW = f'[podcast]\ntitle = "Many"\nbase_url = "{BASE}"\nemail = "desk@audio.example"\nauthor = "The desk"\n'


def on_disk(root, base=BASE):
    """Facts of each episode by GUID, from the bundles themselves."""
    facts = {}
    for path in root.glob("*/episode.json"):
        told = json.loads(path.read_text("utf-8"))
        place = f"{base}{path.parent.name}/"
        files = {kind: place + side["file"] for kind, side in told["files"].items()}
        facts[told["id"]] = {
            "title": told["title"],
            "audio": place + told["audio"]["file"],
            "length": path.with_name(told["audio"]["file"]).stat().st_size,
            "duration": round(told["audio"]["duration_s"]),
            "chapters": files["chapters"],
            "transcripts": [files["vtt"], files["srt"], files["transcript"]],
        }
    return facts


def feedparser(xml):
    """It keeps one transcript an episode, the last."""
    import feedparser as reader

    parsed = reader.parse(xml)
    if parsed.bozo:
        raise ValueError(f"feedparser: {parsed.bozo_exception}")
    return {
        entry.id: {
            "title": entry.title,
            "audio": entry.enclosures[0].href,
            "length": int(entry.enclosures[0].length),
            "duration": int(entry.itunes_duration),
            "chapters": entry.podcast_chapters["url"],
            "transcripts": [entry.podcast_transcript["url"]],
        }
        for entry in parsed.entries
    }


def podcastparser(xml):
    """It reads neither chapters nor transcripts of this namespace."""
    import podcastparser as reader

    return {
        entry["guid"]: {
            "title": entry["title"],
            "audio": entry["enclosures"][0]["url"],
            "length": entry["enclosures"][0]["file_size"],
            "duration": entry["total_time"],
        }
        for entry in reader.parse(f"{BASE}feed.xml", io.BytesIO(xml))["episodes"]
    }


def partytime(path, modules):
    """All of it."""
    script = ROOT / "tests" / "publish" / "readers" / "partytime.mjs"
    done = subprocess.run([shutil.which("node"), script, modules, path], capture_output=True, check=True)
    return {
        item["guid"]: {
            "title": item["title"],
            "audio": item["enclosure"]["url"],
            "length": item["enclosure"]["length"],
            "duration": item["duration"],
            "chapters": item["podcastChapters"]["url"],
            "transcripts": [one["url"] for one in item["podcastTranscripts"]],
        }
        for item in json.loads(done.stdout)["items"]
    }


def differences(truth, read):
    """Plain sentences about what a reader missed or saw differently, of what it reads at all."""
    said = [f"{guid} is not there" for guid in truth.keys() - read.keys()]
    said += [f"{guid} is not ours" for guid in read.keys() - truth.keys()]
    for guid in truth.keys() & read.keys():
        for name, value in read[guid].items():
            wanted = truth[guid][name]
            if name == "transcripts" and len(value) == 1:
                wanted = wanted[-1:]
            if value != wanted:
                said.append(f"{guid}: {name} is {value!r}, not {wanted!r}")
    return said


def validate(xml, source):
    """(errors, warnings) of the W3C feed validator, each a Counter of its own sentences."""
    for folder in (Path(source), Path(source) / "src"):
        if (folder / "feedvalidator").is_dir():
            sys.path.insert(0, str(folder))
    from feedvalidator import logging, validateString
    from feedvalidator.formatter.text_plain import Formatter

    events = validateString(xml, firstOccurrenceOnly=0, base=f"{BASE}feed.xml")["loggedEvents"]
    found = []
    for kind in (logging.Error, logging.Warning):
        mine = [event for event in events if isinstance(event, kind)]
        found.append(collections.Counter(f"{type(one).__name__}: {Formatter([]).getMessage(one)}" for one in mine))
    return found


def read_all(root, size):
    """Print a row a reader; True when all of them agree with the disk."""
    feed = root / "feed.xml"
    xml, truth, good = feed.read_bytes(), on_disk(root), True
    modules = os.environ.get("NARRATOR_NODE_MODULES") or ROOT / "tests" / "node_modules"
    readers = {
        "feedparser": lambda: feedparser(xml),
        "podcastparser": lambda: podcastparser(xml),
        "podcast-partytime": lambda: partytime(feed, modules),
    }
    for name, read in readers.items():
        start = time.monotonic()
        wrong = differences(truth, found := read())
        good = good and not wrong and len(found) == size
        print(
            f"{size:5}  {name:18} {len(found):5} episodes, {len(wrong)} differences, {time.monotonic() - start:.1f} s"
        )
        print("".join(f"       {line}\n" for line in wrong[:5]), end="")
    if source := os.environ.get("NARRATOR_FEEDVALIDATOR"):
        errors, warnings = validate(xml, source)
        good = good and not errors
        print(f"{size:5}  W3C validator      {errors.total()} errors, {warnings.total()} warnings")
        for kind, found in (("error", errors), ("warning", warnings)):
            print("".join(f"       {kind}, {count} times: {line}\n" for line, count in found.most_common(10)), end="")
    return good


def main():
    from feed_of_many import cpu, grow

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1, 50, 5000])
    options.add_argument("--article", type=Path, default=ROOT / "examples" / "night-buses.html")
    chosen = options.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "narrator.toml").write_text(SHOW, "utf-8")
        cpu("make", chosen.article.resolve(), "--engine", "espeak", "-o", "one", cwd=work)
        (bundle,) = (path.parent for path in (work / "one").glob("*/episode.json"))
        for size in chosen.sizes:
            grow(bundle, work / str(size), size)
            cpu("feed", "build", size, cwd=work)
            good = read_all(work / str(size), size) and good
    if not os.environ.get("NARRATOR_FEEDVALIDATOR"):
        print("The W3C validator did not run: NARRATOR_FEEDVALIDATOR names no source of it.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
