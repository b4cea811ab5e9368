"""Feeds and other lists, in the forms in which they are met, and in the ways in which they are broken."""

import contextlib
import gzip
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import AddressRefused, FetchError, NarratorError, SourceError, SourceNotFound, UnreadableSource
from narrator.model import Page
from narrator.source import read_listing
from narrator.source.fulltext import as_page, is_whole
from narrator.source.listing import listing
from narrator.source.told import address, line, moment, own_address, seconds

BASE = "https://vell.example/news/feed.xml"


def read(content, url=BASE, **more):
    data = content.encode() if isinstance(content, str) else content
    return listing(Page(content=data, url=url, name=url or "list", **more))


def rss(items, head=""):
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Vell &amp; Co</title>{head}{items}</channel></rss>'
    )


# ---------------------------------------------------------------------------------------------------- forms


def test_rss_with_everything():
    found = read(
        rss(
            """<item><title>One &lt;b&gt;bold&lt;/b&gt; &amp;amp; true</title><media:title>No</media:title><link> https://vell.example/1 </link>
            <guid isPermaLink="false">id-1</guid><dc:creator>Ada Quill</dc:creator><author>bo@vell.example (Bo Marsh)</author>
            <category>Sea</category><category>Sea</category><dc:subject>Ships</dc:subject><pubDate>Mon, 02 Nov 2026 08:30:00 +0200</pubDate>
            <atom:updated>2026-11-03T10:00:00Z</atom:updated><description>Short.</description>
            <content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>"""
        )
    )
    assert (found.kind, found.title) == ("RSS feed", "Vell & Co")
    (entry,) = found.entries
    assert (entry.url, entry.id, entry.title) == ("https://vell.example/1", "id-1", "One bold & true")
    assert (entry.authors, entry.categories) == (("Ada Quill",), ("Sea", "Ships"))
    assert (entry.published, entry.updated) == ("2026-11-02T08:30:00+02:00", "2026-11-03T10:00:00+00:00")
    assert entry.html == "<p>All of it.</p>"
    assert pickle.loads(pickle.dumps(found)) == found


def test_rss_of_1999_in_rdf():
    found = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://vell.example/"><title>Vell</title></channel>
        <item rdf:about="https://vell.example/1"><title>One</title><link>https://vell.example/1</link><dc:date>2026-11-02</dc:date></item></rdf:RDF>"""
    )
    assert [(entry.url, entry.title, entry.published) for entry in found.entries] == [
        ("https://vell.example/1", "One", "2026-11-02")
    ]


def test_atom_with_every_way_to_write_a_text():
    found = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://vell.example/a/"><title type="html">Vell &amp;amp; Co</title>
        <author><name>The Post</name></author>
        <entry><title>Less &lt; more</title><link rel="enclosure" href="x.mp3"/><link rel="alternate" type="application/json" href="1.json"/>
        <link rel="alternate" type="text/html" href="1.html"/><id>tag:1</id><published>2026-11-02T08:00:00Z</published>
        <updated>2026-11-04T08:00:00Z</updated><category term="sea" label="The sea"/><author><name>Ada Quill</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>As <em>XHTML</em>.</p></div></content></entry>
        <entry><title type="html">&lt;i&gt;Two&lt;/i&gt;</title><link href="/2"/><content type="html">&lt;p&gt;As HTML.&lt;/p&gt;</content></entry>
        <entry><title>Three</title><link href="3" xml:base="b/"/><content>As text: 1 &lt; 2.

