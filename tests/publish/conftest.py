"""Small real episodes: an article, its script, and an MP3 of as many samples as its timeline says."""

import importlib.util
import math
import os
import re
import shutil
import threading
from pathlib import Path

import pytest

from narrator.model import (
    Article,
    Block,
    Chapter,
    Cue,
    EngineInfo,
    Recording,
    Scene,
    Script,
    Timeline,
    Utterance,
    Voice,
    Word,
)
from narrator.publish import Bundle, server

RATE = 44_100
VOICE = Voice(engine="espeak", id="en-us", language="en", name="English (America)")
INFO = EngineInfo(name="espeak", version="1.52.0", licence="GPL-3.0-or-later", kind="formant", word_marks=True)
DISCLOSURE = "This audio is created with AI assistance."

BODY = (
    ("heading", "The vote"),
    (
        "paragraph",
        "The council voted on Monday to keep the ferry. It passed by nine votes to four, after a long night.",
    ),
    ("quote", '"Nobody should have to choose between a doctor & a dry road," said Ines Marlow.'),
    ("heading", "The money"),
    ("paragraph", "The repair costs $1.5 million, and the council pays half of that sum. Fishermen were glad."),
    ("list_item", "1. The first sailing leaves on Dec. 3."),
    ("heading", "The winter"),
    ("paragraph", "Tickets cost the same as last year."),
)


def speak(text, role, block, language="en"):
    spoken = text.replace("$1.5 million", "one point five million dollars").replace("1. ", "one, ")
    return Utterance(
        text=text, spoken=spoken, role=role, language=language, voice=VOICE, block=block, pause_after_ms=300
    )


def sentences(text):
    return re.findall(r".+?[a-z\"][.!?](?=\s+[A-Z]|$)\s*|.+$", text)


def written(article, title):
    """A script with a chapter a heading, and the opening in the first."""
    opening = [speak(DISCLOSURE, "disclosure", None), speak(title, "headline", None)]
    if article.byline:
        opening.append(speak(f"By {', '.join(article.byline)}.", "byline", None))
    scenes, current, name = [], opening, title
    for index, block in enumerate(article.blocks):
        if block.kind == "heading":
            scenes.append(Scene(title=name, utterances=tuple(current)))
            name, current = block.text, [speak(block.text, "heading", index, article.language)]
            continue
        role = {"quote": "quote", "list_item": "list_item"}.get(block.kind, "body")
        current += [speak(part.strip(), role, index, article.language) for part in sentences(block.text)]
    scenes.append(Scene(title=name, utterances=tuple(current)))
    return Script(language=article.language, disclosure=DISCLOSURE, scenes=tuple(scenes))


def timed(script, *, marks=True, rate=RATE):
    """A timeline at 15 characters a second; word marks at the spoken words when `marks`."""
    at, cues, chapters = 0, [], []
    for scene in script.scenes:
        begun = at
        for utterance in scene.utterances:
            length = max(rate // 2, min(300, len(utterance.spoken)) * rate // 15)
            words, position = [], 0
            for word in utterance.spoken.split() if marks else ():
                first = utterance.spoken.index(word, position)
                position = first + len(word)
                start = at + length * first // max(1, len(utterance.spoken))
                end = at + length * position // max(1, len(utterance.spoken))
                words.append(Word(start=start, end=end, rate=rate, first=first, last=position))
            cues.append(Cue(start=at, end=at + length, rate=rate, utterance=utterance, words=tuple(words)))
            at += length + utterance.pause_after_ms * rate // 1000
        chapters.append(Chapter(start=begun, end=at, rate=rate, title=scene.title))
    return Timeline(rate=rate, samples=at, chapters=tuple(chapters), cues=tuple(cues))


def mp3(path, sound, rate=RATE):
    """A real MP3 of these samples."""
    import av

    with av.open(str(path), "w", format="mp3") as out:
        stream = out.add_stream("libmp3lame", rate=rate, layout="mono", options={"compression_level": "9"})
        stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(sound.astype("<i2").reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return path


def tone(samples, rate=RATE):
    """A soft tone that swells, for the ear and the eye."""
    import numpy as np

    t = np.arange(samples)
    return np.sin(t * (2 * math.pi * 220 / rate)) * 8000 * (0.2 + 0.8 * ((t // (rate // 2)) % 3) / 2)


@pytest.fixture(scope="session")
def encode():
    """encode(path, samples) writes a real MP3."""
    return mp3


@pytest.fixture(scope="session")
def sounds(tmp_path_factory):
    """sounds(samples) is an MP3 of that length; each length is encoded once."""
    folder = tmp_path_factory.mktemp("sounds")

    def get(samples):
        path = folder / f"{samples}.mp3"
        return path if path.exists() else mp3(path, tone(samples))

    return get


@pytest.fixture(scope="session")
def make_bundle(sounds):
    """make_bundle(title=…, url=…, …) is everything that goes into an episode, with a real MP3."""

    def make(*, title="Island keeps its ferry", body=BODY, marks=True, fingerprint="f1", **more):
        known = {
            "title": title,
            "url": "https://tern.example/ferry",
            "byline": ("Ada Quill",),
            "language": "en",
            "published": "2026-03-05",
            "site": "The Tern Herald",
            "sha256": "0" * 64,
        }
        article = Article(
            blocks=tuple(Block(kind=kind, text=text, level=2 if kind == "heading" else 0) for kind, text in body),
            **known | more,
        )
        script = written(article, title)
        timeline = timed(script, marks=marks)
        recording = Recording(path=sounds(timeline.samples), timeline=timeline, bitrate_kbps=64)
        return Bundle(
            article=article, title=title, script=script, recording=recording, info=INFO, fingerprint=fingerprint
        )

    return make


def lacking(reason):
    """Skip with the reason; with CI=true what is missing is a failure."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def package():
    """package("axe-core") is the folder of an npm package; skipped where it is not installed."""
    modules = Path(os.environ.get("NARRATOR_NODE_MODULES") or Path(__file__).parent.parent / "node_modules")

    def find(name):
        if not (modules / name).is_dir():
            lacking(f"{name} is not installed (npm install in tests/, or set NARRATOR_NODE_MODULES)")
        return modules / name

    return find


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A headless Chromium; skipped (with CI=true: failed) where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        lacking("no Chromium is installed")
    spec = importlib.util.spec_from_file_location("browser", Path(__file__).with_name("browser.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    running = module.Browser(program, tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def serve():
    """serve(folder) is its address on loopback."""
    servers = []

    def start(folder):
        running = server(folder, port=0)
        threading.Thread(target=running.serve_forever, daemon=True).start()
        servers.append(running)
        return f"http://127.0.0.1:{running.server_port}"

    yield start
    for running in servers:
        running.shutdown()
        running.server_close()
