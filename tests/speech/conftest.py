"""Engines, utterances and the stand-in for Google."""

import importlib.util
import sys
from pathlib import Path

import pytest

from narrator import speech
from narrator.model import Utterance
from narrator.settings import load
from narrator.speech import ClipCache
from narrator.store import FolderStore

_PLACE = Path(__file__).parent.parent / "standins" / "google.py"


@pytest.fixture(scope="session")
def standin():
    """The module of the stand-in; also a program, so it lies outside of the tests."""
    spec = importlib.util.spec_from_file_location("standin_google", _PLACE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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
