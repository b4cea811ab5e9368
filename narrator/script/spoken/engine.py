"""The one walk over a text that every language shares.

A language gives a `Grammar`: a scanner that stops at every character which may need other words (digits, signs, dots,
capitals), and rules tried in order where it stopped. What no rule takes is copied untouched. Each rule looks at a bounded
stretch, and the scanner never goes back, so a text costs time in proportion to its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from narrator.script.spoken import words
from narrator.script.spoken.values import Change, Spoken

# How far back a rule may look, in characters: the longest word or address worth understanding.
REACH = 80

_ENDING = frozenset(("date", "time", "money", "measure"))
_TEXT_END = re.compile(r"[\"”’»)]*\s*\Z")
_SENTENCE_END = re.compile(r"[\"”’»)]*(?:\s*\Z|\s+[\"“„«¿¡(]?[^\W\d_a-zà-öø-ÿа-яіїєґёąćęłńóśźż])")

# pictures and what joins them, for a class of characters
EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3"

# digits that are no decimals: raised, lowered, in circles and brackets
OTHER_DIGITS = "²³¹⁰⁴-⁹₀-₉፩-፱᧚①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\U0001f100-\U0001f10a\U00010a40-\U00010a43\U00010e60-\U00010e68\U00011052-\U0001105a"
_OTHER_DIGIT = re.compile(f"[{OTHER_DIGITS}]")

# a run of pictures is passed over at once; some of the digits stand among them
_PICTURES = re.compile(rf"(?:(?![{OTHER_DIGITS}])[{EMOJI}])+")


def pictures_end(text: str, pos: int) -> int:
    """Where the pictures that start at `pos` end; at least one character on."""
    run = _PICTURES.match(text, pos)
    return run.end() if run else pos + 1


Say = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of thing, its pattern, and how to say a match (None: not this after all)."""

    kind: str
    pattern: re.Pattern[str]
    say: Say
    low_confidence: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the scanner stopped: `pos`, the start of the word or token there, and how far the text is already said."""

    text: str
    pos: int
    floor: int

    def word_start(self) -> int:
        """Start of the run of letters, digits and hyphens that `pos` stands in."""
        text, at = self.text, self.pos
        end = max(self.floor, at - REACH)
        while at > end and (
            _in_word(text[at - 1]) or (text[at - 1] == "-" and at - 1 > end and _in_word(text[at - 2]))
        ):
            at -= 1
        return at

    def token_start(self) -> int:
        """Start of the run without white space or brackets that `pos` stands in."""
        text, at = self.text, self.pos
        end = max(self.floor, at - REACH)
        while at > end and not text[at - 1].isspace() and text[at - 1] not in '()[]{}<>"“”«»„,;':
            at -= 1
        return at

    def previous_word(self, at: int) -> tuple[int, str]:
        """The word before position `at` with its start; an empty word where there is none on this line."""
        text, end = self.text, max(self.floor, at - REACH)
        stop = at
        while stop > end and text[stop - 1] in " \u00a0":
            stop -= 1
        start = stop
        while start > end and not text[start - 1].isspace():
            start -= 1
        return start, text[start:stop]


# A number of a country's own telephones: it starts with a nought, which no other number in groups does.
HOME_TELEPHONE = re.compile(r"\(?0\d{1,4}\)?(?:[ \u00a0./-]\d{2,8}){1,4}(?!\w|[.,/-]\d)|0(?: \d{3}){3}(?!\w|[.,]\d)")


def is_telephone(written: str) -> bool:
    """Whether as many digits stand in a match of `HOME_TELEPHONE` as such numbers have."""
    return 9 <= sum(character.isdigit() for character in written) <= (15 if written.startswith("00") else 11)


# where it ends, what is said, the kind, and whether that is a guess
Plain = tuple[int, str, str, bool]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language knows.

    starts     for a stop, the positions at which rules are tried, each with its rules
    plain      the reading of whatever no rule took, or None to leave it as it stands
    prepare    what is done to a text beforehand, position by position; None: nothing
    ending     what stands behind the dot of an abbreviation where a sentence ends as well
    """

    language: str
    scanner: re.Pattern[str]
    starts: Callable[[Stop], list[tuple[int, tuple[Rule, ...]]]]
    plain: Callable[[Stop], Plain | None]
    prepare: Callable[[str], str] | None = None
    ending: re.Pattern[str] = _SENTENCE_END


