"""What a bundle holds, and that a reader never finds half of one."""

import hashlib
import json
import multiprocessing
import os
import re
import subprocess
from dataclasses import replace

import msgspec
import pytest

from narrator.errors import BrokenEpisode, ProofFailed
from narrator.model import slug
from narrator.publish import build_feed, changed, earlier, find, load, publish, publish_alone, unchanged
from narrator.settings import Roles, Show
from narrator.store import FolderStore, open_store


def folder_of(bundle):
    return slug(bundle.title, bundle.article.identity)


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def bundle(make_bundle):
    return make_bundle()


def test_the_manifest_has_exactly_these_keys(bundle, tmp_path):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    manifest = json.loads((episode.path / "episode.json").read_text("utf-8"))
    assert set(manifest) == {
        "schema", "id", "title", "byline", "source", "language", "published", "voice", "disclosure", "audio",
        "chapters", "files", "page", "fingerprint", "site",
    }  # fmt: skip
    assert manifest["source"] == {"url": "https://tern.example/ferry"}
    assert manifest["voice"] == {"engine": "espeak", "engine_version": "1.52.0", "id": "en-us"}
    assert set(manifest["audio"]) == {
        "file", "bytes", "sha256", "duration_s", "samples", "sample_rate", "bitrate_kbps",
    }  # fmt: skip
    assert [set(chapter) for chapter in manifest["chapters"]] == [{"title", "start_ms", "end_ms"}] * 4
    assert set(manifest["files"]) == {"vtt", "srt", "transcript", "chapters", "script"}
    assert episode.manifest == manifest


def test_every_name_carries_the_hash_of_its_content(bundle, tmp_path):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    hashed = [path for path in episode.path.iterdir() if path.name not in ("episode.json", "index.html")]
    assert len(hashed) == 6
    for path in hashed:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.fullmatch(rf"{episode.path.name}-{digest[:8]}\.[a-z0-9.]+", path.name)
    assert load(episode.path, verify=True) == episode


def test_the_article_without_an_address_is_known_by_its_hash(make_bundle, tmp_path):
    bundle = make_bundle(url=None)
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    assert episode.manifest["source"] == {"sha256": "0" * 64}


def test_ffprobe_reads_the_audio_that_the_manifest_tells_of(bundle, tmp_path, program):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    asked = ["-v", "error", "-show_entries", "format=duration,size", "-of", "json", str(episode.audio)]
    told = json.loads(subprocess.run([program("ffprobe"), *asked], capture_output=True, check=True).stdout)["format"]
    assert int(told["size"]) == episode.manifest["audio"]["bytes"]
    assert float(told["duration"]) == pytest.approx(episode.duration_s, abs=0.06)  # a frame or two


def _publish_into(bundle, root):
    publish(bundle, FolderStore(root), folder_of(bundle))


def test_two_processes_write_the_same_bytes(bundle, tmp_path):
    trees = []
    for name in ("one", "two"):
        process = multiprocessing.get_context("spawn").Process(target=_publish_into, args=(bundle, tmp_path / name))
        process.start()
        process.join()
        assert process.exitcode == 0
        trees.append(tree(tmp_path / name))
    assert trees[0] == trees[1]
    assert len(trees[0]) == 8


def test_a_second_run_writes_nothing(bundle, tmp_path):
    store = FolderStore(tmp_path)
    publish(bundle, store, folder_of(bundle))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    publish(bundle, store, folder_of(bundle))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


class Mortal(FolderStore):
    """A store whose process dies at its n-th write, like under kill -9."""

    def __init__(self, root, writes):
        super().__init__(root)
        self.writes = writes

    def put(self, name, data):
        if self.writes == 0:
            os._exit(9)
        self.writes -= 1
        super().put(name, data)


def _die(bundle, root, folder, writes):
    publish(bundle, Mortal(root, writes), folder)


def test_killed_at_any_write_the_earlier_bundle_stays_whole_and_a_rerun_mends_it(make_bundle, tmp_path):
    first, second = make_bundle(), make_bundle(title="Island keeps both ferries", fingerprint="f2")
    folder = folder_of(first)
    publish(second, FolderStore(tmp_path / "clean"), folder)
    wanted = tree(tmp_path / "clean")
    died = 0
    for writes in range(9):
        root = tmp_path / str(writes)
        old = publish(first, FolderStore(root), folder)
        process = multiprocessing.get_context("spawn").Process(target=_die, args=(second, root, folder, writes))
        process.start()
        process.join()
        if process.exitcode == 0:
            assert load(root / folder, verify=True).title == second.title
            continue
        assert process.exitcode == 9
        died += 1
        assert load(root / folder, verify=True) == old
        again = publish(second, FolderStore(root), folder)
        assert load(root / folder, verify=True) == again
        assert tree(root).items() >= wanted.items()
    assert died == 8  # audio, five sidecars, page, manifest


