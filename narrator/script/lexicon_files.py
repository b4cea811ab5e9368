"""The files that a lexicon is read from: TOML and CSV for everyone, W3C PLS 1.0 for what other programs write.

    language = "en"                      # of the whole file, if it is for one
    [words]
    Quillon = "Kee-yon"
    "F-16" = { alias = "F sixteen", engine = "espeak" }

TOML keys of an entry, which are CSV's columns too: alias, ipa, language, engine, case, forms, inflect.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from narrator.errors import SettingsError
from narrator.script.entry import Entry

_LARGEST = 20_000_000
_LONGEST = 200
_KEYS = ("alias", "ipa", "language", "engine", "case", "forms", "inflect")
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_STRESSED = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_KEY = re.compile(r"[ \t]*(?:\[+[ \t]*)?(?:words[ \t]*\.[ \t]*)?(?P<quote>[\"'])?(?P<key>(?(quote)[^\"']+|[\w-]+))")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_START = (1, 1)
_EXAMPLE = '[words]\nQuillon = "Kee-yon"'


def read_file(path: Path) -> list[Entry]:
    """The entries of one file, in its order. Raises SettingsError with file, line and column."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"The lexicon {path} cannot be read: {error.strerror}.",
            hint="Paths of lexicons start from the folder that narrator runs in.",
        ) from error
    if len(raw) > _LARGEST:
        raise SettingsError(f"The lexicon {path} is larger than {_LARGEST // 1_000_000} MB.")
    kind = path.suffix.lower()
    if kind in {".pls", ".xml"}:
        return list(_pls(path, raw))
    if kind not in {".toml", ".csv", ".tsv"}:
        raise SettingsError(
            f"{path} is no lexicon that narrator knows.", hint="It reads .toml, .csv and .tsv, and PLS as .pls or .xml."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        raise _wrong(path, line, column, "it is not UTF-8") from error
    return list(_toml(path, text) if kind == ".toml" else _csv(path, text))


def _wrong(path: Path, line: int, column: int, what: str, hint: str | None = None) -> SettingsError:
    return SettingsError(f"{path}, line {line}, column {column}: {what}.", hint=hint)


# --------------------------------------------------------------------------------------------------- TOML


def _toml(path: Path, text: str) -> Iterator[Entry]:
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise _wrong(path, 1, 1, "its brackets are nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        end = (text.count("\n") + 1, len(text) - text.rfind("\n"))
        line, column = (int(at[1]), int(at[2])) if at and at[1] else end
        what = _AT.sub("", str(error)).strip().rstrip(".")
        raise _wrong(
            path, line, column, f"this is not valid TOML: {what}", f"A lexicon looks like\n{_EXAMPLE}"
        ) from error
    places = _places(text)
    words = table.pop("words", {})
    scope: dict[str, Any] = {key: table.pop(key) for key in ("language", "engine") if key in table}
    for key in table:
        hint = f"Words stand under [words]:\n{_EXAMPLE}"
        raise _wrong(path, *places.get(key, _START), f"{key!r} is nothing that a lexicon has", hint)
    if not isinstance(words, dict):
        raise _wrong(path, *places.get("words", _START), "[words] must be a table", _EXAMPLE)
    for word, value in words.items():
        line, column = places.get(word, _START)
        for item in value if isinstance(value, list) else [value]:
            fields = {"alias": item} if isinstance(item, str) else item
            if not isinstance(fields, dict):
                raise _wrong(path, line, column, f'{word!r} needs a text, or a table such as {{ alias = "…" }}')
            yield _entry(path, (line, column), (word,), scope | fields)


def _places(text: str) -> dict[str, tuple[int, int]]:
    """Line and column of every key that is written plainly; one that is hidden by escapes is left out."""
    return {
        found["key"]: (line, found.start("key") + 1)
        for line, written in enumerate(text.split("\n"), 1)
        if (found := _KEY.match(written))
    }


# ---------------------------------------------------------------------------------------------------- CSV


def _csv(path: Path, text: str) -> Iterator[Entry]:
    """The first line names the columns; commas, semicolons or tabs part them, as the first line does."""
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=head.count), strict=True)
    names: list[str] = []
    line = 1
    try:
        for row in rows:
            if not names:
                names = _columns(path, row)
            elif any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
                if len(row) > len(names):
                    hint = "Put quotes around what holds a comma."
                    raise _wrong(path, line, len(names) + 1, "there are more cells than columns", hint)
                word, fields = _cells(dict(zip(names, row, strict=False)))
                yield _entry(path, (line, 1 + names.index("word")), (word,), fields)
            line = rows.line_num + 1
    except csv.Error as error:
        raise _wrong(path, line, 1, f"this is not valid CSV: {error}") from error


def _columns(path: Path, row: list[str]) -> list[str]:
    names = [name.strip().lower() for name in row]
    for column, name in enumerate(names, 1):
        if name not in {"word", *_KEYS}:
            hint = "The first line names the columns: word, " + ", ".join(_KEYS) + "."
            raise _wrong(path, 1, column, f"there is no column {name!r}", hint)
    if "word" not in names:
        raise _wrong(path, 1, 1, "there is no column 'word'", "A lexicon begins with the line word,alias")
    return names


