"""Who speaks, over a real socket: auto, the voice that is kept, and what happens when Google fails later."""

import json
import os
import subprocess
import sys

import pytest

from narrator import publish
from tests.standins.google import Google


@pytest.fixture
def google():
    with Google() as server:
        yield server


@pytest.fixture
def make(command, story, tmp_path):
    def run(google, *arguments, out="out", **env):
        reach = {
            "NARRATOR_GTTS_URL": google.url,
            "SSL_CERT_FILE": google.roots,
            "NARRATOR_SPEECH_RETRY_WAIT_S": "0.05",
            "NARRATOR_SPEECH_AUTO_DEADLINE_S": "20",  # a busy machine is no network that is down
        }
        return command("make", story, "-o", tmp_path / out, *arguments, env=reach | env)

    return run


def voice(tmp_path, out="out"):
    (manifest,) = (tmp_path / out).glob("*/episode.json")
    return json.loads(manifest.read_text("utf-8"))["voice"]


def test_auto_takes_google_when_it_answers(make, google, tmp_path):
    done = make(google)
    assert done.returncode == 0, done.stderr
    assert voice(tmp_path)["engine"] == "gtts"
    assert done.stderr.count("goes to Google") == 1
    assert google.texts[0] == "This audio is created with AI assistance."
    assert google.texts.count(google.texts[0]) == 1
    assert all(len(text) <= 100 for text in google.texts)


def test_the_article_is_no_part_of_the_question(make, google, tmp_path):
    google.mode = "503"
    done = make(google)
    assert done.returncode == 0, done.stderr
    assert set(google.texts) == {"This audio is created with AI assistance."}
    assert voice(tmp_path)["engine"] == "espeak"
    assert done.stderr.count("warning:") == 1


@pytest.mark.parametrize("certificate", ["untrusted", "expired", "wrong-host"])
def test_a_certificate_that_is_wrong_is_refused(make, tmp_path, certificate):
    with Google(certificate=certificate) as google:
        done = make(google, "--engine", "gtts")
        assert done.returncode == 6, done.stderr
        assert google.count == 0
    assert "certificate" in done.stderr.lower()
    assert not (tmp_path / "out").exists()


def test_a_rerun_keeps_the_voice_without_a_network(make, google, tmp_path):
    assert make(google).returncode == 0
    asked = google.count
    google.mode = "503"
    again = make(google)
    assert again.returncode == 0, again.stderr
    assert "Nothing has changed" in again.stderr
    assert google.count == asked
    assert voice(tmp_path)["engine"] == "gtts"


def test_one_sentence_changed_costs_one_sentence(make, google, story, tmp_path):
    arguments = ("--title", "The last ferry")
    assert make(google, *arguments, "--engine", "gtts").returncode == 0
    asked = google.count
    story.write_text(story.read_text("utf-8").replace("by nine to four", "by twelve to one"), "utf-8")
    assert make(google, *arguments, "--engine", "gtts").returncode == 0
    new = google.texts[asked:]
    assert 1 <= len(new) <= 2
    assert "twelve to one" in " ".join(new)


def test_force_chooses_anew(make, google, tmp_path):
    assert make(google).returncode == 0
    google.mode = "503"
    done = make(google, "--force")
    assert done.returncode == 0, done.stderr
    assert voice(tmp_path)["engine"] == "espeak"


def test_a_later_failure_stops_keeps_the_work_and_names_the_way_on(make, google, tmp_path):
    google.script(*["ok"] * 4)
    google.mode = "403"
    done = make(google)
    assert done.returncode == 6, done.stderr
    assert "hint:" in done.stderr
    assert "espeak" in done.stderr
    assert not list((tmp_path / "out").glob("*/episode.json"))
    made = google.texts[:4]
    google.mode = "ok"
    asked = google.count
    again = make(google)
    assert again.returncode == 0, again.stderr
    assert voice(tmp_path)["engine"] == "gtts"
    assert not set(made[1:]) & set(google.texts[asked:])


def test_a_fallback_reads_the_whole_article(make, google, story, command, tmp_path):
    google.script(*["ok"] * 4)
    google.mode = "403"
    done = make(google, "--engine", "gtts", "--fallback", "espeak")
    assert done.returncode == 0, done.stderr
    assert "espeak reads the whole article instead" in done.stderr
    assert voice(tmp_path)["engine"] == "espeak"
    assert command("make", story, "-o", tmp_path / "plain", "--engine", "espeak").returncode == 0
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / out).glob("*/*") if path.is_file()}
        for out in ("out", "plain")
    )
    assert first == second
    google.mode = "ok"
    asked = google.count
    assert make(google).returncode == 0  # the voice stays
    assert (voice(tmp_path)["engine"], google.count) == ("espeak", asked)


def test_a_fallback_that_fails_too_is_an_error_and_an_unknown_one_is_named(make, google, tmp_path):
    google.mode = "403"
    assert make(google, "--engine", "gtts", "--fallback", "piper", NARRATOR_PIPER_VOICES="nowhere").returncode == 5
    assert make(google, "--engine", "gtts", "--fallback", "gtts").returncode == 6
    asked = google.count
    told = make(google, "--engine", "gtts", "--fallback", "espaek")
    assert told.returncode == 5
    assert google.count == asked
    assert "espeak" in told.stderr
    assert not (tmp_path / "out").exists()


def test_the_same_bytes_with_and_without_failures(make, google, tmp_path):
    assert make(google, "--engine", "gtts", NARRATOR_CACHE=str(tmp_path / "one")).returncode == 0
    google.script("429-after", "500", "ok", "reset", "half", "empty", "sorry")
    done = make(google, "--engine", "gtts", out="second", NARRATOR_CACHE=str(tmp_path / "two"))
    if done.returncode == 6:  # the "sorry" page means: stop asking; the second try goes on where it stopped
        done = make(google, "--engine", "gtts", out="second", NARRATOR_CACHE=str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / out).rglob("*") if path.is_file()}
        for out in ("out", "second")
    )
    assert first == second


@pytest.mark.skipif(os.name != "posix", reason="no file locks")
def test_processes_on_one_cache_and_one_output_share_the_work(google, story, tmp_path):
    google.delay = 0.05
    reach = {
        "NARRATOR_GTTS_URL": google.url,
        "SSL_CERT_FILE": google.roots,
        "NARRATOR_CACHE": str(tmp_path / "cache"),
    }
    crowd = [
        subprocess.Popen(
            [sys.executable, "-m", "narrator", "make", story, "--engine", "gtts", "-o", tmp_path / "out"],
            env=os.environ | reach, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    told = [process.communicate(timeout=200) for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 3, told
    assert len({lines for lines, _ in told}) == 1
    assert google.count == len(set(google.texts))
    (bundle,) = (tmp_path / "out").iterdir()
    assert publish.load(bundle, verify=True).manifest["voice"]["engine"] == "gtts"
    assert len(list(bundle.glob("*.mp3"))) == 1
