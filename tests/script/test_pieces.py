import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.script.pieces import split

TOKENS = [
    "the",
    "Orr",
    "Hale",
    "mill",
    "of",
    "and",
    "in",
    "1990",
    "km",
    "5",
    ",",
    ";",
    "—",
    "(so it is)",
    "“no more”",
    "Dr.",
    "has",
    "very",
    "漢字",
    "a" * 50,
]


@settings(deadline=None)
@given(
    words=st.lists(st.sampled_from(TOKENS), max_size=60),
    limit=st.integers(1, 120),
    language=st.sampled_from(["en", "de", "uk", "zh"]),
)
def test_pieces_are_the_sentence_within_the_limit(words, limit, language):
    sentence = " ".join(words)
    pieces = split(sentence, limit, language)
    assert "".join(pieces) == sentence
    assert all(len(piece.strip()) <= limit for piece in pieces)


@pytest.mark.parametrize(
    ("language", "limit", "expected"),
    [
        ("en", 100, ["The mayor said on Monday that the bridge,", "which was built in 1931 by the firm of Hale and Orr, would be closed."]),
        ("en", 60, ["Former president Ann Roe met Dr. Karl Hale", "in St. Ives on 3 May 2019, five days after the vote."]),
        ("en", 60, ["It lies 200 kilometres from the border", "and 14 miles (about 23 kilometres) from Leeds."]),
        ("en", 50, ["He called the plan “a leap into the dark”", "and left without another word."]),
        ("de", 60, ["Der Minister sagte am Montag in Ulm,", "dass die neue Brücke erst im Jahr 2031 fertig werde."]),
        ("fr", 60, ["La ministre a dit lundi à Lyon", "que le nouveau pont ne serait pas ouvert", "avant la fin de l'année."]),
        ("zh", 12, ["他说明天不会下雨，", "所以我们可以去公园。"]),
    ],
)  # fmt: skip
def test_cuts_where_a_reader_breathes(language, limit, expected):
    joint = "" if language == "zh" else " "
    assert [piece.strip() for piece in split(joint.join(expected), limit, language)] == expected


def test_a_word_longer_than_the_limit_is_chopped():
    assert split("x" * 25, 10, "en") == ["x" * 10, "x" * 10, "x" * 5]
