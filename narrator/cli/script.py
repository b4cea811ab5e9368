"""narrator script: what would be said, how, and what was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import options

if TYPE_CHECKING:
    from narrator.model import Article, Script
    from narrator.script import Estimate


@click.command()
@click.argument("source")
@options.engine
@options.voice
@options.roles
@options.language
@options.title
@options.correction
@click.option(
    "--html", "page", metavar="FILE", type=click.Path(path_type=Path), help="Write a page for an editor to look at."
)
@options.lexicon
@options.keep
@options.drop
@options.as_json
@options.allow_private
@click.pass_context
def script(
    ctx: click.Context,
    *,
    source: str,
    engine: str | None,
    voice: str | None,
    roles: tuple[str, ...],
    language: str | None,
    title: str | None,
    correction: str | None,
    page: Path | None,
    lexicons: tuple[str, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    as_json: bool,
    allow_private: tuple[str, ...],
) -> None:
    """Show what would be said of SOURCE: each chapter, each sentence as it is spoken, and every span left out.

    Makes no sound and calls no engine. The script is written for espeak unless --engine names another.
    """
    from narrator import casting, pipeline, speech
    from narrator import script as writing
    from narrator.cli import review

    settings = options.settings_of(
        ctx,
        fetch__allow_private=allow_private,
        clean__keep=keep,
        clean__drop=drop,
        speech__roles=options.roles_of(roles),
    )
    settings = options.with_lexicons(settings, lexicons)
    wishes = casting.Wishes(title=title, language=language, correction=correction)
    article = pipeline.prepare(source, settings, wishes=wishes)
    name = engine if engine not in (None, "auto") else "espeak"
    speaker = speech.pick_voice(name, settings, article.language, voice)
    others = speech.role_voices(speaker, settings, article.language)
    written = pipeline.plan(article, settings, voice=speaker, roles=others)
    estimate = writing.estimate(written, speech.info(name, settings))
    cost = speech.cost(name, estimate.characters, settings)
    heading = writing.headline(article)
    if page:
        _write_page(page, review.write(heading, article, written, _summary(written, estimate, cost)))
    if as_json:
        click.echo(json.dumps(_as_dict(heading, article, written, estimate, cost), ensure_ascii=False, indent=1))
    elif not page:
        _print(heading, article, written, estimate, cost)


def _as_dict(title: str, article: Article, written: Script, estimate: Estimate, cost: float | None) -> dict[str, Any]:
    return {
        "title": title,
        "byline": list(article.byline),
        "site": article.site,
        "language": written.language,
        "published": article.published,
        "chapters": [
            {
                "title": scene.title,
                "utterances": [
                    {
                        "text": said.text,
                        "spoken": said.spoken,
                        "role": said.role,
                        "voice": said.voice.id,
                        "block": said.block,
                        "pause_after_ms": said.pause_after_ms,
                    }
                    | ({"low_confidence": True} if said.low_confidence else {})
                    for said in scene.utterances
                ],
            }
            for scene in written.scenes
        ],
        "removed": [{"text": span.text, "rule": span.rule, "detail": span.detail} for span in article.removed],
        "estimate": {
            "utterances": estimate.utterances,
            "requests": estimate.requests,
            "characters": estimate.characters,
            "duration_s": estimate.duration_s,
        }
        | ({} if cost is None else {"cost": round(cost, 4)}),
    }


def _summary(written: Script, estimate: Estimate, cost: float | None) -> str:
    minutes, seconds = divmod(round(estimate.duration_s), 60)
    return (
        f"{estimate.utterances} utterances, {estimate.characters} characters, {estimate.requests} requests, "
        f"about {minutes}:{seconds:02} in {written.language}" + ("" if cost is None else f", at a price of {cost:.2f}")
    )


def _write_page(path: Path, text: str) -> None:
    from narrator.store import FolderStore

    FolderStore(path.parent).put(path.name, text.encode())
    click.echo(str(path))


def _print(title: str, article: Article, written: Script, estimate: Estimate, cost: float | None) -> None:
    click.secho(title, bold=True)
    if article.byline:
        click.echo("by " + ", ".join(article.byline))
    click.echo(_summary(written, estimate, cost))
    for notice in article.notices:
        click.secho(f"notice: {notice}", fg="yellow")
    main = next(iter(written.voices), None)
    for number, scene in enumerate(written.scenes, 1):
        click.secho(f"\n{number}. {scene.title}", bold=True)
        for said in scene.utterances:
            mark = " ?" if said.low_confidence else ""
            reader = "" if said.voice == main else f", {said.voice.id}"
            click.echo(f"  [{said.role}{reader}]{mark} {said.text}")
            if said.spoken != said.text:
                click.secho(f"      said: {said.spoken}", dim=True)
    if article.removed:
        click.secho(f"\nLeft out ({len(article.removed)})", bold=True)
        for span in article.removed:
            click.echo(f"  [{span.rule}] {' '.join(span.text.split())}")
