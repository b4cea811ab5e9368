"""English lists and spans of days, months, years and hours: "May 5, 6 and 7", "Mon–Fri", "1990–present", "noon-2 p.m."."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either, names, previous_word
from narrator.script.spoken.english_tables import DAYS, MONTH_NAMES, MONTHS
from narrator.script.spoken.english_times import (
    HALF,
    MONTH,
    SUFFIX,
    YEAR,
    ZONE,
    after_the,
    clock_time,
    day_month,
    half_of_day,
    month_name,
    pattern,
    year_after,
    year_last,
    zone_name,
)

_RANGE = rf"\d{{1,2}}{SUFFIX}?[-–]\d{{1,2}}{SUFFIX}?"
_DAYS = rf"(?:{_RANGE}|\d{{1,2}}{SUFFIX}?)"
# "5, 6 and 7", "5 through 8", "2-4, 9-11"
_LISTED = rf"(?P<days>{_DAYS}(?:, {_DAYS}){{0,4}},? (?:and|or|&|through) {_DAYS}|{_RANGE}(?:, {_RANGE}){{1,4}})"
_ENDING = re.compile(rf"(?<=\d){SUFFIX}", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
# after "May 5 and 6" anything else is what the last number counts: "May 5 and 6 ships"
_GOES_ON = re.compile(
    r"(?!\w)(?! ?%)(?! [A-Za-z])| (?=[A-Z])|,? (?:in|at|on|of|the|for|from|with|to|and|or|but|as|by|when|while|after|before|during|were|was|are|is|will|would"
    r"|that|who|which|this|next|last|respectively|if|he|she|they|we|it|between|near|under|over|amid|following)\b"
)


def _listed(written: str) -> str | None:
    """The days of a list, which grow: "5, 6 and 7" as "fifth, sixth and seventh"."""
    days = [int(day) for day in _NUMBERS.findall(written)]
    if days != sorted(set(days)) or not 1 <= days[0] <= days[-1] <= 31:
        return None
    said = re.sub("[-–]", " to ", _ENDING.sub("", written).replace("&", "and"))
    return _NUMBERS.sub(lambda match: say.ordinal(int(match[0])), said)


def _month_days(match: re.Match[str]) -> str | None:
    said = _listed(match["days"])
    if said is None or not (match["year"] or _GOES_ON.match(match.string, match.end())):
        return None
    return f"{month_name(match['month'])} {said}{year_after(match)}"


def _days_month(match: re.Match[str]) -> str | None:
    said = _listed(match["days"])
    if said is None or not match["month"][0].isupper():
        return None
    return f"{after_the(match)}{said} of {month_name(match['month'])}{year_after(match)}"


def _weekday(match: re.Match[str]) -> str | None:
    """As in "Mon Jan 5"."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    if match["weekday"] == "Sun" and previous_word(match)[:1].isupper():
        return None  # a newspaper
    named = DAYS[match["weekday"].lower()]
    return f"{named}{match['pause'] or ''} {month_name(match['month'])} {say.ordinal(day)}{year_after(match)}"


_DATED = frozenset(
    (
        *names("on from since until till through before after between by dated"),
        *DAYS,
        *(day.lower() for day in DAYS.values()),
    )
)
_SECOND = re.compile(
    rf"\b(?:{'|'.join(sorted(_DATED))})\.?,? \d{{1,2}}/\d{{1,2}}(?:, \d{{1,2}}/\d{{1,2}}){{0,3}}(?:,|,? and|,? or| to|[-–]) ?$",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    r" (?:attacks?|committee|commission|hearings?|riots?|insurrection|massacre|anniversary)\b"
)  # "the 1/6 hearings"
_FRACTION_OF = re.compile(
    r" (?:of|an?|inch|inches|miles?|cups?|pounds?|hours?|points?|percent|lead)\b|[ -](?:lb|in|mi|oz)\b"
)


def _slash_date(match: re.Match[str]) -> str | None:
    """As in "on 8/1": a date after some words, before others a fraction."""
    month, day = int(match["m"]), int(match["d"])
    before = previous_word(match).rstrip(".").lower()
    if not (1 <= month <= 12 and 1 <= day <= 31) or (month, day) == (9, 11):
        return None
    if not _NAMED_DAY.match(match.string, match.end()):
        if not _GOES_ON.match(match.string, match.end()) or _FRACTION_OF.match(match.string, match.end()):
            return None
        if before not in _DATED and not _SECOND.search(match.string, max(0, match.start() - 60), match.start()):
            return None
        if month < day <= (10 if before == "by" else 4) and before in ("by", "from", "between", "to", "and"):
            return None  # "from 1/2 to 3/4"
    return f"{MONTH_NAMES[month - 1]} {say.ordinal(day)}"


def _dotted_date(match: re.Match[str]) -> str | None:
    return year_last(match) if previous_word(match).lower() not in ("version", "release", "v", "section") else None