def _cells(row: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The word of a row and its other cells as the values that they stand for; empty ones are not there, but for alias."""
    fields: dict[str, Any] = {name: cell.strip() for name, cell in row.items() if cell.strip()}
    word = fields.pop("word", "")
    if "ipa" not in fields:
        fields.setdefault("alias", "")
    if "forms" in fields:
        fields["forms"] = [form.strip() for form in fields["forms"].split("|") if form.strip()]
    if "inflect" in fields:
        fields["inflect"] = fields["inflect"].lower() not in {"no", "false", "0"}
    return word, fields


# ---------------------------------------------------------------------------------------------------- PLS


def _pls(path: Path, raw: bytes) -> Iterator[Entry]:
    """W3C Pronunciation Lexicon Specification 1.0. Entities and document types are refused: nothing is looked up."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise _wrong(
            path, max(1, line or 1), max(1, column or 1), f"this is not well-formed XML: {error.msg}"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise _wrong(path, 1, 1, "a lexicon with a document type (<!DOCTYPE …>) is not read", "Take that line out.")
    if etree.QName(root).localname != "lexicon":
        name = etree.QName(root).localname
        raise _wrong(path, root.sourceline or 1, 1, f"the outermost element is <{name}>, not <lexicon>")
    language = root.get(_XML_LANG, "")
    for lexeme in root.iterchildren("{*}lexeme"):
        at = (lexeme.sourceline or 1, 1)
        words = tuple(_texts(lexeme.iterchildren("{*}grapheme")))
        fields: dict[str, Any] = {"language": lexeme.get(_XML_LANG, language)}
        for name, tag in (("alias", "alias"), ("ipa", "phoneme")):
            items = list(lexeme.iterchildren(f"{{*}}{tag}"))
            items.sort(key=lambda item: item.get("prefer") != "true")  # the first of them, or the preferred one
            if text := next(_texts(items[:1]), ""):
                fields[name] = text
        if not words:
            raise _wrong(path, *at, "this <lexeme> has no <grapheme>")
        if "alias" not in fields and "ipa" not in fields:
            raise _wrong(path, *at, f"the <lexeme> of {words[0]!r} has neither <alias> nor <phoneme>")
        yield _entry(path, at, words, fields)


def _texts(elements: Any) -> Iterator[str]:
    for element in elements:
        text = " ".join("".join(element.itertext()).split())
        if text:
            yield text


# ------------------------------------------------------------------------------------------------ entries


def _entry(path: Path, at: tuple[int, int], words: tuple[str, ...], fields: dict[str, Any]) -> Entry:
    """An entry whose every field was looked at."""
    words = tuple(_findable(path, at, word) for word in words)
    name = words[0]
    for key, value in fields.items():
        if key not in _KEYS:
            raise _wrong(
                path, *at, f"{name!r} has the key {key!r}, which no entry has", f"Keys are {', '.join(_KEYS)}."
            )
        wanted = (dict, list) if key == "forms" else bool if key == "inflect" else str
        if not isinstance(value, wanted):
            raise _wrong(path, *at, f"{key} of {name!r} has a value of the wrong kind")
    if fields.get("case", "") not in {"", "any", "exact"}:
        raise _wrong(path, *at, f'case of {name!r} is neither "any" nor "exact"')
    if "alias" not in fields and not fields.get("ipa"):
        raise _wrong(path, *at, f"{name!r} has no alias", 'alias = "" says that it is right as it is written.')
    alias = _sayable(path, at, name, fields["alias"]) if "alias" in fields else None
    forms = fields.get("forms", {})
    if isinstance(forms, list):
        forms = dict.fromkeys(map(str, forms), alias or "")
    return Entry(
        words=words,
        alias=alias,
        ipa=fields.get("ipa", ""),
        language=fields.get("language", ""),
        engine=fields.get("engine", ""),
        any_case={"any": True, "exact": False}.get(fields.get("case", "")),
        forms=tuple((_findable(path, at, form), _sayable(path, at, form, said)) for form, said in forms.items()),
        inflect=fields.get("inflect", True),
        place=f"{path}, line {at[0]}, column {at[1]}",
    )


def _findable(path: Path, at: tuple[int, int], word: str) -> str:
    word = " ".join(word.split())
    if not any(char.isalnum() for char in word) or len(word) > _LONGEST:
        raise _wrong(path, *at, f"a word needs a letter or a digit, and at most {_LONGEST} characters")
    return word


def _sayable(path: Path, at: tuple[int, int], name: str, alias: Any) -> str:
    """An alias as it may stand in a text: one line of words. Capitals that mark a stressed part become small letters."""
    if not isinstance(alias, str):
        raise _wrong(path, *at, f"how {name!r} is said must be a text")
    alias = " ".join(alias.split())
    if any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and char not in "\u200c\u200d" for char in alias
    ) or set(alias) & set("<>[]{}"):
        raise _wrong(path, *at, f"how {name!r} is said holds signs that are no words")
    if alias and not any(char.isalnum() for char in alias):
        raise _wrong(path, *at, f"how {name!r} is said holds no word")
    return _STRESSED.sub(_unstressed, alias)


def _unstressed(found: re.Match[str]) -> str:
    """Turn "zeh-LEN-skee" into "zeh-len-skee": else the part would be spelled out letter by letter."""
    parts = found[0].split("-")
    if not any(len(part) > 1 and not part.isupper() for part in parts):
        return found[0]
    return "-".join(part.lower() if len(part) > 1 and part.isupper() else part for part in parts)
