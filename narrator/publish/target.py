"""Where an output folder is published: another folder, or a bucket that speaks S3.

Both keep one promise: a reader of a name gets the old bytes or the new ones, whole. A folder has it by renaming, S3 by itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from narrator.errors import InputError, OutputError, SettingsError, TargetRefused, TargetUnavailable
from narrator.publish.media import is_hashed, media_type
from narrator.settings import Publish
from narrator.store import SLOWEST, FolderStore, insist_on_writable

_FOR_EVER = "public, max-age=31536000, immutable"
_PART_BYTES = 50 << 20  # of a file that is sent in parts; at most twice as much is sent in one


class Target(Protocol):
    """Files under relative names with forward slashes, whole or not there."""

    def sizes(self) -> Mapping[str, int]:
        """Bytes of every file that is there, hidden ones left out. Asked anew each time."""
        ...

    def holds(self, name: str, data: bytes | Path) -> bool:
        """Are the bytes under `name`, which is known to be there, `data`, or those of the file at that path?"""
        ...

    def put(self, name: str, data: bytes | Path) -> None:
        """Write all of `data`, or of the file at that path, under `name`. Raises OutputError."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away, if it is there. Raises OutputError."""
        ...


def open_target(where: str, settings: Publish) -> Target:
    """The target at a path, a file:// URL or s3://bucket/prefix. Raises InputError, SettingsError, OutputError."""
    scheme, found, _ = where.partition("://")
    if not found:
        return FolderTarget(Path(where))
    if scheme == "file":
        return FolderTarget(Path(unquote(urlsplit(where).path)))
    if scheme in ("s3", "s3a"):
        return BucketTarget(where, settings)
    raise InputError(
        f"narrator cannot publish to {scheme}:// addresses.",
        hint="A folder, or s3://bucket/prefix. For other hosts, publish to a folder and let rsync or rclone carry it on.",
    )


class FolderTarget:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._store = FolderStore(root)
        insist_on_writable(self._store)

    def sizes(self) -> Mapping[str, int]:  # noqa: D102 - see Target
        found: dict[str, int] = {}
        for name in visible(self.root):
            with suppress(FileNotFoundError):
                found[name] = self._store.path(name).stat().st_size
        return found

    def holds(self, name: str, data: bytes | Path) -> bool:  # noqa: D102 - see Target
        try:
            return digest("sha256", self._store.path(name)) == digest("sha256", data)
        except FileNotFoundError:
            return False

    def put(self, name: str, data: bytes | Path) -> None:  # noqa: D102 - see Target
        self._store.put(name, data)

    def remove(self, name: str) -> None:  # noqa: D102 - see Target
        path = self._store.path(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"Cannot remove {path}: {error.strerror}.") from error
        with suppress(OSError):  # the folder goes with its last file
            path.parent.rmdir()


class BucketTarget:
    """A bucket, or a part of one, by S3's protocol (extra `s3`). Credentials are found as all of AWS's programs find them."""

    def __init__(self, where: str, settings: Publish) -> None:
        parts = urlsplit(where)
        endpoint = settings.endpoint_url
        if "@" in parts.netloc or (endpoint and "@" in urlsplit(endpoint).netloc):
            raise InputError(
                "Addresses must hold no credentials.",
                hint="They come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the machine's role.",
            )
        if not parts.netloc:
            raise InputError(f"{where} names no bucket.", hint="Write it like s3://bucket/podcast.")
        if endpoint and not endpoint.startswith(("http://", "https://")):
            raise SettingsError(
                f"endpoint_url {endpoint!r} is no address.", hint="Write it like https://s3.example.org"
            )
        self._where = f"s3://{parts.netloc}/{parts.path.strip('/')}".rstrip("/")
        self._root = self._where.removeprefix("s3://")
        self._short = f"public, max-age={settings.max_age_s}"
        self._timeout_s = settings.timeout_s
        self._files = _file_system(self._where, settings)
        self._tags: dict[str, str] = {}

    def sizes(self) -> Mapping[str, int]:  # noqa: D102 - see Target
        with _explained(self._where):
            found = self._files.find(self._root, detail=True)
        start = f"{self._root}/"
        names = {path.removeprefix(start): about for path, about in found.items() if path.startswith(start)}
        kept = {name: about for name, about in names.items() if not hidden(name)}
        self._tags = {name: str(about.get("ETag", "")).strip('"') for name, about in kept.items()}
        return {name: int(about["size"]) for name, about in kept.items()}

    def holds(self, name: str, data: bytes | Path) -> bool:
        """By the entity tag, which is the MD5 of what was sent in one piece; anything else counts as another file."""
        return self._tags.get(name) == digest("md5", data)

    def put(self, name: str, data: bytes | Path) -> None:  # noqa: D102 - see Target
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        about = {
            "ContentType": media_type(name),
            "CacheControl": _FOR_EVER if is_hashed(name) else self._short,
            "chunksize": _PART_BYTES,
            # The library's own read timeout begins when all is sent: a server that takes nothing would be waited for without end.
            "timeout": self._timeout_s + size / SLOWEST,
        }
        with _explained(f"{self._where}/{name}"):
            if isinstance(data, Path):
                self._files.put_file(str(data), f"{self._root}/{name}", **about)
            else:
                self._files.pipe_file(f"{self._root}/{name}", data, **about)

    def remove(self, name: str) -> None:  # noqa: D102 - see Target
        with _explained(f"{self._where}/{name}"):
            self._files.rm_file(f"{self._root}/{name}")


