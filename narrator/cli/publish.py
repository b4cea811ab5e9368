"""narrator publish: a folder of episodes to where people read it."""

from __future__ import annotations

import click

from narrator.cli import options
from narrator.errors import Cancelled, InputError


@click.command()
@click.argument("target", required=False, metavar="[TARGET]")
@click.option("-o", "--output", metavar="DIR", help="The folder to publish (default: output).")
@click.option("--delete", is_flag=True, help="Take away there what narrator made and the folder no longer has.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--all", "everything", is_flag=True, help="Send also what is there already, with new cache times and types."
)
@click.option("-q", "--quiet", is_flag=True, help="Errors and warnings only.")
@options.as_json
@click.pass_context
def publish(
    ctx: click.Context,
    *,
    target: str | None,
    output: str | None,
    delete: bool,
    dry_run: bool,
    everything: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Publish the output folder to TARGET (default: [publish] target): a folder, or s3://bucket/prefix.

    Sound and other lasting files go first, then pages, the feed last, and only what changed: whoever reads the feed
    meanwhile never meets an episode that is not there. Prints what was sent and removed. Stopped or cut off, the same
    command goes on. Nothing is removed without --delete.

    \b
      narrator publish /srv/www/podcast
      narrator publish s3://bucket/podcast --dry-run
    """  # noqa: D301 - click's mark for lines that stay as they are
    import json
    import logging

    from narrator import publish as room
    from narrator.events import Event, Retried, Sent

    settings = options.settings_of(ctx)
    where = target or settings.publish.target
    if not where:
        raise InputError("Where to?", hint="narrator publish TARGET, or target in [publish] of narrator.toml.")

    def show(event: Event) -> None:
        if isinstance(event, Retried):
            if not quiet:
                click.echo(f"{event.reason} Trying again in {event.wait_s:.0f} s.", err=True)
        elif isinstance(event, Sent) and not as_json and not quiet:
            click.echo(f"{'removed' if event.removed else 'sent'} {event.name}")

    # a cut connection leaves a note there of its own, beside the error that is told
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        done = room.sync(
            output or settings.output,
            where,
            settings.publish,
            delete=delete,
            dry_run=dry_run,
            everything=everything,
            on_event=show,
        )
    except KeyboardInterrupt as error:
        raise Cancelled("Stopped.", hint="What is published is whole; the same command goes on from there.") from error
    for problem in done.problems:
        click.echo(f"warning: {problem}", err=True)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "target": where,
                    "dry_run": dry_run,
                    "sent": list(done.sent),
                    "bytes": done.bytes,
                    "removed": list(done.removed),
                    "unchanged": done.unchanged,
                    "problems": list(done.problems),
                },
                ensure_ascii=False,
            )
        )
    elif not quiet:
        head = "Dry run: " if dry_run else ""
        click.echo(
            f"{head}{len(done.sent)} sent ({done.bytes / 1e6:.1f} MB), {len(done.removed)} removed, "
            f"{done.unchanged} unchanged.",
            err=True,
        )
