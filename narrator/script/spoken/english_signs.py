"""English addresses of the net, words with dots, acronyms, Roman numerals and signs."""

from __future__ import annotations

import re

from narrator.script.spoken import english_numbers as say
from narrator.script.spoken.engine import Rule, either, host_of, names, one_by_one, previous_word
from narrator.script.spoken.english_codes import named, spelled
from narrator.script.spoken.english_tables import (
    ABBREVIATIONS,
    DAYS,
    DOTTED_STATES,
    LETTERS_OF_ADDRESSES,
    MONTHS,
    REGNAL,
    SHOUTED,
    SPELLED,
    STATE_ABBREVIATIONS,
    STATES,
    STREETS,
    SUFFIXES,
    TITLES,
)
from narrator.script.spoken.english_times import last_dot

_ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|io|ai|co|tv|me|app|dev|news|eu|us|uk|de|fr|es|it|ua|ru|pl|nl|ch|at|be|ca|au|jp|cn|in|br|se|no|fi|dk|cz|ie|pt|gr|tr|il|mx|za|nz|abc|sm|ly|gg|fm|to|cc|xyz|online|site|shop|blog|tech"
_FILES = "txt|html?|md|pdf|docx?|xlsx?|pptx?|csv|json|xml|ya?ml|toml|py|js|css|mp[34]|wav|png|jpe?g|gif|svg|zip|gz|exe|apk|dll|iso"
_HOST = rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}})\.){{1,5}}(?:{_ENDINGS})\b"
_PATH = r"(?:[/?#][\w/.,:;?#=&%+~@!$'*-]{0,500}(?<![.,:;!?']))?"
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")


def _said_address(written: str) -> str:
    said = []
    for piece in _WORD_OR_SIGN.findall(written):
        if piece in LETTERS_OF_ADDRESSES:
            said.append(LETTERS_OF_ADDRESSES[piece])
        elif piece.isdigit():
            said.append(say.digits(piece))
        else:
            said.append(piece)
    return " ".join(said)


_RUNNING = re.compile(
    r"(?:https?://)(?:www\.)?(?P<host>[^/?#]+)(?P<path>/[A-Za-z_/-]{1,24})?(?P<rest>.*)", re.IGNORECASE
)


def _url(match: re.Match[str]) -> str:
    """In full where nothing else is said; in running text as people say it: without "https" and "www", or what no ear can keep."""
    running = _RUNNING.fullmatch(match[0])
    if running and len(match.string.strip()) > len(match[0]) + 2:
        path = (running["path"] or "").rstrip("/")
        return _said_address(running["host"] + (path if not running["rest"] else ""))
    return _said_address(host_of(match[0]) or match[0])


ADDRESSES = (
    Rule(
        "electronic",
        re.compile(rf"[A-Za-z0-9][\w.+&%'-]{{0,63}}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,5}}[A-Za-z]{{2,24}}{_PATH}"),
        _url,
    ),
    Rule("electronic", re.compile(r"(?:https?|ftp|file|HTTPS?)://[^\s<>\"“”]{1,500}(?<![.,;:!?'\")\]])"), _url),
    Rule("electronic", re.compile(rf"(?:www\.)?{_HOST}(?::\d+)?{_PATH}"), _url),
    Rule("electronic", re.compile(r"www\.[\w.-]{1,200}\w" + _PATH), _url),
    Rule("electronic", re.compile(rf"[A-Za-z_][\w-]{{0,40}}\.(?:{_FILES})(?!\w|\.\w)"), _url),
    Rule("telephone", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)"), _url),
)


_SMALL = frozenset(
    names(
        "Mount Port Fort East West North South Lake Cape New Bay In At On From To For The And But Of By As With Near "
        "Since After"
    )
)


def _title(match: re.Match[str]) -> str:
    title = TITLES[match["title"]]
    before = previous_word(match)
    if (
        match["title"] == "St"
        and _STREET_NAME.search(match.string, max(0, match.start() - 30), match.start())
        and before not in _SMALL
        and not before.endswith(".")
    ):
        title = "Street." if "." in match[0] else "Street"
    if match["title"] == "Gen" and _LETTER_AFTER.match(match.string, match.end()):
        title = "Generation"
    return f"{title} "


_LETTER_AFTER = re.compile(r"[XYZ]\b")
_STREET_NAME = re.compile(r"(?:[A-Z][a-z]+(?:['’]s)?|\d(?:st|nd|rd|th)) $")