Second.</content></entry><entry><title>Four</title><content src="4.html" type="text/html"/></entry></feed>"""
    )
    one, two, three, four = found.entries
    assert found.title == "Vell & Co"
    assert (one.title, one.url, one.authors) == ("Less < more", "https://vell.example/a/1.html", ("Ada Quill",))
    assert (one.categories, one.updated) == (("The sea",), "2026-11-04T08:00:00+00:00")
    assert "<p>As <em>XHTML</em>.</p>" in one.html
    assert (two.title, two.url, two.html, two.authors) == (
        "Two",
        "https://vell.example/2",
        "<p>As HTML.</p>",
        ("The Post",),
    )
    assert (three.url, three.html) == ("https://vell.example/a/3", "<p>As text: 1 &lt; 2.</p><p>Second.</p>")
    assert (four.url, four.html) == (None, None)


def test_json_feed():
    found = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1", "title": "Vell", "home_page_url": "https://vell.example/",
                "authors": [{"name": "The Post"}],
                "items": [
                    {"id": 7, "url": "/1", "title": "One", "content_html": "<p>x</p>", "date_published": "2026-11-02T08:00:00Z", "tags": ["sea"]},
                    {"id": "8", "external_url": "https://else.example/2", "content_text": "a < b\n\nc", "author": {"name": "Ada"}},
                    "nonsense", {"id": "9", "url": "javascript:alert(1)", "tags": "no list"},
                ],
            }
        )
    )  # fmt: skip
    one, two, three = found.entries
    assert (one.url, one.id, one.authors, one.categories) == ("https://vell.example/1", "7", ("The Post",), ("sea",))
    assert (two.url, two.html, two.authors) == ("https://else.example/2", "<p>a &lt; b</p><p>c</p>", ("Ada",))
    assert three.url is None


def test_sitemaps_of_news_and_their_index():
    found = read(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>https://vell.example/1</loc><lastmod>2026-11-02</lastmod><news:news><news:publication_date>2026-11-01T07:00:00Z</news:publication_date>
        <news:title>One</news:title><news:keywords>sea, ships</news:keywords></news:news></url><url><loc>ftp://vell.example/2</loc></url></urlset>"""
    )
    (entry,) = found.entries
    assert (entry.title, entry.published, entry.updated) == ("One", "2026-11-01T07:00:00+00:00", "2026-11-02")
    assert entry.categories == ("sea", "ships")
    index = read(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<sitemap><loc>/part{n}.xml</loc><lastmod>{2000 + n}-01-01</lastmod></sitemap>" for n in range(60))
        + "</sitemapindex>"
    )
    assert len(index.leads) == 50
    assert index.leads[0] == "https://vell.example/part59.xml"
    assert "50 newest" in index.notices[0]


def test_opml_leads_to_its_feeds():
    found = read(
        """<?xml version="1.0"?><opml version="2.0"><body><outline text="News"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/>
        <outline type="rss" text="B" xmlUrl="b.xml"/><outline xmlUrl="file:///etc/passwd"/></outline>
        <outline type="link" text="A page" url="https://c.example/page"/></body></opml>"""
    )
    assert found.leads == ("https://a.example/feed", "https://vell.example/news/b.xml")
    assert [(entry.url, entry.title) for entry in found.entries] == [("https://c.example/page", "A page")]


def test_a_plain_list():
    found = read(
        "# my list\n\nhttps://vell.example/1  The first\r\n- https://vell.example/2\nvell.example/3\n/etc/passwd\n",
        None,
    )
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://vell.example/1", "The first"), ("https://vell.example/2", None),
    ]  # fmt: skip
    assert found.notices == ("Not an address: line 5, 6.",)


@pytest.mark.parametrize(
    "export",
    [
        # wallabag
        json.dumps([{"is_archived": 0, "id": 1, "title": "One", "url": "https://vell.example/1", "content": "<p>x</p>", "tags": ["sea"],
                     "published_by": ["Ada"], "published_at": "2026-11-02T08:00:00+0000"},
                    {"is_archived": 1, "url": "https://vell.example/9"}]),
        # Readeck and others: an object around the list, objects as labels
        json.dumps({"bookmarks": [{"id": "a", "url": "https://vell.example/1", "title": "One", "authors": ["Ada"], "labels": [{"name": "sea"}],
                                   "published": "2026-11-02T08:00:00Z", "is_deleted": False},
                                  {"url": "https://vell.example/9", "is_deleted": True}]}),
        # Readeck's interface, whose numbers are no marks of what was read
        json.dumps([{"id": "a", "href": "https://vell.example/1", "title": "One", "authors": ["Ada"], "labels": ["sea"], "published": "2026-11-02T08:00:00Z", "state": 2},
                    {"href": "https://vell.example/9", "state": 0, "is_archived": True}]),
        # Pocket's interface
        json.dumps({"status": 1, "list": {"7": {"resolved_url": "https://vell.example/1", "resolved_title": "One", "status": "0", "published": "2026-11-02 08:00:00",
                                                "tags": {"sea": {"tag": "sea"}}, "authors": {"1": {"name": "Ada"}}},
                                          "8": {"given_url": "https://vell.example/9", "status": "1"}}}),
        # Pocket's file
        "title,url,published,tags,authors,status\nOne,https://vell.example/1,2026-11-02T08:00:00Z,sea,Ada,unread\nX,https://vell.example/9,1,,,archive\n",
        # Instapaper's, after Excel
        "\ufeffURL;Title;Published;Tags;Author;Folder\r\nhttps://vell.example/1;One;2026-11-02T08:00:00Z;sea;Ada;Unread\r\nhttps://vell.example/9;X;;;;Archive\r\n",
    ],
    ids=["wallabag", "readeck", "readeck-states", "pocket-json", "pocket-csv", "instapaper"],
)  # fmt: skip
def test_exports_of_reading_lists(export):
    found = read(export, None)
    (entry,) = found.entries
    assert (entry.url, entry.title, entry.authors, entry.categories) == (
        "https://vell.example/1",
        "One",
        ("Ada",),
        ("sea",),
    )
    assert entry.published == "2026-11-02T08:00:00+00:00"
    assert found.notices == ("1 that are archived or deleted were left out.",)


