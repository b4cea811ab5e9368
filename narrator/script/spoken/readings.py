"""What is said for each match of the rules of `rules.py`, in any language but English."""

from __future__ import annotations

import re

from narrator.script.spoken import powers
from narrator.script.spoken.engine import either, host_of, is_telephone, names, one_by_one
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.tongue import Noun, Quantity, Tongue

# an ordinal may stand between: "Am 3. und "
_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)\.? (?:\d{1,2}\. (?:und|oder|sowie) )?$")
# what a list of Roman numerals follows: "siglos XIX y "
_LISTED = re.compile(
    r"([^\W\d_][\w'’-]*)\.? (?:[IVXLC]+(?:, |\s?[-–—/]\s?| (?:y|e|o|al|et|ou|à|au|und|oder|bis|en|tot|i|do|і|й|та|и|до|по) )){1,3}$"
)
_AFTER = re.compile(r"\s([^\W\d_]{3,})")
_NAMED = re.compile(r"\s[^\W\d_A-Z]{4,}|[.,;:!?)]*\Z")


# what a Roman numeral of one letter may follow: parts, centuries and rulers
_NUMBERED = frozenset(
    names(
        "siglo siglos capítulo capítulos tomo tomos título títulos acto fase parte volumen tipo felipe carlos juan alfonso fernando isabel benedicto francisco león pío napoleón pedro siècle "
        "chapitre chapitres tome tomes acte livre louis charles henri françois napoléon philippe jean paul pie léon benoît kapitel teil band karl ludwig "
        "wilhelm friedrich heinrich elisabeth georg leo pius papst capitolo capitoli atto secolo secoli tomo elisabetta carlo vittorio umberto pio leone rozdział tom wiek "
        "elżbieta jan jana zygmunt august deel hoofdstuk willem karel глава том часть раздел розділ частина пётр петро павел павло николай микола "
        "иван іван петра петру петром петре павла павлу павлом николая николаю николаем миколи миколі миколою александр александра олександр олександра карл людовик катерина екатерина елизавета єлизавета генрих генріх john george edward henry richard james william"
    )
)


# after these no article is said
_DETERMINED = frozenset(names("un une la cette chaque en de una cada ein eine einer der die das jede jeder een het"))


