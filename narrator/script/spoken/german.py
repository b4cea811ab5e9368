"""German. Long numbers are written in their parts, which engines stress better than one word of forty letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken.engine import Rule, either, names
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns
from narrator.script.words import lexis

_MONTHS = names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
_SHORT = {
    "jan": "Januar", "jän": "Januar", "jänner": "Jänner", "feb": "Februar", "mär": "März", "mrz": "März", "apr": "April", "jun": "Juni",
    "jul": "Juli", "aug": "August", "sep": "September", "sept": "September", "okt": "Oktober", "nov": "November", "dez": "Dezember",
}  # fmt: skip
_ONES = names(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
)
_TENS = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_LARGE = ((10**15, "billiarde"), (10**12, "billion"), (10**9, "milliarde"), (10**6, "million"))
_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}

_UNITS = nouns("""
km Kilometer Kilometer
m Meter Meter
cm Zentimeter Zentimeter
mm Millimeter Millimeter
ft Fuß Fuß
kg Kilogramm Kilogramm
g Gramm Gramm
mg Milligramm Milligramm
l Liter Liter
ml Milliliter Milliliter
ha Hektar Hektar
m² Quadrat_meter Quadrat_meter
qm Quadrat_meter Quadrat_meter
m³ Kubik_meter Kubik_meter
km/h Kilometer_pro_Stunde Kilometer_pro_Stunde
m/s Meter_pro_Sekunde Meter_pro_Sekunde
°C Grad_Celsius Grad_Celsius
°_C Grad_Celsius Grad_Celsius
°F Grad_Fahrenheit Grad_Fahrenheit
° Grad Grad
W Watt Watt
kW Kilowatt Kilowatt
MW Megawatt Megawatt
GW Gigawatt Gigawatt
TWh Terawattstunde Terawattstunden
V Volt Volt
kV Kilovolt Kilovolt
mV Millivolt Millivolt
mv Millivolt Millivolt
Hz Hertz Hertz
kHz Kilohertz Kilohertz
MHz Megahertz Megahertz
GHz Gigahertz Gigahertz
kB Kilobyte Kilobyte
MB Megabyte Megabyte
GB Gigabyte Gigabyte
TB Terabyte Terabyte
PS PS PS
EL Esslöffel Esslöffel
TL Teelöffel Teelöffel
kbit Kilobit Kilobit
Mbit Megabit Megabit
Gbit Gigabit Gigabit
µg Mikrogramm Mikrogramm
μg Mikrogramm Mikrogramm
dB Dezibel Dezibel
‰ Promille Promille
""") | nouns(
    """
