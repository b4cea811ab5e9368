"""Polish: cardinals in the nominative, ordinals of dates and years in the genitive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, names
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns

_MONTHS = names("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")
_DOLLAR = Noun(("dolar", "dolary", "dolarów", "dolara"), "m", ("cent", "centy", "centów", "centa"))
_EURO = Noun(("euro", "euro", "euro", "euro"), "n", ("cent", "centy", "centów", "centa"))
_ZLOTY = Noun(("złoty", "złote", "złotych", "złotego"), "m", ("grosz", "grosze", "groszy", "grosza"))
_POUND = Noun(("funt", "funty", "funtów", "funta"), "m", ("pens", "pensy", "pensów", "pensa"))
_MILLION = Noun(("milion", "miliony", "milionów", "miliona"))
_BILLION = Noun(("miliard", "miliardy", "miliardów", "miliarda"))
_TRILLION = Noun(("bilion", "biliony", "bilionów", "biliona"))
_THOUSAND = Noun(("tysiąc", "tysiące", "tysięcy", "tysiąca"))


_QUEENS = frozenset(names("Elżbieta Katarzyna Maria Anna Wiktoria Izabela Małgorzata Krystyna Beatrycze"))
_PREPOSITIONS = frozenset(names("w we po z ze od do na przełomie koniec końca początku połowie wieku"))
_FEMININES = frozenset(
    names(
        "osoby godziny minuty sekundy tony kobiety rakiety bomby osoba doby sztuki strony książki części grupy firmy szkoły ofiary rodziny córki siostry "
        "noce partie drużyny bramki kategorie klasy lekcje sesje wersje zasady rzeczy sprawy próby walki łyżki łyżeczki szklanki cebule marchewki"
    )
)


# ending of a noun or an adjective -> ending of the ordinal before it
_ORDINAL_ENDINGS = (("lata", "e"), ("ego", "ego"), ("ej", "ej"), ("ym", "ym"), ("im", "ym"), ("a", "a"), ("o", "e"), ("e", "e"), ("ę", "ą"), ("ą", "ą"),
                    ("y", "ej"), ("i", "ej"), ("u", "ego"))  # fmt: skip
_DECADES = re.compile(r"\b(lat|lata|latach|latami) (?:[1-9]0\. (?:i|oraz|lub) )?$")
_COMPOUNDS = "let|lec|krot|osob|piętr|godzin|minut|dniow|procent|metr|kilometr|kilogram|ton|tygodni|miesięcz|stron|tom|drzwi|miejsc|rocznic|tysięcz|stopni|element|punkt|calow"
_ONES = names(
    "_ jedno dwu trzy cztero pięcio sześcio siedmio ośmio dziewięcio dziesięcio jedenasto dwunasto trzynasto czternasto piętnasto szesnasto "
    "siedemnasto osiemnasto dziewiętnasto"
)
_TENS = names(
    "_ _ dwudziesto trzydziesto czterdziesto pięćdziesięcio sześćdziesięcio siedemdziesięcio osiemdziesięcio dziewięćdziesięcio"
)
_HUNDREDS = names("_ stu dwustu trzystu czterystu pięćset sześćset siedemset osiemset dziewięćset")
_HOURS = {"o": "godzinie", "po": "godzinie", "od": "godziny", "do": "godziny", "przed": "godziną", "na": "godzinę"}


_RATES = {"mies": "miesiąc", "godz": "godzinę", "os": "osobę", "szt": "sztukę", "tydz": "tydzień"}


class Polish(Tongue):
    """Three forms of a counted noun and a fourth for parts of it."""

    code = "pl"
    groups = "."
    comma, point, minus, plus, to, by, per, and_ = "przecinek", "kropka", "minus", "plus", "do", "na", "na", "i"
    percent = Noun(("procent", "procent", "procent", "procent"))
    times = "razy"
    powers = ("do kwadratu", "do sześcianu", "do potęgi {}")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        **{month[:3]: month for month in _MONTHS if month not in ("maja", "marca")},
        "mar": "marca",
    }
    currencies: ClassVar[Mapping[str, Noun]] = {
        "zł": _ZLOTY, "PLN": _ZLOTY, "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _DOLLAR, "£": _POUND, "GBP": _POUND,
        "₴": Noun(("hrywna", "hrywny", "hrywien", "hrywny"), "f"), "₽": Noun(("rubel", "ruble", "rubli", "rubla")),
        "CHF": Noun(("frank", "franki", "franków", "franka")), "¥": Noun(("jen", "jeny", "jenów", "jena")),
    }  # fmt: skip
    units = nouns("""
