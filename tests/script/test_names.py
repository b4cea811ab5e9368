"""Names that no lexicon knows, by their shape."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from narrator.model import Article, Block
from narrator.script import Lexicon, read_lexicon, unknown_names
from narrator.script.entry import Entry


def listed(*texts, language="en", lexicon=None, **fields):
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    return unknown_names(Article(language=language, blocks=blocks, **fields), lexicon or Lexicon())


def found(*texts, **fields):
    return [name.text for name in listed(*texts, **fields)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mill in Vell burned.", ["Vell"]),
        ("Officers came. Nobody slept. Then it rained in May.", []),
        ("Quillon said so on Monday.", ["Quillon"]),
        ("Ann Quillon left. They saw Quillon again.", ["Quillon"]),
        ("They met Ludwig van Orrin and Mohammed bin Tarn al-Roe.", ["Ludwig van Orrin", "Mohammed bin Tarn al-Roe"]),
        ("A bank like the Bank of Vell fails.", ["Bank of Vell"]),
        ("Later the OSTE and the U.R. sent F-16s with the iPlan of McRoe.", ["OSTE", "U.R.", "F-16", "iPlan", "McRoe"]),
        ("We know G7, COVID-19 and NGOs.", ["G7", "COVID-19", "NGO"]),
        ("Then President Ann Roe and Mr. Dale met Prime Minister Tarn.", ["Ann Roe", "Dale", "Tarn"]),
        ("She told Quillon’s friend that O'Dale's boat sank.", ["Quillon", "O'Dale"]),
        ("The Council met. A council of two met the Council.", []),
        ("“We left,” she said: “Nobody came.”", []),
        ("I'm sure I've seen it and he said I did.", []),
        ("Some saw Roe in Vell, Orrin and Tarn.", ["Roe", "Vell", "Orrin", "Tarn"]),
        ("See https://Vell.example/Roe or www.Tarn.example.", []),
        ("THE MILL IN VELL BURNED.", []),
    ],
)  # fmt: skip
def test_english(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("uk", "Президент Ігор Квілон сказав у понеділок, що НАТО поруч. За словами Квілона, тихо.", ["Квілон", "Ігор", "НАТО"]),
        ("uk", "Ми бачили, що Стеф'юк спить.", ["Стеф'юк"]),
        ("ru", "В городе Велл спит Иван Квилон, а ООН нет.", ["Велл", "Иван", "Квилон", "ООН"]),
        ("fr", "Hier l'Orrin a vu qu'Artan dort. L'Ossange aussi.", ["Orrin", "Artan", "Ossange"]),
        ("de", "Am Montag brach der Tisch im Haus.", []),
        ("de", "Im Haus sah die Frau den Tisch von Ann Quillon. Quillons Tisch brach, sagt die NATO.", ["Ann Quillon", "NATO"]),
        ("es", "Ayer vimos a Ramón de la Ossa en Velleda.", ["Ramón de la Ossa", "Velleda"]),
        ("zh", "北京的人说。", []),
    ],
)  # fmt: skip
def test_other_languages(language, text, names):
    assert found(text, language=language) == names


def test_most_frequent_first_with_sentences_and_counts():
    first, second = listed("One saw Roe. Two saw Vell and Vell.", "Then Vell slept near Vell.")
    assert (first.text, first.count, first.sentences) == (
        "Vell",
        4,
        ("Two saw Vell and Vell.", "Then Vell slept near Vell."),
    )
    assert (second.text, second.count) == ("Roe", 1)


def test_headlines_count_but_prove_nothing():
    assert found("It rained.", title="Mill Burns In Vell") == []
    (name,) = listed("It rained in Vell.", title="Mill Burns In Vell")
    assert name.count == 2


def test_what_a_lexicon_knows_is_not_listed():
    text = "They saw Ann Roe and Vell’s mayor near Vell Bay with an F-16."
    known = Lexicon(
        entries=(Entry(words=("Vell",), alias=""), Entry(words=("F-16",), alias="F sixteen", engine="gtts"))
    )
    assert found(text, lexicon=known) == ["Ann Roe", "Bay"]
    full = Lexicon(entries=(*known.entries, Entry(words=("Roe",), alias="row")))
    assert found(text, lexicon=full) == ["Ann", "Bay"]
    german = Lexicon(entries=(Entry(words=("Vell",), alias="x", language="de"),))
    assert "Vell" in found(text, lexicon=german)


@limits(max_examples=80, deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("abAB RoeUN. ,'’-“”:16\n"), st.characters(codec="utf-8")), max_size=200
    ),
    language=st.sampled_from(["en", "de", "uk", "fr", "zh", "und"]),
)
def test_any_text_is_survived_and_what_is_listed_can_be_known(text, language):
    names = listed(text, language=language, title=text[:40])
    assert all(name.count >= len(name.sentences) > 0 for name in names)
    entries = tuple(Entry(words=(name.text,), alias="") for name in names)
    again = {name.text for name in listed(text, language=language, title=text[:40], lexicon=Lexicon(entries=entries))}
    assert not again & {name.text for name in names}


def test_the_command_prints_a_lexicon(command, tmp_path):
    (tmp_path / "story.txt").write_text(
        "Ferry to run\n\nThe council of Vell met Ann Quillon on Monday, and the OSTE sent a letter to the harbour master.\n\n"
        "Nobody in Vell slept that night, because the old ferry had to be mended before the first winter storms came in.\n",
        "utf-8",
    )
    told = command("names", "story.txt", "--lang", "en")
    assert told.returncode == 0, told.stderr
    (tmp_path / "asis.toml").write_text(told.stdout, "utf-8")
    assert read_lexicon([tmp_path / "asis.toml"]).entries == ()
    (tmp_path / "full.toml").write_text(told.stdout.replace('# "', '"'), "utf-8")
    words = [entry.words[0] for entry in read_lexicon([tmp_path / "full.toml"]).entries]
    assert words == ["Vell", "Ann Quillon", "OSTE"]
    again = command("names", "story.txt", "--lang", "en", "--lexicon", "full.toml", "--json")
    assert json.loads(again.stdout) == {"language": "en", "names": []}
    assert "Every name" in again.stderr
    by_setting = command("names", "story.txt", "--lang", "en", env={"NARRATOR_SCRIPT_LEXICON": "asis.toml,full.toml"})
    assert by_setting.stdout == ""


def test_the_command_on_a_broken_lexicon(command, tmp_path):
    (tmp_path / "story.txt").write_text("It rained in Vell.", "utf-8")
    (tmp_path / "bad.pls").write_text("<lexicon>\n<lexeme></lexicon>", "utf-8")
    told = command("names", "story.txt", "--lexicon", "bad.pls")
    assert told.returncode == 2
    assert "bad.pls, line 2, column" in told.stderr
    missing = command("names", "story.txt", "--lexicon", "gone.toml")
    assert missing.returncode == 2
    assert "gone.toml" in missing.stderr


def test_the_page_that_started_it_all(command, data):
    (page,) = [path for path in (data / "seed").glob("*.txt") if "truth" not in path.name]
    truth = page.with_suffix(".truth.txt").read_text("utf-8")
    told = json.loads(command("names", page, "--json").stdout)["names"]
    names = {name["name"] for name in told}
    shouted = {
        word.strip("().,") for word in truth.split() if word.strip("().,").isupper() and len(word.strip("().,")) > 3
    }
    assert shouted
    assert shouted <= names
    assert len(names) > 20
    assert [name["count"] for name in told] == sorted((name["count"] for name in told), reverse=True)
