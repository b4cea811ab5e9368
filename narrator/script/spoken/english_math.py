"""English powers ("10⁶", "mc²"), areas without a number ("per km²") and versions ("2.0.1")."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken import powers
from narrator.script.spoken.engine import Rule, names, previous_word
from narrator.script.spoken.english_tables import SIGNS, UNITS


def _power(value: int) -> str:
    if value in (2, 3):
        return "squared" if value == 2 else "cubed"
    return f"to the {say.ordinal(value)}" if value > 0 else f"to the {'minus ' * (value < 0)}{say.cardinal(-value)}"


def _ten(match: re.Match[str]) -> str | None:
    value = powers.exponent(match)
    return None if value is None else f"{say.number(match['a'])} times ten {_power(value)}{_unit(match)}"


def _unit(match: re.Match[str]) -> str:
    return f" {UNITS[match['unit']][1]}" if match["unit"] else ""


_ONE = frozenset(names("per a each every one cubic square"))


def _raised(match: re.Match[str]) -> str | None:
    number, base, value = match["n"], match["base"], powers.exponent(match)
    if value is None or not (number or base):
        return None
    if base and match["power"] and f"{base}{match['power']}" in UNITS:
        # after a number it is a measure
        return None if number else UNITS[f"{base}{match['power']}"][previous_word(match) not in _ONE]
    letters = powers.letters(base) if base else ""
    if letters is None:
        return None
    letters = letters.replace("π", SIGNS["π"])
    if letters in ("a", "A") and not number:
        # an engine takes the letter for the article
        return f"{letters}-{_power(value)}"
    return " ".join(part for part in (number and say.number(number), letters, _power(value)) if part) + (
        _unit(match) if number and not base else ""
    )


POWERS = tuple(
    Rule("math", pattern, said) for pattern, said in ((powers.ten(UNITS), _ten), (powers.raised(UNITS), _raised))
)

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")


def _version(match: re.Match[str]) -> str | None:
    """Parts as numbers: "3.11.2" is "three point eleven point two"."""
    run = match["n"]
    before = previous_word(match).lower()
    if not match["v"] and (run.count(".") == 1 or _THOUSANDS.match(run)) and before not in ("version", "release"):
        return None
    said = (
        say.digits(part) if len(part) > 3 or (part[0] == "0" and part != "0") else say.short(int(part))
        for part in run.split(".")
    )
    return f"{match['v'] + ' ' if match['v'] else ''}{' point '.join(said)}"


VERSIONS = (
    Rule("number", re.compile(r"(?P<v>[vV])?\.?(?P<n>\d{1,9}(?:\.\d{1,9}){1,5})(?![\d%]|[.,:/-]\d)"), _version),
)