def test_a_page_left_by_a_killed_run_is_noticed(make_bundle, tmp_path):
    first, second = make_bundle(), make_bundle(title="Island keeps both ferries", fingerprint="f2")
    folder, store = folder_of(first), FolderStore(tmp_path)
    publish(first, store, folder)
    assert unchanged(store, folder, "f1") == load(tmp_path / folder)
    assert unchanged(store, folder, "f2") is None
    process = multiprocessing.get_context("spawn").Process(target=_die, args=(second, tmp_path, folder, 7))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert "both ferries" in (tmp_path / folder / "index.html").read_text("utf-8")
    assert unchanged(store, folder, "f1") is None


def test_a_corrected_headline_keeps_folder_and_id_and_changes_the_audio_only_with_the_sound(make_bundle, tmp_path):
    store = FolderStore(tmp_path)
    first = make_bundle()
    old = publish(first, store, folder_of(first))
    body = (("paragraph", "The council changed its mind, and there will be two ferries from now on."),)
    second = make_bundle(title="Two ferries", body=body)
    folder = find(store, second.article.identity)
    assert folder == old.path.name
    new = publish(second, store, folder)
    assert new.manifest["id"] == old.manifest["id"]
    assert new.audio != old.audio
    assert old.audio.exists()  # somebody may be downloading it
    assert load(new.path, verify=True).title == "Two ferries"


def test_find_is_not_fooled_by_a_name(make_bundle, tmp_path):
    store, bundle = FolderStore(tmp_path), make_bundle()
    publish(bundle, store, folder_of(bundle))
    assert find(store, "url:https://tern.example/another") is None
    other = make_bundle(url="https://tern.example/another")
    os.rename(tmp_path / folder_of(bundle), tmp_path / folder_of(other))
    assert find(store, other.article.identity) is None
    assert find(FolderStore(tmp_path / "nowhere"), other.article.identity) is None


def test_the_voice_of_an_episode(bundle, tmp_path):
    store = FolderStore(tmp_path)
    publish(bundle, store, folder_of(bundle))
    before = earlier(store, folder_of(bundle))
    assert (before.voice.engine, before.voice.id, before.voice.language) == ("espeak", "en-us", "en")
    assert (before.roles, before.correction) == (Roles(), None)
    assert earlier(store, "nothing") is None


def test_what_changed_is_counted_by_text_and_voice(make_bundle, tmp_path):
    store, first = FolderStore(tmp_path), make_bundle()
    folder = folder_of(first)
    publish(first, store, folder)
    assert changed(store, folder, first.script) == 0
    body = [("paragraph", "It passed by ten votes to three."), ("paragraph", "It was a cold night."), ("quote", "No.")]
    assert changed(store, folder, make_bundle(body=body).script) == 3
    scene = first.script.scenes[0]
    other = replace(scene.utterances[1], voice=replace(scene.utterances[1].voice, name="Somebody else"))
    scenes = (replace(scene, utterances=(scene.utterances[0], other, *scene.utterances[2:])), *first.script.scenes[1:])
    assert changed(store, folder, replace(first.script, scenes=scenes)) == 1
    assert changed(store, "nothing", first.script) is None
    next(store.path(folder).glob("*.script.txt")).write_text("one line\n")
    assert changed(store, folder, first.script) is None


def test_a_lone_mp3_is_all_that_is_written(bundle, tmp_path):
    episode = publish_alone(bundle, FolderStore(tmp_path), "story.mp3")
    assert [path.name for path in tmp_path.iterdir()] == ["story.mp3"]
    assert episode.path == episode.audio == tmp_path / "story.mp3"
    assert episode.manifest["audio"]["bytes"] == episode.audio.stat().st_size
    assert [chapter.title for chapter in episode.chapters][1:] == ["The vote", "The money", "The winter"]


