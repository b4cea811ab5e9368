"""A page for editors: the article as it will be read, with everything that was left out struck through in its place."""

from __future__ import annotations

from html import escape
from itertools import groupby

from narrator.model import Article, Block, Removed

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fdfcf9;--faint:#5f6068;--line:#dcdad2;--out:#a02318;--outbg:#fbf0ee}
@media(prefers-color-scheme:dark){:root{--ink:#e9e7e2;--paper:#17181b;--faint:#a3a4ab;--line:#35363c;--out:#ff9c90;--outbg:#2a1d1b}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 Georgia,'Times New Roman',serif}
main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem 4rem}h1{line-height:1.2;margin:.2em 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;font:14px/1.5 system-ui,sans-serif;color:var(--faint);border-bottom:1px solid var(--line);padding-bottom:1rem}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}.notice{border-left:4px solid #b98900;padding:.3rem .8rem}
.kept{margin:1em 0;overflow-wrap:anywhere}.quote{border-left:3px solid var(--line);padding-left:1rem}.list_item{margin-left:1.4rem}.code,.table_row{font-family:ui-monospace,monospace;font-size:.88em}
details{margin:.6rem 0;padding:.35rem .7rem;background:var(--outbg);border-radius:4px;font:14px/1.5 system-ui,sans-serif}
summary{color:var(--out);cursor:pointer}del{color:var(--out);overflow-wrap:anywhere}.why{color:var(--faint)}.at{color:var(--faint);font:12px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
"""
FEW = 4  # spans in a row that are shown without being asked for


def review(article: Article) -> str:
    """HTML of one article for an editor: kept text, and each removed span in its place with the rule and the reason.

    It needs no script, loads nothing, and shows whatever the source held as text.
    """
    rows = [
        ("Byline", ", ".join(article.byline)),
        ("Published", article.published),
        ("Modified", article.modified),
        ("Site", article.site),
        ("Address", article.url),
        ("Language", article.language),
    ]
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    notices = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in article.notices)
    spans = {place: list(group) for place, group in groupby(article.removed, key=lambda removed: removed.before)}
    words = sum(len(block.text.split()) for block in article.blocks)
    body = "".join(
        _removed(spans.get(place, [])) + (_kept(article.blocks[place]) if place < len(article.blocks) else "")
        for place in range(len(article.blocks) + 1)
    )
    title = escape(article.title or "An article without a headline")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Review: {title}</title><style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>"
        f"<dl>{facts}<dt>Kept</dt><dd>{len(article.blocks)} blocks, {words} words</dd><dt>Left out</dt><dd>{len(article.removed)} spans</dd></dl>"
        f"{notices}\n{body}</main></body></html>\n"
    )


def _kept(block: Block) -> str:
    tag = f"h{min(max(block.level, 2), 6)}" if block.kind == "heading" else "p"
    return f'<{tag} class="kept {block.kind}" title="{escape(block.origin)}">{escape(block.text)}</{tag}>\n'


def _removed(spans: list[Removed]) -> str:
    if not spans:
        return ""
    lines = "".join(
        f'<p><del>{escape(span.text)}</del><br><span class="why"><b>{escape(span.rule)}</b> {escape(span.detail)}</span><br><span class="at">{escape(span.origin)}</span></p>'
        for span in spans
    )
    rules = ", ".join(dict.fromkeys(escape(span.rule) for span in spans))
    return f"<details{' open' if len(spans) <= FEW else ''}><summary>Left out here: {len(spans)} ({rules})</summary>{lines}</details>\n"
