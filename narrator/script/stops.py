"""Does a sentence end at this stop? An ordered list of rules, then nltk's Punkt.

Each rule looks at one spot and says yes, no, or nothing; the first that says something is right. What the rules leave open is
a known abbreviation or an initial before a capital: that is what Punkt is for. It is asked about two words only, so its
answers are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from narrator.script import lean
from narrator.script.words import Lexis, lexis, primary

STOPS = ".!?…؟۔।॥።‽"
WIDE = "。！？｡．"
CLOSERS = "\"'”’»›«)\\]}“‘"
OPENERS = "\"'“‘«‹„‚([{¿¡*_"

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_ADDRESS = re.compile(r"https?://|www\.")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
# What stands before its text at the start of a sentence: "1.", "A.", "• 3."; "2.1." only before a headline.
_LABEL = re.compile(r"\s*[•◦▪‣⁃*([]?\s?(?:\d{1,2}((?:\.\d{1,2})*)|[^\W\d_])\s?")
_NUMERAL = re.compile(r"[IVXLC]{2,}\.?|[B-HJ-Z]\.?")
_COUNTED = re.compile(r"(?:\d|(?<!\w)[IVXХІ]{1,6})[ \u00a0]$")
_MARKED = OPENERS + "-–—•◦▪‣⁃·"
_QUOTES = (("“", "”"), ("«", "»"), ("»", "«"), ("„", "“”"), ('"', '"'))
_SHOUTED_NAMES = frozenset({"yahoo", "jeopardy", "joomla", "oliver"})  # names that end in an exclamation mark
_TIMES = frozenset({"a.m", "p.m", "am", "pm"})
_WHOSE_TIME = re.compile(r"[A-Z][\w’'-]{2,20}(?: [A-Z][a-z]{2,20})? [tT]ime\b")
_STREETS = frozenset({"st", "ft"})  # and saints, forts, feet
_PEOPLE = frozenset({"mr", "mrs", "ms", "dr"})  # nothing but their name follows, whatever stands before
_COUNTRIES = frozenset({"u.s", "u.s.a", "u.k", "e.u", "u.n"})  # they describe what follows

_BRACKET = re.compile(r"\((?:(?P<number>\d+\)\.)|[^()]{1,60}\)(?P<after>,| ?[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ]))")
_BY = re.compile(r"[–—-]{1,2}\s(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w'’-]*\.?(?:\s|(?=,)|$)){2,4}(?:,[^.!?…]*)?")

_CLOSING_QUOTES = '"”’»'
_SPEAKER = re.compile(r"(?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w'’-]*\.? ){1,3}(?P<verb>[^\W\d_A-Z]+)[.,]")

# How far the rules look: a word, a bracket, a quotation. Windows keep the whole linear in the length of the text.
_LONGEST_WORD = 48
_LONGEST_BRACKET = 200
_SHORT_QUOTATION = 120
_LOOK_BACK = 400
_SHORT_LINE = 80

# Punkt's orthographic evidence: seen in lower case inside sentences, and with a capital where one starts.
_LOWER_AND_START = (1 << 5) | (1 << 1)


class Spot:
    """A place where a sentence may end.

    last    where the sentence began
    stop    where the run of stops and closing marks begins; `run` is that run with what trails it
    gap     the next character that is no white space; `first` the first after it that is no opening mark
    end     where the paragraph ends
    """

    __slots__ = ("_after", "before", "end", "first", "gap", "head", "last", "run", "stop", "stops", "text", "word")

    def __init__(self, text: str, span: tuple[int, int], match: re.Match[str], gap: int, first: int) -> None:
        self.text = text
        self.last, self.end = span
        self.stop = match.start()
        self.run = match[0]
        self.gap = gap
        self.first = first
        self.head = text[first]
        self.stops = self.run if self.run == "." else "".join(char for char in self.run if char in STOPS)
        word = text[max(self.last, self.stop - _LONGEST_WORD) : self.stop].split()[-1:]
        bare = word[0].lstrip(_MARKED) if word else ""
        if "'" in bare or "’" in bare:  # an elided article: l'Ing.
            elided = bare.replace("’", "'").rpartition("'")[2]
            bare = elided if len(elided) > 1 else bare
        if len(bare) == 1 and self.stop > 3 and text[self.stop - 3] == ".":  # "d. C.", "т. п."
            bare = self._spaced(bare)
        self.before = bare
        self.word = bare.lower()
        self._after: str | None = None

    def _spaced(self, letter: str) -> str:
        pair = f"{self.text[self.stop - 4]}.{letter}"
        return pair if pair[0].isalpha() else letter

    @property
    def after(self) -> str:
        """The word that follows."""
        if self._after is None:
            following = _WORD.match(self.text, self.first)
            self._after = following[0] if following else ""
        return self._after

    @property
    def tail(self) -> str:
        """The last character of the paragraph that is no white space."""
        return self.text[max(self.gap, self.end - 20) : self.end].rstrip()[-1:]


Rule = Callable[[Spot, Lexis], bool | None]


def ends(spot: Spot, tables: Lexis, language: str) -> bool:
    """Does a sentence end at this spot?"""
    for rule in _RULES:
        verdict = rule(spot, tables)
        if verdict is not None:
            return verdict
    return _ask(spot.before, spot.after, primary(language)) if spot.after else spot.word in tables.closers


def continues(spot: Spot, tables: Lexis) -> bool:
    """Is the spot inside a bracket or a quotation after which the sentence goes on?"""
    return _in_bracket(spot) or _in_quotation(spot, tables)


def _plain(spot: Spot, tables: Lexis) -> bool | None:
    """A full stop after an everyday word, a capital after it: most of all stops, so this rule is the first."""
    word = spot.before
    everyday = word.islower() and word.isalpha() and len(word) > 1 and word not in tables.small
    return True if everyday and spot.run == "." and spot.head.isupper() and spot.gap > spot.stop + 1 else None


def _no_stop(spot: Spot, tables: Lexis) -> bool | None:  # noqa: ARG001  # all rules are called alike
    return True if spot.run[0] in WIDE else None if spot.stops else False


def _glued(spot: Spot, tables: Lexis) -> bool | None:
    """A stop without white space, as typists leave it: "good.He left"; anything else is an address or a number."""
    if spot.gap != spot.stop + len(spot.run):
        return None
    typed = spot.before.isalpha() and spot.before.islower() and len(spot.before) > 2
    return (
        typed
        and len(spot.run) != 3
        and spot.after[:1].isupper()
        and re.split("['’]", spot.after)[0].lower() in tables.starters
    )


def _lower_case(spot: Spot, tables: Lexis) -> bool | None:
    """Lower case after a stop: nearly always the sentence goes on. "eHow" and "mTOR" start sentences as they are."""
    if not spot.head.islower() or not (spot.after[1:].islower() or len(spot.after) < 2):
        return None
    if _abbreviates(spot, tables) or "." in spot.word or len(spot.word) < 2:
        return False
    rest = spot.text[spot.gap : spot.gap + 12]
    if _ADDRESS.match(rest) or rest[0] in "¿¡" or (rest[0] == "(" and spot.stops == "."):
        return True
    if spot.run != ".":
        return False
    if rest[:3] == "..." or rest[0] == "…":
        return rest.lstrip(".…")[:1].isalpha()
    sure = spot.before.isalpha() and (spot.before.islower() or spot.before.isupper())
    sure = sure and (len(spot.word) > 3 or spot.word in tables.function)
    return sure and spot.first == spot.gap and spot.after in tables.starters


def _goes_on(spot: Spot, tables: Lexis) -> bool | None:  # noqa: ARG001
    """A sign that cannot begin a sentence, a lone footnote number, or an omission ("the […] river")."""
    if spot.head in ",;:)]%/»”":
        return False
    if spot.head.isdigit() and spot.end - spot.gap < 4 and spot.text[spot.gap : spot.end].strip().isdigit():
        return False
    omitted = spot.stop > 0 and spot.text[spot.stop - 1] == "["
    return False if omitted and (spot.gap < spot.first or "]" not in spot.run[-2:]) else None


def _belongs(spot: Spot, tables: Lexis) -> bool | None:
    """What belongs to what stands before the stop: "Viva Maria! (1965), and …", "“Why?” Doe asked." and, at the end, "— Jane Doe, poet"."""
    head = spot.text[spot.gap]
    if head.isupper() and spot.run[-1] in _CLOSING_QUOTES and spot.after.lower() not in tables.starters:
        speaker = _SPEAKER.match(spot.text, spot.gap, min(spot.end, spot.gap + _LONGEST_WORD))
        return False if speaker and speaker["verb"] in tables.reporting else None
    if head == "(":
        bracket = _BRACKET.match(spot.text, spot.gap, spot.end)
        return False if bracket and (bracket["after"] or bracket["number"]) else None
    if head in "–—-" and spot.end - spot.gap <= _SHORT_LINE:
        return False if _BY.fullmatch(spot.text, spot.gap, spot.end) else None
    return None


def _several(spot: Spot, tables: Lexis) -> bool | None:
    """Several stops end a sentence; an ellipsis before a digit, or free-standing ("we just ... I can't"), is a pause.

    A free-standing one before a word that starts sentences ends one: "he left ... Then".
    """
    if len(spot.stops) == 1 and spot.stops != "…":
        return None
    if "!" in spot.stops or "?" in spot.stops:
        return True
    behind = spot.text[max(spot.last, spot.stop - 2) : spot.stop]
    trails = spot.run in {"...", "…"} and behind[-1:].isspace() and behind[:1] not in STOPS + CLOSERS
    anew = spot.after[:1].isupper() and len(spot.after) > 1 and spot.after.lower() in tables.starters
    return not spot.head.isdigit() and (anew or not trails)


def _call(spot: Spot, tables: Lexis) -> bool | None:
    """A single ! or ? ends a sentence, but for names such as Yahoo! before another name."""
    if spot.stops in ".…":
        return None
    return spot.word not in _SHOUTED_NAMES or spot.after.lower() in tables.starters


def _label(spot: Spot, tables: Lexis) -> bool | None:  # noqa: ARG001
    label = _LABEL.fullmatch(spot.text, spot.last, spot.stop)
    return False if label and (not label[1] or spot.tail not in STOPS) else None


def _acronym(spot: Spot, tables: Lexis) -> bool | None:  # noqa: ARG001
    """An acronym ends a sentence though it may look like an abbreviation (IE, GEN), unless all is in capitals."""
    before, after = spot.before, spot.after
    shouted = len(before) > 1 and before.isupper() and before.isalpha() and before != "MM"  # messieurs
    return True if shouted and not after.isupper() and not after[:1].isdigit() else None


def _measured(spot: Spot, tables: Lexis) -> bool | None:
    """A short unit after its number before a word that starts a sentence: "1,80 m. Elle", "1990 г. Она"."""
    unit = spot.before
    if len(unit) > 3 or not (unit.islower() and unit.isalpha()) or spot.after.lower() not in tables.starters:
        return None
    start = spot.stop - len(unit)
    counted = _COUNTED.search(spot.text, max(spot.last, start - 8), start)
    return True if counted and spot.head.isupper() else None


def _title(spot: Spot, tables: Lexis) -> bool | None:
    """A title never ends a sentence, but a street may ("on 10th St. Then"); with a closing mark behind the stop ("etc.)") anything else does."""
    if spot.word in tables.titles:
        street = spot.word in _STREETS and spot.word in tables.closers
        return street and spot.after.lower() in tables.starters and spot.stop - len(spot.before) > spot.last
    return True if len(spot.run) > 1 else None


def _number(spot: Spot, tables: Lexis) -> bool | None:
    """A number goes on after "No."; "in 1990. The" does not; "am 3. Oktober" does in languages that write ordinals with a stop."""
    if spot.word.isdigit():
        return not (tables.ordinals and len(spot.word) <= 2) or spot.after.lower() in tables.starters
    street = tables.ordinals and spot.word.endswith("str")  # Hauptstr. 5
    counts = spot.after[:1].isdigit() or _NUMERAL.fullmatch(spot.after) is not None
    return False if counts and (spot.word in tables.counted or street) else None


def _initials(spot: Spot, tables: Lexis) -> bool | None:
    """Initials in a row (B. I. Orr), and a lone small letter, which is a sign in a formula."""
    if len(spot.after) == 2 and spot.after[1] == "." and (len(spot.before) == 1 or spot.word in tables.abbreviations):
        return False
    return False if len(spot.before) == 1 and spot.before.islower() else None


def _time(spot: Spot, tables: Lexis) -> bool | None:
    """Two sentences are "at 6 p.m. Travellers", one is "at 6 p.m. Monday" and "at 6 p.m. London time"."""
    start = spot.stop - len(spot.before)
    if spot.word not in _TIMES or not spot.text[max(spot.last, start - 4) : start].rstrip()[-1:].isdigit():
        return None
    after = spot.after.rstrip(".")
    if after.lower() in _PEOPLE:
        return True
    if _WHOSE_TIME.match(spot.text, spot.first):
        return False
    shortened = spot.after.endswith(".") and after.lower() in tables.known
    return not (shortened or after.isupper() or after.lower() in tables.dates or after.lower() in tables.titles)


def _labels(spot: Spot, tables: Lexis) -> bool | None:
    """A word with a colon right behind it starts anew after what is at home at an end: "in Washington, D.C. Image: A. Smith"."""
    label = spot.after[:1].isupper() and spot.text.startswith(":", spot.first + len(spot.after))
    return True if label and spot.word in tables.closers and spot.word not in _COUNTRIES else None


def _subject(spot: Spot, tables: Lexis) -> bool | None:
    """Two sentences are "in the U.S. Officials said" and "at Acme Inc. Mr. Roe said"; in a headline ("U.S. Officials Warn") the next word has a capital too."""
    if spot.word not in tables.closers or not spot.after[:1].isupper():
        return None
    if spot.after.rstrip(".").lower() in _PEOPLE:
        return True
    if spot.after.lower() not in tables.subjects:
        return None
    behind = spot.first + len(spot.after)
    goes_on = spot.text[behind : behind + 2].strip()[:1].islower()
    return True if goes_on and spot.stop - len(spot.before) > spot.last + 1 else None


def _abbreviates(spot: Spot, tables: Lexis) -> bool:
    """Is the word before the stop an abbreviation? "Ill." is one, "ill." is not."""
    return spot.word in (tables.small if spot.before[:1].islower() else tables.known)


def _known(spot: Spot, tables: Lexis) -> bool | None:
    """An abbreviation that no name follows, a word that is none, or dots between letters (O.J.) before a name."""
    if spot.before in tables.enders:
        return True
    if not _abbreviates(spot, tables) and not _INITIALS.fullmatch(spot.word):
        return True
    if "." in spot.word and spot.word not in tables.closers:
        return spot.after.lower() in tables.starters
    return None


_RULES: tuple[Rule, ...] = (
    _plain, _no_stop, _glued, _lower_case, _goes_on, _belongs, _several, _call, _label, _acronym, _measured, _title, _initials, _number, _time, _labels, _subject, _known,
)  # fmt: skip


def _in_bracket(spot: Spot) -> bool:
    """Inside a bracket that opened in mid-sentence and closes soon."""
    text, start = spot.text, max(spot.last + 1, spot.stop - _LOOK_BACK)
    opened = max(text.rfind("(", start, spot.stop), text.rfind("[", start, spot.stop))
    if opened < 0:
        return False
    closing = ")" if text[opened] == "(" else "]"
    closed_before = text.find(closing, opened, spot.gap) >= 0
    return not closed_before and text.find(closing, spot.gap, min(spot.end, spot.gap + _LONGEST_BRACKET)) >= 0


def _opens(text: str, at: int, last: int) -> bool:
    """Is the mark at `at` an opening one, though others close with the same?"""
    starts = at == last or text[at - 1].isspace()
    if text[at] == "»":
        return starts and text[at + 1 : at + 2].isalnum()
    return starts or (text[at] != '"' and not (text[at] == "«" and (text[at - 1].isalnum() or text[at - 1] in STOPS)))


def _in_quotation(spot: Spot, tables: Lexis) -> bool:
    """Inside a short quotation that opened in mid-sentence and cannot end it.

    Either the sentence goes on behind it, or it is a part of its clause: said that "It is over. We go home."
    """
    text, past = spot.text, spot.stop + len(spot.run)
    for opening, closing in _QUOTES:
        opened = text.rfind(opening, max(spot.last, spot.stop - _LOOK_BACK), past)
        if opened < 0 or any(text.find(char, opened + 1, past) >= 0 for char in closing):
            continue
        if not _opens(text, opened, spot.last):
            continue
        found = [text.find(char, spot.gap, min(spot.end, spot.gap + _SHORT_QUOTATION)) for char in closing]
        close = min((place for place in found if place >= 0), default=-1)
        following = text[close + 1 : close + 4].lstrip()[:1] if close >= 0 else ""
        if following == "(" or (opened > spot.last and (following.islower() or following == ",")):
            return True
        leading = text[max(spot.last, opened - _LONGEST_WORD) : opened].split()[-1:]
        return close >= 0 and leading != [] and leading[0] in tables.reporting | {"that"}
    return False


@lru_cache(maxsize=4096)
def _ask(before: str, after: str, language: str) -> bool:
    return bool(_punkt(language).text_contains_sentbreak(f"{before}. {after}"))


# What trains Punkt, and reads and writes its parameters.
_UNUSED = tuple(
    f"nltk.{name}"
    for name in ("internals", "pathsec", "picklesec", "probability", "tabdata", "termsec", "tokenize.util")
)


@lru_cache(maxsize=16)
def _punkt(language: str) -> Any:
    """Punkt with parameters made from our tables."""
    nltk = lean.load("nltk.tokenize.punkt", empty=_UNUSED)
    tables = lexis(language)
    parameters = nltk.PunktParameters()
    parameters.abbrev_types |= {
        word for word in tables.known if len(word) > 1
    }  # single letters Punkt knows as initials
    parameters.sent_starters |= tables.starters
    parameters.collocations |= {(word, "##number##") for word in tables.counted}
    for word in tables.starters:
        parameters.add_ortho_context(word, _LOWER_AND_START)
    return nltk.PunktSentenceTokenizer(parameters)
