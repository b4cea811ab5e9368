"""What the user named: a web address, a file, or standard input."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from narrator.errors import InputError, SourceError, SourceNotFound, UnreadableSource
from narrator.model import Page
from narrator.settings import Fetch
from narrator.source.contents import require_text

_WEB = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
# One letter before a colon is a drive of Windows.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
}


def read(
    source: str | Path,
    settings: Fetch,
    *,
    stdin: BinaryIO | None = None,
    come_to: Callable[[str], None] | None = None,
) -> Page:
    """Read a page.

    source    an http or https URL, the path of an HTML, Markdown or text file, or "-" for standard input
    settings  limits of size and time, the proxy, and private hosts that may be read all the same
    stdin     takes the place of the process's standard input
    come_to   called with each web address, also that of a redirect, before it is asked for

    Raises InputError for what is neither, a SourceError when it cannot be had, NotAnArticle when it is empty.
    """
    name = str(source).strip() if isinstance(source, str) else str(source)
    if not name:
        raise InputError("No source is given.", hint="Give a URL, a file, or - for standard input.")
    if name == "-":
        return _from_stdin(stdin, settings.max_bytes)
    if _WEB.match(name):
        from narrator.source.fetch import fetch

        # A path object makes https:/example.com of https://example.com.
        url = _WEB.sub(lambda found: f"{found[1].lower()}://", name, count=1)
        return fetch(url, settings, come_to=come_to) if come_to else fetch(url, settings)
    return _from_file(name, settings.max_bytes)


def _from_stdin(stdin: BinaryIO | None, limit: int) -> Page:
    stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", None)
    if stream is None or stream.isatty():
        raise InputError("Nothing is piped to standard input.", hint="For example: narrator make - < page.html")
    content = stream.read(limit + 1)
    return _page(content, "-", limit)


def _from_file(name: str, limit: int) -> Page:
    path = Path(name)
    try:
        # A pipe or a process substitution is as good as a file.
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except IsADirectoryError:
        raise _a_folder(path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(name, path) from None
    except PermissionError as error:
        if path.is_dir():  # what Windows says of a folder
            raise _a_folder(path) from None
        raise SourceError(f"{name} may not be read.", hint="Check the file's permissions.") from error
    except (OSError, ValueError) as error:
        raise _missing(name[:100], None) from error
    return _page(content, name, limit, _TYPES.get(path.suffix.lower()))


def _page(content: bytes, name: str, limit: int, media_type: str | None = None) -> Page:
    if len(content) > limit:
        raise UnreadableSource(
            f"{'Standard input' if name == '-' else name} is larger than {limit:,} bytes.",
            hint="If it is an article after all, raise max_bytes in [fetch] of narrator.toml.",
        )
    require_text(content, name)
    return Page(content=content, media_type=media_type, name=name, retrieved=datetime.now(UTC))


def _a_folder(path: Path) -> SourceError:
    inside = sorted(file.name for file in path.iterdir() if file.suffix.lower() in _TYPES)[:3] if path.is_dir() else []
    return SourceError(
        f"{path} is a folder, not a page.",
        hint=f"Name a file in it, for example {path / inside[0]}" if inside else "Name a file.",
    )


def _missing(name: str, path: Path | None) -> SourceError | InputError:
    """Say what is not there, and guess what was meant."""
    scheme = _SCHEME.match(name)
    if scheme and scheme[1].lower() == "file":
        return InputError(f"{name} is a file: address.", hint=f"Give its path: {re.sub('^file:(//)?', '', name)}")
    if scheme and not _HOST.match(name):
        return InputError(
            f"Addresses that start with {scheme[1]}: cannot be read.", hint="Narrator reads http:// and https://."
        )
    if _HOST.match(name) and (path is None or path.suffix.lower() not in _TYPES):
        return SourceNotFound(f"There is no file {name}.", hint=f"Did you mean https://{name}")
    folder = path.parent if path else Path()
    if path is not None and not folder.is_dir():
        return SourceNotFound(f"There is no file {name}: the folder {folder} does not exist.", hint="Check the path.")
    try:
        known = [file.name for file in folder.iterdir()]
    except OSError:
        known = []
    close = difflib.get_close_matches(path.name, known, n=3, cutoff=0.6) if path else []
    hint = f"Did you mean {' or '.join(str(folder / one) for one in close)}?" if close else "Check the path."
    return SourceNotFound(f"There is no file {name}.", hint=hint)
