"""English (American): the rules, in the order they are tried."""

from __future__ import annotations

import re
import unicodedata

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken import words
from narrator.script.spoken.engine import EMOJI, OTHER_DIGITS, Grammar, Plain, Rule, Stop, pictures_end
from narrator.script.spoken.english_amounts import AMOUNTS
from narrator.script.spoken.english_codes import SERIALS, TELEPHONES, VERSES
from narrator.script.spoken.english_math import POWERS, VERSIONS
from narrator.script.spoken.english_money import MONEY
from narrator.script.spoken.english_signs import AFTER_SIGNS, CAPITALS, DOTTED, DOTTED_WORDS, SHARP, WEB
from narrator.script.spoken.english_spans import LIFESPANS, MONTH_SPANS, NAMED_SPANS, NOON_SPANS, SPANS
from narrator.script.spoken.english_tables import BOOKS, CURRENCIES, DAYS, FRACTION_SIGNS, MONTHS, SIGNS
from narrator.script.spoken.english_times import AT_MONTH, ENDING, TIMES

_SIGNS = OTHER_DIGITS + r"0-9½⅓⅔¼-¾⅐-⅞π$€£¥₩₹₴₽₺₪₫₱₦₸₾₿¢%‰°º℃℉&@#*=/§¶~^<>|±×÷≈≤≥≠→™®©•·†‡№μµ∞√_\\"
# One class of characters first, which the engine of `re` skips to quickly; what stands around it is looked at after that.
_SCANNER = re.compile(
    rf"[{_SIGNS}{EMOJI}.:A-Zv+−–—-](?:(?<=[{_SIGNS}{EMOJI}])"
    r"|(?<=\w[.:])(?=\w|//)|(?<=[A-Za-z]\.)|(?<=(?<![\w.])\.)(?=\d)"
    r"|(?<=(?<![A-Za-z-])[DRI])(?=-[A-Z])|(?<=(?<![A-Za-z])[A-Z])(?=[A-Z]|[./&][A-Za-z]|[a-z][A-Z](?![a-z])|(?:rs?|s|t|en|ep|ov|rof|apt|ol|gt)\s)"
    r"|(?<=[a-z.]\s[IVX])(?![\w'’])|(?<=\bv)s\b|(?<=[a-z.][–—-])(?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    r"|(?<=(?<!\S)–)(?=\d+(?:\.\d+)?\s?(?:[°%]|percent|degrees))|(?<=\d{4}[–—])(?=\s?(?:[cA-Z]|\d\d? [A-Z]|present|now|today))|(?<=[a-z.][–—-])(?=\d\d? [A-Z])|(?<=[a-z.]\s[–—-])(?=\s\d\d? [A-Z])|(?<=\d{4}\s[–—])(?=\s?(?:[cA-Z]|\d\d? [A-Z]|present|now|today))|(?<=[+−])|(?<=(?<!\w)-)(?=[.$€£]?\d))"
)
_PREFIX = re.compile(r"[A-Za-z]?[a-z]{2,}-$")
# "forward/back", "*This": signs for the eye
_LETTERS = re.compile(r"[^\W\d_]/[^\W\d_]{2}")
_RUN = re.compile(r"\d+(?:\.\d+)?")
_FORMULA = re.compile(r"[⁰¹²³⁴-⁹^]")


def starts(stop: Stop) -> list[tuple[int, tuple[Rule, ...]]]:
    """Which rules may apply where the scanner stopped, and from where on."""
    text, pos = stop.text, stop.pos
    character = text[pos]
    if character == "." and not text[pos + 1 : pos + 2].isalnum():
        # mostly the end of a sentence: only the words of the tables are worth a look
        word = stop.word_start()
        return [(word, DOTTED)] if pos - word == 1 or text[word:pos].lower() in DOTTED_WORDS else []
    token = stop.token_start()
    if "0" <= character <= "9":
        return _number_starts(stop, token)
    if character.isalpha():
        return [(token, WEB), (pos, MONEY), (pos, CAPITALS)]
    glued = pos > stop.floor and text[pos - 1].isalnum()
    if character in ".:@_/":
        tried = [(token, WEB), (stop.word_start(), DOTTED)]
        return tried if glued else [*tried, (pos, AMOUNTS)]
    # "C$5"
    tried = [(stop.word_start(), MONEY)] if glued and character == "$" else []
    if character in "-–—":
        tried += [(_bare(*stop.previous_word(pos))[0], NAMED_SPANS), (pos, LIFESPANS)]
        if glued or text[pos - 1 : pos] == ".":
            return tried  # a hyphen, no minus
    if glued and character == "#":
        tried.append((stop.word_start(), SHARP))
    if glued and (character == "^" or character.isdigit()):
        tried.append((stop.word_start(), POWERS))
    return [*tried, (token, WEB), (pos, MONEY), (pos, TELEPHONES), (pos, AMOUNTS), (pos, AFTER_SIGNS)]


