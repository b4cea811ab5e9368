"""A language other than English: tables and a few turns of grammar, which `rules.py` makes rules of.

A language is a subclass of `Tongue` with its tables; it overrides what its grammar does differently. Defaults are those of
western Europe: decimal comma, groups of three by dot or blank, day before month, two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule

if TYPE_CHECKING:
    from narrator.script.spoken.rules import Rules


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is counted: its forms (one, many; Slavic: one, few, many, part), its gender, its small change."""

    forms: tuple[str, ...]
    gender: str = "m"
    cents: tuple[str, ...] = ()
    cents_gender: str = "m"


def nouns(table: str, gender: str = "m") -> dict[str, Noun]:
    """Nouns from lines such as "km kilómetro kilómetros": symbol, then forms, words of one form joined by "_"."""
    made = {}
    for line in table.strip().splitlines():
        symbol, *forms = line.split()
        made[symbol.replace("_", " ")] = Noun(tuple(form.replace("_", " ") for form in forms), gender)
    return made


_LENGTHS = {"m": ("m", "km", "dm", "cm", "mm"), "м": ("м", "км", "дм", "см", "мм")}


def areas(units: Mapping[str, Noun]) -> dict[str, Noun]:
    """Squares and cubes of lengths that are not in the table, after those of the meter: "cm³", "km2"."""
    made: dict[str, Noun] = {}
    for meter, lengths in _LENGTHS.items():
        for length, (raised, plain) in product(lengths, (("²", "2"), ("³", "3"))):
            whole = units.get(meter + raised)
            if whole is None or length not in units:
                continue
            pairs = zip(whole.forms, units[meter].forms, units[length].forms, strict=True)
            forms = tuple(form.replace(one.lower(), other.lower()) for form, one, other in pairs)
            found = units.get(length + raised) or replace(whole, forms=forms)
            made |= {length + raised: found, length + plain: found}
    return made


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, taken apart: the digits before and after the decimal sign, the sign itself."""

    whole: str
    fraction: str = ""
    sign: str = ""
    point: str = ","

    @property
    def value(self) -> int:
        """The whole part."""
        return int(self.whole or 0)


class Tongue:
    """Tables and defaults of a language."""

    code: ClassVar[str] = "en"
    decimal_sign: ClassVar[str] = ","
    groups: ClassVar[str] = "."  # besides blanks that do not break a line
    comma: ClassVar[str] = ""
    point: ClassVar[str] = ""
    minus: ClassVar[str] = ""
    plus: ClassVar[str] = ""
    to: ClassVar[str] = ""  # between the ends of a range
    by: ClassVar[str] = ""
    per: ClassVar[str] = ""
    and_: ClassVar[str] = ""
    percent: ClassVar[Noun] = Noun(("%", "%"))
    months: ClassVar[Mapping[str, str]] = {}
    currencies: ClassVar[Mapping[str, Noun]] = {}
    units: ClassVar[Mapping[str, Noun]] = {}
    scales: ClassVar[Mapping[str, Noun]] = {}
    signs: ClassVar[Mapping[str, str]] = {}
    web: ClassVar[Mapping[str, str]] = {}
    abbreviations: ClassVar[Mapping[str, str]] = {}
    said: ClassVar[frozenset[str]] = frozenset()
    spells: ClassVar[bool] = True  # acronyms that could be words are spelled by hyphens between the letters
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {}
    hours: ClassVar[frozenset[str]] = frozenset()  # words after which "12.15" and "3 h" are times of day
    hour_signs: ClassVar[str] = ""  # pattern of what follows a time of day: "h", "Uhr"
    halves: ClassVar[Mapping[str, str]] = {}  # "a" and "p" of a.m. and p.m.
    short_date: ClassVar[str] = ""  # pattern of a date without its year, when two numbers may be one
    date_words: ClassVar[frozenset[str]] = frozenset()  # words after which two numbers are a date
    numbered: ClassVar[frozenset[str]] = frozenset()  # abbreviations that stand for a word only before a number
    day_dot: ClassVar[str] = r"\.?"
    of: ClassVar[str] = ""  # between the parts of a date
    ratio: ClassVar[str] = ""  # between the goals of a match, "3:2"; the word of ranges when empty
    powers: ClassVar[tuple[str, str, str]] = ("", "", "")  # second, third, any other around its number; "": not said
    halved: ClassVar[Mapping[str, str]] = {}  # what follows "½" -> how the two are said, with an article
    times: ClassVar[str] = ""  # what is counted in "4x so viel"
    counts_spans: ClassVar[bool] = False  # both ends of "1-2" agree with the noun behind it
    roman_dot: ClassVar[bool] = False  # a Roman ordinal has a dot: "Ludwig XIV. war"

    def __init_subclass__(cls) -> None:
        cls.units = {**areas(cls.units), **cls.units}

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:  # noqa: ARG002 - for those that inflect
        """A cardinal in words."""
        return words.cardinal(value, self.code) or self.digits(str(value))

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:  # noqa: ARG002 - for those that inflect
        """An ordinal in words."""
        return words.number(value, self.code, "ordinal") or self.cardinal(value)

    def prepared(self, text: str) -> str:
        """The text with letters as the rules expect them; its length stays."""
        return text

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(self.cardinal(int(digit)) for digit in run if digit.isdecimal())

    def whole(self, run: str, gender: str = "m", case: str = "n") -> str:
        """A whole number as written: with leading zeros or very long, digit by digit."""
        if len(run) > words.LONGEST or (len(run) > 1 and run[0] == "0"):
            return self.digits(run)
        return self.cardinal(int(run or 0), gender, case)

    def fraction_digits(self, run: str) -> str:
        """What is said after the decimal sign: one by one."""
        return self.digits(run)

    def number(self, quantity: Quantity, gender: str = "m", case: str = "n") -> str:
        """A number with its sign and decimals."""
        said = self.whole(quantity.whole or "0", gender, case)
        if quantity.fraction:
            point = self.point if quantity.point == "." else self.comma
            said = f"{said} {point} {self.fraction_digits(quantity.fraction)}"
        return self.signed(quantity.sign, said)

    def signed(self, sign: str, said: str) -> str:
        """A number with the word for its sign before it."""
        if sign in ("-", "−", "–"):
            return f"{self.minus} {said}"
        return f"{self.plus} {said}" if sign == "+" else said

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A bare number before the word `following`."""
        gender = self.gender_of(following)
        return self.number(quantity, gender, self.case_after(before))

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:  # noqa: ARG002 - for those that inflect
        """The form of a noun that a number asks for."""
        single = quantity.whole.lstrip("0") == "1" and not quantity.fraction.strip("0")
        return noun.forms[0] if single else noun.forms[1]

    def amount(self, quantity: Quantity, noun: Noun, scale: Noun | None = None, case: str = "n") -> str:
        """As in "3,2 Mio. €": number, word of scale, noun."""
        million = not quantity.fraction and quantity.value >= _MILLION and quantity.value % _MILLION == 0
        if scale is None and million:
            return f"{self.number(quantity, 'm', case)} {self.after_scale(noun)}"
        if scale is None:
            return f"{self.number(quantity, noun.gender, case)} {self.form(quantity, noun, case)}"
        return (
            f"{self.number(quantity, scale.gender, case)} {self.form(quantity, scale, case)} {self.after_scale(noun)}"
        )

    def after_scale(self, noun: Noun) -> str:
        """The noun after "million"."""
        return noun.forms[-1]

    def rate(self, written: str, many: str = "") -> str:
        """As in "per kilometre", "per 100 km", "per month"."""
        noun = self.units.get(written)
        if many:
            return f"{self.per} {self.amount(Quantity(many), noun or Noun((written, written)))}"
        return f"{self.per} {self.one(noun) if noun else written}"

    def one(self, noun: Noun) -> str:
        """A unit after the word of a rate."""
        return noun.forms[0]

    def money(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """An amount of money, its cents apart."""
        cents = quantity.fraction.rstrip("0").ljust(2, "0") if quantity.fraction.strip("0") else ""
        if not noun.cents or len(cents) > 2:
            shorter = Quantity(quantity.whole, quantity.fraction.rstrip("0"), quantity.sign, quantity.point)
            return self.amount(shorter, noun, None, case)
        bare = Quantity(quantity.whole, "", quantity.sign)
        said = self.amount(bare, noun, None, case)
        if not cents:
            return said
        small = Noun(noun.cents, noun.cents_gender)
        cents_said = self.amount(Quantity(str(int(cents))), small, None, case)
        return cents_said if quantity.value == 0 else f"{said} {cents_said}"

    def gender_of(self, following: str) -> str:
        """The gender of the noun after a bare number, as far as its ending tells."""
        del following
        return "m"

    def half(self, letter: str, hour: int) -> str:
        """What is said for a.m. ("a") or p.m. ("p")."""
        del hour
        return self.halves[letter]

    def year(self, value: int, case: str = "n") -> str:
        """A year."""
        return self.cardinal(value, "m", case)

    def year_case(self, before: str) -> str:  # noqa: ARG002 - for those that inflect
        """The case of a year after a word."""
        return "n"

    def day(self, value: int, before: str) -> str:  # noqa: ARG002 - the word before decides the case in some
        """A day of the month."""
        return self.cardinal(value)

    def date(self, day: int, month: str, year: int | None, before: str) -> str:
        """A date from its parts, as it is said after the word `before`."""
        said = f"{self.day(day, before)} {self.of} {month}".replace("  ", " ")
        return said if year is None else f"{said} {self.of} {self.year(year)}".replace("  ", " ")

    def month_year(self, month: str, year: int) -> str:
        """A month with its year."""
        return f"{month} {self.of} {self.year(year)}".replace("  ", " ")

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:  # noqa: ARG002 - the word before decides the case in some
        """A time of day."""
        parts = [self.cardinal(hour, "f")]
        parts += [self.cardinal(part) for part in (minute, second) if part]
        return " ".join(parts)

    def fraction(self, top: int, bottom: int) -> str:
        """A fraction."""
        return f"{self.cardinal(top)} {self.signs.get('/', '')} {self.cardinal(bottom)}"

    def part_of(self, said: str, noun: Noun, whole: int, top: int, bottom: int) -> str:
        """A unit after a fraction that is already said."""
        del top, bottom
        return f"{said} {noun.forms[1 if whole else 0]}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """A number and a fraction."""
        return f"{self.cardinal(whole)} {self.and_} {self.fraction(top, bottom)}"

    def power(self, value: int) -> str:
        """What is said after a number that is raised to a power."""
        if value in (2, 3):
            return self.powers[value - 2]
        return self.powers[2].format(self.signed("-" if value < 0 else "", self.power_number(abs(value))))

    def power_number(self, value: int) -> str:
        """The number of a power."""
        return self.cardinal(value)

    def decade(self, value: int, suffix: str) -> str | None:  # noqa: ARG002 - for those that have suffixes
        """As in "1990s" in the language's own way, or None."""
        return None

    def code_number(self, run: str) -> str:
        """The digits of a code such as "F-16"."""
        return self.digits(run) if len(run) > 3 or run[0] == "0" else self.cardinal(int(run))

    def named_year(self, value: int) -> str:
        """The year in a name: "WM-2018"."""
        return self.year(value)

    def case_after(self, before: str) -> str:  # noqa: ARG002 - for those that inflect
        """The case that the word before a number asks for."""
        return "n"

    def case_before(self, noun: Noun, before: str) -> str:
        """The case of a number between a word and a noun."""
        del noun
        return self.case_after(before)

    def ordinal_case(self, before: str) -> str:
        """The case of an ordinal (a year, a day) after a word."""
        return self.case_after(before)

    def roman(self, value: int, before: str) -> str | None:
        """A Roman numeral after a word: of rulers, parts, centuries."""
        del before
        return self.cardinal(value)

    def telephone(self, groups: list[str]) -> str:
        """A telephone number in its groups (the first may start with "+")."""
        return ", ".join((f"{self.plus} " if group[0] == "+" else "") + self.digits(group) for group in groups)

    def address(self, written: str) -> str:
        """An address of the net: names as words, signs by name."""
        said = []
        for piece in _PIECES.findall(written):
            if piece.isdecimal():
                said.append(self.digits(piece))
            elif piece in self.web:
                said.append(self.web[piece])
            elif piece.isalpha():
                said.append(self.letters(piece))
            else:
                said.append(self.signs.get(piece, " "))
        return " ".join(" ".join(said).split())

    def letters(self, piece: str) -> str:
        """A part of an address: short ones letter by letter, others as words."""
        return " ".join(piece) if len(piece) <= 3 and piece.lower() not in ("com", "net", "org") else piece

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Rules of this language alone, tried first where a number starts."""
        del rules
        return ()

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """Rules of this language alone, tried first where a word starts."""
        del rules
        return ()


_MILLION = 1_000_000
_PIECES = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
