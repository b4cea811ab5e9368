"""What Ukrainian and Russian share: four forms of a counted noun, six cases, ordinals in dates, decimals as fractions.

Cases are letters: n(ominative), g(enitive), d(ative), a(ccusative), i(nstrumental), l(ocative).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken.engine import Rule, either
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue

_TENTHS = 4


class Slavic(Tongue):
    """Numbers, nouns and ordinals that inflect."""

    groups: ClassVar[str] = ""
    spells: ClassVar[bool] = False
    prepositions: ClassVar[Mapping[str, str]] = {}  # word -> case of a number after it
    endings: ClassVar[tuple[tuple[str, str], ...]] = ()  # ending of the word after a number -> case
    whole_parts: ClassVar[tuple[str, str]] = ("", "")  # "ціла", "цілих"
    tenths: ClassVar[tuple[tuple[str, str], ...]] = ()  # (one, many) of tenths, hundredths, …
    year_words: ClassVar[Mapping[str, str]] = {}  # form of "year" -> case of the ordinal before it
    year_genitive: ClassVar[str] = ""
    adjective_suffixes: ClassVar[Mapping[str, tuple[str, str]]] = {}  # what follows "20-" -> gender (or "p"), case
    joints: ClassVar[Mapping[int, str]] = {}  # first parts of compounds: 1 "одно", 2 "дво"
    oblique: ClassVar[tuple[str, str, str]] = ("ам", "ами", "ах")

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(self.cardinal(int(digit)) for digit in run if digit.isdecimal())

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
        number, part = self.whole(quantity.whole or "0", "f"), self.cardinal(int(fraction), "f")
        whole = self.whole_parts[0 if _is_one(quantity.value) else 1]
        name = self.tenths[len(fraction) - 1][0 if _is_one(int(fraction)) else 1]
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

    def money(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """Two decimals are small change, one is a fraction."""
        if len(quantity.fraction) == 1 or not noun.cents:
            return self.amount(quantity, noun, None, case)
        return super().money(quantity, noun, case)

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A number before a word, in its gender and case."""
        case = self.case_after(before)
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
        """In the genitive, as dates are said."""
        del before
        return self.ordinal(value, "m", "g")

    def date(self, day: int, month: str, year: int | None, before: str) -> str:
        """As in "чотирнадцятого лютого дві тисячі двадцять другого року"."""
        said = f"{self.day(day, before)} {month}"
        return said if year is None else f"{said} {self.ordinal(year, 'm', 'g')} {self.year_genitive}"

    def month_year(self, month: str, year: int) -> str:
        """A month with its year."""
        return f"{month} {self.ordinal(year, 'm', 'g')} {self.year_genitive}"

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Years, ordinals by suffix, compounds, decades."""
        words = either(self.year_words)

        def year(match: re.Match[str]) -> str:
            case = self.year_words[match["word"].lower()]
            if case == "p":
                # "2014–2022 роки": plain in the nominative, else by the preposition
                case = {"g": "g", "l": "l"}.get(self.case_after(rules.before(match)), "n")
            said = self.ordinal(int(match["y"]), "m", case)
            if match["first"]:
                said = f"{self.ordinal(int(match['first']), 'm', case)} – {said}"
            return f"{said} {self.full_year(match['word'])}"

        def date_year(match: re.Match[str]) -> str | None:
            said = rules.day_month(match)
            return said.removesuffix(f" {self.year_genitive}") + f" {self.year_genitive}" if said else None

        def suffixed(match: re.Match[str]) -> str | None:
            number, suffix = match["n"], match["suffix"]
            # "2-га", "3-тя": the stem's last letters may be written too
            tails = [suffix[at:] for at in range(len(suffix))]
            found = next((self.adjective_suffixes[tail] for tail in tails if tail in self.adjective_suffixes), None)
            if found is None or len(number) > 9:
                return None
            return self.ordinal(int(number), *found) if found[0] != "c" else self.cardinal(int(number), "m", found[1])

        def compound(match: re.Match[str]) -> str | None:
            return self.joint(int(match["n"])) + match["rest"]

        month = rules.month
        return (
            Rule(
                "date",
                re.compile(
                    rf"(?P<first>(?!))?(?P<day>\d{{1,2}})\s{month}\s(?P<year>\d{{3,4}})\s?(?:року|року|года|г\.|р\.)(?!\w)",
                    re.IGNORECASE,
                ),
                date_year,
            ),
            Rule(
                "date",
                re.compile(
                    rf"(?:(?P<first>[12]\d{{3}})\s?[-–—]\s?)?(?P<y>[12]\d{{3}}|[1-9]\d{{2}})\s?(?P<word>{words})(?!\w)",
                    re.IGNORECASE,
                ),
                year,
            ),
            Rule("ordinal", re.compile(r"(?P<n>\d+)[-‑–](?P<suffix>[а-яіїєґё]{1,4})(?!\w)"), suffixed),
            Rule("cardinal", re.compile(r"(?P<n>\d{1,3})[-‑](?P<rest>[а-яіїєґё]{4,})"), compound),
        )

    def full_year(self, word: str) -> str:
        """The word for year without abbreviation."""
        return word if not word.endswith(".") and len(word) > 1 else self.year_genitive

    def joint(self, value: int) -> str:
        """The first part of a compound: 25 "двадцятип'яти"."""
        if value in self.joints:
            return self.joints[value]
        tens, low = (value - value % 10, value % 10) if value > 20 else (value, 0)
        parts = [part for part in (tens, low) if part] or [0]
        return "".join(self.joints.get(part) or self.cardinal(part, "m", "g").replace(" ", "") for part in parts)


def _is_one(value: int) -> bool:
    return value % 10 == 1 and value % 100 != 11
