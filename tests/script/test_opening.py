import pytest

from narrator.model import Article
from narrator.script import disclosure, headline, segment
from narrator.script.opening import DISCLOSURES, byline, clip, opens_with
from narrator.settings import Write


@pytest.mark.parametrize("language", sorted(DISCLOSURES))
def test_every_disclosure_is_one_sentence(language):
    sentence = disclosure(language, Write())
    assert sentence == DISCLOSURES[language]
    assert segment(sentence, language) == (sentence,)
    assert len(sentence) <= 100
    assert language == "th" or sentence[-1] in ".。।。։۔"


def test_the_wording_is_a_setting():
    settings = Write(disclosure={"en": "A machine reads this.", "pt-BR": "Uma máquina lê."})
    assert disclosure("en-GB", settings) == "A machine reads this."
    assert disclosure("pt-BR", settings) == "Uma máquina lê."
    assert disclosure("pt", settings) == DISCLOSURES["pt"]
    assert disclosure("xx", settings) == "A machine reads this."
    assert disclosure("xx", Write()) == DISCLOSURES["en"]


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", ("Ann Lee",), "By Ann Lee."),
        ("en", ("Ann Lee", "Bo Fisk", "Cy Orr"), "By Ann Lee, Bo Fisk and Cy Orr."),
        ("en", ("Martin Hale Jr.",), "By Martin Hale Jr."),
        ("de", ("Ann Lee", "Bo Fisk"), "Von Ann Lee und Bo Fisk."),
        ("uk", ("Ганна Лі", "Богдан Орр"), "Автори: Ганна Лі і Богдан Орр."),
        ("zh", ("李安", "王博"), "作者：李安、王博。"),
        ("xx", ("Ann Lee", "Bo Fisk"), "Ann Lee, Bo Fisk."),
        ("en", ("", " "), ""),
        ("en", (), ""),
    ],
)
def test_byline(language, names, said):
    assert byline(names, language) == said


def test_opens_with_looks_at_letters_only():
    assert opens_with("“The mill—is closed” said the town.", "The Mill is closed…")
    assert not opens_with("The mill was closed.", "The mill is closed")
    assert not opens_with("Anything", "…")


def test_clip_ends_where_a_phrase_ends():
    assert clip("The mill is closed.", 60, "en") == "The mill is closed"
    assert clip("Rye, oats, barley, wheat, millet, maize and rice were sold at the fair", 40, "en") not in {
        "Rye",
        "Rye, oats",
    }
    assert len(clip("x" * 200, 60, "en")) <= 60


def test_an_article_of_nothing_has_a_name():
    assert headline(Article()) == "Untitled"
    assert headline(Article(site="Ardle Times")) == "Ardle Times"
