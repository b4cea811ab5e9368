"""narrator cache, as users run it."""

import json

import pytest

from narrator import speech
from narrator.settings import load


@pytest.fixture
def filled(tmp_path, say):
    """A cache with three sentences, where `command` looks for it."""
    settings = load(env={}, flags={"speech": {"cache": str(tmp_path / "cache")}})
    cache = speech.default_cache(settings)
    list(speech.speak([say(f"Sentence number {number}.") for number in range(3)], settings, cache=cache))
    return cache


def test_info(command, filled, tmp_path):
    told = json.loads(command("cache", "info", "--json").stdout)
    assert told == {
        "path": str(tmp_path / "cache"), "clips": 3, "others": 0, "bytes": filled.info().bytes, "max_bytes": 5_000_000_000,
    }  # fmt: skip
    assert "3 spoken sentences" in command("cache", "info").stdout


def test_info_of_a_cache_that_is_not_there(command, tmp_path):
    told = command("cache", "info", env={"NARRATOR_CACHE": str(tmp_path / "nowhere")})
    assert told.returncode == 0, told.stderr
    assert "0 spoken sentences" in told.stdout
    assert not (tmp_path / "nowhere").exists()


def test_prune(command, filled):
    assert json.loads(command("cache", "prune", "--json").stdout)["deleted"] == 0
    told = command("cache", "prune", "--max-mb", "0")
    assert told.stdout == "3 deleted, 0 left, 0.0 MB\n"
    assert filled.info().clips == 0


def test_a_cache_in_an_object_store_is_left_to_that_store(command):
    told = command("cache", "prune", env={"NARRATOR_CACHE": "memory://kept"})
    assert told.returncode == 2
    assert "expiry" in told.stderr


def test_verify(command, filled):
    assert command("cache", "verify").returncode == 0
    name = next(filled.store.list("clips"))
    filled.store.path(name).write_bytes(b"rubbish")
    told = command("cache", "verify")
    assert (told.returncode, told.stdout) == (8, f"{name}\n")
    assert "--delete" in told.stderr
    told = command("cache", "verify", "--delete", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {"damaged": [name], "left": []}
    assert filled.info().clips == 2


def test_a_cache_that_is_a_file_is_told(command, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for verb in ("info", "verify", "prune"):
        told = command("cache", verb, env={"NARRATOR_CACHE": str(tmp_path / "file")})
        assert (told.returncode, "not a folder" in told.stderr) == (8, True), verb
