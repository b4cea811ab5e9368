"""What podcast directories ask of a feed, in tables: categories, languages, types.

Apple's categories: https://podcasters.apple.com/support/1691-apple-podcasts-categories
"""

from __future__ import annotations

import difflib
import re

CATEGORIES: dict[str, tuple[str, ...]] = {
    name: tuple(part for part in inner.split(", ") if part)
    for name, _, inner in (
        line.partition(": ")
        for line in """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology
True Crime
""".strip().splitlines()
    )
}

AUDIO_TYPES = frozenset(
    {"audio/mpeg", "audio/x-m4a", "audio/mp4", "audio/aac", "audio/ogg", "audio/opus", "audio/wav", "audio/flac"}
)
TRANSCRIPT_TYPES = frozenset(
    {"text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html", "text/plain"}
)
CHAPTERS_TYPE = "application/json+chapters"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*$", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+$")


def split_category(text: str) -> tuple[str, str]:
    """Split "News > Politics" into "News" and "Politics"; of "News" the second part is empty."""
    outer, _, inner = (part.strip() for part in text.partition(">"))
    return outer, inner


def unknown_category(text: str) -> str | None:
    """What is wrong with a category, with the nearest known one; None when nothing is."""
    outer, inner = split_category(text)
    if outer not in CATEGORIES:
        return f"{outer!r} is no category of Apple's{_like(outer, list(CATEGORIES))}"
    if inner and inner not in CATEGORIES[outer]:
        return f"{inner!r} is no part of {outer!r}{_like(inner, list(CATEGORIES[outer]))}"
    return None


def is_language(text: str) -> bool:
    """True for "en", "en-gb", "zh-hant-tw"."""
    return bool(_LANGUAGE.match(text))


def is_email(text: str) -> bool:
    """True for what looks like one address."""
    return bool(_EMAIL.match(text))


def _like(wrong: str, known: list[str]) -> str:
    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.4)
    return f"; did you mean {close[0]!r}?" if close else "."
