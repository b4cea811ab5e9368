"""What `narrator follow` knows of each source and each article: one SQLite file in the hidden folder `.narrator` of the output.

Every change is a transaction that is on the disk when it is done, so a kill loses nothing that was noted. What the file
knows can be found out again from the lists and the bundles; when it is damaged, it is put aside and begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import msgspec

from narrator.errors import OutputError, SourceError
from narrator.model import Entry, Listing, plain_url

NAME = "follow.sqlite"
_VERSION = 2
_TABLES = """
CREATE TABLE source (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, title TEXT, etag TEXT, modified TEXT, leads TEXT NOT NULL,
    checked REAL NOT NULL, error TEXT, attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0
);
CREATE TABLE entry (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, told BLOB NOT NULL, html BLOB, digest TEXT, seen REAL NOT NULL, latest TEXT NOT NULL,
    mark TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL, due REAL NOT NULL, reason TEXT, code INTEGER,
    article TEXT, folder TEXT
);
CREATE TABLE named (entry TEXT, source TEXT, latest TEXT NOT NULL, PRIMARY KEY (entry, source)) WITHOUT ROWID;
CREATE INDEX entry_article ON entry (article);
CREATE INDEX entry_digest ON entry (digest);
"""
# From a version to the next one. The first knew of each article only the list that had named it first.
_UPGRADES = {
    1: """
ALTER TABLE source ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN due REAL NOT NULL DEFAULT 0;
CREATE TABLE named (entry TEXT, source TEXT, latest TEXT NOT NULL, PRIMARY KEY (entry, source)) WITHOUT ROWID;
INSERT INTO named SELECT key, source, latest FROM entry;
""",
}
_SOURCE = "key, name, kind, title, etag, modified, leads, checked, error, attempts, due"
_COLUMNS = "key, source, told, digest, seen, latest, mark, state, attempts, due, reason, code, article, folder"

_DAMAGE = (msgspec.DecodeError, UnicodeDecodeError, TypeError)

State: TypeAlias = Literal["waiting", "made", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that a source has named. Times are seconds since 1970.

    source    the list whose words are believed
    entry     what that list said of it, without its text
    digest    hash of the text, if the list holds it
    latest    hash of what would make it another article: its date of change, title and text, as last told
    mark      `latest` at the time when it was dealt with
    state     "waiting" (new, or to be tried again), "made", "gone" (given up)
    attempts  failures, or looks that found nothing changed, since the last success
    due       not to be touched before
    reason    of the last failure, and its exit code
    article   `Article.identity` of the episode, and its folder
    """

    key: str
    source: str
    entry: Entry
    digest: str | None
    seen: float
    latest: str
    mark: str | None = None
    state: State = "waiting"
    attempts: int = 0
    due: float = 0.0
    reason: str | None = None
    code: int | None = None
    article: str | None = None
    folder: str | None = None

    @property
    def name(self) -> str:
        """What to call it: its address, else its title."""
        return self.entry.url or self.entry.title or self.entry.id or "an entry without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list as it was when it was last read."""

    key: str
    name: str
    kind: str = ""
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    leads: tuple[str, ...] = ()
    checked: float = 0.0
    error: str | None = None
    attempts: int = 0
    due: float = 0.0


