"""Title, authors, dates, site and language by vote of what the page says about itself."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from narrator.article.cues import CATEGORIES, CLOCK, DATE, cues_of
from narrator.article.dates import iso_date
from narrator.article.evidence import Hints
from narrator.article.names import BY, names_in
from narrator.article.piece import SENTENCE_END, Outline, Piece, collapse

_BY_ALONE = re.compile(
    r"\W*(?:(?:written |posted |published |story |words )?by|author|von|par|por|автор|текст)\W*", re.IGNORECASE
)
LONG_TITLE = 400  # characters from which on a title is none, or is at least not taken apart
SURE_TITLE = 0.9  # of headline_over: below it a line is more often something else
_TITLE_MAY = sum(
    1 << CATEGORIES.index(name) for name in ("jump", "share", "readalso", "enjoy", "audio")
)  # verbs that headlines begin with too
_STATED = re.compile(r"\W*(?:written|posted|published) by ", re.IGNORECASE)
_UPDATED = re.compile(
    r"\W*(?:last )?(?:updated|modified|reviewed|aktualisiert|mis à jour|modifié|actualizado|оновлено|обновлено|aggiornato|aktualizacja|bijgewerkt)",
    re.IGNORECASE,
)
WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Facts:
    """What is known about an article besides its body."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    image: str | None = None
    description: str | None = None


