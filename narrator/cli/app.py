"""The group of commands, and what happens to an error that reaches the top."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import signal
import sys
from typing import Any

import click

from narrator import __version__
from narrator.errors import Cancelled, InputError, NarratorError, OutputError

# The order in which a new user meets them; each is "module:function", imported when it runs or when help is asked for.
COMMANDS = {
    "make": ("narrator.cli.make:make", "Make an episode of each SOURCE (a URL, a file, or - for standard input)."),
    "digest": ("narrator.cli.digest:digest", "Make one episode of several SOURCEs, a chapter each."),
    "script": ("narrator.cli.script:script", "Show what would be said, how, and what was left out. Makes no sound."),
    "names": ("narrator.cli.names:names", "List an article's names that no lexicon knows, ready to become one."),
    "show": ("narrator.cli.inspect:show", "Show an episode's chapters, voice and files."),
    "check": ("narrator.cli.inspect:check", "Prove an episode: checksums, sound, chapters, levels, label."),
    "feed": ("narrator.cli.feed:feed", "Build or check the podcast feed of a folder of episodes."),
    "prune": ("narrator.cli.feed:prune", "Delete the files that corrected episodes left behind."),
    "serve": ("narrator.cli.feed:serve", "Preview a folder of episodes in a browser."),
    "publish": (
        "narrator.cli.publish:publish",
        "Bring a folder of episodes to where people read it: a folder or a bucket.",
    ),
    "follow": ("narrator.cli.follow:follow", "Make an episode of every new article in feeds and reading lists."),
    "status": ("narrator.cli.follow:status", "Say how it stands with a folder that is followed into."),
    "voices": ("narrator.cli.inspect:voices", "List the voices that can speak."),
    "engines": ("narrator.cli.inspect:engines", "List the speech engines and what each needs."),
    "cache": ("narrator.cli.cache:cache", "Look at, shrink or check what was spoken before."),
    "doctor": ("narrator.cli.doctor:doctor", "Check what works on this machine, and say what to do about the rest."),
    "init": ("narrator.cli.setup:init", "Write a commented narrator.toml."),
    "completion": ("narrator.cli.setup:completion", "Print the completion script for a shell."),
}


class Commands(click.Group):
    """A group whose commands are imported one at a time, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list in --help, from the table: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name when there is no such command."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            looks_like_source = "/" in args[0] or "." in args[0]
            hint = (
                f"narrator make {args[0]}"
                if looks_like_source
                else f"narrator {close[0]}"
                if close
                else "narrator --help"
            )
            raise click.UsageError(f"No such command: {args[0]}.\n\nhint: {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  narrator make examples/harbour.txt --engine espeak",
)
@click.version_option(__version__, "--version", prog_name="narrator", message="%(prog)s %(version)s")
@click.option("--config", metavar="FILE", help="Settings file instead of ./narrator.toml.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def group(ctx: click.Context, config: str | None, debug: bool) -> None:
    """Turn articles into episodes: a chaptered MP3 with transcript, player page and podcast feed.

    Every episode says that its audio was made with AI assistance.
    """
    ctx.obj = {"config": config, "debug": debug}


def run(argv: list[str]) -> int:
    """Run the command line and return the exit code; messages for people go to stderr."""
    debug, as_json = "--debug" in argv, "--json" in argv
    _end_politely()
    _need_no_listener()
    try:
        result: Any = group.main(argv, prog_name="narrator", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        return _complain(error if isinstance(error, Cancelled) else Cancelled(), debug=debug, as_json=as_json)
    except click.ClickException as error:
        return _misused(error, as_json=as_json)
    except NarratorError as error:
        return _complain(error, debug=debug, as_json=as_json)
    except SystemExit:  # click's answer to a reader who has gone, as `| head` does
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain(OutputError(f"Cannot write: {error.strerror or error}."), debug=debug, as_json=as_json)
    except MemoryError:
        click.echo("error: there is not enough memory for this.", err=True)
        return 1
    except Exception as error:
        if debug:
            raise
        click.echo(f"error: narrator failed in a way that nobody foresaw: {type(error).__name__}: {error}", err=True)
        click.echo("\nhint: run it again with --debug and report what it prints.", err=True)
        return 70
    return result if isinstance(result, int) else 0


def _end_politely() -> None:
    """Being asked to end is like Ctrl-C: what was begun is put in order first."""
    with contextlib.suppress(ValueError):  # only the main thread may say so
        signal.signal(signal.SIGTERM, signal.default_int_handler)


class _Aside(io.TextIOWrapper):
    """A stream for what is said beside the work: where it cannot be written, it is lost and nothing else is."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def _need_no_listener() -> None:
    """Work also with a stderr that is closed, or lies on a full disk."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as the process lasts
    elif sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        encoding, errors = sys.stderr.encoding, sys.stderr.errors
        sys.stderr = _Aside(sys.stderr.buffer, encoding=encoding, errors=errors, line_buffering=True)


def _misused(error: click.ClickException, *, as_json: bool) -> int:
    if as_json:
        return _complain(InputError(error.format_message()), debug=False, as_json=True)
    error.show(sys.stderr)
    return error.exit_code


def _complain(error: NarratorError, *, debug: bool, as_json: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    from narrator.cli import options

    if as_json:  # one form for all commands; make tells of several sources in its last line
        import json

        click.echo(json.dumps({"type": "error", **options.as_object(error)}, ensure_ascii=False))
    else:
        options.tell(error)
    return error.exit_code
