"""Room 1: a URL, a file or standard input becomes a Page. Nobody has looked inside it yet.

read.py       what the user named, and files
contents.py   what a file is, by its first bytes
fetch.py      pages from the web: redirects, limits, one deadline
addresses.py  which machines may be reached at all
"""

from narrator.source.read import read

__all__ = ["read"]
