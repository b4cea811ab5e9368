"""Languages without tables of their own: number words where num2words has them, everything else as it stands."""

from __future__ import annotations

from narrator.script.spoken import words
from narrator.script.spoken.engine import Grammar, Plain, Stop
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Quantity, Tongue

_ALIASES = {
    "nb": "no",
    "nn": "no",
    "cz": "cs",
    "kk": "kz",
    "iw": "he",
    "in": "id",
    "mo": "ro",
    "sh": "sr",
    "bs": "sr",
    "hr": "sr",
}


class Other(Tongue):
    """A tongue known by its number words alone; decimals are said one by one after a pause."""

    to = "–"

    def __init__(self, code: str) -> None:
        self.code = code  # type: ignore[misc]  # one instance a language

    def number(self, quantity: Quantity, gender: str = "m", case: str = "n") -> str:
        """A number; its sign stays as it is written, since its name is not known."""
        del gender, case
        said = self.whole(quantity.whole or "0")
        return f"{said}, {self.digits(quantity.fraction)}" if quantity.fraction else said

    def fraction(self, top: int, bottom: int) -> str:
        """The two numbers with their sign."""
        return f"{self.cardinal(top)} / {self.cardinal(bottom)}"

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, self.code) for digit in run if digit.isdecimal())


def grammar(primary: str) -> Grammar:
    """The grammar of a language that has no tables."""
    code = _ALIASES.get(primary, primary)
    rules = Rules(Other(code))
    made = rules.grammar()
    if words.knows(code) and words.cardinal(7, code):
        return made

    def unread(stop: Stop) -> Plain | None:
        """Digits stay, and are marked."""
        end = stop.pos
        while end < len(stop.text) and stop.text[end].isdecimal():
            end += 1
        return (end, stop.text[stop.pos : end], "cardinal", True) if end > stop.pos else None

    return Grammar(language=code, scanner=made.scanner, starts=lambda _: [], plain=unread)
