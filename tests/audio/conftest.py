"""Sound with marks that can be found again: tones, noise, and scripts to go with them."""

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from narrator.audio import record
from narrator.model import Article, AudioFormat, Clip, Scene, Script, Utterance, Voice
from narrator.settings import Audio

DISCLOSURE = "This audio is created with AI assistance."
VOICE = Voice(engine="espeak", id="en-us", language="en-US", name="English (America)")


def tone(seconds, *, hertz=1000.0, rate=22_050, level=0.25, before=0.0, after=0.0):
    """A tone that starts and ends at full strength, with silence around it, as 16-bit samples."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.rint(level * 32767 * np.cos(2 * np.pi * hertz * time)).astype("<i2")
    return np.concatenate([np.zeros(round(before * rate), "<i2"), sound, np.zeros(round(after * rate), "<i2")])


def clip(samples, *, rate=22_050, marks=()):
    return Clip(format=AudioFormat(rate=rate), pcm=np.asarray(samples, dtype="<i2").tobytes(), marks=tuple(marks))


def utterance(text="Said.", *, pause=350, role="body"):
    return Utterance(text=text, spoken=text, role=role, language="en", voice=VOICE, pause_after_ms=pause)


def script(*scenes):
    """script(("Title", [utterance, …]), …)"""
    return Script(
        language="en",
        disclosure=DISCLOSURE,
        scenes=tuple(Scene(title=title, utterances=tuple(said)) for title, said in scenes),
    )


@pytest.fixture
def article():
    return Article(
        title="A title",
        byline=("Ann Author", "Bo Writer"),
        site="The Daily Example",
        url="https://example.org/a-title",
        published="2025-03-05T17:58:00+02:00",
        language="en",
    )


@pytest.fixture
def make(tmp_path, article):
    """make(script, clips, bitrate_kbps=…) is a Recording."""

    def run(plan, clips, *, folder=None, article=article, title=None, info=None, kept=None, on_event=None, **settings):
        more = {"on_event": on_event} if on_event else {}
        return record(
            article,
            plan,
            clips,
            Audio(**settings),
            folder=folder or tmp_path / "work",
            title=title,
            info=info,
            kept=kept,
            **more,
        )

    return run


def decoded_by_ffmpeg(path):
    return decoded("ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-ac", "1", "-")


def decoded_by_mpg123(path):
    return decoded("mpg123", "-q", "-s", str(path))


def decoded_by_pyav(path):
    import av

    with av.open(str(path)) as container:
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(parts) * 32768.0


def decoded(*command):
    if not shutil.which(command[0]):
        lacking(f"{command[0]} is not installed")
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, dtype="<i2").astype(np.float64)


def lacking(reason):
    """Skip with the reason; with CI=true a missing program is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


DECODERS = {"ffmpeg": decoded_by_ffmpeg, "mpg123": decoded_by_mpg123, "PyAV": decoded_by_pyav}


def onset(sound, near, *, window, level):
    """First sample within `window` of `near` at which the sound reaches half its level."""
    first = max(0, near - window)
    loud = np.abs(sound[first : near + window]) > level * 32767 / 2
    assert loud.any(), f"nothing is heard near sample {near}"
    return first + int(loud.argmax())


@pytest.fixture(scope="session")
def node():
    """node("music_metadata.mjs", path) is what that reader prints, as JSON."""
    import json

    here = Path(__file__).parent / "readers"
    modules = Path(os.environ.get("NARRATOR_NODE_MODULES") or here.parent.parent / "node_modules")

    def run(reader, package, path):
        if not shutil.which("node"):
            lacking("node is not installed")
        if not (modules / package).is_dir():
            lacking(f"{package} is not installed (npm install in tests/, or set NARRATOR_NODE_MODULES)")
        done = subprocess.run(
            ["node", str(here / reader), str(modules), str(path)], check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def lab():
    """The functions above, by name: test modules cannot import this file."""
    return SimpleNamespace(
        DISCLOSURE=DISCLOSURE,
        DECODERS=DECODERS,
        tone=tone,
        clip=clip,
        utterance=utterance,
        script=script,
        onset=onset,
        lacking=lacking,
    )
