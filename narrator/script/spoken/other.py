"""Languages without tables of their own: number words where num2words has them, and the names of the commonest units.

Everything else stays as it stands, for the engine to say.
"""

from __future__ import annotations

from narrator.script.spoken import words
from narrator.script.spoken.engine import Grammar, Plain, Stop
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.tongue import Noun, Quantity, Tongue, nouns

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


# per cent and other units and currencies: sign, then the forms after one, (two to four,) many; as of `nouns`
_NAMES = {
    "sv": "% procent procent|€ euro euro|$ dollar dollar|£ pund pund|kr krona kronor|km kilometer kilometer|m meter meter|cm centimeter centimeter"
    "|kg kilo kilo|°C grad_Celsius grader_Celsius|km/h kilometer_i_timmen kilometer_i_timmen|m² kvadratmeter kvadratmeter",
    "da": "% procent procent|€ euro euro|$ dollar dollars|£ pund pund|kr. krone kroner|kr krone kroner|km kilometer kilometer|m meter meter"
    "|cm centimeter centimeter|kg kilo kilo|°C grad_Celsius grader_Celsius|km/t kilometer_i_timen kilometer_i_timen|km/h kilometer_i_timen kilometer_i_timen|m² kvadratmeter kvadratmeter",
    "no": "% prosent prosent|€ euro euro|$ dollar dollar|£ pund pund|kr krone kroner|km kilometer kilometer|m meter meter|cm centimeter centimeter"
    "|kg kilo kilo|°C grad_celsius grader_celsius|km/t kilometer_i_timen kilometer_i_timen|km/h kilometer_i_timen kilometer_i_timen|m² kvadratmeter kvadratmeter",
    "fi": "% prosentti prosenttia|€ euro euroa|$ dollari dollaria|£ punta puntaa|km kilometri kilometriä|m metri metriä|cm senttimetri senttimetriä"
    "|kg kilo kiloa|°C aste astetta|km/h kilometri_tunnissa kilometriä_tunnissa|m² neliömetri neliömetriä",
    "pt": "% por_cento por_cento|€ euro euros|$ dólar dólares|R$ real reais|£ libra libras|km quilómetro quilómetros|m metro metros"
    "|cm centímetro centímetros|kg quilo quilos|°C grau_Celsius graus_Celsius|km/h quilómetro_por_hora quilómetros_por_hora"
    "|m² metro_quadrado metros_quadrados|km² quilómetro_quadrado quilómetros_quadrados",
    "ro": "% la_sută la_sută|€ euro euro|$ dolar dolari|km kilometru kilometri|m metru metri|cm centimetru centimetri|kg kilogram kilograme"
    "|°C grad_Celsius grade_Celsius|km/h kilometru_pe_oră kilometri_pe_oră|m² metru_pătrat metri_pătrați",
    "cs": "% procento procenta procent|€ euro eura eur|$ dolar dolary dolarů|Kč koruna koruny korun|km kilometr kilometry kilometrů"
    "|m metr metry metrů|cm centimetr centimetry centimetrů|kg kilogram kilogramy kilogramů|°C stupeň_Celsia stupně_Celsia stupňů_Celsia"
    "|km/h kilometr_za_hodinu kilometry_za_hodinu kilometrů_za_hodinu",
    "sk": "% percento percentá percent|€ euro eurá eur|$ dolár doláre dolárov|km kilometer kilometre kilometrov|m meter metre metrov"
    "|cm centimeter centimetre centimetrov|kg kilogram kilogramy kilogramov|°C stupeň_Celzia stupne_Celzia stupňov_Celzia"
    "|km/h kilometer_za_hodinu kilometre_za_hodinu kilometrov_za_hodinu",
    "hu": "% százalék százalék|€ euró euró|$ dollár dollár|£ font font|Ft forint forint|km kilométer kilométer|m méter méter"
    "|cm centiméter centiméter|kg kilogramm kilogramm|°C Celsius-fok Celsius-fok|km/h kilométer_per_óra kilométer_per_óra"
    "|m² négyzetméter négyzetméter",
    "tr": "€ avro avro|$ dolar dolar|£ sterlin sterlin|₺ lira lira|TL lira lira|km kilometre kilometre|m metre metre|cm santimetre santimetre"
    "|kg kilogram kilogram|°C santigrat_derece santigrat_derece|m² metrekare metrekare|km² kilometrekare kilometrekare",
    "id": "% persen persen|€ euro euro|$ dolar dolar|Rp rupiah rupiah|km kilometer kilometer|m meter meter|cm sentimeter sentimeter"
    "|kg kilogram kilogram|°C derajat_Celsius derajat_Celsius|km/jam kilometer_per_jam kilometer_per_jam|m² meter_persegi meter_persegi",
    "ca": "% per_cent per_cent|€ euro euros|$ dòlar dòlars|km quilòmetre quilòmetres|m metre metres|cm centímetre centímetres|kg quilo quilos"
    "|°C grau_Celsius graus_Celsius|km/h quilòmetre_per_hora quilòmetres_per_hora|m² metre_quadrat metres_quadrats",
    "sl": "% odstotek odstotki odstotkov|€ evro evri evrov",
    "sr": "% posto posto",
    "lt": "% procentas procentai procentų",
    "lv": "% procents procenti",
    "is": "% prósent prósent",
    "vi": "% phần_trăm phần_trăm|₫ đồng đồng",
    "he": "% אחוז אחוזים",
    "fa": "% درصد درصد",
    "ja": "% パーセント パーセント",
    "ko": "% 퍼센트 퍼센트",
    "th": "% เปอร์เซ็นต์ เปอร์เซ็นต์",
    "az": "% faiz faiz",
}  # fmt: skip
_PER = {
    "sv": "per",
    "da": "per",
    "no": "per",
    "pt": "por",
    "ro": "pe",
    "cs": "na",
    "sk": "na",
    "hu": "per",
    "id": "per",
    "ca": "per",
}
_MONEY = frozenset(("€", "$", "R$", "£", "kr", "kr.", "Kč", "Ft", "₺", "TL", "Rp", "₫"))
# said before the number
_LEADING = {"tr": {"%": "yüzde"}}
# minus and the decimal sign, where num2words has none or another
_MINUS = {"id": "minus", "vi": "âm", "fa": "منفی", "cy": "minus"}
_COMMA = {"ca": "coma", "id": "koma", "vi": "phẩy", "fa": "ممیز", "sl": "vejica", "cy": "pwynt", "ja": "点"}


