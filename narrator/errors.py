"""One tree of errors; what each one means, what to do about it, and how the command exits.

    NarratorError                          exit
    ├── InputError           ValueError      2   an argument or setting that makes no sense
    │   └── SettingsError
    ├── SourceError          OSError         3   the page could not be had
    │   ├── SourceNotFound   FileNotFoundError
    │   ├── FetchError       ConnectionError     the network or the server failed (retry)
    │   ├── AddressRefused   PermissionError     a private or loopback address
    │   └── UnreadableSource ValueError          binary, unknown encoding, too large
    ├── NotAnArticle         ValueError      4   the page holds nothing to read aloud
    ├── SpeechError          RuntimeError    5   an utterance could not be made
    │   ├── UnknownEngine    LookupError
    │   ├── UnknownVoice     LookupError
    │   ├── UnknownLanguage  LookupError
    │   ├── MissingExtra     ImportError
    │   ├── EngineCrashed                        the native engine died (retry)
    │   └── BadSpeech                            what came back is not the speech that was asked for (retry)
    ├── EngineUnavailable    ConnectionError 6   a network engine cannot be reached, or refuses (retry)
    │   ├── RateLimited                          it asks us to slow down (retry)
    │   └── EngineRefused                        it will not serve us, or cannot be trusted
    ├── AudioError           RuntimeError    7   stitching, encoding or tagging failed
    │   └── ProofFailed                          the finished audio does not match the plan
    ├── OutputError          OSError         8   the result could not be written, or what is there cannot be read
    │   ├── BrokenEpisode    ValueError          episode.json or one of its files is damaged
    │   ├── FeedError        ValueError
    │   ├── TargetUnavailable ConnectionError    where it is published or kept cannot be reached (retry)
    │   ├── TargetRefused    PermissionError     where it is published lets nobody in with these credentials
    │   └── FolderBusy       BlockingIOError 9   another narrator is at work in this folder (retry)
    ├── Unforeseen                          70   a fault of narrator's own, in one article of many
    └── Cancelled            KeyboardInterrupt 130

`retryable` is a fact of the class: trying the same thing again later may work. Every error survives pickling with its hint,
so that a process pool or a cluster can carry it.
"""

from __future__ import annotations

from typing import ClassVar


class NarratorError(Exception):
    """Base of all errors that narrator raises on purpose: what happened in plain words, and a hint what to do."""

    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return _revive, (type(self), self.message, self.hint), self.__dict__


def _revive(kind: type[NarratorError], message: str, hint: str | None) -> NarratorError:
    return kind(message, hint=hint)


class InputError(NarratorError, ValueError):
    """An argument that makes no sense."""

    exit_code = 2


class SettingsError(InputError):
    """narrator.toml, a NARRATOR_* variable or a flag has a value that cannot be used."""


class SourceError(NarratorError, OSError):
    """The page could not be had."""

    exit_code = 3


class SourceNotFound(SourceError, FileNotFoundError):
    """No such file, or the server says that there is no such page."""


class FetchError(SourceError, ConnectionError):
    """The network or the server failed while fetching a page.

    `retry_after_s` is set when the server itself says that it cannot deliver now: the wait that it names, else 0.
    """

    retryable = True
    retry_after_s: float | None = None


class AddressRefused(SourceError, PermissionError):
    """The address leads to a private or loopback network."""


class UnreadableSource(SourceError, ValueError):
    """The bytes are not text that can be read: binary, an unknown encoding, or far too much."""


class NotAnArticle(NarratorError, ValueError):
    """The page holds nothing to read aloud; the message says what it looks like."""

    exit_code = 4


class SpeechError(NarratorError, RuntimeError):
    """An utterance could not be made."""

    exit_code = 5


class UnknownEngine(SpeechError, LookupError):
    """No engine of that name."""


class UnknownVoice(SpeechError, LookupError):
    """The engine has no voice of that name."""


class UnknownLanguage(SpeechError, LookupError):
    """The engine does not speak that language."""


class MissingExtra(SpeechError, ImportError):
    """The engine's package is not installed; the hint is the line that installs it."""


class EngineCrashed(SpeechError):
    """A native engine died while speaking."""

    retryable = True


class BadSpeech(SpeechError):
    """What the engine returned is not the speech that was asked for: empty, silent, far too short or not audio."""

    retryable = True


class EngineUnavailable(NarratorError, ConnectionError):
    """A network engine cannot be reached, or refuses; `retry_after_s` is the wait that it named, if it did."""

    exit_code = 6
    retryable = True
    retry_after_s: float | None = None


class RateLimited(EngineUnavailable):
    """A network engine asks us to slow down."""


class EngineRefused(EngineUnavailable):
    """A network engine will not serve this request however often it is sent, or its certificate cannot be trusted."""

    retryable = False


class AudioError(NarratorError, RuntimeError):
    """Stitching, encoding or tagging failed."""

    exit_code = 7


class ProofFailed(AudioError):
    """The finished audio does not match the plan, so it was not published."""


class OutputError(NarratorError, OSError):
    """The result could not be written, or what is there could not be read."""

    exit_code = 8


class BrokenEpisode(OutputError, ValueError):
    """episode.json, or a file that it names, is missing or damaged."""


class FeedError(OutputError, ValueError):
    """A feed cannot be written from what there is."""


class TargetUnavailable(OutputError, ConnectionError):
    """The host that a folder is published to, or that clips are kept on, cannot be reached, or is not well."""

    retryable = True


class TargetRefused(OutputError, PermissionError):
    """The host that a folder is published to lets nobody in with these credentials."""


class FolderBusy(OutputError, BlockingIOError):
    """Another narrator is at work in this folder, and there may be one only."""

    exit_code = 9
    retryable = True


class Unforeseen(NarratorError):
    """Narrator failed in a way that nobody foresaw, and the rest of the work went on."""

    exit_code = 70


class Cancelled(NarratorError, KeyboardInterrupt):
    """Somebody pressed Ctrl-C, or asked the process to end."""

    exit_code = 130

    def __init__(self, message: str = "Stopped.", *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
