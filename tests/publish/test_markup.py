"""HTML and addresses that nothing can break out of."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from narrator.model import plain
from narrator.publish.markup import el, shorten, web_url


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://tern.example/a?b=1&c=2#d", "https://tern.example/a?b=1&c=2#d"),
        ("HTTP://Tern.Example:8080/", "http://tern.example:8080/"),
        ("https://tern.example/łódź 1", "https://tern.example/%C5%82%C3%B3d%C5%BA%201"),
        ("https://tern.example/100%/a%20b", "https://tern.example/100%25/a%20b"),
        ("https://łódź.example/", "https://xn--d-uga0v4h.example/"),
        ("http://[::1]:80/x[1]", "http://[::1]:80/x%5B1%5D"),
        ("https://tern.example/<b>\"'", "https://tern.example/%3Cb%3E%22'"),
        ("https://user:secret@tern.example/", "https://tern.example/"),
        (" https://tern.example/\n", "https://tern.example/"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//tern.example", None),
        ("/path", None),
        ("https://", None),
        ("https://a b/", None),
        ("https://tern.example:port/", None),
        ("https://[::1/", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(url, wanted):
    assert web_url(url) == wanted


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_good_address_or_none(text):
    for candidate in (text, f"https://tern.example/{text}", f"https://{text}/"):
        found = web_url(candidate)
        if found is not None:
            assert found.isascii()
            assert urlsplit(found).scheme in ("http", "https")
            assert not set(' "<>\\^`{|}') & set(found)
            assert web_url(found) == found


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_stays_text(text, value):
    made = f"<div>{el('p', text, title=value)}</div>"
    (node,) = html.fromstring(made)
    assert plain(node.text or "") == plain(text)
    assert plain(node.get("title")) == plain(value)
    assert len(node) == 0
    etree.fromstring(made)  # and so it is XML


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.integers(5, 100))
def test_shortened_text_is_short(text, limit):
    cut = shorten(text, limit)
    assert len(cut) <= limit
    assert cut == text or cut.endswith("…")
