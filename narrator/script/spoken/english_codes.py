"""English telephone numbers, street addresses, codes ("F-16") and letters said one by one."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import HOME_TELEPHONE, Rule, either, is_telephone, one_by_one, previous_word
from narrator.script.spoken.english_tables import BOOKS, DIRECTIONS, ROUND, SAID, SHOUTED, SPELLED, STREETS
from narrator.script.spoken.english_times import half_year

_VOWEL = re.compile(r"[AEIOUY]")
_UNSAYABLE = re.compile(
    r"^[^AEIOUY]{3}|[^AEIOUY]{4}|[AEIOU]{3}|[^AEIOUY]{3}$|^[^AEIOUY][^AEIOUYLRH][^AEIOUY]?[AEIOUY]$"
)


def spelled(letters: str, ending: str = "") -> str:
    """An acronym as an engine will say it: with dots between the letters where it would take them for a word.

    espeak-ng says "I.M.F" letter by letter, and neither "I M F" nor "IMF"; a lone capital A it takes for the article. Two
    letters with an ending are an exception ("E.V's" is "E dot V's"): these have hyphens.
    """
    if letters == "IPv":
        return "I.P v"
    if not letters.isupper() or letters in SAID or letters in SHOUTED or not _VOWEL.search(letters):
        return letters + ending
    if letters in SPELLED or len(letters) <= 3 or _UNSAYABLE.search(letters):
        return one_by_one(letters, ending)
    return letters + ending


def named(letters: str) -> str:
    """Letters that had dots: always said one by one."""
    return letters if letters in SAID or not _VOWEL.search(letters) else one_by_one(letters)


def _telephone(match: re.Match[str]) -> str:
    groups = re.findall(r"\+?\d+|x", match[0])
    said = []
    for group in groups:
        plus = "plus " if group.startswith("+") else ""
        run = group.lstrip("+")
        if run == "x":
            said.append("extension")
            continue
        said.append(plus + ("eight hundred" if run == "800" and groups[0] in ("1", "+1") else say.digits(run)))
    return ", ".join(said).replace("extension, ", "extension ")


def _vanity(match: re.Match[str]) -> str:
    parts = match[0].split("-")
    said = [say.digits(p) if p.isdigit() and p != "800" else "eight hundred" if p == "800" else p for p in parts]
    text = said[0]
    for before, part, here in zip(parts, parts[1:], said[1:], strict=False):
        text += (" " if before.isalpha() and part.isdigit() else ", ") + here
    return text


def _address(match: re.Match[str]) -> str:
    said = [say.grouped(match["n"]) + (f" {match['flat']}" if match["flat"] else "")]
    if match["dir"]:
        said.append(DIRECTIONS[match["dir"].rstrip(".")])
    for word in match["name"].split():
        ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word)
        said.append(say.ordinal(int(ordinal[1])) if ordinal else DIRECTIONS.get(word, word))
    said.append(STREETS.get(match["street"].lower(), match["street"]))
    ends = match["stop"] and re.compile(r"\s*\Z|\s+(?![NS]\.?[EW]\b)[A-Z]").match(match.string, match.end())
    return " ".join(said) + ("." if ends else "")


# "F-16s", "U16s", "747s"; other codes end in an s of their own ("W2s", "k8s"), as does "an iPhone 5s"
_SEVERAL = re.compile(r"(?!(?:[A-Za-z]*[a-z]|[a-z]-|W-?)\d).*\ds\Z")
_SECONDS = re.compile(r"\d{1,3}s")
_NAMED_WITH_S = frozenset(("iPhone", "iPhones"))
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^\w\s]")


def _serial(match: re.Match[str]) -> str | None:
    """Codes: "F-16", "W26s", "25d08A": letters stay; short runs of digits are numbers, the others go digit by digit."""
    if _SECONDS.fullmatch(match[0]) and previous_word(match) in ("a", "an"):
        return f"{say.short(int(match[0][:-1]))} second"
    several = _SEVERAL.match(match[0]) is not None and previous_word(match) not in _NAMED_WITH_S
    said: list[str] = []
    for at, piece in enumerate(_PIECE.findall(match[0][:-1] if several else match[0])):
        if piece.isdigit():
            said.append(_code_number(piece, first=at == 0 and not several))
        elif piece == "/":
            said.append(piece)
        elif piece != "-":
            said.append(spelled(piece))
    if several:
        said[-1] = say.plural(said[-1])
    if said[0] == "A" and len(said) > 1 and len(match[0]) > 2:
        # an engine takes a capital A before a blank for the article
        said[:2] = [f"A-{said[1]}"]
    return " ".join(said).replace(" / ", "/")


def _code_number(run: str, *, first: bool) -> str:
    if len(run) == 4 and (run[:2] in ("19", "20") or run.endswith("00")) and run[0] != "0":
        return say.year(int(run))
    if run[0] == "0" or len(run) > 4 or (len(run) == 4 and not first):
        return say.digits(run)
    if len(run) == 4:
        return say.grouped(run)
    return say.short(int(run)) if first else say.numbered(run)


def _round(match: re.Match[str]) -> str | None:
    """Round numbers for many: "100s of people"."""
    return ROUND.get(match["n"].replace(",", ""))


def _several_to(match: re.Match[str]) -> str:
    """Ages and the like: "18-24s"."""
    return f"{say.number(match['a'])} to {say.plural(say.short(int(match['b'])))}"


def _file_number(match: re.Match[str]) -> str:
    return "/".join(
        say.short(int(run)) if len(run) < 5 and run[0] != "0" else say.digits(run) for run in match[0].split("/")
    )


def _home_telephone(match: re.Match[str]) -> str | None:
    return _telephone(match) if is_telephone(match[0]) else None


def _fiscal_year(match: re.Match[str]) -> str:
    last = f" to {say.two_digits(match['z'])}" if match["z"] else ""
    return f"fiscal year {say.year_or_number(match['y'])}{last}"


def _players(match: re.Match[str]) -> str:
    """As in "49ers"."""
    said = say.cardinal(int(match["n"]))
    return said + ("rs" if said.endswith("e") else "ers")


def _quarters(match: re.Match[str]) -> str:
    return f"Q {say.cardinal(int(match['a']))} to Q {say.cardinal(int(match['b']))}"


def _codes(match: re.Match[str]) -> str:
    """As in "gates A1-A10"."""
    letters = spelled(match["letters"])
    letters = "A-" if letters == "A" else f"{letters} "
    return f"{letters}{say.short(int(match['a']))} to {letters}{say.short(int(match['b']))}"


def _verses(match: re.Match[str]) -> str:
    """Chapter and verse: "1 Cor. 13:4-7"."""
    nth = f"{say.ordinal(int(match['nth'])).capitalize()} " if match["nth"] else ""
    verses = f"{say.cardinal(int(match['v']))}" + (f" to {say.cardinal(int(match['last']))}" if match["last"] else "")
    return f"{nth}{BOOKS[match['book']]} {say.cardinal(int(match['c']))}{',' if match['last'] else ''} {verses}"


def _numbered(match: re.Match[str]) -> str:
    """As in "No 10"."""
    return f"number {say.number(match['n'])}"


def _great_war(match: re.Match[str]) -> str:
    return f"World War {say.cardinal(int(match['n']))}"


TELEPHONES = (
    Rule("telephone", HOME_TELEPHONE, _home_telephone),
    Rule(
        "telephone",
        re.compile(r"(?:\+?1[ .-]?)?\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}(?!\w)|\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}(?!\w)"),
        _telephone,
    ),
    Rule("number", re.compile(r"97[89](?:[ -]\d{1,7}){3,4}(?![\w-])"), _telephone),  # an ISBN
    Rule(
        "telephone",
        re.compile(r"(?:\+?\d{1,3}[ .-])?\(?\d{3}(?:[.-]|\) ?)\d{3}[.-]\d{4},? (?:x|ext\.? ?)\d{1,5}(?!\w)"),
        _telephone,
    ),
    Rule("telephone", re.compile(r"(?:\+?\d{1,3}[ .-])?\d{3}[.-]\d{3}[.-]\d{4}(?:-\d+)?(?!\w)"), _telephone),
    Rule("telephone", re.compile(r"\+\d{1,3}(?:[ .-]?\(?\d{1,5}+\)?){2,6}(?![ .-]?\(?\d|\w)"), _telephone),
    Rule(
        "telephone",
        re.compile(r"\d{3}-\d{2}-\d{4}(?!\w)|\d{3}-\d{3}-\d{4}(?:-\d+)?(?!\w)|\d{3}-\d{4}(?![\w-])"),
        _telephone,
    ),
    Rule("telephone", re.compile(r"\d{3} \d{3} \d{4}(?![\w-])"), _telephone),
    Rule("telephone", re.compile(r"1-8\d\d-[A-Z0-9]+(?:-[A-Z0-9]+){0,3}(?!\w)"), _vanity),
    Rule("number", re.compile(r"\d{1,9}(?:/\d{1,9}){2,6}(?![\w/])"), _file_number),
    Rule(
        "address",
        re.compile(
            rf"(?P<n>\d{{1,5}})(?P<flat>[A-Z])? (?:(?P<dir>[NSEW]|[NS][EW])\.? )?(?P<name>(?:(?:\d{{1,3}}(?:st|nd|rd|th)|[A-Z][\w'’]*)\.? ){{1,3}})(?P<street>(?i:{either(STREETS)})|Street|Avenue|Boulevard|Road)(?:(?P<stop>\.)|(?!\w))"
        ),
        _address,
    ),
)

# tried from the word before a number
VERSES = (
    Rule(
        "cardinal",
        re.compile(
            rf"(?:(?P<nth>[123]) )?(?P<book>{either(BOOKS)})\.? (?P<c>\d{{1,3}}):(?P<v>\d{{1,3}})(?:[-–](?P<last>\d{{1,3}}))?(?![\w:]|\.\d| ?[ap]\.?m)"
        ),
        _verses,
    ),
    Rule(
        "cardinal",
        re.compile(
            r"No (?P<n>\d{1,4})(?![\w%]|-(?!(?:ranked|rated|seeded|based)\b)|[,.:/-]\d| (?:[a-z]+ )?(?:[a-z]{2,}s|people|men|women|children|percent)\b)"
        ),
        _numbered,
    ),
)

SERIALS = (
    Rule("date", re.compile(r"H(?P<n>[12]) (?P<y>20\d\d)(?!\w)"), half_year),
    Rule("date", re.compile(r"FY ?'?(?P<y>20\d\d|\d\d)(?:[-–/](?P<z>\d\d))?(?!\w)"), _fiscal_year),
    Rule("date", re.compile(r"Q(?P<a>[1-4])[-–—]Q?(?P<b>[1-4])(?!\w)"), _quarters),
    Rule(
        "range",
        re.compile(r"(?P<letters>[A-Z]{1,2})(?P<a>[1-9]\d{0,2})[-–—](?P=letters)(?P<b>[1-9]\d{0,2})(?!\w|[-–])"),
        _codes,
    ),
    Rule("cardinal", re.compile(r"(?P<n>\d\d)ers(?!\w)"), _players),
    Rule(
        "ordinal",
        re.compile(r"T-?(?P<n>\d{1,3})(?:st|nd|rd|th)(?!\w)"),
        lambda match: f"T {say.ordinal(int(match['n']))}",
    ),
    Rule("acronym", re.compile(r"WW(?P<n>[1-3])(?![\w-])"), _great_war),
    Rule("cardinal", re.compile(r"(?P<n>1(?:0{1,6}|0{0,2}(?:,000){1,2}))s(?!\w)"), _round),
    Rule("range", re.compile(r"(?P<a>\d{1,2})[-–—−](?P<b>\d{1,2})s(?!\w)"), _several_to),
    Rule(
        "acronym",
        re.compile(
            r"(?=[A-Za-z-]*\d)[A-Za-z]++(?:-?[A-Za-z0-9]++){0,6}(?!-?[A-Za-z0-9])(?:/\d++(?:-[A-Za-z]++)?)?(?!\w)"
        ),
        _serial,
    ),
    Rule("acronym", re.compile(r"\d+[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,6}|\d+(?:-[A-Za-z0-9]+){1,6}"), _serial),
)
