"""python -m narrator."""

import sys

from narrator.cli import main

if __name__ == "__main__":
    sys.exit(main())
