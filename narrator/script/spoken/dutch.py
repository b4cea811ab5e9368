"""Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, names
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns

_MONTHS = names("januari februari maart april mei juni juli augustus september oktober november december")
_EURO = Noun(("euro", "euro"), "m", ("cent", "cent"))
_DOLLAR = Noun(("dollar", "dollar"), "m", ("cent", "cent"))
_MILLION = Noun(("miljoen", "miljoen"))
_BILLION = Noun(("miljard", "miljard"))


_YEARS = frozenset(names("in sinds uit van tot na voor vóór jaar zomer winter herfst lente anno rond en"))


class Dutch(Tongue):
    """Thousands have dots; years go by hundreds."""

    code = "nl"
    comma, point, minus, plus, to, by, per, and_ = "komma", "punt", "min", "plus", "tot", "bij", "per", "en"
    percent = Noun(("procent", "procent"))
    times = "keer"
    powers = ("kwadraat", "tot de derde", "tot de {}")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        **{month[:3]: month for month in _MONTHS if month != "maart"},
        "mrt": "maart",
        "sept": "september",
    }
    currencies: ClassVar[Mapping[str, Noun]] = {
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _DOLLAR, "£": Noun(("pond", "pond"), "m", ("penny", "pence")),
        "¥": Noun(("yen", "yen")), "CHF": Noun(("Zwitserse frank", "Zwitserse frank")), "₽": Noun(("roebel", "roebel")),
        "₴": Noun(("hryvnia", "hryvnia")),
    }  # fmt: skip
    units = nouns("""
