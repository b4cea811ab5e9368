"""Make an episode from Python."""
# ruff: noqa: T201 - an example prints

from pathlib import Path

from narrator import narrate

episode = narrate(Path(__file__).with_name("night-buses.html"), engine="espeak")
print(episode.audio)
print(*(f"{chapter.start_ms / 1000:7.1f} s  {chapter.title}" for chapter in episode.chapters), sep="\n")
