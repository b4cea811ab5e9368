"""Number words, against num2words itself."""

import num2words
import pytest

from narrator.script.spoken import words


def test_the_languages_are_those_of_num2words():
    assert words._known() == {language for language in num2words.CONVERTER_CLASSES if "_" not in language}


@pytest.mark.parametrize("language", sorted(words._known()))
def test_one_language_alone_says_what_all_of_them_say(language):
    for value in (0, 1, 7, 12, 21, 45, 100, 101, 345, 1000, 1999, 2024, 31_000, 999_999):
        for kind in ("cardinal", "ordinal"):
            try:
                expected = str(num2words.num2words(value, lang=language, to=kind))
            except Exception:  # its converters raise whatever happens to break inside
                expected = None
            if expected and any(character.isdigit() for character in expected):
                expected = None
            assert words.number(value, language, kind) == expected


@pytest.mark.parametrize("language", sorted(words._known()))
def test_long_numbers_come_to_an_end(language):
    for value in (1_234_567, 12_345_678_901, 999_999_999_999_999):
        words.number(value, language)
        words.number(value, language, "ordinal")
