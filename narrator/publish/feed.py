"""The bundles of a folder become a podcast: feed.xml, and what only the feed knows, feed.json.

The feed is rebuilt from the bundles each time, so it cannot drift from them. feed.json keeps what must never change
once apps have seen it: the podcast's GUID, and the date of each episode.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from narrator.errors import FeedError, SettingsError
from narrator.model import plain
from narrator.publish import artwork, front, page, rss
from narrator.publish.manifest import Manifest, episodes
from narrator.publish.markup import web_url
from narrator.publish.rss import Channel, Item
from narrator.publish.rules import is_email, is_language, unknown_category
from narrator.settings import Selection, Show
from narrator.store import FolderStore, Store, turn

FEED = "feed.xml"
STATE = "feed.json"
FRONT = "index.html"
PLAYER = "narrator-player.js"
LOCAL = "http://127.0.0.1:8000/"
DISCLOSURE = "This audio is created with AI assistance."
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that was written: its name in the store, how many episodes it has, and what was left out or is in doubt."""

    name: str
    episodes: int
    problems: tuple[str, ...]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """feed.json: what apps hold on to.

    guids      podcast:guid of each feed, by its file
    published  date of each episode as apps were first told it, in ISO 8601, by its id: the article's, or when it was made
    """

    schema: int = 1
    guids: dict[str, str] = {}
    published: dict[str, str] = {}


def build_feed(store: Store, show: Show) -> Feed:
    """Write the feed of all episodes in `store`.

    show   [podcast] of the settings; `base_url` is where the folder is online

    Files that would not change are left alone. Several builds at once never lose an episode: they take turns, and each
    one reads the bundles after its turn came. Raises SettingsError, FeedError, OutputError.
    """
    if isinstance(store, FolderStore) and not store.root.is_dir():
        raise FeedError(f"There is no folder {store.root}.", hint="narrator make … -o DIR makes episodes in it.")
    _check(show)
    problems: list[str] = []
    base = _base(show, problems)
    with turn(store) as alone:
        found, broken = episodes(store)
        items, left_out = _write(store, show, base, found)
        while not alone:  # somebody may have published since, and written a feed that this one has just replaced
            seen, (found, broken) = found, episodes(store)
            if found == seen:
                break
            items, left_out = _write(store, show, base, found)
    problems += [f"Left out of the feed: {error.message}" for error in broken] + left_out
    return Feed(name=FEED, episodes=items, problems=tuple(problems))


