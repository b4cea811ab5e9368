"""What is a footnote's mark or markup, and what only looks like it."""

import pytest

from narrator.script.writing import clean, short_addresses, tidy


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
    ],
)
def test_markup(written, read):
    assert " ".join(tidy(written).split()) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("see https://www.example.org/a/b?c=d.", "see example.org."),
        ("Go to www.example.org/about-us, now", "Go to example.org/about-us, now"),
        ("(https://a.example/x1y2?z=3)", "(a.example)"),
        ("https://example.org/", "example.org"),
        ("https://example.org/a/b/c/d.html", "example.org"),
        ("example.org/a1", "example.org/a1"),
    ],
)
def test_addresses_are_short(written, read):
    assert short_addresses(written) == read
