"""The whole line through the command, as users run it."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time

import pytest

import narrator


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def only(folder):
    (bundle,) = [path for path in folder.iterdir() if (path / "episode.json").is_file()]
    return bundle


def test_a_page_becomes_an_episode(command, story, tmp_path):
    done = command("make", story, "--engine", "espeak", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    bundle = only(tmp_path / "out")
    assert done.stdout == f"{bundle}\n"
    manifest = json.loads((bundle / "episode.json").read_text("utf-8"))
    assert manifest["schema"] == 1
    assert manifest["disclosure"] == "This audio is created with AI assistance."
    assert manifest["voice"]["engine"] == "espeak"
    assert set(manifest["source"]) == {"sha256"}
    assert (bundle / manifest["audio"]["file"]).stat().st_size == manifest["audio"]["bytes"]
    starts = [chapter["start_ms"] for chapter in manifest["chapters"]]
    assert starts == sorted(starts)
    assert starts[0] == 0
    assert abs(manifest["chapters"][-1]["end_ms"] - manifest["audio"]["duration_s"] * 1000) <= 1


def test_the_cache_keeps_to_its_limit_with_all_that_is_kept(command, story, tmp_path):
    env = {"NARRATOR_SPEECH_CACHE_MAX_MB": "1"}
    assert command("make", story, "--engine", "espeak", "-o", tmp_path / "out", env=env).returncode == 0
    told = json.loads(command("cache", "info", "--json", env=env).stdout)
    assert 500_000 < told["bytes"] <= told["max_bytes"] == 1_000_000


def test_a_cache_that_is_a_file_is_done_without(command, story, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    env = {"NARRATOR_CACHE": str(tmp_path / "file")}
    done = command("make", story, "--engine", "espeak", "-o", tmp_path / "out", env=env)
    assert done.returncode == 0, done.stderr
    assert "cannot be kept" in done.stderr


def test_what_is_said_and_what_is_not(command, story):
    told = json.loads(command("script", story, "--json").stdout)
    said = " ".join(one["text"] for chapter in told["chapters"] for one in chapter["utterances"])
    assert said.startswith("This audio is created with AI assistance.")
    for kept in (
        "The island council of Vell voted",
        "Nobody should have to choose",
        "Fishermen in the harbour",
        "free of charge for the first time.",
    ):
        assert kept in said
    for chrome in (
        "Skip to content",
        "Subscribe",
        "Island Weekly",
        "Ada Quill",
        "MORE NEWS",
        "Lighthouse keeper",
        "5:58",
        "required",
    ):
        assert chrome not in said
    left_out = " ".join(span["text"] for span in told["removed"])
    for chrome in ("Skip to content", "Island Weekly", "Lighthouse keeper", "indicates required"):
        assert chrome in left_out
    assert all(span["rule"] for span in told["removed"])
    roles = [one["role"] for chapter in told["chapters"] for one in chapter["utterances"]]
    assert roles[0] == "disclosure"
    assert roles.count("disclosure") == 1
    spoken = " ".join(one["spoken"] for chapter in told["chapters"] for one in chapter["utterances"])
    assert not any(character.isdigit() for character in spoken)
    assert set(told["estimate"]) == {"utterances", "requests", "characters", "duration_s"}


def test_two_processes_and_empty_caches_make_the_same_bytes(command, story, tmp_path):
    for name in ("one", "two"):
        env = {"NARRATOR_CACHE": str(tmp_path / f"cache-{name}"), "PYTHONHASHSEED": "1" if name == "one" else "2"}
        done = command("make", story, "--engine", "espeak", "-o", tmp_path / name, env=env)
        assert done.returncode == 0, done.stderr
    first, second = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert first.keys() == second.keys()
    assert first == second


def test_ten_kills_and_a_rerun_make_the_same_bytes(command, story, tmp_path):
    env = {"NARRATOR_CACHE": str(tmp_path / "whole")}
    began = time.monotonic()
    assert command("make", story, "--engine", "espeak", "-o", tmp_path / "whole-out", env=env).returncode == 0
    length = time.monotonic() - began
    chance = random.Random(20261123)
    surroundings = {**os.environ, "NARRATOR_CACHE": str(tmp_path / "torn")}
    for _ in range(10):
        started = subprocess.Popen(
            [sys.executable, "-m", "narrator", "make", story, "--engine", "espeak", "-o", tmp_path / "torn-out"],
            env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.1, 1.0) * length)
        started.send_signal(signal.SIGKILL)
        started.wait()
    done = command(
        "make", story, "--engine", "espeak", "-o", tmp_path / "torn-out", env={"NARRATOR_CACHE": str(tmp_path / "torn")}
    )
    assert done.returncode == 0, done.stderr
    whole, torn = tree(tmp_path / "whole-out"), tree(tmp_path / "torn-out")
    assert whole.keys() == torn.keys()
    assert whole == torn


def test_a_rerun_changes_nothing_and_says_so(command, story, tmp_path):
    first = command("make", story, "--engine", "espeak", "-o", tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    again = command("make", story, "-o", tmp_path / "out")
    assert again.returncode == 0
    assert again.stdout == first.stdout
    assert "Nothing has changed" in again.stderr
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}


def test_json_lines_only(command, story, tmp_path):
    done = command("make", story, tmp_path / "missing.txt", "--engine", "espeak", "--json", "-o", tmp_path / "out")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert lines[-1]["type"] == "result"
    assert [one["title"] for one in lines[-1]["episodes"]]
    (failure,) = lines[-1]["failed"]
    assert failure["source"].endswith("missing.txt")
    assert {"utterance_spoken", "published", "script_written"} <= {line["type"] for line in lines}


def test_one_mp3_and_nothing_else(command, story, tmp_path):
    target = tmp_path / "alone" / "story.mp3"
    done = command("make", story, "--engine", "espeak", "-o", target)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{target}\n"
    assert [path.name for path in target.parent.iterdir()] == ["story.mp3"]
    assert target.read_bytes()[:3] == b"ID3"


def test_standard_input(command, story, tmp_path):
    done = command(
        "make",
        "-",
        "--engine",
        "espeak",
        "--title",
        "Ferry kept",
        "-o",
        tmp_path / "out",
        stdin=story.read_text("utf-8"),
    )
    assert done.returncode == 0, done.stderr
    assert only(tmp_path / "out").name.startswith("ferry-kept-")


def test_auto_without_a_network_speaks_with_espeak(command, story, tmp_path):
    with_nobody_there = {"NARRATOR_GTTS_URL": "https://127.0.0.1:9"}
    done = command("make", story, "-o", tmp_path / "out", env=with_nobody_there)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("warning:") == 1
    manifest = json.loads((only(tmp_path / "out") / "episode.json").read_text("utf-8"))
    assert manifest["voice"]["engine"] == "espeak"


def test_the_title_and_byline_that_were_asked_for(command, story, tmp_path):
    done = command(
        "make", story, "--engine", "espeak", "--title", "The last ferry", "--byline", "Ada Quill", "--published", "2026-11-23", "-o", tmp_path / "out"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    manifest = json.loads((only(tmp_path / "out") / "episode.json").read_text("utf-8"))
    assert (manifest["title"], manifest["byline"], manifest["published"]) == (
        "The last ferry",
        ["Ada Quill"],
        "2026-11-23",
    )
    text = (only(tmp_path / "out") / manifest["files"]["script"]["file"]).read_text("utf-8")
    assert "The last ferry" in text
    assert "Ada Quill" in text


def bad_inputs(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "menu.html").write_text("<html><body><nav><a href=/>Home</a> <a href=/b>News</a></nav></body></html>")
    (folder / "file").write_text("x")
    (folder / "huge.txt").write_text("The ferry sails again today, the council said. " * 220_000)
    (folder / "bytes.txt").write_bytes(bytes(range(128, 256)) * 40)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["empty.txt"], 4, "empty"),
        (["menu.html"], 4, ""),
        (["picture.png"], 3, "PNG"),
        (["huge.txt"], 3, "max_bytes"),
        (["bytes.txt"], 3, "hint:"),
        (["nowhere.txt"], 3, "nowhere.txt"),
        (["http://127.0.0.1:9/x"], 3, "--allow-private"),
        (["story.txt", "--engine", "espeek"], 5, "espeak"),
        (["story.txt", "--engine", "espeak", "--voice", "nobody"], 5, "nobody"),
        (["story.txt", "--engine", "espeak", "--lang", "qq"], 5, "qq"),
        (["story.txt", "--engine", "espeak", "-o", "file/below"], 8, "file"),
        (["story.txt", "--published", "yesterday"], 2, "2026-03-05"),
        (["story.txt", "--no-such-option"], 2, "no-such-option"),
        (["story.txt", "empty.txt", "-o", "x.mp3"], 2, "several"),
    ],
)
def test_bad_input_is_a_clear_error_and_leaves_nothing(command, story, tmp_path, arguments, code, told):
    bad_inputs(tmp_path)
    before = tree(tmp_path)
    done = command("make", *arguments)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert {name for name in tree(tmp_path) if not name.startswith("cache/")} == set(before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("setting", ["intro", "cover"])
def test_a_pipe_for_sound_or_picture_is_not_waited_for(command, story, tmp_path, setting):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "narrator.toml").write_text(f'[audio]\n{setting} = "pipe"\n')
    done = command("make", story, "--engine", "espeak", timeout=60)
    assert done.returncode == 2, done.stderr
    assert "it is no file" in done.stderr


@pytest.mark.parametrize("ask", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_an_interrupt_exits_with_130(story, tmp_path, ask, flags):
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes connections and never says a word
        env = {
            **os.environ,
            "NARRATOR_CACHE": str(tmp_path / "cache"),
            "NARRATOR_GTTS_URL": f"https://127.0.0.1:{deaf.getsockname()[1]}",
        }
        started = subprocess.Popen(
            [sys.executable, "-m", "narrator", "make", story, "--engine", "gtts", "-o", tmp_path / "out", *flags],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with deaf.accept()[0]:
            started.send_signal(ask)
            lines, told = started.communicate(timeout=20)
    assert started.returncode == 130, told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()
    if flags:
        last = json.loads(lines.splitlines()[-1])
        assert (last["type"], last["failed"][0]["exit_code"]) == ("result", 130)


def test_an_interrupt_leaves_a_good_cache_behind_a_native_engine(command, tmp_path):
    lines = (f"On day {day} the ferry left at seven and came back at nine, and nobody was late." for day in range(2000))
    (tmp_path / "long.txt").write_text("The long winter\n\n" + "\n\n".join(lines), "utf-8")
    env = {**os.environ, "NARRATOR_CACHE": str(tmp_path / "cache")}
    started = subprocess.Popen(
        [sys.executable, "-m", "narrator", "make", "long.txt", "--engine", "espeak", "-o", "out", "--json"],
        env=env, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    spoken = 0
    while spoken < 5:
        spoken += json.loads(started.stdout.readline())["type"] == "utterance_spoken"
    started.send_signal(signal.SIGINT)
    lines, told = started.communicate(timeout=20)
    assert started.returncode == 130, told
    last = json.loads(lines.splitlines()[-1])
    assert "goes on from there" in last["failed"][0]["hint"]
    assert not (tmp_path / "out").exists()
    assert command("cache", "verify").returncode == 0
    kept = json.loads(command("cache", "info", "--json").stdout)
    assert kept["clips"] >= 5


def test_the_library_in_three_lines(story, tmp_path):
    seen = []
    episode = narrator.narrate(story, engine="espeak", output=tmp_path / "out", on_event=seen.append)
    assert episode.audio.is_file()
    assert episode.path == only(tmp_path / "out")
    assert episode.title
    assert episode.duration_s > 20
    assert episode.chapters[0].start == 0
    assert episode.disclosure == "This audio is created with AI assistance."
    assert episode.manifest["audio"]["duration_s"] == pytest.approx(episode.duration_s, abs=0.001)
    assert seen


def test_the_library_takes_articles_and_refuses_texts(story, tmp_path):
    article = narrator.extract(story.read_text("utf-8"))
    episode = narrator.narrate(article, engine="espeak", title="From an article", output=tmp_path / "out")
    assert episode.title == "From an article"
    for text in (story.read_text("utf-8"), "One line of text, no place at all."):
        with pytest.raises(narrator.NarratorError) as caught:
            narrator.narrate(text, engine="espeak", output=tmp_path / "out")
        assert "narrate(extract(text))" in caught.value.hint
    for nonsense in (None, 3, b"bytes"):
        with pytest.raises(ValueError, match="not"):
            narrator.narrate(nonsense, output=tmp_path / "out")
