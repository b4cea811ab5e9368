"""docs/write-an-engine.md: what it says works, as the reader of that page would use it."""

import json
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_it_is_listed_and_speaks_an_article(command, example_engine, tmp_path):
    env = {"PYTHONPATH": str(example_engine)}
    listed = {engine["name"]: engine for engine in json.loads(command("engines", "--json", env=env).stdout)}
    assert listed["tones"]["licence"] == "CC0-1.0"
    voices = json.loads(command("voices", "--engine", "tones", "--json", env=env).stdout)
    assert [voice["id"] for voice in voices] == ["bass", "treble"]
    (tmp_path / "story.txt").write_text("A story\n\n" + "It rained on the harbour all day long. " * 6, "utf-8")
    done = command("make", "story.txt", "--engine", "tones", "--voice", "treble", "-o", "out", env=env)
    assert done.returncode == 0, done.stderr
    (manifest,) = (tmp_path / "out").glob("*/episode.json")
    assert json.loads(manifest.read_text("utf-8"))["voice"] == {
        "engine": "tones",
        "engine_version": "1",
        "id": "treble",
    }


def test_without_its_package_it_is_unknown(command):
    told = command("voices", "--engine", "tones")
    assert told.returncode == 5
    assert "no speech engine 'tones'" in told.stderr


def test_the_page_shows_the_contract_as_it_is():
    page = (DOCS / "write-an-engine.md").read_text("utf-8")
    shown = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[1]
    contract = (Path(__file__).parent / "test_contract.py").read_text("utf-8")
    assert "class EngineContract" in contract
    for line in ('name = "tones"', "longest = 1000"):
        assert line in shown
        assert line in contract


def test_the_page_about_engines_names_them_all():
    from narrator import speech

    page = (DOCS / "engines.md").read_text("utf-8")
    for name in speech.ENGINES:
        assert f"| `{name}` |" in page
