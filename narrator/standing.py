"""How it stands with a folder that is followed into: what status.json and the ledger say, for people and for other programs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from narrator.errors import InputError, NarratorError, OutputError, Unforeseen
from narrator.ledger import NAME, Ledger
from narrator.store import PRIVATE, FolderStore, holder, open_store

STATUS = "status.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run did. Paths are folders of episodes; `failed` has the name and the error of each article and each list.

    left     articles that wait for another run
    next_at  when the next of them may be tried (seconds since 1970), None if nothing waits
    stopped  what made the run break off, if it did
    """

    made: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    failed: tuple[tuple[str, NarratorError], ...] = ()
    left: int = 0
    next_at: float | None = None
    stopped: NarratorError | None = None

    @property
    def exit_code(self) -> int:
        """That of what stopped the run, else of the first failure."""
        first = self.stopped or (self.failed[0][1] if self.failed else None)
        return first.exit_code if first else 0


def write_status(folder: Path, told: dict[str, Any]) -> None:
    """Put status.json into the hidden folder, whole."""
    FolderStore(folder / PRIVATE).put(STATUS, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


def read_status(folder: Path) -> dict[str, Any]:
    """What status.json in the hidden folder says: empty if nothing was followed into `folder` yet, or it cannot be read."""
    try:
        told = msgspec.json.decode(FolderStore(folder / PRIVATE).get(STATUS))
    except (FileNotFoundError, OutputError, msgspec.DecodeError):
        return {}
    return told if isinstance(told, dict) else {}


def status(output: str | Path) -> dict[str, Any]:
    """How it stands with a folder: the last run, whether one is at work, what waits and why, each list and its last answer.

    "followed" is false for a list that the last run did not read; what failed in such a list is not told.

    Raises OutputError when nothing was followed into it.
    """
    folder = folder_of(output).root
    path = folder / PRIVATE / NAME
    if not path.is_file():
        raise OutputError(f"Nothing has been followed into {folder} yet.", hint="narrator follow SOURCE -o DIR begins.")
    last = read_status(folder)
    at_work = holder(folder)
    if at_work is None:
        last["next_run"] = None  # whoever meant to come back is gone
        if last.get("state") == "running":
            last |= {"state": "broken off", "exit_code": Unforeseen.exit_code}
    else:
        last["state"] = "running" if last.get("state") == "running" else "waiting for the next run"
    last.pop("folder", None)
    keys = last.pop("lists", None)
    with looking_at(path) as ledger:
        sources = ledger.sources()
        followed = [one.key for one in sources if not isinstance(keys, list) or one.key in keys]
        troubled = [
            {
                "source": known.name, "title": known.entry.title, "reason": known.reason, "attempts": known.attempts,
                "again_at": iso(known.due) if known.due else None,
            }
            for known in ledger.troubled(followed)
        ]  # fmt: skip
        lists = [
            {
                "source": one.name, "kind": one.kind, "checked": iso(one.checked), "error": one.error,
                "again_at": iso(one.due) if one.due else None, "followed": one.key in followed,
            }
            for one in sources
        ]  # fmt: skip
        counts = ledger.counts()
    return {"last_run": last, "at_work": at_work, "articles": counts, "troubled": troubled, "lists": lists}


@contextmanager
def looking_at(path: Path) -> Iterator[Ledger]:
    """Look at a copy: what is there is neither waited for nor put aside."""
    with tempfile.TemporaryDirectory(prefix="narrator-") as work:
        for end in ("", "-journal"):
            if path.with_name(path.name + end).is_file():
                shutil.copyfile(path.with_name(path.name + end), Path(work) / (NAME + end))
        with Ledger(Path(work) / NAME) as ledger:
            yield ledger


def folder_of(where: str | Path) -> FolderStore:
    """The local folder that is followed into. Raises InputError for an object store or a lone file."""
    store = open_store(where)
    if not isinstance(store, FolderStore) or str(where).lower().endswith(".mp3"):
        raise InputError(
            f"{where} is no folder of this machine, and narrator follow needs one for what it has to remember.",
            hint="Follow into a folder, and copy it with narrator publish.",
        )
    return store


def iso(moment: float) -> str:
    """ISO 8601 of seconds since 1970."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