def test_bookmarks_of_browsers_and_pocket():
    browser = (
        '<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Bookmarks</H1><DL><DT><A HREF="https://vell.example/1" TAGS="sea,ships" ADD_DATE="1457113812">One</A>'
        '<DT><A HREF="place:x">No</A></DL>'
    )
    pocket = (
        '<!DOCTYPE html><html><body><h1>Unread</h1><ul><li><a href="https://vell.example/1" time_added="1457113812" tags="sea,ships">One</a></li></ul>'
        '<h1>Read Archive</h1><ul><li><a href="https://vell.example/9" time_added="1457113812" tags="">X</a></li></ul></body></html>'
    )
    for text, notices in ((browser, ()), (pocket, ("1 that are archived or deleted were left out.",))):
        found = read(text, None)
        (entry,) = found.entries
        assert (entry.url, entry.title, entry.categories) == ("https://vell.example/1", "One", ("sea", "ships"))
        assert (entry.added, entry.published, entry.updated) == ("2016-03-04T17:50:12+00:00", None, None)
        assert found.notices == notices


def test_a_web_page_leads_to_its_feed_and_not_to_that_of_its_comments():
    found = read(
        """<!doctype html><html><head><title>Vell</title><base href="/en/"><link rel="alternate" hreflang="de" type="text/html" href="/de">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/rss+xml" href="feed.xml"></head></html>"""
    )
    assert (found.kind, found.leads) == ("web page", ("https://vell.example/en/feed.xml",))


# ------------------------------------------------------------------------------------------------ bad input


def bomb(root):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><{root}><channel><item><title>&l9;</title></item></channel></{root}>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("root", ["rss", "lolz"])
def test_an_xml_bomb_is_not_read(root, encoding):
    with pytest.raises(UnreadableSource, match="XML bomb"):
        read(bomb(root).encode(encoding))


def test_a_file_of_this_machine_is_never_drawn_in(tmp_path):
    (tmp_path / "secret").write_text("secret", "utf-8")
    outside = (
        f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file://{tmp_path}/secret">'
        + rss("<item><title>One</title><link>/1</link></item>").partition("?>")[2]
    )
    assert read(outside).entries[0].title == "One"


def test_depth_without_end_is_an_error_or_nothing():
    deep = rss("<item>" + "<a>" * 100_000)
    with contextlib.suppress(UnreadableSource):
        assert read(deep).notices


def test_broken_xml_is_read_as_far_as_it_goes():
    found = read(
        rss("<item><title>One &nbsp; &eacute;t&eacute; & more</title><link>/1?a=1&b=2</link></item>").replace(
            "<rss", "\n\n<rss", 1
        )
    )
    assert (found.entries[0].title, found.entries[0].url) == ("One été & more", "https://vell.example/1?a=1&b=2")
    assert not found.notices
    cut = rss(
        "<item><title>One</title><link>/1</link><description>Whole.</description></item><item><title>Two</title><link>/2</link><description>Half of"
    )
    found = read(cut.partition("</channel>")[0])
    assert [(entry.title, entry.html) for entry in found.entries] == [("One", "Whole."), ("Two", None)]
    assert "breaks off" in found.notices[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<!doctype html><html><head><title>x</title></head><body><p>An article.</p></body></html>", "web page that names no feed"),
        ('{"name": "x"}', "neither a JSON Feed"), ("{", "cannot be read"), ("[1, 2]", "neither a JSON Feed"), ("Some words of a story.", "neither a feed nor a list"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_named(content, told):
    with pytest.raises(UnreadableSource, match=told):
        read(content)


def test_an_entry_without_link_date_or_title_is_an_entry_all_the_same():
    found = read(
        rss(
            "<item><guid isPermaLink='false'>x</guid><description>Words.</description></item><item/><item><guid>https://vell.example/3</guid></item>"
        )
    )
    assert [(entry.url, entry.html) for entry in found.entries] == [
        (None, "Words."),
        (None, None),
        ("https://vell.example/3", None),
    ]
    assert {entry.published for entry in found.entries} == {None}


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "data:text/html,x",
        "http://",
        "https://[::1",
        "http:\\\\x.example",
    ],
)
def test_links_that_lead_nowhere_are_none(link):
    assert address(link, BASE) is None