def _write(store: Store, show: Show, base: str, found: list[tuple[str, Manifest]]) -> tuple[int, list[str]]:
    """Write the state, the feeds and the front page; the number of items, and what was left out."""
    old = _state(store)
    items, state, left_out = _items(found, old)
    cover = artwork.place(store, show.image)
    feeds = list(_feeds(show))
    if show.base_url:
        guids = {file: state.guids.get(file) or podcast_guid(base + file) for file, _, _ in feeds}
        state = msgspec.structs.replace(state, guids=state.guids | guids)
    # The state goes first: a feed must never show a date or a GUID that could be forgotten.
    if state != old or not store.exists(STATE):
        store.put(STATE, msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n")
    for file, channel_show, selection in feeds:
        chosen = _newest([item for item in items if _matches(item, selection)], selection.last)
        channel = Channel(
            show=channel_show,
            base=base,
            file=file,
            guid=state.guids.get(file),
            cover=cover,
            disclosure=chosen[0].manifest.disclosure if chosen else DISCLOSURE,
        )
        if not _is_ours(store, file, rss.GENERATOR):
            raise FeedError(f"{file} was not written by narrator, so it was left alone.", hint="Choose another folder.")
        if file == FEED:
            _put(store, PLAYER, page.asset(PLAYER).encode())
            if _is_ours(store, FRONT, page.GENERATOR):
                _put(store, FRONT, front.write(show, channel, items))
            else:
                left_out.append(f"{FRONT} was not written by narrator, so it was left alone.")
        _put(store, file, rss.write(channel, chosen))
    return len(items), left_out + _forsaken(store, state.guids.keys() - {file for file, _, _ in feeds})


def _forsaken(store: Store, files: Collection[str]) -> list[str]:
    """What to say of feeds that no setting asks for any more. They may have subscribers, so they are left as they are."""
    further = {file: re.fullmatch(r"feed-([a-z0-9-]+)\.xml", file) for file in sorted(files)}
    return [
        f"{file} is not kept up: narrator.toml has no [podcast.feeds.{found[1]}] any more. Bring it back, or delete {file}."
        for file, found in further.items()
        if found and store.exists(file) and _is_ours(store, file, rss.GENERATOR)
    ]


def _is_ours(store: Store, name: str, mark: str) -> bool:
    """True when nothing is there, or what narrator wrote: a folder of somebody's web site may be the output."""
    try:
        return mark.encode() in store.get(name)
    except FileNotFoundError:
        return True


def _feeds(show: Show) -> Iterator[tuple[str, Show, Selection]]:
    """(file, what its channel says, what is in it) of the feed and of each further one; the front page leads to the first."""
    yield FEED, show, Selection(last=show.last)
    for name, selection in show.feeds.items():
        title = selection.title or f"{show.title}: {name}"
        told = msgspec.structs.replace(show, title=title, description=selection.description or show.description)
        yield f"feed-{name}.xml", told, selection


def _matches(item: Item, selection: Selection) -> bool:
    manifest = item.manifest
    authors = [name.casefold() for name in manifest.byline]
    return (
        (not selection.author or selection.author.casefold() in authors)
        and (not selection.site or selection.site.casefold() == (manifest.site or "").casefold())
        and (not selection.tag or selection.tag.casefold() in {tag.casefold() for tag in manifest.tags})
        and (not selection.language or manifest.language.casefold().startswith(selection.language.casefold()))
    )


def _put(store: Store, name: str, data: bytes) -> None:
    if not (store.exists(name) and store.get(name) == data):
        store.put(name, data)


def podcast_guid(feed_url: str) -> str:
    """UUIDv5 of the feed's address without scheme and trailing slashes, as the podcast namespace defines it."""
    return str(uuid.uuid5(_PODCAST_NAMESPACE, feed_url.partition("://")[2].rstrip("/")))


def _items(found: list[tuple[str, Manifest]], state: State) -> tuple[list[Item], State, list[str]]:
    """Items, newest first, the state with what is new in it, and what was left out or is in doubt."""
    first = dict(state.published)
    items: dict[str, Item] = {}
    left_out: list[str] = []
    for folder, manifest in found:
        if manifest.id in items:
            left_out.append(f"Left out of the feed: {folder} is a copy of {items[manifest.id].folder}.")
            continue
        if manifest.id not in first:
            date = rss.parse_date(manifest.published) or datetime.now(UTC)
            first[manifest.id] = date.isoformat(timespec="seconds")
        date = datetime.fromisoformat(first[manifest.id])
        items[manifest.id] = Item(folder=folder, manifest=manifest, date=date)
    ordered = sorted(items.values(), key=_age, reverse=True)
    if early := [item for item in ordered if _is_early(item)]:
        more = f" and {len(early) - 1:,} more are" if len(early) > 1 else " is"
        left_out.append(
            f"{early[0].folder} ({early[0].date:%Y-%m-%d}){more} dated in the future: apps may hide that until then. If the clock "
            f"was wrong then, take {early[0].manifest.id}{' and the others' if len(early) > 1 else ''} out of {STATE} and build the feed again."
        )
    return ordered, msgspec.structs.replace(state, published=first), left_out


def _newest(items: list[Item], most: int | None) -> list[Item]:
    """At most so many, newest first. One of the future takes no place that another could have: apps hide it."""
    return sorted(sorted(items, key=_is_early)[:most], key=_age, reverse=True)


def _is_early(item: Item) -> bool:
    return item.date > datetime.now(UTC) + timedelta(days=1)  # a date without a zone may be that much ahead


def _age(item: Item) -> tuple[datetime, str]:
    return item.date, item.manifest.id


def _state(store: Store) -> State:
    try:
        state = msgspec.json.decode(store.get(STATE), type=State)
        for moment in state.published.values():
            if datetime.fromisoformat(moment).tzinfo is None:
                raise ValueError(f"{moment!r} has no time zone")  # noqa: TRY301 - told as all other damage
    except FileNotFoundError:
        return State()
    except (msgspec.DecodeError, ValueError) as error:
        raise FeedError(
            f"{STATE} is damaged: {error}",
            hint="It holds the feed's GUID and dates: bring it back from a copy. Without it, apps may show old episodes as new.",
        ) from error
    return state


def _check(show: Show) -> None:
    """Refuse what would make the feed invalid."""
    if not plain(show.title) or not plain(show.description):
        raise SettingsError(
            "A podcast needs a title and a description.", hint="Set both in [podcast] of narrator.toml."
        )
    if wrong := unknown_category(show.category):
        raise SettingsError(f"category in [podcast]: {wrong}", hint='Write it as in category = "News > Daily News".')
    if not is_language(show.language):
        raise SettingsError(f"{show.language!r} is no language code.", hint='Write it as in language = "en".')
    for name in show.feeds:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise SettingsError(
                f"[podcast.feeds.{name}] cannot be a file name.", hint="Use lower-case letters, digits and hyphens."
            )
    if show.email and not is_email(show.email):
        raise SettingsError(f"{show.email!r} is no e-mail address.")


def _base(show: Show, problems: list[str]) -> str:
    """The address of the folder, with a slash at its end."""
    if not show.base_url:
        problems.append(
            f"The feed's addresses begin with {LOCAL}, which only this machine can reach. "
            "Set base_url in [podcast] of narrator.toml to where the folder will be online."
        )
        return LOCAL
    base = web_url(show.base_url)
    if base is None or urlsplit(base).query or urlsplit(base).fragment:
        raise SettingsError(
            f"base_url {show.base_url!r} is not the address of a folder.",
            hint='Write it with its scheme, as in base_url = "https://example.org/podcast/".',
        )
    return base.rstrip("/") + "/"
