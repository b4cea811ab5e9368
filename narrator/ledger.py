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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import msgspec

from narrator.errors import OutputError
from narrator.model import Entry, Listing, plain_url

NAME = "follow.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE source (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, title TEXT, etag TEXT, modified TEXT, leads TEXT NOT NULL,
    checked REAL NOT NULL, error TEXT
);
CREATE TABLE entry (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, told BLOB NOT NULL, html BLOB, digest TEXT, seen REAL NOT NULL, latest TEXT NOT NULL,
    mark TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL, due REAL NOT NULL, reason TEXT, code INTEGER,
    article TEXT, folder TEXT
);
CREATE INDEX entry_article ON entry (article);
CREATE INDEX entry_digest ON entry (digest);
"""
_COLUMNS = "key, source, told, digest, seen, latest, mark, state, attempts, due, reason, code, article, folder"

State: TypeAlias = Literal["waiting", "made", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that a source has named. Times are seconds since 1970.

    entry     what the list said of it, without its text
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


class Ledger:
    """The open file. Use as a context manager; `notice` says so when a damaged one was put aside."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice: str | None = None
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise OutputError(f"Cannot open {path}: {error}.", hint="Check the folder and the disk.") from error
            aside = _put_aside(path)
            self.notice = (
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

    def source(self, where: str) -> Source | None:
        """What is known of a list."""
        row = self._db.execute("SELECT * FROM source WHERE key = ?", (source_key(where),)).fetchone()
        return _source(row) if row else None

    def sources(self) -> list[Source]:
        """All lists that were ever read."""
        return [_source(row) for row in self._db.execute("SELECT * FROM source ORDER BY name")]

    def forget_answer(self, where: str) -> None:
        """Ask for the whole list next time."""
        with self._change() as db:
            db.execute("UPDATE source SET etag = NULL, modified = NULL, kind = '' WHERE key = ?", (source_key(where),))

    def failed_source(self, where: str, reason: str, now: float) -> None:
        """Note that a list could not be read; what is known of it stays."""
        with self._change() as db:
            db.execute(
                "INSERT INTO source VALUES (?, ?, '', NULL, NULL, NULL, '[]', ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET checked = excluded.checked, error = excluded.error",
                (source_key(where), shown(where), now, reason),
            )

    def unchanged_source(self, where: str, now: float) -> None:
        """Note that a list is still the same."""
        with self._change() as db:
            db.execute("UPDATE source SET checked = ?, error = NULL WHERE key = ?", (now, source_key(where)))

    def take(self, where: str, listing: Listing, now: float) -> tuple[int, int]:
        """Note what a list says, and what its server wants to hear next time, in one go; how many are new, and how many changed."""
        key = source_key(where)
        new = changed = 0
        with self._change() as db:
            for entry in listing.entries:
                name = entry_key(entry, key)
                if name is None:
                    continue
                digest = text_digest(entry)
                latest = _mark(entry, digest)
                row = db.execute("SELECT source, latest, state FROM entry WHERE key = ?", (name,)).fetchone()
                told = msgspec.json.encode(replace(entry, html=None))
                if row is None:
                    new += 1
                    db.execute(
                        "INSERT INTO entry (key, source, told, html, digest, seen, latest, state, attempts, due) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0)",
                        (name, key, told, _pack(entry.html), digest, now, latest),
                    )
                # Two lists may tell of one article in different words; the first one is believed, or it would change for ever.
                elif row[0] == key and row[1] != latest:
                    changed += row[2] != "waiting"
                    db.execute(
                        "UPDATE entry SET told = ?, html = ?, digest = ?, latest = ? WHERE key = ?",
                        (told, _pack(entry.html), digest, latest, name),
                    )
            db.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    key, shown(where), listing.kind, listing.title, listing.etag, listing.modified,
                    msgspec.json.encode(listing.leads).decode(), now,
                ),
            )  # fmt: skip
        return new, changed

    def open_entries(self, sources: list[str]) -> list[Known]:
        """What may have to be done: all that is new, failed or changed in these lists, in the order in which it was told."""
        keys = [source_key(where) for where in sources]
        marks = ", ".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE source IN ({marks}) AND (state = 'waiting' OR latest IS NOT mark) ORDER BY rowid",  # noqa: S608 - question marks only
            keys,
        )
        return [_known(row) for row in rows]

    def text(self, key: str) -> str | None:
        """The text that the list holds of an article, as HTML."""
        row = self._db.execute("SELECT html FROM entry WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(row[0]).decode() if row and row[0] is not None else None

    def owner(self, article: str, but: str) -> Known | None:
        """Another entry whose episode this article already is."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE article = ? AND key != ? LIMIT 1",  # noqa: S608 - a constant
            (article, but),
        ).fetchone()
        return _known(row) if row else None

    def twin(self, known: Known) -> Known | None:
        """Another entry without a page, of the same list and with the same text, that was made: its name has changed."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE digest = ? AND source = ? AND key != ? AND state = 'made' LIMIT 1",  # noqa: S608
            (known.digest, known.source, known.key),
        ).fetchone()
        return _known(row) if row else None

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

    def troubled(self) -> list[Known]:
        """All that failed last time, newest first."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM entry WHERE reason IS NOT NULL ORDER BY seen DESC, rowid DESC")  # noqa: S608
        return [_known(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many articles are in each state."""
        return dict(self._db.execute("SELECT state, count(*) FROM entry GROUP BY state").fetchall())


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


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = FULL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise OutputError(f"{path} was written by a newer narrator.", hint="Update narrator.")  # noqa: TRY301
        problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(problem)  # noqa: TRY301 - told as all other damage
        for table in ("source", "entry"):
            db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - two constants
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


def _source(row: tuple[str, str, str, str | None, str | None, str | None, str, float, str | None]) -> Source:
    key, name, kind, title, etag, modified, leads, checked, error = row
    return Source(
        key=key, name=name, kind=kind, title=title, etag=etag, modified=modified, leads=msgspec.json.decode(leads, type=tuple[str, ...]),
        checked=checked, error=error,
    )  # fmt: skip


def _known(row: tuple[object, ...]) -> Known:
    fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
    fields["entry"] = msgspec.json.decode(bytes(fields.pop("told")), type=Entry)  # type: ignore[call-overload]
    return Known(**fields)  # type: ignore[arg-type]
