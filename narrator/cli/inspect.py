"""narrator show, check, voices and engines: looking at what there is."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from narrator.cli import options
from narrator.errors import SpeechError

if TYPE_CHECKING:
    from narrator.settings import Settings

Found = TypeVar("Found")


@click.command()
@click.argument("episode", type=click.Path(path_type=Path))
@options.as_json
def show(*, episode: Path, as_json: bool) -> None:
    """Show the chapters, voice and files of EPISODE: its folder, its episode.json or any file of it."""
    from narrator import publish

    found = publish.load(episode)
    if as_json:
        click.echo(json.dumps(dict(found.manifest), ensure_ascii=False, indent=1))
        return
    manifest = found.manifest
    voice, audio = manifest["voice"], manifest["audio"]
    click.secho(found.title, bold=True)
    if manifest["byline"]:
        click.echo("by " + ", ".join(manifest["byline"]))
    if manifest["published"]:
        click.echo(f"published  {manifest['published']}")
    click.echo(f"source     {manifest['source'].get('url') or 'sha256 ' + manifest['source'].get('sha256', '')}")
    click.echo(f"language   {manifest['language']}")
    voices = ", ".join((voice["id"], *voice.get("others", ())))
    click.echo(f"voice      {voice['engine']} {voice['engine_version']}, {voices}")
    for role, name in manifest.get("roles", {}).items():
        click.echo(f"  {role:8} {name}")
    click.echo(f"label      {found.disclosure}")
    if "correction" in manifest:
        click.echo(f"corrected  {manifest['correction']}")
    click.echo(
        f"audio      {audio['file']}  {clock(audio['duration_s'])}, {audio['bitrate_kbps']} kbit/s, {audio['bytes']:,} bytes"
    )
    click.secho("\nChapters", bold=True)
    for chapter in found.chapters:
        click.echo(f"  {clock(chapter.start_ms / 1000):>8}  {chapter.title}")
    click.secho("\nFiles", bold=True)
    for name, file in sorted(manifest["files"].items()):
        click.echo(f"  {name:11} {file['file']}")


@click.command()
@click.argument("episodes", metavar="EPISODE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.as_json
def check(*, episodes: tuple[Path, ...], as_json: bool) -> None:
    """Prove each EPISODE: its folder, its episode.json or any file of it.

    Its files must match their checksums and say the same; its MP3 must decode to the samples and levels that episode.json
    names, every sentence must be heard in it, and its tag hold the chapters and the label. An MP3 that was made alone is
    proved by its own tag.

    Exits with 7 or 8 at the first that does not.
    """
    from narrator import pipeline

    for path in episodes:
        facts = pipeline.check(path)
        loudness = round(facts.loudness_lufs, 1) if math.isfinite(facts.loudness_lufs) else None
        told = {
            "path": str(path),
            "samples": facts.samples,
            "sample_rate": facts.sample_rate,
            "chapters": len(facts.tag.chapters),
            "loudness_lufs": loudness,
            "true_peak_dbtp": round(facts.true_peak_dbtp, 1),
            "disclosure": facts.tag.disclosure,
        }
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            click.echo(
                f"ok  {path}: {clock(facts.samples / facts.sample_rate)}, {len(facts.tag.chapters)} chapters, "
                f"{'too short for a loudness' if loudness is None else f'{loudness} LUFS'}, "
                f"peak {facts.true_peak_dbtp:.1f} dBTP"
            )


@click.command()
@options.engine
@options.language
@click.option(
    "--download", metavar="NAME", help="Fetch this voice for piper (en_US-lessac-medium), and print its path."
)
@options.as_json
@click.pass_context
def voices(
    ctx: click.Context, *, engine: str | None, language: str | None, download: str | None, as_json: bool
) -> None:
    """List the voices of every engine, or of one engine, or for one language."""
    from narrator import speech

    settings = options.settings_of(ctx)
    if download:
        progress: Any = click.progressbar(length=1, label=download, file=click.get_text_stream("stderr"))
        with progress as bar:

            def show(here: int, total: int) -> None:
                bar.length = total
                bar.update(here - bar.pos)

            path = speech.download_voice(download, settings, on_bytes=show)
        click.echo(str(path))
        return
    listed = (speech.voices(engine, settings),) if engine else _of_each(speech.voices, settings)
    every = [voice for some in listed for voice in some]
    found = every
    if language:
        wanted = language.casefold().replace("_", "-")
        exact = [voice for voice in every if voice.language.casefold() == wanted]
        found = exact or [voice for voice in every if voice.language.casefold().split("-")[0] == wanted.split("-")[0]]
        found += [voice for voice in every if voice.language == "mul"]  # reads whatever it is given
    if as_json:
        told = [{"engine": v.engine, "id": v.id, "language": v.language, "name": v.name} for v in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for voice in found:
        click.echo(f"{voice.engine:8} {voice.id:22} {voice.language:12} {voice.name}".rstrip())
    if not found:
        click.echo(f"No voice speaks {language}.", err=True)


@click.command()
@options.as_json
@click.pass_context
def engines(ctx: click.Context, *, as_json: bool) -> None:
    """List the speech engines and what each needs."""
    import msgspec

    from narrator import speech

    settings = options.settings_of(ctx)
    facts = list(_of_each(speech.info, settings))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(facts), indent=1))
        return
    for info in facts:
        limit = f"at most {info.max_chars} characters a request" if info.max_chars else "no length limit"
        needs = "sends the text over the network" if info.needs_network else "works without a network"
        click.secho(f"{info.name} {info.version}", bold=True)
        click.echo(f"  {info.kind} voice, {needs}, {limit}; {info.licence}")


def _of_each(what: Callable[[str, Settings], Found], settings: Settings) -> Iterator[Found]:
    """What each engine tells; one that is broken is told, and does not hide the others."""
    from narrator import speech

    for name in speech.engine_names():
        try:
            yield what(name, settings)
        except SpeechError as error:
            click.echo(f"warning: {error}", err=True)


def clock(seconds: float) -> str:
    """Seconds as 1:02:03 or 2:03; what has begun is not counted, as players have it."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
