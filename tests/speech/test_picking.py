"""Languages to voices, names to engines, and what asking costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from narrator import speech
from narrator.errors import MissingExtra, UnknownEngine, UnknownLanguage, UnknownVoice
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


def test_the_engines_of_other_packages_are_found(tmp_path, settings, monkeypatch):
    package = tmp_path / "shout-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1\n")
    (package / "entry_points.txt").write_text(
        "[narrator.engines]\nshout = shouting:Shouting\nbroken = shouting_missing:Nothing\n"
    )
    (tmp_path / "shouting.py").write_text(
        "from narrator.speech.espeak import EspeakEngine\nclass Shouting(EspeakEngine):\n    pass\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert {"espeak", "gtts", "shout", "broken"} <= set(speech.engine_names())
    assert speech.open_engine("shout", settings()).voices()
    with pytest.raises(MissingExtra, match="shouting_missing"):
        speech.open_engine("broken", settings())
    speech.close_engines()


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
