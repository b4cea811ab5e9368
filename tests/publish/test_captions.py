"""Captions and the other sidecars, against the rules of their formats."""

import html
import itertools
import json
import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.model import Chapter, Cue, Timeline, Utterance, Voice, Word
from narrator.publish.captions import captions, chapters, script_text, srt, transcript, vtt
from narrator.publish.timing import words

RATE = 22_050
VOICE = Voice(engine="espeak", id="en-us", language="en", name="English (America)")


def cue(text, start=0, seconds=3.0, spoken=None, marks=None):
    utterance = Utterance(text=text, spoken=spoken or text, role="body", language="en", voice=VOICE)
    end = start + int(seconds * RATE)
    found = ()
    if marks:
        found = tuple(
            Word(first=first, last=last, start=start + int(at * RATE), end=start + int(to * RATE), rate=RATE)
            for first, last, at, to in marks
        )
    return Cue(start=start, end=end, rate=RATE, utterance=utterance, words=found)


def line(*cues):
    samples = cues[-1].end + RATE // 3
    return Timeline(
        rate=RATE, samples=samples, cues=cues, chapters=(Chapter(start=0, end=samples, rate=RATE, title="All"),)
    )


def in_a_row(texts, pace=15):
    cues, at = [], 0
    for text in texts:
        cues.append(cue(text, at, max(0.3, len(text) / pace)))
        at = cues[-1].end + RATE // 3
    return line(*cues)


WORDS = st.text(st.sampled_from("abcdefgh<&>-—,.!?éж字日:/"), min_size=1, max_size=60)
SENTENCE = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=4))
def test_captions_fit_the_screen_and_lose_nothing(texts):
    timeline = in_a_row(texts)
    made = captions(timeline)
    shown = "".join("".join(caption.lines) for caption in made)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", "".join(texts))
    for caption, after in zip(made, [*made[1:], None], strict=True):
        assert 1 <= len(caption.lines) <= 2
        assert all(0 < len(text) <= 42 for text in caption.lines)
        assert caption.start < caption.end <= timeline.samples
        assert caption.end - caption.start <= 7 * RATE
        if after:
            assert caption.end <= after.start


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SENTENCE, st.floats(0.05, 20), st.floats(0.001, 1.5)), min_size=1, max_size=8))
def test_a_caption_is_short_only_where_no_time_is_left(said):
    cues, at = [], 0
    for text, seconds, pause in said:
        cues.append(cue(text, at, seconds))
        at = cues[-1].end + max(1, int(pause * RATE))
    timeline = line(*cues)
    made = captions(timeline)
    for caption in made:
        assert caption.end - caption.start <= 7 * RATE
    for number, caption in enumerate(made):
        if caption.end - caption.start >= RATE:
            continue
        before, after = (made[number - 1] if number else None), (made[number + 1 :] or [None])[0]
        assert caption.start == (before.end if before else 0)
        assert caption.end == (after.start if after else timeline.samples)
        for one in (before, after):
            assert one is None or one.end - one.start <= RATE


def test_a_long_number_is_cut_where_its_time_is_over():
    number = "12345678901234567890123456789012345"
    made = captions(line(cue("The number is", seconds=0.6), cue(f"{number}.", RATE, 16.0), cue("Yes.", 18 * RATE, 0.4)))
    assert all(RATE <= caption.end - caption.start <= 7 * RATE for caption in made)
    assert "".join("".join(caption.lines) for caption in made) == f"The number is{number}.Yes."
    assert made[-1].end == 18 * RATE + RATE * 11 // 15  # to the end of the sound, and a little early


def test_a_sign_that_is_long_in_saying_does_not_stay_for_ever():
    (only,) = captions(line(cue("∞", seconds=9.0)))
    assert (only.start, only.end) == (0, 7 * RATE)


def test_no_caption_flashes_by():
    timeline = in_a_row(["Go!", "The first winter sailing leaves on Dec. 3 at half past six.", "No.", "Yes."])
    made = captions(timeline)
    assert [caption.lines for caption in made][:1] == [("Go!",)] or made[0].lines[0] == "Go!"
    long_enough = [caption for caption in made if caption.end - caption.start >= RATE]
    assert len(long_enough) == len(made) or len(made[-1].lines) == 2


