"""A small news site on loopback: articles that are generated, their pages, and the feeds that tell of them.

It answers as web servers do (ETag, 304, robots.txt), notes every request, and any page can be replaced by another answer.

    python tests/standins/site.py --articles 30
"""

import argparse
import hashlib
import random
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_WHO = [
    "The harbour master",
    "A baker from Vell",
    "The island council",
    "The school's cook",
    "An old lighthouse keeper",
    "The ferry's captain",
    "A group of gardeners",
    "The museum's director",
]
_DID = ["repaired", "painted", "bought", "measured", "found", "promised", "opened", "sold", "moved", "described"]
_WHAT = [
    "the wooden bridge",
    "a copper bell",
    "forty chairs",
    "the northern pier",
    "a library of maps",
    "the town's clock",
    "two hundred lamps",
    "a forgotten well",
    "the long hedge",
    "an orchard",
]
_HOW = [
    "before the first storm",
    "with the help of neighbours",
    "for the third time this year",
    "without asking anybody",
    "after a long debate",
    "on a rainy Monday",
    "at their own expense",
    "to the surprise of visitors",
]
_THEN = [
    "Nobody had expected that.",
    "The work took eleven days.",
    "Visitors came from three islands.",
    "It cost less than a new roof.",
    "Children were allowed to help.",
    "The paint is still wet.",
    "A second attempt is planned for spring.",
]
_FIRST = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@dataclass
class Article:
    number: int
    title: str
    paragraphs: list[list[str]]
    author: str = "Ada Quill"
    category: str = "Island"
    published: datetime = _FIRST
    updated: datetime | None = None
    guid: str = ""

    @property
    def path(self):
        return f"/stories/{self.number}.html"

    @property
    def body(self):
        return "\n".join(f"<p>{escape(' '.join(sentences))}</p>" for sentences in self.paragraphs)


def write(number, *, paragraphs=4, sentences=3):
    """An article that is like no other: its words are drawn by its number."""
    draw = random.Random(f"article {number}")

    def sentence(index):
        who, did, what, how = (draw.choice(words) for words in (_WHO, _DID, _WHAT, _HOW))
        return (
            draw.choice(_THEN)
            if index % 3 == 2
            else f"{who} {did} {what} {how}, as number {number} of the reports says."
        )

    body = [[sentence(index) for index in range(sentences)] for _ in range(paragraphs)]
    title = f"Report {number}: {draw.choice(_WHO).lower()} and {draw.choice(_WHAT)}"
    return Article(
        number=number,
        title=title,
        paragraphs=body,
        author=draw.choice(["Ada Quill", "Bo Marsh"]),
        category=draw.choice(["Island", "Sport"]),
        published=_FIRST + timedelta(hours=number),
        guid=f"report-{number}",
    )


@dataclass
class Answer:
    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict = field(default_factory=dict)


class Site:
    """The running site. `articles` may be changed at any time; `answers` maps a path to an Answer that replaces it."""

    def __init__(self, articles=3, *, full_text=False, paragraphs=4):
        self.articles = [write(number, paragraphs=paragraphs) for number in range(1, articles + 1)]
        self.full_text = full_text
        self.answers = {}
        self.requests = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def feed(self):
        return f"{self.url}/feed.xml"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def asked(self, path=None):
        """(path, status) of the requests since the last call, of one path if it is named."""
        found = [(where, status) for where, status in self.requests if path in (None, where)]
        self.requests.clear()
        return found

    def answer(self, path):
        if path in self.answers:
            found = self.answers[path]
            return found() if callable(found) else found
        if path == "/feed.xml":
            return Answer(self.rss(), "application/rss+xml")
        if path == "/atom.xml":
            return Answer(self.atom(), "application/atom+xml")
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /private/\n", "text/plain")
        story = next((article for article in self.articles if article.path == path), None)
        return Answer(self.page(story)) if story else Answer(b"<h1>404 Not Found</h1>", status=404)

    def page(self, article):
        return f"""<!doctype html><html lang="en"><head><title>{escape(article.title)} - The Vell Post</title>
<link rel="canonical" href="{self.url}{article.path}"><meta property="og:site_name" content="The Vell Post">
<meta name="author" content="{article.author}"><meta property="article:published_time" content="{article.published.isoformat()}">
<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>{escape(article.title)}</h1>
<p class="byline">By {article.author}</p>{article.body}</article></main>
<footer><p>Subscribe to our newsletter</p><p>Copyright The Vell Post</p></footer></body></html>""".encode()

    def rss(self):
        items = "".join(
            f"<item><title>{escape(article.title)}</title><link>{article.path}</link><guid isPermaLink='false'>{article.guid}</guid>"
            f"<dc:creator>{article.author}</dc:creator><category>{article.category}</category><pubDate>{format_datetime(article.published)}</pubDate>"
            + (f"<atom:updated>{article.updated.isoformat()}</atom:updated>" if article.updated else "")
            + (f"<content:encoded><![CDATA[{article.body}]]></content:encoded>" if self.full_text else "")
            + "</item>"
            for article in reversed(self.articles)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>The Vell Post</title><link>{self.url}/</link><description>News</description>{items}</channel></rss>"
        ).encode()

    def atom(self):
        entries = "".join(
            f"<entry><title>{escape(article.title)}</title><link href='{article.path}'/><id>tag:{article.guid}</id>"
            f"<published>{article.published.isoformat()}</published><updated>{(article.updated or article.published).isoformat()}</updated></entry>"
            for article in reversed(self.articles)
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Vell Post</title>{entries}</feed>'.encode()

    def _handler(site):  # noqa: N805 - the handler's self is another
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self):
                answer = site.answer(self.path)
                tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
                same = answer.status == 200 and self.headers.get("If-None-Match") == tag
                status = 304 if same else answer.status
                site.requests.append((self.path, status))
                self.send_response(status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("ETag", tag)
                if not same:
                    self.send_header("Content-Type", answer.type)
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if not same:
                    self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        return Handler


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=30)
    site = Site(options.parse_args().articles)
    sys.stdout.write(f"{site.feed}\n")
    sys.stdout.flush()
    threading.Event().wait()
