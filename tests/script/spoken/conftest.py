"""How readings are compared: by what is heard, so hyphens, dots between letters, capitals and blanks do not count."""

import re

import pytest

from narrator.script.spoken import normalize


def heard(text: str) -> str:
    letters_apart = re.sub(r"(?<=\b\w)\.(?=\w)", " ", text)
    return " ".join(letters_apart.replace("-", " ").replace("’", "'").casefold().split())


@pytest.fixture
def reads():
    def check(language: str, written: str, *accepted: str) -> None:
        said = normalize(written, language)
        assert heard(said) in {heard(reading) for reading in accepted}, f"{written!r} is said {said!r}"

    return check