def _file_system(where: str, settings: Publish) -> Any:
    """The file system of an S3 address; it tries everything once, since whoever calls it knows better when to try again."""
    from upath import UPath

    options: dict[str, Any] = {
        "endpoint_url": settings.endpoint_url,
        "use_listings_cache": False,
        "skip_instance_cache": True,
        "fixed_upload_size": True,  # some services want equal parts, and none minds them
        "config_kwargs": {
            "connect_timeout": settings.timeout_s,
            "read_timeout": settings.timeout_s,
            "retries": {"total_max_attempts": 1},
        },
    }
    try:
        files = UPath(where, **options).fs
    except ImportError as error:
        raise InputError(
            "Publishing to s3:// needs the extra s3, which is not installed.", hint="pip install 'article-narrator[s3]'"
        ) from error
    files.retries = 1
    return files


_UNAVAILABLE = {
    "ConnectionError", "HTTPClientError", "ResponseParserError", "IncompleteReadError", "TimeoutError", "ClientError", "OSError",
}  # fmt: skip
_NO_CREDENTIALS = {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "NoAuthTokenError"}
_PASSING = {
    "BadDigest", "IncompleteBody", "InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown", "XAmzContentSHA256Mismatch",
}  # fmt: skip


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Turn what the S3 library raises into narrator's errors. Its classes are told by name, since it may not be installed."""
    try:
        yield
    except OutputError:
        raise
    except Exception as error:
        names = {kind.__name__ for kind in type(error).__mro__}
        raise _translate(error, names, what) from error


def _translate(error: Exception, names: set[str], what: str) -> Exception:
    code, status, said = _answer(error)
    if names & _NO_CREDENTIALS:
        return TargetRefused(
            f"There are no usable AWS credentials for {what}.",
            hint="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
        )
    if code in _PASSING or status >= 500 or status == 429:
        return TargetUnavailable(f"{what}: the server answers {status} {code}.", hint=_AGAIN)
    if "FileNotFoundError" in names:
        bucket = what.removeprefix("s3://").partition("/")[0]
        return OutputError(f"There is no bucket {bucket}.", hint="Make it first, or correct the name.")
    if "PermissionError" in names or status in (401, 403):
        hint = "The clock of this machine may be wrong." if code == "RequestTimeTooSkewed" else _RIGHTS
        return TargetRefused(f"{what}: access is refused ({code or said}).", hint=hint)
    if status:
        elsewhere = status == 301 or code in ("AuthorizationHeaderMalformed", "IllegalLocationConstraintException")
        region = "The bucket lies in another region: set AWS_DEFAULT_REGION to it." if elsewhere else None
        return OutputError(f"{what}: the server answers {status} {code}: {said}", hint=region)
    if "FSTimeoutError" in names:
        return TargetUnavailable(f"{what}: the upload stood still.", hint=_AGAIN)
    if names & _UNAVAILABLE:
        return TargetUnavailable(f"{what} cannot be reached: {said or type(error).__name__}", hint=_AGAIN)
    return OutputError(f"{what}: {type(error).__name__}: {said}")


_AGAIN = "Run the same command again: it goes on where it stopped."
_RIGHTS = "Check the credentials; they need ListBucket, GetObject and PutObject (DeleteObject for --delete)."


def _answer(error: Exception) -> tuple[str, int, str]:
    """S3's error code, the HTTP status and the words of an error, as far as there was an answer."""
    cause: BaseException | None = error
    while cause is not None and not hasattr(cause, "response"):
        cause = cause.__cause__
    response = getattr(cause, "response", None)
    if not isinstance(response, dict):
        return "", 0, str(error)
    told = response.get("Error", {})
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return str(told.get("Code", "")), int(status), str(told.get("Message", ""))


def visible(root: Path) -> Iterator[str]:
    """Names of the files below a folder, in order, without hidden files and folders."""
    for base, folders, files in os.walk(root):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        inside = Path(base).relative_to(root)
        yield from ((inside / file).as_posix() for file in sorted(files) if not file.startswith("."))


def hidden(name: str) -> bool:
    """Is a file, or a folder that it lies in, hidden?"""
    return any(part.startswith(".") for part in name.split("/"))


def digest(kind: str, data: bytes | Path) -> str:
    """The hex digest of some bytes, or of a file. Raises FileNotFoundError, OutputError."""
    if isinstance(data, bytes):
        return hashlib.new(kind, data, usedforsecurity=False).hexdigest()
    try:
        with data.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OutputError(f"Cannot read {data}: {error.strerror}.") from error