@pytest.mark.parametrize("name", ["", "episode.json", "index.html", "*.mp3"])
def test_an_episode_is_known_by_any_of_its_files(bundle, tmp_path, name):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    path = next(iter(episode.path.glob(name))) if name else episode.path
    assert load(path) == episode


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda path: (path / "episode.json").unlink(), "no episode.json"),
        (lambda path: (path / "episode.json").write_bytes(b"{"), "not a readable episode"),
        (lambda path: (path / "episode.json").write_bytes(b'{"schema": 1}'), "missing required field"),
        (lambda path: (path / "episode.json").write_bytes(b"\xff\xfe"), "not a readable episode"),
        (lambda path: next(path.glob("*.mp3")).unlink(), r"\.mp3 is missing"),
        (lambda path: next(path.glob("*.vtt")).unlink(), r"\.vtt is missing"),
        (lambda path: os.truncate(next(path.glob("*.mp3")), 1000), r"\.mp3 is not what"),
        (lambda path: next(path.glob("*.srt")).write_text("x"), r"\.srt is not what"),
    ],
)
def test_what_is_broken_is_named(bundle, tmp_path, harm, says):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    harm(episode.path)
    with pytest.raises(BrokenEpisode, match=says) as caught:
        load(episode.path, verify=True)
    assert episode.path.name in str(caught.value)
    assert unchanged(FolderStore(tmp_path), folder_of(bundle), "f1") is None


def test_a_short_audio_file_is_noticed_without_reading_it(bundle, tmp_path):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    os.truncate(episode.audio, 1000)
    with pytest.raises(BrokenEpisode, match="1000 bytes"):
        load(episode.path)


def test_a_manifest_cannot_name_files_elsewhere(bundle, tmp_path):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    raw = json.loads((episode.path / "episode.json").read_bytes())
    raw["files"]["vtt"]["file"] = "../../secret"
    (episode.path / "episode.json").write_bytes(msgspec.json.encode(raw))
    with pytest.raises(BrokenEpisode, match="outside its folder"):
        load(episode.path)


def test_a_newer_manifest_with_more_keys_is_read(bundle, tmp_path):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    raw = json.loads((episode.path / "episode.json").read_bytes())
    raw["provenance"] = {"c2pa": True}
    raw["audio"]["lufs"] = -19.0
    (episode.path / "episode.json").write_bytes(msgspec.json.encode(raw))
    assert load(episode.path).title == episode.title


def test_nothing_is_published_without_the_disclosure(bundle, tmp_path):
    silent = replace(bundle, script=replace(bundle.script, disclosure=" \x00"))
    for call in (
        lambda: publish(silent, FolderStore(tmp_path), "x-abcdef"),
        lambda: publish_alone(silent, FolderStore(tmp_path), "x.mp3"),
    ):
        with pytest.raises(ProofFailed, match="AI assistance"):
            call()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"disclosure": ""}, "AI assistance"), ({"disclosure": " \u202e\n"}, "AI assistance"),
        ({"id": ""}, r"\$\.id"), ({"id": " "}, r"\$\.id"), ({"audio": {"bytes": -1}}, r"\$\.audio\.bytes"),
        ({"audio": {"duration_s": -5}}, r"\$\.audio\.duration_s"), ({"audio": {"duration_s": 1e300}}, r"\$\.audio\.duration_s"),
    ],
)  # fmt: skip
def test_a_manifest_that_no_feed_could_hold_is_refused(bundle, tmp_path, wrong, told):
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    raw = json.loads((episode.path / "episode.json").read_bytes())
    audio = raw["audio"] | wrong.get("audio", {})
    (episode.path / "episode.json").write_bytes(msgspec.json.encode(raw | wrong | {"audio": audio}))
    with pytest.raises(BrokenEpisode, match=told):
        load(episode.path)
    built = build_feed(FolderStore(tmp_path), Show(base_url="https://tern.example/"))
    assert built.episodes == 0
    assert f"{episode.path.name}/episode.json" in built.problems[0]


def test_a_store_in_memory_holds_the_same_bundle(bundle, tmp_path):
    folder, store = folder_of(bundle), open_store("memory://bundles-of-a-test")
    publish(bundle, FolderStore(tmp_path), folder)
    publish(bundle, store, folder)
    assert {name: store.get(name) for name in store.list()} == tree(tmp_path)
    assert find(store, bundle.article.identity) == folder
    assert unchanged(store, folder, "f1") is not None
    assert build_feed(store, Show()).episodes == 1


def test_hostile_words_go_through(make_bundle, tmp_path):
    title = "A\x00 ]]> <b>\ud800\u202e & \U0001f600 --> \u05e9\u05dc\u05d5\u05dd " + "x" * 10_000
    bundle = make_bundle(title=title, byline=("\x1b[31mEve",), site="<script>")
    episode = publish(bundle, FolderStore(tmp_path), folder_of(bundle))
    assert load(episode.path, verify=True) == episode
    assert "\x00" not in episode.title
    assert "]]> <b> & \U0001f600 --> \u05e9\u05dc\u05d5\u05dd" in episode.title
