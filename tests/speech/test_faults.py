"""Every way in which a network engine is known to fail, over real sockets: a named error, or the bytes of a faultless run."""

import socket
from typing import ClassVar

import pytest

from narrator import pipeline, speech
from narrator.errors import BadSpeech, EngineRefused, EngineUnavailable, NarratorError, RateLimited, SpeechError
from narrator.events import Retried
from narrator.model import Article, Block
from narrator.speech import Job, make, speak

TEXT = "The harbour froze over in the night."
ARTICLE = Article(
    title="Ice on the harbour", language="en", sha256="1ce" * 21 + "0",
    blocks=tuple(Block(kind="paragraph", text=text) for text in ("The harbour froze over.", "Nobody had seen it before.")),
)  # fmt: skip


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class FaultContract:
    """Subclasses give a fixture `module` (their stand-in's), and:

    name     the engine's
    faults   what each of the stand-in's faults is called: error, words
    slow     faults that never end by themselves
    """

    name: str
    faults: ClassVar[dict]
    slow = ("hang", "drip", "drip-head")
    others = ("429-later", "503-later")  # tested by themselves

    def start(self, module, **more):
        """The stand-in's server, which a `with` starts."""
        raise NotImplementedError

    def section(self, server):
        """The engine's settings under which it asks the server."""
        raise NotImplementedError

    @pytest.fixture
    def server(self, module, monkeypatch):
        monkeypatch.setenv("NO_PROXY", "localhost")
        with self.start(module, certificate="good") as server:
            monkeypatch.setenv("SSL_CERT_FILE", server.roots)
            yield server
        speech.close_engines()

    @pytest.fixture
    def job(self, settings, say):
        """job(server, timeout_s=…) is the worker's job for TEXT."""

        def build(server, *, conditions=(), **section):
            found = settings(**{self.name: {**self.section(server), **section}, **dict(conditions)})
            return Job(utterance=say(TEXT, speech.pick_voice(self.name, found, "en", None)), settings=found)

        return build

    @pytest.fixture
    def run(self, server, settings, tmp_path):
        """run("out") makes the article's episode there, with a cache of its own, and returns its files."""

        def make(out):
            conditions = settings(
                speech={"engine": self.name, "retries": 3, "retry_wait_s": 0.01, "cache": str(tmp_path / f"{out}-cache")},
                **{self.name: {**self.section(server), "timeout_s": 1.0}},
            )  # fmt: skip
            pipeline.make(ARTICLE, conditions, output=tmp_path / out)
            return files(tmp_path / out)

        return make

    def test_every_fault_of_the_standin_is_tested(self, module):
        assert {*self.faults, *self.slow, *self.others} == set(module.FAULTS)

    def test_each_fault_is_named(self, server, job):
        said = job(server)
        for fault, (error, words) in self.faults.items():
            server.mode = fault
            with pytest.raises(NarratorError, match=words) as caught:
                make(said)
            assert type(caught.value) is error, fault

    def test_nothing_stretches_the_deadline(self, server, job):
        said = job(server, timeout_s=0.4)
        for fault in self.slow:
            server.mode = fault
            with pytest.raises(EngineUnavailable, match=r"in full within 0\.4 s"):
                make(said)

    def test_what_passes_leaves_the_clip_of_a_run_without_faults(self, server, job):
        said = job(server)
        expected = make(said)
        for fault in (*(name for name, (error, _) in self.faults.items() if error.retryable and name != "429-after"),):
            seen, asked = [], server.count
            server.script(fault, fault)
            assert list(speak((said.utterance,), said.settings, cache=None, on_event=seen.append)) == [expected], fault
            assert [type(event).__name__ for event in seen] == ["Retried", "Retried", "UtteranceSpoken"]
            assert server.count - asked == 3

    def test_what_passes_leaves_the_bundle_of_a_run_without_faults(self, server, run):
        expected = run("faultless")
        passing = [name for name, (error, _) in self.faults.items() if error.retryable and name != "huge"]
        passing += ["hang"] * (1 + len(passing) % 2)
        passing += ["reset"] * (len(passing) % 2)
        for first, second in zip(passing[::2], passing[1::2], strict=True):
            server.script(first, "ok", second)
            assert run(f"{first}-{second}") == expected, (first, second)

    def test_what_lasts_publishes_nothing_and_loses_nothing(self, server, run, tmp_path):
        lasting = [*(name for name in self.faults if name != "429-after"), "429-later", "drip"]
        for fault in lasting:
            server.script("ok", "ok")
            server.mode = fault
            with pytest.raises((EngineUnavailable, SpeechError)) as caught:
                run(fault)
            assert caught.value.hint, fault
            assert files(tmp_path / fault) == {}, fault
        server.mode, asked = "ok", server.count
        again = run(lasting[0])
        assert server.count - asked == 2  # of four; what was said before it failed is not asked for again
        assert again == run("faultless")

    def test_retry_after_is_kept_to_and_a_long_one_ends_the_run(self, server, job):
        said = job(server, conditions={"speech": {"retry_wait_s": 0.01}})
        server.script("429-after")
        seen = []
        assert list(speak((said.utterance,), said.settings, cache=None, on_event=seen.append))
        assert [event.wait_s for event in seen if isinstance(event, Retried)] == [1.0]
        for fault, error in (("429-later", RateLimited), ("503-later", EngineUnavailable)):
            server.mode, asked = fault, server.count
            with pytest.raises(error) as caught:
                list(speak((said.utterance,), said.settings, cache=None))
            assert (server.count - asked, caught.value.retry_after_s) == (1, 3600)

    @pytest.mark.parametrize(("certificate", "words"), [
        ("expired", "expired"), ("wrong-host", "mismatch"), ("untrusted", "unable to get|self-signed"),
    ])  # fmt: skip
    def test_a_wrong_certificate_is_refused(self, module, monkeypatch, job, certificate, words):
        monkeypatch.setenv("NO_PROXY", "localhost")
        with self.start(module, certificate=certificate) as server:
            monkeypatch.setenv("SSL_CERT_FILE", server.roots)
            said = job(server)
            with pytest.raises(EngineRefused, match=f"(?i)cannot be trusted.*({words})"):
                list(speak((said.utterance,), said.settings, cache=None))
            assert server.count == 0
        speech.close_engines()

    def test_the_roots_of_the_system_do_not_trust_the_standin(self, server, job, monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(EngineRefused, match="cannot be trusted"):
            make(job(server))

    def address(self, server, origin):
        """The section with another address in the place of the server's."""
        return {
            key: value.replace(server.origin, origin) if isinstance(value, str) else value
            for key, value in self.section(server).items()
        }

    def test_nobody_listening_is_named(self, server, job):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            origin = f"https://localhost:{free.getsockname()[1]}"
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            make(job(server, **self.address(server, origin)))

    def test_a_name_that_does_not_exist_is_named(self, server, job):
        with pytest.raises(EngineUnavailable, match=r"looked up|cannot be reached"):
            make(job(server, **self.address(server, "https://no-such-host.invalid")))

    def test_a_proxy_that_is_not_there_is_named(self, server, job):
        with pytest.raises(EngineUnavailable, match="proxy"):
            make(job(server, proxy="http://localhost:1"))


class TestGtts(FaultContract):
    name = "gtts"
    faults: ClassVar = {
        "400": (EngineRefused, "status 400"),
        "403": (EngineRefused, "status 403"),
        "404": (EngineRefused, "status 404"),
        "429": (RateLimited, "status 429"),
        "429-after": (RateLimited, "status 429"),
        "500": (EngineUnavailable, "status 500"),
        "503": (EngineUnavailable, "status 503"),
        "redirect": (EngineRefused, "elsewhere"),
        "sorry": (RateLimited, "robot"),
        "sorry-302": (RateLimited, "robot"),
        "html": (EngineUnavailable, "web page"),
        "empty": (BadSpeech, "without any audio"),
        "none": (BadSpeech, "without any audio"),
        "nothing": (BadSpeech, "no speech"),
        "noise": (BadSpeech, "no speech"),
        "garbage": (BadSpeech, "not MP3"),
        "cut-mp3": (BadSpeech, "cut short"),
        "cut-base64": (BadSpeech, "cut short"),
        "cut-line": (BadSpeech, "cut short"),
        "deep": (BadSpeech, "garbled"),
        "short": (BadSpeech, "far less"),
        "long": (BadSpeech, "far more"),
        "silence": (BadSpeech, "silence"),
        "reset": (EngineUnavailable, "broke off"),
        "half": (EngineUnavailable, "broke off"),
        "half-unsaid": (BadSpeech, "cut short"),
        "huge": (EngineUnavailable, "bytes"),
    }

    @pytest.fixture
    def module(self, standin):
        return standin

    def start(self, module, **more):
        return module.Google(**more)

    def section(self, server):
        return {"url": server.url, "timeout_s": 10.0}


class TestOpenAI(FaultContract):
    name = "openai"
    faults: ClassVar = {
        "400": (EngineRefused, r"status 400\): What happened, in words\."),
        "401": (EngineRefused, "wants a key"),
        "403": (EngineRefused, "status 403"),
        "404": (EngineRefused, "no model 'gpt-4o-mini-tts'"),
        "413": (EngineRefused, "status 413"),
        "429": (RateLimited, "too many"),
        "429-after": (RateLimited, "too many"),
        "429-quota": (EngineRefused, "no money"),
        "500": (EngineUnavailable, "trouble of its own"),
        "503": (EngineUnavailable, "trouble of its own"),
        "redirect": (EngineRefused, "elsewhere"),
        "html": (EngineUnavailable, "web page"),
        "html-unsaid": (EngineUnavailable, "web page"),
        "json": (BadSpeech, "words instead of speech"),
        "nothing": (BadSpeech, "without any audio"),
        "garbage": (BadSpeech, "not MP3"),
        "deep": (EngineRefused, "status 400"),
        "wav-slow": (BadSpeech, "100 samples a second"),
        "wav-quick": (BadSpeech, "2000000000 samples a second"),
        "wav-endless": (BadSpeech, "far more"),
        "wav-garbage": (BadSpeech, "cut short"),
        "wav-empty": (BadSpeech, "cut short"),
        "wav-cut": (BadSpeech, "cut short"),
        "wav-head": (BadSpeech, "cut short"),
        "silence": (BadSpeech, "silence"),
        "short": (BadSpeech, "far less"),
        "long": (BadSpeech, "far more"),
        "reset": (EngineUnavailable, "broke off"),
        "half": (EngineUnavailable, "broke off"),
        "half-chunked": (EngineUnavailable, "broke off"),
        "huge": (EngineUnavailable, "bytes"),
    }

    @pytest.fixture
    def module(self, openai_standin, monkeypatch):
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        return openai_standin

    def start(self, module, **more):
        return module.OpenAI(**more)

    def section(self, server):
        return {"base_url": server.url, "timeout_s": 10.0, "requests_per_s": 1000.0}


def test_every_network_engine_is_under_contract(settings):
    asked = {name for name in speech.ENGINES if speech.info(name, settings()).needs_network}
    assert {contract.name for contract in FaultContract.__subclasses__()} == asked
