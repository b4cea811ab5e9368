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
_MEDIUMS = frozenset({"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"})
MEDIUMS = _MEDIUMS | {f"{medium}L" for medium in _MEDIUMS} | {"mixed"}  # with an L: a list of such things
# ISO 639-1, which RSS and Apple want wherever a language has a code of two letters.
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_ISO_639_1.split())
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[a-z0-9]{2,8})*", re.IGNORECASE)
# Narrower than RFC 5322, which allows what validators and directories refuse.
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*")


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
    """True for "en", "en-gb", "zh-hant-tw", "haw"; not for codes that no language has, as "xx" and "und"."""
    found = _LANGUAGE.fullmatch(text)
    code = found[1].lower() if found else ""
    return code in LANGUAGES or (len(code) == 3 and code not in _NO_LANGUAGE)


def is_email(text: str) -> bool:
    """True for what looks like one address."""
    return bool(_EMAIL.fullmatch(text))


def _like(wrong: str, known: list[str]) -> str:
    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.4)
    return f"; did you mean {close[0]!r}?" if close else "."