def _short_years(match: re.Match[str]) -> str | None:
    """As in "1941-5" and "1999–00"."""
    first, last = match["y"], match["z"]
    if last == "00":
        return f"{say.year(int(first))} to {say.year(int(first) + 1)}" if first.endswith("99") else None
    if int(last) <= int(first[3]):
        return None
    return f"{say.year(int(first))} to {say.cardinal(int(first[2] + last))}"


def _till_now(match: re.Match[str]) -> str:
    return f"{say.year(int(match['y']))} to {match['now']}"


_NOON = r"(?P<noon>noon|midnight)"


def _from_noon(match: re.Match[str]) -> str | None:
    if int(match["h"]) > 12:
        return None
    return f"{match['noon']} to {clock_time(int(match['h']), match['m'], match['half'])}{half_of_day(match)}{zone_name(match)}"


def _to_noon(match: re.Match[str]) -> str | None:
    if int(match["h"]) > 12:
        return None
    return f"{clock_time(int(match['h']), match['m'], match['half'] or 'am')}{half_of_day(match)} to {match['noon']}"


def _named_span(match: re.Match[str]) -> str | None:
    first, last = match["a"].lower(), match["b"].lower()
    for table in (DAYS, MONTHS):
        if first in table and last in table:
            return f"{table[first]} to {table[last]}"
    return None


_MONTH_BEFORE = re.compile(rf"\b(?:{either(MONTHS)})\.?\s?$", re.IGNORECASE)


def _days_apart(match: re.Match[str]) -> str | None:
    """As in "28 Feb.–2 March"."""
    return _lifespan(match) if _MONTH_BEFORE.search(match.string, max(0, match.start() - 12), match.start()) else None


def _lifespan(match: re.Match[str]) -> str:
    return "to " if match.string[match.start() - 1].isspace() else " to "


MONTH_SPANS = (
    Rule("date", pattern(rf"{MONTH} {_LISTED}(?!\d|[.:,]\d)(?:(?P<comma>,)? {YEAR})?"), _month_days),
    Rule(
        "date",
        pattern(
            rf"(?P<weekday>{either(DAYS)})\.?(?P<pause>,)? {MONTH} (?P<day>\d{{1,2}})(?!\d|[.:]\d|,\d)(?:(?P<comma>,)? {YEAR})?"
        ),
        _weekday,
    ),
)
NOON_SPANS = (
    Rule("time", pattern(rf"{_NOON}[-–—](?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?\s?{HALF}{ZONE}"), _from_noon),
)
SPANS = (
    Rule("date", re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\w/]|\.\d)"), _slash_date),
    Rule("date", pattern(rf"{_LISTED} {MONTH}(?!\w)(?:(?P<comma>,)? ?{YEAR})?"), _days_month),
    Rule(
        "date",
        pattern(rf"(?P<day>\d{{1,2}})/(?P<last>\d{{1,2}}) {MONTH}(?!\w)(?:(?P<comma>,)? ?{YEAR})?"),
        day_month,
    ),
    Rule(
        "date",
        pattern(rf"(?P<day>\d{{1,2}})-(?P<last>)(?P<month>{either(MONTHS)})-(?P<comma>)(?P<year>[12]\d{{3}})(?![\w-])"),
        day_month,
    ),
    Rule("date", re.compile(r"(?P<a>\d\d)\.(?P<b>\d\d)\.(?P<y>\d\d)(?![\w%]|[.,:/-]\d)"), _dotted_date),
    Rule("date", re.compile(r"(?P<y>1[5-9]\d\d|20\d\d)[-–](?P<z>\d|00)(?![\w%]|[.,:/–-]\d)"), _short_years),
    Rule(
        "date", re.compile(r"(?P<y>1[1-9]\d\d|20\d\d)(?:\s?[-–—]\s?| to )(?P<now>present|now|today)(?!\w)"), _till_now
    ),
    Rule(
        "time",
        pattern(rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)?\s?[-–—]\s?{_NOON}\b"),
        _to_noon,
    ),
)
# at a dash
NAMED_SPANS = (Rule("date", re.compile(r"(?P<a>[A-Z][a-z]+)\.?[-–—](?P<b>[A-Z][a-z]+)\b\.?"), _named_span),)
LIFESPANS = (
    Rule(
        "date",
        pattern(
            rf"[–—]\s?(?=(?:present|now|today)\b|(?:c(?:a|irca)?\.? ?|\d{{1,2}} (?:{either(MONTHS)})\.? |(?:{either(MONTHS)})\.? (?:\d{{1,2}}, )?)[12]\d{{3}}\b)"
        ),
        _lifespan,
    ),
    Rule("date", pattern(rf"[-–—]\s?(?=\d{{1,2}} (?:{either(MONTHS)})\b)"), _days_apart),
)
