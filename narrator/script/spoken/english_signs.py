"""English addresses of the net, words with dots, acronyms, Roman numerals and signs."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule
from narrator.script.spoken.english_amounts import either
from narrator.script.spoken.english_tables import (
    ABBREVIATIONS,
    LETTERS_OF_ADDRESSES,
    REGNAL,
    SAID,
    SHOUTED,
    STATE_ABBREVIATIONS,
    STATES,
    SUFFIXES,
    TITLES,
)

_ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|io|ai|co|tv|me|app|dev|news|eu|us|uk|de|fr|es|it|ua|ru|pl|nl|ch|at|be|ca|au|jp|cn|in|br|se|no|fi|dk|cz|ie|pt|gr|tr|il|mx|za|nz|abc|sm|ly|gg|fm|to|cc|xyz|online|site|shop|blog|tech"
_HOST = rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}})\.){{1,5}}(?:{_ENDINGS})\b"
_PATH = r"(?:[/?#][\w/.,:;?#=&%+~@!$'*-]{0,500}(?<![.,:;!?']))?"
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")
# endings that are said as words
_SPOKEN_ENDINGS = frozenset("com org net edu gov mil int info biz".split())


def _said_address(written: str) -> str:
    said = []
    for piece in _WORD_OR_SIGN.findall(written):
        if piece in LETTERS_OF_ADDRESSES:
            said.append(LETTERS_OF_ADDRESSES[piece])
        elif piece.isdigit():
            said.append(say.digits(piece))
        else:
            said.append(piece)
    return " ".join(said)


def _url(match: re.Match[str]) -> str:
    return _said_address(match[0])


WEB = (
    Rule("electronic", re.compile(rf"[A-Za-z0-9][\w.+&%'-]{{0,63}}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,5}}[A-Za-z]{{2,24}}{_PATH}"), _url),
    Rule("electronic", re.compile(rf"(?:https?|ftp|file|HTTPS?)://[^\s<>\"“”]{{1,500}}(?<![.,;:!?'\")\]])"), _url),
    Rule("electronic", re.compile(rf"(?:www\.)?{_HOST}(?::\d+)?{_PATH}"), _url),
    Rule("electronic", re.compile(r"www\.[\w.-]{1,200}\w" + _PATH), _url),
    Rule("telephone", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)"), _url),
)


def _title(match: re.Match[str]) -> str:
    return TITLES[match["title"]] + " "


def _dotted(match: re.Match[str]) -> str:
    return "-".join(letter.upper() for letter in match[0] if letter.isalpha())


def _chapter(match: re.Match[str]) -> str | None:
    return None


DOTTED = (
    Rule("title", re.compile(rf"(?P<title>{either(TITLES)})\.\s+(?=[A-Z])"), _title),
    Rule("abbreviation", re.compile(r"No\.\s?(?=\d)"), lambda _: "number "),
    Rule("abbreviation", re.compile(r"Nos\.\s?(?=\d)"), lambda _: "numbers "),
    Rule("abbreviation", re.compile(r"pp?\.\s?(?=\d)"), lambda m: "pages " if m[0].startswith("pp") else "page "),
    Rule("abbreviation", re.compile(either(ABBREVIATIONS) + r"(?=\W|$)"), lambda m: ABBREVIATIONS[m[0]]),
    Rule("abbreviation", re.compile(rf"(?P<a>{either(SUFFIXES)})\.(?=[\s,;)]|$)"), lambda m: SUFFIXES[m["a"]]),
    Rule("acronym", re.compile(r"(?:[A-Z]\.){2,6}(?=['’]s|[\s,;:)\"”!?—–-]|$)"), _dotted),
)


def _acronym(match: re.Match[str]) -> str | None:
    return None


def _slashed(match: re.Match[str]) -> str:
    return match[0].replace("&", " and ").replace("/", " ")


def _roman(match: re.Match[str]) -> str | None:
    return None


CAPITALS = (
    Rule("title", re.compile(rf"(?P<title>{either(TITLES)})\.?\s+(?=[A-Z])"), _title),
    *DOTTED,
    Rule("acronym", re.compile(r"[A-Z]{1,4}&[A-Z]{1,4}(?!\w)"), _slashed),
)


AFTER_SIGNS = (
    Rule("number", re.compile(r"(?:#|№ ?)(?=\d)"), lambda _: "number "),
)
_ = STATES, STATE_ABBREVIATIONS, REGNAL, SAID, SHOUTED
