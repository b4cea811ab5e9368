"""When a page holds no article, what it looks like instead; and when it holds one, what is doubtful about it."""

from __future__ import annotations

import re
from typing import Any

from narrator.article.cues import CATEGORIES, cues_of
from narrator.article.piece import SENTENCE_END, Outline
from narrator.errors import NotAnArticle
from narrator.model import Article, Block

WORD = re.compile(r"\w+")
FEW_WORDS = 20  # fewer than these are no article
TEASER_WORDS = 200  # fewer than these, and an open end, are the beginning of something
PAYWALL = "The page looks cut off by a paywall: what is read may be only the beginning."
BROKEN_OFF = "The text ends in mid-sentence: the page may hold only the beginning of the article."
_BOT = re.compile(
    r"verify(ing)? (that )?you are (a )?human|just a moment|checking your browser|unusual traffic|are you a robot|captcha|access denied|request blocked|ddos protection|enable javascript and cookies to continue",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(404|page (was )?not found|page (doesn.t|does not) exist|seite (wurde )?nicht gefunden|page introuvable|página no encontrada|сторінк\w+ не знайдено|страниц\w+ не найдена|pagina non trovata|nie znaleziono|niet gevonden)\b",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    r"(enable|requires?|turn on|need) (to enable )?javascript|javascript (is )?(disabled|required)|aktivieren sie javascript|activer javascript|activa(r)? javascript|увімкніть javascript|включите javascript",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(log ?in|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesión|увійти|войти|accedi|zaloguj|inloggen|password|passwort|mot de passe|contraseña|пароль|hasło|wachtwoord)\b",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"(subscribe|sign up|log in|register|become a (member|subscriber)|create (a|an) (free )?account)[^.]{0,40} (to|and) (continue|keep|read|unlock|finish|access|view)|(continue|keep) reading (with|by)|already a subscriber|this (article|story|content|post) is (for|only|available|reserved)[^.]{0,40}(subscribers|members)|to (continue|keep) reading|"
    r"(jetzt|weiterlesen)[^.]{0,30}(abonnieren|mit abo)|nur für abonnenten|réservé aux abonnés|il vous reste [^.]{0,30}à lire|(solo|exclusivo) para suscriptores|suscríbete para (seguir|leer)|лише для (передплатників|підписників)|только для подписчиков|riservato agli abbonati|tylko dla (abonentów|subskrybentów|prenumeratorów)|alleen voor abonnees",
    re.IGNORECASE,
)  # fmt: skip
_LIVE = re.compile(
    r"\b(live ?(blog|ticker|updates?)|as it happened|live:|liveticker|en direct|en directo|minuto a minuto|наживо|онлайн-трансляц|текстовая трансляция|diretta)\b",
    re.IGNORECASE,
)


def not_an_article(outline: Outline, root: Any) -> NotAnArticle:
    """The error for a page in which no article was found."""
    texts = [piece.text for piece in outline.pieces]
    text = " ".join(texts)[:50_000]
    words = len(WORD.findall(text))
    tags = (
        {name: sum(1 for _ in root.iter(name)) for name in ("script", "frame", "iframe", "input", "a")}
        if root is not None
        else {}
    )
    unseen = " ".join("".join(node.itertext()) for node in root.iter("noscript")) if root is not None else ""
    whole = f"{text} {unseen}"
    if _BOT.search(text) and words < 200:
        return NotAnArticle(
            "The page is a check for robots, not an article.",
            hint="Open it in a browser, save it, and give narrator the file.",
        )
    if _MISSING.search(text[:3000]) and words < 400:
        return NotAnArticle("The page says that there is nothing at this address.", hint="Check the address.")
    if tags.get("frame"):
        return NotAnArticle(
            "The page is made of frames; its text is elsewhere.",
            hint="Give narrator the address of the frame with the text.",
        )
    if words < 80 and (tags.get("script") or _SCRIPTS.search(whole)):
        return NotAnArticle(
            "The page is an empty shell that scripts fill in.",
            hint="Save it from a browser, or copy its text to a file.",
        )
    if words == 0:
        return NotAnArticle("The page holds no text.", hint="Check that it was saved or copied completely.")
    cues = [cues_of(piece) for piece in texts]
    cookie = sum(1 for mask in cues if mask >> CATEGORIES.index("cookie") & 1)
    if cookie and cookie * 4 >= len(texts) and words < 600:
        return NotAnArticle(
            "The page is a cookie notice, with no article behind it.",
            hint="Accept or refuse in a browser, save the page, and give narrator the file.",
        )
    if _LOGIN.search(text) and (tags.get("input") or words < 300):
        return NotAnArticle(
            "The page asks for a login, and shows no article.",
            hint="Log in with a browser, save the page, and give narrator the file.",
        )
    if looks_like_listing(outline):
        return NotAnArticle(
            "The page is a list of articles, not one of them.", hint="Give narrator the address of one article."
        )
    return NotAnArticle("The page holds no article.", hint="Give narrator the page of one article, or its text.")


def looks_like_listing(outline: Outline) -> bool:
    """Many short lines and links, and hardly two sentences in a row."""
    if outline.boxes:
        linked = sum(
            1 for piece in outline.pieces if piece.links and piece.link * 2 > len(piece.text) and len(piece.text) > 20
        )
        prose = sum(1 for piece in outline.pieces if len(piece.text) > 120 and piece.link * 3 < len(piece.text))
        return linked >= 8 and linked > 2 * prose
    short = sum(1 for piece in outline.pieces if len(piece.text) < 120)
    return len(outline.pieces) >= 12 and short * 10 > len(outline.pieces) * 8


def notices(outline: Outline, blocks: list[Block], title: str | None, things: list[dict[str, Any]]) -> tuple[str, ...]:
    """Doubts about an article that was found, as plain sentences."""
    found = []
    words = sum(len(WORD.findall(block.text)) for block in blocks)
    paid = any(str(thing.get("isAccessibleForFree")).lower() in ("false", "no") for thing in things)
    wall = any(_WALL.search(piece.text) for piece in outline.pieces if len(piece.text) < 400)
    last = blocks[-1].text if blocks else ""
    cut = (last.endswith(("…", "...", "[…]", "[...]")) and not last.endswith(("….", "...."))) or (
        len(last) > 80 and not SENTENCE_END.search(last) and blocks[-1].kind == "paragraph"
    )
    if (paid or wall) and (words < 350 or cut):
        found.append(PAYWALL)
    elif cut and last.endswith(("…", "...", "[…]", "[...]")):
        found.append(BROKEN_OFF)
    if any("LiveBlog" in str(thing.get("@type")) for thing in things) or _LIVE.search(title or ""):
        found.append("The page looks like a live report that goes on changing.")
    return tuple(found)


def cut_short(article: Article) -> str | None:
    """The doubt that an article may be only its own beginning; a long one may well end in three dots."""
    short = len(WORD.findall(article.text)) < TEASER_WORDS
    told = (PAYWALL, BROKEN_OFF) if short else (PAYWALL,)
    return next((notice for notice in article.notices if notice in told), None)
