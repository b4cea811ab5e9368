"""Spanish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, names
from narrator.script.spoken.english_numbers import romans
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.spanish_tables import CURRENCIES, FEMININE, MASCULINE
from narrator.script.spoken.tongue import Noun, Quantity, Tongue

_MONTHS = names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_SHORT = names("ene feb mar abr may jun jul ago sep oct nov dic")

_UNITS = ["", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"]
_TEENS = ["décimo", "undécimo", "duodécimo", "decimotercero", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo",
          "decimoctavo", "decimonoveno"]  # fmt: skip
_TENS = [
    "",
    "décimo",
    "vigésimo",
    "trigésimo",
    "cuadragésimo",
    "quincuagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]
_HUNDREDS = ["", "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo", "sexcentésimo",
             "septingentésimo", "octingentésimo", "noningentésimo"]  # fmt: skip
_MASCULINES = frozenset(
    names("días problemas sistemas programas temas mapas planetas idiomas poemas dramas climas policías guardias más")
)
# feminine though no ending tells, masculine though they end in "a", and what is no noun after a one
_FEMININE_ONES = frozenset(
    names("vez mujer noche tarde parte clase calle mano flor sangre muerte gente serie base fase red ley voz")
)
_MASCULINE_ONES = frozenset(
    names(
        "día problema sistema programa tema mapa planeta idioma poema drama clima sofá gramo kilogramo policía guardia fantasma"
    )
)
_NO_NOUNS = frozenset(
    names(
        "por para que con del desde hasta entre sobre según como pero cuando donde más menos sin tras ante bajo contra los las sus este esta "
        "ese esa fue era han hay está será tiene son"
    )
)
_BEFORE_ONE = frozenset(
    names(
        "de en con por para sin a y o e u ni al del cada hay hubo solo sólo casi desde hasta entre más menos otro otra tiene tenía tienen dura duró "
        "cuesta vale pesa mide unos unas cerca aproximadamente durante tras hace faltan falta queda es son fue era"
    )
)
_COUNTED = frozenset(
    names(
        "personas habitantes dólares pesos muertos heridos víctimas casos empleados trabajadores soldados familias viviendas casas efectivos "
        "migrantes vehículos años niños mujeres hombres estudiantes alumnos empresas efectivos"
    )
)
# events that are numbered before their names
_MASCULINE_EVENTS = "Congreso|Festival|Foro|Encuentro|Plan|Premio|Concurso|Simposio|Seminario|Campeonato|Certamen|Memorial|Torneo|Salón|Ciclo|Distrito|Aniversario|Curso|Convenio|Juegos|Batallón|Ejército"
_FEMININE_EVENTS = "Guerra|Cumbre|República|Conferencia|Asamblea|Edición|Reunión|Internacional|Copa|Jornadas?|Legislatura|Feria|Semana|Convención|Bienal|Gala|Olimpiada|Región|Dinastía|Cruzada|Muestra|Media Maratón|División|Brigada|Flota"
_PARTS = {
    2: "medio",
    3: "tercio",
    4: "cuarto",
    5: "quinto",
    6: "sexto",
    7: "séptimo",
    8: "octavo",
    9: "noveno",
    10: "décimo",
}

_NUMBERED_PARTS = frozenset(
    names(
        "siglo siglos capítulo capítulos tomo tomos título títulos artículo artículos guerra fase fases tipo tipos parte partes acto actos volumen "
        "volúmenes cap art vol"
    )
)
_QUEENS = frozenset(names("Isabel Victoria Catalina María Margarita Cristina Juana Beatriz Guillermina"))


class Spanish(Tongue):
    """Numbers agree in gender, decimals go by pairs, thousands have dots or blanks."""

    code = "es"
    comma, point, minus, plus, to, by, per, and_ = "coma", "punto", "menos", "más", "a", "por", "por", "y"
    of = "de"
    percent = Noun(("por ciento", "por ciento"))
    halved: ClassVar[Mapping[str, str]] = {"hora": "media hora", "kilo": "medio kilo", "litro": "medio litro"}
    times = "veces"
    powers = ("al cuadrado", "al cubo", "elevado a {}")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        **dict(zip(_SHORT, _MONTHS, strict=True)),
        "sept": "septiembre",
        "setiembre": "setiembre",
    }
    currencies = CURRENCIES
    units: ClassVar[Mapping[str, Noun]] = {**MASCULINE, **FEMININE}
    scales: ClassVar[Mapping[str, Noun]] = {
        "mil": Noun(("mil", "mil")),
        "millón": Noun(("millón", "millones")),
        "millones": Noun(("millón", "millones")),
        "mill.": Noun(("millón", "millones")),
        "mill": Noun(("millón", "millones")),
        "mm": Noun(("millón", "millones")),
        "M": Noun(("millón", "millones")),
        "billón": Noun(("billón", "billones")),
        "billones": Noun(("billón", "billones")),
        "trillón": Noun(("trillón", "trillones")),
        "trillones": Noun(("trillón", "trillones")),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "y", "%": "por ciento", "°": "grados", "º": "grados", "+": "más", "=": "es igual a", "§": "sección", "§§": "secciones", "@": "arroba",
        "#": "numeral", "*": "por", "/": "barra", "\\": "barra invertida", "_": "guion bajo", "<": "menor que", ">": "mayor que",
        "±": "más menos", "×": "por", "÷": "entre", "≈": "aproximadamente", "≤": "menor o igual que", "≥": "mayor o igual que",
        "→": "a", "-": "menos", "−": "menos", "$": "dólares", "€": "euros", "£": "libras", "¥": "yenes", "₽": "rublos", "₴": "grivnas",
        "™": "", "®": "", "©": "", "•": "", "№": "número", "‰": "por mil", "|": "", "~": "aproximadamente", "^": "", "₿": "bitcóin",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "punto", "@": "arroba", "/": "barra", "-": "guion", "_": "guion bajo", ":": "dos puntos", "&": "y", "#": "numeral",
        "?": "interrogación", "=": "igual", "+": "más", "%": "por ciento", "~": "tilde", "gmail": "gmail", "hotmail": "hotmail",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "sr.": "señor", "sra.": "señora", "srta.": "señorita", "sres.": "señores", "dr.": "doctor", "dra.": "doctora",
        "d.": "don", "D.": "don", "da.": "doña", "d.ª": "doña", "dª": "doña", "ud.": "usted", "uds.": "ustedes", "vd.": "usted", "prof.": "profesor",
        "gral.": "general", "pdte.": "presidente", "sto.": "santo", "sta.": "santa", "ing.": "ingeniero", "lic.": "licenciado",
        "etc.": "etcétera", "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "núm.": "número", "n.º": "número", "nº": "número", "Nº": "número",
        "av.": "avenida", "avda.": "avenida", "c.º": "camino", "b.": "bajo", "pág.": "página", "págs.": "páginas",
        "tel.": "teléfono", "hab.": "habitantes", "aprox.": "aproximadamente", "vs.": "contra", "ee. uu.": "Estados Unidos", "ee.uu.": "Estados Unidos",
        "ee uu": "Estados Unidos", "EEUU": "Estados Unidos", "ff. aa.": "Fuerzas Armadas", "rr. hh.": "recursos humanos",
        "jj. oo.": "Juegos Olímpicos", "cía.": "compañía", "s.a.": "sociedad anónima", "esq.": "esquina", "dto.": "derecho", "pza.": "plaza", "plza.": "plaza", "pl.": "plaza", "fig.": "figura", "izq.": "izquierda",
        "dcha.": "derecha", "apdo.": "apartado", "excmo.": "excelentísimo", "excma.": "excelentísima", "ilmo.": "ilustrísimo",
        "ilma.": "ilustrísima", "mons.": "monseñor", "fdo.": "firmado", "dpto.": "departamento", "depto.": "departamento",
        "admón.": "administración", "atte.": "atentamente", "hnos.": "hermanos", "ej.": "ejemplo", "ntra.": "nuestra", "p.": "página",
        "pp.": "páginas", "vol.": "volumen", "máx.": "máximo", "mín.": "mínimo", "tfno.": "teléfono", "cta.": "cuenta",
        "c/": "calle", "km.": "kilómetros", "kg.": "kilogramos", "cdte.": "comandante", "cnel.": "coronel", "tte.": "teniente", "ext.": "extensión", "art.": "artículo", "cap.": "capítulo",
        "a. c.": "antes de Cristo", "a.c.": "antes de Cristo", "d. c.": "después de Cristo", "d.c.": "después de Cristo",
        "lun.": "lunes", "mart.": "martes", "miér.": "miércoles", "jue.": "jueves", "vier.": "viernes", "sáb.": "sábado",
        "dom.": "domingo",
    }  # fmt: skip
    said = frozenset(
        names(
            "ONU OTAN OMS UE UCI IVA DEA CIA ETA OPEP NASA ERC BOE AVE PIB ONG RAE SOS PSOE ICE OEA OIT UNO DOS LA EL EN"
        )
    )
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {
        ".º": "m", "º": "m", "°": "m", ".°": "m", ".ª": "f", "ª": "f", ".ᵉʳ": "er", "ᵉʳ": "er", "er": "er", ".er": "er", "ero": "m",
        "ro": "m", "ra": "f", "do": "m", "da": "f", "to": "m", "ta": "f", "mo": "m", "ma": "f", "vo": "m", "va": "f", "no": "m",
        "na": "f",
    }  # fmt: skip
    numbered = frozenset(names("p. pp. pág. págs. núm. n.º art. cap. vol. fig. km. kg."))
    hours = frozenset(("las", "la"))
    ratio = "a"
    date_words = frozenset(names("el del al"))
    short_date = r"(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?![\w/])"
    hour_signs = r"h(?:oras|rs?|s)?\.?"
    halves: ClassVar[Mapping[str, str]] = {"a": "de la mañana", "p": "de la tarde"}

    def cardinal(self, value: int, gender: str = "m", case: str = "s") -> str:
        """Before a noun "un", "una", "veintiún"; alone (case "s") "uno"."""
        said = words.cardinal(value, "es") or self.digits(str(value))
        # num2words leaves the one whole before "mil"
        said = said.replace("veintiuno mil", "veintiún mil").replace("uno mil", "un mil")
        if gender == "f":
            said = re.sub(r"ientos\b", "ientas", said).replace("quinientos", "quinientas")
            return re.sub(r"uno$", "una", said)
        if case == "n":
            return re.sub(r"veintiuno$", "veintiún", re.sub(r"\buno$", "un", said))
        return said

    def case_after(self, before: str) -> str:
        """Numbers alone end in "uno"."""
        del before
        return "s"

    def case_before(self, noun: Noun, before: str) -> str:
        """Before a noun "un"."""
        del noun, before
        return "n"

    def amount(self, quantity: Quantity, noun: Noun, scale: Noun | None = None, case: str = "n") -> str:
        """As in "un euro", "veintiuna libras", "dos millones de euros"; "$1,500" is written so in America."""
        del case
        american = noun.cents and noun.forms[0].startswith(("dólar", "peso"))
        if american and quantity.value and len(quantity.fraction) == 3 and quantity.point == ",":
            quantity = Quantity(quantity.whole + quantity.fraction, "", quantity.sign)
        return super().amount(quantity, noun, scale, "s" if noun is self.percent else "n")

    def after_scale(self, noun: Noun) -> str:
        """As in "millones de euros", but "mil euros"."""
        return f"de {noun.forms[-1]}"

    def money(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """An amount of money."""
        del case
        if len(quantity.fraction) == 3:
            return self.amount(quantity, noun)
        return super().money(quantity, noun, "n")

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, "es") for digit in run if digit.isdecimal())

    def fraction_digits(self, run: str) -> str:
        """Up to three digits are a number, more go by pairs."""
        if len(run) <= 3 and run[0] != "0":
            return self.cardinal(int(run), "m", "s")
        pairs = [run[at : at + 2] for at in range(0, len(run), 2)]
        return " ".join(self.digits(pair) if pair[0] == "0" else self.cardinal(int(pair), "m", "s") for pair in pairs)

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """As in "un millón", "uno coma cinco millones"."""
        del case
        return noun.forms[0] if quantity.whole.lstrip("0") == "1" and not quantity.fraction else noun.forms[1]

    def number(self, quantity: Quantity, gender: str = "m", case: str = "s") -> str:
        """A number; with decimals its whole part stands alone."""
        if not quantity.fraction:
            return super().number(quantity, gender, case)
        # "una coma cero una millas", but "uno coma un millones"
        run, last = quantity.fraction, ""
        if gender == "f" or case == "n":
            last = {"f": "una", "m": "un"}[gender]
        said = super().number(quantity, gender, "s")
        return re.sub(r"\buno$", last, said) if last and run[-1] == "1" and not run.endswith("11") else said

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """An ordinal; `form` is "m", "f" or "er" (before a masculine noun)."""
        del case
        said = _ordinal(value)
        if form == "f":
            said = " ".join(
                word[:-1] + "a" if word.endswith("o") else word for word in said.replace("ientos", "ientas").split()
            )
        elif form == "er" and said.endswith(("primero", "tercero")):
            said = said[:-1]
        return said

    def fraction(self, top: int, bottom: int) -> str:
        """As in "tres cuartos", "un treceavo", "uno sobre ciento uno"."""
        name = _part(bottom)
        if name is None:
            return f"{self.cardinal(top, 'm', 's')} sobre {self.cardinal(bottom, 'm', 's')}"
        if (top, bottom) == (1, 2):
            return "medio"
        return f"{self.cardinal(top, 'm', 'n')} {name}{'' if top == 1 else 's'}"

    def part_of(self, said: str, noun: Noun, whole: int, top: int, bottom: int) -> str:
        """As in "medio milímetro", "tres y tres quintos de metro"."""
        if whole and noun.gender == "f":
            said = f"{self.cardinal(whole, 'f')}{said.removeprefix(self.cardinal(whole, 'm', 's'))}"
            said = said.replace(" y medio", " y media")
        return f"{said} {noun.forms[0]}" if bottom == 2 and top == 1 else f"{said} de {noun.forms[0]}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """As in "uno y medio"."""
        return f"{self.cardinal(whole, 'm', 's')} y {self.fraction(top, bottom)}"

    def day(self, value: int, before: str) -> str:
        """The first is "primero"."""
        del before
        return "primero" if value == 1 else self.cardinal(value, "m", "s")

    def year(self, value: int, case: str = "n") -> str:
        """A year stands alone."""
        del case
        return self.cardinal(value, "m", "s")

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "una y cinco", "doce y cuarto", "dos y media"."""
        del before
        said = "cero" if hour == 0 else self.cardinal(hour, "f")
        if minute:
            said += " y " + {15: "cuarto", 30: "media"}.get(minute, self.cardinal(minute, "m", "s"))
        if second:
            said += f" y {self.cardinal(second, 'm', 's')} segundos"
        return said

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """As in "II Guerra Mundial", "No. 5"."""
        del rules

        def numbered(match: re.Match[str]) -> str | None:
            values = romans(match["first"], match["roman"], below=90)
            if not values:
                return None
            said = " y ".join(self.ordinal(value, "f" if match["feminine"] else "er") for value in values)
            plural = "s" if len(values) == 1 and match["noun"].endswith("s") else ""
            return f"{said}{plural} {match['noun']}"

        def number(match: re.Match[str]) -> str:
            del match
            return "número"

        events = rf"(?:(?P<feminine>{_FEMININE_EVENTS})|{_MASCULINE_EVENTS})"
        return (
            Rule(
                "roman",
                re.compile(rf"(?:(?P<first>[IVXL]+) y )?(?P<roman>[IVXL]+) (?P<noun>{events})(?!\w)", re.IGNORECASE),
                numbered,
            ),
            Rule("abbreviation", re.compile(r"No\.(?= \d)"), number),
        )

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """As in "a la 1", "las 21 horas"."""

        def hour(match: re.Match[str]) -> str | None:
            return self.cardinal(int(match["n"]), "f") if rules.before(match) in ("la", "las") else None

        return (
            Rule(
                "time",
                re.compile(
                    r"(?P<n>2?1)(?![\w:/%-]|[.,]\d)(?:(?= (?:de la (?:mañana|tarde|noche|madrugada)|en punto))|(?<=a la 1)|(?<=a las 21))"
                ),
                hour,
            ),
        )

    def half(self, letter: str, hour: int) -> str:
        """As in "de la mañana", "de la tarde", "de la noche"."""
        if letter == "a":
            return "de la noche" if hour == 12 else "de la mañana"
        return "de la noche" if 8 <= hour <= 11 else "de la tarde"

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """As in "veintiún soldados", "doscientas personas"; before other words the number stands alone."""
        if quantity.value and len(quantity.fraction) == 3 and quantity.point == "," and following in _COUNTED:
            # "1,500 personas", as America writes
            quantity = Quantity(quantity.whole + quantity.fraction, "", quantity.sign)
        if quantity.value == 1 and not quantity.fraction and following.islower() and following not in _NO_NOUNS:
            if not before or before in _BEFORE_ONE:
                return self.number(quantity, self.gender_of_one(following), "n")
            return self.number(quantity, "m", "s")
        if not following.islower() or not following.endswith("s") or following in _NO_NOUNS:
            return self.number(quantity, "m", "s")
        return self.number(quantity, self.gender_of(following), "n")

    def gender_of_one(self, following: str) -> str:
        """The gender of a noun in the singular, by its ending."""
        if following in _MASCULINE_ONES:
            return "m"
        feminine = following in _FEMININE_ONES or re.search(r"(?:a|ción|sión|dad|tud|umbre)$", following)
        return "f" if feminine else "m"

    def gender_of(self, following: str) -> str:
        """The gender of a noun in the plural, by its ending."""
        if following in _MASCULINES:
            return "m"
        return "f" if re.search(r"(?:as|ciones|siones|dades|tudes|mujeres|veces|horas)$", following) else "m"

    def letters(self, piece: str) -> str:
        """Short pieces and those without vowels letter by letter."""
        if piece.lower() in ("com", "net", "edu", "gob", "gov"):
            return piece
        return " ".join(piece) if len(piece) <= 3 or not re.search("[aeiouáéíóú]", piece.lower()) else piece

    def roman(self, value: int, before: str) -> str | None:
        """As in "siglo veintiuno", "Felipe sexto"."""
        if before.lower() in _NUMBERED_PARTS:
            return self.cardinal(value, "m", "s")
        if before[:1].isupper():
            return (
                self.ordinal(value, "f" if before in _QUEENS else "m") if value < 11 else self.cardinal(value, "m", "s")
            )
        return None

    def telephone(self, groups: list[str]) -> str:
        """The country's number is a number, the rest goes digit by digit."""
        said = []
        for at, group in enumerate(groups):
            run = group.lstrip("+")
            whole = (group[0] == "+" and len(run) <= 2) or (at and run.endswith("00") and groups[0] in ("1", "+1"))
            said.append(
                ("más " if group[0] == "+" else "") + (self.cardinal(int(run), "m", "s") if whole else self.digits(run))
            )
        return ", ".join(said)


