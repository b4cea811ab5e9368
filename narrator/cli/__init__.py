"""The command: the only room that prints.

Data goes to stdout, everything else to stderr. Each family of errors has an exit code of its own (docs/exit-codes.md).
"""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run the command with `argv` (sys.argv without the program's name) and return its exit code."""
    from narrator.cli.app import run

    return run(sys.argv[1:] if argv is None else argv)
