"""The tag's bytes, and what other people's readers make of them."""

import json
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio import id3, read_tag
from narrator.audio.languages import three_letters
from narrator.errors import OutputError
from narrator.model import EngineInfo, plain

WEIRD = {
    "long": "Word " * 200,
    "nul": "Before\0after",
    "newline": "Before\r\nafter\tend",
    "rtl": "שלום עולם، مرحبا",
    "override": "Invoice \u202eexe.fdp",
    "emoji": "Rocket 🚀 and family 👩‍👩‍👧",
    "surrogate": "Half \ud83d of one",
    "bom": "\ufeffStart",
    "frame": "X\0\0CHAP\0\0\0\x10\0\0ch9\0",
    "latin": "Café Ångström",
    "empty": "",
}


def test_bytes_of_a_tag():
    """Byte for byte as "ID3 tag version 2.3.0" and the chapter addendum describe it."""
    tag = id3.tag([
        id3.text_frame("TIT2", "Café"),
        id3.text_frame("TPE1", "Жан"),
        id3.contents(["ch0"]),
        id3.chapter_frame("ch0", 0, 1500, [id3.text_frame("TIT2", "A")]),
    ])  # fmt: skip
    body = (
        b"TIT2\0\0\0\5\0\0\0Caf\xe9"
        b"TPE1\0\0\0\x09\0\0\1\xff\xfe\x16\x04\x30\x04\x3d\x04"
        b"CTOC\0\0\0\x0a\0\0toc\0\3\1ch0\0"
        b"CHAP\0\0\0\x20\0\0ch0\0\0\0\0\0\0\0\5\xdc\xff\xff\xff\xff\xff\xff\xff\xffTIT2\0\0\0\2\0\0\0A"
    )
    assert tag == b"ID3\3\0\0\0\0\0" + bytes([len(body)]) + body


def test_labelled_frames():
    assert id3.labelled_text("A", "b") == b"TXXX\0\0\0\4\0\0\0A\0b"
    assert id3.labelled_text("A", "ж") == b"TXXX\0\0\0\x0b\0\0\1\xff\xfeA\0\0\0\xff\xfe\x36\x04"
    assert id3.labelled_url("Article", "https://e.org/") == b"WXXX\0\0\0\x17\0\0\0Article\0https://e.org/"
    assert id3.labelled_url("ж", "x") == b"WXXX\0\0\0\x08\0\0\1\xff\xfe\x36\x04\0\0x"
    assert id3.comment("eng", "c") == b"COMM\0\0\0\6\0\0\0eng\0c"
    assert id3.comment("rus", "ж") == b"COMM\0\0\0\x0c\0\0\1rus\xff\xfe\0\0\xff\xfe\x36\x04"
    assert id3.picture("image/png", b"PIC") == b"APIC\0\0\0\x10\0\0\0image/png\0\3\0PIC"


def test_sizes_are_syncsafe_in_the_head_and_plain_in_frames():
    tag = id3.tag([id3.picture("image/png", bytes(300))])
    assert tag[6:10] == bytes([0, 0, (len(tag) - 10) >> 7, (len(tag) - 10) & 0x7F])
    assert struct.unpack(">I", tag[14:18])[0] == len(tag) - 20


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_a_frame_or_leaves_its_own(text):
    line = id3.clean(text)
    assert id3.clean(line) == line
    frames = [
        id3.text_frame("TIT2", text),
        id3.labelled_text(text, text),
        id3.comment("eng", text),
        id3.chapter_frame("ch0", 0, 1, [id3.text_frame("TIT2", text)]),
    ]
    if (url := id3.web_address(text)) is not None:
        frames.append(id3.labelled_url(text, url))
    tag = id3.parse(id3.tag(frames)[10:], 3)
    assert [key for key, _ in tag.texts] == ["TIT2", line]
    assert {value for _, value in tag.texts} == {tag.comment} == {tag.chapters[0].title} == {line}
    assert len(tag.chapters) == 1
    assert not set(line) & {"\0", "\n", "\r", "\t", "\u202e", "\ufeff"}


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_the_tag_says_a_text_as_all_other_files_do(text):
    assert id3.clean(text, 400) == plain(text)
    assert not set(plain(text)) & {"\ufeff", "\ufffe", "\uffff", "\x1f", "\x85", "\u2028", "\ud83d"}


@pytest.mark.parametrize("odd", ["\ufeff", "\ufffe", "\uffff", "\x1b", "\x0c", "\x85", "\u2028", "\ud83d", "\u202e"])
def test_what_no_file_can_hold_is_left_out_everywhere(odd):
    between = " " if odd in "\x1b\x0c\x85\u2028" else ""
    assert id3.clean(f"{odd}a{odd}b{odd}") == plain(f"{odd}a{odd}b{odd}") == f"a{between}b"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/ü b?q=1#é", "https://example.org/%C3%BC%20b?q=1#%C3%A9"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[bad", None),
        ("https://example.org/\0TIT2\n", "https://example.org/%00TIT2"),
    ],
)
def test_web_addresses(url, written):
    assert id3.web_address(url) == written