class Ledger:
    """The open file. Use as a context manager; `warn` is told when it, or a row of it, was damaged."""

    def __init__(self, path: Path, warn: Callable[[str], None] = lambda _: None) -> None:
        self.path = path
        self._warn = warn
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise OutputError(f"Cannot open {path}: {error}.", hint="Check the folder and the disk.") from error
            aside = _put_aside(path)
            self._warn(
                f"{path} was damaged ({error}). It is now {aside.name}, and a new one is begun: episodes that are there are "
                "found again and not spoken again."
            )
            self._db = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
        except sqlite3.Error as error:
            raise OutputError(
                f"Cannot write {self.path}: {error}.", hint="Free some space, and run it again."
            ) from error

    def _ask(self, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise OutputError(f"Cannot read {self.path}: {error}.", hint="Check the folder and the disk.") from error

    def source(self, where: str) -> Source | None:
        """What is known of a list."""
        rows = self._ask(f"SELECT {_SOURCE} FROM source WHERE key = ?", (source_key(where),))  # noqa: S608 - a constant
        return _source(rows[0]) if rows else None

    def sources(self) -> list[Source]:
        """All lists that were ever read."""
        return [_source(row) for row in self._ask(f"SELECT {_SOURCE} FROM source ORDER BY name")]  # noqa: S608 - a constant

    def failed_source(self, where: str, reason: str, now: float, *, attempts: int = 0, due: float = 0.0) -> None:
        """Note that a list could not be read, how often in a row, and not to ask before `due`; what is known of it stays."""
        with self._change() as db:
            db.execute(
                f"INSERT INTO source ({_SOURCE}) VALUES (?, ?, '', NULL, NULL, NULL, '[]', ?, ?, ?, ?) "  # noqa: S608 - a constant
                "ON CONFLICT (key) DO UPDATE SET checked = excluded.checked, error = excluded.error, attempts = excluded.attempts, "
                "due = excluded.due",
                (source_key(where), shown(where), now, reason, attempts, due),
            )

    def unchanged_source(self, where: str, now: float) -> None:
        """Note that a list is still the same."""
        with self._change() as db:
            db.execute(
                "UPDATE source SET checked = ?, error = NULL, attempts = 0, due = 0 WHERE key = ?",
                (now, source_key(where)),
            )

    def take(self, where: str, listing: Listing, now: float, *, followed: Collection[str] = ()) -> tuple[int, int]:
        """Note what a list says, and what its server wants to hear next time, in one go; how many are new, and how many changed.

        followed  keys of all lists of this run. Two of them may tell of one article in different words; the first one is
                  believed, or it would change for ever
        """
        key = source_key(where)
        new = changed = 0
        moved = self._left_behind(key, followed)
        with self._change() as db:
            for entry in listing.entries:
                name = entry_key(entry, key)
                if name is None:
                    continue
                if old := moved.pop((entry.id, entry.title), None):
                    db.execute("UPDATE OR IGNORE entry SET key = ? WHERE key = ?", (name, old))
                    db.execute("UPDATE OR IGNORE named SET entry = ? WHERE entry = ?", (name, old))
                digest = text_digest(entry)
                latest = _mark(entry, digest)
                row = db.execute(
                    "SELECT source, told, digest, latest, mark, state, (SELECT latest FROM named WHERE entry = key AND source = ?) "
                    "FROM entry WHERE key = ?",
                    (key, name),
                ).fetchone()
                if row is not None and row[-1] == latest:
                    continue
                told = msgspec.json.encode(replace(entry, html=None))
                if row is None:
                    new += 1
                    db.execute(
                        "INSERT INTO entry (key, source, told, html, digest, seen, latest, state, attempts, due) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0)",
                        (name, key, told, _pack(entry.html), digest, now, latest),
                    )
                elif row[0] == key or row[0] not in followed:
                    _, before, old_digest, old_latest, mark, state, _ = row
                    if mark == old_latest and not _is_news(before, old_digest, entry, digest):
                        mark = latest
                    changed += state != "waiting" and mark != latest
                    db.execute(
                        "UPDATE entry SET source = ?, told = ?, html = ?, digest = ?, latest = ?, mark = ? WHERE key = ?",
                        (
                            key, told, None if state == "made" and mark == latest else _pack(entry.html), digest, latest, mark, name,
                        ),
                    )  # fmt: skip
                db.execute("INSERT OR REPLACE INTO named VALUES (?, ?, ?)", (name, key, latest))
            db.execute(
                f"INSERT OR REPLACE INTO source ({_SOURCE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0)",  # noqa: S608 - a constant
                (
                    key, shown(where), listing.kind, listing.title, listing.etag, listing.modified,
                    msgspec.json.encode(listing.leads).decode(), now,
                ),
            )  # fmt: skip
        return new, changed

    def _left_behind(self, key: str, followed: Collection[str]) -> dict[tuple[str | None, str | None], str]:
        """Keys of articles without a page in lists that are not followed: one that is read for the first time may be such a list.

        Their names are (id, title). Those that have no episode are left out, for their key is to be its identity.
        """
        if self._ask("SELECT 1 FROM source WHERE key = ? AND kind != ''", (key,)):
            return {}
        found = {}
        for name, source, told in self._ask(
            "SELECT key, source, told FROM entry WHERE key BETWEEN 'id:' AND 'id;' AND article IS NOT NULL"
        ):
            if source not in followed:
                with contextlib.suppress(*_DAMAGE):
                    entry = msgspec.json.decode(told, type=Entry)
                    found[entry.id, entry.title] = name
        return found

    def open_entries(self, sources: list[str]) -> list[Known]:
        """What may have to be done: all that is new, failed or changed of what these lists name, in the order in which it was told."""
        keys = [source_key(where) for where in sources]
        rows = self._ask(
            f"SELECT rowid, {_COLUMNS} FROM entry WHERE (state = 'waiting' OR latest IS NOT mark) AND {_named_by(keys)} ORDER BY rowid",  # noqa: S608
            keys,
        )
        found = {number: _known(row) for number, *row in rows}
        if damaged := [number for number, known in found.items() if known is None]:
            self._forget(damaged)
        return [known for known in found.values() if known]

    def _forget(self, rows: Sequence[int]) -> None:
        """Let the lists tell again of articles whose rows are damaged. That an article has its episode is not forgotten."""
        with self._change() as db:
            for row in rows:
                ((key, source),) = db.execute("SELECT key, source FROM entry WHERE rowid = ?", (row,))
                db.execute(
                    "UPDATE source SET etag = NULL, modified = NULL WHERE key = ? OR key IN (SELECT source FROM named WHERE entry = ?)",
                    (source, key),
                )
                db.execute("DELETE FROM named WHERE entry = ?", (key,))
                db.execute("DELETE FROM entry WHERE rowid = ? AND article IS NULL", (row,))
                db.execute(
                    "UPDATE entry SET told = '{}', html = NULL, digest = NULL, seen = 0, latest = '', mark = '', state = 'made', "
                    "attempts = 0, due = 0, reason = NULL, code = NULL WHERE rowid = ?",
                    (row,),
                )
        self._warn(
            f"What {self.path} held of {len(rows):,} articles was damaged; their lists are asked for them again."
        )

    def text(self, key: str) -> str | None:
        """The text that the list holds of an article, as HTML. Raises SourceError when it is damaged and there is no page."""
        rows = self._ask("SELECT rowid, html FROM entry WHERE key = ?", (key,))
        try:
            return zlib.decompress(rows[0][1]).decode() if rows and rows[0][1] is not None else None
        except (zlib.error, UnicodeDecodeError, TypeError):
            if key.startswith("url:"):
                return None
            self._forget([rows[0][0]])
            raise SourceError("The text that was kept of it is damaged, and it has no page.") from None

    def owned(self, article: str, but: str) -> bool:
        """Whether another entry's episode is this article already."""
        return bool(self._ask("SELECT 1 FROM entry WHERE article = ? AND key != ? LIMIT 1", (article, but)))

    def twin(self, known: Known) -> tuple[str, str] | None:
        """(article, folder) of another entry with the same text that was made: its name or its list has changed."""
        rows = self._ask(
            "SELECT article, folder FROM entry WHERE digest = ? AND key != ? AND state = 'made' AND article IS NOT NULL "
            "AND folder IS NOT NULL LIMIT 1",
            (known.digest, known.key),
        )
        return rows[0] if rows else None

    def note(self, known: Known) -> None:
        """Keep what happened to an article. Its text is kept until there is an episode."""
        with self._change() as db:
            db.execute(
                "UPDATE entry SET mark = ?, state = ?, attempts = ?, due = ?, reason = ?, code = ?, article = ?, folder = ?, "
                "html = CASE WHEN ? = 'made' AND ? IS latest THEN NULL ELSE html END WHERE key = ?",
                (
                    known.mark, known.state, known.attempts, known.due, known.reason, known.code, known.article, known.folder,
                    known.state, known.mark, known.key,
                ),
            )  # fmt: skip

    def forgive(self) -> None:
        """Let all that failed or was given up be tried again at once."""
        with self._change() as db:
            db.execute(
                "UPDATE entry SET due = 0, attempts = 0, mark = NULL, state = CASE state WHEN 'gone' THEN 'waiting' ELSE state END "
                "WHERE reason IS NOT NULL"
            )
            db.execute("UPDATE source SET attempts = 0, due = 0")

    def troubled(self, sources: Sequence[str]) -> list[Known]:
        """All that failed last time, of what these lists name (by their keys), newest first."""
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM entry WHERE reason IS NOT NULL AND {_named_by(sources)} ORDER BY seen DESC, rowid DESC",  # noqa: S608
            sources,
        )
        return [known for row in rows if (known := _known(row))]

    def counts(self) -> dict[str, int]:
        """How many articles are in each state."""
        return dict(self._ask("SELECT state, count(*) FROM entry GROUP BY state"))


