"""Three ways to watch a run that follows lists: sentences, one JSON object a line with its time, or hardly anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from narrator import events
from narrator.cli import progress

_WHY = {"new": "would be made", "again": "would be tried again", "updated": "would be looked at again"}


class QuietRun(progress.Quiet):
    """Paths of episodes on stdout, failures on stderr."""

    def handle(self, event: events.Event) -> None:
        """Show one event."""
        match event:
            case events.EntryDone(outcome="made" | "corrected"):
                click.echo(event.path)
            case events.EntryFailed() | events.ListFailed():
                click.echo(f"failed: {event.source}: {event.reason}", err=True)


class Log(progress.Quiet):
    """Every event as a JSON object on its own line of stdout, with the time."""

    def handle(self, event: events.Event) -> None:
        """Print one event."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        click.echo(json.dumps({"time": now} | events.as_dict(event), ensure_ascii=False))


class Run(progress.Bar):
    """Plain sentences on stderr, with a bar for each episode on a terminal; paths of episodes on stdout."""

    def __init__(self, *, dry_run: bool = False) -> None:
        super().__init__()
        self._dry_run = dry_run

    def handle(self, event: events.Event) -> None:
        """Draw or say one event."""
        if isinstance(event, events.Published):
            self._close()
        elif text := self._sentence(event):
            self._close()
            click.echo(text, err=True)
            if isinstance(event, events.EntryDone) and event.outcome in ("made", "corrected"):
                click.echo(event.path)
        else:
            super().handle(event)

    def _sentence(self, event: events.Event) -> str | None:
        match event:
            case events.ListRead(unchanged=True):
                return f"{event.source}: nothing new."
            case events.ListRead():
                changed = f", {event.changed} changed" if event.changed else ""
                return f"{event.source}: {event.kind}, {event.entries:,} articles, {event.new:,} new{changed}."
            case events.ListFailed():
                return f"failed: {event.source}: {event.reason}" + (f"\n\nhint: {event.hint}" if event.hint else "")
            case events.EntryDue() if self._dry_run:
                return f"{_WHY[event.why]}: {_name(event)}"
            case events.EntryLeft():
                return f"left: {_name(event)}: {event.reason}"
            case events.EntryDone():
                return f"{event.outcome}: {_name(event)}"
            case events.EntryFailed():
                again = f"It is tried again at {event.again_at}." if event.again_at else "It is given up."
                return f"failed: {_name(event)}: {event.reason} {again}"
            case events.RunFinished():
                soon = f"; next: {event.next_at}" if event.next_at else ""
                return (
                    f"{event.made} made, {event.corrected} corrected, {event.failed} failed, {event.left} left{soon}."
                )
        return None


def _name(event: events.EntryDone | events.EntryFailed | events.EntryLeft | events.EntryDue) -> str:
    return f"{event.title} ({event.source})" if event.title and event.title != event.source else event.source
