"""What is a footnote's mark or markup, and what only looks like it."""

import pytest

from narrator.script.writing import clean, tidy


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It rained.[1] Then it stopped.[12]", "It rained. Then it stopped."),
        ("It rained[3] again.[a] So", "It rained again. So"),
        ("True.[citation needed]", "True."),
        ("the council¹ voted.² Later", "the council voted. Later"),
        ("“[I]t was [a] mistake,” she said of the [a]ct.", "“It was [a] mistake,” she said of the act."),
        ("[t]he town say[s] so", "the town says so"),
        ("See note [12] and [7].", "See note [12] and [7]."),
        ("1,500 km² burned; 40 m³ of water; E=mc²", "1,500 km² burned; 40 m³ of water; E=mc²"),
    ],
)
def test_footnotes(written, read):
    assert clean(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It cost ~50 dollars in C# and F#", "It cost ~50 dollars in C# and F#"),
        ("5 * 3 is #1", "5 * 3 is #1"),
        ("a|b", "a b"),
        ("*Fox at the door*, it says, and **never** again", "Fox at the door, it says, and never again"),
        ("_word_ snake_case `code`", "word snake_case code"),
        ("see https://www.example.org/a/b?c=d.", "see example.org"),
    ],
)
def test_markup(written, read):
    assert " ".join(tidy(written).split()) == read
