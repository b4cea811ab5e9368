"""How readings are compared: by what is heard, so hyphens, capitals and doubled blanks do not count."""

import pytest

from narrator.script.spoken import normalize


def heard(text: str) -> str:
    return " ".join(text.replace("-", " ").replace("’", "'").casefold().split())


@pytest.fixture
def reads():
    def check(language: str, written: str, *accepted: str) -> None:
        said = normalize(written, language)
        assert heard(said) in {heard(reading) for reading in accepted}, f"{written!r} is said {said!r}"

    return check
