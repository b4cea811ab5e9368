"""What is kept, what is left out, and how the settings change it."""

import pytest

from narrator.article import clean, extract
from narrator.errors import InputError
from narrator.model import Page
from narrator.settings import Clean, SiteRules

STORY = [
    "The ferry came back to the island on Tuesday, three weeks after the storm had torn its ramp from the quay.",
    "Half the village stood on the pier, although it rained, and the school had given the children the morning off.",
    "The company says that the new ramp will last for thirty years, and that tickets will not cost more than before.",
    "Fishermen who had carried passengers in their own boats were thanked with a dinner in the old customs house.",
    "From next month the first boat will leave at six in the morning, so that people can work on the mainland again.",
]


def page(*extra, head="", at=2):
    parts = [f"<p>{text}</p>" for text in STORY]
    parts[at:at] = extra
    body = f"<article><h1>The ferry is back</h1><div class='story'>{''.join(parts)}</div></article>"
    return f"<html lang='en'><head><title>The ferry is back</title>{head}</head><body><nav><a href='/'>Home</a></nav>{body}</body></html>"


def texts(article):
    return [block.text for block in article.blocks]


def test_a_page_without_chrome_is_kept_whole():
    article = extract(page())
    assert texts(article) == STORY
    assert article.title == "The ferry is back"
    assert [removed.rule for removed in article.removed if removed.text == "The ferry is back"] != []


@pytest.mark.parametrize("line", ["By Ada Marlowe and Tom Reed", "by Ada Marlowe", "Words by Tom Reed, Ada Marlowe"])
def test_who_wrote_it_is_said_once(line):
    article = extract(page(f"<p>{line}</p>", at=0))
    assert texts(article) == STORY
    assert set(article.byline) <= {"Ada Marlowe", "Tom Reed"}
    assert [removed.text for removed in article.removed if removed.text == line]


def test_a_sentence_about_an_author_is_not_who_wrote_it():
    line = "By Ada Marlowe's own account, nobody on the island had believed that the ferry would ever come back."
    article = extract(page(f"<p>{line}</p>", head='<meta name="author" content="Ada Marlowe">', at=0))
    assert texts(article) == [line, *STORY]


def test_plain_paragraphs_are_kept_whole():
    assert texts(extract("\n\n".join(STORY))) == STORY
    assert texts(extract("One short line of text.")) == ["One short line of text."]


def test_wrapped_lines_are_joined():
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(text, 72) for text in STORY)
    assert texts(extract(wrapped)) == STORY


def test_the_pages_own_audio_label_is_never_read():
    for label in (
        "This audio is created with AI assistance",
        "Diese Audiofassung wurde mit KI erstellt",
        "Це аудіо створено за допомогою штучного інтелекту",
    ):
        article = extract(page(f"<p>{label}</p>", at=0))
        assert texts(article) == STORY
        assert ("ai-label", label) in {(removed.rule, removed.text) for removed in article.removed}


def test_inline_elements_drop_caps_and_note_marks():
    article = extract(
        page(
            "<p><span class='dropcap'>N</span>obody had expected <a href='/x'>so many people</a>, <em>the mayor</em> said,"
            "<sup><a href='#n'>[3]</a></sup> and the water rose by 4 m<sup>3</sup> a second.</p>"
        )
    )
    assert "Nobody had expected so many people, the mayor said, and the water rose by 4 m3 a second." in texts(article)
    assert ("footnote-mark", "[3]") in {(removed.rule, removed.text) for removed in article.removed}


def test_line_breaks_part_paragraphs_but_not_sentences():
    article = extract(
        page(f"<div>{STORY[0]}<br><br>{STORY[1]} And the<br>band played.</div>").replace(
            f"<p>{STORY[0]}</p><p>{STORY[1]}</p>", ""
        )
    )
    assert texts(article)[:2] == [STORY[0], f"{STORY[1]} And the band played."]


def test_tables_are_read_by_rows_or_skipped():
    table = "<table><tr><th>Day</th><th>First boat</th><th>Last boat</th></tr><tr><td>Monday</td><td>6:00</td><td>21:00</td></tr><tr><td>Sunday</td><td>8:00</td><td>19:30</td></tr></table>"
    spoken = extract(
        page("<p>These are the new times of the boats, which hold until the end of the summer:</p>", table)
    )
    assert "Monday; 6:00; 21:00" in texts(spoken)
    assert not any("|" in text for text in texts(spoken))
    skipped = clean(Page(content=page(table)), Clean(tables="skip"))
    assert not any(block.kind == "table_row" for block in skipped.blocks)


def test_captions_by_policy():
    figure = (
        "<figure><img src='a.jpg'><figcaption>The new ramp on the evening before the first boat.</figcaption></figure>"
    )
    caption = "The new ramp on the evening before the first boat."
    assert caption not in texts(extract(page(figure)))
    assert caption in texts(clean(Page(content=page(figure)), Clean(captions="speak")))


def test_a_pull_quote_is_said_once():
    line = "the school had given the children the morning off"
    article = extract(page(f"<blockquote class='pullquote'><p>{line}</p></blockquote>", at=3))
    assert texts(article) == STORY
    assert any(removed.rule == "said-twice" or removed.text == line for removed in article.removed)


