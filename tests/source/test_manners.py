"""robots.txt, and the pause between two requests."""

import pytest

from narrator.errors import FetchError, SourceError
from narrator.settings import Follow
from narrator.source import Manners
from narrator.source.manners import parse_rules


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/x", False), ("User-agent: *\nDisallow: /private/", "/privat", True),
        ("User-agent: *\nDisallow: /\nAllow: /public", "/public/1", True), ("User-agent: *\nDisallow: /\nAllow: /public", "/other", False),
        ("User-agent: *\nDisallow:", "/", True), ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False), ("User-agent: *\nDisallow: /*.pdf$", "/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False), ("User-agent: *\nDisallow: /*a*b*c", "/xaxbx", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Narrator\nDisallow: /x", "/y", True), ("user-agent: NARRATOR\nuser-agent: other\ndisallow: /x # no", "/x", False),
        ("User-agent: Narrator/1.0 (of some kind)\nDisallow: /x", "/x", False), ("User-agent: narrators\nDisallow: /x", "/x", True),
        ("User-agent: other\nDisallow: /", "/x", True), ("Disallow: /", "/x", True), ("", "/x", True), ("User-agent: *\nDisallow: /%7Eann/", "/~ann/1", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True), ("<html><body>Not found: 404</body></html>", "/x", True),
        ("User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/a", False),
        ("User-agent: *\nDisallow: " + "*a" * 2000 + "$", "/" + "a" * 3000 + "b", True),
    ],
)  # fmt: skip
def test_rules_as_rfc_9309_reads_them(rules, path, allowed):
    assert parse_rules(rules, "narrator").allow(path) is allowed


@pytest.fixture
def manners(settings):
    waits = []
    made = Manners(settings, Follow(politeness_s=2.0), sleep=waits.append)
    made.waits = waits
    return made


def test_robots_txt_is_read_once_and_heeded(server, manners):
    server.answer = server.reply(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7", Content_Type="text/plain")
    manners.come_to(server.url("/story"))
    manners.come_to(server.url("/story?x=1"))
    with pytest.raises(SourceError, match=r"robots\.txt"):
        manners.come_to(server.url("/private/story"))
    assert [request.split()[1] for request in server.requests] == ["/robots.txt"]
    assert [round(wait) for wait in manners.waits] == [7, 7]


def test_what_the_user_names_is_asked_for_without_robots_txt(server, manners):
    manners.come_to(server.url("/feed"), invited=True)
    manners.come_to(server.url("/feed"), invited=True)
    assert server.requests == []
    assert [round(wait) for wait in manners.waits] == [2]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "200 OK"])
def test_without_rules_all_is_allowed(server, manners, status):
    server.answer = server.reply(b"", status=status)
    manners.come_to(server.url("/private/story"))


def test_a_host_that_cannot_say_is_left_alone_for_now(server, manners):
    server.answer = server.reply(b"", status="503 Service Unavailable")
    with pytest.raises(FetchError):
        manners.come_to(server.url("/story"))
    server.answer = server.reply(b"", status="404 Not Found")
    manners.come_to(server.url("/story"))
