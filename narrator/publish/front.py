"""The podcast's front page: what it is, how to subscribe, and its episodes."""

from __future__ import annotations

from urllib.parse import quote

from narrator.model import plain
from narrator.publish.labels import date, labels
from narrator.publish.markup import el, join, shorten, web_url
from narrator.publish.page import clock, document, icon
from narrator.publish.rss import Channel, Item
from narrator.settings import Show

NEWEST = 500  # the rest is in the feed
DEK_CHARS = 240
_WAVES = "M4 4a16 16 0 0 1 16 16h-3A13 13 0 0 0 4 7zM4 10a10 10 0 0 1 10 10h-3a7 7 0 0 0-7-7zM6 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"


def write(show: Show, channel: Channel, items: list[Item]) -> bytes:
    """The page as UTF-8, with relative links: the folder may lie anywhere. `items` in the feed's order."""
    say = labels(show.language)
    title = plain(show.title)
    rows = []
    for item in items[:NEWEST]:
        manifest = item.manifest
        minutes = clock(round(manifest.audio.duration_s * 1000))
        about = [
            el("span", ", ".join(manifest.byline), dir="auto") if manifest.byline else None,
            el("span", manifest.site, dir="auto") if manifest.site else None,
            el("time", date(item.date.isoformat(), say), datetime=item.date.date().isoformat()),
            el("span", minutes),
        ]
        name = el(
            "a",
            manifest.title or item.folder,
            href=f"{quote(item.folder)}/index.html",
            dir="auto",
            lang=manifest.language,
        )
        dek = shorten(plain(manifest.description or ""), DEK_CHARS)
        rows.append(
            el(
                "li",
                el("h2", name),
                el("p", dek, class_="dek", dir="auto", lang=manifest.language) if dek else None,
                el("p", join([part for part in about if part], " · "), class_="about"),
            )
        )
    # each episode's page says it, with the name of the voice
    meaning = el("a", say.meaning, href=f"{quote(items[0].folder)}/index.html#about") if items else None
    own = web_url(show.link)
    body = el(
        "main",
        el("p", el("span", channel.disclosure), " ", meaning, class_="label"),
        el(
            "header",
            el("img", src=channel.cover, alt="", class_="cover", width=112, height=112),
            el("h1", title, dir="auto"),
            el("p", plain(show.description), class_="lead", dir="auto"),
            el("a", icon(_WAVES), say.subscribe, href=channel.file, type="application/rss+xml", class_="button"),
            el("code", channel.url(channel.file), class_="address") if show.base_url else None,
            el("p", el("a", own, href=own, rel="noopener"), class_="home") if own else None,
        ),
        el("ol", *rows, class_="episodes", aria_label=say.episodes) if rows else None,
        class_="show",
    )
    head = join(
        [
            el("meta", name="description", content=plain(show.description)),
            el("link", rel="alternate", type="application/rss+xml", href=channel.file, title=title),
        ]
    )
    return document(title=title, language=show.language, head=head, body=body)