def test_keep_and_drop_by_text_and_selector():
    box = "<div class='tide'><p>High water today at noon, low water in the evening.</p></div>"
    dropped = clean(Page(content=page(box)), Clean(drop=("css:.tide", "Fishermen who")))
    assert texts(dropped) == [text for text in STORY if not text.startswith("Fishermen")]
    assert {removed.rule for removed in dropped.removed} >= {"dropped"}
    kept = clean(
        Page(content=page("<nav class='nav menu'><a href='/m'>Timetable</a></nav>")), Clean(keep=("Timetable",))
    )
    assert "Timetable" in texts(kept)


def test_rules_for_a_site_hold_there_only():
    settings = Clean(sites={"island.example": SiteRules(drop=("The company",))})
    there = clean(Page(content=page(), url="https://www.island.example/ferry"), settings)
    elsewhere = clean(Page(content=page(), url="https://notisland.example/ferry"), settings)
    assert len(texts(there)) == 4
    assert texts(elsewhere) == STORY


def test_a_selector_that_is_none_is_an_error_of_the_settings():
    with pytest.raises(InputError, match="not a CSS selector"):
        clean(Page(content=page()), Clean(drop=("css:p[[",)))


def test_comments_and_other_articles_of_the_page_are_left_out():
    comments = (
        "<div class='comments'>"
        + "".join(
            f"<div class='comment'><p>I was there too, number {n}, and I have never seen so many happy faces on that pier.</p></div>"
            for n in range(5)
        )
        + "</div>"
    )
    other = "<article><h2>The bakery moves</h2><p>The bakery in the harbour street will move into the former bank, its owner said on Monday after a long search.</p></article>"
    article = extract(page().replace("</article>", f"</article>{comments}{other}"))
    assert texts(article) == STORY


def test_nothing_is_lost_in_silence():
    source = page("<p>Sign up for our newsletter</p>", "<aside>Read more: The storm in pictures</aside>")
    article = extract(source)
    heard = " ".join(texts(article)) + " " + " ".join(removed.text for removed in article.removed)
    for words in ("Home", "newsletter", "The storm in pictures", "The ferry is back"):
        assert words in heard
    assert all(removed.rule and removed.detail for removed in article.removed)
    assert [removed.before for removed in article.removed] == sorted(removed.before for removed in article.removed)


def test_doubts_are_told():
    paid = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The ferry is back","isAccessibleForFree":false}</script>'
    assert "paywall" in extract(page(head=paid)).notices[0]
    live = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"The ferry is back"}</script>'
    assert "live" in extract(page(head=live)).notices[0]


def test_metadata_of_a_page():
    head = (
        '<link rel="canonical" href="/ferry"><meta property="og:image" content="/ferry.jpg"><meta property="og:site_name" content="Island Post">'
        '<script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#p","name":"Ada Marlowe"},{"@type":"NewsArticle","headline":"The ferry is back",'
        '"author":[{"@id":"#p"},{"@type":"Person","name":"Tom Reed"}],"datePublished":"2025-03-05T17:58:00+02:00","dateModified":"2025-03-06"}]}</script>'
    )
    article = clean(Page(content=page(head=head), url="https://island.example/2025/ferry?ref=feed"), Clean())
    assert article.byline == ("Ada Marlowe", "Tom Reed")
    assert (article.published, article.modified) == ("2025-03-05T17:58:00+02:00", "2025-03-06")
    assert (article.url, article.image, article.site) == (
        "https://island.example/ferry",
        "https://island.example/ferry.jpg",
        "Island Post",
    )
    assert article.language == "en"


def test_a_declared_language_must_agree_with_the_text():
    german = page().replace("The ferry", "Die Fähre")
    for text, other in zip(
        STORY,
        [
            "Die Fähre kam am Dienstag auf die Insel zurück, drei Wochen nachdem der Sturm die Rampe vom Kai gerissen hatte."
        ]
        * 5,
        strict=True,
    ):
        german = german.replace(
            text, other + f" Das ist der Satz mit der Nummer {len(text)}, und er ist nicht der letzte."
        )
    assert extract(german).language == "de"


MARKDOWN = """---
title: "The ferry is back"
author: Ada Marlowe
date: 2025-03-05
lang: en
---

# The ferry is back

The ferry came back to the **island** on *Tuesday*, [three weeks](https://island.example/storm) after the storm.
Its ramp is new.[^1]

## What it costs

1. Adults pay six pounds.
2. Children pay *nothing*.

> We waited long, said the harbour master.

| Day | First boat |
| --- | ---------- |
| Monday | 6:00 |

```python
print("boat")
```

![The ramp](ramp.jpg)

[^1]: It was built on the mainland.
"""


def test_markdown():
    article = clean(Page(content=MARKDOWN, name="ferry.md"), Clean(code="skip"))
    assert (article.title, article.byline, article.published, article.language) == (
        "The ferry is back",
        ("Ada Marlowe",),
        "2025-03-05",
        "en",
    )
    assert [(block.kind, block.level, block.text) for block in article.blocks] == [
        ("paragraph", 0, "The ferry came back to the island on Tuesday, three weeks after the storm. Its ramp is new."),
        ("heading", 2, "What it costs"),
        ("list_item", 1, "1. Adults pay six pounds."),
        ("list_item", 1, "2. Children pay nothing."),
        ("quote", 1, "We waited long, said the harbour master."),
        ("table_row", 0, "Day: First boat"),
        ("table_row", 0, "Monday: 6:00"),
    ]
    assert {removed.rule for removed in article.removed} == {"headline", "code", "footnote"}
    assert extract(MARKDOWN).title == "The ferry is back"