km kilometr kilometry kilometrów kilometra
m metr metry metrów metra
cm centymetr centymetry centymetrów centymetra
mm milimetr milimetry milimetrów milimetra
kg kilogram kilogramy kilogramów kilograma
g gram gramy gramów grama
l litr litry litrów litra
ha hektar hektary hektarów hektara
m² metr_kwadratowy metry_kwadratowe metrów_kwadratowych metra_kwadratowego
m³ metr_sześcienny metry_sześcienne metrów_sześciennych metra_sześciennego
km/h kilometr_na_godzinę kilometry_na_godzinę kilometrów_na_godzinę kilometra_na_godzinę
°C stopień_Celsjusza stopnie_Celsjusza stopni_Celsjusza stopnia_Celsjusza
° stopień stopnie stopni stopnia
kWh kilowatogodzina kilowatogodziny kilowatogodzin kilowatogodziny
MWh megawatogodzina megawatogodziny megawatogodzin megawatogodziny
GWh gigawatogodzina gigawatogodziny gigawatogodzin gigawatogodziny
TWh terawatogodzina terawatogodziny terawatogodzin terawatogodziny
Mbit/s megabit_na_sekundę megabity_na_sekundę megabitów_na_sekundę megabita_na_sekundę
Mb/s megabit_na_sekundę megabity_na_sekundę megabitów_na_sekundę megabita_na_sekundę
µg mikrogram mikrogramy mikrogramów mikrograma
μg mikrogram mikrogramy mikrogramów mikrograma
mg miligram miligramy miligramów miligrama
ml mililitr mililitry mililitrów mililitra
st._C stopień_Celsjusza stopnie_Celsjusza stopni_Celsjusza stopnia_Celsjusza
kW kilowat kilowaty kilowatów kilowata
MW megawat megawaty megawatów megawata
GW gigawat gigawaty gigawatów gigawata
MHz megaherc megaherce megaherców megaherca
GHz gigaherc gigaherce gigaherców gigaherca
GB gigabajt gigabajty gigabajtów gigabajta
MB megabajt megabajty megabajtów megabajta
""") | nouns(
        """
