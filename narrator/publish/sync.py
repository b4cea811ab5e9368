"""narrator publish: a folder of episodes is brought to where people read it, and no reader ever sees half of it.

What names others goes after what it names: hashed files, then each episode's page and manifest, the front page, the
feeds. Each of these is read before the files that it names are looked for, so that it can name nothing that came
later, although the folder may be written to meanwhile. Nothing is remembered between runs: what is there is asked for.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote

from narrator.errors import BrokenEpisode, FeedError, InputError, NarratorError, OutputError
from narrator.events import Event, OnEvent, Retried, Sent, ignore
from narrator.publish import manifest
from narrator.publish.bundle import PAGE
from narrator.publish.feed import FEED, FRONT, LOCAL, STATE
from narrator.publish.lint import home, lint
from narrator.publish.media import hash_in, is_hashed
from narrator.publish.target import FolderTarget, Target, digest, open_target, visible
from narrator.settings import Publish

Result = TypeVar("Result")

LOCK = ".publish.lock"
_LONGEST_WAIT_S = 60.0
_OF_THE_FOLDER = frozenset({STATE, "README.md"})  # for whoever makes episodes there, not for readers
_FEED = re.compile(r"feed(-[a-z0-9-]+)?\.xml")
# What --delete may take away: files that only narrator names so.
_OURS = re.compile(
    r"(?P<folder>[^/]*-[0-9a-f]{6})/(?:index\.html|episode\.json|(?P=folder)-[0-9a-f]{8}\.[a-z0-9.]+)"
    r"|feed-[a-z0-9-]+\.xml|cover-[0-9a-f]{8}\.(?:png|jpg)"
)
_NAMESPACE = "{https://podcastindex.org/namespace/1.0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """What was done, or would be: names sent and removed, in order; files that were there already; what is in doubt."""

    sent: tuple[str, ...]
    bytes: int
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[str, ...]


def sync(
    folder: str | Path,
    where: str,
    settings: Publish,
    *,
    delete: bool = False,
    dry_run: bool = False,
    everything: bool = False,
    on_event: OnEvent = ignore,
) -> Sync:
    """Publish a folder of episodes.

    where       a folder, or s3://bucket/prefix
    delete      take away there what narrator made and the folder no longer has
    dry_run     only say what would be done
    everything  send also what is there already, for new Cache-Control and types

    A failure that may pass is tried again. Whenever it ends, the feed that is there names only what is there, in full.
    Raises InputError, FeedError when the feed names what the folder does not have, OutputError, TargetUnavailable,
    TargetRefused.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError(f"There is no folder {root}.", hint="narrator make … -o DIR makes episodes in it.")
    target = open_target(where, settings)
    if isinstance(target, FolderTarget):
        here, there = root.resolve(), target.root.resolve()
        if here.is_relative_to(there) or there.is_relative_to(here):
            raise InputError(f"{there} and {here} lie in each other.", hint="Publish to another folder.")
    with _alone(root, dry_run=dry_run):
        run = _Run(root, target, settings, dry_run=dry_run, everything=everything, on_event=on_event)
        run.send_all()
        if delete:
            run.remove_gone()
        return run.result()