class Markup:
    """An HTML page as a witness: asked for hints before its pieces are judged, and for the facts after."""

    def __init__(self, root: Any, outline: Outline, url: str | None) -> None:
        self.root = root
        self.outline = outline
        self.url = url
        self.metas = _metas(root)
        self.things = _linked_data(root)
        self.article = _main_thing(self.things)
        self.page_title = collapse(root.findtext(".//title") or "")
        self.site = self._meta("og:site_name", "application-name")

    def _meta(self, *names: str) -> str | None:
        return next((self.metas[name] for name in names if self.metas.get(name)), None)

    @property
    def says_article(self) -> bool:
        """Whether the page calls itself an article."""
        kind = (self._meta("og:type") or "").lower()
        return bool(self.article) or kind == "article" or next(self.root.iter("article"), None) is not None

    def hints(self) -> Hints:
        """What may help to find the article."""
        body = _text(self.article.get("articleBody")) or ""
        return Hints(
            titles=tuple(dict.fromkeys(title for title in self._said_titles() if title)),
            description=self._meta("og:description", "description", "twitter:description") or "",
            body=plain_text(body),
        )

    def _said_titles(self) -> list[str]:
        said = [
            _text(self.article.get("headline")),
            self._meta("og:title"),
            self._meta("twitter:title"),
            self.page_title,
        ]
        return [without_site(plain_text(title), self.site) for title in said if title]

    def headline(self, kept: list[bool]) -> int | None:
        """Index of the piece that is the headline."""
        return self._title(kept)[1]

    def facts(self, kept: list[bool]) -> Facts:
        """Everything that is known, once the body is found."""
        title, place = self._title(kept)
        near = _near(self.outline, kept, place)
        link = next(
            (node.get("href") for node in self.root.iter("link") if (node.get("rel") or "").lower() == "canonical"),
            None,
        ) or self._meta("og:url")
        image = self._meta("og:image", "og:image:url", "twitter:image") or _text(self.article.get("image"))
        return Facts(
            title=title, byline=self._byline(near), site=self.site, url=_address(self.url, link) or self.url,
            published=self._published(near), modified=self._modified(), language=self._language(),
            image=_address(self.url, image), description=plain_text(self._meta("og:description", "description") or "") or None,
        )  # fmt: skip

    def _language(self) -> str | None:
        declared = (
            self.root.get("lang")
            or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
            or self.root.get("xml:lang")
        )
        return (
            declared
            or self._meta("og:locale", "content-language", "dc.language")
            or _text(self.article.get("inLanguage"))
        )

    def _title(self, kept: list[bool]) -> tuple[str | None, int | None]:
        """The headline and its piece: the heading that agrees with what the metadata says, or stands over the body."""
        said = self._said_titles()
        first = next((index for index, keep in enumerate(kept) if keep), len(kept))
        best: tuple[float, str | None, int | None] = (0.0, None, None)
        for index, text, level in _headings(self.outline):
            agreement = max((_agreement(text, title) for title in said), default=0.0)
            if self.site and text.casefold() == self.site.casefold():
                continue
            score = (
                agreement * 3
                + (1.2 if level == 1 else 0)
                + (0.8 if index <= first and first - index < 25 else 0)
                + min(len(text.split()), 4) * 0.1
            )
            if kept[index] and level > 1:
                score -= 1
            if score > best[0] + 1e-9 and (
                agreement > 0.55
                or (level == 1 and agreement > 0.15)
                or (level == 1 and len(text.split()) > 3 and index <= first)
            ):
                best = (score, text, index)
        if best[1]:
            return best[1], best[2]
        return next((title for title in said if title), None), None

    def _byline(self, near: list[Piece]) -> tuple[str, ...]:
        shown = self._shown(near)
        visible = {name.casefold() for names in shown for name in names} | {piece.text.casefold() for piece in near}
        for value, _ in self._said_authors():
            names = names_in(value, site=self.site, group=True) or names_in(value, site=self.site, single=True)
            if names and (
                len(names[0].split()) > 1
                or ((names[0].casefold() in visible or names[0].istitle()) and not self._ours(names[0]))
            ):
                return names
        return shown[0] if shown else ()

    def _ours(self, name: str) -> bool:
        """Whether a single word is the site's own name rather than a person's."""
        word = name.casefold()
        host = (urlsplit(self.url or "").hostname or "").removeprefix("www.")
        return re.sub(
            r"\W+(?:inc|llc|ltd|corp|gmbh|co)\W*$", "", (self.site or "").casefold()
        ) == word or host.startswith(word)

    def _said_authors(self) -> list[tuple[str, bool]]:
        """Authors by metadata, the most trusted first; False for those that are no persons."""
        people = {thing.get("@id"): thing for thing in self.things if thing.get("@id") and thing.get("name")}
        authors = self.article.get("author") or self.article.get("creator") or []
        found: list[str] = []
        for author in authors if isinstance(authors, list) else [authors]:
            thing = people.get(author.get("@id"), author) if isinstance(author, dict) else author
            if isinstance(thing, dict) and "Organization" in str(thing.get("@type")):
                continue
            name = _text(thing.get("name")) if isinstance(thing, dict) else _text(thing)
            if name:
                found.append(plain_text(name))
        said = [(", ".join(found), True)] if found else []
        label = (self._meta("twitter:label1") or "").lower()
        extra = (
            self._meta("twitter:data1")
            if "writ" in label or "verfasst" in label or "écrit" in label or "escrito" in label or "автор" in label
            else None
        )
        cited = [content for name, content in self._all_metas() if name == "citation_author"]
        others = (
            ", ".join(" ".join(reversed(name.split(", "))) for name in cited),
            self._meta("author", "sailthru.author", "parsely-author", "dc.creator", "byl"),
            extra,
            self._meta("article:author"),
        )
        said += [(plain_text(value), True) for value in others if value and not value.startswith(("http", "@", "/"))]
        return said

    def _all_metas(self) -> list[tuple[str, str]]:
        return [
            ((node.get("name") or "").lower(), collapse(node.get("content") or "")) for node in self.root.iter("meta")
        ]

    def _shown(self, near: list[Piece]) -> list[tuple[str, ...]]:
        """Names in pieces near the headline that are bylines by their words, their element or their company; the surest first."""
        boxes = self.outline.boxes
        sure: list[tuple[str, ...]] = []
        likely: list[tuple[str, ...]] = []
        company: list[tuple[str, ...]] = []
        after_by = False
        for place, piece in enumerate(near):
            text, box = piece.text, boxes[piece.box]
            if len(text) > 160:
                after_by = False
                continue
            close = "author" in piece.inner or box.depth - box.seen.get("author", -99) < 3
            if BY.match(text) or after_by:
                sure.append(
                    names_in(text, site=self.site, single=close or after_by or bool(_STATED.match(text)), group=True)
                )
            elif close:
                likely.append(names_in(text, site=self.site, group=True))
            elif (len(text) < 60 and (DATE.search(text) or CLOCK.search(text))) or (
                len(text) < 40
                and (piece.kind in ("paragraph", "list_item") or place == 1)
                and not text.isupper()
                and any(iso_date(other.text) for other in near[max(0, place - 2) : place + 3] if len(other.text) < 60)
            ):
                company.append(names_in(text, site=self.site))
            after_by = bool(_BY_ALONE.fullmatch(text))
        linked = {
            name
            for node in self.root.iter("a")
            if "author" in (node.get("rel") or "").split() or re.search(r"/authors?/", node.get("href") or "")
            for name in names_in(collapse("".join(node.itertext())), site=self.site)
        }
        if len(linked) == 1:
            likely.insert(0, tuple(linked))
        stated = {
            names
            for piece in self.outline.pieces
            if len(piece.text) < 100 and _STATED.match(piece.text) and (names := names_in(piece.text, site=self.site))
        }
        if len(stated) == 1:
            company.append(*stated)
        persons = [names for names in (*sure, *likely, *company) if names and names_in(names[0], single=True)]
        return persons or [names for names in (*sure, *likely) if names]

    def _published(self, near: list[Piece]) -> str | None:
        said = [
            _text(self.article.get("datePublished")),
            self._meta("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_online_date", "dc.date", "dcterms.created", "dc.date.issued", "date", "pubdate", "publishdate", "publish-date", "article.published", "cxenseparse:recs:publishtime", "last-modified"),
            *(_text(thing.get("datePublished")) for thing in self.things),
            *(_text(thing.get("uploadDate")) or _text(thing.get("dateCreated")) for thing in self.things),
        ]  # fmt: skip
        shown = [node for node in self.root.iter("time") if node.get("datetime")]
        marked = [
            node.get("datetime")
            for node in shown
            if "datepublished" in (node.get("itemprop") or "").lower()
            or node.get("pubdate") is not None
            or "publish" in (node.get("class") or "").lower()
        ]
        marked += [
            node.get("content") or node.get("datetime")
            for node in self.root.iterfind(".//*[@itemprop='datePublished']")
        ]
        for value in [*said[:2], *marked, *said[2:]]:
            if found := iso_date(value, day_first=self._day_first()):
                return found
        lines = [piece.text for piece in near if len(piece.text) < 200]
        for line in sorted(lines, key=lambda line: bool(_UPDATED.match(line))):  # stable: plain dates first
            if found := iso_date(line, day_first=self._day_first()):
                return found
        places = [found for node in shown[:3] if (found := iso_date(node.get("datetime")))]
        return places[0] if places else _date_in_url(self.url)

    def _day_first(self) -> bool:
        return (
            not (self._language() or "en-us").lower().replace("_", "-").startswith("en-us")
            and (self._language() or "en").lower() != "en"
        )

    def _modified(self) -> str | None:
        return iso_date(
            _text(self.article.get("dateModified"))
            or self._meta("article:modified_time", "og:updated_time", "datemodified")
        )