def test_a_long_sentence_is_cut_at_its_clauses():
    text = "The ferry carries twelve hundred people a month in winter, and its hull, which is old, must be repaired."
    made = captions(in_a_row([text]))
    assert [caption.lines[-1][-1] for caption in made[:-1]] == [","] * (len(made) - 1)


def test_written_words_take_the_time_of_spoken_ones():
    spoken = "It costs one million dollars now"
    marks = [
        (0, 2, 0.0, 0.2),
        (3, 8, 0.2, 0.6),
        (9, 12, 0.6, 0.8),
        (13, 20, 0.8, 1.2),
        (21, 28, 1.2, 1.8),
        (29, 32, 1.8, 2),
    ]
    heard = words(cue("It costs $1m now", seconds=2, spoken=spoken, marks=marks))
    assert [("It costs $1m now"[word.first : word.last], word.start_ms, word.end_ms) for word in heard] == [
        ("It", 0, 200), ("costs", 200, 600), ("$1m", 600, 1800), ("now", 1800, 2000),
    ]  # fmt: skip


def test_words_that_no_mark_stands_for_say_so():
    spoken = "One point five million people live here"
    marks = [
        (found.start(), found.end(), number * 0.3, number * 0.3 + 0.3)
        for number, found in enumerate(re.finditer(r"\S+", spoken))
    ]
    (segment,) = json.loads(transcript(line(cue("1.5 M people (really) live here", spoken=spoken, marks=marks))))[
        "segments"
    ]
    assert segment["wordTimes"] == "measured"
    assert [word["body"] for word in segment["words"] if word.get("estimated")] == ["M", "(really)"]


@settings(max_examples=60, deadline=None)
@given(SENTENCE, SENTENCE, st.booleans())
def test_word_times_never_turn_back(text, spoken, with_marks):
    marks, at = [], 0.0
    for found in re.finditer(r"\S+", spoken) if with_marks else ():
        marks.append((*found.span(), at, at + 0.1))
        at += 0.1
    one = cue(text, RATE, max(3.0, at), spoken, marks)
    heard = words(one)
    assert heard[0].start == one.start
    assert heard[-1].end == one.end
    for word, after in itertools.pairwise(heard):
        assert word.start <= word.end == after.start
        assert word.last <= after.first


def parse_vtt(data):
    """A strict little reader of WebVTT: cues as (start, end, text)."""
    text = data.decode("utf-8")
    assert text.startswith("WEBVTT\n\n")
    cues = []
    for block in re.split(r"\n{2,}", text.strip())[1:]:
        lines = block.split("\n")
        if lines[0].startswith("NOTE"):
            assert "-->" not in block
            continue
        found = re.fullmatch(r"(\d{2,}):(\d\d):(\d\d)\.(\d{3}) --> (\d{2,}):(\d\d):(\d\d)\.(\d{3})", lines[0])
        assert found, lines[0]
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, found.groups())
        body = "\n".join(lines[1:])
        assert "-->" not in body
        assert not re.search(r"&(?!amp;|lt;|gt;)", body)
        plain = re.sub(r"^<v [^<>&]+>", "", body)
        assert "<" not in plain
        cues.append(((h1 * 60 + m1) * 60 + s1 + f1 / 1000, (h2 * 60 + m2) * 60 + s2 + f2 / 1000, html.unescape(plain)))
    return cues


HOSTILE = [
    "A <b>bold</b> & a --> arrow <v Eve>",
    "1 < 2 &amp; 3 > 2",
    "Line\nbreak\x00 and \x1b control",
    r"{\an8}Up {Y:i}and {out} of C:\New\house",
]