def test_relative_links_begin_where_the_feed_says():
    home = "<link>https://other.example/blog/</link>"
    assert read(rss("<item><link>1.html</link></item>", home)).entries[0].url == "https://other.example/blog/1.html"
    assert read(rss("<item><link>1.html</link></item>")).entries[0].url == "https://vell.example/news/1.html"
    assert (
        read(rss("<item xml:base='https://b.example/x/'><link>1</link></item>", home)).entries[0].url
        == "https://b.example/x/1"
    )
    assert address("//c.example/a b#x", BASE) == "https://c.example/a%20b#x"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("Mon, 02 Nov 2026 08:30:00 GMT", "2026-11-02T08:30:00+00:00"), ("02 Nov 26 08:30 EST", "2026-11-02T08:30:00-05:00"),
        ("2026-11-02T08:30:00.123+0100", "2026-11-02T08:30:00+01:00"), ("2026-11-02 08:30:00 UTC", "2026-11-02T08:30:00+00:00"),
        ("2026-11-02T08:30:00", "2026-11-02T08:30:00+00:00"), ("2026-11", "2026-11"), ("2026", "2026"), ("1793606400", "2026-11-02T08:00:00+00:00"),
        (1793606400000, "2026-11-02T08:00:00+00:00"), ("gestern", None), ("", None), (None, None), ("0001-01-01T00:00:00Z", None), ("2026-13-01", None),
        (True, None), ("Mon, 99 Nov 2026 08:30:00 GMT", None), ("99999999999999999999", None),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(told, meant):
    assert moment(told) == meant
    assert (seconds(meant) is None) is (meant is None)


def test_lines_are_plain_text():
    assert line(" <b>One</b>\n&amp;lt; two ") == "One < two"
    assert line("") is None
    assert line(3) is None


# --------------------------------------------------------------------------------------- over the network