t tona tony ton tony
godz. godzina godziny godzin godziny
min minuta minuty minut minuty
""",
        "f",
    )
    scales: ClassVar[Mapping[str, Noun]] = {
        **dict.fromkeys(("mln", "mln.", "milion", "miliona", "miliony", "milionów"), _MILLION),
        **dict.fromkeys(("mld", "mld.", "miliard", "miliarda", "miliardy", "miliardów"), _BILLION),
        **dict.fromkeys(("bln", "bilion", "biliona", "biliony", "bilionów"), _TRILLION),
        **dict.fromkeys(("tys.", "tys", "tysiąc", "tysiące", "tysięcy"), _THOUSAND),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "i", "%": "procent", "°": "stopni", "+": "plus", "=": "równa się", "§": "paragraf", "§§": "paragrafy", "@": "małpa", "#": "hasztag",
        "*": "razy", "/": "ukośnik", "\\": "ukośnik wsteczny", "_": "podkreślenie", "<": "mniejsze niż", ">": "większe niż",
        "±": "plus minus", "×": "razy", "÷": "podzielić przez", "≈": "około", "→": "do", "-": "minus", "−": "minus", "$": "dolarów",
        "€": "euro", "£": "funtów", "¥": "jenów", "₽": "rubli", "₴": "hrywien", "™": "", "®": "", "©": "", "•": "", "№": "numer", "|": "",
        "~": "około", "^": "", "≤": "najwyżej", "≥": "co najmniej", "‰": "promili", "º": "stopni",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "kropka", "@": "małpa", "/": "ukośnik", "-": "myślnik", "_": "podkreślenie", ":": "dwukropek", "&": "i", "#": "krzyżyk",
        "?": "znak zapytania", "=": "równa się", "+": "plus", "%": "procent", "~": "tylda",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "dr": "doktor", "prof.": "profesor", "gen.": "generał", "płk": "pułkownik", "mjr": "major", "inż.": "inżynier", "mgr": "magister",
        "ppłk": "podpułkownik", "np.": "na przykład", "itd.": "i tak dalej", "itp.": "i tym podobne", "m.in.": "między innymi", "tzw.": "tak zwany", "ul.": "ulica",
        "al.": "aleja", "nr": "numer", "art.": "artykuł", "ust.": "ustęp", "str.": "strona", "tj.": "to jest", "ok.": "około",
        "św.": "święty", "im.": "imienia", "woj.": "województwo", "p.n.e.": "przed naszą erą", "n.e.": "naszej ery", "tel.": "telefon",
        "vs.": "kontra", "r.": "roku", "w.": "wieku", "dn.": "dnia", "proc.": "procent",
    }  # fmt: skip
    said = frozenset(
        names("NATO ONZ UNESCO FIFA UEFA NASA OPEC AIDS ZUS GUS PIS PKO ORLEN NIE TAK ALE DO NA OD PO ZA ZE WE JEST")
    ) - {"ONZ"}
    ordinal_suffixes: ClassVar[Mapping[str, str]] = {
        "-go": "g",
        "-ty": "n",
        "-szy": "n",
        "-ci": "n",
        "-tego": "g",
        "-tych": "p",
    }
    numbered = frozenset(names("art. ust. str."))
    ratio = "do"
    hours = frozenset(("godz", "godzinie", "godziny"))
    halved: ClassVar[Mapping[str, str]] = {
        "godziny": "pół godziny", "roku": "pół roku", "litra": "pół litra", "łyżeczki": "pół łyżeczki", "łyżki": "pół łyżki",
        "szklanki": "pół szklanki",
    }  # fmt: skip

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:
        """One and two agree."""
        del case
        said = words.cardinal(value, "pl") or self.digits(str(value))
        if gender == "f":
            return re.sub(r"\bdwa$", "dwie", "jedna" if said == "jeden" else said)
        return "jedno" if gender == "n" and said == "jeden" else said

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, "pl") for digit in run if digit.isdecimal())

    def fraction_digits(self, run: str) -> str:
        """Two digits are a number."""
        return self.cardinal(int(run)) if len(run) <= 2 and run[0] != "0" else self.digits(run)

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """The form of a noun: one, few, many, or of a part."""
        del case
        if len(noun.forms) < 4:
            return super().form(quantity, noun)
        value = quantity.value
        if quantity.fraction:
            return noun.forms[3]
        if value == 1:
            return noun.forms[0]
        return noun.forms[1] if value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) else noun.forms[2]

    def counted(self, quantity: Quantity, following: str, before: str) -> str:
        """One and two agree: by ending after one, by a list of common nouns after two."""
        del before
        value, gender = quantity.value, "m"
        if quantity.fraction:
            return self.number(quantity)
        if value == 1 and following.islower():
            gender = (
                "f"
                if following.endswith("a") and following != "mężczyzna"
                else "n"
                if following.endswith(("o", "e"))
                else "m"
            )
        elif value % 10 == 2 and value % 100 != 12 and following in _FEMININES:
            gender = "f"
        return self.number(quantity, gender)

    def rate(self, written: str, many: str = "") -> str:
        """As in "na miesiąc"."""
        return super().rate(written if written in self.units else _RATES.get(written, written), many)

    def one(self, noun: Noun) -> str:
        """A unit after "na", in the accusative."""
        one = noun.forms[0]
        return f"{one[:-1]}ę" if noun.gender == "f" and one.endswith("a") else one

    def after_scale(self, noun: Noun) -> str:
        """As in "milionów dolarów"."""
        return noun.forms[2]

    def ordinal(self, value: int, form: str = "n", case: str = "n") -> str:
        """An ordinal; `form` is n(ominative), g(enitive), l(ocative) or p(lural genitive)."""
        del case
        said = words.number(value, "pl", "ordinal") or self.cardinal(value)
        ending = {"g": "ego", "l": "ym", "p": "ych"}.get(form)
        if ending is None:
            return said
        # tens and ones are both ordinals
        return " ".join(_inflected(word, ending) for word in said.split())

    def day(self, value: int, before: str) -> str:
        """In the genitive, as dates are said."""
        del before
        return self.ordinal(value, "g")

    def date(self, day: int, month: str, year: int | None, before: str) -> str:
        """As in "piątego marca dwa tysiące dwudziestego piątego roku"."""
        said = f"{self.day(day, before)} {month}"
        return said if year is None else f"{said} {self.ordinal(year, 'g')} roku"

    def month_year(self, month: str, year: int) -> str:
        """A month with its year."""
        return f"{month} {self.ordinal(year, 'g')} roku"

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "siedemnasta trzydzieści", after "o" "siedemnastej"."""
        del second
        said = words.number(hour, "pl", "ordinal") or "" if hour else "zero"
        ending = "ej" if before in ("o", "od", "do", "po") else "a"
        said = " ".join(word[:-1] + ending if word.endswith(("y", "i")) else word for word in said.split())
        return f"{said} {'zero ' if minute < 10 else ''}{self.cardinal(minute)}" if minute else said

    def power_number(self, value: int) -> str:
        """As in "do potęgi szóstej"."""
        return " ".join(_inflected(word, "ej") for word in self.ordinal(value).split())

    def fraction(self, top: int, bottom: int) -> str:
        """As in "jedna druga", "trzy czwarte"."""
        if bottom < 2:
            return f"{self.cardinal(top)} na {self.cardinal(bottom)}"
        stem = self.ordinal(bottom)
        ending = "a" if top == 1 else "e" if top % 10 in (2, 3, 4) and top % 100 not in (12, 13, 14) else "ych"
        return f"{self.cardinal(top, 'f')} {stem[:-1]}{'i' if stem.endswith('gi') and ending != 'a' else ''}{ending}"

    def own_rules(self, rules: Rules) -> tuple[Rule, ...]:
        """Years with their word."""

        def year(match: re.Match[str]) -> str:
            word = match["word"]
            before = rules.before(match)
            form = "n" if word == "rok" else "l" if before in ("w", "we", "po") else "g"
            return f"{self.ordinal(int(match['y']), form)} {'roku' if word == 'r.' else word}"

        def decade(match: re.Match[str]) -> str | None:
            behind = _DECADES.search(match.string, max(0, match.start() - 24), match.start())
            ending = "e" if behind and behind[1] == "lata" else "ych"
            return _inflected(self.ordinal(int(match["n"])), ending) if behind else None

        def compound(match: re.Match[str]) -> str:
            return f"{_joint(int(match['n']))}{match['rest']}"

        def counted(match: re.Match[str]) -> str | None:
            following, before = match["next"], rules.before(match)
            if following in self.months:
                return None
            ending = next((said for end, said in _ORDINAL_ENDINGS if following.endswith(end)), "")
            if before in ("w", "we", "na", "po", "o", "przy") and following.endswith(("e", "i", "y", "u")):
                ending = "ym" if following.endswith("u") else "ej"
            said = self.ordinal(int(match["n"]))
            said = (
                self.feminine(said)
                if ending == "a"
                else " ".join(_inflected(word, ending) for word in said.split())
                if ending
                else said
            )
            return f"{said} {following}"

        def dated(match: re.Match[str]) -> str | None:
            return rules.day_month(match)

        return (
            Rule("cardinal", re.compile(r"(?P<n>[1-9]0)\.(?!\d)"), decade),
            Rule(
                "cardinal", re.compile(rf"(?P<n>\d{{1,3}})-(?P<rest>(?:{_COMPOUNDS})[a-ząćęłńóśźż]*)(?!\w)"), compound
            ),
            Rule("ordinal", re.compile(r"(?P<n>\d{1,3})\. (?P<next>[a-ząćęłńóśźż]{3,})"), counted),
            Rule(
                "date",
                re.compile(
                    rf"(?P<first>(?!))?(?P<day>\d{{1,2}})\s{rules.month}\s(?P<year>\d{{4}})\s?(?:roku|r\.)(?!\w)",
                    re.IGNORECASE,
                ),
                dated,
            ),
            Rule("date", re.compile(r"(?P<y>[12]\d{3})\s?(?P<word>roku|rok|r\.)(?!\w)"), year),
        )

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """Centuries."""

        def century(match: re.Match[str]) -> str | None:
            values = [roman(part) for part in (match["first"], match["roman"]) if part]
            word, before = match["word"], rules.before(match)
            form = (
                "n"
                if word in ("wiek", "wieki")
                else "l"
                if before in ("w", "we", "po")
                else "p"
                if word == "wieków"
                else "g"
            )
            if not all(0 < value < 40 for value in values):
                return None
            joint = "i" if "i" in (match["joint"] or "") else self.to
            said = f" {joint} ".join(self.ordinal(value, form) for value in values)
            full = "." if word == "w." and not match.string[match.end() :].strip() else ""
            return f"{said} {'wieku' if word == 'w.' else word}{full}"

        def hour(match: re.Match[str]) -> str | None:
            before = rules.before(match)
            if int(match["h"]) > 24:
                return None
            told = self.clock(int(match["h"]), int(match["m"] or 0), None, before)
            return f"{_HOURS.get(before, 'godzina')} {told}"

        def of_century(match: re.Match[str]) -> str | None:
            value = roman(match["roman"])
            return f"{_joint(value)}{match['rest']}" if 0 < value < 40 else None

        return (
            Rule("roman", re.compile(r"(?P<roman>[IVX]+)-(?P<rest>wieczn[a-ząćęłńóśźż]*)"), of_century),
            Rule("time", re.compile(r"godz\. ?(?P<h>\d{1,2})(?:[.:](?P<m>[0-5]\d))?(?!\w|[.:]\d)"), hour),
            Rule(
                "roman",
                re.compile(
                    r"(?:(?P<first>[IVX]+)(?P<joint>\s?[-–—/]\s?| i ))?(?P<roman>[IVX]+)\s(?P<word>wieków|wieku|wieki|wiek|w\.)(?!\w)"
                ),
                century,
            ),
        )

    def roman(self, value: int, before: str) -> str | None:
        """As in "Jan Paweł drugi", "Elżbieta druga", "Zygmunta trzeciego", "w dziewiętnastym i dwudziestym wieku"."""
        if before in _QUEENS:
            return self.feminine(self.ordinal(value))
        if before.lower() in _PREPOSITIONS:
            return self.ordinal(value, "l" if before.lower() in ("w", "we", "po") else "g")
        return self.ordinal(value, "g" if before.endswith("a") and before[0].isupper() else "n") if before else None

    @staticmethod
    def feminine(said: str) -> str:
        """An ordinal in the feminine: "druga", "dwudziesta pierwsza"."""
        return " ".join(
            re.sub(r"(?<=[gk])i$|y$", "a", word.removesuffix("ci") + "cia" * word.endswith("ci"))
            for word in said.split()
        )

    def letters(self, piece: str) -> str:
        """Pieces without vowels letter by letter."""
        return piece if re.search("[aeiouyąęó]", piece.lower()) else " ".join(piece)


def _joint(value: int) -> str:
    """The first part of a compound: 25 "dwudziestopięcio"."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    parts = ((_HUNDREDS, hundreds), (_TENS, tens), (_ONES, ones))
    return "".join(table[at] for table, at in parts if at)


def _inflected(word: str, ending: str) -> str:
    if word.endswith("y"):
        return word[:-1] + ending
    if word.endswith("i") and word in ("drugi", "trzeci"):
        if ending.startswith("y"):
            return word[:-1] + "i" + ending[1:]
        return f"{word}{ending}"
    return word


GRAMMAR = Rules(Polish()).grammar()
