"""French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, either, names
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns

_MONTHS = names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")

_UNITS = nouns("""
km kilomètre kilomètres
m mètre mètres
cm centimètre centimètres
mm millimètre millimètres
kg kilogramme kilogrammes
kilos kilo kilos
g gramme grammes
mg milligramme milligrammes
l litre litres
L litre litres
cl centilitre centilitres
ml millilitre millilitres
ha hectare hectares
m² mètre_carré mètres_carrés
m³ mètre_cube mètres_cubes
km/h kilomètre_à_l'heure kilomètres_à_l'heure
m/s mètre_par_seconde mètres_par_seconde
°C degré_Celsius degrés_Celsius
°_C degré_Celsius degrés_Celsius
°F degré_Fahrenheit degrés_Fahrenheit
W watt watts
kW kilowatt kilowatts
MW mégawatt mégawatts
GW gigawatt gigawatts
TW térawatt térawatts
kWh kilowattheure kilowattheures
MWh mégawattheure mégawattheures
GWh gigawattheure gigawattheures
TWh térawattheure térawattheures
kbit kilobit kilobits
Mbit mégabit mégabits
Mb mégabit mégabits
Gbit gigabit gigabits
µg microgramme microgrammes
μg microgramme microgrammes
dB décibel décibels
V volt volts
kV kilovolt kilovolts
Hz hertz hertz
MHz mégahertz mégahertz
GHz gigahertz gigahertz
ko kilooctet kilooctets
Mo mégaoctet mégaoctets
Go gigaoctet gigaoctets
To téraoctet téraoctets
ch cheval chevaux
‰ pour_mille pour_mille
""") | nouns(
    """
