"""Italian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, names
from narrator.script.spoken.english_numbers import romans
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns

_MONTHS = names("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre")
_EURO = Noun(("euro", "euro"), "m", ("centesimo", "centesimi"))
_DOLLAR = Noun(("dollaro", "dollari"), "m", ("centesimo", "centesimi"))
_POUND = Noun(("sterlina", "sterline"), "f", ("penny", "pence"))
_MILLION = Noun(("milione", "milioni"))
_BILLION = Noun(("miliardo", "miliardi"))
# what a Roman numeral stands before, and what it follows
_MASCULINES = "secolo|secoli|congresso|festival|capitolo|reggimento|battaglione|municipio|forum|convegno|premio"
_FEMININES = "guerra|edizione|repubblica|dinastia|legislatura|crociata|conferenza|assemblea|internazionale|rivoluzione|giornata|brigata|divisione"
_PARTS = frozenset(names("secolo secoli capitolo capitoli tomo atto parte libro volume titolo articolo fase tipo"))
_SAID = "NATO ONU UE UNESCO FIFA UEFA INPS ISTAT FIAT NASA OPEC AIDS USA OMS IVA IL LA LE LO GLI UN DI DA IN CON SU PER TRA FRA"


_QUEENS = frozenset(names("Elisabetta Caterina Maria Margherita Vittoria Isabella Cristina Giovanna Beatrice Giuliana"))


class Italian(Tongue):
    """Thousands have dots; "un milione di euro"."""

    code = "it"
    comma, point, minus, plus, to, by, per, and_ = "virgola", "punto", "meno", "più", "a", "per", "al", "e"
    percent = Noun(("per cento", "per cento"))
    halved: ClassVar[Mapping[str, str]] = {"ora": "mezz'ora", "litro": "mezzo litro", "chilo": "mezzo chilo"}
    times = "volte"
    powers = ("al quadrato", "al cubo", "alla {}")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        **{month[:3]: month for month in _MONTHS},
        "sett": "settembre",
    }
    currencies: ClassVar[Mapping[str, Noun]] = {
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _DOLLAR, "£": _POUND, "GBP": _POUND, "¥": Noun(("yen", "yen")),
        "CHF": Noun(("franco svizzero", "franchi svizzeri")), "₽": Noun(("rublo", "rubli")), "₴": Noun(("grivnia", "grivnie"), "f"),
    }  # fmt: skip
    units = nouns("""
