"""Finished episodes are proved again: what is wrong with one is found, although its checksums are right, and named."""

import hashlib
import json
import re
import shutil

import numpy as np
import pytest

from narrator import pipeline
from narrator.audio import mp3, prove_alone, read_tag
from narrator.cli.inspect import clock
from narrator.cli.progress import Bar
from narrator.errors import BrokenEpisode, ProofFailed
from narrator.events import Published
from narrator.model import Article, Block
from narrator.settings import load

TEXT = "The council voted on Monday to keep the ferry. It passed by nine votes to four. " * 6
RATE = 44_100


def settings(cache, **flags):
    return load(env={}, flags={"speech": {"engine": "espeak", "cache": str(cache)}, **flags})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An episode with two chapters, and the same as an MP3 alone."""
    root = tmp_path_factory.mktemp("proved")
    article = Article(
        title="Island keeps its ferry", byline=("Ada Quill",), url="https://tern.example/ferry", language="en",
        published="2026-03-05", site="The Tern Herald",
        blocks=(
            Block(kind="paragraph", text=TEXT),
            Block(kind="heading", level=2, text="The winter"),
            Block(kind="paragraph", text="The first sailing leaves on Dec. 3 at half past six. " * 8),
        ),
    )  # fmt: skip
    pipeline.make(article, settings(root / "cache"), output=root / "alone.mp3")
    return pipeline.make(article, settings(root / "cache"), output=root / "out").path


@pytest.fixture
def bundle(made, tmp_path):
    return shutil.copytree(made, tmp_path / made.name)


@pytest.fixture
def alone(made, tmp_path):
    return shutil.copy(made.parent.parent / "alone.mp3", tmp_path / "alone.mp3")


def record(bundle):
    return json.loads((bundle / "episode.json").read_bytes())


def rewrite(bundle, edit):
    """Change episode.json."""
    told = record(bundle)
    edit(told)
    (bundle / "episode.json").write_text(json.dumps(told), "utf-8")


def put(bundle, kind, data):
    """Other content for a file, to which the checksum in episode.json is fitted."""
    told = record(bundle)
    entry = told["audio"] if kind == "audio" else told["page"] if kind == "page" else told["files"][kind]
    (bundle / entry["file"]).write_bytes(data)
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    if kind == "audio":
        entry["bytes"] = len(data)
    (bundle / "episode.json").write_text(json.dumps(told), "utf-8")


def content(bundle, kind):
    told = record(bundle)
    return (bundle / (told["page"] if kind == "page" else told["files"][kind])["file"]).read_text("utf-8")


def with_sound(path, samples):
    """The MP3 with its own tag and other sound."""
    data = path.read_bytes()[: read_tag(path).size]
    frames = mp3.encode(samples.astype("<i2").tobytes(), rate=RATE, kbps=64, last=True)
    count = -(-(len(samples) + mp3.LATENCY) // mp3.FRAME)
    return data + mp3.info_frame(rate=RATE, kbps=64, count=count, octets=len(frames), samples=len(samples)) + frames


def tone(samples, level=0.15):
    return level * 32767 * np.sin(np.arange(samples) * (2 * np.pi * 500 / RATE))


def without_the_third(told, sound):
    sound = sound.copy()
    sound[int(told[2]["startTime"] * RATE) - 50 : int(told[2]["endTime"] * RATE) + 50] = 0
    return sound


def test_what_was_made_is_right(made, command):
    facts = pipeline.check(made)
    sound = record(made)["audio"]
    assert sound["target_lufs"] == -19.0
    assert (sound["loudness_lufs"], sound["true_peak_dbtp"]) == (
        round(facts.loudness_lufs, 1),
        round(facts.true_peak_dbtp, 1),
    )
    for name in ("", "episode.json", "index.html", sound["file"], record(made)["files"]["vtt"]["file"]):
        assert pipeline.check(made / name) == facts
    done = command("check", made, made.parent.parent / "alone.mp3")
    assert (done.returncode, done.stdout.count("ok  ")) == (0, 2), done.stderr


def test_an_episode_that_does_not_tell_its_levels(bundle):
    def forget(told):
        for key in ("target_lufs", "loudness_lufs", "true_peak_dbtp"):
            del told["audio"][key]

    rewrite(bundle, forget)
    pipeline.check(bundle)


@pytest.mark.parametrize(
    ("sound", "says"),
    [
        (lambda samples, _: np.zeros(samples), "“This audio is created with AI assistance.” cannot be heard"),
        (lambda samples, told: without_the_third(told, tone(samples)), "“By Ada Quill.” cannot be heard"),
        (lambda samples, _: np.random.default_rng(7).uniform(-32768, 32767, samples), "LUFS instead of -19.0"),
        (lambda samples, _: tone(samples, 0.02), "LUFS instead of -19.0"),
        (lambda samples, _: np.where(np.arange(samples) % 44_100 < 9, 32767, tone(samples, 0.17)), "peaks of"),
        (lambda samples, _: tone(samples - 1000), "samples"),
    ],
)
def test_other_sound(bundle, sound, says):
    audio = record(bundle)["audio"]
    told = json.loads(content(bundle, "transcript"))["segments"]
    put(bundle, "audio", with_sound(bundle / audio["file"], sound(audio["samples"], told)))
    with pytest.raises(ProofFailed, match=says) as caught:
        pipeline.check(bundle)
    assert audio["file"] in str(caught.value)
    if says == "peaks of":  # that much needs no plan
        path = bundle.with_suffix(".mp3")
        shutil.move(bundle / audio["file"], path)
        with pytest.raises(ProofFailed, match=says):
            prove_alone(path)


def test_a_file_that_ends_too_soon(bundle):
    data = (bundle / record(bundle)["audio"]["file"]).read_bytes()
    put(bundle, "audio", data[:-100])
    with pytest.raises(ProofFailed, match="bytes of sound instead of"):
        pipeline.check(bundle)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda told: told.update(title="Another"), "The title in the MP3's tag is “Island keeps its ferry”"),
        (lambda told: told.update(byline=["Eve"]), "The byline in"),
        (lambda told: told.update(byline=[]), "The byline in"),
        (lambda told: told.update(published="2025-03-05"), "The year in"),
        (lambda told: told.update(published=None), "The year in"),
        (lambda told: told.update(site="The Sun"), "The site in"),
        (lambda told: told.update(language="de"), "The language in"),
        (lambda told: told.update(source={"url": "https://tern.example/2"}), "does not lead to"),
        (lambda told: told["voice"].update(engine="gtts"), "The engine in"),
        (lambda told: told["voice"].update(engine_version="9"), "The engine in"),
        (lambda told: told["voice"].update(id="en-gb"), "The voice in"),
        (lambda told: told["audio"].update(bitrate_kbps=320), "64 kbit/s instead of 320"),
        (lambda told: told["audio"].update(target_lufs=-16.0), "instead of -16.0"),
        (lambda told: told["audio"].update(loudness_lufs=-18.0), "a loudness of -19.0 LUFS, not -18.0"),
        (lambda told: told["audio"].update(true_peak_dbtp=-6.0), "a true peak of"),
        (lambda told: told["audio"].update(duration_s=5), "have the length of its samples"),
        (lambda told: told["audio"].update(sample_rate=0), "sample_rate"),
        (lambda told: told["chapters"][0].update(end_ms=1000), "have the chapters of episode.json"),
        (lambda told: told["chapters"][1].update(start_ms=1000), "have the chapters of episode.json"),
        (lambda told: told["chapters"][1].update(part=7), "belongs to no article"),
        (lambda told: told.update(disclosure="Read by a person."), "say what is heard"),
        (lambda told: told.pop("page"), "name a page"),
        (lambda told: told["files"].pop("srt"), "name a srt file"),
        (lambda told: told["files"].pop("script"), "name a script file"),
        (lambda told: told["page"].update(sha256="0" * 64), r"index\.html is not what"),
    ],
)
def test_a_manifest_that_says_something_else(bundle, edit, says):
    rewrite(bundle, edit)
    if "chapters" in says:  # the same lie in both places
        marks = json.loads(content(bundle, "chapters"))
        for mark, told in zip(marks["chapters"], record(bundle)["chapters"], strict=True):
            mark.update(startTime=told["start_ms"] / 1000, endTime=told["end_ms"] / 1000)
        with pytest.raises(BrokenEpisode, match=says):
            pipeline.check(bundle)
        put(bundle, "chapters", json.dumps(marks).encode())
        says = "are not the 2 planned ones"
    with pytest.raises((BrokenEpisode, ProofFailed), match=says):
        pipeline.check(bundle)


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        *[
            (kind, lambda _, nonsense=nonsense: nonsense, "does not")
            for kind in ("vtt", "srt", "transcript", "chapters")
            for nonsense in ("", "nonsense", "{}", '{"segments": [1], "chapters": {}}', "\ud83d")
        ],
        ("vtt", lambda text: text.replace("council", "mayor"), "does not say what the transcript says"),
        ("vtt", lambda text: text.rpartition("\n\n")[0], "does not say what the transcript says"),
        ("vtt", lambda text: re.sub(r"00:00:(\d\d\.\d+) -->", r"00:01:\1 -->", text), "does not say what"),
        ("srt", lambda text: text.replace("nine", "ten"), "does not say what the transcript says"),
        ("srt", lambda text: re.sub(r"(-->.*)\d\n", r"\g<1>0\n", text), "when the other captions do"),
        ("transcript", lambda text: text.replace("nine", "ten"), "does not say what the transcript says"),
        ("transcript", lambda text: text.replace('"endTime":', '"endTime":9'), "does not say what is heard"),
        ("transcript", lambda text: text.replace('"endTime":', '"endTime":-'), "does not say what is heard"),
        ("transcript", lambda text: text.replace('"startTime":', '"startTime":1e300,"x":'), "does not say what"),
        ("chapters", lambda text: text.replace("The winter", "The summer"), "have the chapters"),
        ("page", lambda text: re.sub(r'<p class="label">.*?</p>', "", text), "made with AI"),
        ("page", lambda text: text.replace("is created with AI assistance.", "is a recording."), "made with AI"),
        ("page", lambda _: "", "made with AI"),
    ],
)
def test_files_that_do_not_say_the_same(bundle, kind, change, says):
    put(bundle, kind, change(content(bundle, kind)).encode("utf-8", "surrogatepass"))
    with pytest.raises(BrokenEpisode, match=says):
        pipeline.check(bundle)


def test_the_page_must_be_there(bundle):
    (bundle / "index.html").unlink()
    with pytest.raises(BrokenEpisode, match=r"index\.html is missing"):
        pipeline.check(bundle)


def test_a_file_that_is_no_part_of_the_episode(bundle, alone, command):
    other = shutil.copy(alone, bundle / "other.mp3")
    done = command("check", other)
    assert done.returncode == 8
    assert "other.mp3 is no file of the episode in" in done.stderr
    assert command("check", bundle).returncode == 0


def test_odd_words_are_the_same_everywhere(tmp_path):
    """What is published is right, whatever its headline and its label are."""
    label = "\ufeffThis audio is\x1fcreated with AI assistance" + ", as all others are" * 110 + "."
    flags = {"espeak": {"rate": 450}, "script": {"disclosure": {"en": label}}}
    article = Article(
        title="Island\uffff \ufeffkeeps\x85it", byline=(" Ada\uffff ", ""), site=" ", published=" 2026-03-05", language="en",
        url="https://tern.example/a\uffff b", blocks=(Block(kind="paragraph", text=TEXT),),
    )  # fmt: skip
    facts = pipeline.check(pipeline.make(article, settings(tmp_path / "cache", **flags), output=tmp_path / "out").path)
    assert facts.tag.title == "Island keeps it"
    assert 1990 < len(facts.tag.disclosure) <= 2000


@pytest.mark.parametrize(("seconds", "shown"), [(186.933, "3:06"), (3599.9, "59:59"), (3726.5, "1:02:06")])
def test_the_length_is_told_as_players_tell_it(capsys, seconds, shown):
    event = Published(source="x", path="x", duration_s=seconds, unchanged=False, utterances=1, changed=None, made=1)
    Bar().handle(event)
    assert capsys.readouterr().err == f"Done: {shown} of audio.\n"
    assert clock(seconds) == shown


# ---------------------------------------------------------------------------------------------------- alone


def test_an_mp3_alone_is_proved_by_its_tag(alone, command):
    facts = pipeline.check(alone)
    assert [chapter.title for chapter in facts.tag.chapters] == ["Island keeps its ferry", "The winter"]
    told = json.loads(command("check", alone, "--json").stdout)
    assert told["disclosure"] == "This audio is created with AI assistance."
    assert told["loudness_lufs"] == pytest.approx(-19, abs=0.5)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda data, _: data.replace(b"DISCLOSURE", b"DISCLOSED!"), "made with AI"),
        (lambda data, _: data[:-100], "bytes of sound instead of"),
        (lambda data, size: data[:size] + data[size:].replace(b"Info", b"Xing", 1), "a header that tells its length"),
        (lambda data, size: data[: size + 2] + b"\xff" + data[size + 3 :], "a header that tells its length"),
        (lambda data, size: data[: size + 100], "a header that tells its length"),
        (lambda data, _: data.replace(b"CHAP", b"XHAP", 1), "do not follow each other"),
        (lambda data, _: data.replace(b"ch1\0\0\0", b"ch1\0\0\1", 1), "do not follow each other"),
        (lambda *_: b"no MP3 at all", "made with AI"),
    ],
)
def test_an_mp3_alone_that_is_not_right(alone, command, harm, says):
    alone.write_bytes(harm(alone.read_bytes(), read_tag(alone).size))
    done = command("check", alone)
    assert done.returncode == 7
    assert says in done.stderr
    assert "alone.mp3: " in done.stderr


def test_a_chapter_of_an_mp3_alone_that_is_not_heard(alone):
    length = mp3.promise(alone.read_bytes()[read_tag(alone).size :][:200]).samples
    sound = tone(length)
    sound[read_tag(alone).chapters[1].start * RATE // 1000 - 50 :] = 0
    alone.write_bytes(with_sound(alone, sound))
    with pytest.raises(ProofFailed, match="“The winter” cannot be heard"):
        pipeline.check(alone)
