"""Three ways to watch the work: a bar on stderr, one JSON object a line on stdout, or nothing."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Any, Self

import click

from narrator import events
from narrator.cli.inspect import clock
from narrator.errors import NarratorError
from narrator.model import Episode


class Quiet:
    """Prints the paths of finished episodes and nothing else; the base of the other two."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the terminal as it was."""

    def handle(self, event: events.Event) -> None:
        """Show one event."""

    def finished(self, episode: Episode) -> None:
        """Print where the episode is."""
        click.echo(str(episode.path))

    def failed(self, source: str, error: NarratorError) -> None:
        """Say which of several sources failed, and why."""
        click.echo(f"error: {source}: {error}", err=True)
        if error.hint:
            click.echo(f"\nhint: {error.hint}", err=True)


class JsonLines(Quiet):
    """Every event as a JSON object on its own line of stdout."""

    def handle(self, event: events.Event) -> None:
        """Print one event."""
        click.echo(json.dumps(events.as_dict(event), ensure_ascii=False))

    def finished(self, episode: Episode) -> None:
        """Nothing: the last line of all is the result."""

    def failed(self, source: str, error: NarratorError) -> None:
        """Nothing: the last line of all is the result."""


class Bar(Quiet):
    """Plain sentences and, on a terminal, a progress bar with the time left; all of it on stderr."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._close()

    def handle(self, event: events.Event) -> None:
        """Draw or say one event."""
        match event:
            case events.Warned():
                self._close()
                click.echo(f"warning: {event.message}", err=True)
            case events.Retried():
                self._close()
                click.echo(f"{event.reason} Trying again in {event.wait_s:.0f} s.", err=True)
            case events.ScriptWritten():
                self._open(event.characters)
            case events.UtteranceSpoken():
                if self._bar is not None:
                    self._bar.update(event.characters)
            case events.Published():
                self._close()
                state = "Nothing has changed" if event.unchanged else "Done"
                what = f"{clock(event.duration_s)} of audio"
                if event.changed is not None and not event.unchanged:
                    what += f"; {event.changed} of {event.utterances} sentences changed"
                click.echo(f"{state}: {what}.", err=True)

    def _open(self, characters: int) -> None:
        if not sys.stderr.isatty():
            return
        self._bar = click.progressbar(length=characters, label="Speaking", file=sys.stderr, show_eta=True, width=30)
        self._bar.__enter__()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
