"""Languages to voices, names to engines, and what asking costs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from narrator import speech
from narrator.errors import MissingExtra, SpeechError, UnknownEngine, UnknownLanguage, UnknownVoice
from narrator.speech import engines, pick_voice


@pytest.mark.parametrize(("engine", "language", "expected"), [
    ("espeak", "en", "en-us"), ("espeak", "en-GB", "en-gb"), ("espeak", "en-NZ", "en-us"), ("espeak", "und", "en-us"),
    ("espeak", "", "en-us"), ("espeak", "EN_us", "en-us"), ("espeak", "de-AT", "de"), ("espeak", "fr", "fr-fr"),
    ("espeak", "uk", "uk"), ("espeak", "zh-Hant-TW", "cmn"), ("espeak", "no", "nb"), ("espeak", "pt-BR", "pt-br"),
    ("espeak", "es-MX", "es"), ("espeak", "ko", "ko"), ("gtts", "en", "en"), ("gtts", "en-GB", "en@co.uk"), ("gtts", "en-US", "en"),
    ("gtts", "und", "en"), ("gtts", "he", "iw"), ("gtts", "nb", "no"), ("gtts", "zh", "zh"), ("gtts", "zh-TW", "zh-TW"),
    ("gtts", "pt-PT", "pt-PT"), ("gtts", "uk-UA", "uk"), ("gtts", "fil", "tl"), ("gtts", "fr-CA", "fr-CA"),
])  # fmt: skip
def test_a_language_has_a_voice(settings, engine, language, expected):
    assert pick_voice(engine, settings(), language, None).id == expected


@pytest.mark.parametrize("engine", ["espeak", "gtts"])
def test_an_unknown_language_is_an_error_with_a_hint(settings, engine):
    with pytest.raises(UnknownLanguage) as caught:
        pick_voice(engine, settings(), "tlh", None)
    assert caught.value.hint


@pytest.mark.parametrize(("engine", "wanted", "near"), [
    ("espeak", "en-uss", "en-us"), ("gtts", "en@co.ukk", "en@co.uk"), ("espeak", "Samantha", "en-us"),
])  # fmt: skip
def test_an_unknown_voice_is_an_error_with_the_nearest(settings, engine, wanted, near):
    with pytest.raises(UnknownVoice) as caught:
        pick_voice(engine, settings(), "en", wanted)
    assert near in caught.value.hint


def test_a_wanted_voice_is_found_whatever_its_case(settings):
    assert pick_voice("espeak", settings(), "de", "EN-US").id == "en-us"


def test_an_unknown_engine_is_an_error_with_the_nearest(settings):
    with pytest.raises(UnknownEngine) as caught:
        speech.open_engine("gtss", settings())
    assert "gtts" in caught.value.hint


ENGINES = """
from dataclasses import replace
from narrator.speech.espeak import EspeakEngine
class Shouting(EspeakEngine):
    name = "shout"
    @property
    def info(self):
        return replace(super().info, name=self.name)
    def voices(self):
        return tuple(replace(voice, engine=self.name) for voice in super().voices())
class Borrowing(Shouting):
    name = "borrowing"
    def voices(self):
        return EspeakEngine.voices(self)
class Misnamed(Shouting):
    pass
class Unborn(Shouting):
    def __init__(self, settings):
        raise ValueError("no licence key")
class Secretive(Shouting):
    name = "secretive"
    options = {"self": object()}
class Mute(Shouting):
    name = "mute"
    def synthesize(self, utterance):
        return None
class Clumsy(Shouting):
    name = "clumsy"
    def synthesize(self, utterance):
        return {}[utterance.spoken]
class Voiceless(Shouting):
    name = "voiceless"
    def voices(self):
        return self.catalogue