def _named_by(keys: Sequence[str]) -> str:
    """Question marks for the keys of lists, one of which must name an entry."""
    marks = ", ".join("?" * len(keys))
    return f"EXISTS (SELECT 1 FROM named WHERE named.entry = entry.key AND named.source IN ({marks}))"  # noqa: S608


def source_key(where: str) -> str:
    """What a list is known by, whatever its address may look like."""
    return hashlib.sha256(where.strip().encode()).hexdigest()[:32]


def shown(where: str) -> str:
    """A list's address without what may be a secret in it: user name, password and query."""
    parts = urlsplit(where)
    if parts.scheme not in ("http", "https"):
        return where
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "…" if parts.query else "", ""))


def discreet(text: str) -> str:
    """A message without the queries of the addresses in it."""
    return re.sub(r"""(https?://[^\s?#'"]*+\?)[^\s'"]++""", r"\1…", text)


def entry_key(entry: Entry, source: str) -> str | None:
    """What an article is known by: its address, whatever its scheme and tracking; else its id in its list; else its text."""
    if entry.url:
        return f"url:{plain_url(entry.url).partition('://')[2]}"
    if not entry.html:
        return None
    return f"id:{source}:{entry.id}" if entry.id else f"text:{text_digest(entry)}"


def text_digest(entry: Entry) -> str | None:
    """Hash of the words of an article's text, whatever markup is around them."""
    if not entry.html:
        return None
    words = re.sub(r"<[^<>]*>", " ", entry.html).split()
    return hashlib.sha256(" ".join([entry.title or "", *words]).encode("utf-8", "surrogatepass")).hexdigest()