def _end_dot(match: re.Match[str]) -> str:
    """The dot of an abbreviation that ends the text as well."""
    return "." if match[0].endswith(".") and not match.string[match.end() : match.end() + 20].strip('"”’)') else ""


def _dotted(match: re.Match[str]) -> str:
    return named("".join(letter for letter in match[0] if letter.isalpha())) + _end_dot(match)


def _initials(match: re.Match[str]) -> str:
    return named("".join(letter for letter in match[0] if letter.isalpha())) + " "


def _abbreviation(match: re.Match[str]) -> str:
    written = match[0]
    return ABBREVIATIONS[written] + (last_dot(match) if written in ("etc.", "et al.") else _end_dot(match))


def _state_abbreviation(match: re.Match[str]) -> str | None:
    return (
        STATE_ABBREVIATIONS[match["s"]] + _end_dot(match)
        if _TOWN.search(match.string, max(0, match.start() - 30), match.start())
        else None
    )


_TOWN = re.compile(r"[A-Z][a-z'’.-]+,? $")

_SLASHED = {"and/or": "and or", "he/she": "he or she", "his/her": "his or her", "him/her": "him or her", "w/o": "without",
            "w/": "with", "c/o": "care of", "s/he": "she or he", "a/k/a": "also known as", "n/a": "not available", "km/h": "kilometers per hour", "m/s": "meters per second",
            "y/y": "year on year", "q/q": "quarter on quarter", "m/m": "month on month"}  # fmt: skip


def _street(match: re.Match[str]) -> str | None:
    """An abbreviated street after its name."""
    if not _STREET_NAME.search(match.string, max(0, match.start() - 30), match.start()):
        return None
    return STREETS[match["street"].lower()] + _end_dot(match)


def _before_number(match: re.Match[str]) -> str:
    return _NUMBERED[match["what"].lower()]


def _extension(match: re.Match[str]) -> str:
    return f"extension {say.digits(match['n'])}"


def _party(match: re.Match[str]) -> str:
    """As in "Rep. Ann Lee, D-Calif."."""
    place = (STATE_ABBREVIATIONS | DOTTED_STATES).get(match["s"], match["s"])
    party = {"D": "Democrat", "R": "Republican", "I": "Independent"}[match["party"]]
    return f"{party} of {STATES.get(place, place)}{_end_dot(match) if match['dot'] else ''}"


_NUMBERED = {"no": "number ", "nos": "numbers ", "vol": "volume ", "vols": "volumes ", "fig": "figure ", "ch": "chapter ",
             "sec": "section ", "art": "article ", "ext": "extension ", "para": "paragraph ", "p": "page ", "pg": "page ", "pp": "pages ",
             "max": "maximum ", "min": "minimum "}  # fmt: skip
_PARTY = Rule(
    "abbreviation",
    re.compile(
        rf"(?P<party>[DRI])-(?P<s>{either([*STATE_ABBREVIATIONS, *DOTTED_STATES, *STATES, *STATES.values()])})(?P<dot>\.)?(?!\w)"
    ),
    _party,
)

