"""The rules of the house: who may import whom, what is public, what travels between processes, what depends on what."""

import ast
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

import narrator
from narrator import errors, events, model, settings

ROOT = Path(narrator.__file__).parent
REPO = ROOT.parent
ROOMS = ("source", "article", "script", "speech", "audio", "publish")
FOUNDATION = {"addresses", "model", "errors", "events", "settings", "store"}
STORIES = {"pipeline", "casting", "fingerprint", "following", "digesting", "ledger", "standing"}
MODULES = sorted(ROOT.rglob("*.py"))


def imports(path):
    """Every module that a file imports, absolute, whether at its top or inside a function."""
    package = ["narrator", *path.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_the_foundation_and_nothing_of_its_neighbours(room):
    allowed = FOUNDATION | {room}
    for path in (ROOT / room).rglob("*.py"):
        ours = {name.split(".")[1] for name in imports(path) if name.startswith("narrator.")}
        known = set(ROOMS) | FOUNDATION | STORIES | {"cli"}
        assert ours & known <= allowed, f"{path.relative_to(REPO)} imports {sorted(ours & known - allowed)}"


@pytest.mark.parametrize("name", sorted(FOUNDATION))
def test_the_foundation_imports_no_room(name):
    ours = {part.split(".")[1] for part in imports(ROOT / f"{name}.py") if part.startswith("narrator.")}
    assert not ours & {*ROOMS, *STORIES, "cli"}


def test_only_the_pipeline_and_what_stands_on_it_know_the_rooms():
    knowing = {
        path.stem
        for path in ROOT.glob("*.py")
        if {name.split(".")[1] for name in imports(path) if name.startswith("narrator.")} & set(ROOMS)
    }
    assert knowing - {"__init__"} == {"pipeline", "casting", "following", "digesting"}


def test_no_cupboards():
    assert not [path for path in ROOT.rglob("*") if path.stem in {"utils", "helpers", "common", "misc"}]


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in path.parts], ids=lambda path: path.stem)
def test_the_library_never_prints(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    assert not [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"]


# Licence: distributions whose code must never be in our process, by the names they import under.
FORBIDDEN = {"mutagen", "eyed3", "espeakng_loader_native", "phonemizer", "x264", "unidecode"}
BOUNDARY = {
    "espeakng_loader": {"speech/espeak.py"},
    "piper": {"speech/piper_child.py"},
    "onnxruntime": {"speech/piper_child.py"},
}


def test_no_copyleft_code_is_imported():
    for path in MODULES:
        top = {name.split(".")[0] for name in imports(path)}
        assert not top & FORBIDDEN, path
        for name, places in BOUNDARY.items():
            assert name not in top or path.relative_to(ROOT).as_posix() in places, f"{path} imports {name}"


def test_the_espeak_library_is_loaded_by_the_child_alone():
    loaders = [path.relative_to(ROOT).as_posix() for path in MODULES if "ctypes" in set(imports(path))]
    assert loaders == ["speech/espeak_child.py"]
    if not Path("/proc/self/maps").exists():
        pytest.skip("only Linux tells what a process has loaded")
    code = """
from narrator import speech
from narrator.model import Utterance
from narrator.settings import Settings
voice = speech.pick_voice("espeak", Settings(), "en", None)
said = Utterance(text="One.", spoken="One.", role="body", language="en", voice=voice)
assert [clip.samples > 0 for clip in speech.speak((said,), Settings(), cache=None)] == [True]
print("espeak-ng" in open("/proc/self/maps").read())
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_notice_names_what_carries_copyleft_code():
    notice = (REPO / "NOTICE").read_text("utf-8")
    for name in ("espeakng-loader", "PyAV", "num2words", "x264", "mutagen", "eyeD3"):
        assert name in notice


CORE = {
    "audioop-lts", "av", "click", "cssselect", "espeakng-loader", "gTTS", "lameenc", "lxml", "msgspec", "nltk",
    "num2words",    "numpy", "platformdirs", "py3langid", "pydub", "universal-pathlib", "urllib3",
}  # fmt: skip


def test_core_dependencies_are_those_that_were_chosen():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split(r"[<>=;\[ ]", line)[0] for line in project["dependencies"]} == CORE
    chosen = (REPO / "docs" / "adr" / "0003-core-dependencies.md").read_text("utf-8")
    for name in CORE:
        assert f"| {name} " in chosen, f"{name} has no line in the ADR"


def third_party(path):
    return {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) - {"narrator", "__future__"}


def test_only_core_dependencies_are_imported():
    by_import = {"gtts": "gTTS", "upath": "universal-pathlib", "espeakng_loader": "espeakng-loader"}
    allowed = {name.casefold() for name in CORE} | {
        "certifi",
        "charset_normalizer",
    }  # both come with requests, which gTTS needs
    extras = {
        "audio/alignment.py": {"pocketsphinx"},
        "speech/piper_child.py": {"piper", "onnxruntime"},  # in a process of their own
    }
    for path in MODULES:
        for name in third_party(path) - extras.get(path.relative_to(ROOT).as_posix(), set()):
            assert by_import.get(name, name).casefold() in allowed, f"{path} imports {name}"


PATTERNS = """
import importlib, pkgutil, re, sys
from re import _compiler, _constants, _parser

met, compile_ = {}, _compiler.compile

def met_at(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_code.co_filename == re.__file__:
        frame = frame.f_back
    if "narrator" in frame.f_code.co_filename and isinstance(pattern, str):
        met[pattern, int(flags)] = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    return compile_(pattern, flags)

def parts(tree):
    for found in tree if isinstance(tree, (tuple, list, _parser.SubPattern)) else ():
        kind = found[0] if isinstance(found, tuple) and found else None
        if kind is _constants.ATOMIC_GROUP:
            yield found
        elif kind is _constants.POSSESSIVE_REPEAT and not _compiler._simple(found[1][2]):
            yield found
        yield from parts(found)

_compiler.compile = met_at
import narrator, narrator.script
for module in pkgutil.walk_packages(narrator.__path__, "narrator."):
    if not module.name.endswith(("_child", "__main__")):
        importlib.import_module(module.name)
for language in sys.argv[1:]:
    narrator.script.normalize("Page 5.", language)
for (pattern, flags), place in met.items():
    if any(parts(_parser.parse(pattern, flags))):
        print(place)
print(len(met), "patterns")
"""


def test_no_pattern_is_of_a_kind_that_early_versions_of_python_get_lost_in():
    """Before 3.11.5, atomic groups and possessive loops over more than one character match wrongly, or without end."""
    languages = ("en", "de", "fr", "es", "uk", "ru", "it", "pl", "nl", "sv")
    run = [sys.executable, "-c", PATTERNS, *languages]
    *wrong, count = subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()
    assert wrong == []
    assert int(count.split()[0]) > 400


def test_public_names():
    assert sorted(narrator.__all__) == sorted(set(narrator.__all__))
    for name in narrator.__all__:
        assert getattr(narrator, name) is not None
    declared = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse((ROOT / "__init__.py").read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("narrator.")
        for alias in node.names
    }
    assert declared | {"__version__"} == set(narrator.__all__)
    assert set(dir(narrator)) == set(narrator.__all__)
    with pytest.raises(AttributeError):
        _ = narrator.nothing


def test_signatures_that_stay():
    signature = inspect.signature(narrator.narrate)
    assert list(signature.parameters) == ["source", "engine", "voice", "language", "title", "output", "on_event"]
    defaults = {name: item.default for name, item in signature.parameters.items() if name != "source"}
    assert defaults == {
        "engine": "auto", "voice": None, "language": None, "title": None, "output": "output", "on_event": None,
    }  # fmt: skip
    assert list(inspect.signature(narrator.extract).parameters) == ["raw", "url", "media_type"]
    assert list(inspect.signature(narrator.segment).parameters) == ["text", "language"]
    assert list(inspect.signature(narrator.normalize).parameters) == ["text", "language"]


def classes(module, base):
    found = (kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__)
    return [kind for kind in found if issubclass(kind, base)]


VALUES = [kind for kind in classes(model, object) if dataclasses.is_dataclass(kind)]
VOICE = model.Voice(engine="espeak", id="en", language="en")
SAID = model.Utterance(text="a", spoken="a", role="body", language="en", voice=VOICE)
SAMPLES = {
    "str": "x", "str | None": "x", "int": 7, "float": 1.5, "bool": True, "bytes": b"xy", "bytes | str": b"x",
    "Path": Path("x"), "Voice": VOICE, "Utterance": SAID, "AudioFormat": model.AudioFormat(rate=8000),
    "Timeline": model.Timeline(rate=8000, samples=1, chapters=(), cues=()), "BlockKind": "quote", "Role": "body",
    "Mapping[str, Any]": {"schema": 1}, "datetime | None": None, "int | None": 3, "float | None": 2.5,
    "Literal['network', 'formant', 'neural']": "formant", "Levels | None": model.Levels(target_lufs=-19, loudness_lufs=-19, true_peak_dbtp=-2),
}  # fmt: skip


def sample(kind):
    values = {}
    for field in dataclasses.fields(kind):
        annotation = str(field.type).replace('"', "'")
        values[field.name] = () if annotation.startswith("tuple[") else SAMPLES[annotation]
    return kind(**values)


@pytest.mark.parametrize("kind", [*VALUES, *classes(events, events.Event)], ids=lambda kind: kind.__name__)
def test_values_are_frozen_slotted_and_travel(kind):
    if kind.__module__ == "narrator.events":
        SAMPLES.setdefault("Literal['encode', 'proof']", "proof")
    value = sample(kind)
    assert pickle.loads(pickle.dumps(value)) == value
    assert not hasattr(value, "__dict__")
    name = dataclasses.fields(kind)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)
    with pytest.raises(TypeError):
        kind(*[getattr(value, field.name) for field in dataclasses.fields(kind)])


@pytest.mark.parametrize("kind", classes(events, events.Event), ids=lambda kind: kind.__name__)
def test_events_become_json(kind):
    import json

    SAMPLES.setdefault("Literal['encode', 'proof']", "proof")
    told = json.loads(json.dumps(events.as_dict(sample(kind))))
    assert re.fullmatch(r"[a-z_]+", told["type"])


ERRORS = classes(errors, errors.NarratorError)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_errors_travel_with_their_hint(kind):
    error = pickle.loads(pickle.dumps(kind("what happened", hint="what to do")))
    assert type(error) is kind
    assert (str(error), error.hint) == ("what happened", "what to do")
    assert kind.__name__ in errors.__doc__
    assert isinstance(kind.retryable, bool)


def test_every_exit_code_is_documented():
    listed = (REPO / "docs" / "exit-codes.md").read_text("utf-8")
    for kind in ERRORS:
        assert f"| {kind.exit_code} |" in listed


def test_an_error_crosses_a_process_pool():
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fork of a process that has threads may inherit a lock that nobody will ever open.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        future = pool.submit(errors.RateLimited, "slow down", hint="wait")
        assert future.result().hint == "wait"


def test_every_module_can_be_imported():
    for found in pkgutil.walk_packages([str(ROOT)], "narrator."):
        if found.name.rsplit(".", 1)[1] not in {"__main__", "espeak_child"}:
            importlib.import_module(found.name)


HEAVY = (
    "nltk",
    "av",
    "lxml",
    "numpy",
    "gtts",
    "urllib3",
    "requests",
    "pydub",
    "num2words",
    "msgspec",
    "click",
    "upath",
)


def test_importing_narrator_loads_nothing_heavy():
    code = "import sys, narrator; print([m for m in sys.argv[1:] if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_help_loads_no_room():
    code = "import sys; from narrator.cli import main; main(['--help']); print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = [name for name in HEAVY if name != "click"]
    told = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_the_settings_file_that_init_writes_holds_the_defaults(tmp_path):
    text = (ROOT / "cli" / "narrator.toml").read_text("utf-8")
    assert settings.load(_write(tmp_path / "asis.toml", text), env={}) == settings.Settings()
    # Lines whose comment gives a value in brackets are examples; the others, with their "# " taken away, are defaults.
    plain = [
        line
        for line in text.splitlines()
        if not re.search(r"#[^#]*#\s*(which|\()", line) and not re.search(r"\s#\s+\(", line)
    ]
    active = "\n".join(re.sub(r"^# (?=[a-z_]+ = )", "", line) for line in plain)
    loaded = settings.load(_write(tmp_path / "active.toml", active), env={})
    said = {"en": "This audio is created with AI assistance."}
    assert loaded.script.disclosure == said
    silent = msgspec.structs.replace(loaded.script, disclosure={})
    assert msgspec.structs.replace(loaded, script=silent) == settings.Settings()
    known = {
        key for line in text.splitlines() if (match := re.match(r"# ([a-z_]+) = ", line)) for key in match.groups()
    }
    for section in settings.Section.__subclasses__():
        if section is settings.Settings:
            continue
        missing = (
            set(section.__struct_fields__)
            - known
            - {"user_agent", "sites", "pauses", "disclosure", "site", "tag", "roles"}
        )
        assert not missing, f"[{section.__name__}] of narrator.toml lacks {missing}"


def _write(path, text):
    path.write_text(text, "utf-8")
    return path


def test_settings_layers(tmp_path):
    file = _write(tmp_path / "n.toml", "[gtts]\ntld = 'co.uk'\nslow = true\n[audio]\nbitrate_kbps = 96\n")
    env = {
        "NARRATOR_GTTS_TLD": "ca",
        "NARRATOR_CACHE": "/c",
        "NARRATOR_FETCH_ALLOW_PRIVATE": "a:1, b",
        "NARRATOR_DATA": "x",
    }
    found = settings.load(file, env=env, flags={"audio": {"bitrate_kbps": 128}, "speech": {"voice": None}})
    assert (found.gtts.tld, found.gtts.slow, found.audio.bitrate_kbps, found.speech.cache) == ("ca", True, 128, "/c")
    assert found.fetch.allow_private == ("a:1", "b")


@pytest.mark.parametrize(
    ("text", "kbps"),
    [("", 64), ("preset = 'small'", 48), ("preset = 'high'", 128), ("preset = 'high'\nbitrate_kbps = 96", 96)],
)
def test_a_preset_is_a_bit_rate_that_a_named_one_wins_over(tmp_path, text, kbps):
    found = settings.load(_write(tmp_path / "n.toml", f"[audio]\n{text}"), env={}).audio
    assert (found.bitrate_kbps, found.sample_rate) == (kbps, 44_100)
    assert msgspec.structs.replace(found, loudness_lufs=-16.0).bitrate_kbps == kbps
    assert settings.Audio().bitrate_kbps == 64


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[audio]\npreset = 'huge'", "preset"),
        ("[audio]\nbitrat = 1", "bitrat"),
        ("[audio]\nbitrate_kbps = 'x'", "bitrate_kbps"),
        ("[espeak]\nrate = 1", "rate"),
        ("[", "TOML"),
        ("[nope]\n", "nope"),
    ],
)
def test_settings_errors_name_the_file_and_the_key(tmp_path, text, told):
    with pytest.raises(errors.SettingsError, match=told) as caught:
        settings.load(_write(tmp_path / "bad.toml", text), env={})
    assert "bad.toml" in str(caught.value)


def test_a_wrong_environment_variable_is_named():
    with pytest.raises(errors.SettingsError, match="timeout_s"):
        settings.load(env={"NARRATOR_FETCH_TIMEOUT_S": "soon"})