class Readings:
    """The readings of one tongue, and the pieces of pattern that its tables give."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        blanks = "\u00a0\u202f\u2009 "
        groups = re.escape(tongue.groups) + blanks
        decimal = re.escape(tongue.decimal_sign)
        # the other sign is a decimal one when it cannot stand between thousands
        other = "." if tongue.decimal_sign == "," else ","
        self.grouped = re.compile(f"[{groups}]")
        own = rf"(?:\d{{1,3}}(?:[{groups}]\d{{3}}){{1,8}}(?!\d)|\d+)(?:{decimal}\d+|{re.escape(other)}\d{{1,2}}(?![\d{groups}]\d|\d))?"
        # the signs the other way round, where they can mean nothing else: "1,234,567", "1,234.56"
        turned = rf"\d{{1,3}}(?:(?:{decimal}\d{{3}}){{2,8}}(?:{re.escape(other)}\d{{1,2}})?|{decimal}\d{{3}}{re.escape(other)}\d{{1,2}})(?!\d|[.,]\d)"
        self.n = f"(?:{turned}|{own})"
        self.turned = re.compile(turned)
        self.whole = rf"(?:\d{{1,3}}(?:[{groups}]\d{{3}}){{1,8}}(?!\d)|\d+)"
        # "Mio." keeps its dot out of the table
        self.scale = rf"(?:\s?(?P<scale>{either(tongue.scales) or '(?!)'})(?!\w))"
        self.cur = either(tongue.currencies) or "(?!)"
        self.unit = either(tongue.units) or "(?!)"
        full = set(tongue.months.values())
        short = [month for month in tongue.months if month not in full]
        self.month = rf"(?P<month>(?:{either(full) or '(?!)'})(?!\w)|(?:{either(short) or '(?!)'})(?!\w)\.?)"

    def quantity(self, written: str, sign: str | None = None) -> Quantity:
        """A number as written, taken apart."""
        tongue = self.tongue
        decimal = tongue.decimal_sign
        other = "." if decimal == "," else ","
        if self.turned.fullmatch(written):
            head, _, tail = written.partition(other)
            return Quantity(head.replace(decimal, ""), tail, sign or "", other)
        if decimal not in written:
            head, dot, tail = written.rpartition(other)
            if dot and (len(tail) != 3 or dot not in tongue.groups):
                return Quantity(self.grouped.sub("", head), tail, sign or "", dot)
        head, _, tail = written.partition(decimal)
        return Quantity(self.grouped.sub("", head), tail, sign or "", decimal)

    @staticmethod
    def before(match: re.Match[str]) -> str:
        """The word before, in lower case."""
        found = _BEFORE.search(match.string, max(0, match.start() - 30), match.start())
        return found[1].lower() if found else ""

    def case(self, match: re.Match[str]) -> str:
        """The case that the word before asks for."""
        return self.tongue.case_after(self.before(match))

    def scaled(self, match: re.Match[str]) -> Noun | None:
        """The word of scale in a match."""
        found = match["scale"]
        if not found:
            return None
        return self.tongue.scales.get(found) or self.tongue.scales.get(found.lower())

    def noun(self, table: str, written: str) -> Noun:
        """A currency or unit, in whatever capitals."""
        nouns = self.tongue.currencies if table == "currency" else self.tongue.units
        return nouns.get(written) or next(noun for key, noun in nouns.items() if key.lower() == written.lower())

    def month_name(self, written: str) -> str:
        """The full name of a month."""
        return self.tongue.months[written.lower().rstrip(".")]

    def day_month(self, match: re.Match[str]) -> str | None:
        """As in "24. Juli 2013"."""
        day = int(match["day"])
        if not 1 <= day <= 31:
            return None
        year = int(match["year"]) if match["year"] else None
        before = self.before(match)
        said = self.tongue.date(day, self.month_name(match["month"]), year, before)
        if match["first"]:
            first = self.tongue.day(int(match["first"]), before)
            said = f"{first} {self.tongue.to} {said}"
        return said

    def days_month(self, match: re.Match[str]) -> str:
        """Several days: "les 17-18-19 juin"."""
        days = [self.tongue.cardinal(int(day)) for day in re.findall(r"\d+", match["days"])]
        last = self.tongue.date(
            int(match["day"]), self.month_name(match["month"]), int(match["year"]) if match["year"] else None, ""
        )
        return " ".join([*days, last])

    def numeric_date(self, match: re.Match[str]) -> str | None:
        """As in "24.07.2013"."""
        groups = match.groupdict()
        day, month = int(groups["day"] or groups["day2"]), int(groups["month"] or groups["month2"])
        if not (1 <= day <= 31 and 1 <= month <= 12 and self.tongue.months):
            return None
        names = list(dict.fromkeys(self.tongue.months.values()))
        year = groups.get("year")
        before = self.before(match)
        alone = match.start() == 0 and match.end() == len(match.string) and "/" not in match[0]
        if year is None and not alone and not match[0].endswith(".") and before not in self.tongue.date_words:
            return None
        return self.tongue.date(day, names[month - 1], int(year) if year else None, before)

    def just_month_year(self, match: re.Match[str]) -> str:
        """As in "Juli 2013"."""
        return self.tongue.month_year(self.month_name(match["month"]), int(match["year"]))

    def clock(self, match: re.Match[str]) -> str | None:
        """A time of day."""
        groups = match.groupdict()
        hour, minute, second = int(groups["h"]), groups.get("m"), groups.get("s")
        if hour > 24 or int(minute or 0) > 59 or int(second or 0) > 59:
            return None
        half, zone = groups.get("half"), groups.get("zone")
        if half and hour > 12:
            return None
        if (groups.get("sign_h") or groups.get("dot")) and not self.told(match, hour):
            return None
        said = self.tongue.clock(
            hour, int(minute) if minute else None, int(second) if second else None, self.before(match)
        )
        if half:
            said = f"{said} {self.tongue.half(half[0].lower(), hour)}"
        if zone:
            said = f"{said} {' '.join(letter for letter in zone if letter.isalpha())}"
        return f"{said} {self.tongue.to} " if groups.get("to") else said

    def told(self, match: re.Match[str], hour: int) -> bool:
        """Whether "3 h" or "12.15" is a time of day, not a length of time or a decimal."""
        groups = match.groupdict()
        if self.tongue.hours == frozenset("*") or self.before(match) in self.tongue.hours:
            return True
        if groups.get("to") and not groups.get("dot"):
            return True
        if groups.get("dot"):
            return bool(groups.get("zone")) or (hour < 24 and match.start() == 0 and match.end() == len(match.string))
        return bool(groups.get("m")) or match["h"][0] == "0"

    def duration(self, match: re.Match[str]) -> str | None:
        """As in "15 h 10 min 40 s", where the language has the three units."""
        units = self.tongue.units
        if not {"h", "min", "s"} <= set(units):
            return None
        written = [(match[key], units[unit]) for key, unit in (("h", "h"), ("m", "min"), ("s", "s")) if match[key]]
        said = [self.tongue.amount(Quantity(str(int(number))), unit) for number, unit in written]
        return " ".join(said) if len(said) < 3 else f"{said[0]} {said[1]} {self.tongue.and_} {said[2]}"

    def money(self, match: re.Match[str]) -> str:
        """A currency before or after its number."""
        noun, scale = self.noun("currency", match["cur"]), self.scaled(match)
        quantity = self.quantity(match["n"], match["sign"])
        if scale is not None:
            return self.tongue.amount(quantity, noun, scale, self.case(match)) + self.rated(match)
        return self.tongue.money(quantity, noun, self.case(match)) + self.rated(match)

    def money_range(self, match: re.Match[str]) -> str | None:
        """As in "5–10 Mio. €", "5-10 млн"."""
        scale = self.scaled(match)
        noun = self.noun("currency", match["cur"]) if match["cur"] else None
        counted = scale or noun
        if counted is None:
            return None
        case = self.case(match) if noun else self.tongue.case_before(counted, self.before(match))
        first = self.tongue.number(self.quantity(match["a"]), counted.gender, case)
        last = self.quantity(match["b"])
        if noun:
            return f"{first} {self.tongue.to} {self.tongue.amount(last, noun, scale, case)}"
        return f"{first} {self.tongue.to} {self.tongue.number(last, counted.gender, case)} {self.tongue.form(last, counted, case)}"

    def measure(self, match: re.Match[str]) -> str:
        """A number with its unit or sign of per cent."""
        unit = match["unit"]
        noun = self.tongue.percent if unit == "%" else self.noun("unit", unit)
        quantity = self.quantity(match["n"], match["sign"])
        return self.tongue.amount(quantity, noun, self.scaled(match), self.case(match)) + self.rated(match)

    def rated(self, match: re.Match[str]) -> str:
        """What stands behind the stroke of "g/km", "€/month"."""
        return f" {self.tongue.rate(match['per'], match['many'] or '')}" if match["per"] else ""

    def measure_range(self, match: re.Match[str]) -> str:
        """As in "3-5 km", "2 x 3 m"."""
        noun = self.tongue.percent if match["unit"] == "%" else self.noun("unit", match["unit"])
        between = self.tongue.by if match["by"].strip() in ("x", "×") else self.tongue.to
        first = self.tongue.number(self.quantity(match["a"]), noun.gender)
        return f"{first} {between} {self.tongue.amount(self.quantity(match['b']), noun, None)}"

    def scaled_number(self, match: re.Match[str]) -> str | None:
        """As in "3,2 Mio."."""
        quantity, scale = self.quantity(match["n"], match["sign"]), self.scaled(match)
        if scale is None:
            return None
        case = self.tongue.case_before(scale, self.before(match))
        return f"{self.tongue.number(quantity, scale.gender, case)} {self.tongue.form(quantity, scale, case)}"

    def fraction(self, match: re.Match[str]) -> str | None:
        """As in "3/4", "1 1/2"."""
        top, bottom = int(match["top"]), int(self.grouped.sub("", match["bottom"]))
        if 1100 <= top < 2100 and not match["whole"] and (1100 <= bottom < 2100 or bottom == (top + 1) % 100):
            # "2023/24", a season
            return f"{self.tongue.year(top)} {self.tongue.year(bottom)}"
        if not match["whole"] and top < 1100 and len(match["bottom"]) == 4 and 1900 <= bottom < 2100:
            # "№ 123/2023"
            stroke = self.tongue.signs.get("/", "/")
            return f"{self.tongue.cardinal(top)} {stroke} {self.tongue.cardinal(bottom)}"
        dated = 12 < top <= 31 or (match["top"][0] == "0" and top > 0)
        if dated and 1 <= bottom <= 12 and self.tongue.months and not match["whole"] and (top, bottom) != (24, 7):
            # "les 25/11, 30/11 et 02/12"
            months = list(dict.fromkeys(self.tongue.months.values()))
            return self.tongue.date(top, months[bottom - 1], None, self.before(match))
        if (top, bottom) == (24, 7):
            return f"{self.tongue.cardinal(24)} {self.tongue.cardinal(7)}"
        if top == bottom == 50:
            return (
                f"{self.tongue.cardinal(50)} {self.tongue.ratio.strip() or self.tongue.by} {self.tongue.cardinal(50)}"
            )
        if match["whole"]:
            return self.tongue.signed(match["sign"] or "", self.tongue.mixed(int(match["whole"]), top, bottom))
        return self.tongue.signed(match["sign"] or "", self.tongue.fraction(top, bottom))

    def half_of(self, match: re.Match[str]) -> str:
        """As in "½ heure"; another article may stand there already."""
        said = self.tongue.halved[match["unit"]]
        article, _, rest = said.partition(" ")
        return rest if article in _DETERMINED and self.before(match) in _DETERMINED else said

    def numbered(self, match: re.Match[str]) -> str | None:
        """As in "n°5"."""
        word = self.tongue.abbreviations.get(match["word"]) or self.tongue.abbreviations.get(match["word"].lower())
        return word and f"{word} {self.tongue.number(self.quantity(match['n']), case=self.tongue.case_after(''))}"

    def part_of_unit(self, match: re.Match[str]) -> str:
        """As in "1/2 mm", "1 1/2 km"."""
        noun = self.noun("unit", match["unit"])
        whole, top, bottom = int(match["whole"] or 0), int(match["top"]), int(match["bottom"])
        said = self.tongue.mixed(whole, top, bottom) if whole else self.tongue.fraction(top, bottom)
        return self.tongue.signed(match["sign"] or "", self.tongue.part_of(said, noun, whole, top, bottom))

    def ordinal(self, match: re.Match[str]) -> str | None:
        """As in "3.º"."""
        number = self.grouped.sub("", match["n"])
        if match["suffix"] == "°" and len(match.string) > match.end() and not _NAMED.match(match.string, match.end()):
            return None
        form = self.tongue.ordinal_suffixes[match["suffix"].lower()]
        return (
            self.tongue.ordinal(int(number), form, self.tongue.ordinal_case(self.before(match)))
            if len(number) < 13
            else None
        )

    def decade(self, match: re.Match[str]) -> str | None:
        """A decade or a year with its word."""
        return self.tongue.decade(int(match["y"]), match["suffix"])

    def range(self, match: re.Match[str]) -> str:
        """As in "10-15"."""
        following = _AFTER.match(match.string, match.end()) if self.tongue.counts_spans else None
        if following is None:
            case = self.case(match)
            first, last = (self.tongue.number(self.quantity(match[end]), case=case) for end in "ab")
        else:
            before = self.before(match)
            first, last = (self.tongue.counted(self.quantity(match[end]), following[1], before) for end in "ab")
        whole = [self.quantity(match[end]) for end in "ab"]
        scored = whole[0].value > whole[1].value and whole[0].value <= 20 and not any(part.fraction for part in whole)
        between = self.tongue.ratio.strip() if scored and self.tongue.ratio else self.tongue.to
        return f"{first} {between} {last}".replace("  ", " ")

    def years(self, match: re.Match[str]) -> str | None:
        """As in "1939-1945", "1914–18"; round numbers may be of anything."""
        first, last = int(match["a"]), int(match["b"])
        full = last if last > 99 else first - first % 100 + last
        if not 0 < full - first <= 150 or (first % 50 == 0 and full % 50 == 0):
            return None
        case = self.tongue.year_case(self.before(match))
        return f"{self.tongue.year(first, case)} {self.tongue.to} {self.tongue.year(last, case)}"

    def ratio(self, match: re.Match[str]) -> str:
        """As in "3:2"."""
        between = self.tongue.ratio or self.tongue.to
        first, last = (self.tongue.number(self.quantity(match[end])) for end in "ab")
        return f"{first} {between} {last}".replace("   ", " ")

    def rate(self, match: re.Match[str]) -> str:
        """As in "12/kg"."""
        return f"{self.tongue.number(self.quantity(match['n']))} {self.tongue.rate(match['unit'])}"

    def per_unit(self, match: re.Match[str]) -> str:
        """As in "habitants/km²"."""
        blank = "" if match.string[match.start() - 1].isspace() else " "
        return f"{blank}{self.tongue.rate(match['unit'])}"

    def number(self, match: re.Match[str]) -> str:
        """A number and nothing else."""
        following = _AFTER.match(match.string, match.end())
        quantity, before = self.quantity(match["n"], match["sign"]), self.before(match)
        if following is None:
            return self.tongue.number(quantity, case=self.tongue.case_after(before))
        return self.tongue.counted(quantity, following[1], before)

    def telephone(self, match: re.Match[str]) -> str:
        """A telephone number."""
        return self.tongue.telephone(re.findall(r"\+?\d+", match[0]))

    def home_telephone(self, match: re.Match[str]) -> str | None:
        """A telephone number without its country."""
        return self.telephone(match) if is_telephone(match[0]) else None

    def code(self, match: re.Match[str]) -> str:
        """As in "F-16", "25d08A", "Euro-2024"."""
        said: list[str] = []
        for piece in re.findall(r"[^\W\d_]+|-(?:19|20)\d\d(?!\d)|\d+", match[0]):
            year = piece[0] == "-" and bool(said) and self.tongue.named_year(int(piece[1:]))
            run = piece.removeprefix("-")
            said.append(year or (self.tongue.code_number(run) if run.isdecimal() else run))
        return " ".join(said)

    def times_number(self, match: re.Match[str]) -> str:
        """As in "4x"."""
        return f"{self.tongue.cardinal(int(match['n']), 'f')} {self.tongue.times}"

    def math(self, match: re.Match[str]) -> str:
        """A sign between two numbers."""
        return f"{self.tongue.number(self.quantity(match['n']))} {self.tongue.signs.get(match['op'], match['op'])} "

    def ten(self, match: re.Match[str]) -> str | None:
        """As in "6,02 × 10²³"."""
        value = powers.exponent(match)
        if value is None or not self.tongue.powers[2]:
            return None
        number, ten = self.tongue.number(self.quantity(match["a"])), self.tongue.cardinal(10)
        return f"{number} {self.tongue.signs['×']} {ten} {self.tongue.power(value)}{self.unit_after(match)}"

    def raised(self, match: re.Match[str]) -> str | None:
        """As in "10⁶", "4x²", "mc²", "km²"."""
        number, base, value = match["n"], match["base"], powers.exponent(match)
        if value is None or not (number or base) or not self.tongue.powers[2]:
            return None
        unit = self.tongue.units.get(f"{base}{match['power']}")
        if unit is not None:
            # after a number it is a measure
            return None if number else unit.forms[0]
        letters = powers.letters(base) if base else ""
        if letters is None:
            return None
        said = (number and self.tongue.number(self.quantity(number)), letters, self.tongue.power(value))
        return " ".join(part for part in said if part) + (self.unit_after(match) if not base else "")

    def unit_after(self, match: re.Match[str]) -> str:
        """The unit of a power of ten."""
        return f" {self.tongue.after_scale(self.noun('unit', match['unit']))}" if match["unit"] else ""

    def abbreviation(self, match: re.Match[str]) -> str:
        """A word with dots."""
        table = self.tongue.abbreviations
        said = table.get(match[0]) or table.get(match[0].lower()) or match[0]
        last = match[0].endswith(".") and not match.string[match.end() : match.end() + 20].strip('"”’)»“ ')
        return said + ("." if last else "")

    def acronym(self, match: re.Match[str]) -> str | None:
        """Letters one by one where an engine would take them for a word."""
        letters = match[0]
        table = self.tongue.abbreviations
        if letters in table:
            return table[letters]
        if letters in self.tongue.said or not self.tongue.spells or len(letters) > 3:
            return None
        return one_by_one(letters.upper())

    def numeral(self, match: re.Match[str]) -> str | None:
        """A Roman numeral after a name or a word such as "siglo"."""
        value = roman(match["roman"])
        if not value or value >= 90:
            return None
        behind = match.string, max(0, match.start() - 40), match.start()
        found = _LISTED.search(*behind) or _BEFORE.search(*behind)
        if found is None or (len(match["roman"]) == 1 and found[1].lower() not in _NUMBERED):
            return None
        said = self.tongue.roman(value, found[1])
        return f"{said} {self.tongue.to} " if said and match["to"] else said

    def numeral_ordinal(self, match: re.Match[str]) -> str | None:
        """As in "XXIe"."""
        value = roman(match["roman"])
        if not 0 < value < 90:
            return None
        said = self.tongue.ordinal(value, self.tongue.ordinal_suffixes[match["suffix"]])
        return f"{said} {self.tongue.to} " if match["to"] else said

    def address(self, match: re.Match[str]) -> str:
        """An address of the net."""
        return self.tongue.address(host_of(match[0]) or match[0])
