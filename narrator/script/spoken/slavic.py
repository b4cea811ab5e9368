"""What Ukrainian and Russian share: four forms of a counted noun, six cases, ordinals in dates, decimals as fractions.

Cases are letters: n(ominative), g(enitive), d(ative), a(ccusative), i(nstrumental), l(ocative).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from narrator.script.spoken.engine import Rule, either
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue

_TENTHS = 4
# "в 2010 г": elsewhere a letter without its dot may be grams
_UNDOTTED = r"(?<=[ву][ \u00a0][12]\d{3}[ \u00a0])[гр](?![.])"
_CURRENCIES = {
    "dollar": ("$", "USD"), "euro": ("€", "EUR"), "hryvnia": ("₴", "грн", "грн.", "UAH"), "ruble": ("₽", "руб.", "руб", "RUB"),
    "pound": ("£", "GBP"), "zloty": ("PLN",), "franc": ("CHF",), "yen": ("¥",), "bitcoin": ("₿",),
}  # fmt: skip


def noun(forms: str, gender: str = "m", cents: str = "", cents_gender: str = "m") -> Noun:
    """A noun from its forms (one, few, many, part) and those of its small change, in one string each."""
    return Noun(tuple(forms.split()), gender, tuple(cents.split()), cents_gender)


def currencies(**named: Noun) -> dict[str, Noun]:
    """The signs and codes of currencies with their nouns; shorter words are the language's own."""
    return {sign: named[name] for name, signs in _CURRENCIES.items() for sign in signs}


# Roman numerals typed with Cyrillic letters: "ХХІ", "Х ст."
_NUMERALS = re.compile(r"\b[ХІVXI]{2,}\b|\b[ХІVXI]\b(?= (?:ст\.|столі|в\.|век))")
_LATIN = str.maketrans("ХІ", "XI")
_SINCE = frozenset(("в", "у", "к", "до", "с", "з", "от", "від", "по"))
_JOINT = r"(?P<joint>\s?[-–—]\s?|,? (?:і|й|та|и) )"
_DASHES = str.maketrans("-—−", "–––")