class Other(Tongue):
    """A tongue known by its number words; decimals are said one by one."""

    to = "–"

    def number(self, quantity: Quantity, gender: str = "m", case: str = "n") -> str:
        """A number; a sign without a name stays as it is written."""
        del gender, case
        said = self.whole(quantity.whole or "0")
        if quantity.fraction:
            said = f"{said}{f' {self.comma}' if self.comma else ','} {self.digits(quantity.fraction)}"
        minus = quantity.sign in ("-", "−", "–") and self.minus
        return f"{self.minus} {said}" if minus else f"{quantity.sign}{said}"

    def form(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """The form of a noun: one, (few,) many."""
        if len(noun.forms) < 3:
            said = super().form(quantity, noun, case)
            linked = self.code == "ro" and noun is not self.percent and quantity.value >= 20 and not quantity.fraction
            return f"de {said}" if linked and not 0 < quantity.value % 100 < 20 else said
        if quantity.fraction:
            return noun.forms[1]
        return noun.forms[0 if quantity.value == 1 else 1 if quantity.value in (2, 3, 4) else 2]

    def money(self, quantity: Quantity, noun: Noun, case: str = "n") -> str:
        """An amount of money, its cents as a number behind it."""
        if len(quantity.fraction) != 2 or noun.gender == "first":
            return self.amount(quantity, noun, None, case)
        said = self.amount(Quantity(quantity.whole, "", quantity.sign), noun, None, case)
        return f"{said} {self.cardinal(int(quantity.fraction))}" if quantity.fraction.strip("0") else said

    def amount(self, quantity: Quantity, noun: Noun, scale: Noun | None = None, case: str = "n") -> str:
        """A number with its unit, which some languages say first."""
        del scale, case
        if noun.gender == "first":
            return f"{noun.forms[0]} {self.number(quantity)}"
        return f"{self.number(quantity)} {self.form(quantity, noun)}"

    def fraction(self, top: int, bottom: int) -> str:
        """The two numbers with their sign."""
        return f"{self.cardinal(top)} / {self.cardinal(bottom)}"

    def digits(self, run: str) -> str:
        """A run of digits, one by one."""
        return " ".join(words.digit(digit, self.code) for digit in run if digit.isdecimal())


def _tongue(code: str) -> Other:
    """What is known of a language."""
    named = nouns(_NAMES.get(code, "").replace("|", "\n"))
    percent = named.pop("%", None)
    money = {sign: noun for sign, noun in named.items() if sign in _MONEY}
    money |= {sign: Noun((word, word), "first") for sign, word in _LEADING.get(code, {}).items()}
    minus, comma = words.signs(code)
    made = type(
        "Known",
        (Other,),
        {
            "code": code,
            "per": _PER.get(code, ""),
            "minus": _MINUS.get(code, minus),
            "comma": _COMMA.get(code, comma),
            "percent": percent or Other.percent,
            "currencies": money,
            "units": {sign: noun for sign, noun in named.items() if sign not in _MONEY},
            "signs": {"%": percent.forms[-1]} if percent else {},
        },
    )
    found: Other = made()
    return found


def grammar(primary: str) -> Grammar:
    """The grammar of a language that has no tables."""
    code = _ALIASES.get(primary, primary)
    rules = Rules(_tongue(code))
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
