"""The rules of every language but English, made from the tables of a `Tongue`."""

from __future__ import annotations

import re
import unicodedata

from narrator.script.spoken import powers, words
from narrator.script.spoken.engine import (
    EMOJI,
    HOME_TELEPHONE,
    OTHER_DIGITS,
    Grammar,
    Plain,
    Rule,
    Stop,
    either,
    pictures_end,
)
from narrator.script.spoken.english_signs import ADDRESSES
from narrator.script.spoken.english_tables import FRACTION_SIGNS
from narrator.script.spoken.readings import Readings
from narrator.script.words import lexis

_TO = r"\s?[-–—−]\s?"
_SIGN = r"(?P<sign>(?<!\w)[-−–+])?"
# a letter before an apostrophe is no unit: "2016 s'est"
_END = r"(?!\w|['’]\w)"
_HALVES = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
           "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
           "⅑": (1, 9), "⅒": (1, 10)}  # fmt: skip


_PAID = r"(?:(?<=[eE]uro)|(?<=euros)|(?<=[dD]ollar)|(?<=dollars)|(?<=dólares)|(?<=pesos)|(?<=dollari)|(?<= fois)|(?<= veces)|(?<= mal)|(?<= volte)|(?<= keer))"
_DENSE = frozenset(("km", "kg", "kWh", "MWh", "км", "кг"))


