"""How fast requests may follow each other."""

from __future__ import annotations

import threading
import time

from narrator.errors import EngineUnavailable


class Pace:
    """A bucket of permits that fills at `rate` a second and holds `burst` of them."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._permits = float(burst)
        self._filled = time.monotonic()
        self._turn = threading.Condition()

    def wait(self) -> None:
        """Take a permit, sleeping until it is there. Those who come first go first. Raises EngineUnavailable when woken."""
        with self._turn:
            now = time.monotonic()
            self._permits = min(self._burst, self._permits + (now - self._filled) * self._rate) - 1
            self._filled = now
            missing = -self._permits / self._rate
            if missing > 0 and self._turn.wait(min(missing, threading.TIMEOUT_MAX)):
                self._permits += 1
                raise EngineUnavailable("The request was given up.")

    def wake(self) -> None:
        """End the waiting of everybody."""
        with self._turn:
            self._turn.notify_all()