km kilometer kilometer
m meter meter
cm centimeter centimeter
mm millimeter millimeter
kg kilogram kilogram
g gram gram
l liter liter
ha hectare hectare
m² vierkante_meter vierkante_meter
m³ kubieke_meter kubieke_meter
km/u kilometer_per_uur kilometer_per_uur
km/h kilometer_per_uur kilometer_per_uur
°C graad_Celsius graden_Celsius
° graad graden
kW kilowatt kilowatt
MW megawatt megawatt
GW gigawatt gigawatt
kWh kilowattuur kilowattuur
MWh megawattuur megawattuur
GWh gigawattuur gigawattuur
TWh terawattuur terawattuur
Mbit/s megabit_per_seconde megabit_per_seconde
Mb/s megabit_per_seconde megabit_per_seconde
µg microgram microgram
μg microgram microgram
mg milligram milligram
ml milliliter milliliter
MHz megahertz megahertz
GHz gigahertz gigahertz
GB gigabyte gigabyte
MB megabyte megabyte
min minuut minuten
""")
    scales: ClassVar[Mapping[str, Noun]] = {
        **dict.fromkeys(("miljoen", "mln", "mln."), _MILLION),
        **dict.fromkeys(("miljard", "mld", "mld.", "mrd"), _BILLION),
        "biljoen": Noun(("biljoen", "biljoen")),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "en", "%": "procent", "°": "graden", "+": "plus", "=": "is", "§": "paragraaf", "§§": "paragrafen", "@": "apenstaartje", "#": "hashtag",
        "*": "maal", "/": "schuine streep", "\\": "backslash", "_": "liggend streepje", "<": "kleiner dan", ">": "groter dan",
        "±": "plus of min", "×": "maal", "÷": "gedeeld door", "≈": "ongeveer", "→": "naar", "-": "min", "−": "min", "$": "dollar",
        "€": "euro", "£": "pond", "¥": "yen", "₽": "roebel", "₴": "hryvnia", "™": "", "®": "", "©": "", "•": "", "№": "nummer", "|": "",
        "~": "ongeveer", "^": "", "≤": "hooguit", "≥": "minstens", "‰": "promille", "º": "graden",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "punt", "@": "apenstaartje", "/": "slash", "-": "streepje", "_": "liggend streepje", ":": "dubbele punt", "&": "en",
        "#": "hekje", "?": "vraagteken", "=": "is", "+": "plus", "%": "procent", "~": "tilde",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "t/m": "tot en met", "dhr.": "de heer", "mevr.": "mevrouw", "mw.": "mevrouw", "dr.": "doctor", "prof.": "professor", "ir.": "ingenieur",
        "mr.": "meester", "gen.": "generaal", "enz.": "enzovoort", "etc.": "et cetera", "bijv.": "bijvoorbeeld", "o.a.": "onder andere",
        "d.w.z.": "dat wil zeggen", "m.a.w.": "met andere woorden", "nr.": "nummer", "art.": "artikel", "blz.": "bladzijde",
        "ca.": "circa", "v.chr.": "voor Christus", "n.chr.": "na Christus", "tel.": "telefoon", "vs.": "tegen", "i.v.m.": "in verband met",
        "t.o.v.": "ten opzichte van", "z.g.": "zogenaamd", "max.": "maximaal", "min.": "minimaal",
    }  # fmt: skip
    said = frozenset(names("NAVO NATO UNESCO FIFA UEFA NASA OPEC AIDS NOS RIVM DE HET EEN EN VAN IN OP TE IS")) - {
        "NOS"
    }
    numbered = frozenset(names("art. blz. nr."))
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {"e": "m", "ste": "m", "de": "m"}
    hour_signs = r"(?:uur|u)\.?"
    hours = frozenset("*")
    ratio = " "

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:
        """A cardinal without the dots on its "ë", which engines do not need."""
        del gender, case
        return words.cardinal(value, "nl") or self.digits(str(value))

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, "nl") for digit in run if digit.isdecimal())

    def number(self, quantity: Quantity, gender: str = "m", case: str = "n") -> str:
        """Two decimals are a number."""
        return super().number(quantity, gender, case)

    def fraction_digits(self, run: str) -> str:
        """Two digits are a number."""
        return self.cardinal(int(run)) if len(run) <= 2 and run[0] != "0" else self.digits(run)

    def year(self, value: int, case: str = "n") -> str:
        """As in "negentienhonderd achtennegentig"."""
        del case
        high, low = divmod(value, 100)
        if 1100 <= value < 2000:
            return f"{self.cardinal(high)}honderd {self.cardinal(low) if low else ''}".strip()
        return self.cardinal(value)

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "zeventien uur dertig"."""
        del before, second
        said = f"{self.cardinal(hour)} uur"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def power_number(self, value: int) -> str:
        """As in "tot de zesde"."""
        return self.ordinal(value)

    def fraction(self, top: int, bottom: int) -> str:
        """As in "drie vierde"."""
        if (top, bottom) == (1, 2):
            return "een half"
        name = {2: "halve", 4: "kwart"}.get(bottom) or self.ordinal(bottom)
        return f"{self.cardinal(top)} {name}"

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Years of the last centuries, after the words that announce them."""

        def year(match: re.Match[str]) -> str | None:
            return self.year(int(match["y"])) if rules.before(match) in _YEARS else None

        return (rules.years_rule(), Rule("date", re.compile(r"(?P<y>1[1-9]\d\d)(?![\w]|[.,]\d)"), year))

    def roman(self, value: int, before: str) -> str | None:
        """As in "Willem de derde", "hoofdstuk vier"."""
        if before in (
            "Willem",
            "Karel",
            "Lodewijk",
            "Charles",
            "Elizabeth",
            "Filips",
            "Paulus",
            "Johannes",
            "Leo",
            "Pius",
            "Leopold",
        ):
            return f"de {self.ordinal(value)}"
        return self.cardinal(value) if before[:1].isupper() else None

    def letters(self, piece: str) -> str:
        """Pieces without vowels letter by letter."""
        return piece if re.search("[aeiouy]", piece.lower()) else " ".join(piece)


GRAMMAR = Rules(Dutch()).grammar()