def _ordinal(value: int) -> str:
    if value < 10:
        return _UNITS[value] or "cero"
    if value < 20:
        return _TEENS[value - 10]
    if value < 100:
        tens, unit = divmod(value, 10)
        if not unit:
            return _TENS[tens]
        return f"vigesimo{_UNITS[unit]}".replace("oo", "o") if tens == 2 else f"{_TENS[tens]} {_UNITS[unit]}"
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_HUNDREDS[hundreds]} {_ordinal(rest) if rest else ''}".strip()
    for size, name in ((10**12, "billonésimo"), (10**6, "millonésimo"), (1000, "milésimo")):
        if value >= size:
            high, rest = divmod(value, size)
            head = "" if high == 1 else (words.cardinal(high, "es") or "").replace(" ", "").replace("uno", "un")
            return f"{head}{name} {_ordinal(rest) if rest else ''}".strip()
    return ""


def _part(bottom: int) -> str | None:
    if bottom in _PARTS:
        return _PARTS[bottom]
    if 10 < bottom < 100:
        said = (words.cardinal(bottom, "es") or "").replace(" y ", "i").replace("uno", "un")
        plain = said.removesuffix("a").replace("dós", "dos").replace("trés", "tres").replace("séis", "seis")
        return f"{plain}avo"
    size = 10 ** (len(str(bottom)) - 1)
    if bottom >= 100 and bottom % size == 0:
        return _ordinal(bottom)
    return None


GRAMMAR = Rules(Spanish()).grammar()