class Rules(Readings):
    """Patterns and their readings for one tongue, in the order they are tried."""

    def dates(self) -> tuple[Rule, ...]:
        """Rules for dates and times of day, where a number starts."""
        tongue, month = self.tongue, self.month
        year = r"(?:,? (?:de |del )?(?P<year>[12]\d{3})(?![\w]))?"
        first = rf"(?:(?P<first>\d{{1,2}})\.?{_TO})?"
        flags = re.IGNORECASE
        return (
            *tongue.own_rules(self),
            Rule(
                "date",
                re.compile(r"(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\w])"),
                self.numeric_date,
            ),
            Rule(
                "date",
                re.compile(
                    r"(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>[12]\d{3}|\d\d)(?!\d)(?:\s?(?:г|р)\.)?(?![\w])"
                ),
                self.numeric_date,
            ),
            *self.short_dates(),
            Rule(
                "date",
                re.compile(rf"(?P<days>(?:\d{{1,2}}-){{2,4}}|\d{{1,2}}/)(?P<day>\d{{1,2}})\s{month}{year}", flags),
                self.days_month,
            ),
            Rule(
                "date",
                re.compile(rf"{first}(?P<day>\d{{1,2}}){tongue.day_dot}\s(?:de )?{month}{year}", flags),
                self.day_month,
            ),
            *self.times(),
        )

    def times(self) -> tuple[Rule, ...]:
        """Rules for times of day."""
        tongue, flags = self.tongue, re.IGNORECASE
        hour_signs = tongue.hour_signs or "(?!)"
        zone = r"(?:\s(?P<zone>(?:utc|gmt|est|pst|cet|mez|cest|msk)(?!\w)))?"
        # the dash of "10h30-12h", which is a minus in "GMT-4:30"
        to = rf"(?P<to>(?<![cztkCZTK]){_TO}(?=\d{{1,2}}(?:[:.][0-5]\d|\s?h)(?![\d.])))?"
        half = r"(?:\s?(?P<half>[ap])\.?\s?m(?!\w)\.?)" if tongue.halves else "(?P<half>(?!))"
        return (
            Rule(
                "time",
                re.compile(r"(?P<h>\d{1,3}) ?h (?P<m>\d{1,2}) ?min(?: (?P<s>\d{1,2}) ?s(?:eg|ec)?)?(?!\w)"),
                self.duration,
            ),
            Rule(
                "time",
                re.compile(
                    rf"(?P<h>\d{{1,2}})\s?h(?:eures?)?\s?(?P<m>[0-5]\d)(?:m(?:in)?(?:\s?(?P<s>[0-5]\d)\s?s)?)?(?!\w)(?!\s?min){to}"
                ),
                self.clock,
            ),
            Rule(
                "time",
                re.compile(
                    rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?(?::(?P<s>\d\d))?\s?(?P<sign_h>{hour_signs})(?!\w)(?:{half})?{zone}{to}",
                    flags,
                ),
                self.clock,
            ),
            Rule("time", re.compile(rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?{half}{zone}{to}", flags), self.clock),
            Rule(
                "time", re.compile(rf"(?P<h>\d{{1,2}})(?P<dot>\.)(?P<m>[0-5]\d){zone}(?![\w%]){to}", flags), self.clock
            ),
            Rule(
                "time",
                re.compile(rf"(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::(?P<s>\d\d))?{zone}(?![\w:]){to}", flags),
                self.clock,
            ),
        )

    def years_rule(self, end: str = "") -> Rule:
        """A span of years, for languages that say years in another way than numbers; `end`: what may not follow."""
        counted = rf"(?!\s?(?:{self.cur}|{self.unit}|{either(self.tongue.scales)}|%)(?!\w))"
        return Rule(
            "date",
            re.compile(
                rf"(?P<a>1[1-9]\d\d|20\d\d){_TO}(?P<b>(?:1[1-9]|20)\d\d|\d\d)(?!\w|[.,]\d|\s?[-–—/]\s?\d){counted}{end}"
            ),
            self.years,
        )

    def short_dates(self) -> tuple[Rule, ...]:
        """Day and month with dots and no year, where the language writes so."""
        pattern = self.tongue.short_date
        return (Rule("date", re.compile(pattern), self.numeric_date),) if pattern else ()

    def telephones(self) -> tuple[Rule, ...]:
        """Rules for telephone numbers."""
        return (
            Rule("telephone", HOME_TELEPHONE, self.home_telephone),
            Rule(
                "telephone",
                re.compile(
                    r"\+\d{1,3}(?:[ .-]?\(?\d{1,5}+\)?){2,6}(?![ .-]?\(?\d|\w)|\(\d{2,5}\)[ .-]?\d{2,4}[ .-]\d{2,5}(?:[ .-]\d{2,4})?(?!\w)"
                ),
                self.telephone,
            ),
            Rule(
                "telephone",
                re.compile(
                    r"\d{1,3}-\d{3}-\d{2,4}-\d{2,4}(?:-\d\d)?(?![\w-])|\d{3}-\d{3}-\d{3,4}(?![\w-])|0\d{1,3}(?:[ .-]\d{2}){4}(?!\w)|0\d{2,4}[ /-]\d{4,8}(?!\w)|\(0\d{2,4}\) ?\d{4,8}(?!\w)|\d{2} \d{3} \d{2} \d{2}(?!\w)|8 \(?\d{3}\)? \d{3}(?:[ -]\d{2}){2}(?!\w)|\d{3} \d{2} \d{2} \d{2}(?!\w)"
                ),
                self.telephone,
            ),
        )

    def amounts(self) -> tuple[Rule, ...]:
        """Rules for everything else that starts with a number, a currency or a sign."""
        tongue, n = self.tongue, self.n
        suffixes = either(tongue.ordinal_suffixes) or "(?!)"
        halved = either(tongue.halved) or "(?!)"
        # "5,- €"
        round_ = "(?:,[-–—]{1,2})?"
        # behind a word: "hab/km²"
        per_unit = either(key for key in tongue.units if key in _DENSE or key[-1] in "²³")
        per_unit = (tongue.per and per_unit) or "(?!)"
        times = r"\s?x" if tongue.times else "(?!)"
        # what stands behind a stroke: a word, or a unit that is none
        paced = either(unit for unit in tongue.units if len(unit) == 1 or not unit.isalpha()) or "(?!)"
        paced = rf"(?:{paced})(?!\w)|[^\W\d_]{{2,}}(?!\w)"
        paid = rf"(?![dD][oó]l)(?:{paced})" if tongue.per else "(?!)"
        # a stroke that cannot be said is left with its unit
        per = r"(?!/)(?P<many>(?!))?(?P<per>(?!))?"
        if tongue.per:
            per = rf"(?:/(?:(?P<many>100|1000)[ \u00a0\u202f]?)?(?P<per>{paced}))?"
        return (
            *self.telephones(),
            Rule("fraction", re.compile(rf"(?:½|1/2)[ \u00a0-](?P<unit>{halved})(?!\w)"), self.half_of),
            Rule("fraction", re.compile(rf"(?P<n>\d{{1,6}}) ?(?P<sign>[{''.join(_HALVES)}])"), self.with_part),
            Rule("number", re.compile(rf"(?P<word>[nN][°º])\s?(?P<n>{n})(?!\w)"), self.numbered),
            Rule("math", powers.ten(tongue.units), self.ten),
            Rule("math", powers.raised(tongue.units), self.raised),
            Rule(
                "money",
                re.compile(rf"{_SIGN}(?P<cur>(?i:{self.cur}))\s?(?P<n>{n}){round_}{self.scale}?{_END}{per}"),
                self.money,
            ),
            Rule(
                "money",
                re.compile(
                    rf"{_SIGN}(?P<n>{n}){round_}{self.scale}?\s?(?:de |d'|d’)?(?P<cur>(?i:{self.cur})){_END}{per}"
                ),
                self.money,
            ),
            Rule(
                "money",
                re.compile(
                    rf"(?P<a>{n}){_TO}(?P<b>{n}){self.scale}?(?:\s?(?:de |d'|d’)?(?P<cur>(?i:{self.cur})){_END})?"
                ),
                self.money_range,
            ),
            Rule(
                "measure",
                re.compile(
                    rf"(?P<a>{n})\s?%?(?P<by>\s?[-–—−x×]\s?)(?P<b>{n})[ \u00a0\u202f]?(?P<unit>%|{self.unit}){_END}"
                ),
                self.measure_range,
            ),
            Rule(
                "measure",
                re.compile(rf"{_SIGN}(?P<n>{n}){self.scale}?[ \u00a0\u202f-]?(?P<unit>%|{self.unit}){_END}{per}"),
                self.measure,
            ),
            Rule(
                "measure",
                re.compile(
                    rf"{_SIGN}(?:(?P<whole>\d{{1,6}}) )?(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,3}}) ?(?P<unit>{self.unit}){_END}"
                ),
                self.part_of_unit,
            ),
            Rule("measure", re.compile(rf"{_PAID}/(?P<unit>{paid}){_END}"), self.per_unit),
            Rule("measure", re.compile(rf"(?P<n>{n})/(?P<unit>{self.unit}){_END}"), self.rate),
            Rule(
                "measure",
                re.compile(rf"(?:(?<=[^\W\d_]|\.)|(?<=[^\W\d_] |\. ))/ ?(?P<unit>{per_unit}){_END}"),
                self.per_unit,
            ),
            Rule(
                "fraction",
                re.compile(rf"{_SIGN}(?:(?P<whole>\d{{1,6}}) )?(?P<top>\d{{1,6}})/(?P<bottom>{self.whole})(?![\w/])"),
                self.fraction,
            ),
            Rule("ordinal", re.compile(rf"(?P<n>{self.whole})(?P<suffix>(?i:{suffixes})){_END}"), self.ordinal),
            Rule("cardinal", re.compile(rf"{_SIGN}(?P<n>{n}){self.scale}"), self.scaled_number),
            Rule(
                "math",
                re.compile(rf"(?P<n>{n})\s?(?P<op>[-+*×÷=])\s?(?={n}(?:\s?[-+*×÷]\s?\d+){{0,6}}\s?=)"),
                self.math,
            ),
            Rule("math", re.compile(rf"(?P<n>{n})\s(?P<op>−)\s(?={n}(?!\w))"), self.math),
            Rule("number", re.compile(rf"(?P<n>\d{{1,3}}){times}(?= [^\W\d_])"), self.times_number),
            Rule("ratio", re.compile(r"(?P<a>\d{1,3}):(?P<b>\d{1,3})(?![\w:])"), self.ratio),
            Rule("range", re.compile(rf"(?P<a>{n}){_TO}(?P<b>{n})(?![\w-])"), self.range),
            Rule("number", re.compile(rf"{_SIGN}(?P<n>{n})(?!\w)"), self.number),
        )

    def words(self) -> tuple[Rule, ...]:
        """Rules for words: abbreviations, Roman numerals, acronyms."""
        abbreviations = self.tongue.abbreviations
        dotted = [key for key in abbreviations if "." in key or " " in key]
        # short ones are too easily somebody's initials
        exact = [key for key in dotted if len(key) <= 2 or key in self.tongue.numbered]
        keys = [key for key in dotted if key not in exact]
        bare = [key for key in abbreviations if key not in dotted]
        numbered = [key for key in exact if key in self.tongue.numbered]
        free = [key for key in exact if key not in numbered]
        tongue_dot = r"(?:\.(?=\s[^\W\d_]|,))?" if self.tongue.roman_dot else ""
        suffix = "|".join(key for key in self.tongue.ordinal_suffixes if key.isalpha()) or "(?!)"
        return (
            *self.tongue.own_words(self),
            Rule(
                "abbreviation",
                re.compile(rf"(?<!\w)(?:{either(keys) or '(?!)'})(?!\w)", re.IGNORECASE),
                self.abbreviation,
            ),
            Rule("abbreviation", re.compile(rf"(?<!\w)(?:{either(free) or '(?!)'})(?!\w)"), self.abbreviation),
            Rule(
                "abbreviation",
                re.compile(
                    rf"(?<!\w)(?:{either(numbered) or '(?!)'})(?=\s?(?:\d|(?-i:[IVXLC]+\b(?!\.\w))))", re.IGNORECASE
                ),
                self.abbreviation,
            ),
            Rule("abbreviation", re.compile(rf"(?<!\w)(?:{either(bare) or '(?!)'})(?!\w)"), self.abbreviation),
            Rule(
                "roman",
                re.compile(
                    rf"(?P<roman>[IVXLC]+)(?P<suffix>{suffix})(?!\w)(?P<to>[-–—](?=[IVXLC]+(?:{suffix})(?!\w)))?"
                ),
                self.numeral_ordinal,
            ),
            Rule(
                "roman",
                re.compile(
                    rf"(?P<roman>[IVXLC]+)(?![\w&]|-(?![IVXLC]+\b)\w|['’.]\w)(?:(?P<to>\s?[-–—]\s?)(?=[IVXLC]+\b)|{tongue_dot})"
                ),
                self.numeral,
            ),
            Rule("acronym", re.compile(r"[A-Z]{2,6}(?![\w&]|-\d)|(?:[A-Z][a-z]?[A-Z])(?!\w)"), self.acronym),
        )

    def starts(self, stop: Stop) -> list[tuple[int, tuple[Rule, ...]]]:
        """Which rules may apply where the scanner stopped."""
        text, pos = stop.text, stop.pos
        character = text[pos]
        token = stop.token_start()
        tried: list[tuple[int, tuple[Rule, ...]]] = [(token, self.web)]
        if "0" <= character <= "9":
            word = stop.word_start()
            if word < pos and (text[pos - 1] != "-" or not text[word : pos - 1].islower() or pos - word < 4):
                currency = [(word, self.rules_amounts)] if text[word:pos].isalpha() else []
                return [*tried, *currency, (word, self.codes)]
            before, previous = stop.previous_word(pos)
            if previous.rstrip(".,").lower() in self.tongue.months:
                tried.append((before, self.month_first))
            elif previous.isalpha() and previous.lower() in self.currency_words:
                tried.append((before, self.rules_amounts))
            if pos and text[pos - 1] == "(":
                tried.append((pos - 1, self.rules_amounts))
            tried += [(pos, self.rules_dates), (pos, self.rules_amounts), (pos, self.codes)]
        elif character.isalpha():
            # a currency before its number, else a word
            tried += [(pos, self.money_first), (pos, self.rules_words)]
        elif character == ".":
            tried += [(stop.word_start(), self.rules_words)]
        else:
            if pos > stop.floor and text[pos - 1].isalpha():
                # "MEX$100"
                tried.append((stop.word_start(), self.rules_amounts))
            tried += [(pos, self.rules_amounts), (pos, self.rules_words)]
        return tried

    def with_part(self, match: re.Match[str]) -> str:
        """As in "2½"."""
        return self.tongue.mixed(int(match["n"]), *_HALVES[match["sign"]])

    def plain(self, stop: Stop) -> Plain | None:
        """Digits as a number, signs by name, what has no name not at all."""
        text, pos = stop.text, stop.pos
        character = text[pos]
        if "0" <= character <= "9":
            end = pos + 1
            while end < len(text) and "0" <= text[end] <= "9":
                end += 1
            return end, self.tongue.whole(text[pos:end]), "cardinal", end - pos > words.LONGEST
        if character in FRACTION_SIGNS:
            return pos + 1, self.tongue.fraction(*_HALVES[character]), "fraction", False
        if character.isdigit():
            return pos + 1, self.tongue.digits(str(unicodedata.digit(character))), "cardinal", True
        if character.isalpha() or character in ".:_":
            return None
        if character == "/" and text[pos - 1 : pos].isalpha() and text[pos + 1 : pos + 2].isalpha():
            return pos + 1, " ", "sign", False  # "y/o"
        several = self.tongue.signs.get(text[pos : pos + 2])
        if several:  # "§§ 5-7"
            return pos + 2, several, "sign", False
        name = self.tongue.signs.get(character)
        if name is None:
            return (pictures_end(text, pos), "", "sign", False) if character >= "\u2600" else None
        before = "" if not name or pos == 0 or text[pos - 1].isspace() or text[pos - 1] in "([\"'“«" else " "
        after = (
            ""
            if not name or pos + 1 == len(text) or text[pos + 1].isspace() or text[pos + 1] in ".,;:!?)]\"'”»+="
            else " "
        )
        return pos + 1, f"{before}{name}{after}", "sign", False

    def grammar(self) -> Grammar:
        """The grammar of the tongue."""
        tongue = self.tongue
        self.web = tuple(
            Rule("electronic", rule.pattern, self.address)
            for rule in ADDRESSES
            if not (rule.kind == "telephone" and tongue.groups)
        )
        self.rules_dates = self.dates()
        self.rules_amounts = self.amounts()
        self.rules_words = self.words()
        self.money_first = tuple(rule for rule in self.rules_amounts if rule.kind == "money")
        self.currency_words = frozenset(key.lower() for key in tongue.currencies if key.isalpha())
        year = r"(?P<year>[12]\d{3})"
        self.month_first = (
            Rule(
                "date",
                re.compile(
                    rf"{self.month} (?P<first>(?!))?(?P<day>\d{{1,2}})(?!\d|[.:]\d)(?:,? {year}(?!\w))?", re.IGNORECASE
                ),
                self.day_month,
            ),
            Rule("date", re.compile(rf"{self.month} {year}(?!\w)", re.IGNORECASE), self.just_month_year),
        )
        # letters and digits of scripts that put blanks between words
        letter, sign = "[A-Za-zÀ-ɏͰ-ԯ]", "[0-9A-Za-zÀ-ɏͰ-ԯ]"
        code = rf"{letter}++(?:-?{sign}++){{0,6}}|\d+{letter}{sign}*(?:-{sign}+){{0,6}}|\d+(?:-{sign}+){{1,8}}"
        self.codes = (Rule("acronym", re.compile(code), self.code),)
        return Grammar(
            language=tongue.code,
            scanner=self.scanner(),
            starts=self.starts,
            plain=self.plain,
            prepare=tongue.prepared,
            ending=self.ending(),
        )

    def ending(self) -> re.Pattern[str]:
        """Where the dot of a unit ends a sentence: the text does, or a word follows that likes to start one ("2014 р. Він")."""
        starters = "|".join(sorted(re.escape(word.capitalize()) for word in lexis(self.tongue.code).starters)) or "(?!)"
        return re.compile(rf"[\"”’»)]*(?:\s*\Z|\s+(?:[\"“„«¿¡(][^\W\d_]|(?:{starters})(?!\w)))")

    def scanner(self) -> re.Pattern[str]:
        """Where to stop; one class of characters first, which `re` skips to quickly."""
        tongue = self.tongue
        keys = sorted({key for key in tongue.abbreviations if "." not in key}, key=len, reverse=True)
        bare = "".join(rf"|(?<=\b{re.escape(key[0])}){re.escape(key[1:])}(?!\w)" for key in keys)
        firsts = re.escape("".join({key[0] for key in keys}))
        signs = [sign for sign in tongue.signs if sign not in ".:,;-!?'()+−"]
        signs += [sign for sign in tongue.currencies if len(sign) == 1 and not sign.isalpha()]
        stops = rf"0-9{OTHER_DIGITS}½⅓⅔¼-¾⅐-⅞@{EMOJI}{re.escape(''.join(signs))}"
        return re.compile(
            rf"[{stops}.:ºA-Z+−{firsts}-](?:(?<=[{stops}])|(?<=\w[.:])(?=\w|//)|(?<=[^\W\d_][.º])(?!\.)"
            r"|(?<=(?<![^\W\d_])[A-Z])(?=[A-Z]|[a-z][A-Z](?!\w))|(?<=(?<![\w'’])[IVX])(?![\w'’])"
            rf"|(?<=(?<![^\W\d_])[IVX])(?=(?:er|re|e|ᵉ|ʳᵉ|ᵉʳ)(?!\w))|(?<=[+−])|(?<=(?<!\w)-)(?=[.$€£]?\d){bare})"
        )
