"""English measures: what is said of units, lengths of time, heat and places on the globe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either, names, previous_word
from narrator.script.spoken.english_tables import AREA, AREAS, PER, UNITS

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d+)(?:\.\d+)?"
AMOUNT = rf"(?:{NUMBER}|\.\d+)"
SIGN = r"(?P<sign>[-−–+±]|minus )?"
_SPELT_SCALE = (
    r"(?:[ ](?P<scale>hundred|thousand|million|billion|trillion|quadrillion|bn|mn|mln|bln|tn|trn|lakh|crore)\b)"
)
# "5-6", "5 - 6", "5- 6"; what has a blank before the dash only is a negative number, a spaced long dash is the sentence's
TO = r"(?:\s?[-–−]\s|[-–—−]| to )"
_SHORTENED = (
    "(?:"
    + "|".join(
        f"(?<={unit})"
        for unit in (
            "lb",
            "lbs",
            "oz",
            "ft",
            "yd",
            "yds",
            "mi",
            "gal",
            "tbsp",
            "tsp",
            "hr",
            "hrs",
            "min",
            "mins",
            "sec",
        )
    )
    + ")"
)


def any_of(units: Iterable[str]) -> str:
    """A pattern for any of many units, by their first letters: most numbers have none, which is soon found out."""
    first: dict[str, list[str]] = {}
    for unit in units:
        first.setdefault(unit[0], []).append(unit[1:])
    return "|".join(f"{re.escape(letter)}(?:{either(rest)})" for letter, rest in first.items())


_UNIT = f"{AREA}|{any_of(UNITS)}"
_NAMES = UNITS | AREAS
END = r"(?![\w])"


def signed(sign: str | None) -> str:
    """What is said for a sign before a number."""
    return {"-": "minus ", "−": "minus ", "–": "minus ", "+": "plus ", "±": "plus or minus ", "minus ": "minus "}.get(
        sign or "", ""
    )


# after "a $5 billion …" these start something new; any other word is the noun that the amount describes
_NEW = frozenset(
    names(
        "a an the in of to for on and or from per by as at that was is are were has had have over since last this next "
        "with but if who which when while will would could can more less than after before until during through into "
        "under up down out off so not because its his her their it he she we they you i each every all worth between "
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
    if after["next"].lower() in _NEW or (after["next"] in _LONG and not _LONG_THING.match(text, after.end())):
        return False
    return _ARTICLE.search(text, max(0, match.start() - 40), match.start()) is not None


# "a 2 m tall man"
_LONG_THING = re.compile(
    r" (?!(?:a|an|and|in|on|of|at|to|the|by|with|from|for|is|was|were|are|as|or|but|that|which|when|if|than)\b)[a-z]{3,}"
)
_LONG = frozenset(names("long high tall wide deep away ahead above below thick apart north south east west old"))


def per(unit: str | None) -> str:
    """What is said of the part after "/": " per kilowatt hour"."""
    return f" per {PER[unit]}" if unit else ""


def _measure(match: re.Match[str]) -> str | None:
    unit, number = match["unit"], match["n"]
    one, many = _NAMES[unit]
    if match.string.startswith(("'", "’"), match.end()) and match.string[match.end() + 1 : match.end() + 2].isalpha():
        return None  # "No. 97 L'Escale"
    scale = f" {match['scale']}" if match["scale"] else ""
    # "a 5-km run", "a 500-kg bomb": the unit is an adjective there
    singular = (number == "1" and not scale) or match["hyphen"] is not None or describes(match)
    singular = singular or _KINDS.match(match.string, match.end()) is not None
    if unit == "bps" and len(number) > 2:
        return f"{say.number(number)} bits per second"
    if unit == "m" and _is_million(match):
        return f"{say.short_number(number)} million"
    if len(unit) == 1 and _COMPOUND.match(match.string, match.end()):
        return None
    if unit in _CAPITAL_AFTER and _CAPITAL.match(match.string, match.end()):
        return None
    said = f"{signed(match['sign'])}{say.number(number)}{scale} {one if singular else many}"
    if match["hundreds"]:  # "5 L/100 km"
        return f"{said} per {say.number(match['hundreds'])} {UNITS[match['per']][1]}"
    return f"{said}{per(match['per'])}"


# "155 mm shells", "the men's 400m final": the measure says which kind
_KINDS = re.compile(
    r" (?:film|lens|lenses|camera|pistol|guns?|cannons?|rounds?|shells?|mortars?|bullets?|howitzers?|artillery|rifles?|ammunition"
    r"|hurdles|relay|medley|final|heats|freestyle|backstroke|butterfly|breaststroke|sprint|dash|race|runners?|swimmers?)\b"
)
_COMPOUND = re.compile(r"-(?!(?:long|wide|high|tall|deep|thick)\b)[A-Za-z]")  # "5 V-necks"
_CAPITAL = re.compile(r"\.? [A-Z]")
_CAPITAL_AFTER = frozenset(("Mt", "Gt", "t"))  # "5 Mt Pleasant Road"
# "5m people", "5m euros": millions, not meters
_PEOPLE = re.compile(
    r"-strong\b| (?:people|men|women|children|bpd|b/d|(?:euro|dollar|pound|ruble|hryvnia|barrel|member|user)\b|(?!is\b|was\b|has\b|as\b|this\b|across\b|races?\b|less\b|hurdles\b|heats\b|finals\b|sprints\b|relays\b|medleys\b|titles\b|records\b)[a-z]{3,}s\b)"
)
# "2m Ukrainians", "some 5m have fled", where no blank stands before the letter
_MANY = re.compile(
    r" (?:[A-Z][a-z]+(?:ns|is|ese|sh|ch)\b|(?:(?:of them|who|have|had|were|are|now|already) )?(?:have|had|voted|fled|died|lived?|left|vot(?:ed|ing)|watched|viewed"
    r"|visited|signed|bought|registered|displaced|unemployed|a year|more people)\b)"
)
_GROWN = re.compile(
    r"\b(?:(?:r[io]sen?|rose|gr[eo]wn?|climb(?:ed)?|increased?|fell|fall(?:en)?|dropped|soared|swell(?:ed)?|shrank|doubled|halved|up|down) "
    r"(?:by|to|from)|sold|attracted|drew|employ(?:s|ed)?|displaced|created)(?: (?:about|over|nearly|almost|around|some|just|more than))?"
    r"(?: \d[\d.,]*m to)? $"
)
_LENGTHS_AROUND = re.compile(
    r"\b(?:water|river|lake|sea|waves?|tides?|floods?|levels?|snow|depths?|heights?|deep|tall|high|long|wide|distance|met(?:er|re)s?|km|track|race"
    r"|jump(?:ed)?|vault|throw|altitude|tower|buildings?|bridge|depth|width|length)\b",
    re.IGNORECASE,
)

_CLAUSE = re.compile(r"[.;!?] ")


def _is_million(match: re.Match[str]) -> bool:
    """Whether "5m" counts: people and things, or what grew, where nothing around speaks of lengths."""
    text, start, end = match.string, match.start(), match.end()
    if _PEOPLE.match(text, end):
        return True
    if text[end - 2] == " " or match["hyphen"] or match["per"]:
        return False
    if not (_MANY.match(text, end) or _GROWN.search(text, max(0, start - 40), start)):
        return False
    before, after = text[max(0, start - 80) : start], text[end : end + 40]
    return _LENGTHS_AROUND.search(_CLAUSE.split(before)[-1] + _CLAUSE.split(after)[0]) is None


_WORD_AFTER = re.compile(r" [A-Za-z]")


def _range_measure(match: re.Match[str]) -> str | None:
    unit = match["unit"]
    if unit == "in" and _WORD_AFTER.match(match.string, match.end()):
        return None  # "won 3-0 in Leeds"
    if match["unit1"] not in (None, unit) or (
        (match["by"] or match["spaced"]) is None and unit in ("in", "m", "h", "g", "V", "W", "l", "L", "t")
    ):
        return None
    by = "by" if (match["by"] or match["spaced"]) in ("x", "×") else "to"
    return f"{say.number(match['a'])} {by} {say.number(match['b'])} {_NAMES[unit][not describes(match)]}"


def _per_measure(match: re.Match[str]) -> str:
    return f"{say.number(match['n'])} per {UNITS[match['unit']][0]}"


def _feet(match: re.Match[str]) -> str:
    inches = f" {say.cardinal(int(match['i']))}" if match["i"] else ""
    return f"{say.cardinal(int(match['n']))} {'foot' if inches or match['n'] == '1' else 'feet'}{inches}"


def _inches(match: re.Match[str]) -> str | None:
    """As in 65" where no quotation could end there."""
    if match["sign"] == '"' and match.string.count('"', max(0, match.start() - 400), match.start()) % 2:
        return None
    return f"{say.number(match['n'])} {'inch' if match['n'] == '1' or _WORD_AFTER.match(match.string, match.end()) else 'inches'}"