def test_languages():
    tags = ("en", "en-GB", "uk", "de_CH", "zh-Hant-TW", "rus", "", "x", "qq", "und")
    assert [three_letters(tag) for tag in tags] == [
        "eng", "eng", "ukr", "deu", "zho", "rus", "und", "und", "und", "und",
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [15, 40, 85])
def test_a_damaged_tag_is_an_error(tmp_path, cut):
    frames = id3.tag(
        [id3.text_frame("TIT2", "x" * 60), id3.chapter_frame("c", 0, 1, [id3.text_frame("TIT2", "y" * 90)])]
    )
    path = tmp_path / "damaged.mp3"
    path.write_bytes(frames[:cut].ljust(len(frames), b"Z"))
    with pytest.raises(OutputError, match="damaged"):
        read_tag(path)


def test_no_tag(tmp_path):
    for number, content in enumerate(
        (b"", b"ID3", b"ID3\3\0\0\0\0\0\0", b"\xff\xfb\x90\x64" * 50, b"ID3\2\0\0\0\0\0\7TT2\0\0\1\0A")
    ):
        path = tmp_path / f"{number}.mp3"
        path.write_bytes(content)
        assert read_tag(path) == id3.Tag()
    with pytest.raises(OutputError):
        read_tag(tmp_path / "missing.mp3")


def test_reads_what_mutagen_writes(tmp_path):
    """Version 2.4 as well, which other programs leave behind."""
    from mutagen import id3 as other

    for version in (3, 4):
        path = tmp_path / f"{version}.mp3"
        path.write_bytes(b"")
        tag = other.ID3()
        tag.add(other.TIT2(encoding=1, text="Заголовок"))
        tag.add(other.TXXX(encoding=1, desc="DISCLOSURE", text="Made with AI."))
        tag.add(other.COMM(encoding=0, lang="eng", desc="", text="Remark"))
        tag.add(other.APIC(encoding=1, mime="image/png", type=3, desc="Обкладинка", data=b"PIC"))
        tag.add(other.WXXX(encoding=1, desc="Стаття", url="https://e.org/"))
        tag.add(other.CTOC(element_id="toc", flags=3, child_element_ids=["a"], sub_frames=[]))
        tag.add(
            other.CHAP(
                element_id="a", start_time=0, end_time=9, start_offset=1, end_offset=2,
                sub_frames=[other.TIT2(encoding=1, text="Перша " * 40)],
            )
        )  # fmt: skip
        tag.save(path, v2_version=version)
        found = read_tag(path)
        assert (found.title, found.disclosure, found.comment) == ("Заголовок", "Made with AI.", "Remark")
        assert found.picture == ("image/png", b"PIC")
        assert found.links == (("Стаття", "https://e.org/"),)
        assert [(c.start_ms, c.end_ms, c.title.strip()) for c in found.chapters] == [(0, 9, ("Перша " * 40).strip())]


# ------------------------------------------------------------------------------- other readers, on a whole MP3


@pytest.fixture
def weird(lab, make, article):
    """An MP3 whose titles are as odd as they come, and what its chapters should be."""
    from dataclasses import replace

    plan = lab.script(*((title, [lab.utterance(name, pause=300)]) for name, title in WEIRD.items()))
    odd = replace(
        article, title=WEIRD["emoji"], byline=(WEIRD["rtl"], WEIRD["nul"]), site=WEIRD["frame"], language="uk"
    )
    info = EngineInfo(name="espeak", version="1.52", licence="GPL-3.0-or-later", kind="formant")
    made = make(plan, [lab.clip(lab.tone(0.3))] * len(WEIRD), article=odd, info=info)
    chapters = [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in made.timeline.chapters]
    assert [title for *_, title in chapters] == [id3.clean(title) or "empty" for title in WEIRD.values()]
    return made, chapters


def test_our_own_reader(weird):
    made, chapters = weird
    tag = read_tag(made.path)
    assert [(chapter.start, chapter.end, chapter.title) for chapter in tag.chapters] == chapters
    assert tag.text("ENGINE") == "espeak 1.52"
    assert tag.text("TPE1") == "שלום עולם، مرحبا, Before after"
    assert tag.comment.startswith("This audio is created with AI assistance.")


def test_ffprobe(weird, program):
    made, chapters = weird
    shown = subprocess.run(
        [program("ffprobe"), "-v", "warning", "-show_chapters", "-show_format", "-show_streams", "-of", "json", made.path],
        check=True, capture_output=True,
    )  # fmt: skip
    assert shown.stderr == b""
    found = json.loads(shown.stdout)
    times = [(c["start"], c["end"], c.get("tags", {}).get("title", "")) for c in found["chapters"]]
    assert times == chapters
    assert found["format"]["tags"]["title"] == WEIRD["emoji"]
    assert found["format"]["tags"]["DISCLOSURE"] == "This audio is created with AI assistance."
    assert found["streams"][0]["bit_rate"] == "64000"


