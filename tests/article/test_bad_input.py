"""Pages that hold no article, bytes that are no text, and pages that are broken: an article or a clear error, never a hang."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrator.article import extract
from narrator.errors import NarratorError, NotAnArticle, UnreadableSource

PARAGRAPH = "<p>The ferry came back to the island on Tuesday, three weeks after the storm number {} had torn its ramp from the quay.</p>"
STORY = "".join(PARAGRAPH.format(number) for number in range(8))
LISTING = "".join(
    f"<li><h3><a href='/{n}'>A headline about the harbour and the boats, number {n}</a></h3><span>2 hours ago</span></li>"
    for n in range(30)
)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "empty"),
        (b" \n\t ", "empty"),
        (
            "<html><head><title>App</title><script src='a.js'></script></head><body><div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
            "shell",
        ),
        (f"<html><body><ul>{LISTING}</ul></body></html>", "list of articles"),
        (
            "<html><body><h1>Log in</h1><form><label>E-mail</label><input name='e'><label>Password</label><input type='password'></form><p>Please log in to go on.</p></body></html>",
            "login",
        ),
        (
            "<html><body><div class='cookie'><p>We use cookies to make this site better.</p><button>Accept all</button><button>Reject all</button></div></body></html>",
            "cookie",
        ),
        ("<html><frameset cols='20,80'><frame src='a.html'><frame src='b.html'></frameset></html>", "frames"),
        ("<html><body><h1>404</h1><p>Page not found.</p></body></html>", "nothing at this address"),
        ("<html><body><h1>Just a moment...</h1><p>Verify you are human.</p></body></html>", "robots"),
    ],
    ids=["empty", "blank", "shell", "listing", "login", "cookie", "frames", "missing", "robots"],
)
def test_a_page_without_an_article_says_what_it_is(source, says):
    with pytest.raises(NotAnArticle, match=says) as caught:
        extract(source)
    assert caught.value.hint


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n" + bytes(100), bytes(range(32)) * 100, b"PK\x03\x04" + bytes(60)]
)
def test_bytes_that_are_no_text(raw):
    with pytest.raises(UnreadableSource) as caught:
        extract(raw)
    assert caught.value.hint


RUSSIAN = "Паром через залив снова ходит по ночам. Первый рейс отошёл от причала в половине первого ночи и собрал почти сто пассажиров, сообщает порт."


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", "windows-1251"),
        ("utf-8", "iso-8859-1"),
        ("windows-1251", "windows-1251"),
        ("windows-1251", "iso-8859-1"),
        ("koi8-r", "koi8-r"),
        ("utf-16", "utf-8"),
        ("utf-16-le", None),
        ("windows-1251", "nonsense-8"),
    ],
)
def test_encodings_rightly_and_wrongly_declared(codec, declared):
    meta = f"<meta charset='{declared}'>" if declared else ""
    body = "".join(f"<p>{RUSSIAN} Это абзац под номером {number}.</p>" for number in range(6))
    article = extract(
        f"<html><head>{meta}</head><body><article>{body}</article></body></html>".encode(codec), media_type="text/html"
    )
    assert RUSSIAN in article.text


def test_western_text_declared_as_utf_8():
    text = "Die Fähre über den großen Fluss fährt wieder, und die Brücke bleibt für längere Zeit gesperrt. " * 6
    assert "Fähre über den großen Fluss" in extract(text.encode("windows-1252")).text


@pytest.mark.parametrize(
    "source",
    [
        "<html><body>" + "<div>" * 10_000 + STORY + "</div>" * 10_000,
        "<html><body><p>" + "<b>" * 10_000 + "text " * 50 + "</b>" * 10_000 + STORY,
        "<html><body>" + "<table><tr><td>" * 3_000 + STORY,
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        + STORY
        + "</body></html>",
        "<p>" + STORY.replace("</p>", "") + "<b><i></b></i></div></div>",
        "<html><title>" + " - " * 50_000 + "</title><body>" + STORY,
        "<html><script type='application/ld+json'>" + "[" * 50_000 + "</script><body>" + STORY,
        "<html><body dir='rtl'><p>שלום \u202eabc\u202c العالم</p>" + STORY,
    ],
    ids=["nested", "inline", "tables", "xhtml", "broken", "title", "json", "bidi"],
)
def test_broken_and_hostile_pages_still_give_their_text(source):
    article = extract(source)
    assert "storm number 3" in article.text
    assert "storm number 7" in article.text


def test_large_pages():
    paragraphs = [PARAGRAPH.format(number) for number in range(6_000)]
    article = extract(f"<html><body><article>{''.join(paragraphs)}</article></body></html>")
    assert len(article.blocks) > 5_900
    text = "\n\n".join(
        f"The ferry number {number} came back to the island, and the storm was soon forgotten."
        for number in range(6_000)
    )
    assert len(extract(text).blocks) > 5_900


def words_of(text):
    return sorted("".join(character for character in text if character.isalnum()))


SNIPPETS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='comment'>",
        "</div>",
        "<br>",
        "<table><tr><td>",
        "</td><td>",
        "</tr></table>",
        "<h2>",
        "</h2>",
        "<li>",
        "<ol>",
        "</ol>",
        "<sup><a>1</a></sup>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&amp;",
        "\n\n",
        "\t",
        "| a | b |\n|---|---|\n",
        "# ",
        "> ",
        "1. ",
        "- ",
        "```\n",
        "[x](y)",
        "**",
        "_",
        "\u202e",
        "\0",
        "Read more: the storm",
        "The ferry came back to the island on Tuesday. ",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(SNIPPETS, st.text(max_size=40)), max_size=40).map("".join))
def test_any_text_gives_an_article_or_a_clear_error(source):
    try:
        article = extract(source)
    except NarratorError:
        return
    for block in article.blocks:
        assert block.text == " ".join(block.text.split()) != ""


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_clear_error(raw):
    try:
        extract(raw)
    except NarratorError:
        return


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=80), min_size=1, max_size=25)
)
def test_nothing_is_invented_lost_or_reordered(lines):
    """Kept and removed pieces of a plain text are its own lines, each once, in their order."""
    source = "\n".join(lines)
    try:
        article = extract(source, media_type="text/plain")
    except NarratorError:
        return
    kept = [(index, block.text) for index, block in enumerate(article.blocks)]
    spans = sorted(
        [(index, 1, text) for index, text in kept] + [(removed.before, 0, removed.text) for removed in article.removed],
        key=lambda span: span[:2],
    )
    heard = "".join(text for _, _, text in spans)
    assert words_of(heard) == words_of(source)
    assert [character for character in heard if character.isalnum()] == [
        character for character in source if character.isalnum()
    ]