DOTTED = (
    Rule("telephone", re.compile(r"[eE]xt\.\s?(?P<n>\d{1,6})(?!\w)"), _extension),
    Rule("abbreviation", re.compile(r"c(?:a|irca)?\.\s?(?=\d{3,4}\b(?![,.]\d))"), lambda _: "circa "),
    Rule("abbreviation", re.compile(r"ca?\.\s?(?=\d{1,3}(?:,\d{3}|\b(?!\.\d)))"), lambda _: "about "),
    Rule("abbreviation", re.compile(r"est\.\s(?=[$€£]?\d{1,3}(?:,\d|\b))"), lambda _: "estimated "),
    Rule(
        "abbreviation", re.compile(r"(?<=\()(?:b|d)\.\s(?=\d|[A-Z])"), lambda m: {"b": "born ", "d": "died "}[m[0][0]]
    ),
    Rule("abbreviation", re.compile(r"[vV]\.\s?(?=\d+\.\d)"), lambda _: "version "),
    Rule("address", re.compile(r"(?P<street>St|Ave|Blvd|Rd|Ln|Hwy|Pkwy|Sq|Dr|Ct)\.(?=\s*$|[,;)]|\s+[a-z])"), _street),
    Rule("abbreviation", re.compile(rf"(?P<what>{either(_NUMBERED)})\.\s?(?=\d)", re.IGNORECASE), _before_number),
    Rule(
        "abbreviation",
        re.compile(rf"(?P<day>{either(DAYS)})\.(?=,? (?:\d|(?:{either(MONTHS)})\b))", re.IGNORECASE),
        lambda match: DAYS[match["day"].lower()],
    ),
    Rule(
        "abbreviation",
        re.compile(r"(?P<day>Mon|Tues?|Wed|Thu(?:rs?)?|Fri)\.(?=[ ,;)]|$)"),
        lambda match: DAYS[match["day"].lower()] + _end_dot(match),
    ),
    Rule("abbreviation", re.compile(r"[fF]/(?=\d)"), lambda match: f"{match[0][0]} "),  # of a camera
    Rule("abbreviation", re.compile(rf"(?:{either(_SLASHED)})(?!\w)"), lambda match: _SLASHED[match[0]]),
    Rule("title", re.compile(rf"(?P<title>{either(TITLES)})\.\s+(?=[A-Z]|and (?:Mrs|Ms|Mr|Dr|Prof)\b)"), _title),
    Rule(
        "abbreviation", re.compile(r"pp?\.\s?(?=\d)"), lambda match: "pages " if match[0].startswith("pp") else "page "
    ),
    Rule("abbreviation", re.compile(rf"(?:{either(ABBREVIATIONS)})(?=\W|$)"), _abbreviation),
    Rule(
        "abbreviation",
        re.compile(rf"(?P<a>{either(SUFFIXES)})\.(?=[\s,;)'’]|$)"),
        lambda match: SUFFIXES[match["a"]] + _end_dot(match),
    ),
    Rule("address", re.compile(rf"(?P<s>{either(STATE_ABBREVIATIONS)})\.(?=[\s,;:)]|$)"), _state_abbreviation),
    Rule("acronym", re.compile(r"(?:[A-Z]\.){2,6}(?=['’]s|[\s,;:)\"”!?—–-]|\.|$)"), _dotted),
    Rule("initials", re.compile(r"(?:[A-Z]\. ?){2,3}(?=[A-Z][a-z])"), _initials),
)

DOTTED_WORDS = frozenset(
    key.rstrip(".").rpartition(".")[2].lower()
    for table in (TITLES, SUFFIXES, ABBREVIATIONS, STREETS, STATE_ABBREVIATIONS, _NUMBERED, DAYS)
    for key in table
) | {"ca"}
_CAPITAL_WORD_BEFORE = re.compile(r"[A-Z]{2,}[^\w]{1,3}$")
_CAPITAL_WORD_AFTER = re.compile(r"[^\w]{1,3}[A-Z]{2,}(?![a-z])")


def _acronym(match: re.Match[str]) -> str | None:
    letters = match["letters"]
    if _PLAIN_ROMAN.fullmatch(letters):
        return say.cardinal(say.roman(letters)) if letters != "IV" or match.end() == len(match.string) else "I.V"
    if letters.lower() in MONTHS:
        return None
    if letters not in SPELLED and _heading(match):
        return match[0]
    if match["s"]:
        return spelled(letters, "'s") if spelled(letters) != letters else match[0]
    possessive = match.string.startswith(("'s", "’s"), match.end())
    return "-".join(letters) if possessive and len(letters) == 2 and spelled(letters) != letters else spelled(letters)


_PLAIN_ROMAN = re.compile(r"I{2,3}|IV|VI{1,3}|IX|X?XI{1,3}|XIV|XVI{0,3}|XIX|XXI?V|XXVI{0,3}")


def _heading(match: re.Match[str]) -> bool:
    """Whether the words around are in capitals too, as in a headline, where capitals say nothing."""
    text = match.string
    if _CAPITAL_WORD_AFTER.match(text, match.end()):
        return True
    return _CAPITAL_WORD_BEFORE.search(text, max(0, match.start() - 20), match.start()) is not None


def _health(match: re.Match[str]) -> str | None:
    """The World Health Organization, where capitals are no emphasis."""
    asked = previous_word(match).lower() in ("know", "knows", "guess", "see", "ask", "asked", "man", "woman", "people")
    return None if asked or _heading(match) or match.string.isupper() else "W.H.O"


def _slashed(match: re.Match[str]) -> str:
    joined = "&" in match[0]  # "AT&T" is no preposition
    pieces = [piece for piece in re.split("(&)|/", match[0]) if piece]
    return " ".join(
        "and" if piece == "&" else ".".join(piece) if joined and len(piece) == 2 else spelled(piece) for piece in pieces
    )