class _Run:
    """One run: what is there, and what was done about it."""

    def __init__(
        self, root: Path, target: Target, settings: Publish, *, dry_run: bool, everything: bool, on_event: OnEvent
    ) -> None:
        self._root = root
        self._target = target
        self._settings = settings
        self._dry_run = dry_run
        self._everything = everything
        self._on_event = on_event
        self._turn = threading.Lock()
        self._over = threading.Event()
        self._there = dict(self._steadily(target.sizes, "the list of files"))
        self._sent: list[str] = []
        self._bytes = self._unchanged = 0
        self._removed: list[str] = []
        self._problems: list[str] = []
        self._feeds: dict[str, bytes] = {}

    def result(self) -> Sync:
        """What this run came to."""
        return Sync(
            sent=tuple(self._sent),
            bytes=self._bytes,
            removed=tuple(self._removed),
            unchanged=self._unchanged,
            problems=tuple(self._problems),
        )

    def send_all(self) -> None:
        """Everything in its order."""
        # read first, sent last
        feeds = sorted((name for name in _top(self._root) if _FEED.fullmatch(name)), key=lambda name: name == FEED)
        read = {name: self._read(name) for name in (FRONT, *feeds)}
        last = {name: data for name, data in read.items() if data is not None}
        names = list(visible(self._root))
        bundles = [name.partition("/")[0] for name in names if re.fullmatch(rf"[^/]+/{manifest.NAME}", name)]
        if not bundles:
            raise InputError(f"There are no episodes in {self._root}.", hint="narrator make … -o DIR makes some.")
        documents = {f"{bundle}/{file}" for bundle in bundles for file in (PAGE, manifest.NAME)}
        self._send_files(name for name in names if name not in documents | last.keys() | _OF_THE_FOLDER)
        for bundle in bundles:
            self._send_bundle(bundle)
        if FRONT in last:
            self._send(FRONT, last[FRONT])
        self._feeds = {name: last[name] for name in feeds if name in last}
        self._insist_on_what_is_named(self._feeds)
        for name, data in self._feeds.items():
            self._send(name, data)

    def remove_gone(self) -> None:
        """What narrator made and the folder no longer has: first what names others, sound last."""
        there = self._there if self._dry_run else self._steadily(self._target.sizes, "the list of files")
        if FEED in there and FEED not in self._feeds:
            raise FeedError(
                f"There is a {FEED} there and none here, so nothing was removed: it may name what would go.",
                hint="narrator feed build",
            )
        here = set(visible(self._root))
        gone = [name for name in there if _OURS.fullmatch(name) and name not in here]
        for name in gone:  # a feed of there that is not here is itself among them, and goes first
            feed = next((feed for feed, data in self._feeds.items() if f"/{quote(name)}".encode() in data), None)
            if feed:
                raise FeedError(
                    f"{feed} names {name}, which {self._root} no longer has, so nothing was removed.",
                    hint=_up_to_date(feed),
                )
        for name in sorted(gone, key=lambda name: (_weight(name), name)):
            if not self._dry_run:
                self._steadily(lambda name=name: self._target.remove(name), name)  # type: ignore[misc] # bound in the loop
            self._removed.append(name)
            self._tell(Sent(source=name, name=name, bytes=there[name], removed=True))

    # ------------------------------------------------------------------------------------------------ sending

    def _send_files(self, names: Iterable[str]) -> None:
        """Files that name no others, several at once."""
        pool = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="narrator-publish")
        try:
            for done in as_completed([pool.submit(self._send, name, self._root / name) for name in names]):
                done.result()
        except BaseException:
            self._over.set()  # the others give up too, rather than wait for better times
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _send_bundle(self, folder: str) -> None:
        """The page and the manifest of an episode, after whatever came into its folder before they were read."""
        page, record = self._read(f"{folder}/{PAGE}"), self._read(f"{folder}/{manifest.NAME}")
        if record is None:
            return
        try:
            known = manifest.decode(record, folder)
        except BrokenEpisode as error:
            self._problems.append(f"Left out: {error.message}")
            return
        new = [name for name in self._inside(folder) if is_hashed(name) and name not in self._there]
        self._send_files(new)
        sizes = {known.audio.file: known.audio.bytes} | {side.file: None for side in known.files.values()}
        for file, size in sizes.items():
            found = self._there.get(f"{folder}/{file}")
            if found is None or size not in (None, found):
                self._problems.append(f"Left out: {folder} names {file}, which is missing or damaged.")
                return
        if page is not None:
            self._send(f"{folder}/{PAGE}", page)
        self._send(f"{folder}/{manifest.NAME}", record)

    def _inside(self, folder: str) -> Iterator[str]:
        return (f"{folder}/{name}" for name in _top(self._root / folder))

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(f"Cannot read {self._root / name}: {error.strerror}.") from error

    def _send(self, name: str, data: bytes | Path) -> None:
        """One file, unless it is there."""
        try:
            size = data.stat().st_size if isinstance(data, Path) else len(data)
            if not self._everything and self._there.get(name) == size and (is_hashed(name) or self._same(name, data)):
                with self._turn:
                    self._unchanged += 1
                return
            if is_hashed(name) and not digest("sha256", data).startswith(hash_in(name)):
                with self._turn:
                    self._problems.append(f"Left out: {name} is damaged. Make its episode again.")
                return
            if not self._dry_run:
                self._steadily(lambda: self._target.put(name, data), name)
        except FileNotFoundError:
            return  # somebody took it away since the listing; if it is needed, that is noticed before the feed goes
        with self._turn:
            self._there[name] = size
            self._sent.append(name)
            self._bytes += size
        self._tell(Sent(source=name, name=name, bytes=size))

    def _same(self, name: str, data: bytes | Path) -> bool:
        return self._steadily(lambda: self._target.holds(name, data), name)

    def _insist_on_what_is_named(self, feeds: dict[str, bytes]) -> None:
        """Before a feed goes: all that it names must be there, as long as it says. The host is asked, not our memory."""
        if FEED not in feeds:
            self._problems.append(f"There is no {FEED}, so there is no podcast: narrator feed build writes it.")
        there = self._there if self._dry_run or not feeds else self._steadily(self._target.sizes, "the list of files")
        for feed, data in feeds.items():
            base, named = _named(feed, data)
            if base == LOCAL:
                self._problems.append(
                    f"The addresses in {feed} begin with {LOCAL}, so no podcast app can play it. "
                    "Set base_url in [podcast] of narrator.toml, then: narrator feed build."
                )
            for name, length in named:
                if name not in there or length not in (None, there[name]):
                    raise FeedError(
                        f"{feed} names {name}, which is missing or of another length, so the feed was not published.",
                        hint=f"{_up_to_date(feed)}; narrator check finds damaged episodes.",
                    )

    # --------------------------------------------------------------------------------------------- going steady

    def _steadily(self, action: Callable[[], Result], name: str) -> Result:
        """Do it, and again after a while when a failure may pass."""
        attempt = 0
        while True:
            try:
                return action()
            except NarratorError as error:
                attempt += 1
                if not error.retryable or attempt > self._settings.retries or self._over.is_set():
                    raise
                wait = min(_LONGEST_WAIT_S, self._settings.retry_wait_s * 2 ** (attempt - 1))
                self._tell(Retried(source=name, reason=str(error), attempt=attempt, wait_s=wait))
                self._over.wait(wait)

    def _tell(self, event: Event) -> None:
        with self._turn:
            self._on_event(event)


