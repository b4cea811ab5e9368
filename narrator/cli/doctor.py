"""narrator doctor: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from narrator import __version__
from narrator.cli import options
from narrator.errors import NarratorError
from narrator.settings import Settings
from narrator.store import insist_on_writable, open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report; `needed` if no episode can be made without it."""

    name: str
    good: bool
    text: str
    hint: str | None = None
    needed: bool = True


@click.command()
@options.as_json
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> int:
    """Check what works on this machine, and say what to do about the rest.

    Asks Google for one sentence (not from any article) to see whether its voice can be used. Exits with 1 if no
    episode can be made here.
    """
    import json

    settings = options.settings_of(ctx, speech__retries=0)  # a doctor tells what is, and does not wait for better
    findings = []
    for finding in _examine(settings):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        listed = [
            {"name": f.name, "good": f.good, "text": f.text, "hint": f.hint, "needed": f.needed} for f in findings
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    return 1 if any(finding.needed and not finding.good for finding in findings) else 0


def _print(finding: Finding) -> None:
    mark = (
        click.style("ok", fg="green") if finding.good else click.style("no", fg="red" if finding.needed else "yellow")
    )
    click.echo(f"{mark}  {finding.name:12} {finding.text}")
    if finding.hint and not finding.good:
        click.echo(f"    {'':12} hint: {finding.hint}")


def _examine(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        name="narrator", good=True, text=f"{__version__} on Python {platform.python_version()}, {platform.system()}"
    )
    checks: tuple[tuple[str, bool, Callable[[Settings], str]], ...] = (
        ("sentences", True, _sentences),
        ("espeak", True, _espeak),
        ("MP3", True, _mp3),
        ("output", True, _output),
        ("cache", False, _cache),
        ("gtts", False, _gtts),
    )
    for name, needed, check in checks:
        try:
            yield Finding(name=name, good=True, text=check(settings), needed=needed)
        except NarratorError as error:
            yield Finding(name=name, good=False, text=str(error), hint=error.hint, needed=needed)
        except ImportError as error:
            hint = "pip install --force-reinstall article-narrator"
            yield Finding(name=name, good=False, text=f"{error}", hint=hint, needed=needed)
        except OSError as error:
            text = f"{error.filename or name}: {error.strerror or error}"
            yield Finding(
                name=name, good=False, text=text, hint="Choose a folder that you may write to.", needed=needed
            )


def _sentences(settings: Settings) -> str:  # noqa: ARG001 - all checks are called alike
    from narrator import segment

    return f"nltk finds {len(segment('It works. Does it?'))} sentences where there are 2"


def _speak(engine: str, settings: Settings) -> str:
    from narrator import script, speech
    from narrator.model import Utterance

    sentence = script.disclosure("en", settings.script)
    voice = speech.pick_voice(engine, settings, "en", None)
    said = Utterance(text=sentence, spoken=sentence, role="disclosure", language="en", voice=voice)
    (clip,) = speech.speak((said,), settings, cache=None)
    return f"speaks: {clip.samples / clip.format.rate:.1f} s of audio for one sentence"


def _espeak(settings: Settings) -> str:
    return _speak("espeak", settings)


def _gtts(settings: Settings) -> str:
    return _speak("gtts", settings)


def _mp3(settings: Settings) -> str:
    import io

    import av
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(settings.audio.sample_rate)
    encoder.set_bit_rate(settings.audio.bitrate_kbps)
    sound = bytes(encoder.encode(bytes(2 * settings.audio.sample_rate))) + bytes(encoder.flush())
    with av.open(io.BytesIO(sound), "r", format="mp3") as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    return f"LAME encodes at {settings.audio.bitrate_kbps} kbit/s, PyAV {av.__version__} decodes {samples} samples of a second"


def _output(settings: Settings) -> str:
    insist_on_writable(open_store(settings.output))
    return f"{settings.output} can be written"


def _cache(settings: Settings) -> str:
    from narrator import speech

    store = speech.default_cache(settings).store
    insist_on_writable(store)
    store.exists("clips")  # tells of an object store whether it can be reached
    return f"{speech.cache_folder(settings)} holds what was spoken before, or will"