def _mark(entry: Entry, digest: str | None) -> str:
    told = digest or "\n".join((entry.title or "", entry.updated or entry.published or ""))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_news(told: bytes, old_digest: str | None, entry: Entry, digest: str | None) -> bool:
    """Whether a list says more of an article than in other words what was known: a new title or date, or another whole text."""
    if digest and old_digest:
        return digest != old_digest
    try:
        before = msgspec.json.decode(told, type=Entry)
    except _DAMAGE:
        return True
    return (before.title, before.updated or before.published) != (entry.title, entry.updated or entry.published)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    db.text_factory = lambda text: text.decode("utf-8", "replace")  # one damaged letter must not hide all the rest
    try:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = FULL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version > _VERSION:
            raise OutputError(f"{path} was written by a newer narrator.", hint="Update narrator.")  # noqa: TRY301
        for old in range(version or _VERSION, _VERSION):
            db.executescript(f"BEGIN IMMEDIATE; {_UPGRADES[old]} PRAGMA user_version = {old + 1}; COMMIT;")
        problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(problem)  # noqa: TRY301 - told as all other damage
        for table in ("source", "entry", "named"):
            db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - constants
    except BaseException:
        db.close()
        raise
    return db


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """A file without our tables is as useless as one that cannot be read; a disk that is full is another matter."""
    return "no such table" in str(error) or "no such column" in str(error) or "malformed" in str(error)


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.replace(aside)
    for end in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return aside


def _pack(html: str | None) -> bytes | None:
    return (
        None
        if html is None
        else zlib.compress(html.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode())
    )


def _source(row: Sequence[object]) -> Source:
    """What a row says of a list; one that is damaged says nothing, so that the whole list is asked for."""
    fields: dict[str, Any] = dict(zip(_SOURCE.split(", "), row, strict=True))
    try:
        return msgspec.convert(fields | {"leads": msgspec.json.decode(fields["leads"])}, Source)
    except _DAMAGE:
        return Source(key=str(row[0]), name=str(row[1]))


def _known(row: Sequence[object]) -> Known | None:
    """What a row says of an article; None if it is damaged."""
    fields: dict[str, Any] = dict(zip(_COLUMNS.split(", "), row, strict=True))
    try:
        return msgspec.convert(fields | {"entry": msgspec.json.decode(fields["told"])}, Known)
    except _DAMAGE:
        return None