def _short_inches(match: re.Match[str]) -> str:
    """As in "6 in. of snow"."""
    return _several(match["n"], "inch", "inches")


def _foot_inches(match: re.Match[str]) -> str:
    if describes(match):
        return f"{say.number(match['n'])} foot {say.number(match['i'])} inch"
    return f"{_several(match['n'], 'foot', 'feet')} {_several(match['i'], 'inch', 'inches')}"


def _several(number: str, one: str, many: str) -> str:
    """A number of things; a nought before the number is not said."""
    number = number.lstrip("0") or "0"
    return f"{say.number(number)} {one if number == '1' else many}"


def _two_sizes(match: re.Match[str]) -> str | None:
    if match["u"] not in _NAMES:
        return None
    first, last = (f"{say.number(match[n])} {_NAMES[match[u]][match[n] != '1']}" for n, u in (("a", "u"), ("b", "v")))
    return f"{first} by {last}"


_PARTS = (("h", "hour"), ("m", "minute"), ("s", "second"))


def _duration(match: re.Match[str]) -> str | None:
    """Two or three of hours, minutes and seconds: "2h 03m 59s"."""
    said = [_several(match[part], unit, f"{unit}s") for part, unit in _PARTS if match[part]]
    return " ".join(said) if len(said) > 1 else None