km chilometro chilometri
m metro metri
cm centimetro centimetri
mm millimetro millimetri
kg chilogrammo chilogrammi
g grammo grammi
l litro litri
ha ettaro ettari
m² metro_quadrato metri_quadrati
mq metro_quadrato metri_quadrati
m³ metro_cubo metri_cubi
km/h chilometro_all'ora chilometri_all'ora
°C grado_Celsius gradi_Celsius
kW chilowatt chilowatt
MW megawatt megawatt
GW gigawatt gigawatt
kWh chilowattora chilowattora
MWh megawattora megawattora
GWh gigawattora gigawattora
TWh terawattora terawattora
Mbit/s megabit_al_secondo megabit_al_secondo
Mb/s megabit_al_secondo megabit_al_secondo
µg microgrammo microgrammi
μg microgrammo microgrammi
mg milligrammo milligrammi
ml millilitro millilitri
MHz megahertz megahertz
GHz gigahertz gigahertz
GB gigabyte gigabyte
MB megabyte megabyte
min minuto minuti
""") | nouns("t tonnellata tonnellate", "f")
    scales: ClassVar[Mapping[str, Noun]] = {
        **dict.fromkeys(("milione", "milioni", "mln", "mln.", "mio"), _MILLION),
        **dict.fromkeys(("miliardo", "miliardi", "mld", "mld.", "mrd"), _BILLION),
        "mila": Noun(("mila", "mila")),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "e", "%": "per cento", "°": "gradi", "+": "più", "=": "uguale", "§": "paragrafo", "§§": "paragrafi", "@": "chiocciola", "#": "hashtag",
        "*": "per", "/": "barra", "\\": "barra inversa", "_": "trattino basso", "<": "minore di", ">": "maggiore di", "±": "più o meno",
        "×": "per", "÷": "diviso", "≈": "circa", "→": "a", "-": "meno", "−": "meno", "$": "dollari", "€": "euro", "£": "sterline",
        "¥": "yen", "₽": "rubli", "₴": "grivnie", "™": "", "®": "", "©": "", "•": "", "№": "numero", "|": "", "~": "circa", "^": "",
        "≤": "al massimo", "≥": "almeno", "‰": "per mille", "º": "gradi",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "punto", "@": "chiocciola", "/": "barra", "-": "trattino", "_": "trattino basso", ":": "due punti", "&": "e",
        "#": "cancelletto", "?": "punto interrogativo", "=": "uguale", "+": "più", "%": "per cento", "~": "tilde",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "sig.": "signor", "sig.ra": "signora", "dott.": "dottor", "dott.ssa": "dottoressa", "prof.": "professor", "ing.": "ingegner",
        "avv.": "avvocato", "on.": "onorevole", "gen.": "generale", "ecc.": "eccetera", "es.": "esempio", "art.": "articolo",
        "pag.": "pagina", "n.": "numero", "n°": "numero", "nº": "numero", "N°": "numero", "a.c.": "avanti Cristo", "d.c.": "dopo Cristo", "tel.": "telefono", "vs.": "contro",
    }  # fmt: skip
    said = frozenset(_SAID.split())
    numbered = frozenset(names("art. pag. n."))
    hours = frozenset(names("alle dalle ore"))
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {"º": "m", "ª": "f", "°": "m"}

    def cardinal(self, value: int, gender: str = "s", case: str = "n") -> str:
        """One is "un" or "una" before a noun."""
        del case
        said = words.cardinal(value, "it") or self.digits(str(value))
        if value == 1 and gender != "s":
            return "un" if gender == "m" else "una"
        return said

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, "it") for digit in run if digit.isdecimal())

    def number(self, quantity: Quantity, gender: str = "s", case: str = "n") -> str:
        """A number with decimals stands alone."""
        return super().number(quantity, "s" if quantity.fraction else gender, case)

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A bare number before a word."""
        if quantity.value == 1 and before in _PARTS | {"numero", "pagina", "gruppo", "tipo"}:
            return self.number(quantity)
        feminine = following.endswith(("a", "ione", "tà", "tù")) and not following.endswith(("ma", "sta"))
        return self.number(quantity, ("f" if feminine else "m") if following.islower() else "s")

    def fraction_digits(self, run: str) -> str:
        """Two digits are a number."""
        return self.cardinal(int(run)) if len(run) <= 2 and run[0] != "0" else self.digits(run)

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """An ordinal; `form` is "m" or "f"."""
        del case
        said = words.number(value, "it", "ordinal") or self.cardinal(value)
        return f"{said[:-1]}a" if form == "f" else said

    def after_scale(self, noun: Noun) -> str:
        """As in "milioni di euro"."""
        return f"di {noun.forms[-1]}"

    def day(self, value: int, before: str) -> str:
        """The first is "primo"."""
        del before
        return "primo" if value == 1 else self.cardinal(value)

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "diciassette e trenta"."""
        del before, second
        said = "una" if hour == 1 else self.cardinal(hour)
        return f"{said} e {self.cardinal(minute)}" if minute else said

    def power_number(self, value: int) -> str:
        """As in "alla sesta"."""
        return self.ordinal(value, "f")

    def fraction(self, top: int, bottom: int) -> str:
        """As in "tre quarti"."""
        name = {2: "mezzo", 3: "terzo"}.get(bottom) or self.ordinal(bottom)
        return f"{self.cardinal(top, 'm')} {name if top == 1 else f'{name[:-1]}i'}"

    def roman(self, value: int, before: str) -> str | None:
        """As in "Papa Leone quattordicesimo", "Elisabetta seconda", "secolo diciannovesimo"."""
        if before[:1].isupper():
            return self.ordinal(value, "f" if before in _QUEENS else "m")
        return self.ordinal(value) if before in _PARTS else None

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """As in "XIX secolo", "XIX e XX secolo", "II Guerra mondiale"."""
        del rules

        def numbered(match: re.Match[str]) -> str | None:
            values = romans(match["first"], match["roman"], below=90)
            if not values:
                return None
            said = [self.ordinal(value, "f" if match["feminine"] else "m") for value in values]
            joint = (match["joint"] or "").strip(" -–") or self.to
            return f"{f' {joint} '.join(said)} {match['noun']}"

        nouns_ = rf"(?P<noun>(?P<feminine>{_FEMININES})|{_MASCULINES})"
        return (
            Rule(
                "roman",
                re.compile(rf"(?:(?P<first>[IVXL]+)(?P<joint>\s?[-–]\s?| e ))?(?P<roman>[IVXL]+) (?i:{nouns_})(?!\w)"),
                numbered,
            ),
        )

    def rate(self, written: str, many: str = "") -> str:
        """As in "al chilometro", "alla tonnellata", "a persona", "all'anno"."""
        noun = self.units.get(written)
        if many:
            return f"per {self.amount(Quantity(many), noun or Noun((written, written)))}"
        one = noun.forms[0] if noun else written
        if one in ("anno", "ora"):
            return f"all'{one}"
        if noun is None and one not in ("mese", "giorno"):
            return f"a {one}"
        return f"alla {one}" if noun and noun.gender == "f" else f"al {one}"

    def letters(self, piece: str) -> str:
        """Pieces without vowels letter by letter."""
        return piece if re.search("[aeiouyàèéìòù]", piece.lower()) else " ".join(piece)


GRAMMAR = Rules(Italian()).grammar()
