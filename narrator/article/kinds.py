"""What an element says about itself: its tag, class, id and role, sorted into a few kinds by hand-written patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

TAGS = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "button",
        "dd",
        "details",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "time",
    ]
)
PATTERNS: dict[str, str] = {
    "comment": r"comment|disqus|discuss|replies|respond|opinions-list|talkback|kommentar|coment",
    "share": r"shar(e|ing)|social|facebook|twitter|whatsapp|telegram|pinterest|linkedin|follow|addthis|sns|teilen",
    "related": r"relat|recommend|recirc|suggest|more-|read-?more|readmore|see-?also|also-?read|you-may|trending|popular|latest|most-|next-|prev|outbrain|taboola|similar|further|verwandt|mehr-zum|up-next|onward|dont-miss",
    "nav": r"\bnav|menu|breadcrumb|pagination|pager|navbar|navigation|sitemap|tabs?\b|tablist|skip",
    "ad": r"\bads?\b|\bads?[-_]|[-_]ads?\b|advert|sponsor|banner|promo|dfp|commercial|affiliate|partner|anzeige|werbung|reklam|publicidad|marketing|upsell|cta\b|call-to-action",
    "newsletter": r"newsletter|subscri|sign-?up|mailing|mailchimp|optin|opt-in|email-capture|abonn|suscri|lead-?magnet|hs-form|hubspot|convertkit",
    "caption": r"caption|credit|legend|copyright|photo-?info|bildunterschrift|attribution|\bcutline|media-info|image-info|photographer|wp-caption",
    "author": r"author|byline|by-line|writer|bio\b|contributor|autor|reporter|journalist|about-the|profile|vcard|avatar",
    "meta": r"meta|date|time|publish|posted|updated|dateline|info\b|timestamp|reading|entry-details|post-details|kicker|eyebrow|overline",
    "tags": r"\btags?\b|[-_]tags?\b|\btags?[-_]|topic|categor|keyword|label|section-name|rubric|hashtag",
    "footer": r"foot|bottom|colophon|copyright|legal|disclaimer|imprint|terms",
    "header": r"header|masthead|\btop\b|topbar|hero|\bbar\b|toolbar|site-head",
    "side": r"side|widget|aside|rail|\bright\b|\bleft\b|secondary|complementary|sticky",
    "dialog": r"cookie|consent|gdpr|modal|popup|pop-up|overlay|dialog|lightbox|toast|notification|alert|drawer|offcanvas|flyout|tooltip|interstitial",
    "account": r"login|log-in|signin|sign-in|account|register|paywall|premium|subscriber|member|user-|regwall|piano",
    "search": r"search|form|input|field|filter|select|dropdown|poll|quiz|survey|vote|rating|star",
    "body": r"article-?body|articlebody|story-?body|post-?body|entry-?content|post-?content|article-?content|article__body|article-?text|main-?content|rich-?text|richtext|prose|wysiwyg|content-?body|body-?content|text-?body|body-?copy|story-?content|story-?text|page-?content|articletext|artikel-?text|blog-?content|blog-?post|markdown|text-?content|w-richtext",
    "content": r"content|article|story|post\b|post-|entry|main|body|text|copy|single|blog|artikel|page",
    "title": r"title|headline|heading|\bhed\b|titel|header-text",
    "card": r"card|teaser|\bitem|grid|carousel|slider|swiper|slick|tile|list\b|listing|thumb|feed|stream|collection|loop|excerpt|snippet|preview|gallery|cluster",
    "lead": r"summary|lead|standfirst|\bdek\b|deck|intro|subtitle|sub-?title|sub-?head|abstract|excerpt|lede|strapline|chapo|vorspann|anreisser|sapo|bajada|takeaway|key-?point|highlights|tldr|at-a-glance",
    "pull": r"pull-?quote|quote|blockquote|citation|testimonial",
    "toc": r"\btoc\b|table-of-contents|tableofcontents|toc[-_]|[-_]toc|contents\b|jump|anchor-?nav|on-this-page|outline",
    "footnote": r"footnote|endnote|reference|reflist|\bnotes?\b|sources|citation|bibliograph|cite_",
    "hidden": r"hidden|hide\b|invisible|sr-only|screen-?reader|visually|offscreen|off-screen|accessib|a11y|print-only|noprint|collapsed|d-none",
    "player": r"player|video|audio|podcast|listen|embed|youtube|iframe|media\b|vimeo|tweet|instagram|jw|brightcove|speech",
    "box": r"\bbox|callout|inset|infobox|factbox|sidebar|panel|module|highlight|notice|note-|tip\b|info-|insert|block-quote|wp-block-group|component",
    "image": r"image|img|photo|picture|figure|bild|foto|illustration|graphic|icon|logo|media",
    "donate": r"donat|support-us|contribute|patreon|spenden|support[-_]|fundrais|membership",
    "product": r"product|price|buy|cart|shop|store|deal|review-box|pros|cons|specs|checkout|offer",
    "faq": r"faq|accordion|question|toggle|collaps|expand",
    "dropcap": r"drop-?cap|first-letter|initial",
}
_ANY = re.compile("|".join(PATTERNS.values()))
_COMPILED = [(name, re.compile(pattern)) for name, pattern in PATTERNS.items()]
KINDS: tuple[str, ...] = (
    *PATTERNS,
    *(f"<{tag}>" for tag in sorted(TAGS)),
    "<h>",
    "out-of-sight",
    "role-nav",
    "role-main",
)
_NONE: frozenset[str] = frozenset()
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES = {"navigation": "role-nav", "banner": "role-nav", "contentinfo": "role-nav", "menu": "role-nav", "search": "role-nav",
          "complementary": "side", "dialog": "dialog", "alertdialog": "dialog", "main": "role-main", "article": "<article>"}  # fmt: skip


@lru_cache(maxsize=16384)
def _sorted(name: str) -> frozenset[str]:
    """Kinds of one class or id. Pages use few names on many elements, so most answers are remembered."""
    text = _CAMEL.sub("-", name).lower().replace("_", "-")
    if not _ANY.search(text):
        return _NONE
    return frozenset(kind for kind, pattern in _COMPILED if pattern.search(text))


def kinds_of(node: Any, tag: str) -> frozenset[str]:
    """Kinds of one element, from KINDS."""
    found = (
        frozenset({f"<{tag}>"})
        if tag in TAGS
        else frozenset({"<h>"})
        if tag[0] == "h" and tag[1:].isdigit()
        else frozenset()
    )
    get = node.get
    names = " ".join(
        filter(
            None,
            (get("class"), get("id"), get("itemprop"), get("data-component"), get("data-testid"), get("data-type")),
        )
    )
    if names:
        found = found.union(*map(_sorted, names[:300].split()))
    role = get("role")
    if role in _ROLES:
        found |= {_ROLES[role]}
    if get("hidden") is not None or get("aria-hidden") == "true":
        found |= {"out-of-sight"}
    else:
        style = get("style")
        if style and _HIDING.search(style):
            found |= {"out-of-sight"}
    return found
