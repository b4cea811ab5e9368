"""English dates and times of day."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either, previous_word
from narrator.script.spoken.english_tables import MONTH_NAMES, MONTHS, TIME_ZONES

MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
YEAR = r"(?P<year>[12]\d{3})(?![\d,]\d|\d|-\d)"
SUFFIX = r"(?:st|nd|rd|th)"
_END = r"(?![\w])"


_THE_BEFORE = re.compile(r"\b[Tt]he $")


def after_the(match: re.Match[str]) -> str:
    """The article of a day, where it does not stand there."""
    return "" if _THE_BEFORE.search(match.string, max(0, match.start() - 5), match.start()) else "the "


def pattern(written: str) -> re.Pattern[str]:
    """A pattern in which capitals do not matter."""
    return re.compile(written, re.IGNORECASE)


# After "3 p.m." or "5 lb." a sentence ends before a capital, but for days and what says whose time it is: "3 p.m. Kyiv time".
ENDING = re.compile(
    r"[\"”’)]*(?:\s*\Z|\s+[\"“(]?(?!(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?|[A-Z]{2,5})\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
    r"|(?:Eastern|Central|Mountain|Pacific|Atlantic|Greenwich)(?: (?:Standard|Daylight|Mean|European|Time)\b| ?[^ A-Z]| [a-z]|\Z)"
    r"|[A-Z][\w’'-]{2,20}(?: [A-Z][a-z]{2,20})? time\b)[A-Z])"
)


def month_name(written: str) -> str:
    """The month in full, with a small letter where all of it is small."""
    full = MONTHS[written.lower()]
    return full.lower() if written.islower() else full


def year_after(match: re.Match[str]) -> str:
    """The year of a date, with the comma before it."""
    if match["year"] is None:
        return ""
    return f"{match['comma'] or ''} {say.year(int(match['year']))}"


_COUNTED = re.compile(r" (?:people|men|women|children|[a-z]{3,}(?<!ss)s)\b(?! (?:a|the|that|this)\b)")
_WHOLE_MONTH = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ll]ast|[Bb]y) $")


def _counts(match: re.Match[str]) -> bool:
    """Whether the number counts something and the month stands alone: "In May 10 people died"."""
    text = match.string
    return (
        _COUNTED.match(text, match.end()) is not None
        and _WHOLE_MONTH.search(text, max(0, match.start() - 8), match.start()) is not None
    )


def _month_day(match: re.Match[str]) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= 31 or (match[0][-1].isdigit() and not match["year"] and _counts(match)):
        return None
    last = f" to {say.ordinal(int(match['last']))}" if match["last"] else ""
    return f"{month_name(match['month'])} {say.ordinal(day)}{last}{year_after(match)}"


def day_month(match: re.Match[str]) -> str | None:
    """As in "5 March 2025"."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    if match["month"] in ("may", "march", "mar") and match.string[match.end() : match.end() + 2].strip().isalpha():
        return None  # "about 20 may come"
    last = f" to the {say.ordinal(int(match['last']))}" if match["last"] else ""
    return f"{after_the(match)}{say.ordinal(day)}{last} of {month_name(match['month'])}{year_after(match)}"


def _months(match: re.Match[str]) -> str:
    first = f"{month_name(match['month'])} {say.ordinal(int(match['day']))}"
    return f"{first} to {month_name(match['month2'])} {say.ordinal(int(match['last']))}{year_after(match)}"


def _month_year(match: re.Match[str]) -> str:
    return f"{month_name(match['month'])}{match['comma'] or ''} {say.year(int(match['year']))}"


def _written_date(year: int, month: int, day: int, said_year: str | None = None) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTH_NAMES[month - 1]} {say.ordinal(day)}, {said_year or say.year(year)}"


