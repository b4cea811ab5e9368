"""How a robot behaves on other people's machines: robots.txt (RFC 9309) is read first, and no host is hurried.

The standard library's reader takes the first rule that fits, and knows no * and $ in paths; RFC 9309 wants the longest.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from msgspec.structs import replace as replace_setting

from narrator.errors import AddressRefused, FetchError, NarratorError, SourceError
from narrator.settings import Fetch, Follow

_MAX_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
_LONGEST_DELAY_S = 30.0
_KEPT_S = 24 * 3600.0
_HOSTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What robots.txt says to us: (path pattern, allowed), and the pause between two requests that it asks for."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay_s: float = 0.0

    def allow(self, path: str) -> bool:
        """Whether `path` (with its query) may be read: the longest pattern decides, "allow" where two are as long."""
        path = _plain(path)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.paths if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


def parse_rules(text: str, agent: str) -> Rules:
    """The rules of robots.txt for the robot `agent`, or those for everybody if it is not named."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []
    in_rules = True
    for row in text.lstrip("\ufeff").splitlines():
        key, colon, value = row.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                named, in_rules = [], False
            named.append(_token(value))
            groups.setdefault(_token(value), [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in named:
                groups[name].append((key, value))
    found = groups.get(_token(agent), groups.get("*", []))
    paths = tuple((_plain(value), key == "allow") for key, value in found if key != "crawl-delay" and value)
    return Rules(
        paths=paths, delay_s=max((_number(value) for key, value in found if key == "crawl-delay"), default=0.0)
    )


class Manners:
    """What one run remembers of the hosts that it visits: their rules, and when it was last there."""

    def __init__(self, fetch: Fetch, follow: Follow, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._fetch = replace_setting(fetch, max_bytes=_MAX_BYTES)
        self._follow = follow
        self._sleep = sleep
        self._rules: dict[str, tuple[float, Rules | NarratorError]] = {}
        self._last: dict[str, float] = {}

    def come_to(self, url: str, *, invited: bool = False) -> None:
        """Wait until `url` may be asked for.

        invited  the user named this address, so robots.txt is not asked

        Raises SourceError when robots.txt forbids it, FetchError when the host cannot say.
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}".lower()
        delay = self._follow.politeness_s
        if self._follow.robots and not invited:
            rules = self._rules_of(host)
            if not rules.allow(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"):
                raise SourceError(
                    f"{parts.hostname} asks robots not to read this page (robots.txt).",
                    hint=f"If you may: narrator make {url}",
                )
            delay = max(delay, min(rules.delay_s, _LONGEST_DELAY_S))
        self._pause(host, delay)

    def _pause(self, host: str, delay_s: float) -> None:
        if (wait := self._last.get(host, -delay_s) + delay_s - time.monotonic()) > 0:
            self._sleep(wait)
        if len(self._last) > _HOSTS:
            self._last.clear()
        self._last[host] = time.monotonic()

    def _rules_of(self, host: str) -> Rules:
        known = self._rules.get(host)
        if known is None or time.monotonic() - known[0] > _KEPT_S:
            if len(self._rules) > _HOSTS:
                self._rules.clear()
            known = self._rules[host] = time.monotonic(), self._ask(host)
        if isinstance(known[1], NarratorError):
            del self._rules[host]  # the next article may find the host in better health
            raise known[1]
        return known[1]

    def _ask(self, host: str) -> Rules | NarratorError:
        from narrator.source.fetch import fetch_list

        self._pause(host, self._follow.politeness_s)
        try:
            page = fetch_list(f"{host}/robots.txt", self._fetch).page
        except (FetchError, AddressRefused) as error:  # it cannot say now, or may not be asked
            return error
        except NarratorError:  # there is none, it is empty, or no text: nothing is forbidden
            return Rules()
        content = page.content if page else b""
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
        return parse_rules(text, self._fetch.user_agent)


def _token(agent: str) -> str:
    """The name of a robot, without the version and the words that may follow it."""
    return re.split(r"[/\s]", agent.lower(), maxsplit=1)[0]


def _fits(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says; * is anything, $ the end. Linear, whatever the pattern."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for number, part in enumerate(rest, 1):
        if ends and number == len(rest):
            return path.endswith(part) and len(path) - len(part) >= place
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return not ends or place == len(path)


def _plain(path: str) -> str:
    """Paths are compared with the same characters escaped on both sides."""
    return quote(unquote(path), safe="/?&=:@!$*,;+()'~#[]")


def _number(value: str) -> float:
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0
