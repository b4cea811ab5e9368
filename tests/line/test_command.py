"""The smaller commands, as users run them."""

import json
import os
import subprocess
import sys

import pytest

from narrator import __version__
from narrator.cli.app import COMMANDS


def test_version(command):
    assert command("--version").stdout == f"narrator {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(command, name):
    told = command(name, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"Usage: narrator {name}")
    assert "\\b" not in told.stdout


def test_engines(command):
    told = json.loads(command("engines", "--json").stdout)
    facts = {engine["name"]: engine for engine in told}
    assert facts["espeak"]["needs_network"] is False
    assert facts["gtts"]["needs_network"] is True
    assert facts["gtts"]["max_chars"] == 100
    assert "espeak" in command("engines").stdout


def test_voices(command):
    told = json.loads(command("voices", "--lang", "uk", "--json").stdout)
    assert {voice["engine"] for voice in told} == {"espeak", "gtts", "openai"}
    assert {voice["language"].split("-")[0] for voice in told} == {"uk", "mul"}
    british = command("voices", "--engine", "espeak", "--lang", "en-GB").stdout
    assert british
    nothing = command("voices", "--lang", "qq")
    assert {line.split()[0] for line in nothing.stdout.splitlines()} == {"openai"}


def test_a_voice_that_cannot_be_fetched_is_named(command, tmp_path):
    env = {"NARRATOR_PIPER_URL": "http://127.0.0.1:9", "NARRATOR_PIPER_VOICES": str(tmp_path / "voices")}
    told = command("voices", "--download", "en_US-lessac-medium", env=env)
    assert (told.returncode, told.stdout) == (6, "")
    assert "cannot be reached" in told.stderr


def test_doctor_without_google(command):
    told = command("doctor", "--json", env={"NARRATOR_GTTS_URL": "https://127.0.0.1:9"})
    assert told.returncode == 0, told.stdout
    found = {finding["name"]: finding for finding in json.loads(told.stdout)}
    assert found["espeak"]["good"]
    assert found["MP3"]["good"]
    assert not found["gtts"]["good"]
    assert found["gtts"]["hint"]


def test_doctor_says_when_nothing_can_be_made(command, tmp_path):
    (tmp_path / "file").write_text("x")
    told = command("doctor", env={"NARRATOR_GTTS_URL": "https://127.0.0.1:9", "NARRATOR_OUTPUT": "file/below"})
    assert told.returncode == 1
    assert "no  output" in told.stdout


def test_init_writes_once(command, tmp_path):
    assert command("init").stdout == "narrator.toml\n"
    assert (tmp_path / "narrator.toml").is_file()
    again = command("init")
    assert again.returncode == 8
    assert "--force" in again.stderr
    assert command("init", "--force").returncode == 0
    assert command("engines").returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(command, program, shell):
    told = command("completion", shell)
    assert told.returncode == 0
    assert "_NARRATOR_COMPLETE" in told.stdout
    if shell == "bash":
        subprocess.run([program("bash"), "-n"], input=told.stdout, text=True, check=True)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["mak", "x"], "narrator make"),
        (["https://example.com/x"], "narrator make https://example.com/x"),
        (["make"], "SOURCE"),
        (["--config", "nowhere.toml", "engines"], "narrator init"),
    ],
)
def test_slips_are_met_with_hints(command, arguments, hint):
    told = command(*arguments)
    assert told.returncode == 2
    assert hint in told.stderr
    assert told.stdout == ""


def test_a_wrong_setting_is_named(command, tmp_path):
    (tmp_path / "narrator.toml").write_text("[audio]\nbitrat = 64\n")
    told = command("engines")
    assert told.returncode == 2
    assert "bitrate_kbps" in told.stderr


def test_a_reader_that_leaves_is_no_error(program, story, tmp_path):
    shell = f"{sys.executable} -m narrator script {story} | head -1; exit ${{PIPESTATUS[0]}}"
    told = subprocess.run(
        [program("bash"), "-c", shell], capture_output=True, text=True, cwd=tmp_path, env=os.environ, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
@pytest.mark.parametrize(("source", "code"), [("story.txt", 0), ("nothing.txt", 3)])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_messages_that_nobody_can_read_stop_nothing(program, story, tmp_path, where, source, code):
    shell = f"{sys.executable} -m narrator make {source} --engine espeak -o out {where}"
    told = subprocess.run(
        [program("bash"), "-c", shell], capture_output=True, text=True, cwd=tmp_path, env=os.environ, check=False
    )
    assert (told.returncode, told.stderr) == (code, "")
    assert told.stdout.startswith("out/") == (code == 0)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_output_that_cannot_be_printed_is_a_clear_error(program, story, tmp_path):
    shell = f"{sys.executable} -m narrator script {story} > /dev/full"
    told = subprocess.run(
        [program("bash"), "-c", shell], capture_output=True, text=True, cwd=tmp_path, env=os.environ, check=False
    )
    assert told.returncode == 8
    assert "Traceback" not in told.stderr
