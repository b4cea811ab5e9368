import contextlib
import io
import os
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.errors import InputError, NarratorError, NotAnArticle, SourceError, SourceNotFound, UnreadableSource
from narrator.settings import Fetch
from narrator.source import read
from narrator.source.contents import require_text

FETCH = Fetch()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.xhtml", "application/xhtml+xml"),
        ("a.md", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a", None),
        ("a.page", None),
        ("odd:name.txt", "text/plain"),
    ],
)
def test_a_file(tmp_path, name, media_type):
    path = tmp_path / name
    path.write_bytes(b"Some words.")
    for given_as in (path, str(path)):
        page = read(given_as, FETCH)
        assert (page.content, page.media_type, page.url) == (b"Some words.", media_type, None)
        assert page.name == str(path)


def test_a_relative_path_with_a_colon(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("note:draft").write_bytes(b"Some words.")
    assert read("note:draft", FETCH).content == b"Some words."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "windows-1251", "koi8-u", "shift_jis"])
def test_text_in_any_encoding_passes(tmp_path, encoding):
    content = (
        ("Пором повернувся." if encoding != "shift_jis" else "船が戻りました。").replace("і", "и").encode(encoding)
    )
    (tmp_path / "a.txt").write_bytes(content)
    assert read(tmp_path / "a.txt", FETCH).content == content


def test_standard_input():
    page = read("-", FETCH, stdin=io.BytesIO(b"<p>Piped.</p>"))
    assert (page.content, page.name, page.media_type) == (b"<p>Piped.</p>", "-", None)


def test_standard_input_of_a_process():
    code = "from narrator.source import read; from narrator.settings import Fetch; print(read('-', Fetch()).content)"
    done = subprocess.run([sys.executable, "-c", code], input=b"Piped.", capture_output=True, check=True)
    assert done.stdout.strip() == b"b'Piped.'"


def test_empty_standard_input():
    with pytest.raises(NotAnArticle, match="Standard input is empty"):
        read("-", FETCH, stdin=io.BytesIO(b""))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals in os")
def test_a_terminal_is_not_waited_for():
    master, slave = os.openpty()
    with open(slave, "rb", buffering=0) as terminal, pytest.raises(InputError, match="Nothing is piped"):
        read("-", FETCH, stdin=terminal)
    os.close(master)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in the file system")
def test_a_named_pipe_is_as_good_as_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"Through a pipe.",))
    writer.start()
    assert read(pipe, FETCH).content == b"Through a pipe."
    writer.join()


# -------------------------------------------------------------------------------------------------- what is not there


def test_a_missing_file_with_a_near_name(tmp_path):
    (tmp_path / "harbour.html").write_text("x")
    with pytest.raises(SourceNotFound, match=r"There is no file .*harbor\.html") as caught:
        read(tmp_path / "harbor.html", FETCH)
    assert "harbour.html" in caught.value.hint


@pytest.mark.parametrize(
    ("source", "kind", "hint"),
    [
        ("example.com/story", SourceNotFound, "https://example.com/story"),
        ("www.example.co.uk", SourceNotFound, "https://www.example.co.uk"),
        ("localhost.example:8000/x", SourceNotFound, "https://localhost.example:8000/x"),
        ("no-such-folder/a.html", SourceNotFound, "path"),
        ("C:\\no\\such.html", SourceNotFound, "path"),
        ("ftp://example.com/a", InputError, "https://"),
        ("javascript:alert(1)", InputError, "https://"),
        ("data:text/html,<p>x", InputError, "https://"),
        ("mailto:a@example.com", InputError, "https://"),
        ("file:///home/me/a.html", InputError, "/home/me/a.html"),
        ("", InputError, "standard input"),
        ("a\0b", SourceNotFound, "path"),
        ("word " * 2000, SourceNotFound, "path"),
    ],
)
def test_what_cannot_be_read_says_what_can(source, kind, hint):
    with pytest.raises(NarratorError) as caught:
        read(source, FETCH)
    assert type(caught.value) is kind
    assert hint in caught.value.hint


def test_a_folder(tmp_path):
    (tmp_path / "a.html").write_text("x")
    with pytest.raises(SourceError, match="is a folder") as caught:
        read(tmp_path, FETCH)
    assert "a.html" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file(tmp_path):
    path = tmp_path / "secret.html"
    path.write_text("x")
    path.chmod(stat.S_IWUSR)
    with pytest.raises(SourceError, match="may not be read"):
        read(path, FETCH)


# --------------------------------------------------------------------------------------------- what cannot be read aloud


def _zip(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.4\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a WAV file"),
        (b"ID3\x03\x00", "an MP3 file"),
        (b"\xff\xfb\x90\x00" * 10, "an MP3 file"),
        (b"\x00\x00\x00\x20ftypisom", "an MP4"),
        (b"OggS\x00", "an Ogg file"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "an MHTML web archive"),
        (b"bplist00\xd1", "a Safari web archive"),
        (b"\x7fELF\x02", "a program"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (_zip("META-INF/container.xml", "mimetype-application/epub+zip"), "an EPUB book"),
        (_zip("a.txt"), "a ZIP archive"),
        (bytes(range(256)), "a binary file"),
        (b"\x00" * 100, "a binary file"),
        (b"\x01\x02\x03words", "a binary file"),
    ],
)
def test_binary_files_are_named(tmp_path, content, what):
    path = tmp_path / "story.html"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=what) as caught:
        read(path, FETCH)
    assert caught.value.hint


def test_a_stray_control_character_is_no_binary():
    require_text(b"A page with one form feed \x0c and one bell \x07, " + b"and many words. " * 10, "page")


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "story.html"
    path.write_bytes(content)
    with pytest.raises(NotAnArticle, match="is empty"):
        read(path, FETCH)


def test_the_limit_of_size(tmp_path):
    path = tmp_path / "story.txt"
    path.write_bytes(b"a" * 1000)
    assert len(read(path, Fetch(max_bytes=1000)).content) == 1000
    with pytest.raises(UnreadableSource, match="larger than 999 bytes"):
        read(path, Fetch(max_bytes=999))
    with pytest.raises(UnreadableSource, match="Standard input is larger"):
        read("-", Fetch(max_bytes=999), stdin=io.BytesIO(b"a" * 1000))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_a_file_without_end():
    with pytest.raises(UnreadableSource):
        read("/dev/zero", Fetch(max_bytes=1000))


@given(st.text(max_size=60).filter(lambda text: not text.strip().lower().startswith("http") and text.strip() != "-"))
@settings(max_examples=150, deadline=None)
def test_any_name_gives_a_page_or_an_error_of_ours(name):
    with contextlib.suppress(NarratorError):
        assert read(name, Fetch(max_bytes=1000)).content


@given(st.text(alphabet=st.sampled_from("htps:/\\@[]%#?.a1- \t\n\0é世"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_url_is_parsed_or_refused(rest):
    from narrator.source.fetch import parse

    try:
        target = parse(f"http://{rest}")
    except InputError:
        return
    assert target.host
    assert target.auth is None
    assert "\\" not in target.url
    assert parse(target.url).url == target.url


def test_files_cost_no_http_client(tmp_path):
    (tmp_path / "a.txt").write_text("Words.")
    code = (
        "import sys; from narrator.source import read; from narrator.settings import Fetch;"
        f"read({str(tmp_path / 'a.txt')!r}, Fetch()); print([m for m in ('urllib3', 'ssl', 'http.client') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
