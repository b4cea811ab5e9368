"""A reading list that turns into a podcast by itself: one run, in order. Read pipeline.py first.

    source.read_listing   each feed, sitemap, list of addresses …         -> Listing
    Ledger.take           what is new in it, and what has changed         -> Known
    _due                  whose turn it is: limits, waits, newest first
    _article              the list's own text if it is whole, or the page -> Article
    _keep_the_better      no teaser takes the place of an episode
    pipeline.make         the whole line                                  -> Episode
    Ledger.note           done; or failed, with the reason and the time of the next try

A kill between any two steps costs nothing but the step: what is noted is on the disk, and an episode that was published but
not noted is found by its identity and not made again.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec.structs import replace as replace_setting

from narrator import article as cleaning
from narrator import casting, pipeline, publish
from narrator import source as reading
from narrator.errors import (
    AddressRefused,
    Cancelled,
    EngineUnavailable,
    FeedError,
    FetchError,
    InputError,
    MissingExtra,
    NarratorError,
    NotAnArticle,
    OutputError,
    SettingsError,
    Unforeseen,
    UnknownEngine,
)
from narrator.events import (
    EntryDone,
    EntryDue,
    EntryFailed,
    EntryLeft,
    Event,
    ListFailed,
    ListRead,
    OnEvent,
    RunFinished,
    Warned,
    ignore,
)
from narrator.ledger import NAME, Known, Ledger, discreet, shown, source_key
from narrator.model import Article, Entry, Episode, Page, plain_url
from narrator.settings import Settings
from narrator.standing import Run, folder_of, iso, looking_at, read_status, write_status
from narrator.store import PRIVATE, FolderStore, hold

STATUS = "status.json"
_DAY_S = 86_400.0
_DEPTH = 3  # an OPML file may name a web page that names a feed, or a sitemap's index
_LISTS = 2000
_TIRED = 3  # failures in a row that are not the article's: of the engine, the disk, one host
_SHRUNK = 0.5  # a page that holds less than this share of what was read is another page
_FATAL = (SettingsError, UnknownEngine, MissingExtra)
_NOBODYS = (EngineUnavailable, OutputError)
_HOPELESS = (AddressRefused, InputError)

Clock: TypeAlias = Callable[[], float]


def follow(
    sources: Sequence[str],
    settings: Settings,
    *,
    output: str | Path | None = None,
    wishes: casting.Wishes = casting.NO_WISHES,
    dry_run: bool = False,
    retry: bool = False,
    on_event: OnEvent = ignore,
    clock: Clock = time.time,
) -> Run:
    """Read the lists once, and make what is new.

    sources   addresses or paths of feeds, sitemaps, OPML files, lists; those of [follow] if there are none
    wishes    engine and voice; an episode that is corrected keeps its own
    dry_run   make nothing and note nothing; the events say what would be done
    retry     try at once all that failed before

    Raises InputError or SettingsError for what makes no sense, FolderBusy when another narrator is at work in the folder,
    Cancelled. All else that goes wrong is in the result.
    """
    work = _Work.of(sources, settings, output=output, wishes=wishes, on_event=on_event, clock=clock)
    if dry_run:
        return work.rehearse(retry=retry)
    with hold(work.store.root):
        return work.run(retry=retry)


def keep_following(
    sources: Sequence[str],
    settings: Settings,
    *,
    every_s: float,
    output: str | Path | None = None,
    wishes: casting.Wishes = casting.NO_WISHES,
    on_event: OnEvent = ignore,
    clock: Clock = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Run]:
    """As `follow`, again and again, every `every_s` seconds; yields each run when it is done, and holds the folder all the while."""
    work = _Work.of(sources, settings, output=output, wishes=wishes, on_event=on_event, clock=clock)
    with hold(work.store.root):
        while True:
            begun = time.monotonic()
            yield work.run(every_s=every_s)
            sleep(max(1.0, every_s - (time.monotonic() - begun)))


@dataclass(kw_only=True)
class _Work:
    """Everything that the steps of a run share."""

    sources: tuple[str, ...]
    settings: Settings
    limits: reading.Limits
    store: FolderStore
    wishes: casting.Wishes
    on_event: OnEvent
    clock: Clock
    manners: reading.Manners
    made: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    failed: list[tuple[str, NarratorError]] = field(default_factory=list)
    warned: set[str] = field(default_factory=set)
    lists: list[str]
    followed: set[str] = field(default_factory=set)
    feed_stands: bool = False

    @classmethod
    def of(
        cls, sources: Sequence[str], settings: Settings, *, output: str | Path | None, wishes: casting.Wishes, on_event: OnEvent, clock: Clock
    ) -> _Work:  # fmt: skip
        """Check what can be checked before anything is touched."""
        named = tuple(dict.fromkeys(sources or settings.follow.sources))
        if not named:
            raise InputError(
                "There is no source to follow.",
                hint="narrator follow https://example.com/feed.xml, or set sources in [follow] of narrator.toml.",
            )
        return cls(
            sources=named, settings=settings, limits=reading.Limits(settings.follow), store=folder_of(output or settings.output), wishes=wishes,
            on_event=on_event, clock=clock, lists=list(named), manners=reading.Manners(settings.fetch, settings.follow),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------ the run

    def run(self, *, retry: bool = False, every_s: float | None = None) -> Run:
        """One run from the lists to the notes."""
        for told in (self.made, self.corrected, self.failed):
            told.clear()
        self.warned.clear()
        begun = self.clock()
        past = read_status(self.store.root)
        now = {"state": "running", "started": iso(begun), "sources": len(self.sources), "lists": past.get("lists")}
        write_status(self.store.root, now)
        left, next_at, stopped = 0, None, None
        try:
            with Ledger(self.store.root / PRIVATE / NAME, self._warn) as ledger:
                if retry:
                    ledger.forgive()
                try:
                    self._keep_feed(anew=past.get("state") == "running" or past.get("folder") != self._folder_mark())
                    self._work_through(ledger)
                finally:
                    left, next_at = self._left(ledger)
        except (KeyboardInterrupt, Cancelled):
            self._finish(begun, left, next_at, Cancelled("Stopped."), every_s)
            raise
        except NarratorError as error:
            stopped = error
        except Exception as error:
            self._finish(begun, left, next_at, _foreseen(error), every_s)
            raise
        return self._finish(begun, left, next_at, stopped, every_s)

    def _work_through(self, ledger: Ledger) -> None:
        """Read, make, note."""
        self._read_lists(ledger)
        due, _ = self._due(ledger.open_entries(self.lists))
        tired: Counter[str] = Counter()
        for known in due:
            host = urlsplit(known.entry.url or "").netloc
            if tired[host] >= _TIRED:
                self._tell(
                    EntryLeft(source=known.name, title=known.entry.title, reason=f"{host} fails; in a later run")
                )
                continue
            error = self._do(ledger, known)
            tired[host] = tired[host] + 1 if isinstance(error, FetchError) else 0
            tired["/"] = tired["/"] + 1 if isinstance(error, _NOBODYS) else 0
            if error is not None and tired["/"] >= _TIRED:
                raise error

    def _left(self, ledger: Ledger) -> tuple[int, float | None]:
        """How many articles are left, and when the next of them is due."""
        still = [known.due for known in ledger.open_entries(self.lists) if not self._refuse(known)]
        return len(still), max(min(still), self.clock()) if still else None

    def rehearse(self, *, retry: bool) -> Run:
        """The same up to the making, on a copy of what is known."""
        held = hold(self.store.root) if (self.store.root / PRIVATE).is_dir() else nullcontext()
        with held, looking_at(self.store.root / PRIVATE / NAME) as ledger:
            if retry:
                ledger.forgive()
            self._read_lists(ledger)
            due, waiting = self._due(ledger.open_entries(self.lists), tell=True)
            for known in due:
                self._tell(EntryDue(source=known.name, title=known.entry.title, why=_why(known)))
        return Run(failed=tuple(self.failed), left=len(due) + len(waiting))

    # ---------------------------------------------------------------------------------------------- the lists

    def _read_lists(self, ledger: Ledger) -> None:
        """Read every list, and the lists that they lead to."""
        self.lists = self._walk(lambda where: known.leads if (known := ledger.source(where)) else ())
        self.followed = set(map(source_key, self.lists))
        self.lists = self._walk(lambda where: self._read_list(ledger, where))

    def _walk(self, leads_of: Callable[[str], tuple[str, ...]]) -> list[str]:
        """The sources, and all lists that they lead to."""
        queue = [(where, 0) for where in self.sources]
        seen: dict[str, None] = {}
        while queue and len(seen) < _LISTS:
            where, depth = queue.pop(0)
            if where in seen:
                continue
            seen[where] = None
            leads = leads_of(where)
            if depth < _DEPTH:
                queue += [(lead, depth + 1) for lead in leads]
        return list(seen)

    def _read_list(self, ledger: Ledger, where: str) -> tuple[str, ...]:
        """Read one list and note what it says; the lists it leads to. What is told of it shows no secret of its address."""
        known, name = ledger.source(where), shown(where)
        self.followed.add(source_key(where))
        if known and known.kind == "web page" and known.leads and not known.error:
            feed = ledger.source(known.leads[0])
            if feed is None or not feed.error or self._waits(feed.due):
                return known.leads  # the feed that the page named is asked itself
        if known and self._waits(known.due):
            self._warn(f"{name} is not asked before {iso(known.due)}: {known.error}", name)
            return known.leads
        try:
            if reading.address(where):
                self.manners.come_to(where, invited=True)
            listing = reading.read_listing(
                where, self.settings.fetch, max_bytes=self.settings.follow.max_bytes,
                etag=known.etag if known else None, modified=known.modified if known else None,
            )  # fmt: skip
        except Exception as reason:  # noqa: BLE001 - whatever a stranger's list does, the others are read
            error = _foreseen(reason)
            error.message, error.hint = discreet(error.message), error.hint and discreet(error.hint)
            attempts, due = 0, 0.0
            if isinstance(error, FetchError) and error.retry_after_s is not None:
                # The server wants to be left alone; where there is no network, the next run may find one.
                attempts = (known.attempts if known else 0) + 1
                due = self.clock() + self._wait_s(attempts, error)
            ledger.failed_source(where, error.message, self.clock(), attempts=attempts, due=due)
            self.failed.append((name, error))
            self._tell(ListFailed(source=name, reason=error.message, hint=error.hint, exit_code=error.exit_code))
            return known.leads if known else ()
        if listing is None:
            ledger.unchanged_source(where, self.clock())
            self._tell(
                ListRead(source=name, kind=known.kind if known else "", entries=0, new=0, changed=0, unchanged=True)
            )
            return known.leads if known else ()
        listing = replace(listing, entries=tuple(_without_teaser(entry) for entry in listing.entries))
        new, changed = ledger.take(where, listing, self.clock(), followed=self.followed)
        self._tell(
            ListRead(
                source=name, kind=listing.kind, entries=len(listing.entries), new=new, changed=changed, unchanged=False
            )
        )
        for notice in listing.notices:
            self._warn(notice, name)
        return listing.leads

    # --------------------------------------------------------------------------------------------- whose turn

    def _due(self, candidates: list[Known], *, tell: bool = False) -> tuple[list[Known], list[float]]:
        """Those whose turn it is, newest first, and when the turn of the others comes; `tell` says why of each."""
        due: list[Known] = []
        waiting: list[float] = []
        for known in candidates:
            if reason := self._refuse(known):
                if tell:
                    self._tell(EntryLeft(source=known.name, title=known.entry.title, reason=reason))
            elif self._waits(known.due):
                waiting.append(known.due)
                if tell:
                    why = f"waits until {iso(known.due)}: {known.reason or 'nothing had changed last time'}"
                    self._tell(EntryLeft(source=known.name, title=known.entry.title, reason=why))
            else:
                due.append(known)
        due.sort(key=lambda known: -reading.date_of(known.entry, known.seen))
        most = self.settings.follow.max
        if most is not None and len(due) > most:
            self._warn(
                f"{len(due) - most:,} more wait for later runs: at most {most:,} are made in one (--max, or max in [follow])."
            )
            waiting += [0.0] * (len(due) - most)
            due = due[:most]
        return due, waiting

    def _refuse(self, known: Known) -> str | None:
        """Why an article is left alone, whenever its turn may come."""
        gone = known.state == "made" and known.folder and not (self.store.root / known.folder).exists()
        if gone and known.article and publish.find(self.store, known.article) is None:
            return "its episode was deleted"
        return self.limits.refuse(known.entry, known.seen)

    # ------------------------------------------------------------------------------------------------- making

    def _do(self, ledger: Ledger, known: Known) -> NarratorError | None:
        """Make one article, and note what came of it. Raises what would stop every other article as well."""
        if known.state == "gone":
            known = replace(known, attempts=0, state="waiting")
        self._tell(EntryDue(source=known.name, title=known.entry.title, why=_why(known)))
        try:
            outcome, identity, folder = self._make(ledger, known)
        except (*_FATAL, Cancelled):
            raise
        except Exception as reason:  # noqa: BLE001 - whatever a stranger's page does, the others are made
            error = _foreseen(reason)
            self._note_failure(ledger, known, error)
            return error
        again = known.attempts + 1 if outcome == "unchanged" and known.state == "made" else 0
        done = replace(
            known, state="made", mark=known.latest, attempts=again, due=self.clock() + self._wait_s(again) if again else 0.0,
            reason=None, code=None, article=identity, folder=folder,
        )  # fmt: skip
        ledger.note(done)
        {"made": self.made, "corrected": self.corrected}.get(outcome, []).append(folder)
        self._tell(
            EntryDone(source=known.name, title=known.entry.title, outcome=outcome, path=str(self.store.root / folder))
        )
        return None

    def _make(self, ledger: Ledger, known: Known) -> tuple[str, str, str]:
        """(outcome, identity, folder) of the episode of one article."""
        twin = ledger.twin(known) if known.entry.url is None and known.state != "made" else None
        if twin:
            return "known", *twin
        article = self._article(ledger, known)
        if known.article:  # an episode keeps its name, whatever its page or its list calls it now
            kind, _, name = known.article.partition(":")
            article = replace(article, url=name) if kind == "url" else replace(article, url=None, sha256=name)
        before = self._episode(article)
        if (
            before
            and known.entry.url
            and before.title.casefold() != (article.title or "").casefold()
            and ledger.owned(article.identity, but=known.key)
        ):
            # A canonical address that several articles share is none.
            article = replace(article, url=plain_url(known.entry.url))
            before = self._episode(article)
        if before:
            self._keep_the_better(article, before)
        episode = pipeline.make(
            article, self.settings, output=self.store.root, wishes=self.wishes, on_event=lambda event: self._tell(replace(event, source=known.name))
        )  # fmt: skip
        if before is None:
            outcome = "made"
        elif before.manifest["audio"]["sha256"] != episode.manifest["audio"]["sha256"]:
            outcome = "corrected"
        else:
            outcome = "unchanged" if known.state == "made" else "known"
        return outcome, article.identity, episode.path.name

    def _article(self, ledger: Ledger, known: Known) -> Article:
        """The article, from the list's own text if that is whole, else from its page. Raises what reading and cleaning raise."""
        entry = known.entry
        text = ledger.text(known.key)
        if text and entry.url is None:
            article = _completed(self._prepare_alone(reading.as_page(entry, text), known), entry)
            return replace(article, url=None, sha256=sha256(known.key.encode()).hexdigest())
        if text and reading.is_whole(text):  # an older narrator kept teasers too
            with suppress(NotAnArticle):
                article = _completed(self._prepare(reading.as_page(entry, text), known, self.settings), entry)
                if cleaning.cut_short(article) is None:
                    return replace(article, url=plain_url(known.entry.url or ""))
        if entry.url is None:
            raise NotAnArticle("The entry has neither a link nor a text.")
        page = reading.read(entry.url, self.settings.fetch, come_to=self.manners.come_to)
        article = _completed(self._prepare(page, known, self.settings), entry)
        if doubt := cleaning.cut_short(article):
            raise NotAnArticle(doubt, hint=f"To have it all the same: narrator make {entry.url}")
        return replace(article, url=reading.own_address(article.url, plain_url(page.url or entry.url)))

    def _prepare_alone(self, page: Page, known: Known) -> Article:
        """A text that has no page beside it; what is too short to be told from chrome is all of it the article."""
        try:
            return self._prepare(page, known, self.settings)
        except NotAnArticle:
            clean = replace_setting(self.settings.clean, keep=(*self.settings.clean.keep, "css:article"))
            return self._prepare(page, known, replace_setting(self.settings, clean=clean))

    def _prepare(self, page: Page, known: Known, settings: Settings) -> Article:
        return pipeline.prepare(page, settings, on_event=lambda event: self._tell(replace(event, source=known.name)))

    def _episode(self, article: Article) -> Episode | None:
        """The episode of an article that is there and whole."""
        folder = publish.find(self.store, article.identity)
        if folder is None:
            return None
        try:
            return publish.load(self.store.root / folder)
        except OutputError:
            return None

    def _keep_the_better(self, article: Article, episode: Episode) -> None:
        """Refuse a page that has lost most of its text since its episode was made."""
        script = episode.manifest["files"].get("script", {}).get("file")
        then = len(self.store.get(f"{episode.path.name}/{script}").split()) if script else 0
        now = len(f"{article.title or ''} {article.text}".split())
        if now < then * _SHRUNK:
            raise NotAnArticle(
                f"The page holds {now:,} words now, where {then:,} were read, so the episode was left as it is.",
                hint="If the article has really become so short: narrator make makes it anew.",
            )

    def _note_failure(self, ledger: Ledger, known: Known, error: NarratorError) -> None:
        attempts = known.attempts + 1
        hopeless = isinstance(error, _HOPELESS) or attempts >= self.settings.follow.attempts
        due = 0.0 if hopeless else self.clock() + self._wait_s(attempts, error)
        noted = replace(known, attempts=attempts, due=due, reason=error.message, code=error.exit_code)
        if hopeless:
            noted = replace(noted, mark=known.latest, state="made" if known.state == "made" else "gone")
        ledger.note(noted)
        self.failed.append((known.name, error))
        self._tell(
            EntryFailed(
                source=known.name, title=known.entry.title, reason=error.message, hint=error.hint, exit_code=error.exit_code,
                attempt=attempts, again_at=None if hopeless else iso(due),
            )
        )  # fmt: skip

    def _wait_s(self, attempts: int, error: NarratorError | None = None) -> float:
        """Twice as long after each attempt, or as long as the server asks for; a day at most."""
        asked = error.retry_after_s if isinstance(error, FetchError) else None
        growing = self.settings.follow.retry_s * 2.0 ** min(attempts - 1, 30)
        return min(max(growing, asked or 0.0), self._longest_s)

    def _waits(self, due: float) -> bool:
        """Whether it is too early. A time that is further away than any wait was noted before the clock was set back."""
        return self.clock() < due <= self.clock() + self._longest_s

    @property
    def _longest_s(self) -> float:
        return max(_DAY_S, self.settings.follow.retry_s)

    # ------------------------------------------------------------------------------------------------ telling

    def _keep_feed(self, *, anew: bool) -> None:
        """Begin the feed with the first run. `make` keeps it, but `anew` says that the folder has changed without it."""
        begun = self.store.exists("feed.json") and self.store.exists("feed.xml")
        self.feed_stands = begun and not anew
        if self.feed_stands:
            return
        try:
            problems = publish.build_feed(self.store, self.settings.podcast).problems
            self.feed_stands = True
        except FeedError as error:
            if not begun:
                raise
            problems = (f"The feed could not be brought up to date: {error}",)
        for problem in problems:
            self._warn(problem)

    def _folder_mark(self) -> int | None:
        """Another one when a folder or a file has come or gone."""
        with suppress(OSError):
            return self.store.root.stat().st_mtime_ns
        return None

    def _tell(self, event: Event) -> None:
        """Hand an event on; the same warning once a run."""
        if isinstance(event, Warned):
            if event.message in self.warned:
                return
            self.warned.add(event.message)
        self.on_event(event)

    def _warn(self, message: str, source: str = "") -> None:
        self._tell(Warned(source=source, message=message))

    def _finish(
        self, begun: float, left: int, next_at: float | None, stopped: NarratorError | None, every_s: float | None
    ) -> Run:
        """Write down how it went, where `read_status` finds it."""
        run = Run(
            made=tuple(self.made), corrected=tuple(self.corrected), failed=tuple(self.failed), left=left, next_at=next_at, stopped=stopped
        )  # fmt: skip
        now = self.clock()
        next_run = iso(begun + every_s) if every_s and not isinstance(stopped, Cancelled) else None
        write_status(self.store.root, {
                "state": "idle", "started": iso(begun), "finished": iso(now), "sources": len(self.sources), "made": self.made,
                "corrected": self.corrected, "failed": [{"source": name, "reason": error.message} for name, error in self.failed],
                "left": left, "next_run": next_run, "next_due": iso(next_at) if next_at else None,
                "exit_code": run.exit_code, "error": stopped.message if stopped else None,
                "lists": [source_key(where) for where in self.lists], "folder": self._folder_mark() if self.feed_stands else None,
            }
        )  # fmt: skip
        self._tell(
            RunFinished(
                made=len(run.made), corrected=len(run.corrected), failed=len(run.failed), left=left, next_at=next_run or (iso(next_at) if next_at else None)
            )
        )  # fmt: skip
        return run


def _completed(article: Article, entry: Entry) -> Article:
    """What the page does not say of itself, the list may know."""
    return replace(
        article,
        title=article.title or entry.title,
        byline=article.byline or entry.authors,
        published=article.published or entry.published,
    )


def _without_teaser(entry: Entry) -> Entry:
    """Where there is a page, only a whole text is of use."""
    teaser = entry.url and entry.html and not reading.is_whole(entry.html)
    return replace(entry, html=None) if teaser else entry


def _why(known: Known) -> str:
    return "updated" if known.state == "made" else "again" if known.attempts else "new"


def _foreseen(error: Exception) -> NarratorError:
    if isinstance(error, NarratorError):
        return error
    told = Unforeseen(f"Narrator failed in a way that nobody foresaw: {type(error).__name__}: {error}")
    return told.with_traceback(error.__traceback__)
