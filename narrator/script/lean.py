"""Modules of large packages without what the packages around them load.

`import nltk` loads parsers, corpora and stemmers: 0.3 s, and several when SciPy is installed, which is more than a short
article's whole script costs; `import num2words` loads fifty languages. Of nltk only Punkt is used, of num2words one language.
So while a module loads, its packages are stood in for by modules that know only where their files lie, and those that it
imports and never needs by empty ones. Whoever imports such a package later gets all of it as ever.
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


class _Empty(ModuleType):
    """A module from which anything can be imported, and nothing used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return None


@cache
def load(name: str, *, empty: tuple[str, ...] = ()) -> ModuleType:
    """The module `name`, which is "package.module" or "package.package.module".

    empty   full names of modules that it imports and does not need for what it is used for
    """
    package = name.partition(".")[0]
    with _LOADING:
        if package in sys.modules:
            return importlib.import_module(name)
        try:
            return _alone(package, name, empty)
        except (ImportError, AttributeError):  # laid out in another way than it was known
            return importlib.import_module(name)


def _alone(package: str, name: str, empty: tuple[str, ...]) -> ModuleType:
    found = PathFinder.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"{package} is not installed as a folder")
    home = Path(next(iter(found.submodule_search_locations)))
    parts = name.split(".")
    try:
        for depth in range(1, len(parts)):
            around = ModuleType(".".join(parts[:depth]))
            around.__path__ = [str(home.joinpath(*parts[1:depth]))]
            sys.modules[around.__name__] = around
        sys.modules |= {each: _Empty(each) for each in empty}
        return importlib.import_module(name)
    finally:
        for each in [each for each in sys.modules if each == package or each.startswith(f"{package}.")]:
            del sys.modules[each]