def _year_first(match: re.Match[str]) -> str | None:
    said = _written_date(int(match["y"]), int(match["m"]), int(match["d"]))
    if said is None or match["h"] is None:
        return said
    zone = " UTC" if match["z"] else ""
    return f"{said}, {clock_time(int(match['h']), match['min'], None)}{zone}"


def year_last(match: re.Match[str]) -> str | None:
    """Month first, as Americans write; the day first when the other cannot be."""
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    said = say.two_digits(year) if len(year) == 2 else say.year(int(year))
    if first > 12 and 1 <= second <= 12:
        return f"the {say.ordinal(first)} of {MONTH_NAMES[second - 1]} {said}" if first <= 31 else None
    return _written_date(0, first, second, said)


def _decade(match: re.Match[str]) -> str:
    written = match["y"] or match["z"]
    if len(written) == 2:
        return say.plural(say.cardinal(int(written)))
    return say.plural(say.year(int(written)))


def _season(match: re.Match[str]) -> str | None:
    """2025/26 as "twenty twenty five twenty six", 2025/2026 likewise."""
    first, last = int(match["y"]), match["z"]
    if (first + 1) % 10 ** len(last) != int(last):
        return None
    return f"{say.year(first)} {say.two_digits(last) if len(last) == 2 else say.year(int(last))}"


_AT = frozenset(("at", "by", "around", "about", "from", "until", "till", "to", "before", "after", "since"))


def _military(match: re.Match[str]) -> str | None:
    """As in "1400 GMT", "at 0630": "fourteen hundred GMT", "oh six thirty"."""
    hour, minute = match["h"], match["m"]
    if (match["what"] or "").startswith("h") and previous_word(match).lower() not in _AT:
        return None
    said = say.two_digits(hour) if hour != "00" else "zero"
    said += " hundred" if minute == "00" else f" {say.two_digits(minute)}"
    return said + (f" {'hours' if match['what'] == 'hrs' else match['what']}" if match["what"] else "")


def zone_name(match: re.Match[str]) -> str:
    """The zone of a time of day."""
    zone = (match["zone"] or "").replace(".", "").upper()
    return f" {zone}" if zone in TIME_ZONES else f" {match['zone']}" if match["zone"] else ""


def half_of_day(match: re.Match[str]) -> str:
    """As in " PM"."""
    half = match["half"]
    return f" {half[0].upper()}M" if half else ""


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"]), match["m"]
    if hour > 24 or (minute and int(minute) > 59):
        return None
    if minute == "00" and match.string.endswith(("sub-", "Sub-"), 0, match.start()):
        return say.cardinal(hour)  # "the sub-4:00 mile"
    zone = zone_name(match)
    return f"{clock_time(hour, minute, match['half'], zone)}{half_of_day(match)}{zone}"


def _clocks(match: re.Match[str]) -> str | None:
    first, last = int(match["h"]), int(match["h2"])
    if first > 24 or last > 24:
        return None
    early = f" {match['half1'][0].upper()}M" if match["half1"] else ""
    if not match["half"] and match["m"] == match["m2"] == "00" and 12 < last <= 24:
        return f"{say.two_digits(match['h'])} hundred to {say.two_digits(match['h2'])} hundred{zone_name(match)}"
    start = clock_time(first, match["m"], match["half"] or None)
    return f"{start}{early} to {clock_time(last, match['m2'], match['half'])}{half_of_day(match)}{zone_name(match)}"


def last_dot(match: re.Match[str]) -> str:
    """The dot of an abbreviation that ends a sentence as well."""
    return "." if match[0].endswith(".") and ENDING.match(match.string, match.end()) else ""


def clock_time(hour: int, minute: str | None, half: str | None, zone: str = "") -> str:
    """Hour and minute; with the half of the day, or none."""
    said = say.cardinal(hour)
    if minute is None or (half and minute == "00"):
        return said
    if minute == "00":
        if hour > 12 and zone:  # "seventeen hundred GMT"
            return f"{said} hundred"
        return f"{said} o'clock" if hour % 24 else "midnight"
    return f"{said} {say.two_digits(minute)}"