def test_pyav(weird):
    import av

    made, chapters = weird
    with av.open(str(made.path)) as container:
        found = [(c["start"], c["end"], c["metadata"].get("title", "")) for c in container.chapters()]
        assert found == chapters
        assert container.metadata["title"] == WEIRD["emoji"]


def test_mutagen(weird):
    from mutagen.mp3 import MP3, BitrateMode

    made, chapters = weird
    file = MP3(made.path)
    assert file.tags.version == (2, 3, 0)
    found = {c.element_id: (c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in file.tags.getall("CHAP")}
    assert [found[name] for name in file.tags["CTOC:toc"].child_element_ids] == chapters
    assert file.tags["CTOC:toc"].flags == 3
    assert all(c.start_offset == c.end_offset == 0xFFFFFFFF for c in file.tags.getall("CHAP"))
    assert file.info.bitrate_mode == BitrateMode.CBR
    assert file.info.length == pytest.approx(made.timeline.duration_s, abs=0.001)
    assert str(file.tags["TXXX:DISCLOSURE"]) == "This audio is created with AI assistance."
    assert file.tags["APIC:"].type == 3


# its own, from Python 3.13 on
@pytest.mark.filterwarnings("ignore:Parsing dates involving a day of month:DeprecationWarning")
def test_eyed3(weird):
    import eyed3

    made, chapters = weird
    tag = eyed3.load(made.path).tag
    names = tag.table_of_contents[b"toc"].child_ids
    found = [(tag.chapters[n].times.start, tag.chapters[n].times.end, tag.chapters[n].title or "") for n in names]
    assert found == chapters
    assert [c.element_id for c in tag.chapters] == names
    assert tag.title == WEIRD["emoji"]


def test_music_metadata(weird, node):
    made, chapters = weird
    found = node("music_metadata.mjs", "music-metadata", made.path)
    assert [
        (round(c["start"] * 1000), round(c["end"] * 1000), c.get("title", "")) for c in found["chapters"]
    ] == chapters
    assert found["title"] == WEIRD["emoji"]
    assert (found["codecProfile"], found["bitrate"]) == ("CBR", 64_000)


def test_jsmediatags(weird, node):
    made, chapters = weird
    found = node("jsmediatags.mjs", "jsmediatags", made.path)
    assert [(c["start"], c["end"], c["title"]) for c in found["chapters"]] == chapters
    assert found["contents"]["ordered"]
    assert found["contents"]["topLevel"]


def test_mpv(weird, program):
    made, chapters = weird
    script = Path(__file__).parent / "readers" / "mpv.lua"
    shown = subprocess.run(
        # mpv moves chapters by the file's start time unless it is told not to
        [program("mpv"), "--no-config", "--vo=null", "--ao=null", "--rebase-start-time=no", f"--script={script}", made.path],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    lines = [
        line.partition("CHAPTER ")[2].rstrip().partition(" ")
        for line in shown.stdout.splitlines()
        if "CHAPTER " in line
    ]
    assert [(float(seconds), title) for seconds, _, title in lines] == [
        (start / 1000, title) for start, _, title in chapters
    ]


@pytest.mark.parametrize("long", ["description", "disclosure"])
def test_a_long_remark_still_names_the_voice(lab, make, article, long):
    from dataclasses import replace

    words = "About the ferry. " * 200
    plan = lab.script(("One", [lab.utterance()]))
    if long == "disclosure":
        plan = replace(plan, disclosure=words)
    info = EngineInfo(name="espeak", version="1.52", licence="GPL-3.0-or-later", kind="formant")
    told = replace(article, description=words if long == "description" else "A ferry.")
    tag = read_tag(make(plan, [lab.clip(lab.tone(0.3))], article=told, info=info).path)
    assert len(tag.comment) <= 2000
    assert tag.comment.startswith(f"{'About the' if long == 'disclosure' else lab.DISCLOSURE} ")
    assert tag.comment.endswith("… Voice: English (America) (espeak 1.52).")


def test_chapters_link_to_their_passage(lab, make):
    from dataclasses import replace

    opening = lab.utterance("Read by a machine.")
    first = replace(
        lab.utterance("It began, they say, on a cold and well-lit morning in the old town by the river."), block=0
    )
    other = replace(lab.utterance("Überfahrt & Rückkehr"), block=3)
    plan = lab.script(("Opening", [opening]), ("One", [opening, first]), ("Two", [other]))
    made = make(plan, [lab.clip(lab.tone(0.3))] * 4)
    links = [chapter.partition("WXXX")[2] for chapter in made.path.read_bytes().decode("latin-1").split("CHAP")[1:]]
    begin = "Passage\0https://example.org/a-title"
    assert links[0].endswith(begin)
    assert f"{begin}#:~:text=It%20began%2C%20they%20say%2C%20on%20a%20cold%20and%20well%2Dlit" in links[1]
    assert f"{begin}#:~:text=%C3%9Cberfahrt%20%26%20R%C3%BCckkehr" in links[2]