def test_a_list_is_asked_for_with_what_is_known_of_it(server, settings):
    feed = rss("<item><link>/1</link></item>").encode()
    server.answer = server.reply(
        feed, Content_Type="application/rss+xml", ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT"
    )
    found = read_listing(server.url("/feed"), settings, max_bytes=10_000)
    assert (found.etag, found.modified) == ('"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert found.entries[0].url == server.url("/1")
    server.answer = server.reply(status="304 Not Modified", Content_Length=None, Content_Type=None)
    assert (
        read_listing(server.url("/feed"), settings, max_bytes=10_000, etag=found.etag, modified=found.modified) is None
    )
    assert 'If-None-Match: "v1"\r\n' in server.requests[1]
    assert "If-Modified-Since: Mon, 02 Nov 2026 08:00:00 GMT\r\n" in server.requests[1]
    with pytest.raises(SourceError, match="304"):
        read_listing(server.url("/feed"), settings, max_bytes=10_000)


def test_a_sitemap_may_be_a_gzip_file_and_no_bomb(server, settings):
    sitemap = b"<urlset><url><loc>https://vell.example/1</loc></url></urlset>"
    server.answer = server.reply(gzip.compress(sitemap), Content_Type="application/gzip")
    assert len(read_listing(server.url("/map.xml.gz"), settings, max_bytes=10_000).entries) == 1
    server.answer = server.reply(gzip.compress(sitemap + b" " * 20_000), Content_Type="application/gzip")
    with pytest.raises(UnreadableSource, match="larger than 10,000 bytes"):
        read_listing(server.url("/map.xml.gz"), settings, max_bytes=10_000)
    server.answer = server.reply(gzip.compress(sitemap)[:40], Content_Type="application/gzip")
    with pytest.raises(FetchError, match="breaks off"):
        read_listing(server.url("/map.xml.gz"), settings, max_bytes=10_000)


def test_what_cannot_be_had_says_why(server, settings):
    server.answer = server.reply(status="302 Found", Location="/feed")
    with pytest.raises(SourceError, match="without end"):
        read_listing(server.url("/feed"), settings, max_bytes=10_000)
    server.answer = server.reply(status="302 Found", Location="http://10.0.0.1/feed")
    with pytest.raises(AddressRefused):
        read_listing(server.url("/feed"), settings, max_bytes=10_000)
    server.answer = server.reply(b"gone", status="410 Gone")
    with pytest.raises(SourceNotFound):
        read_listing(server.url("/feed"), settings, max_bytes=10_000)


def test_ten_thousand_entries_are_read(server, settings):
    server.answer = server.reply(
        rss("".join(f"<item><title>Report {n}</title><link>/{n}</link></item>" for n in range(10_000))).encode()
    )
    found = read_listing(server.url("/feed"), settings, max_bytes=50_000_000)
    assert len({entry.url for entry in found.entries}) == 10_000


# -------------------------------------------------------------------------------------------- texts in feeds


def test_a_text_is_whole_when_it_is_long_and_does_not_invite_to_read_on():
    words = "<p>" + "Nine words of a story stand in this sentence. " * 20
    assert is_whole(words + "</p>")
    assert is_whole(words + '</p><p>The post <a href="x">One</a> appeared first on <a href="y">Vell</a>.</p>')
    for end in ("…", "[&#8230;]", '<a href="x">Read more</a> &raquo;', "Continue reading →", "<a>Weiterlesen</a>"):
        assert not is_whole(words + end)
    assert not is_whole("<p>Short.</p>")
    assert not is_whole("<script>" + "x = 1; " * 500 + "</script>")


def test_the_page_of_a_text_says_what_the_feed_knows():
    entry = read(
        rss(
            '<item><title>A &lt;&amp; B</title><link>/1?a=1&amp;b=2</link><dc:creator>Ada "Q" Quill</dc:creator></item>'
        )
    ).entries[0]
    page = as_page(entry, "<p>Words.</p>")
    assert page.url == entry.url
    assert "Words." in page.content
    assert 'content="Ada &quot;Q&quot; Quill"' in page.content


@pytest.mark.parametrize(
    ("canonical", "page", "meant"),
    [
        ("https://www.vell.example/1", "https://vell.example/1?x", "https://www.vell.example/1"),
        ("https://vell.example/1", "https://amp.vell.example/1", "https://vell.example/1"),
        ("https://good.example/1", "https://vell.example/1", "https://vell.example/1"),
        ("https://notvell.example/1", "https://vell.example/1", "https://vell.example/1"),
        ("https://vell.example/", "https://vell.example/1", "https://vell.example/1"),
        (None, "https://vell.example/1", "https://vell.example/1"),
    ],
)  # fmt: skip
def test_no_site_speaks_for_another(canonical, page, meant):
    assert own_address(canonical, page) == meant


@pytest.mark.parametrize(
    ("content", "charset", "title"),
    [
        (rss("<item><title>Порт</title></item>").replace('<?xml version="1.0"?>', "").encode("windows-1251"), "windows-1251", "Порт"),
        (rss("<item><title>Порт</title></item>").replace('"1.0"', '"1.0" encoding="windows-1251"').encode("windows-1251"), "utf-8", "Порт"),
        (rss("<item><title>Порт</title></item>").encode("utf-16"), None, "Порт"),
        (b"\xef\xbb\xbf" + rss("<item><title>Порт</title></item>").encode(), None, "Порт"),
        (rss("<item><title>café</title></item>").encode("windows-1252"), None, "café"),
        (rss("<item><title>café</title></item>").encode("windows-1252"), "nonsense", "café"),
        (rss("<item><title>Порт</title></item>" + "<item><title>Я</title></item>" * 50).encode().replace(b"</channel>", b"\xd0</channel>"), None, "Порт"),
    ],
)  # fmt: skip
def test_encodings(content, charset, title):
    found = read(content, charset=charset)
    assert found.entries[0].title == title
    assert not found.notices


PIECES = st.lists(
    st.sampled_from(
        ["<rss>", "</rss>", "<channel>", "<item>", "</item>", "<link>", "http://a.example/", "]]>", "<![CDATA[", "<title>", "&", "&nbsp;", "<feed xmlns='http://www.w3.org/2005/Atom'>",
         "<entry>", "<content type='xhtml'>", "<link href='", "'/>", "{", "[", '"url":', '"http://[', "]", "}", "url,title\n", "<html>", "<opml>", "<outline xmlUrl='http://", "\0", "\ud7ff", "é"]
    ),
    max_size=12,
)  # fmt: skip


@given(st.one_of(st.binary(max_size=200), PIECES.map(lambda parts: "".join(parts).encode())))
def test_whatever_comes_is_a_list_or_a_plain_error(content):
    with contextlib.suppress(NarratorError):
        for entry in read(content).entries:
            assert entry.url is None or entry.url.startswith("http")
