"""What holds for any text: no exception, no digit left, positions that add up, prose untouched."""

import pickle
import string
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.script.spoken import Change, Spoken, normalize, spell
from narrator.script.spoken.english_tables import (
    ABBREVIATIONS,
    CURRENCIES,
    MONTHS,
    PER,
    SCALES,
    STATES,
    STREETS,
    SUFFIXES,
    TITLES,
    UNITS,
)
from narrator.script.spoken.speak import _GRAMMARS

TABLES = ("en", "de", "fr", "es", "uk", "ru", "it", "nl", "pl")
WRITTEN = (
    "1 2 31 007 1,000 1.000 2014 1990s 99999999999999999999 ½ ² x³ 10⁶ ^ ⁻ ① ٣ １ $ € £ % ° § & @ # / - – . , : ; ( ) ' ’ \" + = * < > _ "
    "Mr. St. No. Feb. März mars mai U.S. NATO OSCE II XIV V F- km kg km/h bn million млн р. року a.m. Uhr h www. .com http:// 😀 é "
    "ї \u200d \u202e \n \u00a0 x I"
)
PIECES = st.sampled_from(WRITTEN.split(" "))
DATES = st.from_regex(r"[0-3]?[0-9][./-][01]?[0-9][./-](20)?[0-9]{2}[ =xя]?", fullmatch=True)
MIXED = (
    st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join)
    | st.lists(PIECES, max_size=14).map(" ".join)
    | DATES
)


@pytest.mark.parametrize("language", [*TABLES, "sv", "tr", "ja"])
@settings(max_examples=60, deadline=None)
@given(text=MIXED)
def test_no_digit_is_left_and_changes_add_up(language, text):
    spoken = spell(text, language)
    assert not any(character.isdigit() for character in spoken.text), spoken.text
    end = 0
    for change in spoken.changes:
        assert end <= change.start < change.end
        assert change.written == text[change.start : change.end]
        end = change.end


def tables(language: str) -> list[str]:
    """Every word that the language's rules look for, with what may stand around it."""
    if language == "en":
        found = [MONTHS, SCALES, CURRENCIES, UNITS, PER, TITLES, SUFFIXES, ABBREVIATIONS, STREETS, STATES]
    else:
        grammar = import_module(f"narrator.script.spoken.{_GRAMMARS[language]}").GRAMMAR
        tongue = grammar.starts.__self__.tongue
        found = [
            tongue.months,
            tongue.scales,
            tongue.currencies,
            tongue.units,
            tongue.abbreviations,
            tongue.ordinal_suffixes,
            tongue.signs,
        ]
        found += [
            getattr(tongue, "year_words", {}),
            getattr(tongue, "adjective_suffixes", {}),
            getattr(tongue, "prepositions", {}),
        ]
    return [word for table in found for word in table]


NUMBERS = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "5",
        "11",
        "12",
        "21",
        "32",
        "100",
        "2014",
        "1,5",
        "1.5",
        "3/4",
        "10-15",
        "2.3",
        "17:30",
        "24.02.2022",
        "1 000",
    ]
)
GLUE = st.sampled_from(["", " ", " ", "-", "/", ". "])