def _hours(match: re.Match[str]) -> str:
    """As in "1h30", which after "at" is a time of day."""
    if previous_word(match).lower() in ("at", "from", "by", "until", "to"):
        return f"{say.cardinal(int(match['h']))} {say.two_digits(match['m']) if match['m'] != '00' else 'hundred'}"
    return f"{_several(match['h'], 'hour', 'hours')} {_several(match['m'], 'minute', 'minutes')}"


_OF_HEAT = re.compile(
    r"temperature|degree|heat|\bhot\b|warm|cold|cool|freez|weather|climate|celsius|fahrenheit|thermometer|fever|emissions|pre-?industrial|paris agreement"
    r"|record (?:high|low)|\d[CF] ?[(/]|[(/]-?\d+(?:\.\d)?[CF]\b|\d\.\d ?C (?:limit|target|goal|threshold)",
    re.IGNORECASE,
)


def _temperature(match: re.Match[str]) -> str | None:
    """As in "40.5C (105F)", where the words around speak of heat."""
    around = match.string[max(0, match.start() - 120) : match.end() + 60]
    if not _OF_HEAT.search(around):
        return None
    one, many = UNITS[f"°{match['unit']}"]
    first = f"{say.number(match['a'])} to " if match["a"] else ""
    return f"{signed(match['sign'])}{first}{say.number(match['n'])} {one if describes(match) or (match['n'] == '1' and not first) else many}"


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _position(match: re.Match[str]) -> str:
    """A place on the globe: 40°26′46″N."""
    parts = (("d", "degree"), ("m", "minute"), ("s", "second"))
    said = [_several(match[part], unit, f"{unit}s") for part, unit in parts if match[part]]
    return f"{' '.join(said)} {_SIDES[match['side']]}"


def _barrels(match: re.Match[str]) -> str:
    scale = {"m": " million", "k": " thousand", "bn": " billion"}.get(match["scale"] or "", f" {match['scale']}")
    scale = scale if match["scale"] else ""
    return f"{say.short_number(match['n']) if scale else say.number(match['n'])}{scale} barrels per day"


def _caliber(match: re.Match[str]) -> str:
    return f"{say.grouped(match['n'])} caliber"