"""
BROKEN = {
    "absent": ("shouting_missing:Nothing", MissingExtra, "shouting_missing"),
    "nameless": ("shouting:Nothing", SpeechError, "The engine nameless is broken"),
    "unborn": ("shouting:Unborn", SpeechError, "The engine unborn is broken .*no licence key"),
    "misnamed": ("shouting:Misnamed", SpeechError, "misnamed calls itself 'shout'"),
    "secretive": ("shouting:Secretive", SpeechError, "The engine secretive is broken"),
}


@pytest.fixture
def others(tmp_path):
    """A folder with engines of another package as if they were installed there: one that works, and broken ones."""
    package = tmp_path / "others" / "shout-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1\n")
    places = {
        "shout": "shouting:Shouting", "mute": "shouting:Mute", "clumsy": "shouting:Clumsy",
        "voiceless": "shouting:Voiceless", "borrowing": "shouting:Borrowing", **{name: where for name, (where, _, _) in BROKEN.items()},
    }  # fmt: skip
    lines = "".join(f"{name} = {where}\n" for name, where in places.items())
    (package / "entry_points.txt").write_text(f"[narrator.engines]\n{lines}")
    (package.parent / "shouting.py").write_text(ENGINES)
    yield package.parent
    speech.close_engines()
    sys.modules.pop("shouting", None)


def test_the_engines_of_other_packages_are_found(others, settings, monkeypatch):
    monkeypatch.syspath_prepend(others)
    assert {"espeak", "gtts", "shout", *BROKEN} <= set(speech.engine_names())
    assert speech.open_engine("shout", settings()).voices()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_engine_is_named(others, settings, monkeypatch, name):
    monkeypatch.syspath_prepend(others)
    _, error, words = BROKEN[name]
    with pytest.raises(SpeechError, match=words) as caught:
        speech.open_engine(name, settings())
    assert type(caught.value) is error


def test_a_broken_engine_does_not_hide_the_others(others, command):
    env = {"PYTHONPATH": str(others)}
    for verb, broken in (("engines", set(BROKEN)), ("voices", {*BROKEN, "voiceless", "borrowing"})):
        told = command(verb, "--json", env=env)
        assert told.returncode == 0, told.stderr
        assert {"espeak", "shout"} <= {entry.get("engine") or entry["name"] for entry in json.loads(told.stdout)}
        warnings = told.stderr.splitlines()
        assert len(warnings) == len(broken)
        assert all(any(f"engine {name} " in line for line in warnings) for name in broken)
    assert command("voices", "--engine", "unborn", env=env).returncode == 5


@pytest.mark.parametrize(("name", "words"), [("mute", "NoneType"), ("clumsy", "KeyError")])
def test_a_mistake_of_an_engine_is_told_as_its_own_and_another_can_stand_in(others, command, tmp_path, name, words):
    (tmp_path / "story.txt").write_text("A story\n\n" + "It rained on the harbour all day long. " * 6, "utf-8")
    env = {"PYTHONPATH": str(others)}
    told = command("make", "story.txt", "--engine", name, "-o", "out", env=env)
    assert told.returncode == 5, told.stderr
    assert f"The engine {name} is broken" in told.stderr
    assert words in told.stderr
    assert "is kept" in told.stderr
    told = command("make", "story.txt", "--engine", name, "--fallback", "espeak", "-o", "out", env=env)
    assert told.returncode == 0, told.stderr
    assert "espeak reads the whole article" in told.stderr


def test_every_built_in_engine_can_be_imported():
    for name in engines.ENGINES:
        assert callable(engines._find(name))


def test_fact_sheets_cost_no_heavy_import():
    program = (
        "import sys\n"
        "from narrator import speech\n"
        "from narrator.settings import load\n"
        "settings = load(env={})\n"
        "assert [speech.info(name, settings).name for name in ('espeak', 'gtts')] == ['espeak', 'gtts']\n"
        "assert speech.pick_voice('espeak', settings, 'en', None).id == 'en-us'\n"
        "heavy = {'gtts', 'requests', 'urllib3', 'av', 'numpy', 'espeakng_loader'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_public_name_is_hidden_by_a_module_of_that_name():
    modules = {path.stem for path in Path(speech.__file__).parent.glob("*.py")}
    assert not modules & set(speech.__all__)
