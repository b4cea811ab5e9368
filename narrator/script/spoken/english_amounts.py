"""English amounts: money, measures, per cents, fractions, ordinals, ranges, scores, telephone numbers and plain numbers."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either, names, previous_word
from narrator.script.spoken.english_tables import CURRENCIES, FRACTION_SIGNS, PER, SCALES, UNITS

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d+)(?:\.\d+)?"
_AMOUNT = rf"(?:{_NUMBER}|\.\d+)"
_SIGN = r"(?P<sign>[-−–+±]|minus )?"
_SCALE = r"(?:[ \-]?(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|bn|mn|mln|mio|bln|tn|trn|mil|lakh|crore)\b|[ ]?(?P<letter>[kKmMbBtT])\b(?!/))"
_SPELT_SCALE = (
    r"(?:[ ](?P<scale>hundred|thousand|million|billion|trillion|quadrillion|bn|mn|mln|bln|tn|trn|lakh|crore)\b)"
)
_TO = r"(?:\s?[-–—−]\s?| to )"
_SHORTENED = (
    "(?:"
    + "|".join(f"(?<={unit})" for unit in ("lb", "lbs", "oz", "ft", "yd", "hr", "hrs", "min", "mins", "sec"))
    + ")"
)
_CURRENCY = either(CURRENCIES)
_UNIT = either(UNITS)
_END = r"(?![\w])"


def signed(sign: str | None) -> str:
    """What is said for a sign before a number."""
    return {"-": "minus ", "−": "minus ", "–": "minus ", "+": "plus ", "±": "plus or minus ", "minus ": "minus "}.get(
        sign or "", ""
    )


def _scaled(match: re.Match[str]) -> str:
    scale = match["scale"] or match["letter"]
    return f" {SCALES[scale.lower()]}" if scale else ""


# after "a $5 billion …" these start something new; any other word is the noun that the amount describes
_NEW = frozenset(
    names(
        "a an the in of to for on and or from per by as at that was is are were has had have over since last this next "
        "with but if who which when while will would could can more less than after before until during through into "
        "under up down out off so not because its his her their it he she they we you i each every all worth between "
        "against across about within without it's"
    )
)
_ARTICLE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat|[Aa]nother|[Oo]ur|[Mm]y|[Ee]ach|[Ee]very)(?: (?!of)[\w-]+)? (?:[<>~] ?)?$"
)
_NOUN = re.compile(r"(?:-[a-z]| (?P<next>[A-Za-z'-]+))")


def describes(match: re.Match[str]) -> bool:
    """Whether an amount stands before a noun as an adjective: "a $5 billion plan", "the 100 m race"."""
    text = match.string
    after = _NOUN.match(text, match.end())
    if after is None:
        return False
    if after["next"] is None:
        return True
    if after["next"].lower() in _NEW or after["next"] in _LONG:
        return False
    return _ARTICLE.search(text, max(0, match.start() - 40), match.start()) is not None


_LONG = frozenset(names("long high tall wide deep away ahead above below thick apart north south east west old"))


def _coins(amount: str, currency: str, *, noun: bool = False) -> str:
    """An amount such as 20.50 of a currency with its hundredths: "twenty dollars fifty cents"."""
    one, many, cent, cents = CURRENCIES[currency]
    whole, _, fraction = amount.replace(",", "").partition(".")
    hundredths = fraction.rstrip("0")
    if len(hundredths) > 2 or (hundredths and not cent):
        return f"{say.number(f'{whole}.{hundredths}')} {many}"
    low = int(hundredths.ljust(2, "0")) if hundredths else 0
    high = int(whole or 0)
    parts = []
    if high or not low:
        parts.append(f"{say.number(whole or '0')} {one if high == 1 or noun else many}")
    if low:
        parts.append(f"{say.cardinal(low)} {cent if low == 1 else cents}")
    return " ".join(parts)


def _money(match: re.Match[str]) -> str:
    currency, scale = match["cur"], _scaled(match)
    per = f" per {PER[match['per'].lower()]}" if match["per"] else ""
    sign = signed(match["sign"] or match["sign2"])
    if scale:
        return f"{sign}{say.short_number(match['n'])}{scale} {CURRENCIES[currency][not describes(match)]}{per}{(match['plus'] and ' plus') or ''}"
    return f"{sign}{_coins(match['n'], currency, noun=describes(match))}{per}{(match['plus'] and ' plus') or ''}"


def _money_range(match: re.Match[str]) -> str:
    currency, scale = match["cur"], _scaled(match)
    one, many = CURRENCIES[currency][:2]
    if match["scale1"]:
        return f"{say.short_number(match['a'])} {SCALES[match['scale1'].lower()]} to {say.short_number(match['b'])}{scale} {many}"
    if match["cur2"] and not scale:
        return f"{_coins(match['a'], currency)} to {_coins(match['b'], currency)}"
    many = one if describes(match) else many
    return f"{say.number(match['a'])} to {say.number(match['b'])}{scale} {many}"


def _money_after(match: re.Match[str]) -> str:
    scale = _scaled(match)
    if scale:
        return f"{say.short_number(match['n'])}{scale} {CURRENCIES[match['cur']][not describes(match)]}"
    return _coins(match["n"], match["cur"], noun=describes(match))


_PER = rf"(?:\s?/\s?(?P<per>{either(PER)})\b)?"
MONEY = (
    Rule(
        "money",
        re.compile(
            rf"(?P<cur>{_CURRENCY})\s?(?P<a>{_AMOUNT})(?: ?(?P<scale1>bn|mn|tn|[kKmMbB]|[mb]illion)\b)?{_TO}(?P<cur2>(?P=cur))?\s?(?P<b>{_AMOUNT})(?:{_SCALE})?{_END}"
        ),
        _money_range,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<sign>[-−–+])?(?P<cur>{_CURRENCY})(?P<sign2>[-−])?\s?(?P<n>{_AMOUNT})(?:{_SCALE})?(?P<plus>\+(?!\w))?{_PER}{_END}"
        ),
        _money,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<n>{_NUMBER})(?:{_SCALE})?\s?(?P<cur>{either(k for k in CURRENCIES if k not in ('S$', 'Rs'))}){_END}"
        ),
        _money_after,
    ),
)


def _measure(match: re.Match[str]) -> str:
    unit, number = match["unit"], match["n"]
    one, many = UNITS[unit]
    scale = f" {match['scale']}" if match["scale"] else ""
    # "a 5-km run", "a 500-kg bomb": the unit is an adjective there
    singular = (number == "1" and not scale) or describes(match)
    if unit == "m" and _PEOPLE.match(match.string, match.end()):
        return f"{say.short_number(number)} million"
    said = f"{signed(match['sign'])}{say.number(number)}{scale} {one if singular else many}"
    return f"{said}{_per(match['per'])}"


# "5m people", "5m euros": millions, not meters
_PEOPLE = re.compile(
    r" (?:people|men|women|children|(?!is\b|was\b|has\b|as\b|this\b|across\b|races?\b|less\b)[a-z]{3,}s\b)"
)


def _per(unit: str | None) -> str:
    if not unit:
        return ""
    return f" per {PER.get(unit) or UNITS[unit][0]}"


def _range_measure(match: re.Match[str]) -> str:
    by = "by" if match["by"] in ("x", "X", "×") else "to"
    return f"{say.number(match['a'])} {by} {say.number(match['b'])} {UNITS[match['unit']][1]}"


def _per_measure(match: re.Match[str]) -> str:
    return f"{say.number(match['n'])} per {UNITS[match['unit']][0]}"


def _feet(match: re.Match[str]) -> str:
    inches = f" {say.cardinal(int(match['i']))}" if match["i"] else ""
    return f"{say.cardinal(int(match['n']))} {'foot' if inches or match['n'] == '1' else 'feet'}{inches}"


def _percent_range(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} to {say.number(match['b'])} percent"


def _out_of(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} out of {say.number(match['b'])}"


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    if match["hyphen"] and not 0 < top < bottom <= 64:
        return None
    if match["whole"]:
        said = "a half" if (top, bottom) == (1, 2) else say.fraction(top, bottom)
        return f"{say.number(match['whole'])} and {said}"
    return say.fraction(top, bottom)


def _famous(match: re.Match[str]) -> str:
    return {"9/11": "nine eleven", "7/7": "seven seven", "24/7": "twenty four seven", "50/50": "fifty fifty",
            "20/20": "twenty twenty", "50-50": "fifty fifty", "401(k)": "four oh one k", "401k": "four oh one k",
            "401(k)s": "four oh one k's", "403(b)": "four oh three b"}[match[0]]  # fmt: skip


def _fraction_sign(match: re.Match[str]) -> str:
    said = FRACTION_SIGNS[match["f"]]
    return f"{say.number(match['n'])} and {'a half' if said == 'one half' else said}"


def _ordinal(match: re.Match[str]) -> str | None:
    number = match["n"].replace(",", "")
    value, suffix = int(number), match["suffix"].lower()
    right = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    if suffix != right or len(number) > 12:
        return f"{say.digits(number) if len(number) > 2 else say.number(number)} {match['suffix']}"
    return say.ordinal(value)


def _range(match: re.Match[str]) -> str | None:
    a, b = match["a"], match["b"]
    scale = f" {match['scale']}" if match["scale"] else ""
    return f"{say.short_number(a) if scale else say.number(a)} to {say.number(b)}{scale}"


def _scale(match: re.Match[str]) -> str:
    return f"{signed(match['sign'])}{say.short_number(match['n'])} {SCALES[match['scale'].lower()]}"


def _math(match: re.Match[str]) -> str:
    name = {"+": "plus", "−": "minus", "*": "times", "×": "times", "÷": "divided by", "=": "equals", "x": "x"}[
        match["op"]
    ]
    return f"{say.number(match['a'])} {name} {say.number(match['b'])}"


def _equation(match: re.Match[str]) -> str:
    name = {
        "+": "plus",
        "-": "minus",
        "−": "minus",
        "*": "times",
        "/": "divided by",
        "x": "times",
        "×": "times",
        "÷": "divided by",
    }[match["op"]]
    return f"{say.number(match['a'])} {name} {say.number(match['b'])} equals"


def _by(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} by {say.number(match['b'])}"


def _ratio(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} to {say.number(match['b'])}"


def _signed_number(match: re.Match[str]) -> str:
    return f"{signed(match['sign'])}{say.number(match['n'])}"


_YEAR_AFTER = frozenset(
    names(
        "the in since from by until till of before after during early late mid his her their its this that between and to year around "
        "circa through throughout spring summer autumn fall winter january february march april may june july august september october "
        "november december or for"
    )
)
_EVENTS = frozenset(
    names(
        "elections olympics protests games midterms primaries talks awards results attacks riots figures was is has as this its levels"
    )
)


def _year_like(match: re.Match[str]) -> str | None:
    """Four digits without a comma are a year, unless they count something: "1500 soldiers", but "the 2020 elections"."""
    counted, value = match["counted"], int(match["n"])
    if counted and counted not in _EVENTS and previous_word(match).lower() not in _YEAR_AFTER:
        return say.number(match["n"])
    return say.year(value)


def _distant_year(match: re.Match[str]) -> str | None:
    """Other four digits are a year only where the word before says so: "in 1066", "by 2100"."""
    return (
        say.year(int(match["n"]))
        if previous_word(match).lower() in ("in", "since", "by", "until", "year", "from", "before", "after", "around")
        else None
    )


def _model(match: re.Match[str]) -> str | None:
    """Models, flights and rooms go as house numbers: "Boeing seven forty seven"."""
    return say.grouped(match["n"]) if previous_word(match).lower() in _MODELS else None


_MODELS = frozenset(
    names(
        "boeing airbus flight route highway interstate room suite bus section resolution area porsche ferrari peugeot studio apartment"
    )
)


def _two_sizes(match: re.Match[str]) -> str:
    first, last = (f"{say.number(match[n])} {UNITS[match[u]][match[n] != '1']}" for n, u in (("a", "u"), ("b", "v")))
    return f"{first} by {last}"


def _emergency(match: re.Match[str]) -> str:
    del match
    return "nine one one"


def _foot_inches(match: re.Match[str]) -> str:
    return f"{say.cardinal(int(match['n']))} {'foot' if match['n'] == '1' else 'feet'} {say.cardinal(int(match['i']))} {'inch' if match['i'] == '1' else 'inches'}"


def _thousands(match: re.Match[str]) -> str:
    return say.short_number(match["n"]) + f" {SCALES[match['letter'].lower()]}"


def _spaced_groups(match: re.Match[str]) -> str:
    return say.number(re.sub(r"\s", ",", match[0]))


# what is subtracted counts nothing: "10 − 15 percent" is a range
_NO_NOUN = r"(?! ?[%°]| (?!is\b|are\b|equals\b|and\b|or\b|was\b|makes\b|leaves\b)[a-z]{2})"

AMOUNTS = (
    Rule("fraction", re.compile(r"(?:9/11|24/7|7/7|50/50|20/20|50-50|40[13]\([kb]\)s?|401k)(?![\w/])"), _famous),
    Rule(
        "percent", re.compile(rf"(?P<a>{_NUMBER})(?: ?%| percent)?{_TO}(?P<b>{_NUMBER}) ?(?:%|pct\b)"), _percent_range
    ),
    Rule(
        "measure",
        re.compile(rf"(?P<a>{_NUMBER}) ?(?P<u>{_UNIT}) [x×] (?P<b>{_NUMBER}) ?(?P<v>{_UNIT}){_END}"),
        _two_sizes,
    ),
    Rule(
        "measure",
        re.compile(rf"(?P<a>{_NUMBER})\s?(?P<by>[-–—−x×])\s?(?P<b>{_NUMBER})[ -]?(?P<unit>{_UNIT}){_END}"),
        _range_measure,
    ),
    Rule(
        "measure",
        re.compile(
            rf"{_SIGN}(?P<n>{_AMOUNT}){_SPELT_SCALE}?[ -]?(?P<unit>{either(u for u in UNITS if u not in ('in', 'm', 'mo', 'V', 'W', 'h', 'g', 'l', 'L', 'mi'))}|(?<!\d )(?:m|h|g|V|W|l|L)|(?<=\d )(?:m|g|h|V|W|l|L))(?:/(?P<per>[a-z]{{1,6}}[²³]?))?{_END}(?:{_SHORTENED}\.(?!\w))?"
        ),
        lambda m: _measure(m) if not m["per"] or m["per"] in PER or m["per"] in UNITS else None,
    ),
    Rule(
        "measure",
        re.compile(rf"(?P<n>{_NUMBER})/(?P<unit>{either(u for u in UNITS if u.isalpha())}){_END}"),
        _per_measure,
    ),
    Rule(
        "measure", re.compile(r"(?P<n>\d{1,2})[ -]?(?:ft|feet)\.?,? (?P<i>\d{1,2})[ -]?(?:in|inches)\b"), _foot_inches
    ),
    Rule("measure", re.compile(r"(?P<n>\d)[’'](?:(?P<i>\d{1,2})[\"”])"), _feet),
    Rule("fraction", re.compile(rf"(?P<n>\d+)\s?(?P<f>[{''.join(FRACTION_SIGNS)}])"), _fraction_sign),
    Rule("ratio", re.compile(r"(?P<a>\d{1,2}\.\d+)/(?P<b>\d{1,3})(?![\w/]|\.\d)"), _out_of),
    Rule(
        "fraction",
        re.compile(
            r"(?:(?P<whole>\d{1,6})(?: |(?P<hyphen>-)))?(?P<top>\d{1,6}) ?/ ?(?P<bottom>\d{1,6})(?:st|nd|rds?|ths?|RD|TH|ST|ND)?(?![\w/])"
        ),
        _fraction,
    ),
    Rule(
        "ordinal", re.compile(r"(?P<n>\d{1,3}(?:,\d{3}){1,8}|\d+) ?(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)(?!\w)"), _ordinal
    ),
    Rule("cardinal", re.compile(rf"{_SIGN}(?P<n>{_AMOUNT})[ -]?(?P<scale>bn|mn|mln|mio|bln|tn|trn)\b"), _scale),
    Rule("math", re.compile(rf"(?P<a>{_NUMBER})\s?(?P<op>[-−+*/x×÷])\s?(?P<b>{_NUMBER})\s?=(?=\s?\w)"), _equation),
    Rule("math", re.compile(rf"(?P<a>{_NUMBER})\s(?P<op>−)\s(?P<b>{_NUMBER}){_END}{_NO_NOUN}"), _math),
    Rule("math", re.compile(rf"(?P<a>{_NUMBER})\s?(?P<op>[+*×÷=])\s?(?P<b>{_NUMBER}){_END}"), _math),
    Rule("measure", re.compile(rf"(?P<a>{_NUMBER}) x (?P<b>{_NUMBER}){_END}"), _by),
    Rule(
        "range",
        re.compile(
            rf"(?P<a>{_NUMBER}){_TO}(?P<b>{_NUMBER})(?:[ ](?P<scale>hundred|thousand|million|billion|trillion))?(?![\w]|[-–/]\d)"
        ),
        _range,
    ),
    Rule("ratio", re.compile(r"(?P<a>\d{1,3}):(?P<b>\d{1,3})(?![\w:])"), _ratio),
    Rule(
        "date",
        re.compile(
            r"(?P<n>1[1-9]\d\d|20\d\d)(?![\w]|[.,:/-]\d)(?=(?: (?P<counted>[a-z]{2,}s|people|men|women|children))?\b)"
        ),
        _year_like,
    ),
    Rule("date", re.compile(r"(?P<n>10\d\d|2[1-9]\d\d)(?![\w]|[.,:/-]\d| [a-z]+s\b)"), _distant_year),
    Rule("cardinal", re.compile(r"(?P<n>[1-9]\d\d)(?![\w,.]*\d|\w)"), _model),
    Rule("telephone", re.compile(r"911(?![\w]|[.,:/-]\d| [a-z]+s\b)"), _emergency),
    Rule(
        "cardinal",
        re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<letter>[kKMB])(?= (?:people|men|women|[a-z]{3,}s)\b)"),
        _thousands,
    ),
    Rule(
        "cardinal",
        re.compile(r"\d{1,3}(?:[\u00a0\u202f]\d{3}){1,4}(?!\d)|\d{1,3}(?: \d{3}){2,4}(?!\d)"),
        _spaced_groups,
    ),
    Rule("number", re.compile(rf"(?P<sign>[-−+±])(?P<n>{_AMOUNT})(?!\w)"), _signed_number),
    Rule(
        "decimal",
        re.compile(
            r"(?P<sign>)(?P<n>(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d+)\.\d+|\.\d+|\d{1,3}(?:,\d{3}){1,8})(?![\w]|\.\d)"
        ),
        _signed_number,
    ),
)
