"""English numbers in words: cardinals, ordinals, decimals, years, digits, Roman numerals."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.script.spoken import words

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@lru_cache(maxsize=8192)
def cardinal(value: int) -> str:
    """1925 as "one thousand nine hundred and twenty five": "and" stands in the last three digits only."""
    said = words.cardinal(value, "en") or digits(str(value))
    head, found, tail = said.replace(" and ", " ").rpartition(" hundred ")
    rest = tail.split()
    if found and value % 100 and not {"thousand", "million", "billion", "trillion"} & set(rest):
        return f"{head} hundred and {tail}"
    return f"{head}{found}{tail}"


def short(value: int) -> str:
    """The same without "and"."""
    return cardinal(value).replace(" and ", " ")


@lru_cache(maxsize=4096)
def ordinal(value: int) -> str:
    """21 as "twenty first"."""
    said = words.number(value, "en", "ordinal") or ""
    return said.replace("-", " ").replace(",", "").replace(" and ", " ")


def digits(run: str, zero: str = "zero") -> str:
    """A run of digits one by one."""
    return " ".join(
        zero if character == "0" else words.digit(character, "en") for character in run if character.isdigit()
    )


def number(written: str) -> str:
    """A number as written with commas and a point: "1,234.50", ".5", "007"."""
    whole, point, fraction = written.replace(",", "").partition(".")
    if len(whole) > words.LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = digits(whole)
    else:
        said = cardinal(int(whole)) if whole else "" if point else "zero"
        if len(whole) > 4 and "," not in written and 0 < int(whole[-3:]) < 100:
            # a long number without commas is heard better with its last part set apart
            said = f"{cardinal(int(whole[:-3] + '000'))} and {cardinal(int(whole[-3:]))}"
    if not point or not fraction:
        return said
    return f"{said} point {digits(fraction)}".strip()


def short_number(written: str) -> str:
    """The same without "and": what stands before a word of scale."""
    return number(written).replace(" and ", " ")


@lru_cache(maxsize=4096)
def year(value: int) -> str:
    """1905 "nineteen oh five", 2003 "two thousand three", 2014 "twenty fourteen"."""
    if not 1000 <= value <= 9999 or value % 1000 == 0:
        return cardinal(value)
    high, low = divmod(value, 100)
    if 2000 <= value < 2010:
        return f"two thousand {cardinal(low)}"
    if low == 0:
        return f"{cardinal(high)} hundred" if high % 10 else cardinal(value)
    if low < 10:
        return f"{cardinal(high)} oh {cardinal(low)}" if high % 10 else short(value)
    return f"{cardinal(high)} {cardinal(low)}"


def year_or_number(written: str) -> str:
    """2024 as a year, 99 as a number."""
    return year(int(written)) if len(written) == 4 and written[:2] in ("18", "19", "20") else number(written)


def two_digits(written: str) -> str:
    """The year '05 as "oh five"."""
    return f"oh {words.digit(written[1], 'en')}" if written[0] == "0" else cardinal(int(written))


def plural(said: str) -> str:
    """The plural of "nineteen ninety"."""
    head, blank, last = said.rpartition(" ")
    if last == "hundred":
        return f"{said}s"
    last = last[:-1] + "ies" if last.endswith("y") else last + ("es" if last.endswith(("x", "s")) else "s")
    return f"{head}{blank}{last}"


def grouped(written: str) -> str:
    """A house or flight number as said: 123 "one twenty three", 1211 "twelve eleven", 708 "seven zero eight"."""
    size = len(written)
    if written.startswith("0") or size > 4:
        return digits(written)
    if size <= 2:
        return cardinal(int(written))
    head, tail = written[:-2], written[-2:]
    if tail == "00":
        return f"{cardinal(int(head))} hundred" if int(head) % 10 else cardinal(int(written))
    if tail[0] == "0":
        return digits(written) if size == 3 else f"{cardinal(int(head))} {two_digits(tail)}"
    return f"{cardinal(int(head))} {cardinal(int(tail))}"


def numbered(written: str) -> str:
    """The number of a room, road or aircraft: as `grouped`, but 101 is "one oh one"."""
    if len(written) == 3 and written[1] == "0" and written[2] != "0":
        return f"{words.digit(written[0], 'en')} oh {words.digit(written[2], 'en')}"
    return grouped(written)


def denominator(value: int, count: int) -> str:
    """4 as "quarter" or "quarters", 3 as "third" or "thirds"."""
    if value == 2:
        return "half" if count == 1 else "halves"
    name = "quarter" if value == 4 else ordinal(value)
    if count == 1 or not name:
        return name
    return f"{name[:-5]}fifths" if name.endswith("fifth") else f"{name}s"


def fraction(top: int, bottom: int) -> str:
    """3/4 as "three quarters"; over one or nothing, "three over one"."""
    if bottom in (0, 1):
        return f"{short(top)} over {short(bottom)}"
    return f"{short(top)} {denominator(bottom, top)}"


_ROMAN_SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")


def romans(*written: str | None, below: int) -> list[int]:
    """The values of the numerals that are there; none when one of them is not between 0 and `below`."""
    values = [roman(each) for each in written if each]
    return values if all(0 < value < below for value in values) else []


def roman(written: str) -> int:
    """The value of a well-formed Roman numeral, else 0."""
    if not written or _ROMAN_SHAPE.match(written) is None:
        return 0
    total = 0
    for here, following in zip(written, [*written[1:], ""], strict=True):
        value = _ROMAN[here]
        total += -value if following and _ROMAN[following] > value else value
    return total
