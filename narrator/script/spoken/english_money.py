"""English money: sums, ranges of sums, and what they are paid per."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either
from narrator.script.spoken.english_measures import AMOUNT, END, NUMBER, TO, any_of, describes, per, signed
from narrator.script.spoken.english_tables import CURRENCIES, FRACTION_SIGNS, PER, ROUND, SCALES

_SCALE = r"(?:[ \-]?(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|bn|mn|mln|mio|bln|tn|trn|tr|mil|lakh|crore)\b|[ ]?(?P<letter>[kKmMbBtT])\b(?!/))"
_CURRENCY = any_of(CURRENCIES)
# "$1 000"
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![ \u00a0\u202f]?\d|[.,]\d)"


def _scaled(match: re.Match[str]) -> str:
    scale = match["scale"] or match["letter"]
    return f" {SCALES[scale.lower()]}" if scale else ""


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
    currency, scale = match["code"] or match["cur"], _scaled(match)
    number = re.sub(r"\s", ",", match["n"])
    sign = signed(match["sign"] or match["sign2"])
    after = f"{(match['plus'] and ' plus') or ''}{per(match['per'])}{per(match['per2'])}"
    if scale:
        return f"{sign}{say.short_number(number)}{scale} {CURRENCIES[currency][not describes(match)]}{after}"
    return f"{sign}{_coins(number, currency, noun=describes(match))}{after}"


def _money_range(match: re.Match[str]) -> str:
    currency, scale = match["cur"], _scaled(match)
    one, many = CURRENCIES[currency][:2]
    describing, after = describes(match), f"{per(match['per'])}{per(match['per2'])}"
    name = one if describing else many
    if match["scale1"]:
        return f"{say.short_number(match['a'])} {SCALES[match['scale1'].lower()]} to {say.short_number(match['b'])}{scale} {name}{after}"
    if match["cur2"] and not scale and not (describing and f"{match['a']}{match['b']}".isdigit()):
        return f"{_coins(match['a'], currency)} to {_coins(match['b'], currency)}{after}"
    return f"{say.number(match['a'])} to {say.number(match['b'])}{scale} {name}{after}"


def _money_and_part(match: re.Match[str]) -> str:
    """As in "$2 1/2 million"."""
    part = FRACTION_SIGNS[match["part"]] if match["part"] else say.fraction(int(match["top"]), int(match["bottom"]))
    part = "a half" if part == "one half" else part
    return f"{say.number(match['n'])} and {part}{_scaled(match)} {CURRENCIES[match['cur']][not describes(match)]}"


def _round_sums(match: re.Match[str]) -> str | None:
    """As in "$1000s"."""
    many = ROUND.get(match["n"].replace(",", ""))
    return f"{many} of {CURRENCIES[match['cur']][1]}" if many else None


def _money_spelt(match: re.Match[str]) -> str:
    """As in "12.50 euros"."""
    return _coins(match["n"], {"dollar": "$", "euro": "€", "pound": "£"}[match["name"]])


_OF_PICTURES = re.compile(r"\d[kK]\b|fps|(?:360|480|720|1080|1440|2160)p\b|[Vv]ideo")


def _pence(match: re.Match[str]) -> str | None:
    """As in "99p", where nothing around speaks of video."""
    if _OF_PICTURES.search(match.string, max(0, match.start() - 60), match.end() + 40):
        return None
    return f"{say.number(match['n'])} {'penny' if match['n'] == '1' else 'pence'}"


def _money_after(match: re.Match[str]) -> str:
    scale = _scaled(match)
    if scale:
        return f"{say.short_number(match['n'])}{scale} {CURRENCIES[match['cur']][not describes(match)]}"
    return _coins(match["n"], match["cur"], noun=describes(match))


_PER = rf"(?:\s?/\s?(?P<per>{any_of(PER)})(?!\w)(?:/(?P<per2>{any_of(PER)})(?!\w))?)?"
MONEY = (
    Rule(
        "money",
        re.compile(
            rf"(?P<cur>{_CURRENCY})\s?(?P<n>\d{{1,3}})(?:[ -](?P<top>\d)/(?P<bottom>[2-9])| ?(?P<part>[{''.join(FRACTION_SIGNS)}]))(?:{_SCALE})?{END}"
        ),
        _money_and_part,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<cur>{_CURRENCY})\s?(?P<a>{AMOUNT})(?: ?(?P<scale1>bn|mn|tn|[kKmMbB]|[mb]illion)\b)?{TO}(?P<cur2>(?P=cur))?\s?(?P<b>{AMOUNT})(?:{_SCALE})?{_PER}{END}"
        ),
        _money_range,
    ),
    Rule("money", re.compile(rf"(?P<cur>{_CURRENCY})(?P<n>10{{1,6}}|10{{0,2}}(?:,000){{1,2}})s(?!\w)"), _round_sums),
    Rule(
        "money",
        re.compile(
            rf"(?P<sign>[-−–+])?(?P<cur>{_CURRENCY})(?P<sign2>[-−])?\s?(?P<n>{_SPACED}|{AMOUNT})(?:{_SCALE})?(?P<plus>\+(?!\w))?(?: (?P<code>USD|CAD|AUD|NZD|HKD|SGD)\b)?{_PER}{END}"
        ),
        _money,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<n>{NUMBER})(?:{_SCALE})?\s?(?P<cur>{either(k for k in CURRENCIES if k not in ('S$', 'Rs', 'Rs.'))}){END}"
        ),
        _money_after,
    ),
    Rule("money", re.compile(r"(?<![\d,.])(?P<n>\d{1,3}(?:\.\d)?)p(?![\w/'’-]|\.\w)"), _pence),
    Rule(
        "money", re.compile(r"(?P<n>(?:\d{1,3}(?:,\d{3}){1,8}|\d+)\.\d\d) (?P<name>dollar|euro|pound)s\b"), _money_spelt
    ),
)
