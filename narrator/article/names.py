"""Byline -> names of people: no roles, dates, "Written by" or credentials."""

from __future__ import annotations

import re

from narrator.article.cues import CLOCK, DATE

BY = re.compile(
    r"^[\W_]*(?:(?:(?:written|posted|published|story|words|text|article|reported|authored|created|updated|report|analysis|opinion|review)(?: and photos?)? by"
    r"|author(?:\(s\)|s)?|contributors?|by|von|par|por|di|da|door|przez|autor(?:a|es|as|zy|in)?|auteurs?|autore|автор(?:ка|и|ы)?|текст|tekst|texte?|texto)\s*:?\s+|(?:by|text|автор|текст):)+",
    re.IGNORECASE,
)  # fmt: skip
_CUT = re.compile(
    r"\s(?=(?:co-)?(?:founder|editor|writer|author|contributor|contributing|senior|staff writer|reporter|correspondent|journalist|ceo|director|manager|professor|owner|gardener)\b)|\s[|•·⋅–—-]\s|\s*[|•·⋅]\s*|\s{2,}|\(|\bupdated\b|\bpublished\b|\bposted\b|\bon (?=\w+ \d)|\blast\b|\bin (?=[A-Z])|\bfor (?=[A-Z])|\bat (?=[A-Z])|@|https?:",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;/]|\s&\s|\s\+\s|\b(?:and|und|et|with|y|e|та|и|і|i|oraz|en)\b)\s*(?=\S)", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"^(?:m\.?d|ph\.?d|d\.?o|r\.?n|r\.?d|cpa|esq|jr|sr|mba|m\.?s|m\.?a|b\.?a|b\.?s|dvm|d\.?d\.?s|msc|bsc|pharmd|cfp|ea|np|pt|dpt|lcsw|rdn?|mph|facs|iii?|iv|psyd|j\.?d)\.?$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editors?|editorial|reporters?|writers?|correspondents?|journalists?|contributors?|contributing|staff|teams?|admin\w*|authors?|founders?|ceo|cto|manager|director|president|officer|head|chief|senior|professor|"
    r"columnist|producer|photographer|analyst|specialist|expert|consultant|coach|owner|host|guest|desk|newsdesk|newsroom|agency|press|news|media|magazine|times|post|company|inc|llc|ltd|gmbh|corp|pc|group|blog|marketing|"
    r"redaktion|redakteur\w*|rédaction|journaliste|redacción|periodista|redazione|redakcja|redactie|редакц\w*|журналіст\w*|журналист\w*|кореспондент\w*|корреспондент\w*|"
    r"anonymous|unknown|user|guest|support|community|studio|institute|university|foundation|association|department|reuters|subscribe|read|more|view|all|articles?|share|follow|comments?|min|minutes?|updated?|published|category|menu|search|home|about|contact|the|written|posted|by|table|contents|related|topics?|guide|services|list|overview|introduction|today|weblog|llp|our|free|log|sign|get|started|download|learning|center|centre|checklist|planning|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)  # fmt: skip
_GROUP = re.compile(
    r"\b(?:staff|team|editors|editorial|desk|newsroom|newsdesk|redaktion|rédaction|redacción|redazione|redakcja|редакці\w+|редакци\w+)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<=\bBy)(?=[A-Z][a-z])|(?<=[a-z])(?=(?:Founder|Editor|Writer|Author|Contributor|Senior|Staff)\b)"
)
_PARTICLE = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "ten",
        "ter",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "du",
        "af",
        "av",
        "zu",
        "zum",
        "'t",
    ]
)
_WORD = re.compile(r"^[^\W\d_][\w'’.‘-]*$")


def names_in(
    text: str | None, *, site: str | None = None, single: bool = False, group: bool = False
) -> tuple[str, ...]:
    """Names of people in a byline.

    site     the site's own name, which is nobody's unless it is a person's
    single   True to take one-word names too
    group    True to take "The City Desk" and the like when nobody is named
    """
    text = _GLUED.sub(" ", " ".join((text or "").split()))
    text = BY.sub("", text).strip()
    text = DATE.split(text, maxsplit=1)[0]
    text = CLOCK.split(text, maxsplit=1)[0]
    text = _CUT.split(text, maxsplit=1)[0].strip(" ,.;:-–—|")
    text = re.sub(r"\s(?:at|on|in|am|le|el|il|w|в|у)$", "", text)
    if site and text.lower().endswith(site.lower()) and len(text) > len(site):
        text = text[: -len(site)].strip(" ,")
    found: list[str] = []
    for part in _SPLIT.split(text):
        name = part.strip(" ,.;:-–—") if not re.search(r"\b[A-Z]\.$", part.strip()) else part.strip()
        name = BY.sub("", name)
        if not name or _CREDENTIAL.match(name):
            continue
        if not is_name(name, single=single and (not found or len(found[0].split()) == 1)) or (
            site and name.lower() == site.lower() and len(name.split()) < 2
        ):
            break
        if name not in found:
            found.append(name)
    if (
        not found
        and group
        and _GROUP.search(text)
        and not text.lower().startswith(("our ", "the editor", "admin"))
        and len(text.split()) <= 5
        and text[:1].isupper()
    ):
        return (text,)
    return tuple(found)


def is_name(text: str, *, single: bool = False) -> bool:
    """Whether `text` looks like one person's name: 2 to 5 words (or 1), capitalised but for particles, no role in it."""
    words = text.split()
    if not (1 if single else 2) <= len(words) <= 5 or len(text) > 50 or len(text) < 2 or _ROLE.search(text):
        return False
    if not all(_WORD.match(word) and (len(word) > 1 or place) for place, word in enumerate(words)):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLE or not word[0].islower() for word in words)