def _long_clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"])
    if hour > 24 or minute > 59 or second > 59:
        return None
    parts = [
        f"{say.cardinal(n)} {unit}{'' if n == 1 else 's'}"
        for n, unit in ((hour, "hour"), (minute, "minute"), (second, "second"))
    ]
    return f"{parts[0]} {parts[1]} and {parts[2]}{half_of_day(match)}{zone_name(match)}"


def _era(match: re.Match[str]) -> str:
    era = match["era"].replace(".", "").upper()
    return f"{say.year(int(match['y'])) if len(match['y']) == 4 else say.cardinal(int(match['y']))} {era}"


def _years(match: re.Match[str]) -> str | None:
    first, last = match["y"], match["z"]
    if len(last) == 4 and int(last) <= int(first):
        return None
    if len(last) == 2 and int(last) <= int(first[2:]):
        return None
    return f"{say.year(int(first))} to {say.year(int(last)) if len(last) == 4 else say.two_digits(last)}"


_QUOTED = re.compile(r"['‘]\d\d[^'’\n]{1,60}['’](?!\w)")
_YEAR_BEFORE = re.compile(
    r"\b(?:class|summer|winter|spring|fall|autumn|season|team|boys|back|late|early|until|till|since|in|of|by|the) (?:of |in )?$"
)


def _short_year(match: re.Match[str]) -> str | None:
    """As in "'98", where no quotation begins: "'10 km'"."""
    quoted = match[0][0] != "’" and _QUOTED.match(match.string, match.start()) is not None
    if quoted and not _YEAR_BEFORE.search(match.string, max(0, match.start() - 14), match.start()):
        return None
    return say.two_digits(match["y"])


def _numbered_month(match: re.Match[str]) -> str:
    """As in "2022-02"."""
    return f"{MONTH_NAMES[int(match['m']) - 1]} {say.year(int(match['y']))}"


def half_year(match: re.Match[str]) -> str:
    """As in "H1 2024"."""
    return f"the {'first' if match['n'] == '1' else 'second'} half of {say.year(int(match['y']))}"


def _decades(match: re.Match[str]) -> str:
    return f"{say.plural(say.year(int(match['a'])))} to {say.plural(say.year(int(match['b'])) if len(match['b']) == 4 else say.cardinal(int(match['b'])))}"


def _quarter(match: re.Match[str]) -> str:
    year = match["y"]
    said = say.cardinal(int(year)) if len(year) == 2 else say.year(int(year))
    return f"the {say.ordinal(int(match['q']))} quarter of {said}"


HALF = r"(?P<half>[ap]\.?m\b\.?)"
ZONE = r"(?:[ ](?P<zone>[ECMP]\.?[SD]?\.?T\b\.?|GMT|UTC|BST|CES?T|EES?T|MSK|IST|JST|AEST)\b)?"
_TO = r"(?:\s?[-–—−]\s?| to )"

AT_MONTH = (
    Rule(
        "date",
        pattern(
            rf"{MONTH} (?P<day>\d{{1,2}}){_TO}(?P<month2>{either(MONTHS)})\.? (?P<last>\d{{1,2}})(?!\d)(?:(?P<comma>,)? {YEAR})?"
        ),
        _months,
    ),
    Rule(
        "date",
        pattern(
            rf"{MONTH} (?P<day>\d{{1,2}}){SUFFIX}?(?:{_TO}(?P<last>\d{{1,2}}){SUFFIX}?)?(?!\d|[.:]\d|,\d)(?:(?P<comma>,)? {YEAR})?"
        ),
        _month_day,
    ),
    Rule("date", pattern(rf"{MONTH}(?P<comma>,)? {YEAR}{_END}"), _month_year),
)