@pytest.mark.parametrize("language", TABLES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_numbers_beside_every_word_of_the_tables(language, data):
    word = st.sampled_from(tables(language))
    parts = data.draw(st.tuples(word, GLUE, NUMBERS, GLUE, word, GLUE, NUMBERS | word))
    said = spell("".join(parts), language).text
    assert not any(character.isdigit() for character in said), said


@pytest.mark.parametrize("language", [*TABLES, "en-GB", "de_AT", "und", "", "zh", "xx", "tr", "nb"])
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_raises(language, text):
    assert isinstance(spell(text, language), Spoken)


@given(text=st.text(alphabet=string.ascii_lowercase + " ,;!?", max_size=200))
def test_plain_words_stay_as_they_are(text):
    assert spell(text, "en").changes == () or "vs" in text.split()


@pytest.mark.parametrize("language", TABLES)
@settings(max_examples=25, deadline=None)
@given(text=MIXED)
def test_the_second_time_finds_no_numbers(language, text):
    said = normalize(text, language)
    again = spell(said, language)
    assert not [
        change
        for change in again.changes
        if change.kind in ("number", "date", "money", "time", "plain") and change.written.isdigit()
    ]


def test_languages_without_number_words_keep_digits_and_say_so():
    spoken = spell("2014年有5人", "zh")
    assert spoken.text == "2014年有5人"
    assert spoken.low_confidence
    assert [change.written for change in spoken.changes] == ["2014", "5"]


def test_languages_with_number_words_and_no_tables_read_numbers():
    assert normalize("År 2014", "sv") == "År tvåtusenfjorton"
    assert not any(character.isdigit() for character in normalize("2014年に5人、٣", "ja"))


def test_digits_of_other_scripts_are_digits():
    assert normalize("٣ cats", "en") == "three cats"
    spoken = spell("１４ dogs", "en")
    assert spoken.text == "fourteen dogs"
    assert spoken.changes[0].written == "１４"


def test_raised_digits_are_said_wherever_they_stand():
    assert normalize("5 m² of x³ and it⁴", "en") == "five square meters of x cubed and it four"
    assert normalize("http://a²b.com", "en") == "http colon slash slash a two b dot com"


def test_each_change_is_listed():
    spoken = spell("On Feb. 14 it cost $5.", "en")
    assert spoken.text == "On February fourteenth it cost five dollars."
    assert [(change.written, change.kind) for change in spoken.changes] == [("Feb. 14", "date"), ("$5", "money")]
    assert not spoken.low_confidence
    assert pickle.loads(pickle.dumps(spoken)) == spoken
    assert Change(start=0, end=1, written="5", spoken="five", kind="number") != spoken.changes[0]


@pytest.mark.parametrize("language", ["en", "es", "uk"])
@pytest.mark.parametrize(
    "text",
    [
        "a1" * 40 + "_",
        "a" * 3000 + "1é",
        "1-" * 60 + "_",
        "a-1" * 40 + "é",
        "1," * 1000 + "_",
        "a." * 60 + "é",
        "+" + "1" * 60 + "x",
        "1^" * 500 + "x",
        "1.1" * 500 + "x",
        "a²" * 500 + "_",
        "0 1 " * 500 + "x",
        "1/" * 500 + "x",
    ],
    ids=lambda text: text[:6],
)
def test_near_misses_do_not_send_a_pattern_back_and_forth(language, text):
    """Each would take minutes with a pattern that can split a run in many ways."""
    assert not any(character.isdigit() for character in normalize(text, language))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "a",
        "1-",
        "1,",
        "a.",
        "a@",
        "/",
        "II ",
        "<a",
        "#a",
        "U.",
        "😀",
        "1/",
        "Mr. ",
        "+1 ",
        "1 000 ",
        "(",
        "Feb. 1 ",
    ],
)
def test_long_texts_of_one_piece_come_to_an_end(piece):
    spoken = spell(piece * 20_000, "en")
    assert not any(character.isdigit() for character in spoken.text)


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("sv", "−5 °C, 50 % och 2,5 km", "minus fem grader Celsius, femtio procent och två komma fem kilometer"),
        ("nb", "5 kr og 100 km/h", "fem kroner og en hundre kilometer i timen"),
        ("pt", "R$ 5,50, 10 m²", "cinco reais cinquenta, dez metros quadrados"),
        ("ro", "5 km, 20 km", "cinci kilometri, douăzeci de kilometri"),
        ("cs", "2 % a 5 %", "dva procenta a pět procent"),
        ("tr", "%50 ve 3 %", "yüzde elli ve yüzde üç"),
        ("fi", "120 kg/m²", "satakaksikymmentä kg/m kaksi"),
        ("ar", "-5", "-خمسة"),
    ],
)
def test_the_commonest_units_of_languages_without_tables(language, written, said):
    """What has no name stays as it is written; the sign of a number is never lost."""
    assert normalize(written, language) == said
