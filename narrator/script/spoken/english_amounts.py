"""English amounts: per cents, fractions, ordinals, ranges, scores, telephone numbers and plain numbers."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, names, previous_word
from narrator.script.spoken.english_measures import AMOUNT, END, MEASURES, NUMBER, SIGN, TO, signed
from narrator.script.spoken.english_tables import FRACTION_SIGNS, MONTHS, SCALES, STATE_ABBREVIATIONS, UNITS


def _percent_range(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} to {say.number(match['b'])} percent"


def _out_of(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} out of {say.number(match['b'])}"


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    one, many = UNITS[match["unit"]] if match["unit"] else ("", "")
    if match["whole"]:
        if match["hyphen"] and not 0 < top < bottom <= 64:
            return None
        said = "a half" if (top, bottom) == (1, 2) else say.fraction(top, bottom)
        return f"{say.number(match['whole'])} and {said} {many}".rstrip()
    of = _PARTED.match(match.string, match.end()) if top < bottom else None
    if top < bottom and (one or of):
        return f"{_part_of_a(top, bottom, of['what'] if of else one)} {one}".rstrip()
    return f"{_over(match['top'], match['bottom'])} {many}".rstrip()


def _over(top: str, bottom: str) -> str:
    """Two numbers with a stroke: the 80/20 rule, 90/100 points, a pressure of 120/80, 500/30, or a fraction."""
    above, below = int(top), int(bottom)
    if above + below == 100 and below > 1:
        return f"{say.cardinal(above)} {say.cardinal(below)}"
    if below == 100 and 20 < above <= 100:
        return f"{say.cardinal(above)} out of one hundred"
    if 70 <= above <= 250 and 40 <= below < min(above, 151):
        return f"{say.cardinal(above)} over {say.cardinal(below)}"
    if above > max(below, 99) and below > 20:
        return f"{say.number(top)} slash {say.number(bottom)}"
    return say.fraction(above, below)


def _part_of_a(top: int, bottom: int, what: str) -> str:
    """As in "half an" (hour), "three quarters of a" (mile)."""
    article = "an" if what[0] in "aeio" or what == "hour" else "a"
    if (top, bottom) == (1, 2):
        return f"half {article}"
    return f"{say.fraction(top, bottom).replace('one quarter', 'a quarter')} of {article}"


# "3/4 mile", "1/2 cup"
_PARTED = re.compile(
    r" (?=(?P<what>mile|inch|hour|cup|pound|ounce|pint|quart|gallon|acre|teaspoon|tablespoon|kilometer|kilometre|meter|metre|liter|litre|kilogram)\b)"
)


_IN_SHORT = (
    r"(?:[ -](?P<unit>lbs?|oz|kg|km|mi|mmHg|ft|tsp|tbsp|gal|hrs?|yds?|mm|cm|in(?=\. [a-z]))(?!\w)(?:\.(?= [a-z]))?)?"
)


def _famous(match: re.Match[str]) -> str:
    return {"9/11": "nine eleven", "7/7": "seven seven", "24/7": "twenty four seven", "50/50": "fifty fifty",
            "20/20": "twenty twenty", "50-50": "fifty fifty", "401(k)": "four oh one k", "401k": "four oh one k",
            "401(k)s": "four oh one k's", "403(b)": "four oh three b", "7/11": "seven eleven",
            "501(c)": "five oh one c", "24x7": "twenty four seven"}.get(match[0]) or f"five oh one c {say.digits(match[0][4:])}"  # fmt: skip


def _fraction_sign(match: re.Match[str]) -> str:
    said = FRACTION_SIGNS[match["f"]]
    unit = f" {UNITS[match['unit']][1]}" if match["unit"] else ""
    return f"{say.number(match['n'])} and {'a half' if said == 'one half' else said}{unit}"


def _ordinal(match: re.Match[str]) -> str | None:
    number = match["n"].replace(",", "")
    value, suffix = int(number), match["suffix"].lower()
    right = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    if suffix != right or len(number) > 12:
        return f"{say.digits(number) if len(number) > 2 else say.number(number)} {match['suffix']}"
    return say.ordinal(value)


def _ordinals(match: re.Match[str]) -> str:
    return f"{say.ordinal(int(match['a']))} to {say.ordinal(int(match['b']))}"


def _range(match: re.Match[str]) -> str | None:
    a, b = match["a"], match["b"]
    scale = f" {match['scale']}" if match["scale"] else ""
    if previous_word(match).lower() in ("no.", "case", "docket"):
        return f"{say.number(a)}, {say.grouped(b)}"
    if _alone(match) and a.isdigit() and b.isdigit() and len(a) > 2 and int(b) < int(a):
        return f"{say.number(a)}, {say.number(b)}"  # neither a range nor, by any word, a result
    first = f" {match['scale1']}" if match["scale1"] else ""
    return f"{say.short_number(a) if scale else say.number(a)}{first} to {say.number(b)}{scale}"


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


def _pixels(match: re.Match[str]) -> str:
    return f"{say.grouped(match['a'])} by {say.grouped(match['b'])}"


def _by(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} by {say.number(match['b'])}"


def _ratio(match: re.Match[str]) -> str:
    return f"{say.number(match['most'] or match['a'])} to {say.number(match['b'] or '1')}"


def _times(match: re.Match[str]) -> str:
    return f"{say.number(match['a'])} to {say.number(match['b'])} times"


def _signed_number(match: re.Match[str]) -> str:
    return f"{signed(match['sign'])}{say.number(match['n'])}"


_YEAR_AFTER = frozenset(
    names(
        "the in since from by until till of before after during early late mid his her their its this that between and to year around "
        "circa through throughout spring summer autumn fall winter january february march april may june july august september october "
        "november december or for"
    )
)
_COUNTING = frozenset(names("some another killed killing wounded wounding injured injuring displaced employs"))
_EVENTS = frozenset(
    names(
        "elections olympics protests games midterms primaries talks awards results attacks riots figures was is has as this its levels"
    )
)


def _year_like(match: re.Match[str]) -> str | None:
    """Four digits without a comma are a year, unless they count something: "1500 soldiers", but "the 2020 elections"."""
    counted, value, before = match["counted"], int(match["n"]), previous_word(match).lower()
    if counted not in _EVENTS and (before in _COUNTING or (counted and before not in _YEAR_AFTER)):
        return say.number(match["n"])
    return say.year(value)


def _distant_year(match: re.Match[str]) -> str | None:
    """Other four digits are a year only where the word before says so: "in 1066", "by 2100"."""
    known = previous_word(match).lower() in (
        "in", "since", "by", "until", "year", "from", "before", "after", "around", "circa",
    )  # fmt: skip
    return say.year(int(match["n"])) if known else None


def _thousand(match: re.Match[str]) -> str | None:
    """A thousand with a dot, as elsewhere, where it counts something: "1.000 lights"."""
    return say.number(f"{match['n']}000") if _COUNTED.match(match.string, match.end()) else None


def _alone(match: re.Match[str]) -> bool:
    """Whether the text is nothing but this."""
    text = match.string
    if len(text) > len(match[0]) + 8:
        return False
    return not (text[: match.start()] + text[match.end() :]).strip(' \n.,:;"“”()')


_CODED = frozenset(
    names(
        "case docket invoice order account reference ref serial ticket id code pin zip passcode password licence license badge "
        "policy tracking file bug issue claim patent registration"
    )
)
_COUNTED = re.compile(r" (?:[a-z]+ )?(?:[a-z]{2,}s|people|men|women|children)\b")


def _code(match: re.Match[str]) -> str | None:
    """Many digits without commas that count nothing are a code, and so is what a word says is one."""
    run, text = match["n"], match.string
    alone = len(run) > 4 and _alone(match)
    coded = _IDENTIFIES.search(text, max(0, match.start() - 24), match.start())
    if len(run) == 5 and _ZONED.search(text, max(0, match.start() - 10), match.start()):
        return say.digits(run)
    if coded and (len(run) > 4 or coded[1].lower() in ("pin", "code", "zip", "passcode")):
        return say.digits(run)
    long = len(run) > 6 and run[-2:] != "00" and not _COUNTED.match(text, match.end())
    return say.digits(run) if alone or long else None


# "Washington, D.C. 20500"
_ZONED = re.compile(rf"(?:D\.C|N\.[CDHJMY]|S\.[CD]|R\.I|W\.Va|{'|'.join(STATE_ABBREVIATIONS)})\. $")
_IDENTIFIES = re.compile(rf"\b({'|'.join(_CODED)}) (?:number |no\. ?|code )?#?$", re.IGNORECASE)


def _model(match: re.Match[str]) -> str | None:
    """Models, flights and rooms go as house numbers: "Boeing seven forty seven, eight hundred"."""
    named = _NAME_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
    known = match["max"] is not None or _JET.fullmatch(match[0]) is not None
    if previous_word(match).lower() not in _MODELS and not known and not named:
        return None
    return say.numbered(match["n"]) + (f", {say.numbered(match['variant'])}" if match["variant"] else "")


_JET = re.compile(r"7[0-8]7-(?:8|9|10|[1-9]00)")
_NAME_BEFORE = re.compile(r"\b[A-Z][a-z]{2,}-$")  # "Shahed-136"
_MODELS = frozenset(
    names(
        "boeing airbus flight route highway interstate room suite bus section resolution area porsche ferrari peugeot studio apartment"
    )
)


def _emergency(match: re.Match[str]) -> str:
    del match
    return "nine one one"


def _thousands(match: re.Match[str]) -> str:
    """As in "500k people" and "1M+ users"."""
    plus = " plus" if match[0].endswith("+") else ""
    return f"{say.short_number(match['n'])} {SCALES[match['letter'].lower()]}{plus}"


def _spaced_groups(match: re.Match[str]) -> str:
    return say.number(re.sub(r"\s", ",", match[0]))


_TIMES_MORE = (
    r"(?= (?:more|less|faster|slower|higher|lower|larger|bigger|greater|smaller|better|cheaper|longer|as|the)\b)"
)
# what is subtracted counts nothing: "10 − 15 percent" is a range
_NO_NOUN = r"(?! ?[%°]| (?!is\b|are\b|equals\b|and\b|or\b|was\b|makes\b|leaves\b)[a-z]{2})"

AMOUNTS = (
    Rule(
        "fraction",
        re.compile(r"(?:[79]/11|24[/x]7|7/7|50/50|20/20|50-50|40[13]\([kb]\)s?|401k|501\(c\)(?:\(\d\))?)(?![\w/])"),
        _famous,
    ),
    Rule(
        "cardinal",
        re.compile(
            r"(?P<n>[1-9]\d\d)(?:-(?P<variant>\d{3}|(?<=7[0-9]7-)(?:8|9|10))|(?P<max>(?<=7[0-9]7)(?= MAX\b)))?(?![\w,.]*\d|\w|[-/]\d)"
        ),
        _model,
    ),
    Rule(
        "percent",
        re.compile(rf"(?P<a>{NUMBER})(?: ?%| percent)?{TO}(?P<b>{NUMBER}) ?(?:%|(?:pct|pc|percent)\b)"),
        _percent_range,
    ),
    *MEASURES,
    Rule("fraction", re.compile(rf"(?P<n>\d+)\s?(?P<f>[{''.join(FRACTION_SIGNS)}]){_IN_SHORT}"), _fraction_sign),
    Rule("ratio", re.compile(r"(?P<a>\d{1,2}\.\d+)/(?P<b>\d{1,3})(?![\w/]|\.\d)"), _out_of),
    Rule(
        "fraction",
        re.compile(
            r"(?:(?P<whole>\d{1,6})(?: |(?P<hyphen>-)))?(?P<top>\d{1,6}) ?/ ?(?P<bottom>\d{1,6})(?:st|nd|rds?|ths?|RD|TH|ST|ND)?(?![\w/])"
            + _IN_SHORT
        ),
        _fraction,
    ),
    Rule(
        "ordinal",
        re.compile(r"(?P<a>\d{1,3})(?:st|nd|rd|th)\s?[-–—]\s?(?P<b>\d{1,3})(?:st|nd|rd|th)(?!\w)"),
        _ordinals,
    ),
    Rule(
        "ordinal", re.compile(r"(?P<n>\d{1,3}(?:,\d{3}){1,8}|\d+) ?(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)(?!\w)"), _ordinal
    ),
    Rule("cardinal", re.compile(rf"{SIGN}(?P<n>{AMOUNT})[ -]?(?P<scale>bn|mn|mln|mio|bln|tn|trn)\b"), _scale),
    Rule("math", re.compile(rf"(?P<a>{NUMBER})\s?(?P<op>[-−+*/x×÷])\s?(?P<b>{NUMBER})\s?=(?=\s?\w)"), _equation),
    Rule("math", re.compile(rf"(?P<a>{NUMBER})\s(?P<op>−)\s(?P<b>{NUMBER}){END}{_NO_NOUN}"), _math),
    Rule("math", re.compile(rf"(?P<a>{NUMBER})\s?(?P<op>[+*×÷=])\s?(?P<b>{NUMBER}){END}"), _math),
    Rule("measure", re.compile(rf"(?P<a>{NUMBER}) x (?P<b>{NUMBER}){END}"), _by),
    Rule("measure", re.compile(r"(?P<a>\d{3,4})x(?P<b>\d{3,4})(?!\w)"), _pixels),
    Rule("measure", re.compile(r"(?P<a>\d)x(?P<b>\d{2,4})(?=-met(?:er|re)\b)"), _by),
    Rule("range", re.compile(rf"(?P<a>{NUMBER}){TO}(?P<b>{NUMBER})x{END}"), _times),
    Rule("cardinal", re.compile(rf"(?P<n>{NUMBER})x{_TIMES_MORE}"), lambda match: f"{say.number(match['n'])} times"),
    Rule("time", re.compile(r"(?P<n>\d{1,3}\.\d{1,3})s(?!\w)"), lambda match: f"{say.number(match['n'])} seconds"),
    Rule(
        "range",
        re.compile(
            rf"(?P<a>{NUMBER})(?:[ ](?P<scale1>thousand|million|billion|trillion)(?=[-–]))?{TO}(?P<b>{NUMBER})(?:[ ](?P<scale>hundred|thousand|million|billion|trillion))?(?![\w]|[-–/]\d)"
            rf"(?! (?:{'|'.join(month for month in MONTHS if month not in ('may', 'mar', 'march'))}|May|Mar|March)\b)"
        ),
        _range,
    ),
    Rule(
        "ratio", re.compile(r"(?P<a>\d{1,3}):(?P<b>\d{1,3})(?![\w:])|(?P<most>\d{1,3}(?:,\d{3})+):1(?![\w:])"), _ratio
    ),
    Rule(
        "date",
        re.compile(
            r"(?P<n>1[1-9]\d\d|20\d\d)(?![\w]|[.,:/-]\d)(?=(?: (?:(?:armed|local|additional|foreign|wounded|Ukrainian|Russian|Israeli|Palestinian|American|British|Chinese) )?(?P<counted>[a-z]{2,}(?<![ius])s|people|men|women|children))?\b)"
        ),
        _year_like,
    ),
    Rule("date", re.compile(r"(?P<n>10\d\d|2[1-9]\d\d)(?![\w]|[.,:/-]\d| [a-z]+s\b)"), _distant_year),
    Rule("telephone", re.compile(r"911(?![\w]|[.,:/-]\d| [a-z]+s\b)"), _emergency),
    Rule(
        "cardinal",
        re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<letter>[kKMB])(?:(?= (?:people|men|women|[a-z]{3,}s)\b)|\+(?!\w))"),
        _thousands,
    ),
    Rule(
        "cardinal",
        re.compile(
            r"\d{1,3}(?:[\u00a0\u202f]\d{3}){1,4}(?!\d)|\d{1,3}(?: \d{3}){2,4}(?!\d)|[1-9]\d{0,2} \d{3}(?= (?:people|men|women|children|[a-z]{3,}s)\b)"
        ),
        _spaced_groups,
    ),
    Rule("cardinal", re.compile(r"(?P<n>[1-9]\d{0,2})\.000(?!\d|\.\d)"), _thousand),
    Rule("cardinal", re.compile(r"(?P<n>\d{3,})(?!\w|[.,:/-]\d)"), _code),
    Rule("number", re.compile(rf"(?P<sign>[-−+±])(?P<n>{AMOUNT})(?!\w)"), _signed_number),
    Rule(
        "decimal",
        re.compile(
            r"(?P<sign>)(?P<n>(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d+)\.\d+|\.\d+|\d{1,3}(?:,\d{3}){1,8})(?![\w]|\.\d)"
        ),
        _signed_number,
    ),
)
