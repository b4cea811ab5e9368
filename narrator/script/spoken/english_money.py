"""English money: sums, ranges of sums, and what they are paid per."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either
from narrator.script.spoken.english_amounts import AMOUNT, END, NUMBER, TO, describes, signed
from narrator.script.spoken.english_tables import CURRENCIES, PER, SCALES

_SCALE = r"(?:[ \-]?(?P<scale>hundred|thousand|million|billion|trillion|quadrillion|bn|mn|mln|mio|bln|tn|trn|mil|lakh|crore)\b|[ ]?(?P<letter>[kKmMbBtT])\b(?!/))"
_CURRENCY = either(CURRENCIES)


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
    currency, scale = match["cur"], _scaled(match)
    per = "".join(f" per {PER[match[each].lower()]}" for each in ("per", "per2") if match[each])
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


def _money_spelt(match: re.Match[str]) -> str:
    """As in "12.50 euros"."""
    return _coins(match["n"], {"dollar": "$", "euro": "€", "pound": "£"}[match["name"]])


def _money_after(match: re.Match[str]) -> str:
    scale = _scaled(match)
    if scale:
        return f"{say.short_number(match['n'])}{scale} {CURRENCIES[match['cur']][not describes(match)]}"
    return _coins(match["n"], match["cur"], noun=describes(match))


_PER = rf"(?:\s?/\s?(?P<per>{either(PER)})\b(?:/(?P<per2>{either(PER)})\b)?)?"
MONEY = (
    Rule(
        "money",
        re.compile(
            rf"(?P<cur>{_CURRENCY})\s?(?P<a>{AMOUNT})(?: ?(?P<scale1>bn|mn|tn|[kKmMbB]|[mb]illion)\b)?{TO}(?P<cur2>(?P=cur))?\s?(?P<b>{AMOUNT})(?:{_SCALE})?{END}"
        ),
        _money_range,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<sign>[-−–+])?(?P<cur>{_CURRENCY})(?P<sign2>[-−])?\s?(?P<n>{AMOUNT})(?:{_SCALE})?(?P<plus>\+(?!\w))?{_PER}{END}"
        ),
        _money,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?P<n>{NUMBER})(?:{_SCALE})?\s?(?P<cur>{either(k for k in CURRENCIES if k not in ('S$', 'Rs'))}){END}"
        ),
        _money_after,
    ),
    Rule(
        "money", re.compile(r"(?P<n>(?:\d{1,3}(?:,\d{3}){1,8}|\d+)\.\d\d) (?P<name>dollar|euro|pound)s\b"), _money_spelt
    ),
)
