"""The page that started the project: everything that is its article is said, and nothing else."""

import itertools
import json
import re
import subprocess

import pytest

CHROME = (
    "Subscribe to newsletter", "background", "Belarus Weekly", "News Feed", "pre-order", "Skip to content", "5:58 PM",
    "Editors' Picks", "Getty Images", "MORE NEWS", "indicates required", "could backfire", "Kate Tsurkan",
)  # fmt: skip


@pytest.fixture(scope="module")
def seed(data):
    (page,) = [path for path in (data / "seed").glob("*.txt") if not path.name.endswith(".truth.txt")]
    truth = page.with_suffix(".truth.txt").read_text("utf-8")
    return page, [paragraph for paragraph in truth.split("\n\n") if paragraph.strip()]


def words(text):
    return re.findall(r"\w+", text)


def test_the_script_says_the_article_and_nothing_else(command, seed):
    page, paragraphs = seed
    told = json.loads(command("script", page, "--json").stdout)
    said = [one for chapter in told["chapters"] for one in chapter["utterances"]]
    blocks = {}
    for one in said:
        if one["block"] is not None:
            blocks.setdefault(one["block"], []).extend(words(one["text"]))
    assert list(blocks.values()) == [words(paragraph) for paragraph in paragraphs]
    assert [one["role"] for one in said if one["block"] is None] == ["disclosure"]
    everything = " ".join(one["spoken"] for one in said)
    assert not [line for line in CHROME if line in everything]
    assert not re.search(r"\d", everything)
    assert len(told["chapters"]) >= 3
    titles = [chapter["title"] for chapter in told["chapters"]]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 60 and len(words(title)) >= 2 for title in titles)


def test_the_mp3_has_the_chapters_that_the_manifest_names(command, seed, program, tmp_path):
    page, _ = seed
    done = command("make", page, "--engine", "espeak", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "out").glob("*/episode.json")
    manifest = json.loads(path.read_text("utf-8"))
    mp3 = path.with_name(manifest["audio"]["file"])
    told = json.loads(
        subprocess.run(
            [program("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", mp3], capture_output=True, check=True
        ).stdout
    )
    seen = [(float(one["start_time"]), float(one["end_time"]), one["tags"]["title"]) for one in told["chapters"]]
    planned = [(one["start_ms"] / 1000, one["end_ms"] / 1000, one["title"]) for one in manifest["chapters"]]
    assert seen == planned
    assert len(seen) >= 3
    assert seen[0][0] == 0
    assert all(one[1] == after[0] for one, after in itertools.pairwise(seen))
    assert seen[-1][1] == pytest.approx(manifest["audio"]["duration_s"], abs=0.001)
    pcm = subprocess.run(
        [program("ffmpeg"), "-v", "error", "-i", mp3, "-f", "s16le", "-"], capture_output=True, check=True
    ).stdout
    assert len(pcm) == 2 * manifest["audio"]["samples"]