def _without_digits(said: str, language: str) -> str:
    """A reading without the raised and circled digits that a code or an address may hold."""
    return (
        _OTHER_DIGIT.sub(lambda match: f" {words.digit(match[0], language)} ", said).strip()
        if _OTHER_DIGIT.search(said)
        else said
    )


def _in_word(character: str) -> bool:
    """Whether a character can be part of a code; scripts without blanks between words are left out."""
    return character < "\u0590" and character.isalnum()


def apply(written: str, text: str, grammar: Grammar) -> Spoken:
    """Say a text by a grammar; `text` is `written` with its digits as 0 to 9, position by position."""
    pieces: list[str] = []
    changes: list[Change] = []
    floor = at = 0
    while (found := grammar.scanner.search(text, at)) is not None:
        change = _read(Stop(text, found.start(), floor), grammar)
        if change is None or (change.spoken == change.written and not change.low_confidence):
            at = found.start() + 1 if change is None else change.end
            continue
        if not change.spoken.isascii() and not change.low_confidence:
            change = replace(change, spoken=_without_digits(change.spoken, grammar.language))
        said = change.spoken if change.spoken == change.written else _fitted(text, change)
        if change.start == floor and pieces and pieces[-1].endswith(" "):
            said = said.lstrip(" ")
        pieces += [text[floor : change.start], said]
        changes.append(replace(change, written=written[change.start : change.end]))
        floor = at = change.end
        if (
            not change.spoken
            and text[floor : floor + 1] == " "
            and (change.start == 0 or text[change.start - 1] == " ")
        ):
            floor = at = floor + 1
    if not changes:
        return Spoken(text=text)
    return Spoken(text="".join([*pieces, text[floor:]]), changes=tuple(changes))


def _read(stop: Stop, grammar: Grammar) -> Change | None:
    text = stop.text
    for start, rules in grammar.starts(stop):
        for rule in rules:
            match = rule.pattern.match(text, start)
            if match is None or match.end() <= stop.pos:
                continue
            said = rule.say(match)
            if said is not None:
                if match[0].endswith(".") and not said.endswith((".", " ")):
                    # the dot of "17 h." or "5 Mio." is the full stop as well
                    full = grammar.ending if rule.kind in _ENDING else _TEXT_END if rule.kind == "cardinal" else None
                    said += "." if full is not None and full.match(text, match.end()) else ""
                return _change(text, start, match.end(), said, rule.kind, low=rule.low_confidence)
    plain = grammar.plain(stop)
    if plain is None:
        return None
    end, said, kind, low = plain
    return _change(text, stop.pos, end, said, kind, low=low)


def _change(text: str, start: int, end: int, said: str, kind: str, *, low: bool) -> Change:
    return Change(start=start, end=end, written=text[start:end], spoken=said, kind=kind, low_confidence=low)


def _fitted(text: str, change: Change) -> str:
    """The spoken form with a blank on each side where it would run into a word."""
    said = change.spoken
    if not said:
        return said
    before = " " if change.start and text[change.start - 1].isalnum() and said[0].isalnum() else ""
    after = " " if change.end < len(text) and text[change.end].isalnum() and said[-1].isalnum() else ""
    return f"{before}{said}{after}"


def names(listed: str) -> tuple[str, ...]:
    """The words of a list written as one string."""
    return tuple(listed.split())


_ADDRESS = re.compile(r"(?:[A-Za-z]+://)?(?:www\.)?(?P<host>[^/?#]+)")
_BEARABLE = 70


def host_of(address: str) -> str | None:
    """The host of an address too long to be listened to, else None."""
    found = _ADDRESS.match(address) if len(address) > _BEARABLE and "@" not in address else None
    return found["host"] if found else None


def one_by_one(letters: str, ending: str = "") -> str:
    """Letters in the form that engines say one by one, with an ending for the last ("'s")."""
    return ("-" if ending and len(letters) == 2 else ".").join(letters) + ending


def either(keys: Iterable[str]) -> str:
    """A pattern for any of the keys, the longest first."""
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))


_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


_BEFORE = re.compile(r"([A-Za-z][\w.'’-]*),? $")


def previous_word(match: re.Match[str]) -> str:
    """The word before a match, or nothing."""
    found = _BEFORE.search(match.string, max(0, match.start() - 40), match.start())
    return found[1] if found else ""


def plain_digits(text: str) -> str:
    """Every decimal digit of any script as 0 to 9 (one character each, so positions stay)."""
    if text.isascii() or _FOREIGN_DIGIT.search(text) is None:
        return text
    return "".join(
        str(unicodedata.decimal(character)) if not character.isascii() and character.isdecimal() else character
        for character in text
    )