def _top(folder: Path) -> list[str]:
    """Files of a folder itself, by name, without hidden ones."""
    with suppress(FileNotFoundError):
        return sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return []


def _named(feed: str, data: bytes) -> tuple[str, list[tuple[str, int | None]]]:
    """Where a feed says that its folder is, and the files in it that it names, with the lengths of the sound."""
    channel = lint(data)[1]
    if channel is None:
        raise FeedError(f"{feed} is no feed.", hint="narrator feed build writes it.")
    base = home(channel)
    named: list[tuple[str, int | None]] = []
    for item in channel.findall("item"):
        for tag in ("enclosure", f"{_NAMESPACE}transcript", f"{_NAMESPACE}chapters"):
            for node in item.findall(tag):
                url, length = node.get("url", ""), node.get("length", "")
                if url.startswith(base):
                    named.append((unquote(url.removeprefix(base)), int(length) if length.isdigit() else None))
    return base, named


def _up_to_date(feed: str) -> str:
    """What to do about a feed that names what is gone; a further one may have been taken out of the settings."""
    built = "narrator feed build brings the feed up to date"
    return built if feed == FEED else f"{built}, if [podcast.feeds] still has it; else delete {feed} here"


def _weight(name: str) -> int:
    """The order in which things go away."""
    if name.endswith(".xml"):
        return 0
    if not is_hashed(name):
        return 1
    return 3 if name.endswith(".mp3") else 2


@contextmanager
def _alone(root: Path, *, dry_run: bool) -> Iterator[None]:
    """One run of a folder at a time, where the system has locks and the folder can be written to."""
    handle = None
    if os.name != "nt" and not dry_run:
        import fcntl  # Unix only

        with suppress(OSError):
            handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        if handle is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                os.close(handle)
                raise OutputError(
                    f"{root} is being published by another run.", hint="Wait until it has ended."
                ) from error
            except OSError:
                pass  # a file system without locks
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