_DEGREES = frozenset(("MD", "MS", "MA", "PA"))
_DEGREE_AFTER = re.compile(r",? (?:[A-Z]{2,4}\b|Ph|[a-z]+(?:ist|or|er|ian)\b)")
_PERSON = re.compile(r"(?:\b[Bb]y|Dr\.?|Prof\.?|says|said) (?:[A-Z][\w.'’-]+ ){1,2}[A-Z][\w'’-]+, $")


def _learned(match: re.Match[str]) -> bool:
    """Whether it is a degree after a name: "Jane Doe, MD, dermatologist"."""
    text = match.string
    return (
        _DEGREE_AFTER.match(text, match.end()) is not None
        or _PERSON.search(text, max(0, match.start() - 60), match.start()) is not None
    )


def _state(match: re.Match[str]) -> str | None:
    text = match.string
    if match["s"] in _DEGREES and not match["zip"] and _learned(match):
        return one_by_one(match["s"])
    if not _TOWN.search(text, max(0, match.start() - 30), match.start()) or text[match.start() - 2] != ",":
        return None
    return STATES[match["s"]] + (f"{match['comma'] or ''} {say.digits(match['zip'])}" if match["zip"] else "")


_PARTS = frozenset(
    names(
        "Chapter Part Article Title Section Volume Vol Book Act Scene Phase Type Class Stage Level Grade Appendix Annex "
        "Schedule War Bowl Figure Table Mark Division Tier Category Group Factor Amendment Protocol Basel Maastricht "
        "Vatican Mk Episode Season Round Zone Region Corps Army Olympiad Superbowl Wrestlemania WrestleMania chapter part "
        "article volume phase type stage act"
    )
)
# "the XIXth and XXth centuries"
_CENTURY_AFTER = re.compile(r"(?:,|,? (?:and|or|to)|[-–])\s?[IVXL]+(?:th)? centur")
_CLOSED = re.compile(r"[\s]*\Z|[,.;:!?)\]”\"]|,? (?:of|and|the|was|is|in|died|ruled|reigned)\b")


def _roman(match: re.Match[str]) -> str | None:
    """Of rulers and heirs an ordinal, of parts a cardinal, of centuries an ordinal."""
    written = match["roman"]
    value = say.roman(written)
    if not value or value >= 90:
        return None
    before = previous_word(match)
    if match["century"]:
        return f"{say.ordinal(value)} {match['century']}"
    if _CENTURY_AFTER.match(match.string, match.end()):
        return say.ordinal(value)
    if match["ending"]:
        return None
    if before in _PARTS:
        return say.cardinal(value)
    if before in REGNAL and set(written) <= set("IVX"):
        if written == "I" and not (_CLOSED.match(match.string, match.end()) or _crowned(match)):
            return None
        return f"the {say.ordinal(value)}"
    surname = before[:1].isupper() and before[1:].islower() and before.upper() not in SHOUTED
    if surname and set(written) <= set("IVX") and len(written) > 1:
        return f"the {say.ordinal(value)}" if _given(match) and value < 6 else say.cardinal(value)
    return None


# "King Charles I met …", "Did Charles I die?"
_CROWNED = re.compile(
    r"\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Duke|[Kk]ing|[Ee]mperor|(?:[Dd]id|[Ww]as|[Ii]s|[Hh]ad|[Ww]hy|[Ww]ould)(?= \w+ $)) (?:\w+ )?$"
)


def _crowned(match: re.Match[str]) -> bool:
    return _CROWNED.search(match.string, max(0, match.start() - 30), match.start()) is not None


def _part_and_letter(match: re.Match[str]) -> str | None:
    """As in "Stage IIIB"."""
    return f"{say.cardinal(say.roman(match['roman']))} {match['letter']}" if previous_word(match) in _PARTS else None


def _great_war(match: re.Match[str]) -> str:
    return f"World War {say.cardinal(len(match['n']))}"


def _offset(match: re.Match[str]) -> str:
    """A time zone: UTC-05:00."""
    sign = "plus" if match["sign"] == "+" else "minus"
    minutes = f" {say.cardinal(int(match['m']))}" if match["m"] and match["m"] != "00" else ""
    return f"{match['zone']} {sign} {say.cardinal(int(match['h']))}{minutes}"