def _headings(outline: Outline) -> list[tuple[int, str, int]]:
    """Index, whole text and level of headings; a heading broken by <br> is one."""
    found: list[tuple[int, str, int]] = []
    last = -1
    for index, piece in enumerate(outline.pieces):
        if piece.kind != "heading":
            box = outline.boxes[piece.box]
            if len(piece.text) < 200 and ("title" in piece.inner or box.seen.get("title") == box.depth):
                found.append((index, piece.text, 7))
        elif found and piece.soft and piece.box == last:
            first, text, level = found[-1]
            found[-1] = (first, f"{text} {piece.text}", level)
        else:
            found.append((index, piece.text, piece.level))
        last = piece.box
    return found


def _agreement(one: str, other: str) -> float:
    """Overlap of two titles, by words: 1 the same, 0 nothing in common."""
    a, b = set(WORD.findall(one.casefold())), set(WORD.findall(other.casefold()))
    return len(a & b) / max(len(a | b), 1)


def _near(outline: Outline, kept: list[bool], place: int | None) -> list[Piece]:
    """Pieces where a byline or a date may stand: around the headline, over the first lines of the body, after its end."""
    inside = [index for index, keep in enumerate(kept) if keep]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    start = first if place is None else min(place, first + 3)
    order = [
        *range(start, min(max(start + 16, first + 3), len(kept))),
        *range(max(0, start - 8), start),
        *range(last + 1, min(last + 6, len(kept))),
    ]
    return [outline.pieces[index] for index in order if not (kept[index] and len(outline.pieces[index].text) > 120)]