def _number_starts(stop: Stop, token: int) -> list[tuple[int, tuple[Rule, ...]]]:
    text, pos = stop.text, stop.pos
    word = stop.word_start()
    if word < pos and not _after_word(text, word, pos):
        return [(token, WEB), (word, POWERS), (word, VERSIONS), (word, SERIALS)]
    tried: list[tuple[int, tuple[Rule, ...]]] = []
    if pos and text[pos - 1] in "'’‘":
        tried.append((pos - 1, TIMES))
    elif pos and text[pos - 1] == "(":
        tried.append((pos - 1, TELEPHONES))
    tried += _before_number(stop)
    if token < pos:
        tried.append((token, WEB))
    if _FORMULA.search(text, pos, pos + 20):
        tried.append((pos, POWERS))
    return [
        *tried,
        *((pos, rules) for rules in (WEB, VERSES, SPANS, TIMES, TELEPHONES, MONEY, VERSIONS, AMOUNTS, SERIALS)),
    ]


def _before_number(stop: Stop) -> list[tuple[int, tuple[Rule, ...]]]:
    """What the word before a number may begin: "Jan. 5", "Rs. 500", "No 10"."""
    before, previous = _bare(*stop.previous_word(stop.pos))
    # "Jan. 5-Feb. 6"
    joined = max(previous.rfind("-"), previous.rfind("–")) + 1
    if previous[joined:].rstrip(".").lower() in MONTHS:
        earlier, day = _bare(*stop.previous_word(before))
        weekday = [] if joined or day.rstrip(".,").lower() not in DAYS else [(earlier, MONTH_SPANS)]
        return [*weekday, (before + joined, MONTH_SPANS), (before + joined, AT_MONTH)]
    if previous == "No" or previous.rstrip(".") in BOOKS:
        return [(before, VERSES)]
    if previous in CURRENCIES:
        return [(before, MONEY)]
    return [(before, NOON_SPANS)] if previous[:-1].lower() in ("noon", "midnight") else []


def _bare(at: int, word: str) -> tuple[int, str]:
    """A word and its start without the bracket or the quotation that opens there."""
    bare = word.lstrip("([\"“‘'")
    return at + len(word) - len(bare), bare


def _after_word(text: str, word: int, pos: int) -> bool:
    """Whether the number follows a whole word and a hyphen ("mid-1990s"), and is read like any other."""
    return _PREFIX.match(text[word:pos]) is not None


def plain(stop: Stop) -> Plain | None:
    """Digits as a number, signs by name."""
    text, pos = stop.text, stop.pos
    character = text[pos]
    if "0" <= character <= "9":
        run = _RUN.match(text, pos)
        end = run.end() if run else pos + 1
        return end, say.number(text[pos:end]), "cardinal", end - pos > words.LONGEST
    if character in FRACTION_SIGNS:
        return pos + 1, FRACTION_SIGNS[character], "fraction", False
    if character.isdigit():
        return pos + 1, say.digits(str(unicodedata.digit(character))), "cardinal", True
    if character >= "\u2600" and character not in SIGNS:
        return pictures_end(text, pos), "", "sign", False
    name = SIGNS.get(character)
    if name is None or character in ".:_":
        return None
    if character == "*" or (character == "/" and _LETTERS.match(text, max(0, pos - 1))):
        name = " " if character == "/" else ""
        return pos + 1, name, "sign", False
    return pos + 1, _spaced(text, pos, name), "sign", False


def _spaced(text: str, pos: int, name: str) -> str:
    if not name:
        return name
    before = "" if pos == 0 or text[pos - 1].isspace() or text[pos - 1] in "([\"'“" else " "
    after = "" if pos + 1 >= len(text) or text[pos + 1].isspace() or text[pos + 1] in ".,;:!?)]\"'”+=*#%" else " "
    return f"{before}{name}{after}"


GRAMMAR = Grammar(language="en", scanner=_SCANNER, starts=starts, plain=plain, ending=ENDING)