h Stunde Stunden
Std. Stunde Stunden
min Minute Minuten
Min. Minute Minuten
s Sekunde Sekunden
Sek. Sekunde Sekunden
t Tonne Tonnen
kWh Kilowattstunde Kilowattstunden
MWh Megawattstunde Megawattstunden
GWh Gigawattstunde Gigawattstunden
""",
    "f",
)

_EURO = Noun(("Euro", "Euro"), "m", ("Cent", "Cent"))
_DOLLAR = Noun(("Dollar", "Dollar"), "m", ("Cent", "Cent"))
_POUND = Noun(("Pfund", "Pfund"), "m", ("Penny", "Pence"))
_FRANC = Noun(("Schweizer Franken", "Schweizer Franken"), "m", ("Rappen", "Rappen"))
_HRYVNIA = Noun(("Hrywnja", "Hrywnja"), "f", ("Kopijka", "Kopijka"), "f")
_WEAK = frozenset(
    names("am vom zum im beim dem den des seit bis ab zur einem einen eines einer der_ nach unserem seinem ihrem")
)
_NEUTERS = frozenset(
    names(
        "Jahrhundert Jh Jhd Jahr Kapitel Mal Kind Buch Tor Spiel Haus Regiment Bataillon Semester Quartal Reich Gebot Lebensjahr"
    )
)
_FEMININES = names(
    "Person Frau Stunde Woche Minute Sekunde Tonne Stimme Stadt Straße Schule Tochter Mutter Schwester Nacht Katze Flasche Packung Tasse "
    "Dose Zwiebel Möhre Zehe Prise Scheibe Gruppe Klasse Liga Runde Etage Firma Bank Waffe Rakete Bombe Drohne Aktie Idee Frage Antwort "
    "Sache Stelle Zeile Karte Zahl Leiche Staffel Folge Auflage Ausgabe Hälfte Halbzeit Reihe Stufe Phase Welle Strophe Sinfonie Etappe "
    "Armee Brigade Kompanie Dekade Saison Million Milliarde Seite Ehe Amtszeit Legislaturperiode Generation Dimension Chance Instanz Dynastie"
)
_FEMININE_END = re.compile(rf"(?:{either(_FEMININES)}|ung|heit|keit|schaft|tion|sion|ität|enz|anz)$", re.IGNORECASE)
_DATIVES = re.compile(
    r"\b(?:[Ii]n|[Vv]on|[Zz]u|[Aa]us|[Bb]ei|[Nn]ach|[Mm]it|[Ss]eit|[Aa]uf|[Aa]n|[Vv]or|[Uu]nter|[Aa]b|[Ww]ährend) der (?:\d{1,2}\. (?:und|oder) )?$"
)
# after these a one is a number of its own
_NAMED_ONES = frozenset(
    names(
        "nr nummer platz rang gruppe teil kapitel seite phase klasse stufe liga typ tag halle kanal block formel version artikel paragraf "
        "absatz band staffel folge heft woche runde raum zimmer tor linie gleis bahnsteig stand"
    )
)
# what announces a year before 1500, and what may
_YEARS = frozenset(
    names(
        "jahr jahre jahres seit anno winter sommer herbst frühjahr januar februar märz april mai juni juli august september oktober november dezember"
    )
)
_SPANS = frozenset(names("bis ab um von vor nach zwischen und hatte starb war"))
# an ordinal without an article: at the start of a part, or after another one
_DATIVE_WORDS = frozenset(names("in mit nach seit aus auf an"))
_BEING = frozenset(names("ist war wurde wird als"))
_FREE = re.compile(r"(?:[:,(–]|\d\. (?:und|oder)) $|\($")
_ONES_OF = frozenset(names("ein kein mein dein sein ihr unser"))
_FEMININE_ONES = frozenset(names("eine keine meine deine seine ihre unsere"))
_COMPOUNDS = "jährig|tägig|stündig|minütig|wöchig|monatig|köpfig|seitig|stöckig|geschossig|teilig|stellig|mal|fach|prozentig|stufig|spurig|türig"
_ARTICLES = frozenset(names("der die das jeder jede jedes dieser diese dieses"))


_QUEENS = frozenset(
    names("Elisabeth Katharina Margrethe Maria Beatrix Wilhelmina Juliana Isabella Christina Victoria Viktoria")
)
_RULERS = _QUEENS | frozenset(
    names(
        "Ludwig Karl Wilhelm Friedrich Heinrich Otto Franz Joseph Josef Ferdinand Leopold Maximilian Rudolf Georg Eduard Jakob Richard "
        "Johannes Paul Pius Benedikt Leo Gregor Clemens Innozenz Urban Alexander Nikolaus Peter Iwan Philipp Felipe Alfons Carlos Charles "
        "Thutmosis Eduard Edward Amenophis Sesostris Ptolemaios Sargon Antiochos Seleukos Mithridates Darius Xerxes Theodosius Konstantin Justinian Philippe Ludovico Henri Louis James "
        "Ferdinand Manuel Alfonso Juan Pedro Sancho Johann Christian Erich Waldemar Sigmund Stephan Bela Andreas Ladislaus Kasimir Wladislaw Zar Zygmunt Mohammed Mehmed Selim Murad Bayezid "
        "Harald Gustaf Adolf Albert Napoleon Ramses August Sigismund Konrad Willem"
    )
)


class German(Tongue):
    """Ordinals have a dot and follow their article; the units stand before the tens."""

    code = "de"
    comma, point, minus, plus, to, by, per, and_ = "Komma", "Punkt", "minus", "plus", "bis", "mal", "pro", "und"
    percent = Noun(("Prozent", "Prozent"))
    halved: ClassVar[Mapping[str, str]] = {
        "Stunde": "eine halbe Stunde", "Jahr": "ein halbes Jahr", "Million": "eine halbe Million", "Tag": "ein halber Tag",
        "Liter": "ein halber Liter", "Kilo": "ein halbes Kilo",
    }  # fmt: skip
    times = "mal"
    powers = ("zum Quadrat", "hoch drei", "hoch {}")
    months: ClassVar[Mapping[str, str]] = {**{month.lower(): month for month in _MONTHS}, **_SHORT}
    currencies: ClassVar[Mapping[str, Noun]] = {
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "US$": Noun(("US-Dollar", "US-Dollar"), "m", ("Cent", "Cent")),
        "USD": Noun(("US-Dollar", "US-Dollar"), "m", ("Cent", "Cent")), "£": _POUND, "GBP": _POUND, "¥": Noun(("Yen", "Yen")),
        "JPY": Noun(("Yen", "Yen")), "CHF": _FRANC, "₽": Noun(("Rubel", "Rubel"), "m", ("Kopeke", "Kopeken"), "f"),
        "RUB": Noun(("Rubel", "Rubel"), "m", ("Kopeke", "Kopeken"), "f"), "₴": _HRYVNIA, "UAH": _HRYVNIA, "₩": Noun(("Won", "Won")),
        "₹": Noun(("Rupie", "Rupien"), "f"), "CNY": Noun(("Yuan", "Yuan")), "PLN": Noun(("Zloty", "Zloty")),
        "₿": Noun(("Bitcoin", "Bitcoin")), "¢": Noun(("Cent", "Cent")),
    }  # fmt: skip
    units = _UNITS
    scales: ClassVar[Mapping[str, Noun]] = {
        **{
            key: Noun(("Million", "Millionen"), "f")
            for key in ("Million", "Millionen", "million", "millionen", "Mio.", "Mio", "mio")
        },
        **{
            key: Noun(("Milliarde", "Milliarden"), "f")
            for key in ("Milliarde", "Milliarden", "milliarde", "milliarden", "Mrd.", "Mrd", "mrd")
        },
        **{
            key: Noun(("Billion", "Billionen"), "f") for key in ("Billion", "Billionen", "billion", "billionen", "Bio.")
        },
        "Tsd.": Noun(("tausend", "tausend")),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "und", "%": "Prozent", "°": "Grad", "+": "plus", "=": "gleich", "§": "Paragraf", "§§": "Paragrafen", "@": "at", "#": "Hashtag", "*": "mal",
        "/": "Schrägstrich", "\\": "Backslash", "_": "Unterstrich", "<": "kleiner als", ">": "größer als", "±": "plus minus",
        "×": "mal", "÷": "geteilt durch", "≈": "ungefähr", "≤": "höchstens", "≥": "mindestens", "→": "nach", "-": "minus", "−": "minus",
        "$": "Dollar", "€": "Euro", "£": "Pfund", "¥": "Yen", "₽": "Rubel", "₴": "Hrywnja", "™": "", "®": "", "©": "", "•": "",
        "№": "Nummer", "‰": "Promille", "|": "", "~": "ungefähr", "^": "", "º": "Grad", "†": "",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "Punkt", "@": "at", "/": "slash", "-": "Bindestrich", "_": "Unterstrich", ":": "Doppelpunkt", "&": "und", "#": "Raute",
        "?": "Fragezeichen", "=": "Gleichheitszeichen", "+": "plus", "%": "Prozent", "~": "Tilde", "gmail": "g mail", "Gmail": "g mail",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "z.b.": "zum Beispiel", "z. b.": "zum Beispiel", "d.h.": "das heißt", "d. h.": "das heißt", "u.a.": "unter anderem",
        "u. a.": "unter anderem", "usw.": "und so weiter", "bzw.": "beziehungsweise", "etc.": "et cetera", "ca.": "circa",
        "dr.": "Doktor", "prof.": "Professor", "hr.": "Herr", "fr.": "Frau", "nr.": "Nummer", "str.": "Straße", "st.": "Sankt",
        "mr.": "Mister", "ms.": "Miss", "mrs.": "Misses", "evtl.": "eventuell", "ggf.": "gegebenenfalls", "inkl.": "inklusive",
        "vgl.": "vergleiche", "v.a.": "vor allem", "v. a.": "vor allem", "z.t.": "zum Teil", "z. t.": "zum Teil", "i.d.r.": "in der Regel",
        "o.ä.": "oder Ähnliches", "u.u.": "unter Umständen", "s.o.": "siehe oben", "s.u.": "siehe unten", "s.": "Seite", "kap.": "Kapitel", "abs.": "Absatz",
        "art.": "Artikel", "bd.": "Band", "jh.": "Jahrhundert", "jhd.": "Jahrhundert", "gest.": "gestorben", "geb.": "geboren",
        "v. chr.": "vor Christus", "n. chr.": "nach Christus", "v.chr.": "vor Christus", "n.chr.": "nach Christus", "tel.": "Telefon",
        "max.": "maximal", "min.": "minimal", "mind.": "mindestens", "mio.": "Millionen", "mrd.": "Milliarden", "vs.": "gegen",
        "gen.": "General", "sog.": "sogenannt", "bspw.": "beispielsweise", "zzgl.": "zuzüglich", "ff.": "folgende",
    }  # fmt: skip
    said = frozenset(
        names(
            "NATO UNO UNESCO UNICEF OPEC NASA FIFA UEFA AIDS TÜV DAX BAföG HIV ISAF PISA UFO SPIEGEL ZEIT AUS DAS DER DIE UND IM AM IN ES"
        )
    ) - {"HIV"}
    hour_signs = r"Uhr"
    hours = frozenset("*")
    ratio = "zu"
    roman_dot = True
    counts_spans = True
    date_words = _WEAK | _ARTICLES
    numbered = frozenset(names("abs. art. bd. nr. s. kap."))
    day_dot = r"\."
    short_date = (
        r"(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)(?:\.(?=\s|$))?(?![\w%]|[.,]\d|\s?[%€$]|\s(?:Mio|Mrd|Uhr|[mM]illi))"
    )

    def cardinal(self, value: int, gender: str = "s", case: str = "s") -> str:
        """In parts; one is "eins" alone, "ein" or "eine" before a noun."""
        del case
        said = _cardinal(value) if value < 10**18 else self.digits(str(value))
        if said.endswith("eins") and gender in ("m", "f"):
            return said[:-1] if gender == "m" else f"{said[:-1]}e"
        return said

    def case_after(self, before: str) -> str:
        """The word before, for the endings of ordinals."""
        return before

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(_ONES[int(digit)] for digit in run if digit.isdecimal())

    def number(self, quantity: Quantity, gender: str = "s", case: str = "s") -> str:
        """A bare number ends in "eins"."""
        return super().number(quantity, "s" if quantity.fraction else gender, case)

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """A bare number before a word."""
        if quantity.value == 1 and not quantity.fraction and following[0].isupper() and before not in _NAMED_ONES:
            return self.number(quantity, "f" if _is_feminine(following) else "m")
        return self.number(quantity)

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """As in "zweiter", after an article "zweite", after a preposition "zweiten"; `case` is the word before."""
        stem = _ordinal_stem(value)
        if form == "m":
            return stem + ("en" if case in _WEAK else "e" if case in _ARTICLES else "er")
        return stem + form

    def year(self, value: int, case: str = "n") -> str:
        """As in "neunzehn hundert acht und neunzig"."""
        del case
        if 1100 <= value < 2000:
            high, low = divmod(value, 100)
            return f"{_cardinal(high)} hundert {_cardinal(low) if low else ''}".strip()
        return _cardinal(value)

    def day(self, value: int, before: str) -> str:
        """A day of the month, as its article asks."""
        return self.ordinal(value, "m", before)

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "elf Uhr dreißig"."""
        del before
        said = f"{'ein' if hour == 1 else _cardinal(hour)} Uhr"
        if second is not None:
            minutes, seconds = minute or 0, second
            return f"{said} {self._count(minutes, 'Minute')} {self._count(seconds, 'Sekunde')}"
        return f"{said} {_cardinal(minute)}" if minute else said

    def _count(self, value: int, noun: str) -> str:
        return f"{self.cardinal(value, 'f')} {noun}{'' if value == 1 else 'n'}"

    def fraction(self, top: int, bottom: int) -> str:
        """As in "ein drittel", "drei viertel"."""
        if bottom < 2:
            return f"{_cardinal(top)} durch {_cardinal(bottom)}"
        if bottom == 2:
            return "ein halb" if top == 1 else f"{_cardinal(top)} halbe"
        return f"{self.cardinal(top, 'm')} {_ordinal_stem(bottom).removeprefix('ein ').removeprefix('eine ')}el"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """As in "ein ein halb", "zwei drei viertel"."""
        return f"{self.cardinal(whole, 'm')} {self.fraction(top, bottom)}"

    def roman(self, value: int, before: str) -> str | None:
        """As in "Ludwig der vierzehnte", "Kapitel vier"."""
        if before in _RULERS:
            return f"{'die' if before in _QUEENS else 'der'} {_ordinal_stem(value).capitalize()}e"
        return _cardinal(value) if before[:1].isupper() else None

    def telephone(self, groups: list[str]) -> str:
        """The country's number is a number, the rest goes digit by digit."""
        said = []
        for group in groups:
            run = group.lstrip("+")
            said.append(f"plus {_cardinal(int(run))}" if group[0] == "+" and len(run) <= 3 else self.digits(run))
        return ", ".join(said)

    def letters(self, piece: str) -> str:
        """Short pieces and those without vowels letter by letter."""
        if piece.lower() in ("com", "net", "org", "info"):
            return piece
        return " ".join(piece) if len(piece) <= 3 or not re.search("[aeiouyäöü]", piece.lower()) else piece

    def _numbered(self, value: int, before: str, following: str, match: re.Match[str]) -> str | None:
        """An ordinal before a noun, with the ending that its article asks for; None where it may be no ordinal."""
        neuter = following in _NEUTERS
        if before in _ONES_OF:
            return self.ordinal(value, "es" if neuter else "er")
        if before in _FEMININE_ONES:
            return self.ordinal(value, "e")
        start = match.start()
        if before == "der":
            dative = _is_feminine(following) or _DATIVES.search(match.string, max(0, start - 30), start)
            return self.ordinal(value, "en" if dative else "e")
        if before in _WEAK or before in _ARTICLES:
            return self.ordinal(value, "m", before)
        if following.startswith(("Jahrhundert", "Jh")):
            # "des späten 15. Jahrhunderts"
            return self.ordinal(value, "e" if before.endswith("e") else "en" if before.endswith("n") else "es")
        named = value < 200 and following[:1].isupper() and following.lower() not in lexis("de").starters
        if named and before in _DATIVE_WORDS:
            return self.ordinal(value, "er" if _is_feminine(following) else "em")
        free = before in _BEING or _FREE.search(match.string, max(0, start - 12), start)
        if start > 0 and not (named and free):
            return None
        return self.ordinal(value, "es" if neuter else "e" if _is_feminine(following) else "er")

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """As in "II. Weltkrieg", "im III. Reich"."""

        def numbered(match: re.Match[str]) -> str | None:
            value = roman(match["roman"])
            return self._numbered(value, rules.before(match), match["next"], match) if 0 < value < 90 else None

        def street(match: re.Match[str]) -> str:
            return f"{match['stem']}straße"

        return (
            Rule("abbreviation", re.compile(r"(?P<stem>[A-ZÄÖÜ][a-zäöüß]{2,20})str\.(?= \d)"), street),
            Rule("roman", re.compile(r"(?P<roman>[IVXL]+)\.(?= (?P<next>[A-ZÄÖÜ][a-zäöüß]+))"), numbered),
        )

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Ordinals with a dot, years, decades, compounds."""

        def ordinal(match: re.Match[str]) -> str | None:
            before, following = rules.before(match), match["next"] or ""
            if following.lower() in self.months:
                return None
            return self._numbered(int(match["n"]), before, following, match)

        def compound(match: re.Match[str]) -> str:
            return self.cardinal(int(match["n"]), "m") + match["rest"]

        def per_cent(match: re.Match[str]) -> str:
            return f"{self.cardinal(int(match['n']), 'm')}prozentige"

        def year(match: re.Match[str]) -> str | None:
            value, before = int(match["n"]), rules.before(match)
            announced = before in _YEARS or (before in _SPANS and value % 50)
            return self.year(value) if value >= 1500 or announced else None

        def decade(match: re.Match[str]) -> str:
            said = self.year(int(match["n"])) if len(match["n"]) == 4 else _cardinal(int(match["n"]))
            return f"{said}er{match['end']}"

        nouns_ = r"\s[A-ZÄÖÜ][a-zäöüß]+(?:en|er|e|n|s)\b"
        return (
            rules.years_rule(rf"(?!{nouns_})"),
            Rule("cardinal", re.compile(rf"(?P<n>\d{{1,3}})[-‑](?P<rest>(?:{_COMPOUNDS})[a-z]*)(?!\w)"), compound),
            Rule("cardinal", re.compile(r"(?P<n>\d{1,3})\s?%-?ige"), per_cent),
            Rule("ordinal", re.compile(r"(?P<n>\d{1,7})\.(?=\s(?P<next>[^\W\d_]+)|\s*\Z)"), ordinal),
            Rule("date", re.compile(r"(?P<n>1[1-9]\d0|20\d0|[2-9]\d)er(?P<end>n?)(?!\w)"), decade),
            Rule(
                "date",
                re.compile(
                    r"(?P<n>1[1-9]\d\d)(?![\w]|[.,]\d|\s?[-–/]\s?\d|\s[A-ZÄÖÜ][a-zäöüß]+(?:en|er|e|n|s)\b|\s?[%€$]|\s(?:km|m|kg|t|Mio|Mrd)\b)"
                ),
                year,
            ),
        )


def _is_feminine(noun: str) -> bool:
    """Whether a noun in the singular is feminine, as far as a list and its ending tell."""
    return _FEMININE_END.search(noun) is not None


def _cardinal(value: int) -> str:
    """A cardinal in its parts: "ein hundert drei und zwanzig"."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, one = divmod(value, 10)
        return f"{'ein' if one == 1 else _ONES[one]} und {_TENS[tens]}" if one else _TENS[tens]
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if size <= value < (10**6 if size == 1000 else 1000):
            high, rest = divmod(value, size)
            head = "ein" if high == 1 else re.sub(r"\beins$", "ein", _cardinal(high))
            return f"{head} {name} {_cardinal(rest) if rest else ''}".strip()
    for size, name in _LARGE:
        if value >= size:
            high, rest = divmod(value, size)
            plural = "" if high == 1 else "n" if name.endswith("e") else "en"
            head = "eine" if high == 1 else _cardinal(high)
            return f"{head} {name}{plural} {_cardinal(rest) if rest else ''}".strip()
    return _ONES[0]


def _ordinal_stem(value: int) -> str:
    """As in "zwei und zwanzigst", "dritt"."""
    low = value % 100
    if low in _ORDINALS:
        head = _cardinal(value - low) if value > low else ""
        return f"{head} {_ORDINALS[low]}".strip()
    return _cardinal(value) + ("t" if 0 < low < 20 else "st")


GRAMMAR = Rules(German()).grammar()