def _main_thing(things: list[dict[str, Any]]) -> dict[str, Any]:
    """The linked-data object that is the article: the richest one of an article's type, else one with a headline."""

    def rank(thing: dict[str, Any]) -> tuple[bool, int]:
        kind = str(thing.get("@type"))
        keys = sum(
            1 for key in ("headline", "author", "datePublished", "articleBody", "dateModified") if thing.get(key)
        )
        return any(word in kind for word in ("Article", "Posting", "Report", "Review")), keys

    ranked = [thing for thing in things if rank(thing) > (False, 1)]
    return max(ranked, key=rank, default={})


def without_site(title: str, site: str | None) -> str:
    """A page's <title> without the site's name at either end."""
    if len(title) > LONG_TITLE:
        return title
    parts = re.split(r"(\s+[|–—·»«•›:-]\s+|\s*\|\s*)", title)
    known = (site or "").casefold()
    while len(parts) > 2:
        tail, head = parts[-1].strip(), parts[0].strip()
        rest = "".join(parts[:-2])
        if known and (
            tail.casefold() == known or known in tail.casefold() or (len(tail) > 3 and tail.casefold() in known)
        ):
            parts = parts[:-2]
        elif known and head.casefold() == known:
            parts = parts[2:]
        elif parts[-2].strip() != ":" and len(tail.split()) <= 4 and len(rest.split()) >= 3 and len(tail) < len(rest):
            parts = parts[:-2]
        else:
            break
    return "".join(parts).strip()


def plain_text(value: str) -> str:
    """Text of a metadata value that may hold entities (once or twice) or tags."""
    return collapse(re.sub(r"<[^<>]*>", " ", html.unescape(html.unescape(value))))


def _address(base: str | None, link: str | None) -> str | None:
    if not link:
        return None
    try:
        address = urljoin(base or "", link.strip())
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc else None
    except ValueError:
        return None


def _date_in_url(url: str | None) -> str | None:
    found = re.search(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)", url or "")
    return iso_date("-".join(found.groups())) if found else None


def from_text(outline: Outline, kept: list[bool], url: str | None, matter: dict[str, str] | None) -> Facts:
    """Facts of a dump by its own lines around the start of the body; of Markdown by its front matter first."""
    pieces, known = outline.pieces, matter or {}
    title, place = _text_title(pieces, kept, markdown=matter is not None)
    first = next((index for index, keep in enumerate(kept) if keep), 0)
    start = first if place is None else place
    lines = [
        pieces[index].text
        for index in (*range(start, min(start + 8, len(pieces))), *range(start - 1, max(start - 8, 0) - 1, -1))
    ]
    lines = [line for line in lines if len(line) < 140]
    shown = next((names for line in lines if BY.match(line) and (names := names_in(line, group=True))), ())
    after_by = next(
        (names for by, line in pairwise(lines) if _BY_ALONE.fullmatch(by) and (names := names_in(line))),
        (),
    )
    dates = [
        found
        for line in sorted(lines, key=lambda line: bool(_UPDATED.match(line)))
        if len(WORD.findall(line)) < 16 and (found := iso_date(line))
    ]
    author = known.get("author") or known.get("authors") or known.get("byline")
    return Facts(
        title=known.get("title") or title, byline=(names_in(author, group=True) or names_in(author, single=True)) if author else shown or after_by,
        published=iso_date(known.get("date") or known.get("published") or known.get("published_at")) or (dates[0] if dates else None),
        modified=iso_date(known.get("lastmod") or known.get("updated") or known.get("modified")), site=known.get("site"),
        language=known.get("lang") or known.get("language"), description=known.get("description") or known.get("summary"),
        url=url or _address(None, known.get("canonical") or known.get("canonical_url") or known.get("url")),
    )  # fmt: skip