h heure heures
c._à_s. cuillère_à_soupe cuillères_à_soupe
c._à_soupe cuillère_à_soupe cuillères_à_soupe
c._à_c. cuillère_à_café cuillères_à_café
c._à_café cuillère_à_café cuillères_à_café
t tonne tonnes
min minute minutes
s seconde secondes
sec seconde secondes
""",
    "f",
)


def _currency(line: str, gender: str = "m") -> Noun:
    one, many, cent, cents = (word.strip() for word in line.split(","))
    return Noun((one, many), gender, (cent, cents))


_EURO = _currency("euro,euros,centime,centimes")
_DOLLAR = _currency("dollar,dollars,cent,cents")
_POUND = Noun(("livre", "livres"), "f", ("penny", "pence"))
_RUBLE = _currency("rouble,roubles,kopeck,kopecks")
_HRYVNIA = Noun(("hryvnia", "hryvnias"), "f", ("kopiïka", "kopiïkas"), "f")


_FEMININE = re.compile(
    r"(?:tion|sion|esse|ure|ance|ette|elle|ade|ise)s?$|(?:ité|tié)s?$|(?:tés|ées|ences)$|^(?:fois|voix|(?:personne|maison|heure|femme|fille|"
    r"ville|tonne|minute|seconde|semaine|bombe|arme|page|place|entreprise|famille|équipe|frappe|attaque|victime|année|journée|soirée|"
    r"matinée|idée|arrivée|entrée|armée|nuit|partie|étape|chance|tasse|cuillère|pincée|goutte|tranche|gousse|étoile|chambre|salle|école|"
    r"main|tête|question|agence|licence|séquence|conférence|histoire|œuvre|carte|table|porte|route|rue|ligne|rame|voiture|moto|barre|"
    r"branche|banque|usine|ferme|île|langue|lettre|image|photo|vidéo|règle|loi|réponse|demande|offre|plainte|peine|course|manche|"
    r"médaille|victoire|défaite|mère|sœur|tante|reine)s?)$"
)
# masculine though they end so
_MASCULINE = re.compile(r"^(?:comité|squelette|stade|grade|murmure|mercure|trophée|musée|lycée|traité|invité)s?$")


_PARTS = frozenset(
    names(
        "page chapitre tome numéro article livre partie groupe phase niveau type annexe figure version saison épisode chaîne acte"
    )
)
_DAYS = {
    "lun.": "lundi",
    "mar.": "mardi",
    "mer.": "mercredi",
    "jeu.": "jeudi",
    "ven.": "vendredi",
    "sam.": "samedi",
    "dim.": "dimanche",
}


class French(Tongue):
    """Thousands go by blanks, decimals by pairs."""

    code = "fr"
    groups = "."
    comma, point, minus, plus, to, by, per, and_ = "virgule", "point", "moins", "plus", "à", "sur", "par", "et"
    percent = Noun(("pour cent", "pour cent"))
    halved: ClassVar[Mapping[str, str]] = {
        "heure": "une demi-heure", "journée": "une demi-journée", "litre": "un demi-litre", "finale": "une demi-finale",
    }  # fmt: skip
    times = "fois"
    powers = ("au carré", "au cube", "puissance {}")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        "janv": "janvier", "fév": "février", "févr": "février", "fevrier": "février", "avr": "avril", "juil": "juillet", "aout": "août",
        "sept": "septembre", "oct": "octobre", "nov": "novembre", "déc": "décembre", "decembre": "décembre",
    }  # fmt: skip
    currencies: ClassVar[Mapping[str, Noun]] = {
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _currency("dollar américain,dollars américains,cent,cents"),
        "US$": _currency("dollar américain,dollars américains,cent,cents"), "£": _POUND, "GBP": _POUND,
        "¥": Noun(("yen", "yens")), "JPY": Noun(("yen", "yens")), "CNY": Noun(("yuan", "yuans")), "₩": Noun(("won", "wons")),
        "CHF": _currency("franc suisse,francs suisses,centime,centimes"), "FF": _currency("franc,francs,centime,centimes"),
        "₽": _RUBLE, "RUB": _RUBLE, "₴": _HRYVNIA, "UAH": _HRYVNIA, "₹": Noun(("roupie", "roupies"), "f"),
        "k€": _currency("mille euros,mille euros,centime,centimes"), "CAD": _currency("dollar canadien,dollars canadiens,cent,cents"), "PLN": Noun(("zloty", "zlotys")),
        "₿": Noun(("bitcoin", "bitcoins")), "¢": Noun(("cent", "cents")),
    }  # fmt: skip
    units = _UNITS
    scales: ClassVar[Mapping[str, Noun]] = {
        **{key: Noun(("million", "millions")) for key in ("million", "millions", "M", "Mio", "mio")},
        **{key: Noun(("milliard", "milliards")) for key in ("milliard", "milliards", "Md", "Mds", "Mrd", "mds", "md")},
        **{key: Noun(("billion", "billions")) for key in ("billion", "billions")},
        **{key: Noun(("trillion", "trillions")) for key in ("trillion", "trillions")},
        **dict.fromkeys(("mille", "k"), Noun(("mille", "mille"))),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "et", "%": "pour cent", "°": "degrés", "+": "plus", "=": "égale", "§": "paragraphe", "§§": "paragraphes", "@": "arobase", "#": "dièse",
        "*": "fois", "/": "barre oblique", "\\": "barre oblique inverse", "_": "tiret bas", "<": "inférieur à", ">": "supérieur à",
        "±": "plus ou moins", "×": "fois", "÷": "divisé par", "≈": "environ", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à",
        "→": "à", "-": "moins", "−": "moins", "$": "dollars", "€": "euros", "£": "livres", "¥": "yens", "₽": "roubles",
        "₴": "hryvnias", "™": "", "®": "", "©": "", "•": "", "№": "numéro", "‰": "pour mille", "|": "", "~": "environ", "^": "",
        "º": "degrés",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "point", "@": "arobase", "/": "barre oblique", "-": "tiret", "_": "tiret bas", ":": "deux points", "&": "et",
        "#": "dièse", "?": "point d'interrogation", "=": "égale", "+": "plus", "%": "pour cent", "~": "tilde",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "M.": "monsieur", "MM.": "messieurs", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle", "Mlles": "mesdemoiselles",
        "Dʳ": "docteur", "Pʳ": "professeur", "Mᵍʳ": "monseigneur", "Sᵗ": "saint", "Sᵗᵉ": "sainte", "Mˡˡᵉ": "mademoiselle", "Mᵐᵉ": "madame", "Mᵐᵉˢ": "mesdames", "Mˡˡᵉˢ": "mesdemoiselles", "Me": "Me", "Mgr": "monseigneur", "Dr": "docteur", "Pr": "professeur", "Gal.": "général",
        "dr.": "docteur", "pr.": "professeur", "gén.": "général", "St": "saint", "Ste": "sainte", "etc.": "et cetera", "p. ex.": "par exemple",
        "c.-à-d.": "c'est-à-dire", "av. j.-c.": "avant Jésus-Christ", "apr. j.-c.": "après Jésus-Christ", "art.": "article",
        "chap.": "chapitre", "p.": "page", "pp.": "pages", "n°": "numéro", "nº": "numéro", "N°": "numéro", "tél.": "téléphone",
        "env.": "environ", "hab.": "habitants", "bd": "boulevard", "av.": "avenue", "vs.": "contre", "vs": "contre", "cf.": "confer", "éd.": "édition",
        "vol.": "volume", "janv.": "janvier", "Mme.": "madame", "Mlle.": "mademoiselle", "St.": "saint", "Ste.": "sainte",
    }  # fmt: skip
    said = frozenset(
        names(
            "OTAN ONU OMS UE OPEP NASA ENA SIDA ONG FIFA OVNI ZUP ZAC HLM UNE LE LA LES DE DU DES ET EN AU AUX UN IL ELLE"
        )
    ) - {"UE", "OMS", "ONG"}
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {
        "er": "m", "ère": "f", "ere": "f", "re": "f", "ᵉʳ": "m", "ʳᵉ": "f", "e": "m", "ème": "m", "eme": "m", "è": "m", "ᵉ": "m",
        "°": "m", "nd": "nd", "nde": "nde", "nds": "nd", "de": "nde", "ers": "ms", "ères": "fs", "es": "s", "èmes": "s",
    }  # fmt: skip
    hours = frozenset(names("à vers dès avant après jusqu'à entre"))
    hour_signs = r"h(?:eures?)?"
    halves: ClassVar[Mapping[str, str]] = {"a": "du matin", "p": "de l'après-midi"}
    ratio = "à"
    short_date = r"(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?![\w/])|(?P<day2>[0-3]\d)\.(?P<month2>[01]\d)(?![\w%]|[.,]\d|\s?[%€$]|\s(?:million|milliard))"
    date_words = frozenset(names("le du au les dès"))
    numbered = frozenset(names("p. pp. art. chap. vol. éd."))
    day_dot = r"(?:er)?"

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:
        """A cardinal; feminine ends in "une"."""
        del case
        said = (words.number(value, "fr") or self.digits(str(value))).replace(",", "")
        return re.sub(r"\bun$", "une", said) if gender == "f" else said

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, "fr") for digit in run if digit.isdecimal())

    def fraction_digits(self, run: str) -> str:
        """Up to three digits are a number, more go by pairs."""
        if len(run) <= 3:
            zeros = len(run) - len(run.lstrip("0"))
            rest = run[zeros:]
            return " ".join([*(["zéro"] * zeros), *([self.cardinal(int(rest))] if rest else [])])
        pairs = [run[at : at + 2] for at in range(0, len(run), 2)]
        return " ".join(self.digits(pair) if pair[0] == "0" else self.cardinal(int(pair)) for pair in pairs)

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """The plural starts at two: "1,5 million"."""
        del case
        return noun.forms[0] if quantity.value < 2 else noun.forms[1]

    def after_scale(self, noun: Noun) -> str:
        """As in "millions d'euros"."""
        many = noun.forms[-1]
        return f"d'{many}" if many[0] in "aeiouhéê" else f"de {many}"

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """An ordinal; `form` follows the suffix."""
        del case
        if value == 1:
            return {"f": "première", "ms": "premiers", "fs": "premières"}.get(form, "premier")
        if form in ("nd", "nde"):
            return "second" if form == "nd" else "seconde"
        said = (words.number(value, "fr", "ordinal") or self.cardinal(value)).replace(",", "")
        # num2words keeps the plural of "quatre-vingts" and "cents"
        said = said.replace("vingtsième", "vingtième").replace("centsième", "centième")
        if value % 1000 == 0 and value < 10**6 and said.startswith("un "):
            said = said.removeprefix("un ")
        return said + ("s" if form == "s" else "")

    def day(self, value: int, before: str) -> str:
        """The first is "premier"."""
        del before
        return "premier" if value == 1 else self.cardinal(value)

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "dix-sept heures trente"."""
        del before
        said = f"{self.cardinal(hour, 'f')} heure{'' if hour < 2 else 's'}"
        if minute:
            said += f" {self.cardinal(minute, 'f')}"
        if second:
            said += f" et {self.cardinal(second, 'f')} seconde{'' if second < 2 else 's'}"
        return said

    def fraction(self, top: int, bottom: int) -> str:
        """As in "un demi", "trois quarts", "deux neuvièmes"."""
        if bottom < 2 or (bottom == 20 and top > 9):  # "17/20" is a mark
            return f"{self.cardinal(top)} sur {self.cardinal(bottom)}"
        name = {2: "demi", 3: "tiers", 4: "quart"}.get(bottom) or self.ordinal(bottom)
        plural = "s" if top > 1 and not name.endswith("s") else ""
        return f"{self.cardinal(top)} {name}{plural}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """As in "un et demi"."""
        if (top, bottom) == (1, 2):
            return f"{self.cardinal(whole)} et demi"
        return f"{self.cardinal(whole)} et {self.fraction(top, bottom)}"

    def part_of(self, said: str, noun: Noun, whole: int, top: int, bottom: int) -> str:
        """As in "un demi litre", "trois quarts de litre"."""
        if whole or (top, bottom) == (1, 2):
            return f"{said} {noun.forms[1 if whole > 1 else 0]}"
        one = noun.forms[0]
        return f"{said} d'{one}" if one[0] in "aeiouhé" else f"{said} de {one}"

    def gender_of(self, following: str) -> str:
        """The gender of a noun, by its ending."""
        return "f" if _FEMININE.search(following) and not _MASCULINE.match(following) else "m"

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A bare number before a word; "chapitre 1" is no number of what follows."""
        if before in _PARTS:
            return self.number(quantity)
        return super().counted(quantity, following, before)

    def amount(self, quantity: Quantity, noun: Noun, scale: Noun | None = None, case: str = "n") -> str:
        """A thousand in words is a part of its number: "cinq cent mille euros"."""
        if scale is not None and scale.forms[0] == "mille" and len(quantity.fraction) <= 3:
            quantity, scale = Quantity(quantity.whole + quantity.fraction.ljust(3, "0"), "", quantity.sign), None
        return super().amount(quantity, noun, scale, case)

    def rate(self, written: str, many: str = "") -> str:
        """As in "par mètre carré", "aux cent kilomètres"."""
        said = super().rate(written, many)
        return f"aux {said.removeprefix('par ')}" if many else said

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """As in "24h/24", "7j/7"."""
        del rules

        def always(match: re.Match[str]) -> str:
            return f"{self.cardinal(int(match['n']))} {'heures' if match['unit'] == 'h' else 'jours'} sur {self.cardinal(int(match['of']))}"

        return (Rule("time", re.compile(r"(?P<n>\d{1,2}) ?(?P<unit>[hj]) ?/ ?(?P<of>24|7)(?!\w)"), always),)

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """Weekdays before a date, and "Me" before a name: both are words elsewhere ("la mer.", "Me voilà")."""

        def day(match: re.Match[str]) -> str:
            return _DAYS[match[0].lower()]

        def counsel(match: re.Match[str]) -> str:
            del match
            return "maître"

        def century(match: re.Match[str]) -> str | None:
            value = roman(match["roman"])
            return f"{self.ordinal(value)} siècle" if 0 < value < 40 else None

        return (
            Rule("roman", re.compile(r"(?P<roman>[IVX]+)(?:e|ème|er) s\.(?!\w)"), century),
            Rule(
                "abbreviation",
                re.compile(rf"(?:{either(_DAYS)})(?= \d{{1,2}}(?:er)? {rules.month})", re.IGNORECASE),
                day,
            ),
            Rule("abbreviation", re.compile(r"Me(?= [A-ZÀ-Ý][a-zà-ÿ'-])"), counsel),
        )

    def roman(self, value: int, before: str) -> str | None:
        """As in "Louis quatorze", "François premier", "chapitre quatre"."""
        if before[:1].isupper() and value == 1:
            return "premier"
        return self.cardinal(value)

    def telephone(self, groups: list[str]) -> str:
        """In pairs, as numbers."""
        said = []
        for group in groups:
            run = group.lstrip("+")
            number = self.digits(run) if run[0] == "0" or len(run) > 3 else self.cardinal(int(run))
            said.append(("plus " if group[0] == "+" else "") + number)
        return ", ".join(said)

    def letters(self, piece: str) -> str:
        """Short pieces and those without vowels letter by letter."""
        if piece.lower() in ("com", "net", "org"):
            return piece
        return " ".join(piece) if len(piece) <= 3 or not re.search("[aeiouyéè]", piece.lower()) else piece


GRAMMAR = Rules(French()).grammar()