_RISKY = ("in", "m", "mo", "V", "W", "h", "g", "l", "L", "mi", "t", "pc", "pp")
MEASURES = (
    Rule("measure", re.compile(r"\.(?P<n>[1-9]\d{1,2})[ -]cal(?:iber|ibre|\.(?= [a-z])|\b(?!\.))"), _caliber),
    Rule(
        "measure",
        re.compile(
            r"(?P<d>\d{1,3})°\s?(?P<m>\d{1,2})[′'’]\s?(?:(?P<s>\d{1,2}(?:\.\d{1,3})?)(?:[″\"”]|[′'’]{2})\s?)?(?P<side>[NSEW])(?!\w)"
        ),
        _position,
    ),
    Rule(
        "measure",
        re.compile(
            r"(?:(?P<h>\d{1,3}) ?(?:h|hrs?|hours?)\b,? ?)?(?:(?P<m>\d{1,3}) ?(?:m|mins?|minutes?)\b,? ?)?(?<=[a-z ])(?:(?P<s>\d{1,2}(?:\.\d{1,3})?) ?(?:s|secs?|seconds?))?(?<![ ,])(?!\w)"
        ),
        _duration,
    ),
    Rule("time", re.compile(r"(?P<h>\d{1,2})h(?P<m>[0-5]\d)(?!\w)"), _hours),
    Rule(
        "measure",
        re.compile(
            r"(?P<n>\d{1,2})[ -]?(?:ft|feet)\.?,? ?(?P<i>\d{1,2})(?:(?:in\.(?= [a-z])|in|[ -]in\.|[ -]in(?= (?:tall|high|long|wide|deep|thick|and|or)\b|[,;)]|\s*\Z)|[ -]?inches)(?!\w))"
        ),
        _foot_inches,
    ),
    Rule(
        "measure", re.compile(rf"(?P<n>{NUMBER})-in\.\s(?=[A-Za-z])"), lambda match: f"{say.number(match['n'])} inch "
    ),
    Rule(
        "measure",
        re.compile(
            rf"(?P<n>{NUMBER}) in(?:\.(?= (?:of|tall|long|wide|deep|high|thick|across)\b|[,;)])|(?= (?:tall|long|wide|deep|thick)\b))"
        ),
        _short_inches,
    ),
    Rule(
        "measure",
        re.compile(
            rf"(?P<n>{NUMBER}) ?(?P<scale>m|k|bn|thousand|million|billion)? ?(?:bpd|b/d|bopd|barrels/day|bbl/d){END}"
        ),
        _barrels,
    ),
    Rule(
        "measure",
        re.compile(rf"(?P<a>{NUMBER}) ?(?P<u>[^\s\d]{{1,8}}) [x×] (?P<b>{NUMBER}) ?(?P<v>{_UNIT}){END}"),
        _two_sizes,
    ),
    Rule(
        "measure",
        re.compile(
            rf"(?P<a>{NUMBER})(?: ?(?P<unit1>[^\s\d]{{1,8}})(?=\s?[-–—−]|s? to ))?(?: ?(?P<spaced>[-–−x×]) |(?P<by>[-–—−x×])| to )(?P<b>{NUMBER})[ -]?(?P<unit>{_UNIT}){END}"
        ),
        _range_measure,
    ),
    Rule(
        "measure",
        re.compile(
            rf"{SIGN}(?P<n>{AMOUNT}){_SPELT_SCALE}?(?:[ \u00a0\u202f]|(?P<hyphen>-))?(?P<unit>{AREA}|{any_of(u for u in UNITS if u not in _RISKY)}|(?<!\d[ \u00a0\u202f])(?:mi|pc|pp|m|h|g|V|W|l|L)|(?<=\d[ \u00a0\u202f])(?:mi|m|g|h|V|W|l|L|t))"
            rf"(?:/(?:(?P<hundreds>\d{{1,4}}(?= ?(?:m?[lL]|k?g|km)\b)) ?)?(?P<per>{any_of(PER)}))?{END}(?:{_SHORTENED}\.(?!\w))?"
        ),
        _measure,
    ),
    Rule(
        "measure",
        re.compile(rf"(?P<n>{NUMBER})/(?P<unit>{any_of(u for u in UNITS if u.isalpha())}){END}"),
        _per_measure,
    ),
    Rule("measure", re.compile(r"(?P<n>\d{1,3}(?:\.\d{1,3})?)(?P<sign>[\"″])(?=\s?[A-Za-z(x×,);]|\s*$)"), _inches),
    Rule("measure", re.compile(r"(?P<n>\d)[’'′] ?(?P<i>\d{1,2})[\"”″]"), _feet),
    Rule(
        "measure",
        re.compile(
            rf"{SIGN}(?:(?P<a>\d{{1,3}}(?:\.\d+)?)[CF]?(?:[-–]| to ))?(?P<n>\d{{1,3}}(?:\.\d+)?) ?(?P<unit>[CF])(?!\w|[#+&'’-]| [A-Z])"
        ),
        _temperature,
    ),
)
