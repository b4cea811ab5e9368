"""Engines, utterances and the stand-in for Google."""

import importlib
import importlib.util
import os
import re
import tomllib
from pathlib import Path

import pytest

from narrator import speech
from narrator.model import Utterance
from narrator.settings import load
from narrator.speech import ClipCache
from narrator.store import FolderStore


@pytest.fixture(scope="session")
def standin():
    return importlib.import_module("tests.standins.google")


@pytest.fixture(scope="session")
def openai_standin():
    return importlib.import_module("tests.standins.openai")


@pytest.fixture(scope="session")
def piper_voice():
    """What writes a small voice for Piper."""
    for package in ("piper", "onnx"):
        if importlib.util.find_spec(package) is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{package} is not installed")
    return importlib.import_module("tests.standins.piper_voice")


@pytest.fixture(scope="session")
def example_engine(tmp_path_factory):
    """A folder that holds the example of docs/write-an-engine.md as if it had been installed there."""
    page = (Path(__file__).parents[2] / "docs" / "write-an-engine.md").read_text("utf-8")
    module, announcement = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("python", "toml"))
    project = tomllib.loads(announcement)["project"]
    folder = tmp_path_factory.mktemp("installed")
    (folder / "tones.py").write_text(module, "utf-8")
    facts = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {where}\n" for name, where in points.items())
        for group, points in project["entry-points"].items()
    ]
    (facts / "entry_points.txt").write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture
def google(standin, monkeypatch):
    """A Google of our own, whose certificate narrator trusts."""
    with standin.Google() as server:
        monkeypatch.setenv("SSL_CERT_FILE", server.roots)
        monkeypatch.setenv("NO_PROXY", "localhost")
        yield server
    speech.close_engines()


@pytest.fixture
def settings():
    """settings(speech={…}) without anything from this machine, and with impatient retries."""

    def make(**sections):
        sections.setdefault("speech", {}).setdefault("retry_wait_s", 0.02)
        return load(env={}, flags=sections)

    return make


@pytest.fixture
def google_settings(google, settings):
    """Settings under which the engine gtts asks the stand-in."""

    def make(**sections):
        sections["gtts"] = {"url": google.url, "timeout_s": 10.0, **sections.get("gtts", {})}
        return settings(**sections)

    return make


@pytest.fixture
def openai(openai_standin, monkeypatch):
    """A server of our own that speaks OpenAI's protocol and wants no key; nor is there one."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with openai_standin.OpenAI() as server:
        yield server
    speech.close_engines()


@pytest.fixture
def openai_settings(openai, settings):
    """Settings under which the engine openai asks the stand-in."""

    def make(**sections):
        sections["openai"] = {
            "base_url": openai.url, "timeout_s": 10.0, "requests_per_s": 1000.0, **sections.get("openai", {}),
        }  # fmt: skip
        return settings(**sections)

    return make


@pytest.fixture
def say():
    """say("Hello.", voice) is an utterance; the voice defaults to espeak's for the language."""

    def make(text, voice=None, *, language="en", role="body"):
        voice = voice or speech.pick_voice("espeak", load(env={}), language, None)
        return Utterance(text=text, spoken=text, role=role, language=language, voice=voice)

    return make


@pytest.fixture
def cache(tmp_path):
    return ClipCache(FolderStore(tmp_path / "cache"))


@pytest.fixture(autouse=True, scope="session")
def _closed():
    yield
    speech.close_engines()
