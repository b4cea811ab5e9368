"""Options that several commands share, and the settings they lead to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from narrator.errors import InputError, NarratorError
from narrator.settings import Roles, Settings, load

Command = TypeVar("Command", bound=Callable[..., Any])

engine = click.option("--engine", metavar="NAME", help="auto (default), gtts, espeak, … See: narrator engines.")
voice = click.option("--voice", metavar="ID", help="A voice of the engine. See: narrator voices.")
roles = click.option(
    "--role",
    "roles",
    metavar="ROLE=ID",
    multiple=True,
    help="Another voice of the engine for headline, heading or quote; without ID, the main voice again.",
)
correction = click.option(
    "--correction", metavar="TEXT", help='Say and show that an error was corrected; "" takes the note away again.'
)
language = click.option(
    "--lang", "language", metavar="TAG", help="The article's language (en, uk, pt-BR, …) if the page is wrong about it."
)
title = click.option("--title", help="The headline, if the page has none or a wrong one.")
keep = click.option(
    "--keep", metavar="TEXT", multiple=True, help='Keep passages that begin with TEXT, or match "css:SELECTOR" (HTML).'
)
drop = click.option(
    "--drop", metavar="TEXT", multiple=True, help='Leave out passages that begin with TEXT, or match "css:SELECTOR".'
)
tags = click.option("--tag", "tags", multiple=True, metavar="NAME", help="File it under NAME, for a feed of its own.")
force = click.option("--force", is_flag=True, help="Make it again, and choose the voice anew.")
no_cache = click.option("--no-cache", is_flag=True, help="Speak every sentence anew, and keep none.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress and no warnings; errors only.")
as_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable output, on stdout.")
lexicon = click.option(
    "--lexicon",
    "lexicons",
    metavar="FILE",
    multiple=True,
    help="A lexicon besides those of the settings (TOML, CSV or PLS). See: narrator names.",
)
allow_private = click.option(
    "--allow-private",
    metavar="HOST",
    multiple=True,
    help="Let pages be fetched from this private host (host or host:port).",
)


def settings_of(ctx: click.Context, **flags: Any) -> Settings:
    """The settings for one command: `section__key=value` wins over files and environment; None and () are left out."""
    nested: dict[str, Any] = {}
    for name, value in flags.items():
        if value is None or value == ():
            continue
        section, _, key = name.partition("__")
        nested.setdefault(section, {})[key] = value
    return load(ctx.obj["config"], flags=nested)


def with_lexicons(settings: Settings, files: tuple[str, ...]) -> Settings:
    """The settings with more lexicons; they win over those that the settings name."""
    from msgspec.structs import replace

    script = replace(settings.script, lexicon=(*settings.script.lexicon, *files))
    return replace(settings, script=script)


def as_object(error: NarratorError) -> dict[str, Any]:
    """An error as every --json output writes it."""
    return {
        "error": type(error).__name__,
        "message": str(error),
        "hint": error.hint,
        "exit_code": error.exit_code,
    }


def tell(error: NarratorError) -> None:
    """An error and its hint, for people."""
    click.echo(f"error: {error}", err=True)
    if error.hint:
        click.echo(f"\nhint: {error.hint}", err=True)


def clean_tags(values: tuple[str, ...]) -> tuple[str, ...]:
    """Tags as they are kept: white space collapsed, each once, in order. Raises InputError for one without a word."""
    tags = dict.fromkeys(" ".join(value.split()) for value in values)
    if any(not tag or not tag.isprintable() for tag in tags):
        raise InputError("A tag needs a name.", hint="Write it like --tag politics.")
    return tuple(tags)


def roles_of(values: tuple[str, ...]) -> dict[str, str]:
    """ROLE=ID as a table, "" for a role that goes back to the main voice. Raises InputError."""
    known = Roles.__struct_fields__
    named = dict(value.partition("=")[::2] for value in values)
    for role in named:
        if role not in known:
            close = difflib.get_close_matches(role, known, n=1)
            hint = f"Did you mean {close[0]}?" if close else "Write it like --role quote=en-gb."
            raise InputError(f"There is no role {role!r}; there are {', '.join(known)}.", hint=hint)
    return {role: name.strip() for role, name in named.items()}


def check_date(value: str | None) -> str | None:
    """An ISO 8601 date or date-time, as precise as known. Raises InputError."""
    from datetime import date, datetime

    if value is None:
        return None
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value):
        return value
    for kind in (date, datetime):  # a date stays a date; what is written in a rarer form is put in the common one
        try:
            return kind.fromisoformat(value).isoformat()
        except ValueError:
            continue
    raise InputError(f"{value!r} is not a date.", hint="Write it like 2026-03-05 or 2026-03-05T17:58:00+02:00.")


def duration_s(text: str) -> float:
    """Seconds of "90s", "15m", "2h" or "1d". Raises InputError."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", text.strip().lower())
    if not found or not (seconds := float(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[found[2]]):
        raise InputError(f"{text!r} is no length of time.", hint="Write it like 90s, 15m, 2h or 1d.")
    return seconds
