"""Room 1: a URL, a file or standard input becomes a Page. Nobody has looked inside it yet. A feed becomes a Listing.

read.py       what the user named, and files
contents.py   what a file is, by its first bytes
fetch.py      pages and lists from the web: redirects, limits, one deadline
route.py      proxies and trusted certificates
listing.py    feeds and other lists of articles (feeds.py, lists.py, exports.py; trees.py reads XML, told.py addresses and dates)
fulltext.py   the text that a feed itself holds
wanted.py     which articles of a list are wanted
manners.py    robots.txt, and a pause between two requests to a host
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from narrator.source.read import read

if TYPE_CHECKING:
    from narrator.source.fulltext import as_page as as_page
    from narrator.source.fulltext import is_whole as is_whole
    from narrator.source.listing import read_listing as read_listing
    from narrator.source.manners import Manners as Manners
    from narrator.source.told import address as address
    from narrator.source.told import own_address as own_address
    from narrator.source.wanted import Limits as Limits
    from narrator.source.wanted import date_of as date_of

_HOME_OF = {
    "Limits": "wanted",
    "Manners": "manners",
    "address": "told",
    "as_page": "fulltext",
    "date_of": "wanted",
    "is_whole": "fulltext",
    "own_address": "told",
    "read_listing": "listing",
}

__all__ = ["Limits", "Manners", "address", "as_page", "date_of", "is_whole", "own_address", "read", "read_listing"]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'narrator.source' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"narrator.source.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
