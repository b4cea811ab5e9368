"""narrator names: the names of an article that no lexicon knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from narrator.cli import options

if TYPE_CHECKING:
    from narrator.script import Name

_WIDEST = 140


@click.command()
@click.argument("source")
@options.language
@options.lexicon
@options.keep
@options.drop
@options.as_json
@options.allow_private
@click.pass_context
def names(
    ctx: click.Context,
    *,
    source: str,
    language: str | None,
    lexicons: tuple[str, ...],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    as_json: bool,
    allow_private: tuple[str, ...],
) -> None:
    """List names and acronyms of SOURCE that no lexicon knows, most frequent first, with their sentences.

    What it prints is a lexicon: take the "# " off a line and write between the quotes how the name is said.
    Left empty it means "right as it is written", and the name is not listed again.

    \b
      narrator names https://example.com/story > story.toml
      narrator make https://example.com/story --lexicon story.toml
    """  # noqa: D301 - click's mark for lines that stay as they are
    from narrator import casting, pipeline
    from narrator import script as writing

    settings = options.settings_of(ctx, fetch__allow_private=allow_private, clean__keep=keep, clean__drop=drop)
    lexicon = writing.read_lexicon((*settings.script.lexicon, *lexicons))
    article = pipeline.prepare(source, settings, wishes=casting.Wishes(language=language))
    found = writing.unknown_names(article, lexicon)
    for notice in lexicon.notices():
        click.secho(f"notice: {notice}", fg="yellow", err=True)
    if as_json:
        told = [{"name": name.text, "count": name.count, "sentences": list(name.sentences)} for name in found]
        click.echo(json.dumps({"language": article.language, "names": told}, ensure_ascii=False, indent=1))
    elif found:
        click.echo("\n".join(_lexicon(found)))
    if not found:
        click.echo("Every name that was found is in a lexicon.", err=True)


def _lexicon(found: tuple[Name, ...]) -> Iterator[str]:
    yield '# How names are said. Take the "# " off a line and fill it in; "" means: right as it is written.'
    yield "[words]"
    for name in found:
        times = "once" if name.count == 1 else f"{name.count} times"
        yield f'\n# "{name.text}" = ""    # {times}'
        for sentence in name.sentences:
            yield f"#     {_around(sentence, name.text)}"


def _around(sentence: str, name: str) -> str:
    """The sentence, or what stands around the name if it is long; without signs that a comment cannot hold."""
    sentence = "".join(char if char.isprintable() else " " for char in sentence)
    if len(sentence) <= _WIDEST:
        return sentence
    place = max(0, sentence.find(name))
    start = max(0, min(place - _WIDEST // 2, len(sentence) - _WIDEST))
    cut = sentence[start : start + _WIDEST]
    return ("…" if start else "") + cut + ("…" if start + _WIDEST < len(sentence) else "")
