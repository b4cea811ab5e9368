"""The command: the only room that prints.

Data goes to stdout, everything else to stderr. Each family of errors has an exit code of its own (docs/exit-codes.md).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading

_PATIENCE_S = 1.0
"""How long a run that was stopped may take to end by itself: a thread may wait for a lock that the interrupt left behind."""


def main(argv: list[str] | None = None) -> int:
    """Run the command with `argv` (sys.argv without the program's name) and return its exit code."""
    if argv is None:
        # Python would look for garbage several times while it loads what a run needs, and twice more at its end.
        gc.set_threshold(100_000, 10, 10)
        atexit.register(gc.freeze)
        # No matrix is multiplied here, and numpy's threads for that would spin before they fall asleep.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from narrator.cli.app import run
    from narrator.errors import Cancelled

    code = run(sys.argv[1:] if argv is None else argv)
    if code == Cancelled.exit_code and argv is None:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        last = threading.Timer(_PATIENCE_S, os._exit, (code,))
        last.daemon = True
        last.start()
    return code