class Slavic(Tongue):
    """Numbers, nouns and ordinals that inflect."""

    groups: ClassVar[str] = ""
    spells: ClassVar[bool] = False
    counts_spans: ClassVar[bool] = True
    prepositions: ClassVar[Mapping[str, str]] = {}  # word -> case of a number after it
    endings: ClassVar[tuple[tuple[str, str], ...]] = ()  # ending of the word after a number -> case
    whole_parts: ClassVar[tuple[str, str]] = ("", "")  # "ціла", "цілих"
    tenths: ClassVar[tuple[tuple[str, str], ...]] = ()  # (one, many) of tenths, hundredths, …
    year_words: ClassVar[Mapping[str, str]] = {}  # form of "year" -> case of the ordinal before it
    year_genitive: ClassVar[str] = ""
    adjective_suffixes: ClassVar[Mapping[str, tuple[str, str]]] = {}  # what follows "20-" -> gender (or "p"), case
    years_by_case: ClassVar[Mapping[str, Mapping[str, str]]] = {}  # shortened "year", "years" -> case -> full form
    year_cases: ClassVar[Mapping[str, str]] = {}  # word before a year -> case; any other: the genitive
    century_gender: ClassVar[str] = "m"
    century_words: ClassVar[
        Mapping[str, str]
    ] = {}  # what is written for "century" -> case; "", "?": by the word before
    centuries: ClassVar[Mapping[str, tuple[str, str]]] = {}  # case -> one, several
    numbered_nouns: ClassVar[Mapping[str, tuple[str, str]]] = {}  # what stands behind a Roman numeral -> gender, case
    places: ClassVar[
        Mapping[str, Mapping[str, str]]
    ] = {}  # "вул." -> word before -> its full form; "": after any other
    queens: ClassVar[frozenset[str]] = frozenset()  # stems of names
    ruler_endings: ClassVar[Mapping[str, Mapping[str, str]]] = {}  # gender -> ending of a name -> case
    unit_adjectives: ClassVar[Mapping[str, str]] = {}  # "мм" -> the stem of its adjective
    adjective_endings: ClassVar[tuple[tuple[str, str], ...]] = ()  # ending of a noun -> ending of its adjective
    feminine_oblique: ClassVar[tuple[str, ...]] = ("і",)  # endings of what follows a feminine "3-й"
    feminine_genitive: ClassVar[str] = "ої"
    joints: ClassVar[Mapping[int, str]] = {}  # first parts of compounds: 1 "одно", 2 "дво"
    oblique: ClassVar[tuple[str, str, str]] = ("ам", "ами", "ах")

    def prepared(self, text: str) -> str:
        """The text with Roman numerals in Latin letters, position by position."""
        return _NUMERALS.sub(lambda match: match[0].translate(_LATIN), text)

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(self.cardinal(int(digit)) for digit in run if digit.isdecimal())

    def fraction(self, top: int, bottom: int) -> str:
        """As in "одна друга", "три четвертих"."""
        if bottom < 2:
            return f"{self.cardinal(top)} на {self.cardinal(bottom)}"
        one = _is_one(top)
        return f"{self.cardinal(top, 'f')} {self.ordinal(bottom, 'f' if one else 'p', 'n' if one else 'g')}"

    def case_after(self, before: str) -> str:
        """The case that a preposition asks for."""
        return self.prepositions.get(before, "n")

    def number(self, quantity: Quantity, gender: str = "m", case: str = "n") -> str:
        """Decimals are fractions: "три цілих дві десятих"."""
        fraction = quantity.fraction
        if not fraction:
            return super().number(quantity, gender, case)
        if len(fraction) > _TENTHS:
            said = f"{self.whole(quantity.whole or '0')} {self.comma} {self.digits(fraction)}"
            return self.signed(quantity.sign, said)
        case = "g" if case == "g" else "n"
        number, part = self.whole(quantity.whole or "0", "f", case), self.cardinal(int(fraction), "f", case)
        whole = self.whole_parts[0 if _is_one(quantity.value) else 1]
        name = self.tenths[len(fraction) - 1][0 if _is_one(int(fraction)) else 1]
        if case == "g":  # "ціла" -> "цілої", "сотая" -> "сотой"
            whole, name = (re.sub("(?:а|ая)$", self.feminine_genitive, word) for word in (whole, name))
        return self.signed(quantity.sign, f"{number} {whole} {part} {name}")

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """The form of a noun: one, few, many, or of a part."""
        forms = noun.forms
        if len(set(forms)) == 1:
            return forms[0]
        if quantity.fraction:
            return forms[3]
        value = quantity.value
        if _is_one(value):
            return self.singular(noun, case)
        if case in ("n", "a"):
            return forms[1] if value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) else forms[2]
        return forms[2] if case == "g" else self.plural(noun, case)

    def singular(self, noun: Noun, case: str) -> str:
        """One form in a case, as far as endings tell."""
        one, part = noun.forms[0], noun.forms[3]
        if case == "g":
            return part
        if case == "a" and noun.gender == "f":
            return re.sub("а( |$)", r"у\1", re.sub("я( |$)", r"ю\1", one))
        return one

    def plural(self, noun: Noun, case: str) -> str:
        """Dative, instrumental and locative plural from the form after "two"."""
        few, rest = noun.forms[1].partition(" ")[::2]
        ending = dict(zip("dil", self.oblique, strict=True))[case]
        stem = few[:-1]
        if few.endswith(("я", "ї")) or (few.endswith("і") and not few.endswith(("чі", "шчі"))):
            ending = {"а": "я"}.get(ending[0], ending[0]) + ending[1:]
        return f"{stem}{ending} {rest}".strip()

    def after_scale(self, noun: Noun) -> str:
        """As in "мільйонів доларів"."""
        return noun.forms[2]

    def one(self, noun: Noun) -> str:
        """A unit after the word of a rate, in the accusative."""
        return self.singular(noun, "a")

    def money(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """Two decimals are small change, one is a fraction."""
        if len(quantity.fraction) == 1 or not noun.cents:
            return self.amount(quantity, noun, None, case)
        return super().money(quantity, noun, case)

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A number before a word, in its gender and case."""
        case = self.case_after(before)
        if _is_one(quantity.value) and not quantity.fraction and following.endswith(("у", "ю")):
            return self.number(quantity, "f", "a")
        for ending, found in self.endings:
            if following.endswith(ending) and case in (found, "n"):
                case = found
                break
        return self.number(quantity, self.noun_gender(quantity.value, following), case)

    def noun_gender(self, value: int, following: str) -> str:
        """The gender of the noun, which only one and two ask for."""
        del value, following
        return "m"

    def day(self, value: int, before: str) -> str:
        """In the genitive, as dates are said; after "на" and "за" in the accusative."""
        return self.ordinal(value, "n", "n") if before in ("на", "за") else self.ordinal(value, "m", "g")

    def date(self, day: int, month: str, year: int | None, before: str) -> str:
        """As in "чотирнадцятого лютого дві тисячі двадцять другого року"."""
        said = f"{self.day(day, before)} {month}"
        return said if year is None else f"{said} {self.ordinal(year, 'm', 'g')} {self.year_genitive}"

    def year(self, value: int, case: str = "n") -> str:
        """An ordinal, as years are."""
        return self.ordinal(value, "m", case)

    def year_case(self, before: str) -> str:
        """The case that a preposition gives a year without its word."""
        return self.year_cases.get(before) or ("g" if self.case_after(before) == "g" else "n")

    def named_year(self, value: int) -> str:
        """Years in names are no ordinals: "Євро-2024"."""
        return self.cardinal(value)

    def month_year(self, month: str, year: int) -> str:
        """A month with its year."""
        return f"{month} {self.ordinal(year, 'm', 'g')} {self.year_genitive}"

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Years, days, ordinals by suffix, compounds."""
        words, month = either(self.year_words), rules.month
        spelled = rf"(?P<day>\d{{1,2}})\s{month}\s(?P<year>\d{{3,4}})(?:[-‑](?:го|ого))?"
        ends = rf"(?P<from>\d{{1,2}})\s(?P<till>до|по)\s(?P<day>\d{{1,2}})\s{month}(?P<year>(?!))?"
        years = rf"(?:(?P<first>[12]\d{{3}}|[1-9]\d{{2}})(?P<joint>\s?[-–—−]\s?| (?:і|й|та|и) ))?(?P<y>[12]\d{{3}}|[1-9]\d{{2}})\s?(?P<word>{words}|{_UNDOTTED})(?!\w)"
        units = either(self.unit_adjectives)
        return (
            Rule(
                "date",
                re.compile(rf"(?P<first>(?!))?{spelled}(?:\s?(?:року|года|г\.|р\.))?(?![\w-])", re.IGNORECASE),
                rules.day_month,
            ),
            Rule("date", re.compile(rf"(?P<first>(?!))?{ends}", re.IGNORECASE), partial(self._days, rules)),
            Rule("date", re.compile(years, re.IGNORECASE), partial(self._year, rules)),
            rules.years_rule(),
            Rule(
                "roman",
                re.compile(
                    rf"(?:(?P<first>\d{{1,2}}){_JOINT})?(?P<n>\d{{1,2}})[ \u00a0](?P<word>{either(self.century_words)})(?!\w| ?л\b|\s?\d)"
                ),
                partial(self._century, rules),
            ),
            Rule(
                "measure",
                re.compile(rf"(?P<n>\d{{1,3}})[-‑](?P<unit>{units})(?=\s(?P<next>[^\W\d_]+))"),
                self._unit_compound,
            ),
            Rule(
                "ordinal",
                re.compile(
                    r"(?P<n>\d+)[-‑–](?P<suffix>[а-яіїєґё]{1,4})(?!\w)(?:\s(?P<years>гг\.|рр\.))?(?=\s?(?P<next>\w*))"
                ),
                self._suffixed,
            ),
            Rule("cardinal", re.compile(r"(?P<n>\d{1,3})[-‑](?P<rest>[а-яіїєґё]{4,})"), self._compound),
        )

    def _year(self, rules: Rules, match: re.Match[str]) -> str | None:
        """A year or a span of years with its word, the case by the word or by the preposition."""
        before, word = rules.before(match), match["word"]
        if len(match["y"]) == 3 and len(word.rstrip(".")) == 1 and before not in _SINCE:
            return None  # "500 г." is a weight
        if word.lower() in ("років", "роки", "годы", "годов") and not (match["first"] and len(match["first"]) == 4):
            return None  # so many years
        word = f"{word}." if len(word) == 1 else word
        case = self.year_words[word.lower()]
        if word.lower() in self.years_by_case:
            # "у 2010 р.", "2014–2022 рр.": by the preposition
            case = self.year_cases.get(before, "g")
            word = self.years_by_case[word.lower()][case]
        elif case == "p":
            case = "n"
        said = self.ordinal(int(match["y"]), "m", case)
        if match["first"]:
            joint = match["joint"].strip().translate(_DASHES)
            said = f"{self.ordinal(int(match['first']), 'm', case)} {joint} {said}"
        return f"{said} {self.full_year(word)}"

    def _days(self, rules: Rules, match: re.Match[str]) -> str | None:
        """As in "з 5 до 10 травня"."""
        said = rules.day_month(match)
        if said and match["till"].lower() == "по":
            said = f"{self.ordinal(int(match['day']), 'n')} {self.month_of(match)}"
        return said and f"{self.day(int(match['from']), '')} {match['till']} {said}"

    def month_of(self, match: re.Match[str]) -> str:
        """The full name of a month in a match."""
        return self.months[match["month"].lower().rstrip(".")]

    def _suffixed(self, match: re.Match[str]) -> str | None:
        """As in "20-го", "2-га", "9-й годині"."""
        number, suffix = match["n"], match["suffix"]
        # the stem's last letters may be written too
        tails = [suffix[at:] for at in range(len(suffix))]
        found = next((self.adjective_suffixes[tail] for tail in tails if tail in self.adjective_suffixes), None)
        if found is None or len(number) > 9:
            return None
        if suffix == "х" and match["next"] and int(number[-1]) in (2, 3, 4) and number[-2:-1] != "1":
            # "2-х людей" counts, "90-х" does not
            found = ("c", "g")
        if found[0] == "c":
            return self.cardinal(int(number), "m", found[1])
        if suffix == "й" and (match["next"].endswith(self.feminine_oblique) or Rules.before(match) in ("о", "об")):
            found = ("f", "l")
        elif suffix == "м" and match["next"].endswith(("ам", "ям")):
            found = ("p", "d")
        elif found == ("p", "n") and match["next"].endswith(("о", "е")) and not match["years"]:
            found = ("n", "n")
        said = self.ordinal(int(number), *found)
        if match["years"]:
            # "в 1990-х гг."
            before = Rules.before(match)
            case = "a" if found[1] == "n" else "l" if self.year_cases.get(before) == "l" else "g"
            full = "" if match["next"] or match.string[match.end() :].strip() else "."
            said = f"{said} {self.years_by_case[match['years']][case]}{full}"
        return said

    def _compound(self, match: re.Match[str]) -> str | None:
        """As in "25-річний"."""
        return self.joint(int(match["n"])) + match["rest"]

    def _unit_compound(self, match: re.Match[str]) -> str | None:
        """As in "155-мм снаряди": an adjective with the ending of its noun."""
        following = match["next"].lower()
        ending = next(said for noun, said in self.adjective_endings if following.endswith(noun))
        return self.joint(int(match["n"])) + self.unit_adjectives[match["unit"]] + ending

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """Centuries, one or several: "XIX ст.", "XVIII–XIX вв."."""

        def numbered(match: re.Match[str]) -> str | None:
            value = roman(match["roman"])
            form = self.numbered_nouns[match["noun"].lower()]
            return f"{self.ordinal(value, *form)} {match['noun']}" if 0 < value < 40 else None

        def place(match: re.Match[str]) -> str:
            forms = self.places[match[0]]
            return forms.get(rules.before(match)) or forms[""]

        return (
            Rule(
                "roman",
                re.compile(rf"(?P<roman>[IVX]+) (?P<noun>{either(self.numbered_nouns)})(?!\w)", re.IGNORECASE),
                numbered,
            ),
            Rule("abbreviation", re.compile(rf"(?<!\w)(?:{either(self.places)})(?=\s?[А-ЯІЇЄҐЁ«])"), place),
            Rule(
                "roman",
                re.compile(
                    rf"(?:(?P<first>[IVX]+){_JOINT})?(?P<n>[IVX]+)[ \u00a0](?P<word>{either(self.century_words)})(?!\w| ?л\b)"
                ),
                partial(self._century, rules),
            ),
        )

    def _century(self, rules: Rules, match: re.Match[str]) -> str | None:
        """A century with its number in the same case, which the word tells, or a preposition."""
        groups, word = match.groupdict(), match["word"]
        values = [int(part) if part.isdecimal() else roman(part) for part in (groups.get("first"), match["n"]) if part]
        if not all(0 < value < 40 for value in values):
            return None
        if match["n"].isdecimal() and values[-1] < 10 and word in ("століття", "століть", "века", "веков"):
            return None  # so many centuries
        before = rules.before(match)
        case = self.century_words[word] or ("l" if before in ("у", "в", "во", "на") else "g")
        if case == "?":
            case = "g" if len(before) > 2 or before in self.prepositions else "n"
        joint = (groups.get("joint") or "").strip(" ,").translate(_DASHES)
        said = f" {joint} ".join(self.ordinal(value, self.century_gender, case) for value in values)
        if word.endswith("."):
            word = self.centuries[case][len(values) - 1] + ("" if match.string[match.end() :].strip() else ".")
        return f"{said} {word}"

    def roman(self, value: int, before: str) -> str | None:
        """Of rulers an ordinal in the gender and case of the name."""
        if not before:
            return None
        name = before.lower()
        if name in self.prepositions or name in ("у", "в", "во"):
            # "з XVI до XVIII ст."
            return self.ordinal(value, self.century_gender, self.prepositions.get(name, "l"))
        gender = "f" if name.startswith(tuple(self.queens)) else "m"
        endings = self.ruler_endings[gender]
        ending = next((ending for ending in endings if name.endswith(ending)), "") if before[:1].isupper() else ""
        return self.ordinal(value, gender, endings.get(ending, "n"))

    def full_year(self, word: str) -> str:
        """The word for year without abbreviation."""
        return word if not word.endswith(".") and len(word) > 1 else self.year_genitive

    def joint(self, value: int) -> str:
        """The first part of a compound: 25 "двадцятип'яти"."""
        if value in self.joints:
            return self.joints[value]
        hundreds, rest = value - value % 100, value % 100
        tens, low = (rest - rest % 10, rest % 10) if rest > 20 else (rest, 0)
        parts = [part for part in (hundreds, tens, low) if part] or [0]
        return "".join(self.joints.get(part) or self.cardinal(part, "m", "g").replace(" ", "") for part in parts)


def _is_one(value: int) -> bool:
    return value % 10 == 1 and value % 100 != 11