def _text_title(pieces: list[Piece], kept: list[bool], *, markdown: bool) -> tuple[str | None, int | None]:
    """The headline of a text: Markdown's first heading, a first line that stands over paragraphs, or the line that the story repeats."""
    if markdown:
        place = next(
            (index for index, piece in enumerate(pieces[:12]) if piece.kind == "heading" and piece.level <= 2), None
        )
        return (None, None) if place is None else (pieces[place].text, place)
    if (
        len(pieces) > 1
        and kept[1]
        and len(pieces[0].text) < 160
        and len(pieces[1].text) > len(pieces[0].text)
        and pieces[1].gap
        and not SENTENCE_END.search(pieces[0].text)
    ):
        return pieces[0].text, 0
    place, score = headline_over(pieces, kept)
    return (pieces[place].text, place) if score >= SURE_TITLE else (None, None)


def headline_over(pieces: list[Piece], kept: list[bool]) -> tuple[int, float]:
    """Index and score of the line over the body that is most like its headline.

    What speaks for a line: words (by their stems) that come back in the body, a byline or a date right under it,
    being said again elsewhere on the page, and standing near.
    """
    first = next((index for index, keep in enumerate(kept) if keep and len(pieces[index].text) > 60), len(pieces))
    body = [pieces[index].text for index in range(first, len(pieces)) if kept[index]][:40]
    stems = Counter(
        stem for text in body for stem in {word[:5] for word in WORD.findall(text.casefold()) if len(word) > 3}
    )
    lines = Counter(piece.text.casefold() for piece in pieces)
    found, best = -1, 0.0
    for index in range(max(0, first - 25), first):
        text = pieces[index].text
        words = WORD.findall(text.casefold())
        if (
            not 3 <= len(words) <= 25
            or text.endswith((".", "…", ")", ":"))
            or cues_of(text) & ~_TITLE_MAY
            or iso_date(text)
        ):
            continue
        long = [word[:5] for word in words if len(word) > 3] or ["-"]
        under = [pieces[below].text for below in range(index + 1, min(index + 4, first))]
        signed = 0.0 + any(len(line) < 120 and (BY.match(line) or iso_date(line)) for line in under)
        signed += any(len(line) < 120 and BY.match(line) and names_in(line) for line in under[:1])
        again = lines[text.casefold()] > 1
        score = (
            sum(1 for stem in long if stems[stem]) / len(long)
            + 0.5 * signed
            + 0.3 * again
            + 0.03 * min(len(words), 8)
            - 0.02 * (first - index)
        )
        if score > best:
            found, best = index, score
    return found, best


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name, content = node.get("property") or node.get("name") or node.get("itemprop"), node.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), collapse(content))
    return found


def _linked_data(root: Any) -> list[dict[str, Any]]:
    things: list[dict[str, Any]] = []
    for node in root.iter("script"):
        if (node.get("type") or "").strip().lower().startswith("application/ld+json") and node.text:
            try:
                queue = [json.loads(node.text, strict=False)]
            except (ValueError, RecursionError):
                continue
            while queue and len(things) < 200:
                thing = queue.pop(0)
                if isinstance(thing, list):
                    queue += thing[:100]
                elif isinstance(thing, dict):
                    things.append(thing)
                    queue += [
                        value
                        for key, value in thing.items()
                        if key in ("@graph", "mainEntity", "mainEntityOfPage") and isinstance(value, list | dict)
                    ]
    return things


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) and value.strip() else None