TIMES = (
    Rule(
        "date",
        pattern(
            r"(?P<y>[12]\d{3})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?:[T ](?P<h>[0-2]\d):(?P<min>[0-5]\d)(?::\d\d(?:\.\d+)?)?(?P<z>Z|\+00:00)?)?(?![\w])"
        ),
        _year_first,
    ),
    Rule("date", pattern(r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>[12]\d{3})(?![\w])"), year_last),
    Rule("date", pattern(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d\d)(?![\w/])"), year_last),
    Rule(
        "date",
        pattern(
            rf"(?P<day>\d{{1,2}}){SUFFIX}?(?:{_TO}(?P<last>\d{{1,2}}){SUFFIX}?)?(?: of)? {MONTH}(?!\w)(?:(?P<comma>,)? ?{YEAR})?"
        ),
        day_month,
    ),
    Rule("time", pattern(rf"(?P<h>\d{{1,2}}):(?P<m>\d\d):(?P<s>\d\d)(?:\s?{HALF})?{ZONE}(?![\w:])"), _long_clock),
    Rule(
        "time",
        pattern(
            rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?\s?(?P<half1>[ap]\.?m\b\.?)?{_TO}(?P<h2>\d{{1,2}})(?:[:.](?P<m2>[0-5]\d))?\s?{HALF}{ZONE}"
        ),
        _clocks,
    ),
    Rule(
        "time",
        pattern(
            rf"(?P<h>\d{{1,2}}):(?P<m>[0-5]\d)(?P<half1>)?{_TO}(?P<h2>\d{{1,2}}):(?P<m2>[0-5]\d)(?P<half>)?{ZONE}(?![\w:])"
        ),
        _clocks,
    ),
    Rule("time", pattern(rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?\s?{HALF}{ZONE}"), _clock),
    Rule("time", pattern(rf"(?P<h>\d{{1,2}}):(?P<m>\d\d)(?P<half>)?{ZONE}(?![\w:])"), _clock),
    Rule("date", pattern(r"(?P<q>[1-4])Q\s?'?(?P<y>\d{4}|\d\d)(?!\w)"), _quarter),
    Rule(
        "time",
        re.compile(
            r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?: (?P<what>hours|hrs|local time|GMT|UTC)|(?<=\b[Aa]t 0\d\d\d))(?!\w)"
        ),
        _military,
    ),
    Rule("date", re.compile(r"(?P<n>[12])H ?(?P<y>20\d\d)(?!\w)"), half_year),
    Rule("date", re.compile(r"(?P<a>[12]\d\d0)s ?[-–—−] ?['’]?(?P<b>[12]\d\d0|[2-9]0)s(?!\w)"), _decades),
    Rule("date", re.compile(r"(?P<y>\d{1,4}) ?(?P<era>B\.?C\.?E\b\.?|B\.?C\b\.?|A\.?D\b\.?|C\.?E\b\.?)(?!\w)"), _era),
    Rule(
        "date",
        re.compile(r"['’‘]?(?P<y>(?!1000)[12]\d\d0|[2-9]0)(?:s|['’][sS])(?!\w)|(?P<z>[12]\d\d0) s(?!\w)"),
        _decade,
    ),
    Rule("date", re.compile(r"['’‘](?P<y>[0-9]\d)(?![\w%]|['’‘](?!s\b)|[.,]\d)"), _short_year),
    Rule("date", re.compile(r"(?P<y>1[5-9]\d\d|20\d\d)/(?P<z>\d\d(?:\d\d)?)(?![\w/])"), _season),
    Rule(
        "date", re.compile(rf"(?P<y>1[1-9]\d\d|20\d\d){_TO}(?P<z>(?:1[1-9]|20)\d\d|\d\d)(?![\w,.-]*\d)(?!\w)"), _years
    ),
    Rule("date", re.compile(r"(?P<y>19\d\d|20\d\d)-(?P<m>0[1-9])(?![\w-]|[.,]\d)"), _numbered_month),
)
