"""The language of an article: what the page declares if its text agrees, else what the text says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# The commonest short words of languages that share a script; enough to confirm or doubt a declaration.
COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in a is that for it as was with be by on not he his but at are this have from or had they you which were their has would",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux d'un cette ont mais",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este sobre entre cuando ser",
        "it": "di e il la che in a per un è del una della non sono i con le si da al come dei nel alla più anche ha gli delle questo ma",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito foi",
        "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog uit naar door worden heeft wordt was",
        "pl": "w i na z się do nie to że o jest jak po od za przez dla są co ale tym oraz ich który tego tak przy może czy jego już",
        "uk": "і в на що з та у не до за це як від про для але його був по є ми ви він вона які також зі під час щоб було або якщо",
        "ru": "и в не на что с по как это из за к его от но для а он был у о так все мы она же еще было или если только они быть",
        "sv": "och att i en det som är av för på med den till inte om ett har de var jag sig från vi så kan när men",
        "cs": "a v se na je že to s z do o i jako pro k by ale za po jsou nebo ve podle bylo který od tak při",
    }.items()
}
_SCRIPTS = {
    "LATIN": None, "CYRILLIC": frozenset(["uk", "ru", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"]), "GREEK": frozenset({"el"}), "HEBREW": frozenset(["he", "yi"]), "ARABIC": frozenset(["ar", "fa", "ur", "ps", "ug", "ku"]),
    "CJK": frozenset(["zh", "ja", "yue"]), "HIRAGANA": frozenset({"ja"}), "KATAKANA": frozenset({"ja"}), "HANGUL": frozenset({"ko"}), "DEVANAGARI": frozenset(["hi", "mr", "ne", "sa"]),
    "THAI": frozenset({"th"}), "GEORGIAN": frozenset({"ka"}), "ARMENIAN": frozenset({"hy"}), "BENGALI": frozenset(["bn", "as"]), "TAMIL": frozenset({"ta"}), "TELUGU": frozenset({"te"}),
}  # fmt: skip
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.].*)?$")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
ENOUGH = 40  # words below which a text cannot contradict its page


def language_of(text: str, declared: str | None) -> str:
    """BCP 47 tag of `text`, which its page declares to be `declared`; "und" when nothing tells."""
    tag = tidy(declared)
    primary = tag.split("-")[0] if tag else None
    script = _script(text)
    if script is None:
        return tag or "und"
    homes = _SCRIPTS.get(script)
    if primary and homes is not None and primary not in homes:
        primary = None
    words = [word.lower() for word in _WORD.findall(text[:12000])]
    if primary and (len(words) < ENOUGH or _agrees(words, primary, script)):
        return tag or "und"
    if homes is not None and len(homes) == 1:
        return next(iter(homes))
    return _voted(words, script) or _detected(text, tag if primary else None)


def tidy(declared: str | None) -> str | None:
    """`en_us` -> `en-US`; None for what is no language tag."""
    found = _TAG.match((declared or "").split(",")[0].strip())
    if not found or found.group(1).lower() in ("und", "mul", "zxx", "xx", "xxx"):
        return None
    language, script, region = found.groups()
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


def _script(text: str) -> str | None:
    """Name of the script that most letters of the beginning belong to."""
    letters = [char for char in text[:4000] if char.isalpha()][:1500]
    count = Counter(unicodedata.name(char, "?").split(" ")[0] for char in letters)
    return count.most_common(1)[0][0] if count else None


def _agrees(words: list[str], primary: str, script: str) -> bool:
    if script not in ("LATIN", "CYRILLIC") or primary not in COMMON:
        return script != "LATIN" or primary not in ("zh", "ja", "ko", "ar", "he", "el", "th", "hi", "ru", "uk", "bg")
    shares = _shares(words)
    return shares[primary] >= 0.08 and shares[primary] >= 0.7 * max(shares.values())


def _shares(words: list[str]) -> dict[str, float]:
    return {
        language: sum(1 for word in words if word in common) / max(len(words), 1) for language, common in COMMON.items()
    }


def _voted(words: list[str], script: str) -> str | None:
    """A language whose short words are everywhere needs no statistics."""
    if script not in ("LATIN", "CYRILLIC") or len(words) < ENOUGH:
        return None
    (first, best), (_, second), *_ = sorted(_shares(words).items(), key=lambda item: -item[1])
    return first if best > 0.2 and best > 1.6 * second else None


def _detected(text: str, otherwise: str | None) -> str:
    if sum(char.isalpha() for char in text[:400]) < 20:
        return otherwise or "und"
    import py3langid

    code, _ = py3langid.classify(text[:4000])
    return str(code)
