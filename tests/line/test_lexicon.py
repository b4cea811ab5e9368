"""A lexicon on the way from the command line to the bundle."""

import json

import pytest


@pytest.fixture
def house(tmp_path):
    (tmp_path / "house.toml").write_text('[words]\nVell = "Well"\nMarlow = { ipa = "x" }\n', "utf-8")
    (tmp_path / "narrator.toml").write_text('[script]\nlexicon = ["house.toml"]\n', "utf-8")


def spoken(told):
    return [one["spoken"] for chapter in json.loads(told.stdout)["chapters"] for one in chapter["utterances"]]


def test_the_article_s_lexicon_wins_over_the_house_s(command, story, house, tmp_path):
    (tmp_path / "one.csv").write_text("word,alias\nferry,boat\n", "utf-8")
    by_house = spoken(command("script", story, "--json"))
    by_both = spoken(command("script", story, "--json", "--lexicon", "one.csv"))
    assert any("Well" in line for line in by_house)
    assert [line.replace("ferry", "boat") for line in by_house] == by_both


def test_a_lexicon_shapes_the_episode_and_what_it_cannot_do_is_told(command, story, house, tmp_path):
    (tmp_path / "one.csv").write_text("word,alias\nferry,boat\n", "utf-8")
    first = command("make", story, "--engine", "espeak")
    assert first.returncode == 0, first.stderr
    assert "Marlow" in first.stderr
    assert "Nothing has changed" in command("make", story, "--engine", "espeak").stderr
    other = command("make", story, "--engine", "espeak", "--lexicon", "one.csv")
    assert other.stdout == first.stdout
    assert "Nothing has changed" not in other.stderr


def test_only_the_sentences_with_the_word_are_spoken_anew(command, story, tmp_path):
    (tmp_path / "one.csv").write_text("word,alias\nferry,boat\n", "utf-8")
    assert command("make", story, "--engine", "espeak").returncode == 0
    clips = {path.name for path in tmp_path.rglob("clips/*/*")}
    assert command("make", story, "--engine", "espeak", "--lexicon", "one.csv").returncode == 0
    new = {path.name for path in tmp_path.rglob("clips/*/*")} - clips
    lines = spoken(command("script", story, "--json"))
    assert len(new) == sum("ferry" in line.lower() for line in lines) > 0
    assert len(clips) > len(new)


def test_a_broken_lexicon_stops_the_run_at_once(command, story, tmp_path):
    (tmp_path / "bad.toml").write_text("[words]\nVell = 3\n", "utf-8")
    told = command("make", story, "--engine", "espeak", "--lexicon", "bad.toml")
    assert told.returncode == 2
    assert "bad.toml, line 2, column 1" in told.stderr
    assert not list(tmp_path.glob("output/*"))


def test_a_passage_in_another_language_has_its_own_voice(command, tmp_path):
    (tmp_path / "story.txt").write_text(
        "They sang «Ми їдемо додому!» all the way to the harbour, and nobody slept.", "utf-8"
    )
    (tmp_path / "narrator.toml").write_text('[script]\nforeign = "voice"\n', "utf-8")
    told = command("make", "story.txt", "--lang", "en", "--engine", "espeak")
    assert told.returncode == 0, told.stderr
    assert "«Ми їдемо додому!»" in spoken(command("script", "story.txt", "--lang", "en", "--json"))
