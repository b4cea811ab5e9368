"""nltk's Punkt without the rest of nltk.

`import nltk` loads its parsers, corpora and stemmers too: 0.3 s, and several when SciPy is installed, which is more than a
short article's whole script costs. Punkt itself needs a few of its modules. So the two packages around it are stood in for
while it loads, by modules that know only where their files lie; whoever imports nltk later gets all of it as ever.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from threading import Lock
from types import ModuleType

_LOADING = Lock()


@cache
def load() -> ModuleType:
    """The module `nltk.tokenize.punkt`."""
    with _LOADING:
        if "nltk" in sys.modules:
            return importlib.import_module("nltk.tokenize.punkt")
        try:
            return _alone()
        except (ImportError, AttributeError):  # another layout than that of nltk 3.10
            return importlib.import_module("nltk.tokenize.punkt")


def _alone() -> ModuleType:
    found = PathFinder.find_spec("nltk")
    if found is None or not found.submodule_search_locations:
        raise ImportError("nltk is not installed as a folder")
    home = Path(next(iter(found.submodule_search_locations)))
    try:
        for name, folder in (("nltk", home), ("nltk.tokenize", home / "tokenize")):
            package = ModuleType(name)
            package.__path__ = [str(folder)]
            sys.modules[name] = package
        return importlib.import_module("nltk.tokenize.punkt")
    finally:
        for name in [name for name in sys.modules if name == "nltk" or name.startswith("nltk.")]:
            del sys.modules[name]