def _given(match: re.Match[str]) -> bool:
    """Whether a given name stands before the surname: "Davis Love III"."""
    text = match.string[max(0, match.start() - 60) : match.start()].split()
    return len(text) > 1 and (text[-2] in REGNAL or (len(text) > 2 and len(text[-2]) == 2 and text[-2].endswith(".")))


_MIXED = {
    "AfD": "A.F.D",
    "PhD": "P.H.D",
    "PhDs": "P.H.D's",
    "IoT": "I.O.T",
    "DoD": "D.O.D",
    "DoJ": "D.O.J",
    "SaaS": "sass",
    "YoY": "year on year",
    "QoQ": "quarter on quarter",
    "MoM": "month on month",
}

CAPITALS = (
    Rule(
        "title",
        re.compile(
            r"(?P<title>Mrs?|Ms|Dr|St|Prof|Gen|Sgt|Lt|Col|Capt|Gov|Sen|Rep|Mt)\s+(?=[A-Z][a-z])(?!Alpha|Xer|Con\b)"
        ),
        _title,
    ),
    *DOTTED,
    _PARTY,
    Rule("acronym", re.compile(r"WHO(?=['’]s|[\s,.;:)]|$)"), _health),
    Rule("date", re.compile(r"FY (?=20\d\d\b|'?\d\d\b)"), lambda _: "fiscal year "),
    Rule("acronym", re.compile(r"WW(?P<n>I{1,3})(?![\w])"), _great_war),
    Rule(
        "time",
        re.compile(r"(?P<zone>UTC|GMT) ?(?P<sign>[-+−–])(?P<h>\d{1,2})(?::(?P<m>[0-5]\d))?(?![\w:]|\.\d)"),
        _offset,
    ),
    Rule("roman", re.compile(r"(?P<roman>I{1,3}|IV)(?P<letter>[A-C])(?![\w&])"), _part_and_letter),
    Rule(
        "roman",
        re.compile(
            r"(?P<roman>[IVXLC]+)(?P<ending>th|st|nd|rd)?(?:[ -](?P<century>centur(?:y|ies)))?(?![\w&]|-\w|['’](?!s))"
        ),
        _roman,
    ),
    Rule(
        "address",
        re.compile(rf"(?P<s>{either(STATES)})(?:(?P<comma>,)? (?P<zip>\d{{5}}(?:-\d{{4}})?))?(?=[,.;:)]|\s*$)"),
        _state,
    ),
    Rule("acronym", re.compile(r"[A-Z]{1,4}(?:[&/][A-Z]{1,4})+(?!\w)"), _slashed),
    Rule("acronym", re.compile(r"(?P<letters>[A-Z]{2,7})(?P<s>s)?(?![A-Za-z&\d]|-\d)"), _acronym),
    Rule("acronym", re.compile(either(_MIXED) + r"(?!\w)"), lambda match: _MIXED[match[0]]),
)


SHARP = (Rule("sign", re.compile(r"[A-G]#(?!\w)"), lambda match: f"{match[0][0]} sharp"),)


def _handle(match: re.Match[str]) -> str:
    return " ".join(["at", *_DIGITS.sub(_digits_apart, match["name"].replace("_", " ")).split()])


def _hashtag(match: re.Match[str]) -> str:
    parts = _CAMEL.sub(" ", match["tag"]).replace("_", " ").split()
    return " ".join(
        [
            "hashtag",
            *(say.year_or_number(part) if part.isdigit() else _DIGITS.sub(_digits_apart, part) for part in parts),
        ]
    )


def _digits_apart(match: re.Match[str]) -> str:
    return f" {say.digits(match[0])} "


_DIGITS = re.compile(r"\d+")


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=[A-Z])(?=[A-Z][a-z])")

AFTER_SIGNS = (
    Rule("markup", re.compile(r"</?[A-Za-z][^<>\d]{0,200}>"), lambda match: match[0]),
    Rule("abbreviation", re.compile(r"(?:#|№ ?)(?=\d)"), lambda _: "number "),
    Rule("sign", re.compile(r"§§\s?"), lambda _: "sections "),
    Rule("hashtag", re.compile(r"(?<!\w)#(?P<tag>[A-Za-z_]\w*)(?![\w#])"), _hashtag),
)

WEB = (*ADDRESSES, Rule("electronic", re.compile(r"@(?P<name>[A-Za-z]\w{0,40})(?![\w@.])"), _handle))