def test_webvtt_is_well_formed_whatever_it_says():
    timeline = in_a_row(HOSTILE)
    cues = parse_vtt(vtt(captions(timeline), disclosure="Made --> with AI\n\n& more", language="en"))
    shown = " ".join(text.replace("\n", " ") for _, _, text in cues)
    assert shown == "A <b>bold</b> & a --> arrow <v Eve> 1 < 2 &amp; 3 > 2 Line break and control " + HOSTILE[3]
    assert all(start < end for start, end, _ in cues)
    assert cues == sorted(cues)


def test_ffprobe_reads_both_kinds_of_captions(tmp_path, program):
    timeline = in_a_row([*HOSTILE, "And a last one, quite plain."])
    packets = []
    for name, data in (
        ("a.vtt", vtt(captions(timeline), disclosure="D", language="en")),
        ("a.srt", srt(captions(timeline))),
    ):
        (tmp_path / name).write_bytes(data)
        asked = ["-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "json", str(tmp_path / name)]
        done = subprocess.run([program("ffprobe"), *asked], capture_output=True, check=True)
        assert done.stderr == b""
        packets.append([(p["pts_time"], p["duration_time"]) for p in json.loads(done.stdout)["packets"]])
    assert packets[0] == packets[1]
    assert len(packets[0]) == len(captions(timeline))


def test_subrip_has_numbered_blocks_and_nothing_that_looks_like_a_tag():
    text = srt(captions(in_a_row(HOSTILE))).decode()
    blocks = text.strip().split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [str(number) for number in range(1, len(blocks) + 1)]
    for block in blocks:
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", block.split("\n")[1])
        assert block.count("-->") == 1
    assert not re.search(r"<[A-Za-z/]|[{}]|\\[Nnh]", text)
    assert "(\\an8)Up (Y:i)and (out) of C:\\\u2060New\\\u2060house" in text


def test_ffmpeg_shows_all_that_subrip_says(tmp_path, program):
    (tmp_path / "a.srt").write_bytes(srt(captions(in_a_row(HOSTILE))))
    subprocess.run([program("ffmpeg"), "-v", "error", "-i", tmp_path / "a.srt", tmp_path / "a.ass"], check=True)
    lines = [
        row.split(",", 9)[9] for row in (tmp_path / "a.ass").read_text("utf-8").splitlines() if row[:9] == "Dialogue:"
    ]
    shown = " ".join(lines).replace("\u2060", "")
    assert "{" not in shown
    assert r"(\an8)Up (Y:i)and (out) of C:\New\house" in shown


def test_the_json_transcript_has_segments_and_words(make_bundle):
    bundle = make_bundle()
    made = json.loads(transcript(bundle.recording.timeline))
    assert made["version"] == "1.0.0"
    said = [utterance.text for utterance in bundle.script.utterances]
    assert [segment["body"] for segment in made["segments"]] == said
    for segment, after in zip(made["segments"], made["segments"][1:], strict=False):
        assert 0 <= segment["startTime"] < segment["endTime"] <= after["startTime"]
        assert " ".join(word["body"] for word in segment["words"]) == segment["body"]
        assert segment["wordTimes"] == "measured"
        assert segment["speaker"] == "English (America)"


def test_guessed_word_times_are_marked_so(make_bundle):
    bundle = make_bundle(marks=False)
    made = json.loads(transcript(bundle.recording.timeline))
    assert {segment["wordTimes"] for segment in made["segments"]} == {"estimated"}


def test_chapters_cover_the_audio(make_bundle):
    timeline = make_bundle().recording.timeline
    made = json.loads(chapters(timeline, title="T", author="A, B"))
    assert made["version"] == "1.2.0"
    assert made["chapters"][0]["startTime"] == 0
    assert made["chapters"][-1]["endTime"] == pytest.approx(timeline.duration_s, abs=0.001)
    for chapter, after in zip(made["chapters"], made["chapters"][1:], strict=False):
        assert chapter["endTime"] == after["startTime"]


def test_the_script_is_what_was_said(make_bundle):
    bundle = make_bundle()
    text = script_text(bundle.script).decode()
    assert text.startswith("# Island keeps its ferry\n\nThis audio is created with AI assistance.\n")
    assert "one point five million dollars" in text
